// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"
#include "core/clock.h"
#include "core/thread.h"
#include "node/devices/probe_client.h"

#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <mutex>

namespace hearth::node {

struct GpuReadingsOptions {
    ProbeLaunch probe;
    core::Nanoseconds watched_interval = 1'000'000'000; ///< between readings while somebody looks
    core::Nanoseconds idle_interval = 10'000'000'000;   ///< while nobody does
    core::Nanoseconds first_backoff = 5'000'000'000;    ///< after a GPU that could not be read; doubles
    std::function<void()> on_change;                    ///< a GPU came, went or changed its state
    const core::Clock* clock = &core::system_clock();
};

/// What hearth-probe last said about every GPU. Never waits for a driver: a GPU that hangs or crashes the
/// probe keeps its place in the list with that state and is tried again ever more rarely; the others go on.
/// Thread-safe.
class GpuReadings {
public:
    explicit GpuReadings(GpuReadingsOptions options);
    ~GpuReadings();

    struct View {
        std::vector<control::DeviceStatus> gpus;
        core::Sentence problem, hint; ///< why nothing is known about any GPU, and what to do; empty = fine
        bool settled = true;          ///< every figure is younger than the last power order
        std::uint64_t rounds = 0;     ///< readings of all GPUs since the start
    };
    /// Counts as looking at it: it is then read more often for a while.
    View view();
    View last() const;
    /// Errors: those of GpuBackend, unavailable, timed_out: it is then not begun any more, but a driver that was busy
    /// with it may still take it; a reading tells, once the view is settled.
    core::Status set_power_limit(const std::string& pci, std::uint64_t milliwatts);
    /// The same without waiting for it; a failure is logged.
    void order_power_limit(const std::string& pci, std::uint64_t milliwatts);

private:
    struct Fault {
        core::Nanoseconds not_before = 0, wait = 0;
    };
    struct Order {
        std::string line;
        std::promise<core::Status> done;
        bool is_void = false; ///< nobody waits for it any more; guarded by m_mutex
    };

    std::shared_ptr<Order> place(const std::string& pci, std::uint64_t milliwatts);
    void loop();
    void serve_orders();
    void read_all();
    bool refresh_list();
    void read_one(std::size_t index);
    void keep(std::vector<control::DeviceStatus> gpus, core::Sentence problem, core::Sentence hint);
    core::Nanoseconds wait_time() const;
    core::Nanoseconds now() const { return m_options.clock->monotonic(); }

    GpuReadingsOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    View m_view;
    std::vector<std::shared_ptr<Order>> m_orders;
    core::Nanoseconds m_looked_at;
    bool m_end = false;

    ProbeClient m_probe; ///< like what follows the thread's alone, but for give_up()
    std::vector<control::DeviceStatus> m_gpus;
    std::map<std::string, Fault> m_faults; ///< by PCI address; "" = the list
    core::Nanoseconds m_listed_at = 0;
    core::Thread m_thread;
};

} // namespace hearth::node
