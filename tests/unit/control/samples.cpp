// SPDX-License-Identifier: Apache-2.0
#include "samples.h"

#include <limits>

namespace hearth::test {
using namespace control;

namespace {

const std::string some_hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
constexpr core::Nanoseconds some_time = 1'790'000'000'123'456'789;
constexpr std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();

} // namespace

DeviceStatus sample_device() {
    DeviceStatus device;
    device.id = "gpu:0";
    device.kind = "gpu";
    device.name = "Some \"quoted\" GPU ü 火";
    device.state = control::DeviceState::working;
    device.reason = core::say("sleeps");
    device.isa = "avx2 f16c";
    device.threads = 7;
    device.vendor = "nvidia";
    device.pci_address = "0000:01:00.0";
    device.integrated = false;
    device.driver = "nvidia 550.54.14";
    device.load_ppm = 430'000;
    device.memory_used_bytes = 5;
    device.memory_total_bytes = huge;
    device.temperature_millicelsius = -4500;
    device.power_milliwatts = 95'000;
    device.power_limit_milliwatts = 200'000;
    device.power_limit_min_milliwatts = 100'000;
    device.power_limit_max_milliwatts = 212'000;
    device.power_limit_default_milliwatts = 170'000;
    device.core_clock_mhz = 1777;
    device.memory_clock_mhz = 7301;
    device.fan_ppm = 550'000;
    device.fan_rpm = 1340;
    device.throttle = "power";
    device.processes = {{{4242, "some\x1b[2J program", "compute", 2'000'000'000, 410'000},
                         {7, "", "graphics", std::nullopt, std::nullopt}}};
    device.limits.memory_reserve_bytes = std::uint64_t{1} << 30;
    device.limits_revert_at = some_time;
    device.current_job = "job-7";
    return device;
}

BenchmarkReport sample_benchmark() {
    return {"vulkan:0", "Card",  "1b",  400'000'000'000, {{"ci8.1", 9'000'000, 250'000, 2'000'000, 750'000}},
            "7b",       "ci4.1", 60'000};
}

BenchmarkRecord sample_benchmark_record() {
    return {some_time, sample_benchmark()};
}

FirstRun sample_first_run() {
    FirstRun run;
    run.step = "identity";
    run.home = "/home/anna/.local/share/hearth";
    run.disk_free_bytes = 40'000'000'000;
    run.disk_total_bytes = 500'000'000'000;
    run.models_bytes = 100'000'000;
    run.models_quota_bytes = 20'000'000'000;
    run.model = ModelAtHand{"smol", "Smol 135M", "Apache-2.0", 98'362'432, "/models/smol.gguf"};
    run.autostart = run.autostart_can_change = true;
    run.autostart_reason = core::say("autostart_on");
    return run;
}

WorkerStatus sample_worker() {
    WorkerStatus worker;
    worker.device = "cpu";
    worker.state = WorkerState::busy;
    worker.reason = core::say("model_loading");
    worker.model_id = some_hash;
    worker.profile = "fp32";
    worker.sandbox = core::say("bubblewrap_and", {"seccomp"});
    worker.pci_address = "0000:01:00.0";
    worker.placement = "vulkan:0 (18 of 22 layers)";
    worker.pid = 4711;
    worker.restarts = 2;
    worker.resident_bytes = 123'456'789'012;
    worker.device_memory_total_bytes = 8'589'934'592;
    worker.device_memory_free_bytes = 1'073'741'824;
    return worker;
}

ModelInfo sample_model() {
    ModelInfo model;
    model.model_id = some_hash;
    model.name = "smol";
    model.arch = "llama";
    model.kind = "text";
    model.profiles = {"fp32", "bf16"};
    model.bytes = 92'900'000;
    model.source_bytes = 93'000'000;
    model.parameters = 134'515'008;
    model.context_length = 2048;
    model.license = "Apache-2.0";
    model.quality = {{"perplexity", "21.4"}, {"mmlu", "0.31"}};
    model.state = control::ModelState::loaded;
    model.reason = core::say("brought_down", {"3", "It crashed."});
    model.is_default = true;
    model.receipts_in_window = 3;
    model.prompt_million = "100000000";
    model.completion_million = "400000000";
    model.note = core::say("already_here", {"smol"});
    return model;
}

NodeStatus sample_status() {
    NodeStatus status;
    status.state = control::NodeState::serving;
    status.sentence = core::say("serving", {"1", "smol"});
    status.action = control::NodeAction::pause;
    status.lamps = {{LampState::on, LampReason::answers, core::say("service_answers")},
                    {LampState::off, LampReason::no_gpu, core::say("no_gpu")},
                    {LampState::warning, LampReason::unregistered, core::say("unregistered")},
                    {LampState::unknown, LampReason::unknown, "nothing measured"}};
    status.mode = "solo";
    status.height = 12;
    status.epoch = 3;
    status.epoch_ends_at = some_time;
    status.snoozed_until = some_time + 1;
    status.node_key = some_hash;
    status.payout_account = some_hash;
    status.home = "/home/somebody/.local/share/hearth";
    status.api = "http://127.0.0.1:8747/v1";
    status.api_bound = "127.0.0.1:8747";
    status.api_access = core::say("access_here");
    status.version = "0.1.0";
    status.started_at = some_time - 5;
    status.jobs_running = 1;
    status.jobs_done = 41;
    status.jobs_failed = 2;
    status.jobs_cancelled = 3;
    status.models = {sample_model()};
    status.workers = {sample_worker()};
    status.devices = {sample_device(), {}};
    return status;
}

ApiKeyInfo sample_api_key() {
    ApiKeyInfo key;
    key.key_id = "0f0e0d0c0b0a";
    key.name = "laptop";
    key.created_at = some_time;
    key.revoked_at = some_time + 1;
    key.budget = "1500000000";
    key.spent = "20";
    key.reserved = "3";
    key.concurrency = 2;
    key.per_minute = 60;
    return key;
}

SettingInfo sample_setting() {
    SettingInfo setting;
    setting.key = "work.hours";
    setting.kind = "list";
    setting.value = {"mon-fri 18-24", "sun 22-6"};
    setting.default_value = {"never"};
    setting.doc = "Hours of the week.";
    setting.choices = {"a", "b"};
    setting.min = -3;
    setting.max = std::numeric_limits<std::int64_t>::max();
    setting.at_once = setting.waits = true;
    return setting;
}

ModelOffer sample_offer() {
    ModelOffer offer;
    offer.reference = "hf:a/b/c.Q4_K_M.gguf@main";
    offer.title = "c.Q4_K_M.gguf";
    offer.license = "apache-2.0";
    offer.quantisation = "Q4_K_M";
    offer.revision = std::string(40, 'a');
    offer.sha256 = some_hash;
    offer.bytes = 668'788'096;
    offer.downloads = 12;
    offer.parameters = 1'100'000'000;
    offer.gated = true;
    offer.usable = false;
    offer.fits = true;
    offer.estimate_millitokens_per_s = 12'340;
    offer.note = core::say("fits_here", {"1.2 GiB"});
    return offer;
}

Download sample_download() {
    return {"hf:a/b", "b", 5, 10, true};
}

WorkTimes sample_work_times() {
    WorkTimes times;
    times.rules = {15, {"mon 18-24"}, false, false, false, {"blender"}};
    times.works = false;
    times.rule = "hours";
    times.sentence = core::say("rests_hours", {"18:00"});
    times.until = some_time;
    times.states = {{"battery", true, false, false, core::say("no_power_supply"), std::nullopt},
                    {"hours", true, true, true, times.sentence, some_time}};
    return times;
}

JobRow sample_job() {
    JobRow job;
    job.job_id = "job-7";
    job.receipt_id = some_hash;
    job.model_id = some_hash;
    job.model_name = "smol";
    job.profile = "fp32";
    job.created_at = some_time;
    job.state = control::JobState::done;
    job.reason = core::say("ended_by_caller");
    job.prompt_tokens = 12;
    job.completion_tokens = 34;
    job.level = "E2";
    job.money_state = control::MoneyState::confirmed;
    job.earned = "18446744073709551615";
    job.caller = "0f0e0d0c0b0a";
    job.stages = {{JobStage::assigned, StageState::done, some_time, core::say("locked", {"1 EMB"})},
                  {JobStage::vested, StageState::waiting, std::nullopt, ""}};
    return job;
}

ReceiptView sample_receipt() {
    ReceiptView receipt;
    receipt.receipt_id = some_hash;
    receipt.level = "E2";
    receipt.valid = true;
    receipt.checks = {{"signature", "passed", core::say("signed_by", {some_hash})},
                      {"replay", "not checked", "not asked for"}};
    receipt.fields = {{"model", "smol"}, {"price", "1500"}, {"model", "twice on purpose"}};
    receipt.job = sample_job();
    return receipt;
}

Earnings sample_earnings() {
    Earnings earnings;
    earnings.pending = "1500";
    earnings.confirmed = "22";
    earnings.paid = "340282366920938463463374607431768211455";
    earnings.audits = "77";
    earnings.newly_made = "78";
    earnings.estimate_value = "900000000";
    earnings.estimate_window_s = 3600;
    earnings.series = {{some_time, "5"}, {some_time + 60, "7"}};
    earnings.rows = {{some_hash, "smol", some_time, MoneyState::pending, "1500", 3, true, "vulkan:0"}};
    earnings.energy = control::Energy{3'600'000, 1'800'000, "EUR", "0.48", "-0.12", {{some_time, 5'400'000}}};
    earnings.vesting = {{7, std::nullopt, "22", "22", 1}, {9, some_time, "1500", "7", 3}};
    earnings.payouts = {{some_time, "77", 2}};
    earnings.by_model = {{"smol", "1500", 1}};
    earnings.by_device = {{"vulkan:0", "1400", 1, "Radeon"}, {"", "100", 2}};
    return earnings;
}

PurchaseRow sample_purchase() {
    return {"job-1",
            std::string(64, 'a'),
            "smol",
            "ci8.1",
            1'700'000'000'000'000'000,
            PurchaseState::done,
            core::say("never_settled"),
            std::string(64, 'b'),
            "42000000",
            "E4",
            core::say("elsewhere", {"It fits."})};
}

LedgerTransaction sample_transaction() {
    return {std::string(64, 'f'),
            12,
            3,
            true,
            "The balance does not cover it.",
            "transfer",
            std::string(64, 'c'),
            "5",
            8,
            1'700'000'000'000'000'000,
            some_hash};
}

LedgerHead sample_head() {
    return {9, some_hash, 3, {{"escrow", "70"}, {"treasury", "8"}}, "1000000000000000000", "5", "60000000", "7000000"};
}

ChatRequest sample_request() {
    ChatRequest request;
    request.model = "smol";
    request.profile = "fp32";
    request.system = "Be brief.";
    request.history = {{"Hello\n", "Grüß Gott"}, {"", "\x02"}};
    request.prompt = "Why is the sky blue?\n\t\"Say\" it \\ in one line. 火\x01";
    request.temperature = 0.7;
    request.top_p = 0.95;
    request.seed = huge;
    request.max_tokens = 64;
    request.networks = {"home", "box"};
    request.min_level = "E1";
    request.min_tier = "P1";
    request.max_price = "5000";
    return request;
}

ChatResult sample_answer() {
    ChatResult answer;
    answer.text = "Because.";
    answer.token_ids = {1, 4294967295, 0};
    answer.finish_reason = "stop";
    answer.usage = {12, 3};
    answer.network = "home";
    answer.node = std::string(64, 'f');
    answer.tier = "P1";
    answer.receipt_id = some_hash;
    answer.evidence_id = "job-1";
    answer.level = "E1";
    answer.checks = {{"signature", "passed", ""}};
    answer.ttft_ms = 12;
    answer.total_ms = 340;
    return answer;
}

KeyInfo sample_key() {
    return {"node", some_hash, true, "node.key"};
}

DoctorCheck sample_doctor() {
    return {"disk", "warning", core::say("free_at", {"1 GiB", "/"}), core::say("free_space")};
}

} // namespace hearth::test
