// SPDX-License-Identifier: Apache-2.0
#include "node/door/doctor_desk.h"
#include "control/bundle.h"
#include "control/diagnose.h"
#include "core/size_text.h"
#include "node/doctor/home_check.h"
#include "node/workers/subprocess.h"
#include "telemetry/gpu_state.h"

namespace hearth::node {
namespace {

using core::both;
using core::say;

namespace fs = std::filesystem;
using control::DeviceStatus;
using control::DoctorCheck;
using control::WorkerState;

/// Two sentences, or the one that there is.
std::vector<DoctorCheck> check_settings(const std::vector<core::Error>& faults, const fs::path& file) {
    std::vector<DoctorCheck> checks;
    if (const auto now = Settings::load(file); !now)
        checks.push_back(
            {"settings", "failed", now.error().message, both(now.error().hint, say("next_start_refused"))});
    for (const core::Error& fault : faults)
        checks.push_back({"settings", "warning", fault.message, fault.hint});
    if (checks.empty()) checks.push_back({"settings", "passed", say("settings_good", {file.string()}), ""});
    return checks;
}

void append(std::vector<DoctorCheck>& checks, const std::vector<DoctorCheck>& more) {
    checks.insert(checks.end(), more.begin(), more.end());
}

core::Sentence worker_words(WorkerState state) {
    switch (state) {
    case WorkerState::starting:
        return say("worker_starting");
    case WorkerState::ready:
        return say("worker_ready");
    case WorkerState::busy:
        return say("worker_busy");
    case WorkerState::yielding:
        return say("worker_yields");
    default:
        return say("worker_stopped");
    }
}

DoctorCheck check_worker(const fs::path& program) {
    const auto answer = run_and_capture({program.string(), "--version"}, {"LANG=C.UTF-8"}, 30);
    if (!answer) return {"worker program", "failed", answer.error().message, answer.error().hint};
    if (answer->exit_code != 0)
        return {"worker program", "failed", say("does_not_run", {program.string(), std::to_string(answer->exit_code)}),
                say("build_again")};
    return {"worker program", "passed", say("runs", {program.string()}), ""};
}

core::Sentence described(const FoundGpu& gpu) {
    return say(gpu.software ? "found_software" : gpu.integrated ? "found_integrated" : "found_gpu", {gpu.id, gpu.name});
}

/// A list of GPUs grows by one.
core::Sentence listed(const core::Sentence& list, const FoundGpu& gpu) {
    return list.empty() ? described(gpu) : say("both_equal", {list, described(gpu)});
}

/// What the settings name and cannot have; nullopt: nothing.
std::optional<DoctorCheck> check_wanted(const GpuReach& reach, const core::Sentence& found) {
    const GpuInventory& gpus = reach.found;
    for (const DeviceChoice& choice : reach.wanted)
        if (choice.device != "cpu" && !gpus.find(choice.device))
            return DoctorCheck{"gpu plug-ins", "failed",
                               both(say("settings_name_no_device", {choice.device}), gpus.problem),
                               found.empty() ? gpus.hint : found};
    for (const DeviceChoice& choice : reach.wanted)
        if (const std::string same = gpus.same_card(reach.wanted, choice); !same.empty())
            return DoctorCheck{"gpu plug-ins", "failed", say("same_card", {choice.device, same}),
                               say("leave_one_device")};
    return std::nullopt;
}

/// `measured`: the GPUs among `devices` are all there are.
DoctorCheck check_plugins(const GpuReach& reach, const std::vector<DeviceStatus>& devices,
                          const std::vector<control::WorkerStatus>& workers, bool measured) {
    const GpuInventory& gpus = reach.found;
    core::Sentence found, used, unused;
    bool any_used = false, any_here = !measured;
    for (const FoundGpu& gpu : gpus.devices) {
        found = listed(found, gpu);
        any_here = any_here || !gpu.software;
    }
    if (!found.empty()) found = say("gpus_found", {found});
    if (auto wrong = check_wanted(reach, found)) return *wrong;
    for (const control::WorkerStatus& worker : workers)
        if (const FoundGpu* const gpu = gpus.find(worker.device)) {
            used = listed(used, *gpu);
            any_used = any_used || !gpu->software;
        }
    for (const DeviceStatus& device : devices) {
        if (device.kind != "gpu") continue;
        any_here = true;
        if (worker_of(device, workers) == nullptr)
            unused = both(unused, say("of_device", {device.name, device.reason}));
    }
    core::Sentence text = used.empty() ? both(say("processor_works"), found) : say("gpus_used", {used});
    if (!any_here) text = both(say("gpu_missing"), text);
    text = both(text, unused);
    if (text.find(gpus.problem) == std::string::npos) text = both(text, gpus.problem);
    const bool warns = any_here && !any_used;
    return {"gpu plug-ins", warns ? "warning" : "passed", text, warns ? gpus.hint : core::Sentence()};
}

DoctorCheck check_sandbox(const Sandbox& sandbox) {
    if (sandbox.active()) return {"sandbox", "passed", say("sandboxed"), ""};
    return {"sandbox", "warning", say("unsandboxed", {sandbox.reason()}), say("install_bubblewrap")};
}

DoctorCheck check_ledger(const LedgerView& ledger) {
    core::Status conserved;
    ledger.read([&](const ledger::State& state) { conserved = state.check_conservation(); });
    if (conserved) return {"ledger", "passed", say("ledger_sound"), ""};
    return {"ledger", "failed", conserved.error().message, say("report_this")};
}

DoctorCheck check_chain(const std::optional<ChainTrouble>& trouble, core::Height height) {
    if (!trouble) return {"network", "passed", say("last_block", {core::figure(height)}), ""};
    return {"network", trouble->lasting ? "failed" : "warning", trouble->what, trouble->repair};
}

/// What this machine's clock says matters to links, certificates of web servers and the hours of work, not to blocks.
DoctorCheck check_clock(core::Nanoseconds off) {
    if (off == 0) return {"clock", "passed", say("clock_fits"), ""};
    return {"clock", "warning", clock_words(off), say("set_clock")};
}

DoctorCheck check_audits(const Auditor& auditor) {
    const auto [count, why] = auditor.delayed();
    if (count == 0) return {"audits", "passed", say("audits_fine"), ""};
    return {"audits", "warning", both(say("audits_delayed", {core::figure(count)}), why.message), why.hint};
}

DoctorCheck check_models(const ModelStore& models) {
    const auto all = models.all();
    if (all.empty()) return {"models", "warning", say("no_model"), say("import_one")};
    for (const StoredModel& model : all)
        if (!model.record.disabled.empty())
            return {"models", "failed", say("named_disabled", {model.record.name, model.record.disabled}),
                    say("resume_tries")};
    return {"models", "passed", say("imported", {core::figure(all.size())}), ""};
}

DoctorCheck check_memory(const ModelStore& models) {
    const auto available = telemetry::available_memory_bytes();
    if (!available) return {"memory", "warning", say("memory_unknown"), ""};
    const auto chosen = models.usable({});
    const std::uint64_t need = chosen ? chosen->manifest->total_bytes() : 0;
    if (need <= *available) return {"memory", "passed", say("memory_free", {core::size_text(*available)}), ""};
    const auto [room, needed] = core::room_and_need(*available, need);
    return {"memory", "warning", both(say("memory_free", {room}), say("model_needs", {needed})), say("make_room")};
}

DoctorCheck check_gpus(const GpuReadings::View& measured, const std::vector<DeviceStatus>& devices) {
    if (!measured.problem.empty()) return {"gpus", "warning", measured.problem, measured.hint};
    std::size_t count = 0;
    for (const DeviceStatus& device : devices) {
        if (device.kind != "gpu") continue;
        ++count;
        const bool missing = device.state == control::DeviceState::driver_missing;
        const bool busy = device.state == control::DeviceState::driver_busy;
        if (missing || busy || device.state == control::DeviceState::probe_crashed)
            return {"gpus", "warning",
                    say(missing ? "gpu_driver_missing"
                        : busy  ? "gpu_driver_busy"
                                : "gpu_probe_crashed",
                        {device.name}),
                    device.reason};
    }
    return {"gpus", "passed", count == 0 ? say("none") : say("gpus_measured", {core::figure(count)}), ""};
}

DoctorCheck check_api(const ApiPlace& api) {
    if (api.url.empty()) return {"api", "failed", say("api_silent"), ""};
    const core::Sentence where = say("serving_at", {api.url, api.bound, api.access});
    if (!api.beyond_this_machine) return {"api", "passed", where, ""};
    return {"api", "warning", both(where, say("unencrypted")), say("let_proxy_answer")};
}

} // namespace

std::vector<DoctorCheck> DoctorDesk::examine() const {
    std::vector<DoctorCheck> checks;
    append(checks, check_settings(m_parts.setting_faults, m_parts.home.config_file()));
    append(checks, examine_keys(m_parts.home));
    checks.push_back(control::check_disk(m_parts.home.root));
    checks.push_back(check_memory(m_parts.models));
    checks.push_back(check_worker(m_parts.worker_program));
    m_parts.gpus.look();
    const GpuReach reach = m_parts.gpus.reach();
    const std::vector<control::WorkerStatus> workers = m_parts.workers.all();
    const GpuReadings::View measured = m_parts.devices.measured();
    const std::vector<DeviceStatus> devices = m_parts.devices.all(workers, reach);
    checks.push_back(check_plugins(reach, devices, workers, measured.problem.empty() && measured.rounds > 0));
    checks.push_back(check_sandbox(m_parts.sandbox));
    const DoctorCheck models = check_models(m_parts.models);
    append(checks, models.result == "passed" ? examine_models(m_parts.home) : std::vector{models});
    const control::WorkerStatus worker = m_parts.workers.status();
    const bool broken = worker.state == WorkerState::backing_off || worker.state == WorkerState::failed ||
                        worker.state == WorkerState::disabled;
    checks.push_back({"worker", broken ? "failed" : "passed", broken ? worker.reason : worker_words(worker.state),
                      broken ? say("resume_tries_again") : core::Sentence()});
    checks.push_back(check_gpus(measured, devices));
    checks.push_back(check_ledger(m_parts.ledger));
    if (m_parts.ledger_watch.in_network()) {
        checks.push_back(check_chain(m_parts.ledger_watch.trouble(), m_parts.ledger.head().height));
        if (const auto off = m_parts.ledger_watch.clock_off()) checks.push_back(check_clock(*off));
    }
    checks.push_back(check_audits(m_parts.auditor));
    checks.push_back(check_api(m_parts.api.place()));
    return checks;
}

control::Bundle DoctorDesk::bundle(std::optional<control::NodeStatus> status,
                                   std::vector<std::string> key_names) const {
    return control::make_bundle({m_parts.home, m_parts.version, control::condition_name(control::Condition::running),
                                 examine(), std::move(status), std::move(key_names)},
                                m_parts.clock.now());
}

core::Result<control::LogTail> DoctorDesk::log_tail(const std::string& level, std::uint32_t limit) const {
    return control::read_log_tail(m_parts.home, level, limit);
}

} // namespace hearth::node
