// SPDX-License-Identifier: Apache-2.0
#include "node/door/work_desk.h"

#include "core/log.h"

namespace hearth::node {

control::WorkTimes WorkDesk::times() const {
    const Facts facts = m_collector.facts();
    const WorkDecision decision = may_work(facts.rules, facts.work, facts.now);
    return {facts.rules,
            decision.works,
            control::name_of(decision.rule),
            decision.works ? core::say("no_rule_rests") : decision.sentence,
            decision.until,
            rule_states(facts.rules, facts.work, facts.now)};
}

core::Result<std::vector<control::SettingInfo>> WorkDesk::change(const std::vector<control::SettingChange>& changes) {
    auto rows = m_settings.change(changes);
    if (!rows) return rows;
    for (const control::SettingChange& change : changes)
        core::log::info("node", "setting changed", {{"key", change.key}});
    m_events.publish("settings");
    m_events.publish("status");
    return rows;
}

} // namespace hearth::node
