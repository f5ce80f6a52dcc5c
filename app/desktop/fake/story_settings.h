// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <vector>

/// What a scripted node says of its settings and rules.
namespace hearth::desktop::fake {

std::vector<control::SettingInfo> usual_settings();
/// Whoever has no key may pay by the call.
void sell_calls(std::vector<control::SettingInfo>& settings, const std::string& facilitator);
control::WorkRules rules_of(const std::vector<control::SettingInfo>& settings);
/// The rule that rests is the one that the status tells of.
control::WorkTimes times_of(const control::NodeStatus& status, const control::WorkRules& rules);

} // namespace hearth::desktop::fake
