// SPDX-License-Identifier: Apache-2.0
#include "work_reader.h"

#include "backend/format.h"
#include "control/week.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <tuple>

namespace hearth::desktop {
namespace {

using control::RuleState;
using control::Week;

QString name_of_rule(const std::string& rule) {
    if (rule == "pause") return WorkReader::tr("Paused by hand");
    if (rule == "snooze") return WorkReader::tr("Snoozed");
    if (rule == "temperature") return WorkReader::tr("Temperature");
    if (rule == "programs") return WorkReader::tr("Programs");
    if (rule == "full screen") return WorkReader::tr("Full screen");
    if (rule == "battery") return WorkReader::tr("Battery");
    if (rule == "metered") return WorkReader::tr("Metered connection");
    if (rule == "idle") return WorkReader::tr("Somebody at the computer");
    if (rule == "hours") return WorkReader::tr("Hours of the week");
    return QString::fromStdString(rule);
}

QVariantMap map_of(const RuleState& state) {
    QString word = WorkReader::tr("off"), tone;
    if (state.enabled && state.rests) {
        word = WorkReader::tr("rests");
        tone = QStringLiteral("warn");
    } else if (state.enabled && !state.known) {
        word = WorkReader::tr("unknown");
        tone = QStringLiteral("info");
    } else if (state.enabled) {
        word = WorkReader::tr("may work");
        tone = QStringLiteral("good");
    }
    return {{QStringLiteral("name"), name_of_rule(state.rule)},
            {QStringLiteral("word"), word},
            {QStringLiteral("tone"), tone},
            {QStringLiteral("reason"), state.enabled ? format::sentence(state.reason) : QString()},
            {QStringLiteral("enabled"), state.enabled}};
}

auto facts(const RuleState& state) {
    return std::tie(state.rule, state.enabled, state.known, state.rests, state.reason, state.until);
}

auto facts(const control::WorkRules& rules) {
    return std::tie(rules.idle_minutes, rules.hours, rules.on_battery, rules.on_metered, rules.beside_full_screen,
                    rules.not_beside);
}

bool same(const control::WorkTimes& a, const control::WorkTimes& b) {
    return std::tie(a.works, a.rule, a.sentence, a.until) == std::tie(b.works, b.rule, b.sentence, b.until) &&
           facts(a.rules) == facts(b.rules) &&
           std::equal(a.states.begin(), a.states.end(), b.states.begin(), b.states.end(),
                      [](const RuleState& x, const RuleState& y) { return facts(x) == facts(y); });
}

QString day_name(unsigned day) {
    return QLocale().dayName(static_cast<int>(day) + 1, QLocale::ShortFormat);
}

/// "18–24, 0–6" of one day.
QString hours_of(const Week& week, unsigned day) {
    QStringList parts;
    for (unsigned hour = 0; hour < Week::hours; ++hour) {
        if (!week.at(day, hour)) continue;
        const unsigned begin = hour;
        while (hour < Week::hours && week.at(day, hour))
            ++hour;
        parts << QStringLiteral("%1–%2").arg(begin).arg(hour);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

WorkReader::WorkReader(QObject* parent) : NodeReader({QStringLiteral("status"), QStringLiteral("settings")}, parent) {
    m_minute.setInterval(60'000);
    connect(&m_minute, &QTimer::timeout, this, [this] {
        if (active() && m_times.until) emit timesChanged();
    });
    m_minute.start();
}

void WorkReader::read() {
    fetch([](control::Node& node) { return node.work_times(); },
          [this](control::WorkTimes times) {
              if (same(times, m_times)) return; // nothing is drawn again
              m_times = std::move(times);
              emit timesChanged();
          });
}

QString WorkReader::sentence() const {
    return format::worded(m_times.sentence);
}

QString WorkReader::until() const {
    if (!m_times.until) return {};
    const qint64 left = *m_times.until / 1'000'000'000 - QDateTime::currentSecsSinceEpoch();
    if (left <= 0) return {};
    const QDateTime at = QDateTime::fromSecsSinceEpoch(*m_times.until / 1'000'000'000);
    const QString when = left < 86'400 ? QLocale().toString(at.time(), QLocale::ShortFormat)
                                       : QLocale().toString(at, QStringLiteral("ddd ")) +
                                             QLocale().toString(at.time(), QLocale::ShortFormat);
    return tr("until %1, for %2").arg(when, left < 60 ? tr("less than a minute") : format::span(left / 60 * 60));
}

QVariantMap WorkReader::states() const {
    QVariantMap states;
    for (const RuleState& state : m_times.states)
        states.insert(QString::fromStdString(state.rule), map_of(state));
    return states;
}

QList<int> WorkReader::days() const {
    QList<int> days;
    const auto week = Week::parse(m_times.rules.hours);
    for (unsigned day = 0; week && day < Week::days; ++day) {
        int bits = 0;
        for (unsigned hour = 0; hour < Week::hours; ++hour)
            if (week->at(day, hour)) bits |= 1 << hour;
        days << bits;
    }
    return days;
}

QString WorkReader::hoursText() const {
    const auto week = Week::parse(m_times.rules.hours);
    if (!week || week->whole()) return tr("At any hour");
    if (week->none()) return tr("At no hour");
    QStringList parts;
    for (unsigned day = 0; day < Week::days;) {
        unsigned last = day;
        while (last + 1 < Week::days && hours_of(*week, last + 1) == hours_of(*week, day))
            ++last;
        const QString hours = hours_of(*week, day);
        const QString name = last == day ? day_name(day) : day_name(day) + QStringLiteral("–") + day_name(last);
        if (!hours.isEmpty()) parts << name + QLatin1Char(' ') + hours;
        day = last + 1;
    }
    return parts.join(QStringLiteral(" · "));
}

QString WorkReader::programs() const {
    QStringList names;
    for (const std::string& name : m_times.rules.not_beside)
        names << QString::fromStdString(name);
    return names.join(QStringLiteral(", "));
}

void WorkReader::setDays(const QList<int>& days) {
    Week week;
    for (unsigned day = 0; day < Week::days && day < static_cast<unsigned>(days.size()); ++day)
        for (unsigned hour = 0; hour < Week::hours; ++hour)
            week.set(day, hour, (days[day] >> hour & 1) != 0);
    change("work.hours", week.texts());
}

void WorkReader::setIdleMinutes(int minutes) {
    change("work.idle_minutes", {std::to_string(minutes)});
}

void WorkReader::setRests(const QString& rule, bool rests) {
    const std::string key = rule == QLatin1String("battery")   ? "work.on_battery"
                            : rule == QLatin1String("metered") ? "work.on_metered"
                                                               : "work.beside_full_screen";
    change(key, {rests ? "false" : "true"});
}

void WorkReader::setPrograms(const QString& names) {
    std::vector<std::string> list;
    for (const QString& name : names.split(QLatin1Char(','), Qt::SkipEmptyParts))
        if (!name.trimmed().isEmpty()) list.push_back(name.trimmed().toStdString());
    change("work.not_beside", std::move(list));
}

void WorkReader::change(const std::string& key, std::vector<std::string> value) {
    if (m_busy || connection() == nullptr) return;
    setBusy(true);
    setError({});
    const std::vector<control::SettingChange> changes{{key, std::move(value)}};
    connection()->run(
        this,
        [changes](control::Node& node) -> core::Result<control::WorkTimes> {
            HEARTH_CHECK(node.change_settings(changes));
            return node.work_times();
        },
        [this](control::WorkTimes times) {
            m_times = std::move(times);
            setBusy(false);
            emit timesChanged();
        },
        [this](const core::Error& error) {
            setBusy(false);
            setError(explain(error));
            emit timesChanged(); // what was moved by hand goes back to what holds
        });
}

void WorkReader::setBusy(bool busy) {
    if (busy == m_busy) return;
    m_busy = busy;
    emit busyChanged();
}

} // namespace hearth::desktop
