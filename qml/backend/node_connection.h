// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/connection_pace.h"
#include "backend/event_relay.h"
#include "backend/executor.h"
#include "backend/service_door.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// The window's one way to the node: connects, reconnects with back-off, watches that the node answers,
/// passes its events on. Lives on the GUI thread and hands the Node out only inside work on other threads.
class NodeConnection : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The program makes the connection.")
    /// The node answered and nothing was lost since.
    Q_PROPERTY(bool online READ online NOTIFY conditionChanged)
    /// "connecting", "running", "not installed", "stopped", "other version", "refused" or "silent".
    Q_PROPERTY(QString condition READ condition NOTIFY conditionChanged)
    Q_PROPERTY(QString conditionSentence READ conditionSentence NOTIFY conditionChanged)
    Q_PROPERTY(QString conditionHint READ conditionHint NOTIFY conditionChanged)
    Q_PROPERTY(bool canStart READ canStart NOTIFY conditionChanged)
    /// The service is being started at the user's wish.
    Q_PROPERTY(bool starting READ starting NOTIFY conditionChanged)
    /// A status was received at least once.
    Q_PROPERTY(bool known READ known NOTIFY statusChanged)
    Q_PROPERTY(QString scenario READ scenario CONSTANT)
public:
    using Pace = ConnectionPace;

    NodeConnection(BackendExecutor& executor, std::shared_ptr<ServiceDoor> door, Pace pace, QObject* parent = nullptr);
    NodeConnection(BackendExecutor& executor, std::shared_ptr<ServiceDoor> door, QObject* parent = nullptr)
        : NodeConnection(executor, std::move(door), Pace{}, parent) {}
    ~NodeConnection() override;

    void begin();
    /// A window that nobody sees asks less often.
    void setSeen(bool seen);
    /// The service said that it stands still for a moment: for half a minute nobody is told that it has stopped.
    void awaitRestart();
    Q_INVOKABLE void startService();
    /// For a service that was asked to end: starts it once it has.
    void startAgain();
    Q_INVOKABLE void retryNow();

    /// Runs `work(control::Node&)` on another thread; without a connection it fails at once.
    template <typename Work, typename Done, typename Failed>
    void run(QObject* receiver, Work work, Done done, Failed failed) {
        m_executor.run(
            receiver,
            [node = m_session ? m_session->node : nullptr,
             work = std::move(work)]() mutable -> std::invoke_result_t<Work&, control::Node&> {
                if (!node)
                    return core::fail(core::Code::unavailable, "The node is not connected.", "Start the service.");
                return work(*node);
            },
            std::move(done), std::move(failed));
    }
    BackendExecutor& executor() { return m_executor; }
    /// The answer to a verb carries the new status; it is shown without waiting for the next question.
    void adopt(control::NodeStatus status);

    bool online() const { return m_condition == QLatin1String("running"); }
    const QString& condition() const { return m_condition; }
    const QString& conditionSentence() const { return m_sentence; }
    const QString& conditionHint() const { return m_hint; }
    bool canStart() const { return m_can_start; }
    bool starting() const { return m_starting; }
    bool known() const { return m_status.has_value(); }
    const std::optional<control::NodeStatus>& status() const { return m_status; }
    /// Of what is known, whatever became of the wall clock meanwhile.
    qint64 ageSeconds() const;
    QString scenario() const { return m_door->scenario(); }

signals:
    void conditionChanged();
    /// At once for what the node does and is; figures that never stand still (load, memory) wait for the pace.
    void statusChanged();
    /// Something of this topic changed; read again what is shown of it.
    void changed(const QString& topic, const QString& id);

private:
    struct Session {
        std::shared_ptr<control::Node> node;
        std::unique_ptr<control::Subscription> subscription; ///< ends before the node
    };

    void open();
    void opened(std::shared_ptr<Session> session);
    void openFailed(const core::Error& error);
    void ask();
    void askFailed(const core::Error& error);
    void lost(const core::Error& error);
    void dropSession();
    void setCondition(const QString& condition, const QString& sentence = {}, const QString& hint = {},
                      bool can_start = false);
    void onSilence();
    void start(bool again);
    void tell();

    BackendExecutor& m_executor;
    std::shared_ptr<ServiceDoor> m_door;
    Pace m_pace;
    std::shared_ptr<EventRelay> m_relay;
    std::shared_ptr<Session> m_session;
    std::optional<control::NodeStatus> m_status;
    core::Nanoseconds m_heard_at = 0, m_awaited_until = 0;
    QElapsedTimer m_since_told, m_since_changes;
    QTimer m_pulse, m_silence, m_retry, m_changes;
    QString m_condition = QStringLiteral("connecting"), m_sentence, m_hint;
    bool m_can_start = false, m_starting = false, m_asking = false, m_ask_again = false, m_opening = false;
    int m_retry_ms = 0;
};

} // namespace hearth::desktop
