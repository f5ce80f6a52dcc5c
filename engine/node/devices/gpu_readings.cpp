// SPDX-License-Identifier: Apache-2.0
#include "node/devices/gpu_readings.h"

#include "control/json.h"
#include "core/log.h"
#include "telemetry/gpu_state.h"

#include <algorithm>
#include <chrono>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;

using core::second;
constexpr Nanoseconds relist_interval = 60 * second; ///< cards come and go with docks and drivers
constexpr Nanoseconds looking_time = 10 * second;
constexpr Nanoseconds longest_wait = 300 * second;

/// What is left of a GPU that could not be read: who it is and what went wrong.
control::DeviceStatus unread(const control::DeviceStatus& last, const core::Error& error) {
    control::DeviceStatus status;
    status.id = last.id;
    status.kind = last.kind;
    status.name = last.name;
    status.vendor = last.vendor;
    status.pci_address = last.pci_address;
    status.integrated = last.integrated;
    status.driver = last.driver;
    const auto state =
        error.code == Code::corrupt ? control::DeviceState::probe_crashed : control::DeviceState::driver_busy;
    status.state = state;
    status.reason = core::both(error.message, telemetry::advice(state, status.vendor));
    return status;
}

core::Sentence hint_for(const core::Error& error) {
    switch (error.code) {
    case Code::not_found:
        return core::say("install_probe");
    case Code::timed_out:
    case Code::busy:
        return core::say("tried_again");
    case Code::corrupt:
        return core::say("tried_or_update");
    default:
        return error.hint.empty() ? core::say("tried_by_itself") : error.hint;
    }
}

bool same_states(const std::vector<control::DeviceStatus>& a, const std::vector<control::DeviceStatus>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
        return x.pci_address == y.pci_address && x.state == y.state && x.reason == y.reason;
    });
}

} // namespace

GpuReadings::GpuReadings(GpuReadingsOptions options)
    : m_options(std::move(options)), m_looked_at(now()), m_probe(m_options.probe) {
    m_thread = core::run_thread("readings", core::Thrown::begins_again, [this] { loop(); });
}

GpuReadings::~GpuReadings() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_probe.give_up();
    m_wake.notify_all();
    m_thread.join();
}

GpuReadings::View GpuReadings::view() {
    const std::lock_guard lock(m_mutex);
    const bool woken = now() - m_looked_at > looking_time;
    m_looked_at = now();
    if (woken) m_wake.notify_all();
    return m_view;
}

GpuReadings::View GpuReadings::last() const {
    const std::lock_guard lock(m_mutex);
    return m_view;
}

std::shared_ptr<GpuReadings::Order> GpuReadings::place(const std::string& pci, std::uint64_t milliwatts) {
    auto order = std::make_shared<Order>();
    order->line = "limit " + pci + " " + std::to_string(milliwatts);
    {
        const std::lock_guard lock(m_mutex);
        m_orders.push_back(order);
        m_view.settled = false;
    }
    m_wake.notify_all();
    return order;
}

void GpuReadings::order_power_limit(const std::string& pci, std::uint64_t milliwatts) {
    place(pci, milliwatts);
}

core::Status GpuReadings::set_power_limit(const std::string& pci, std::uint64_t milliwatts) {
    const auto order = place(pci, milliwatts);
    auto done = order->done.get_future();
    // The thread may first have to give up on a reading; the caller's own deadline is two of these.
    const auto patience = std::chrono::nanoseconds(m_options.probe.deadline / 4 * 7);
    if (done.wait_for(patience) == std::future_status::ready) return done.get();
    const std::lock_guard lock(m_mutex);
    order->is_void = true;
    return fail(Code::timed_out, core::say("gpu_driver_did_not"), core::say("try_again_later"));
}

void GpuReadings::loop() {
    std::unique_lock lock(m_mutex);
    while (!m_end) {
        lock.unlock();
        serve_orders();
        read_all();
        lock.lock();
        ++m_view.rounds;
        const auto asked = [this] { return m_end || !m_orders.empty(); };
        const Nanoseconds looked_at = m_looked_at;
        m_wake.wait_for(lock, std::chrono::nanoseconds(wait_time()),
                        [&] { return asked() || m_looked_at > looked_at + looking_time; });
    }
    for (const auto& order : m_orders)
        order->done.set_value(fail(Code::unavailable, core::say("service_stops")));
    m_orders.clear();
}

Nanoseconds GpuReadings::wait_time() const {
    return now() - m_looked_at < looking_time ? m_options.watched_interval : m_options.idle_interval;
}

void GpuReadings::serve_orders() {
    std::vector<std::shared_ptr<Order>> orders;
    {
        const std::lock_guard lock(m_mutex);
        orders.swap(m_orders);
    }
    for (const auto& order : orders) {
        {
            const std::lock_guard lock(m_mutex);
            if (order->is_void) continue;
        }
        const auto answer = m_probe.ask(order->line);
        if (!answer) core::log::warning("gpu", "power limit not set", {{"reason", answer.error().message}});
        order->done.set_value(answer ? core::Status{} : core::Status(answer.error()));
    }
}

void GpuReadings::read_all() {
    if (!refresh_list()) return;
    for (std::size_t i = 0; i < m_gpus.size(); ++i)
        read_one(i);
    keep(m_gpus, {}, {});
}

/// False while no list can be had.
bool GpuReadings::refresh_list() {
    if (m_listed_at != 0 && now() - m_listed_at < relist_interval) return true;
    Fault& fault = m_faults[""];
    if (now() < fault.not_before) return false;
    const auto answer = m_probe.ask("list");
    auto listed = answer ? control::from_json<std::vector<control::DeviceStatus>>(*answer, "gpus")
                         : core::Result<std::vector<control::DeviceStatus>>(answer.error());
    if (!listed && listed.error().code == Code::cancelled) return false;
    if (!listed) {
        fault.wait = std::min(fault.wait == 0 ? m_options.first_backoff : fault.wait * 2, longest_wait);
        fault.not_before = now() + fault.wait;
        core::log::warning("gpu", "no list", {{"reason", listed.error().message}});
        keep({}, core::say("gpus_unmeasured", {listed.error().message}), hint_for(listed.error()));
        return false;
    }
    fault = {};
    m_listed_at = now();
    std::vector<control::DeviceStatus> gpus = std::move(*listed);
    for (auto& gpu : gpus) // what is known of it stays until it is read again
        for (const auto& known : m_gpus)
            if (known.pci_address == gpu.pci_address) gpu = known;
    m_gpus = std::move(gpus);
    return true;
}

void GpuReadings::read_one(std::size_t index) {
    control::DeviceStatus& gpu = m_gpus[index];
    Fault& fault = m_faults[gpu.pci_address];
    if (now() < fault.not_before) return;
    const auto answer = m_probe.ask("read " + gpu.pci_address);
    auto read = answer ? control::from_json<control::DeviceStatus>(*answer, "gpu")
                       : core::Result<control::DeviceStatus>(answer.error());
    if (read) {
        fault = {};
        gpu = std::move(*read);
        return;
    }
    if (read.error().code == Code::cancelled) return;
    if (read.error().code == Code::not_found) {
        gpu.power_limit_milliwatts.reset(); // was measured before the last order, perhaps
        m_listed_at = 0;                    // it is gone; or the program is, and the list will say so
        return;
    }
    fault.wait = std::min(fault.wait == 0 ? m_options.first_backoff : fault.wait * 2, longest_wait);
    fault.not_before = now() + fault.wait;
    core::log::warning("gpu", "not read", {{"gpu", gpu.pci_address}, {"reason", read.error().message}});
    gpu = unread(gpu, read.error());
}

void GpuReadings::keep(std::vector<control::DeviceStatus> gpus, core::Sentence problem, core::Sentence hint) {
    bool changed = false;
    {
        const std::lock_guard lock(m_mutex);
        changed = m_view.problem != problem || !same_states(m_view.gpus, gpus);
        m_view.gpus = std::move(gpus);
        m_view.problem = std::move(problem);
        m_view.hint = std::move(hint);
        m_view.settled = m_orders.empty();
    }
    if (changed && m_options.on_change) m_options.on_change();
}

} // namespace hearth::node
