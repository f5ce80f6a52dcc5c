// SPDX-License-Identifier: Apache-2.0
#include "node/door/device_desk.h"

#include "core/log.h"
#include "node/workers/benchmark.h"
#include "proof/profile.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds settling = 2'000'000'000; ///< an answer's receipt comes after its last token

control::BenchmarkReport shown(const worker::Benchmarked& measured, const std::string& device, const std::string& name,
                               const std::string& model_class) {
    control::BenchmarkReport report;
    report.device = device;
    report.name = name;
    report.model_class = model_class;
    report.read_bytes_per_s = measured.read_bytes_per_s;
    for (const worker::ProfileSpeed& speed : measured.profiles)
        report.profiles.push_back({speed.profile, speed.prefill_millitokens_per_s, speed.decode_millitokens_per_s,
                                   speed.streams_millitokens_per_s, speed.decode_over_bandwidth_ppm});
    report.advised_class = measured.advised_class;
    report.advised_profile = measured.advised_profile;
    report.advised_millitokens_per_s = measured.advised_millitokens_per_s;
    return report;
}

std::vector<std::string> exact_profiles() {
    std::vector<std::string> names;
    for (const proof::Profile& profile : proof::profiles())
        if (profile.exact) names.emplace_back(profile.name);
    return names;
}

std::function<bool(const worker::ProgressReport&)> relay(const control::OnProgress& progress) {
    return [&progress](const worker::ProgressReport& report) {
        return !progress || progress({report.stage, report.done, report.total});
    };
}

} // namespace

core::Status DeviceDesk::limit(const std::string& device, const control::DeviceLimits& limits) {
    HEARTH_CHECK(m_parts.devices.limit(device, limits));
    m_parts.events.publish("status");
    return {};
}

core::Status DeviceDesk::confirm(const std::string& device) {
    HEARTH_CHECK(m_parts.devices.confirm(device));
    m_parts.events.publish("status");
    return {};
}

core::Result<DeviceDesk::Borrowed> DeviceDesk::borrow(const std::string& device) {
    const GpuFinder::Found found = m_parts.gpus.last();
    const FoundGpu* const gpu = found->find(device);
    if (device != "cpu" && gpu == nullptr)
        return fail(Code::not_found, core::say("no_device_could_compute", {device}),
                    core::say("hearthctl_doctor_names_those"));
    Borrowed borrowed;
    borrowed.alone = std::unique_lock(m_measuring, std::try_to_lock);
    if (!borrowed.alone)
        return fail(Code::busy, core::say("another_benchmark_runs_would"), core::say("wait_until_ended"));
    const core::Error busy =
        fail(Code::busy, core::say("answers_being_computed_would"), core::say("wait_run_hearthctl_node"));
    if (!m_parts.executor.wait_idle(settling)) return busy;
    std::string held_by = device; // a card keeps the worker of its first number
    for (const control::WorkerStatus& worker : m_parts.workers.all())
        if (gpu != nullptr && !gpu->pci.empty() && worker.pci_address == gpu->pci) held_by = worker.device;
    borrowed.lent = m_parts.workers.lend(held_by);
    if (!borrowed.lent) return busy;
    borrowed.name = gpu != nullptr ? gpu->name : "processor";
    borrowed.launch = m_parts.launch_on(gpu);
    borrowed.launch.stderr_file = m_parts.stderr_file;
    return borrowed;
}

core::Result<control::BenchmarkReport> DeviceDesk::benchmark(const std::string& device, const std::string& model_class,
                                                             const control::OnProgress& progress) {
    HEARTH_TRY(const Borrowed borrowed, borrow(device));
    HEARTH_TRY(const worker::Benchmarked measured,
               run_benchmark(borrowed.launch, m_parts.sandbox, {model_class, {}}, relay(progress), m_parts.clock));
    control::BenchmarkReport report = shown(measured, device, borrowed.name, model_class);
    if (const auto kept = m_parts.history.add({m_parts.clock.now(), report}); !kept)
        core::log::warning("node", "measurement was not kept", {{"reason", kept.error().message}});
    m_parts.events.publish("benchmarks", device);
    return report;
}

core::Result<std::vector<control::Check>> DeviceDesk::test(const std::string& device,
                                                           const control::OnProgress& progress) {
    HEARTH_TRY(const Borrowed borrowed, borrow(device));
    std::vector<control::Check> checks;
    const core::Error cancelled = fail(Code::cancelled, core::say("self_test_cancelled"));
    const std::vector<std::string> profiles = exact_profiles();
    for (const std::string& profile : profiles) {
        // A quick device is done before its worker's first word comes.
        if (progress && !progress({core::say("proving_profile", {profile}), checks.size(), profiles.size()}))
            return cancelled;
        const auto proven =
            run_benchmark(borrowed.launch, m_parts.sandbox, {{}, profile}, relay(progress), m_parts.clock);
        if (!proven && proven.error().code == Code::cancelled) return cancelled;
        checks.push_back({profile, proven ? "passed" : "failed",
                          proven ? core::say("self_test_passed", {profile}) : proven.error().message});
    }
    return checks;
}

} // namespace hearth::node
