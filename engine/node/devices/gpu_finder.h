// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"
#include "node/devices/gpu_policy.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

namespace hearth::node {

/// Knows which GPUs the inference plug-ins find, and looks again when told to: a driver is updated, a card is plugged
/// in. Thread-safe.
class GpuFinder {
public:
    using Found = std::shared_ptr<const GpuInventory>;

    /// Looks once; blocks as GpuInventory::run(). `on_found` hears of what is found later, on a thread of its own.
    /// `wanted`: the setting worker.devices.
    GpuFinder(std::filesystem::path worker_program, std::vector<DeviceChoice> wanted,
              std::function<void(const GpuInventory&)> on_found);
    ~GpuFinder();

    Found last() const;
    /// The same beside what the settings want of it.
    GpuReach reach() const { return {*last(), m_wanted}; }
    /// Looks now; blocks as GpuInventory::run().
    Found look();
    /// Looks on the other thread; returns at once.
    void look_soon();

private:
    void loop();

    const std::filesystem::path m_program;
    const std::vector<DeviceChoice> m_wanted;
    const std::function<void(const GpuInventory&)> m_on_found;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Found m_found;
    bool m_asked = false, m_news = false, m_end = false;
    core::Thread m_thread;
};

} // namespace hearth::node
