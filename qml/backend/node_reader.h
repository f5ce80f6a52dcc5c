// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_connection.h"

#include <QStringList>

namespace hearth::desktop {

/// A part of the window that shows something of the node. Reads when its page comes to sight and when one of
/// its topics changes: one read at a time, not more often than the interval. A failure stays in `error`: a read's until
/// one succeeds, that of what somebody asked for until something is asked for again.
class NodeReader : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Use one of its kinds.")
    Q_PROPERTY(
        hearth::desktop::NodeConnection* connection READ connection WRITE setConnection NOTIFY connectionSet REQUIRED)
    Q_PROPERTY(bool active READ active WRITE setActive NOTIFY activeChanged)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged)
    /// The first answer is there.
    Q_PROPERTY(bool loaded READ loaded NOTIFY loadedChanged)
public:
    NodeConnection* connection() const { return m_connection; }
    void setConnection(NodeConnection* connection);
    bool active() const { return m_active; }
    void setActive(bool active);
    const QString& error() const { return m_error.isEmpty() ? m_read_error : m_error; }
    bool loaded() const { return m_loaded; }
    Q_INVOKABLE void refresh() { request(); }

signals:
    void connectionSet();
    void activeChanged();
    void errorChanged();
    void loadedChanged();

protected:
    /// Without topics nothing is read; the kind then only follows the status.
    explicit NodeReader(QStringList topics, QObject* parent = nullptr, int interval_ms = 250);

    /// Begins a read with fetch(); called again only when that has ended.
    virtual void read() {}
    virtual void connected() {}
    /// Asks for a read as soon as one is allowed.
    void request();
    /// Of what somebody asked for; empty: it is told no more.
    void setError(const QString& error) { tell(m_error, error); }
    /// Something else is shown now.
    void forgetErrors();

    /// The reading call: `apply(value)` on the GUI thread.
    template <typename Work, typename Apply>
    void fetch(Work work, Apply apply) {
        m_connection->run(
            this, std::move(work),
            [this, apply = std::move(apply)](auto value) mutable {
                apply(std::move(value));
                tell(m_read_error, {});
                finished(true);
            },
            [this](const core::Error& error) {
                // A lost connection is told by the window as a whole.
                if (error.code != core::Code::unavailable) tell(m_read_error, explain(error));
                finished(false);
            });
    }
    /// A call that the user asked for.
    template <typename Work, typename Done>
    void call(Work work, Done done) {
        if (m_connection == nullptr) return;
        setError({});
        m_connection->run(this, std::move(work), std::move(done),
                          [this](const core::Error& error) { setError(explain(error)); });
    }
    static QString explain(const core::Error& error);

private:
    void finished(bool ok);
    void tell(QString& which, const QString& error);
    void tryRead();

    NodeConnection* m_connection = nullptr;
    QStringList m_topics;
    QTimer m_timer;
    QElapsedTimer m_since_last;
    int m_interval_ms;
    bool m_active = true, m_reading = false, m_wanted = false, m_loaded = false;
    QString m_error, m_read_error;
};

} // namespace hearth::desktop
