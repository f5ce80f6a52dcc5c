// SPDX-License-Identifier: Apache-2.0
#include "node/benchmark.h"
#include "node/control_node.h"

namespace hearth::node {

core::Result<control::NodeStatus> ControlNode::limit_device(const std::string& device, const control::DeviceLimits& limits) {
    HEARTH_CHECK(m_rooms.devices->limit(device, limits));
    m_rooms.events.publish("status");
    return status();
}

core::Result<control::NodeStatus> ControlNode::confirm_limits(const std::string& device) {
    HEARTH_CHECK(m_rooms.devices->confirm(device));
    m_rooms.events.publish("status");
    return status();
}

core::Result<control::BenchmarkReport> ControlNode::benchmark(const std::string& device, const std::string& model_class,
                                                              const control::OnProgress& progress) {
    const DeviceFinder::Found found = m_rooms.finder->last();
    const FoundGpu* const gpu = found->find(device);
    if (device != "cpu" && gpu == nullptr)
        return core::fail(core::Code::not_found, "There is no device " + device + " that could compute.",
                          "hearthctl doctor names those that can.");
    if (m_rooms.executor->running() > 0)
        return core::fail(core::Code::busy, "Answers are being computed, which would spoil the figures.",
                          "Wait, or run hearthctl node pause first.");
    WorkerLaunch launch;
    launch.program = m_rooms.worker_program;
    launch.stderr_file = m_rooms.home.logs() / "benchmark.stderr";
    launch.device = device;
    HEARTH_TRY(const worker::Benchmarked measured,
               run_benchmark(launch, *m_rooms.sandbox, model_class, [&](const worker::ProgressReport& report) {
                   return !progress || progress({report.stage, report.done, report.total});
               }));
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
