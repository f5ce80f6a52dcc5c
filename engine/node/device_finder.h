// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/inference_devices.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace hearth::node {

/// Knows which GPUs the inference plug-ins find, and looks again when told to: a driver is updated, a card is plugged in.
/// Thread-safe.
class DeviceFinder {
public:
    using Found = std::shared_ptr<const InferenceDevices>;

    /// Looks once; blocks as InferenceDevices::run(). `on_found` hears of what is found later, on a thread of its own.
    DeviceFinder(std::filesystem::path worker_program, std::function<void(const InferenceDevices&)> on_found);
    ~DeviceFinder();

    Found last() const;
    /// Looks now; blocks as InferenceDevices::run().
    Found look();
    /// Looks on the other thread; returns at once.
    void look_soon();

private:
    void loop();

    const std::filesystem::path m_program;
    const std::function<void(const InferenceDevices&)> m_on_found;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Found m_found;
    bool m_asked = false, m_news = false, m_end = false;
    std::thread m_thread;
};

} // namespace hearth::node
