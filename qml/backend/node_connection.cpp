// SPDX-License-Identifier: Apache-2.0
#include "backend/node_connection.h"

#include "backend/format.h"
#include "backend/status_facts.h"

#include <algorithm>

namespace hearth::desktop {

NodeConnection::NodeConnection(BackendExecutor& executor, std::shared_ptr<ServiceDoor> door, Pace pace, QObject* parent)
    : QObject(parent), m_executor(executor), m_door(std::move(door)), m_pace(pace),
      m_relay(std::make_shared<EventRelay>(
          [this] { QMetaObject::invokeMethod(this, &NodeConnection::tell, Qt::QueuedConnection); })),
      m_retry_ms(pace.first_retry_ms) {
    m_pulse.setInterval(m_pace.pulse_ms);
    m_silence.setInterval(m_pace.silence_ms);
    m_silence.setSingleShot(true);
    m_retry.setSingleShot(true);
    m_changes.setSingleShot(true);
    connect(&m_pulse, &QTimer::timeout, this, &NodeConnection::ask);
    connect(&m_silence, &QTimer::timeout, this, &NodeConnection::onSilence);
    connect(&m_retry, &QTimer::timeout, this, &NodeConnection::open);
    connect(&m_changes, &QTimer::timeout, this, &NodeConnection::tell);
}

NodeConnection::~NodeConnection() {
    m_relay->leave();
    dropSession();
}

void NodeConnection::begin() {
    open();
}

void NodeConnection::setSeen(bool seen) {
    m_pulse.setInterval(seen ? m_pace.pulse_ms : m_pace.hidden_pulse_ms);
    if (seen && m_session) ask();
}

void NodeConnection::retryNow() {
    m_retry_ms = m_pace.first_retry_ms;
    if (m_session)
        ask();
    else
        open();
}

void NodeConnection::open() {
    if (m_opening || m_session) return;
    m_opening = true;
    m_silence.start();
    m_executor.run(
        this,
        [door = m_door, relay = m_relay]() -> core::Result<std::shared_ptr<Session>> {
            auto session = std::make_shared<Session>();
            HEARTH_TRY(session->node, door->open());
            relay->begin();
            HEARTH_TRY(session->subscription,
                       session->node->subscribe([relay](const control::Event& event) { relay->pass(event); }));
            return session;
        },
        [this](std::shared_ptr<Session> session) { opened(std::move(session)); },
        [this](const core::Error& error) { openFailed(error); });
}

void NodeConnection::opened(std::shared_ptr<Session> session) {
    m_opening = false;
    m_session = std::move(session);
    m_ask_again = false;
    m_pulse.start();
    ask();
}

void NodeConnection::openFailed(const core::Error& error) {
    m_opening = false;
    lost(error);
}

void NodeConnection::ask() {
    if (m_asking || !m_session) return;
    m_asking = true;
    m_ask_again = false;
    m_silence.start();
    run(
        this, [](control::Node& node) { return node.status(); },
        [this](control::NodeStatus status) {
            m_asking = false;
            if (m_session) adopt(std::move(status));
            if (m_ask_again) ask();
        },
        [this](const core::Error& error) {
            m_asking = false;
            askFailed(error);
        });
}

void NodeConnection::askFailed(const core::Error& error) {
    if (!m_session) return;
    if (error.code == core::Code::timed_out) {
        onSilence();
    } else if (error.code == core::Code::unavailable || error.code == core::Code::corrupt) {
        // Without a status that can be read nothing here is known, however well the service feels.
        lost(error);
    } else {
        // The service answers, only not this; what it says is shown beside the old status.
        m_silence.stop();
        setCondition(QStringLiteral("running"), format::worded(error.message), format::worded(error.hint));
    }
}

void NodeConnection::adopt(control::NodeStatus status) {
    m_silence.stop();
    const bool was_away = !online();
    const bool news = was_away || !m_status || !sameFacts(*m_status, status);
    m_status = std::move(status);
    m_heard_at = m_pace.clock->monotonic();
    m_starting = false;
    m_retry_ms = m_pace.first_retry_ms;
    setCondition(QStringLiteral("running"));
    if (news || !m_since_told.isValid() || m_since_told.hasExpired(m_pace.figures_ms)) {
        m_since_told.start();
        emit statusChanged();
    }
    if (was_away) emit changed({}, {});
}

void NodeConnection::lost(const core::Error& error) {
    m_silence.stop();
    m_pulse.stop();
    dropSession();
    m_executor.run(
        this, [door = m_door, error]() -> core::Result<control::Diagnosis> { return door->diagnose(error); },
        [this](const control::Diagnosis& diagnosis) {
            const bool awaited =
                diagnosis.condition == control::Condition::stopped && m_pace.clock->monotonic() < m_awaited_until;
            if (!m_session && awaited)
                setCondition(QStringLiteral("connecting"));
            else if (!m_session)
                setCondition(QString::fromUtf8(control::condition_name(diagnosis.condition)),
                             format::worded(diagnosis.sentence), format::worded(diagnosis.hint), diagnosis.can_start);
        },
        [](const core::Error&) {});
    m_retry.start(m_retry_ms);
    m_retry_ms = std::min(m_retry_ms * 2, m_pace.last_retry_ms);
}

void NodeConnection::dropSession() {
    if (!m_session) return;
    // Ending a subscription may wait for a callback, so it happens on another thread.
    m_executor.run(
        this,
        [session = std::exchange(m_session, nullptr)]() mutable -> core::Status {
            session.reset();
            return {};
        },
        [] {}, [](const core::Error&) {});
}

void NodeConnection::onSilence() {
    setCondition(QStringLiteral("silent"), tr("The service runs but does not answer."),
                 tr("It may be overloaded or stopped in a debugger. The window goes on trying."));
}

void NodeConnection::setCondition(const QString& condition, const QString& sentence, const QString& hint,
                                  bool can_start) {
    if (condition == m_condition && sentence == m_sentence && hint == m_hint && can_start == m_can_start) return;
    m_condition = condition;
    m_sentence = sentence;
    m_hint = hint;
    m_can_start = can_start;
    emit conditionChanged();
}

void NodeConnection::awaitRestart() {
    m_awaited_until = m_pace.clock->monotonic() + 30 * core::second;
}

void NodeConnection::startService() {
    start(false);
}

void NodeConnection::startAgain() {
    start(true);
}

void NodeConnection::start(bool again) {
    if (m_starting) return;
    m_starting = true;
    emit conditionChanged();
    m_executor.run(
        this,
        [door = m_door, again]() -> core::Status {
            if (again) HEARTH_CHECK(door->await_end());
            return door->start();
        },
        [this] {
            m_starting = false;
            emit conditionChanged();
            retryNow();
        },
        [this](const core::Error& error) {
            m_starting = false;
            if (online()) return;
            m_sentence = format::worded(error.message);
            m_hint = format::worded(error.hint);
            emit conditionChanged();
        });
}

void NodeConnection::tell() {
    if (m_changes.isActive()) return;
    if (m_since_changes.isValid() && !m_since_changes.hasExpired(m_pace.changes_ms)) {
        m_changes.start(std::max(1, m_pace.changes_ms - static_cast<int>(m_since_changes.elapsed())));
        return;
    }
    m_since_changes.start();
    const std::vector<EventRelay::Change> changes = m_relay->take();
    const bool asks = std::any_of(changes.begin(), changes.end(), [](const EventRelay::Change& change) {
        return change.topic.isEmpty() || change.topic == QLatin1String("status");
    });
    // An answer that is on its way may not know of it yet.
    if (asks) m_ask_again = m_asking;
    if (asks) ask();
    for (const EventRelay::Change& change : changes)
        emit changed(change.topic, change.id);
}

qint64 NodeConnection::ageSeconds() const {
    return (m_pace.clock->monotonic() - m_heard_at) / 1'000'000'000;
}

} // namespace hearth::desktop
