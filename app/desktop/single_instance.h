// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"

#include <QLocalServer>
#include <QObject>

namespace hearth::desktop {

/// One window a home and user: a second start tells the first, which comes to the front. Lives on the GUI thread.
class SingleInstance final : public QObject {
    Q_OBJECT
public:
    explicit SingleInstance(const core::Home& home);

    /// Tells the window that is there already which page is wanted, or which link (may be empty). False: there is none.
    bool tellTheFirst(const QString& word) const;
    /// From now on this is the first. False where the place cannot be taken; there may then be two windows.
    bool listen();

signals:
    void raised(const QString& page);
    /// After raised(); the link is as it came from the other program.
    void linked(const QString& link);

private:
    void hear();

    QString m_name;
    QLocalServer m_server;
};

} // namespace hearth::desktop
