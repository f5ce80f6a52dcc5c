// SPDX-License-Identifier: Apache-2.0
#include "node/policy/work_rules.h"

#include "control/week.h"

#include <algorithm>

namespace hearth::node {
namespace {

using control::RuleState;
using control::WorkRule;
using control::WorkRules;
using core::figure;
using core::Nanoseconds;
using core::say;
using core::Sentence;

using core::minute;
using core::second;
constexpr std::uint32_t day_seconds = 86'400, week_seconds = 7 * day_seconds;

/// "18:00", and on which day, if not today.
Sentence time_of_week(std::uint32_t now, std::uint32_t ahead) {
    const std::uint32_t at = (now + ahead) % week_seconds;
    const std::uint32_t hours = at % day_seconds / 3600, minutes = at % 3600 / 60;
    const std::string clock = std::to_string(hours) + ":" + (minutes < 10 ? "0" : "") + std::to_string(minutes);
    if (at / day_seconds == now / day_seconds && ahead < day_seconds) return clock;
    static constexpr const char* days[] = {"on_monday", "on_tuesday",  "on_wednesday", "on_thursday",
                                           "on_friday", "on_saturday", "on_sunday"};
    return say(days[at / day_seconds], {clock});
}

std::uint64_t whole_minutes(Nanoseconds time) {
    return static_cast<std::uint64_t>(std::max<Nanoseconds>((time + minute - 1) / minute, 1));
}

RuleState pause_state(const WorkFacts& facts) {
    return {control::name_of(WorkRule::pause),           true,        true, facts.paused,
            say(facts.paused ? "paused" : "not_paused"), std::nullopt};
}

RuleState snooze_state(const WorkFacts& facts, Nanoseconds now) {
    const bool rests = facts.snoozed_until && *facts.snoozed_until > now;
    if (!rests) return {control::name_of(WorkRule::snooze), true, true, false, say("not_snoozed"), std::nullopt};
    return {control::name_of(WorkRule::snooze),
            true,
            true,
            true,
            say("snoozed", {figure(whole_minutes(*facts.snoozed_until - now))}),
            facts.snoozed_until};
}

RuleState heat_state(const WorkFacts& facts) {
    const bool rests = !facts.heat.empty();
    return {control::name_of(WorkRule::temperature),
            true,
            true,
            rests,
            rests ? say("too_hot", {facts.heat}) : say("not_too_hot"),
            std::nullopt};
}

/// A rule that looks at one thing which is there or not.
template <class T>
RuleState seen(WorkRule which, bool enabled, const Known<T>& fact, const Sentence& yes, const Sentence& no) {
    const char* const rule = control::name_of(which);
    if (!enabled) return {rule, false, true, false, say("rule_off"), std::nullopt};
    if (!fact.value) return {rule, true, false, false, fact.why_not, std::nullopt};
    const bool rests = *fact.value != T{};
    return {rule, true, true, rests, rests ? yes : no, std::nullopt};
}

RuleState idle_state(const WorkRules& rules, const WorkFacts& facts, Nanoseconds now) {
    RuleState state{
        control::name_of(WorkRule::idle), rules.idle_minutes > 0, true, false, say("rule_off"), std::nullopt};
    if (!state.enabled) return state;
    state.known = facts.idle_for.value.has_value();
    const Nanoseconds wanted = rules.idle_minutes * minute, idle = facts.idle_for.value.value_or(0);
    state.rests = idle < wanted;
    if (!state.known)
        state.reason = say("rests_idle_unknown", {facts.idle_for.why_not});
    else if (state.rests)
        state.reason = say("rests_idle", {figure(rules.idle_minutes)});
    else if (idle >= day_seconds * second)
        state.reason = say("unused_long");
    else
        state.reason = say("unused_for", {figure(static_cast<std::uint64_t>(idle / minute))});
    if (state.rests && idle > 0) state.until = now + wanted - idle;
    return state;
}

RuleState hours_state(const WorkRules& rules, const WorkFacts& facts, Nanoseconds now) {
    RuleState state{
        control::name_of(WorkRule::hours), !rules.hours.empty(), true, false, say("rule_off"), std::nullopt};
    const auto week = control::Week::parse(rules.hours); // checked when it was set
    if (!state.enabled || !week) return state;
    const std::uint32_t hour = facts.second_of_week / 3600;
    state.rests = !week->at(hour / control::Week::hours, hour % control::Week::hours);
    const auto ahead = week->changes_in(facts.second_of_week);
    if (ahead) state.until = now + *ahead * second;
    const Sentence when = ahead ? time_of_week(facts.second_of_week, *ahead) : Sentence();
    if (!ahead)
        state.reason = say(state.rests ? "rests_never" : "any_hour");
    else
        state.reason = say(state.rests ? "rests_hours" : "within_hours", {when});
    return state;
}

} // namespace

std::vector<RuleState> rule_states(const WorkRules& rules, const WorkFacts& facts, Nanoseconds now) {
    return {pause_state(facts),
            snooze_state(facts, now),
            heat_state(facts),
            seen(WorkRule::programs, !rules.not_beside.empty(), facts.program,
                 say("rests_program", {facts.program.value.value_or("")}), say("no_program")),
            seen(WorkRule::full_screen, !rules.beside_full_screen, facts.full_screen,
                 say("rests_full_screen", {facts.full_screen.value.value_or("")}), say("no_full_screen")),
            seen(WorkRule::battery, !rules.on_battery, facts.on_battery, say("rests_battery"), say("on_mains")),
            seen(WorkRule::metered, !rules.on_metered, facts.metered, say("rests_metered"), say("not_metered")),
            idle_state(rules, facts, now),
            hours_state(rules, facts, now)};
}

WorkDecision may_work(const WorkRules& rules, const WorkFacts& facts, Nanoseconds now) {
    WorkDecision decision;
    for (const RuleState& state : rule_states(rules, facts, now)) {
        const WorkRule rule = control::from_name<WorkRule>(state.rule).value_or(WorkRule::none);
        if (state.rests) return {false, rule, state.reason, state.until};
        if (rule == WorkRule::hours) decision.until = state.until;
    }
    return decision;
}

} // namespace hearth::node
