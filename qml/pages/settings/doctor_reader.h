// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantList>

namespace hearth::desktop {

/// The node's examination of itself, on demand; forgotten when the node goes or starts anew.
class DoctorReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// Maps {word, resultWord, tone, detail, repair}; the worst first.
    Q_PROPERTY(QVariantList checks READ checks NOTIFY checksChanged)
    Q_PROPERTY(bool running READ running NOTIFY runningChanged)
    Q_PROPERTY(QString summary READ summary NOTIFY checksChanged)
public:
    explicit DoctorReader(QObject* parent = nullptr);
    const QVariantList& checks() const { return m_checks; }
    bool running() const { return m_running; }
    const QString& summary() const { return m_summary; }
    Q_INVOKABLE void examine();

signals:
    void checksChanged();
    void runningChanged();

protected:
    void connected() override;

private:
    void forgetAnotherRun();
    void show(std::vector<control::DoctorCheck> checks);
    void setRunning(bool running);

    QVariantList m_checks;
    QString m_summary;
    core::Nanoseconds m_run = 0; ///< the start of the run that was examined
    bool m_running = false;
};

} // namespace hearth::desktop
