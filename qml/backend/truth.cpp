// SPDX-License-Identifier: Apache-2.0
#include "backend/truth.h"

#include "backend/format.h"

#include <QDateTime>

namespace hearth::desktop {

Truth::Truth(QObject* parent) : NodeReader({}, parent) {
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &Truth::follow);
}

void Truth::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &Truth::follow);
    connect(connection(), &NodeConnection::conditionChanged, this, &Truth::follow);
    m_clock.start();
    follow();
}

void Truth::follow() {
    if (connection() == nullptr) return;
    Facts facts = connection()->online() && connection()->status() ? presentFacts() : absentFacts();
    if (facts == m_facts) return;
    m_facts = std::move(facts);
    emit factsChanged();
}

Truth::Facts Truth::absentFacts() const {
    Facts facts;
    const QString& condition = connection()->condition();
    facts.icon = QStringLiteral("warning");
    facts.tone = condition == QLatin1String("refused") || condition == QLatin1String("other version")
                     ? QStringLiteral("bad")
                     : QStringLiteral("warn");
    if (connection()->starting()) {
        facts.sentence = tr("Starting the service…");
        facts.tone = QStringLiteral("info");
        facts.icon = QStringLiteral("clock");
    } else if (condition == QLatin1String("connecting")) {
        facts.sentence = tr("Looking for the node…");
        facts.tone = QStringLiteral("info");
        facts.icon = QStringLiteral("clock");
    } else {
        facts.sentence = connection()->conditionSentence();
        if (!connection()->conditionHint().isEmpty()) facts.details << connection()->conditionHint();
        facts.action = connection()->canStart() ? QStringLiteral("start") : QStringLiteral("retry");
    }
    if (connection()->known()) {
        facts.age = tr("What you see is %1 old.").arg(format::duration(connection()->ageSeconds()));
    }
    return facts;
}

Truth::Facts Truth::presentFacts() const {
    using control::NodeState;
    const control::NodeStatus& status = *connection()->status();
    Facts facts;
    facts.sentence = format::worded(status.sentence);
    const NodeState state = status.state;
    if (state == NodeState::serving || state == NodeState::idle) {
        facts.tone = QStringLiteral("good");
        facts.icon = QStringLiteral("heart");
    } else if (state == NodeState::problem) {
        facts.tone = QStringLiteral("bad");
        facts.icon = QStringLiteral("warning");
    } else if (state == NodeState::snoozed || state == NodeState::resting) {
        facts.icon = QStringLiteral("snooze");
    } else if (state == NodeState::paused || state == NodeState::draining) {
        facts.icon = QStringLiteral("pause");
    } else {
        facts.tone = QStringLiteral("info");
        facts.icon = QStringLiteral("clock");
    }
    if (state == NodeState::idle && status.models.empty()) facts.tone = QStringLiteral("warn");
    facts.action = status.action == control::NodeAction::import_model
                       ? QStringLiteral("import")
                       : QString::fromLatin1(control::name_of(status.action));
    facts.can_pause = state != NodeState::paused && state != NodeState::snoozed;
    facts.details =
        connection()->conditionSentence().isEmpty() ? runningDetails() : QStringList(connection()->conditionSentence());
    return facts;
}

QStringList Truth::runningDetails() const {
    const control::NodeStatus& status = *connection()->status();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QStringList parts;
    parts << (status.mode == "solo" ? tr("solo: settled and checked by this machine")
                                    : tr("network: settled by its validators, checked by other machines"));
    QString epoch = tr("epoch %1").arg(status.epoch);
    if (status.epoch_ends_at && *status.epoch_ends_at / 1'000'000 > now)
        epoch += tr(", ends in %1").arg(format::roughDuration(*status.epoch_ends_at / 1'000'000'000 - now / 1000));
    parts << epoch;
    if (status.started_at > 0)
        parts << tr("up %1").arg(format::roughDuration(now / 1000 - status.started_at / 1'000'000'000));
    if (status.snoozed_until && *status.snoozed_until / 1'000'000 > now)
        parts << tr("goes on in %1").arg(format::roughDuration(*status.snoozed_until / 1'000'000'000 - now / 1000));
    return parts;
}

void Truth::verb(std::function<core::Result<control::NodeStatus>(control::Node&)> work) {
    if (m_busy || connection() == nullptr) return;
    setBusy(true);
    setError({});
    connection()->run(
        this, std::move(work),
        [this](control::NodeStatus status) {
            setBusy(false);
            connection()->adopt(std::move(status));
        },
        [this](const core::Error& error) {
            setBusy(false);
            setError(explain(error));
        });
}

void Truth::finishThenPause() {
    verb([](control::Node& node) { return node.pause(false); });
}
void Truth::pauseNow() {
    verb([](control::Node& node) { return node.pause(true); });
}
void Truth::snooze(int minutes) {
    if (minutes > 0) verb([minutes](control::Node& node) { return node.snooze(static_cast<std::uint32_t>(minutes)); });
}
void Truth::resume() {
    verb([](control::Node& node) { return node.resume(); });
}

void Truth::stopNode() {
    verb([](control::Node& node) { return node.shutdown(); });
}

void Truth::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
