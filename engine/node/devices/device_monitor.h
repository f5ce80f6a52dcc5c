// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/devices/confirmed_limits.h"
#include "node/devices/energy_meter.h"
#include "node/devices/gpu_policy.h"
#include "node/devices/gpu_readings.h"
#include "node/policy/policy.h"
#include "node/state/store.h"
#include "telemetry/device.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace hearth::node {

/// Processor and GPUs of this machine: what they do, what the operator allows them, and whether that holds.
/// Thread-safe; never waits for a driver but in limit().
class DeviceMonitor {
public:
    /// The limits that an operator confirmed. Errors: corrupt, io, naming the file.
    static core::Result<ConfirmedLimits> stored_limits(const Store& store);
    /// `disabled` holds ids or PCI addresses of GPUs. Errors: corrupt, io.
    static core::Result<std::unique_ptr<DeviceMonitor>> open(Store& store, GpuReadingsOptions watch,
                                                             std::vector<std::string> disabled);

    /// The same while it runs; who computes there is not this one's.
    void set_disabled(std::vector<std::string> disabled);
    std::vector<std::string> disabled() const;

    /// The processor first.
    std::vector<control::DeviceStatus> all(const std::vector<control::WorkerStatus>& workers, const GpuReach& reach);
    /// What hearth-probe last said.
    GpuReadings::View measured() const { return m_watch.last(); }
    /// The addresses of the GPUs whose drivers answer; another text when a card came, went or got a driver. nullopt
    /// before the first reading.
    std::optional<std::string> reachable() const;
    /// has_gpu, gpu_used, device_name, device_reason and work.heat.
    void fill(Facts& facts, const std::vector<control::WorkerStatus>& workers, const GpuReach& reach);
    /// Memory of the GPU at this PCI address that is to stay free for other programs.
    std::uint64_t memory_reserve_bytes(const std::string& pci) const;
    /// See control::Node. `device` is an id or a PCI address.
    core::Status limit(const std::string& device, const control::DeviceLimits& limits);
    core::Status confirm(const std::string& device);

    /// Once a second: lets proposals fall back, sets power limits again that were lost in a suspend, watches
    /// the temperatures. True when something changed that people see.
    bool tick();
    /// Once a second: what the devices of busy workers draw. `watts`: of those that do not measure it.
    void count_energy(const std::vector<control::WorkerStatus>& workers, std::uint32_t watts);

private:
    DeviceMonitor(Store& store, GpuReadingsOptions watch, std::vector<std::string> disabled, ConfirmedLimits book);
    control::DeviceStatus processor(telemetry::Device& cpu) const;
    std::vector<control::DeviceStatus> gpus();
    core::Result<control::DeviceStatus> find(const std::string& device);
    core::Status keep();

    Store& m_store;
    const core::Clock& m_clock;
    std::mutex m_changing;      ///< one change of limits at a time
    mutable std::mutex m_mutex; ///< of what follows
    std::vector<std::string> m_disabled;
    std::unique_ptr<telemetry::Device> m_cpu, m_thermometer; ///< the first remembers the load of its last reading
    ConfirmedLimits m_book;
    std::string m_kept; ///< what the store holds of it
    core::Sentence m_heat;
    core::Nanoseconds m_slept = 0;
    GpuReadings m_watch;
    EnergyMeter m_energy;
};

} // namespace hearth::node
