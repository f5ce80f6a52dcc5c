// SPDX-License-Identifier: Apache-2.0
#include "control/week.h"
#include "fake/scripted_node.h"
#include "fake/story_settings.h"

#include <algorithm>

namespace hearth::desktop::fake {

using core::Code;
using core::fail;

namespace {

void switch_in_story(control::DeviceStatus& device, const std::vector<std::string>& off) {
    constexpr auto switched_off = control::DeviceState::disabled_by_you;
    const auto named = [&](const std::string& name) { return name == device.id || name == device.pci_address; };
    if (device.kind == "gpu" && std::any_of(off.begin(), off.end(), named)) {
        device.state = switched_off;
        device.reason = core::say("switched_off");
    } else if (device.state == switched_off) {
        device.state = control::DeviceState::idle;
        device.reason = {};
    }
}

} // namespace

core::Result<control::NodeStatus> ScriptedNode::shutdown() {
    HEARTH_TRY(control::NodeStatus last, status());
    last.sentence = core::say("stopping");
    last.lamps.service = {control::LampState::warning, control::LampReason::stopping, core::say("service_stops")};
    m_was_shut = true;
    die(fail(Code::unavailable, core::say("scripted_service_stopped")));
    return last;
}

core::Result<control::WorkTimes> ScriptedNode::work_times() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    return times_of(m_story.status, rules_of(m_story.settings));
}

core::Result<std::vector<control::SettingInfo>> ScriptedNode::settings() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    return m_story.settings;
}

core::Result<std::vector<control::SettingInfo>>
ScriptedNode::change_settings(const std::vector<control::SettingChange>& changes) {
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        std::vector<control::SettingInfo> changed = m_story.settings;
        for (const control::SettingChange& change : changes) {
            const auto known = std::find_if(changed.begin(), changed.end(),
                                            [&](const control::SettingInfo& info) { return info.key == change.key; });
            if (known == changed.end()) return fail(Code::not_found, core::say("no_setting", {change.key}));
            if (change.key == "api.listen" && change.value.front().find(':') == std::string::npos)
                return fail(Code::invalid_argument, core::say("listen_no_address", {change.value.front()}),
                            core::say("write_listen"));
            if (change.key == "hub.token" && change.value.front().find(' ') != std::string::npos)
                return fail(Code::invalid_argument, core::say("hub_token_unlike"), core::say("hub_token_paste"));
            if (change.key == "work.hours") HEARTH_CHECK(control::Week::parse(change.value));
            known->value = change.value;
            if (known->kind == "secret")
                known->value =
                    change.value.front().empty() ? std::vector<std::string>() : std::vector<std::string>{"set"};
            if (change.key == "devices.disabled")
                for (control::DeviceStatus& device : m_story.status.devices)
                    switch_in_story(device, change.value);
            if (change.key == "models.default")
                for (control::ModelInfo& model : m_story.status.models)
                    model.is_default = model.model_id == change.value.front() || model.name == change.value.front();
            known->waits = !known->at_once && known->value != known->default_value;
        }
        m_story.settings = std::move(changed);
    }
    publish("settings");
    publish("status");
    return settings();
}

} // namespace hearth::desktop::fake
