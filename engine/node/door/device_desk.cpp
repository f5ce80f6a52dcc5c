// SPDX-License-Identifier: Apache-2.0
#include "node/door/device_desk.h"
#include "node/workers/benchmark.h"

#include <mutex>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds settling = 2'000'000'000; ///< an answer's receipt comes after its last token

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

core::Result<control::BenchmarkReport> DeviceDesk::benchmark(const std::string& device, const std::string& model_class,
                                                             const control::OnProgress& progress) {
    const GpuFinder::Found found = m_parts.gpus.last();
    const FoundGpu* const gpu = found->find(device);
    if (device != "cpu" && gpu == nullptr)
        return fail(Code::not_found, core::say("no_device_could_compute", {device}),
                    core::say("hearthctl_doctor_names_those"));
    const std::unique_lock alone(m_measuring, std::try_to_lock);
    if (!alone) return fail(Code::busy, core::say("another_benchmark_runs_would"), core::say("wait_until_ended"));
    const core::Error busy =
        fail(Code::busy, core::say("answers_being_computed_would"), core::say("wait_run_hearthctl_node"));
    if (!m_parts.executor.wait_idle(settling)) return busy;
    std::string held_by = device; // a card keeps the worker of its first number
    for (const control::WorkerStatus& worker : m_parts.workers.all())
        if (gpu != nullptr && !gpu->pci.empty() && worker.pci_address == gpu->pci) held_by = worker.device;
    const std::shared_ptr<void> lent = m_parts.workers.lend(held_by);
    if (!lent) return busy;
    WorkerLaunch launch = m_parts.launch_on(gpu);
    launch.stderr_file = m_parts.stderr_file;
    HEARTH_TRY(const worker::Benchmarked measured,
               run_benchmark(
                   launch, m_parts.sandbox, model_class,
                   [&](const worker::ProgressReport& report) {
                       return !progress || progress({report.stage, report.done, report.total});
                   },
                   m_parts.clock));
    control::BenchmarkReport shown;
    shown.device = device;
    shown.name = gpu != nullptr ? gpu->name : "processor";
    shown.model_class = model_class;
    shown.read_bytes_per_s = measured.read_bytes_per_s;
    for (const worker::ProfileSpeed& speed : measured.profiles)
        shown.profiles.push_back({speed.profile, speed.prefill_millitokens_per_s, speed.decode_millitokens_per_s,
                                  speed.streams_millitokens_per_s, speed.decode_over_bandwidth_ppm});
    shown.advised_class = measured.advised_class;
    shown.advised_profile = measured.advised_profile;
    shown.advised_millitokens_per_s = measured.advised_millitokens_per_s;
    return shown;
}

} // namespace hearth::node
