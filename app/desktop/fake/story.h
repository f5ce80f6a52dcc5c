// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/diagnose.h"
#include "control/home_changes.h"
#include "control/values.h"

#include <optional>
#include <string>
#include <vector>

namespace hearth::desktop::fake {

/// Other networks behind its address, keys of its callers, and what those spent.
struct GatewayStory {
    std::vector<control::UpstreamInfo> upstreams;
    std::vector<control::ApiKeyInfo> api_keys;
    std::vector<control::SpendDay> spending;   ///< oldest first
    std::vector<control::PaymentRow> payments; ///< newest first
};

/// Everything that a scripted node knows at its beginning. Plain values; the same name and time give the
/// same.
struct Story {
    control::NodeStatus status;
    std::vector<control::JobRow> jobs;   ///< newest first
    std::uint64_t estimate_window_s = 0; ///< the sample of the projection
    std::string paid_for_audits = "0", newly_made = "0";
    std::vector<control::KeyInfo> keys;
    control::IdentityView identity;
    std::vector<control::DoctorCheck> doctor;
    std::vector<control::SettingInfo> settings;
    control::GovernanceView governance;
    control::NetworkView network;
    control::HoldingsView holdings; ///< on the ledger that it stands on
    bool change_fails = false;      ///< it cannot join or leave, nor get another owner
    /// That somebody stopped.
    std::vector<control::Download> downloads{
        {"qwen2.5-1.5b-instruct", "qwen2.5-1.5b-instruct", 412'000'000, 1'117'320'736, false}};
    GatewayStory gateway;
    control::FirstRun first_run; ///< done, unless the story is about it
    std::vector<control::BenchmarkRecord> benchmarks;
    std::string wrong_device; ///< that does not compute to the bit; empty = all do
    bool lively = false;      ///< time goes on: load moves, jobs advance, new ones come
    /// What the window finds instead of the service; running = it answers.
    control::Condition condition = control::Condition::running;
    std::uint32_t answers_first = 0; ///< with a condition: status calls that are answered before it strikes
};

std::optional<Story> tell(const std::string& name, core::Nanoseconds now);
std::vector<std::string> story_names();

} // namespace hearth::desktop::fake
