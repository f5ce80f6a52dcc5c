// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"

namespace hearth::desktop::fake {

using core::say;

using control::LampReason;
using control::LampState;

control::ModelInfo smollm() {
    control::ModelInfo model;
    model.model_id = made_id("model", 1);
    model.name = "smollm2-135m-instruct";
    model.arch = "llama";
    model.kind = "text";
    model.profiles = {"ci8.1", "bf16", "fp32"};
    model.bytes = 91'727'360;
    model.parameters = 134'515'008;
    model.context_length = 8192;
    model.license = "apache-2.0";
    model.quality = {{"perplexity_fp32", "32.31"}, {"weights", "Q4_1"}};
    model.prompt_million = "100000000";
    model.completion_million = "400000000";
    model.state = control::ModelState::loaded;
    model.is_default = true;
    return model;
}

control::ModelInfo tinyllama() {
    control::ModelInfo model;
    model.model_id = made_id("model", 2);
    model.name = "tinyllama-1.1b-chat";
    model.arch = "llama";
    model.kind = "text";
    model.profiles = {"fp32"};
    model.bytes = 668'788'096;
    model.parameters = 1'100'048'384;
    model.prompt_million = "100000000";
    model.completion_million = "400000000";
    model.context_length = 2048;
    model.license = "apache-2.0";
    model.state = control::ModelState::ready;
    return model;
}

control::ModelInfo minilm() {
    control::ModelInfo model;
    model.model_id = made_id("model", 3);
    model.name = "all-minilm-l6-v2";
    model.arch = "bert";
    model.kind = "embedding";
    model.profiles = {"fp32"};
    model.bytes = 90'868'376;
    model.parameters = 22'713'216;
    model.prompt_million = "100000000";
    model.completion_million = "400000000";
    model.context_length = 256;
    model.license = "apache-2.0";
    model.state = control::ModelState::ready;
    return model;
}

control::DeviceStatus processor(core::Nanoseconds now) {
    control::DeviceStatus device;
    device.id = "cpu";
    device.kind = "cpu";
    device.name = "AMD Ryzen 7 5800X 8-Core Processor";
    device.state = control::DeviceState::working;
    device.isa = "avx2";
    device.threads = 8;
    device.load_ppm = 430'000 + static_cast<std::uint32_t>(now / second % 7) * 30'000;
    device.memory_used_bytes = 9'663'676'416;
    device.memory_total_bytes = 34'359'738'368;
    device.temperature_millicelsius = 64'000;
    device.power_milliwatts = 71'000;
    device.power_limit_milliwatts = 105'000;
    return device;
}

control::DeviceStatus graphics_card() {
    control::DeviceStatus device;
    device.id = "gpu:0";
    device.kind = "gpu";
    device.name = "NVIDIA GeForce RTX 3060";
    device.state = control::DeviceState::cpu_fallback;
    device.reason = core::both(say("unreached_cuda"), say("install_vulkan_nvidia"));
    device.vendor = "nvidia";
    device.pci_address = "0000:01:00.0";
    device.integrated = false;
    device.driver = "nvidia 550.54.14";
    device.load_ppm = 20'000;
    device.memory_used_bytes = 1'181'116'006;
    device.memory_total_bytes = 12'884'901'888;
    device.temperature_millicelsius = 41'000;
    device.power_milliwatts = 16'000;
    device.power_limit_milliwatts = 170'000;
    device.power_limit_min_milliwatts = 100'000;
    device.power_limit_max_milliwatts = 212'000;
    device.power_limit_default_milliwatts = 170'000;
    device.core_clock_mhz = 210;
    device.memory_clock_mhz = 405;
    device.fan_ppm = 0;
    device.throttle = "";
    device.processes = {{{1201, "Xorg", "graphics", 612'368'384, std::nullopt}}};
    return device;
}

control::DeviceStatus busy_card(core::Nanoseconds now) {
    control::DeviceStatus device = graphics_card();
    device.id = "gpu:1";
    device.name = "AMD Radeon RX 7800 XT";
    device.state = control::DeviceState::working;
    device.reason.clear();
    device.vendor = "amd";
    device.pci_address = "0000:0b:00.0";
    device.driver = "amdgpu 6.8.5";
    device.load_ppm = 970'000;
    device.memory_used_bytes = 9'126'805'504;
    device.memory_total_bytes = 17'163'091'968;
    device.temperature_millicelsius = 67'000;
    device.power_milliwatts = 198'000;
    device.power_limit_milliwatts = 212'000;
    device.power_limit_min_milliwatts = 190'000;
    device.power_limit_max_milliwatts = 263'000;
    device.power_limit_default_milliwatts = 250'000;
    device.core_clock_mhz = 2254;
    device.memory_clock_mhz = 1218;
    device.fan_ppm = 400'000;
    device.fan_rpm = 1340;
    device.throttle = "power";
    device.processes = {{{41'208, "hearth-worker", "compute", 8'589'934'592, 960'000}}};
    device.limits.power_milliwatts = 212'000;
    device.limits.memory_reserve_bytes = std::uint64_t{2} << 30;
    device.limits_revert_at = now + 21 * second;
    return device;
}

control::DeviceStatus unread_card(control::DeviceState state, const core::Sentence& reason) {
    const control::DeviceStatus known = graphics_card();
    control::DeviceStatus device;
    device.id = known.id;
    device.kind = known.kind;
    device.name = known.name;
    device.state = state;
    device.reason = reason;
    device.vendor = known.vendor;
    device.pci_address = known.pci_address;
    return device;
}

control::DeviceStatus sleeping_card() {
    control::DeviceStatus device;
    device.id = "gpu:2";
    device.kind = "gpu";
    device.name = "NVIDIA GeForce RTX 3050 Ti Laptop GPU";
    device.state = control::DeviceState::asleep;
    device.reason = say("sleeps");
    device.vendor = "nvidia";
    device.pci_address = "0000:0c:00.0";
    device.integrated = false;
    device.driver = "nvidia 550.54.14";
    device.memory_total_bytes = 4'294'967'296;
    return device;
}

control::WorkerStatus worker(control::WorkerState state) {
    control::WorkerStatus status;
    status.device = "cpu";
    status.state = state;
    status.model_id = made_id("model", 1);
    status.profile = "fp32";
    status.sandbox = "bubblewrap + seccomp";
    status.pid = 41'208;
    status.resident_bytes = 655'360'000;
    return status;
}

control::NodeStatus healthy_status(core::Nanoseconds now) {
    control::NodeStatus status;
    status.state = control::NodeState::serving;
    status.sentence = say("serving", {"1", smollm().name});
    status.action = control::NodeAction::pause;
    status.lamps = {
        {LampState::on, LampReason::answers, say("service_answers")},
        {LampState::warning, LampReason::gpu_unused, say("of_device", {graphics_card().name, graphics_card().reason})},
        {LampState::on, LampReason::takes_work, say("takes_work")},
        {LampState::on, LampReason::settled_lately, say("settled_lately")}};
    status.mode = "solo";
    status.height = 48'211;
    status.epoch = 8035;
    status.epoch_ends_at = now + 37 * second;
    status.node_key = made_id("node key", 1);
    status.payout_account = made_id("payout account", 1);
    status.home = "/home/anna/.local/share/hearth";
    status.api = "http://127.0.0.1:8747/v1";
    status.api_bound = "127.0.0.1:8747";
    status.api_access = say("access_here");
    status.version = "0.1.0";
    status.started_at = now - 6 * 86'400 * second - 4 * 3600 * second;
    status.jobs_running = 1;
    status.jobs_done = 1284;
    status.jobs_failed = 3;
    status.jobs_cancelled = 5;
    status.models = {smollm(), tinyllama()};
    status.workers = {worker(control::WorkerState::busy)};
    status.devices = {processor(now), graphics_card()};
    return status;
}

std::vector<control::KeyInfo> usual_keys(const std::string& home) {
    const auto key = [&](const std::string& role, bool passphrase) {
        return control::KeyInfo{role, made_id(role + " key", 1), passphrase, home + "/keys/" + role + ".key"};
    };
    return {key("operator", true), key("node", false), key("payout", true), key("sequencer", false)};
}

std::vector<control::DoctorCheck> usual_doctor() {
    return {{"keys", "passed", say("keys_fine", {"/home/anna/.local/share/hearth/keys"}), ""},
            {"disk", "passed", say("free_at", {"178 GiB", "/home/anna/.local/share/hearth"}), ""},
            {"worker program", "passed", say("runs", {"hearth-worker"}), ""},
            {"sandbox", "warning", say("unsandboxed", {say("no_namespaces")}), say("install_bubblewrap")},
            {"ledger", "passed", say("ledger_sound"), ""},
            {"models", "passed", say("imported", {"2"}), ""}};
}

control::ReceiptView receipt_of(const control::JobRow& job, const control::NodeStatus& status) {
    control::ReceiptView view;
    view.receipt_id = job.receipt_id;
    view.level = job.level;
    view.job = job;
    const control::Stage& replayed = job.stages.at(4);
    const bool failed = replayed.state == control::StageState::failed;
    view.valid = !failed;
    view.checks = {
        {"signature", "passed", say("signed_by", {status.node_key})},
        {"request_hash", "passed", say("this_request")},
        {"in_commit", "passed", say("same_input")},
        {"out_root", "passed", say("same_output")},
        {"seed_commit", "passed", say("seed_of_beacon")},
        {"executor_registered", "passed", say("registered")},
        {"replay",
         failed                                        ? "failed"
         : replayed.state == control::StageState::done ? "passed"
                                                       : "not checked",
         replayed.state == control::StageState::done || failed ? say("here", {replayed.detail}) : say("replay_open")}};
    view.fields = {{"receipt_id", job.receipt_id},
                   {"request_hash", made_id("request of " + job.job_id, 0)},
                   {"executor_key", status.node_key},
                   {"client_key", made_id("client", 3)},
                   {"model_id", job.model_id},
                   {"model_name", job.model_name},
                   {"profile", job.profile},
                   {"n_in", std::to_string(job.prompt_tokens)},
                   {"n_out", std::to_string(job.completion_tokens)},
                   {"stop_reason", "stop token"},
                   {"temperature", "0.7"},
                   {"top_p", "0.95"},
                   {"price", job.earned},
                   {"height", std::to_string(status.height)},
                   {"ttft_ms", "212"},
                   {"total_ms", "2840"},
                   {"signature", made_id("signature a", 1) + made_id("signature b", 1)}};
    return view;
}

} // namespace hearth::desktop::fake
