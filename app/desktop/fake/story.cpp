// SPDX-License-Identifier: Apache-2.0
#include "fake/story.h"

#include "fake/story_parts.h"
#include "fake/story_settings.h"

#include <map>

namespace hearth::desktop::fake {

using core::say;

using control::LampReason;
using control::LampState;
namespace {

Story base(core::Nanoseconds now) {
    Story story;
    story.status = healthy_status(now);
    story.keys = usual_keys(story.status.home);
    story.identity.account = story.keys.front().public_key;
    story.doctor = usual_doctor();
    story.settings = usual_settings();
    story.governance = solo_governance(story.status);
    story.network = solo_network(story.status, now);
    story.holdings = some_holdings(story.network);
    story.first_run = some_first_run("done", story.status.home);
    return story;
}

Story working(core::Nanoseconds now) {
    Story story = base(now);
    story.jobs = past_jobs(900, now, 2400 * second);
    story.gateway = busy_gateway(now);
    sell_calls(story.settings, "https://facilitator.example");
    story.status.devices[0].current_job = story.jobs.front().job_id;
    story.estimate_window_s = 7200;
    story.lively = true;
    for (int days : {1, 9, 30})
        story.benchmarks.push_back(
            {now - days * 86'400 * second, some_benchmark(days == 9 ? "vulkan:0" : "cpu", "1b")});
    return story;
}

/// Nothing to answer, while other programs keep the processor busy.
Story idle(core::Nanoseconds now) {
    Story story = working(now);
    control::NodeStatus& status = story.status;
    status.state = control::NodeState::idle;
    status.sentence = say("ready", {smollm().name});
    status.lamps.earning = {LampState::off, LampReason::nothing_lately, say("nothing_lately")};
    status.workers[0].state = control::WorkerState::ready;
    status.devices[0].state = control::DeviceState::idle;
    status.devices[0].load_ppm = 1'000'000;
    status.devices[0].current_job.reset();
    status.jobs_running = 0;
    story.jobs.erase(story.jobs.begin());
    return story;
}

Story first_run(core::Nanoseconds now) {
    Story story = base(now);
    control::NodeStatus& status = story.status;
    status.state = control::NodeState::idle;
    status.sentence = say("no_model_yet");
    status.action = control::NodeAction::import_model;
    status.lamps.gpu = {LampState::off, LampReason::no_gpu, say("no_gpu")};
    status.lamps.eligible = {LampState::off, LampReason::as_stated, status.sentence};
    status.lamps.earning = {LampState::off, LampReason::nothing_yet, say("nothing_earned")};
    status.models.clear();
    status.workers = {worker(control::WorkerState::stopped)};
    status.workers[0].reason = say("no_model_loaded");
    status.workers[0].model_id.clear();
    status.workers[0].pid.reset();
    status.workers[0].resident_bytes.reset();
    status.devices.pop_back();
    status.devices[0].state = control::DeviceState::idle;
    status.devices[0].load_ppm = 30'000;
    status.devices[0].temperature_millicelsius.reset();
    status.devices[0].power_milliwatts.reset();
    status.devices[0].power_limit_milliwatts.reset();
    status.jobs_running = 0;
    status.jobs_done = status.jobs_failed = status.jobs_cancelled = 0;
    status.height = 12;
    status.epoch = 2;
    status.started_at = now - 140 * second;
    story.governance.proposals.clear();
    story.governance.stakes.front().stake = "0";
    story.network = solo_network(status, now);
    story.holdings = some_holdings(story.network);
    story.estimate_window_s = 140;
    for (control::DoctorCheck& check : story.doctor)
        if (check.name == "models") check = {"models", "warning", say("no_model"), say("import_one")};
    return story;
}

Story paused(core::Nanoseconds now) {
    Story story = working(now);
    story.lively = false;
    control::NodeStatus& status = story.status;
    status.state = control::NodeState::paused;
    status.sentence = say("paused");
    status.action = control::NodeAction::resume;
    status.lamps.eligible = {LampState::off, LampReason::as_stated, status.sentence};
    status.lamps.earning = {LampState::off, LampReason::nothing_lately, say("nothing_lately")};
    status.workers[0].state = control::WorkerState::ready;
    status.devices[0].state = control::DeviceState::idle;
    status.devices[0].load_ppm = 40'000;
    status.devices[0].current_job.reset();
    status.jobs_running = 0;
    story.jobs.erase(story.jobs.begin());
    story.estimate_window_s = 1800;
    return story;
}

/// Outside of its hours, with other rules besides, one of which cannot be told.
Story resting(core::Nanoseconds now) {
    Story story = paused(now);
    control::NodeStatus& status = story.status;
    status.state = control::NodeState::resting;
    status.sentence = say("rests_hours", {"18:00"});
    status.action = control::NodeAction::none;
    status.lamps.eligible = {LampState::off, LampReason::as_stated, status.sentence};
    for (control::SettingInfo& setting : story.settings) {
        if (setting.key == "work.hours") setting.value = {"mon-fri 18-24", "sat-sun 0-24"};
        if (setting.key == "work.idle_minutes") setting.value = {"15"};
        if (setting.key == "work.beside_full_screen") setting.value = {"false"};
        if (setting.key == "work.not_beside") setting.value = {"blender", "game.exe"};
    }
    return story;
}

Story problem(core::Nanoseconds now) {
    Story story = paused(now);
    control::NodeStatus& status = story.status;
    const core::Sentence reason = say("brought_down", {"3", say("worker_stopped_unexpectedly", {"signal 9, Killed"})});
    const core::Sentence unread = core::both(say("no_driver_holds"), say("install_nvidia"));
    status.state = control::NodeState::problem;
    status.sentence = say("model_disabled", {tinyllama().name, reason});
    status.lamps.service = {LampState::on, LampReason::answers, say("service_answers")};
    status.lamps.gpu = {LampState::warning, LampReason::gpu_unused, say("of_device", {graphics_card().name, unread})};
    status.lamps.eligible = {LampState::error, LampReason::as_stated, status.sentence};
    status.workers[0].state = control::WorkerState::disabled;
    status.workers[0].reason = reason;
    status.workers[0].restarts = 3;
    status.workers[0].pid.reset();
    status.workers[0].resident_bytes.reset();
    status.models[0].is_default = false;
    status.models[0].state = control::ModelState::ready;
    status.models[1].is_default = true;
    status.models[1].state = control::ModelState::disabled;
    status.models[1].reason = reason;
    status.devices[0].state = control::DeviceState::disabled;
    status.devices[0].reason = reason;
    status.devices[1] = unread_card(control::DeviceState::driver_missing, unread);
    fail_replay(story.jobs[1]);
    story.gateway = failing_gateway(now);
    control::JobRow& dead = story.jobs[0];
    dead.state = control::JobState::failed;
    dead.reason = say("worker_stopped_unexpectedly", {"signal 9, Killed"});
    dead.receipt_id.clear();
    dead.money_state = control::MoneyState::refunded;
    dead.earned = "0";
    dead.level = "E0";
    dead.stages[1] = {control::JobStage::running, control::StageState::failed, dead.created_at + 4 * second,
                      dead.reason};
    for (std::size_t i = 2; i < dead.stages.size(); ++i)
        dead.stages[i] = {dead.stages[i].name, control::StageState::skipped, std::nullopt, say("nothing_to_sign")};
    story.doctor.push_back({"model", "failed", say("named_disabled", {tinyllama().name, reason}), say("resume_tries")});
    return story;
}

/// The drive that holds its home was taken out while it served.
Story homeless(core::Nanoseconds now) {
    Story story = paused(now);
    control::NodeStatus& status = story.status;
    status.home = "/media/anna/models/hearth";
    const core::Sentence reason = say("home_away", {status.home});
    status.state = control::NodeState::problem;
    status.sentence = core::both(reason, say("home_away_repair"));
    status.lamps.service = {LampState::error, LampReason::problem, reason};
    status.lamps.eligible = {LampState::error, LampReason::as_stated, status.sentence};
    return story;
}

Story many(core::Nanoseconds now) {
    Story story = working(now);
    story.jobs = past_jobs(10'000, now, 260 * second);
    story.status.jobs_done = 9999;
    return story;
}

/// Names are as long as those who make models like them.
void rename(Story& story, control::ModelInfo& model, const std::string& name) {
    model.name = name;
    for (control::JobRow& job : story.jobs)
        if (job.model_id == model.model_id) job.model_name = name;
}

Story gpus(core::Nanoseconds now) {
    Story story = working(now);
    control::NodeStatus& status = story.status;
    status.lamps.gpu = {LampState::on, LampReason::computes, say("computes", {"AMD Radeon RX 7800 XT"})};
    status.devices = {processor(now), graphics_card(), busy_card(now), sleeping_card()};
    status.devices[0].state = control::DeviceState::idle;
    status.devices[0].current_job.reset();
    status.devices[1] = unread_card(control::DeviceState::driver_busy, core::both(say("fell_off"), say("tried_again")));
    status.devices[2].current_job = story.jobs.front().job_id;
    control::WorkerStatus& worker = status.workers[0];
    worker.device = worker.placement = "vulkan:0";
    worker.pci_address = status.devices[2].pci_address;
    worker.profile = "ci8.1";
    status.workers.push_back(fake::worker(control::WorkerState::ready));
    rename(story, status.models[1], "Qwen2.5-Coder-14B-Instruct-abliterated-Q4_K_M");
    status.models[1].arch = "qwen2";
    status.models[1].parameters = 14'770'033'664;
    status.models[1].bytes = 8'988'110'272;
    status.models[1].context_length = 32'768;
    status.models.push_back(minilm());
    cut_short(story.jobs[2]);
    ++status.jobs_cancelled;
    story.lively = false;
    return story;
}

/// A home that stands in a network, with open votes.
Story in_network(core::Nanoseconds now) {
    Story story = working(now);
    control::NodeStatus& status = story.status;
    status.mode = "network";
    story.governance = busy_governance(status);
    story.network = busy_network(status, now);
    story.holdings = some_holdings(story.network);
    return story;
}

Story voted(core::Nanoseconds now) {
    Story story = in_network(now);
    story.lively = false;
    const char* const choices[] = {"yes", "no", "abstain"};
    std::size_t next = 0;
    for (control::ProposalView& proposal : story.governance.proposals)
        if (proposal.state == control::ProposalState::voting) proposal.own_vote = choices[next++ % 3];
    story.governance.delegate = made_id("delegate", 1);
    return story;
}

/// More than a third of the validators are gone.
Story chain_stands(core::Nanoseconds now) {
    Story story = in_network(now);
    story.lively = false;
    control::NodeStatus& status = story.status;
    const core::Sentence what = say("no_block_since", {std::to_string(status.height), "412"});
    status.state = control::NodeState::problem;
    status.sentence = core::both(what, say("ledger_goes_on"));
    status.action = control::NodeAction::none;
    status.lamps.eligible = {LampState::error, LampReason::as_stated, status.sentence};
    status.lamps.earning = {LampState::off, LampReason::nothing_lately, say("nothing_lately")};
    story.network.trouble = what;
    story.network.clock = say("clock_behind", {"3591"}); // another machine's blocks seem to come from the future
    story.network.repair = say("ledger_goes_on");
    story.network.last_block_at = now - 412 * second;
    story.network.under_way = 3;
    for (std::size_t i = 0; i < story.network.validators.size(); ++i)
        story.network.validators[i].signed_last = i != 2;
    story.network.peers->resize(1);
    for (control::LinkView& link : story.network.links) {
        if (!link.address.empty()) link.state = control::LinkState::waiting;
        link.latency_us.reset();
        link.roles.clear();
        link.open_jobs = 0;
        link.reason = say("gateway_no_answer");
    }
    return story;
}

/// Its engine cannot have the port; the home is as it was.
Story join_fails(core::Nanoseconds now) {
    Story story = working(now);
    story.lively = false;
    story.change_fails = true;
    return story;
}

Story away(core::Nanoseconds now, control::Condition condition, std::uint32_t answers_first) {
    Story story = working(now);
    story.condition = condition;
    story.answers_first = answers_first;
    return story;
}

using Teller = Story (*)(core::Nanoseconds);
const std::map<std::string, Teller>& tellers() {
    using control::Condition;
    static const std::map<std::string, Teller> all{
        {"working", working},
        {"idle", idle},
        {"first-run", first_run},
        {"onboarding", [](core::Nanoseconds now) { return onboarding(first_run(now), now, "place"); }},
        {"onboarding-devices", [](core::Nanoseconds now) { return onboarding(first_run(now), now, "devices"); }},
        {"onboarding-benchmark", [](core::Nanoseconds now) { return onboarding(first_run(now), now, "benchmark"); }},
        {"onboarding-identity", [](core::Nanoseconds now) { return onboarding(first_run(now), now, "identity"); }},
        {"onboarding-work", [](core::Nanoseconds now) { return onboarding(first_run(now), now, "work"); }},
        {"onboarding-failing", [](core::Nanoseconds now) { return onboarding_failing(first_run(now), now); }},
        {"onboarding-paused", [](core::Nanoseconds now) { return onboarding_paused(first_run(now), now); }},
        {"onboarding-no-disk", [](core::Nanoseconds now) { return onboarding_no_disk(first_run(now), now); }},
        {"join-fails", join_fails},
        {"paused", paused},
        {"problem", problem},
        {"home-away", homeless},
        {"resting", resting},
        {"many", many},
        {"gpus", gpus},
        {"network", in_network},
        {"network-voted", voted},
        {"network-stands", chain_stands},
        {"offline", [](core::Nanoseconds now) { return away(now, Condition::stopped, 2); }},
        {"offline-not-installed", [](core::Nanoseconds now) { return away(now, Condition::not_installed, 0); }},
        {"offline-other-version", [](core::Nanoseconds now) { return away(now, Condition::other_version, 0); }},
        {"offline-refused", [](core::Nanoseconds now) { return away(now, Condition::refused, 0); }},
        {"offline-silent", [](core::Nanoseconds now) { return away(now, Condition::silent, 2); }},
    };
    return all;
}

} // namespace

std::optional<Story> tell(const std::string& name, core::Nanoseconds now) {
    const auto teller = tellers().find(name);
    if (teller == tellers().end()) return std::nullopt;
    return teller->second(now);
}

std::vector<std::string> story_names() {
    std::vector<std::string> names;
    for (const auto& [name, teller] : tellers())
        names.push_back(name);
    return names;
}

} // namespace hearth::desktop::fake
