// SPDX-License-Identifier: Apache-2.0
#include "control/diagnose.h"
#include "core/size_text.h"
#include "node/doctor/home_check.h"
#include "node/door/control_node.h"
#include "node/workers/subprocess.h"

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using control::DeviceStatus;
using control::DoctorCheck;
using control::WorkerState;

/// Two sentences, or the one that there is.
std::string joined(const std::string& sentence, const std::string& next) {
    return next.empty() || sentence.empty() ? sentence + next : sentence + " " + next;
}

std::vector<DoctorCheck> check_settings(const std::vector<core::Error>& faults, const fs::path& file) {
    std::vector<DoctorCheck> checks;
    if (const auto now = Settings::load(file); !now)
        checks.push_back(
            {"settings", "failed", now.error().message,
             joined(now.error().hint, "The service goes on with what it read; its next start is refused.")});
    for (const core::Error& fault : faults)
        checks.push_back({"settings", "warning", fault.message, fault.hint});
    if (checks.empty()) checks.push_back({"settings", "passed", file.string() + " is good.", ""});
    return checks;
}

void append(std::vector<DoctorCheck>& checks, const std::vector<DoctorCheck>& more) {
    checks.insert(checks.end(), more.begin(), more.end());
}

DoctorCheck check_worker(const fs::path& program) {
    const auto answer = run_and_capture({program.string(), "--version"}, {"LANG=C.UTF-8"}, 30);
    if (!answer) return {"worker program", "failed", answer.error().message, answer.error().hint};
    if (answer->exit_code != 0)
        return {"worker program", "failed",
                program.string() + " does not run (exit code " + std::to_string(answer->exit_code) + ").",
                "Run installers/bootstrap build again."};
    return {"worker program", "passed", program.string() + " runs.", ""};
}

std::string described(const FoundGpu& gpu) {
    return gpu.id + " (" + gpu.name +
           (gpu.software     ? ", computes on the processor"
            : gpu.integrated ? ", integrated"
                             : "") +
           ")";
}

/// `measured`: the GPUs among `devices` are all there are.
DoctorCheck check_plugins(const GpuReach& reach, const std::vector<DeviceStatus>& devices,
                          const std::vector<control::WorkerStatus>& workers, bool measured) {
    const GpuInventory& gpus = reach.found;
    std::string found, used, unused;
    bool any_used = false, any_here = !measured;
    for (const FoundGpu& gpu : gpus.devices) {
        found += (found.empty() ? "There are: " : ", ") + described(gpu);
        any_here = any_here || !gpu.software;
    }
    if (!found.empty()) found += ".";
    for (const DeviceChoice& choice : reach.wanted)
        if (choice.device != "cpu" && !gpus.find(choice.device))
            return {"gpu plug-ins", "failed",
                    joined("The settings name " + choice.device + ", which is not here.", gpus.problem),
                    found.empty() ? gpus.hint : found};
    for (const DeviceChoice& choice : reach.wanted)
        if (const std::string same = gpus.same_card(reach.wanted, choice); !same.empty())
            return {"gpu plug-ins", "failed", choice.device + " is the same card as " + same + ", which is used.",
                    "Leave one of them out of worker.devices in hearth.toml."};
    for (const control::WorkerStatus& worker : workers)
        if (const FoundGpu* const gpu = gpus.find(worker.device)) {
            used += (used.empty() ? "Used: " : ", ") + described(*gpu);
            any_used = any_used || !gpu->software;
        }
    for (const DeviceStatus& device : devices) {
        if (device.kind != "gpu") continue;
        any_here = true;
        if (worker_of(device, workers) == nullptr) unused += " " + device.name + ": " + device.reason;
    }
    std::string text = used.empty() ? joined("The processor works.", found) : used + ".";
    if (!any_here) text = joined("There is no GPU.", text);
    text += unused;
    if (text.find(gpus.problem) == std::string::npos) text = joined(text, gpus.problem);
    const bool warns = any_here && !any_used;
    return {"gpu plug-ins", warns ? "warning" : "passed", text, warns ? gpus.hint : ""};
}

DoctorCheck check_sandbox(const Sandbox& sandbox) {
    if (sandbox.active()) return {"sandbox", "passed", "Workers run inside bubblewrap.", ""};
    return {"sandbox", "warning", "Workers run without bubblewrap: " + sandbox.description({}) + ".",
            "Install bubblewrap and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)."};
}

DoctorCheck check_ledger(const Settlement& settlement) {
    core::Status conserved;
    settlement.read([&](const ledger::State& state) { conserved = state.check_conservation(); });
    if (conserved) return {"ledger", "passed", "Every unit of money is accounted for.", ""};
    return {"ledger", "failed", conserved.error().message, "Keep the home as it is and report this."};
}

DoctorCheck check_chain(const core::Error& trouble, core::Height height) {
    if (trouble.message.empty())
        return {"network", "passed", "Block " + std::to_string(height) + " is the last one.", ""};
    return {"network", trouble.code == core::Code::corrupt ? "failed" : "warning", trouble.message, trouble.hint};
}

DoctorCheck check_audits(const Auditor& auditor) {
    const auto [count, why] = auditor.delayed();
    if (count == 0) return {"audits", "passed", "No audit waits for what is missing here.", ""};
    const std::string what = count == 1 ? "One audit" : std::to_string(count) + " audits";
    return {"audits", "warning", what + " could not run yet. " + why.message, why.hint};
}

DoctorCheck check_models(ModelStore& models) {
    const auto all = models.all();
    if (all.empty()) return {"models", "warning", "There is no model.", "Import one: hearthctl model import PATH"};
    for (const StoredModel& model : all)
        if (!model.record.disabled.empty())
            return {"models", "failed", "The model " + model.record.name + " is disabled. " + model.record.disabled,
                    "hearthctl node resume tries it again."};
    return {"models", "passed", std::to_string(all.size()) + " imported.", ""};
}

DoctorCheck check_memory(ModelStore& models) {
    const auto available = telemetry::available_memory_bytes();
    if (!available) return {"memory", "warning", "The free memory is unknown on this system.", ""};
    const std::string free = core::room_text(*available) + " are free.";
    const auto chosen = models.usable({});
    if (chosen && chosen->manifest->total_bytes() > *available)
        return {"memory", "warning",
                free + " The default model's files have " + core::needed_text(chosen->manifest->total_bytes()) + ".",
                "Close other programs or choose a smaller model."};
    return {"memory", "passed", free, ""};
}

DoctorCheck check_gpus(const GpuReadings::View& measured, const std::vector<DeviceStatus>& devices) {
    if (!measured.problem.empty()) return {"gpus", "warning", measured.problem, measured.hint};
    std::size_t count = 0;
    for (const DeviceStatus& device : devices) {
        if (device.kind != "gpu") continue;
        ++count;
        if (device.state == "driver missing" || device.state == "driver busy" || device.state == "probe crashed")
            return {"gpus", "warning", device.name + ": " + device.state + ".", device.reason};
    }
    return {"gpus", "passed", count == 0 ? "There is none." : std::to_string(count) + " can be measured.", ""};
}

DoctorCheck check_api(const ApiPlace& api) {
    if (api.url.empty()) return {"api", "failed", "The OpenAI endpoint does not serve.", ""};
    const std::string where = "Serving at " + api.text() + ".";
    if (!api.beyond_this_machine) return {"api", "passed", where, ""};
    return {"api", "warning", where + " Keys and prompts of other machines cross the network unencrypted.",
            "Let a TLS proxy on this machine answer instead, with api.listen = \"127.0.0.1:8747\" and "
            "api.require_key = \"always\"."};
}

} // namespace

core::Result<std::vector<DoctorCheck>> ControlNode::doctor() {
    std::vector<DoctorCheck> checks;
    append(checks, check_settings(m_rooms.setting_faults, m_rooms.home.config_file()));
    append(checks, examine_keys(m_rooms.home));
    checks.push_back(control::check_disk(m_rooms.home.root));
    checks.push_back(check_memory(*m_rooms.models));
    checks.push_back(check_worker(m_rooms.worker_program));
    const GpuReach reach{*m_rooms.finder->look(), m_rooms.settings.devices};
    const std::vector<control::WorkerStatus> workers = m_rooms.worker->all();
    const GpuReadings::View measured = m_rooms.devices->measured();
    const std::vector<DeviceStatus> devices = m_rooms.devices->all(workers, reach);
    checks.push_back(check_plugins(reach, devices, workers, measured.problem.empty() && measured.rounds > 0));
    checks.push_back(check_sandbox(*m_rooms.sandbox));
    const DoctorCheck models = check_models(*m_rooms.models);
    append(checks, models.result == "passed" ? examine_models(m_rooms.home) : std::vector{models});
    const control::WorkerStatus worker = m_rooms.worker->status();
    const bool broken = worker.state == WorkerState::backing_off || worker.state == WorkerState::failed ||
                        worker.state == WorkerState::disabled;
    checks.push_back({"worker", broken ? "failed" : "passed",
                      broken ? worker.reason : std::string("The worker is ") + name_of(worker.state) + ".",
                      broken ? "hearthctl node resume tries again." : ""});
    checks.push_back(check_gpus(measured, devices));
    checks.push_back(check_ledger(*m_rooms.settlement));
    if (m_rooms.chain != nullptr) checks.push_back(check_chain(m_rooms.ledger_trouble(), m_rooms.chain->head().height));
    checks.push_back(check_audits(*m_rooms.auditor));
    checks.push_back(check_api(m_rooms.api_place()));
    return checks;
}

} // namespace hearth::node
