// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QStringList>

namespace hearth::desktop {

/// What a pasted invitation means, told before anybody follows it. Nothing is changed by it.
class InvitationReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool examined READ examined NOTIFY changed)
    Q_PROPERTY(bool examining READ examining NOTIFY changed)
    Q_PROPERTY(QString chain READ chain NOTIFY changed)
    Q_PROPERTY(QString genesis READ genesis NOTIFY changed)
    Q_PROPERTY(QStringList trust READ trust NOTIFY changed)
    Q_PROPERTY(QStringList addresses READ addresses NOTIFY changed) ///< of full nodes and gateways that it names
    Q_PROPERTY(QString obstacle READ obstacle NOTIFY changed)       ///< why this very home does not join
    Q_PROPERTY(QStringList commands READ commands NOTIFY changed)   ///< that join, line by line; none: it cannot
public:
    explicit InvitationReader(QObject* parent = nullptr);

    bool examined() const { return m_view.has_value(); }
    bool examining() const { return m_examining; }
    QString chain() const;
    QString genesis() const;
    QStringList trust() const;
    QStringList addresses() const;
    QString obstacle() const;
    QStringList commands() const;
    Q_INVOKABLE void examine(const QString& invitation);
    /// Another text is there.
    Q_INVOKABLE void forget();

signals:
    void changed();

private:
    std::optional<control::InvitationView> m_view;
    QString m_text;
    bool m_examining = false;
};

} // namespace hearth::desktop
