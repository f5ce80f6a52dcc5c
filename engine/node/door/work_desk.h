// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "node/fact_collector.h"
#include "node/state/settings_desk.h"

namespace hearth::node {

/// When the node works, and what hearth.toml says. See control::Node. Thread-safe; everything given outlives it.
class WorkDesk {
public:
    WorkDesk(const FactCollector& collector, SettingsDesk& settings, control::EventFan& events)
        : m_collector(collector), m_settings(settings), m_events(events) {}

    control::WorkTimes times() const;
    core::Result<std::vector<control::SettingInfo>> settings() const { return m_settings.list(); }
    core::Result<std::vector<control::SettingInfo>> change(const std::vector<control::SettingChange>& changes);

private:
    const FactCollector& m_collector;
    SettingsDesk& m_settings;
    control::EventFan& m_events;
};

} // namespace hearth::node
