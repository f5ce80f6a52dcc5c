// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake/story.h"

/// Pieces that the scenarios are put together from.
namespace hearth::desktop::fake {

inline constexpr core::Nanoseconds second = 1'000'000'000;

/// A believable 64-digit id, the same for the same words.
std::string made_id(const std::string& kind, std::uint64_t number);

control::ModelInfo smollm();
control::ModelInfo tinyllama();
control::ModelInfo minilm(); ///< makes vectors
control::DeviceStatus processor(core::Nanoseconds now);
control::DeviceStatus graphics_card();
control::DeviceStatus busy_card(core::Nanoseconds now);
control::DeviceStatus sleeping_card();
/// The graphics card without a figure.
control::DeviceStatus unread_card(control::DeviceState state, const core::Sentence& reason);
control::WorkerStatus worker(control::WorkerState state);
control::NodeStatus healthy_status(core::Nanoseconds now);
std::vector<control::KeyInfo> usual_keys(const std::string& home);
std::vector<control::DoctorCheck> usual_doctor();
/// Of a home alone: one proposal in its vote, and one that is over.
control::GovernanceView solo_governance(const control::NodeStatus& status);
/// Open votes, one that waits, one accepted and several that are over.
control::GovernanceView busy_governance(const control::NodeStatus& status);
control::NetworkView solo_network(const control::NodeStatus& status, core::Nanoseconds now);
/// Four validators, two gateways that this home dials, one of them away.
control::NetworkView busy_network(const control::NodeStatus& status, core::Nanoseconds now);
/// Free money on a ledger of its own; in a network also what is locked there.
control::HoldingsView some_holdings(const control::NetworkView& network);
control::InvitationView some_invitation(core::Nanoseconds now);
/// Three networks, three keys, a month of spending.
GatewayStory busy_gateway(core::Nanoseconds now);
/// One network rests, another one has lost its key.
GatewayStory failing_gateway(core::Nanoseconds now);
control::UpstreamInfo ready_network(const std::string& name, const std::string& kind, const std::string& url);
/// Of a network of which nobody answers.
core::Sentence no_answer(const std::string& url);

control::FirstRun some_first_run(const std::string& step, const std::string& home);
/// A new home in the midst of its set-up, made from one that has nothing yet.
Story onboarding(Story story, core::Nanoseconds now, const std::string& step);
/// Where somebody stopped while a model was fetched.
Story onboarding_paused(Story story, core::Nanoseconds now);
/// With a card that does not compute to the bit.
Story onboarding_failing(Story story, core::Nanoseconds now);
/// With neither room for a model, nor the file of one, nor anything that could start the service.
Story onboarding_no_disk(Story story, core::Nanoseconds now);
control::BenchmarkReport some_benchmark(const std::string& device, const std::string& model_class);

/// How far a job has come: 0 assigned, 1 running … 7 vested (control::JobStage). Sets stages, state and money.
void bring_to(control::JobRow& job, int stage, core::Nanoseconds epoch_length, bool drawn);
void fail_replay(control::JobRow& job);
/// Its caller left; what was computed by then is signed and settled.
void cut_short(control::JobRow& job);
/// What a replay says that gave the same.
core::Sentence replay_agrees();
/// A job that begins at `at`; earns for its tokens from stage 2 on.
control::JobRow new_job(std::uint64_t number, core::Nanoseconds at, const control::ModelInfo& model);
/// `count` jobs ending now, the youngest in the early stages, about `gap` apart.
std::vector<control::JobRow> past_jobs(std::size_t count, core::Nanoseconds now, core::Nanoseconds gap);
control::ReceiptView receipt_of(const control::JobRow& job, const control::NodeStatus& status);

} // namespace hearth::desktop::fake
