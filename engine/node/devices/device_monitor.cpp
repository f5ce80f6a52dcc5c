// SPDX-License-Identifier: Apache-2.0
#include "node/devices/device_monitor.h"

#include "core/log.h"
#include "telemetry/gpu_state.h"

#include <algorithm>
#include <ctime>

namespace hearth::node {
namespace {

using control::DeviceLimits;
using control::DeviceStatus;
using core::Code;
using core::fail;
using core::Nanoseconds;

constexpr const char* limits_setting = "device_limits";
using core::second;

Nanoseconds reading_of(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return time.tv_sec * second + time.tv_nsec;
}

/// How long this machine was suspended since its start.
Nanoseconds time_asleep() {
    return reading_of(CLOCK_BOOTTIME) - reading_of(CLOCK_MONOTONIC);
}

} // namespace

core::Result<ConfirmedLimits> DeviceMonitor::stored_limits(const Store& store) {
    HEARTH_TRY(const std::string text, store.setting(limits_setting));
    auto book = ConfirmedLimits::parse(text);
    if (book) return book;
    return core::fail(core::Code::corrupt, core::say("file_damaged", {store.file().string(), book.error().message}),
                      core::say("restore_backup_move_away"));
}

core::Result<std::unique_ptr<DeviceMonitor>> DeviceMonitor::open(Store& store, GpuReadingsOptions watch,
                                                                 std::vector<std::string> disabled) {
    HEARTH_TRY(ConfirmedLimits book, stored_limits(store));
    return std::unique_ptr<DeviceMonitor>(
        new DeviceMonitor(store, std::move(watch), std::move(disabled), std::move(book)));
}

DeviceMonitor::DeviceMonitor(Store& store, GpuReadingsOptions watch, std::vector<std::string> disabled,
                             ConfirmedLimits book)
    : m_store(store), m_clock(*watch.clock), m_disabled(std::move(disabled)),
      m_cpu(std::move(telemetry::find_devices().front())), m_thermometer(std::move(telemetry::find_devices().front())),
      m_book(std::move(book)), m_kept(m_book.text()), m_slept(time_asleep()), m_watch(std::move(watch)),
      m_energy(store, m_clock) {}

void DeviceMonitor::set_disabled(std::vector<std::string> disabled) {
    const std::lock_guard lock(m_mutex);
    m_disabled = std::move(disabled);
}

std::vector<std::string> DeviceMonitor::disabled() const {
    const std::lock_guard lock(m_mutex);
    return m_disabled;
}

DeviceStatus DeviceMonitor::processor(telemetry::Device& cpu) const {
    const telemetry::Reading reading = cpu.read();
    DeviceStatus status;
    status.id = cpu.info().id;
    status.kind = cpu.info().kind;
    status.name = cpu.info().name;
    status.isa = cpu.info().isa;
    status.threads = cpu.info().threads;
    status.load_ppm = reading.load_ppm;
    status.memory_used_bytes = reading.memory_used_bytes;
    status.memory_total_bytes = reading.memory_total_bytes;
    status.temperature_millicelsius = reading.temperature_millicelsius;
    status.limits = m_book.in_force(status.id);
    status.limits_revert_at = m_book.revert_at(status.id);
    return status;
}

/// As measured, with their limits.
std::vector<DeviceStatus> DeviceMonitor::gpus() {
    std::vector<DeviceStatus> gpus = m_watch.view().gpus;
    const std::lock_guard lock(m_mutex);
    for (DeviceStatus& gpu : gpus) {
        gpu.limits = m_book.in_force(gpu.pci_address);
        gpu.limits_revert_at = m_book.revert_at(gpu.pci_address);
    }
    return gpus;
}

std::vector<DeviceStatus> DeviceMonitor::all(const std::vector<control::WorkerStatus>& workers, const GpuReach& reach) {
    std::vector<DeviceStatus> devices;
    {
        const std::lock_guard lock(m_mutex);
        devices.push_back(processor(*m_cpu));
    }
    DeviceStatus& cpu = devices.front();
    for (const control::WorkerStatus& worker : workers) {
        if (worker.device != cpu.id) continue;
        if (worker.state == control::WorkerState::busy) cpu.state = control::DeviceState::working;
        if (worker.state != control::WorkerState::disabled) continue;
        cpu.state = control::DeviceState::disabled;
        cpu.reason = worker.reason;
    }
    for (DeviceStatus& gpu : judge_gpus(gpus(), disabled(), workers, reach))
        devices.push_back(std::move(gpu));
    return devices;
}

std::uint64_t DeviceMonitor::memory_reserve_bytes(const std::string& pci) const {
    const std::lock_guard lock(m_mutex);
    return m_book.in_force(pci).memory_reserve_bytes.value_or(0);
}

std::optional<std::string> DeviceMonitor::reachable() const {
    const GpuReadings::View view = m_watch.last();
    if (view.rounds == 0) return std::nullopt;
    std::string addresses;
    for (const DeviceStatus& gpu : view.gpus)
        if (gpu.state == control::DeviceState::idle || gpu.state == control::DeviceState::asleep)
            addresses += gpu.pci_address + " ";
    return addresses;
}

/// With one worker serving at least; what computes is the first that is not stopped.
void DeviceMonitor::fill(Facts& facts, const std::vector<control::WorkerStatus>& workers, const GpuReach& reach) {
    const GpuReadings::View view = m_watch.last();
    const auto gpus = judge_gpus(view.gpus, disabled(), workers, reach);
    facts.has_gpu = !gpus.empty();
    for (const control::WorkerStatus& worker : workers) {
        const bool serves = control::serves(worker.state) || worker.state == control::WorkerState::starting;
        if (worker.device == "cpu" || !serves || facts.gpu_used) continue;
        facts.gpu_used = true;
        facts.device_name = worker.device; // its own word, unless its card is measured
        for (const DeviceStatus& gpu : gpus)
            if (worker_of(gpu, {worker}) != nullptr) facts.device_name = gpu.name;
    }
    if (facts.has_gpu) {
        const auto own_memory = std::find_if(gpus.begin(), gpus.end(),
                                             [](const DeviceStatus& gpu) { return !gpu.integrated.value_or(false); });
        const DeviceStatus& best = own_memory == gpus.end() ? gpus.front() : *own_memory;
        if (!facts.gpu_used) facts.device_name = best.name;
        if (!best.reason.empty()) facts.device_reason = core::say("of_device", {best.name, best.reason});
    }
    if (!view.problem.empty()) {
        facts.has_gpu = true;
        facts.device_reason = view.problem;
    }
    const std::lock_guard lock(m_mutex);
    facts.work.heat = m_heat;
}

core::Result<DeviceStatus> DeviceMonitor::find(const std::string& device) {
    {
        const std::lock_guard lock(m_mutex);
        if (device == m_cpu->info().id) return processor(*m_thermometer);
    }
    for (DeviceStatus& gpu : gpus())
        if (gpu.id == device || gpu.pci_address == device) return std::move(gpu);
    return fail(Code::not_found, core::say("no_device", {device}), core::say("hearthctl_status_lists_them"));
}

core::Status DeviceMonitor::keep() {
    const std::string text = m_book.text();
    if (text == m_kept) return {};
    HEARTH_CHECK(m_store.set_setting(limits_setting, text));
    m_kept = text;
    return {};
}

core::Status DeviceMonitor::limit(const std::string& device, const DeviceLimits& limits) {
    const std::lock_guard one_at_a_time(m_changing);
    HEARTH_TRY(const DeviceStatus found, find(device));
    HEARTH_CHECK(check_limits(found, limits));
    const std::string key = key_of(found);
    core::Status done;
    {
        // The old power limit is on the disk before the new one is in the device: a crash cannot lose it.
        const std::lock_guard lock(m_mutex);
        m_book.propose(key, limits, found.power_limit_milliwatts, m_clock.now());
        done = keep();
    }
    if (done && limits.power_milliwatts && limits.power_milliwatts != found.limits.power_milliwatts)
        done = m_watch.set_power_limit(key, *limits.power_milliwatts);
    if (!done) {
        const std::lock_guard lock(m_mutex);
        m_book.withdraw(key);
        return done;
    }
    core::log::info("node", "limits wait to be confirmed", {{"device", key}});
    return {};
}

core::Status DeviceMonitor::confirm(const std::string& device) {
    const std::lock_guard one_at_a_time(m_changing);
    HEARTH_TRY(const DeviceStatus found, find(device));
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(m_book.confirm(key_of(found)));
    core::log::info("node", "limits confirmed", {{"device", key_of(found)}});
    return keep();
}

bool DeviceMonitor::tick() {
    const Nanoseconds now = m_clock.now();
    GpuReadings::View view = m_watch.last();
    std::vector<DeviceStatus>& measured = view.gpus;
    std::vector<std::string> given_up;
    std::vector<ConfirmedLimits::PowerOrder> orders;
    bool changed = false;
    {
        const std::lock_guard lock(m_mutex);
        const Nanoseconds slept = time_asleep();
        if (slept > m_slept + second) {
            core::log::info("node", "the computer has slept; limits are checked");
            m_book.doubt_all();
        }
        m_slept = slept;
        for (const std::string& device : m_book.expire(now)) {
            changed = true;
            core::log::warning("node", "limits fell back", {{"device", device}});
        }
        if (view.settled) orders = m_book.reconcile(measured, now, given_up);
        if (const core::Status kept = keep(); !kept)
            core::log::error("node", "limits cannot be kept", {{"reason", kept.error().message}});
        if (m_book.in_force(m_cpu->info().id).pause_at_millicelsius) measured.push_back(processor(*m_thermometer));
        const core::Sentence heat = m_book.heat(measured, view.problem.empty());
        changed = changed || heat.empty() != m_heat.empty();
        m_heat = heat;
    }
    for (const auto& order : orders)
        m_watch.order_power_limit(order.device, order.milliwatts);
    for (const std::string& device : given_up)
        core::log::error("node", "the power limit does not hold", {{"device", device}});
    return changed;
}

void DeviceMonitor::count_energy(const std::vector<control::WorkerStatus>& workers, std::uint32_t watts) {
    // Looked at while a card computes, so that the figure is not one from before.
    const bool on_card = std::any_of(workers.begin(), workers.end(), [](const control::WorkerStatus& worker) {
        return worker.state == control::WorkerState::busy && !worker.pci_address.empty();
    });
    const auto draws = EnergyMeter::draws_of(workers, (on_card ? m_watch.view() : m_watch.last()).gpus);
    if (const core::Status kept = m_energy.tick(draws, watts); !kept)
        core::log::error("node", "energy cannot be kept", {{"reason", kept.error().message}});
}

} // namespace hearth::node
