// SPDX-License-Identifier: Apache-2.0
#include "node/devices/gpu_finder.h"

#include <utility>

namespace hearth::node {

GpuFinder::GpuFinder(std::filesystem::path worker_program, std::vector<DeviceChoice> wanted,
                     std::function<void(const GpuInventory&)> on_found)
    : m_program(std::move(worker_program)), m_wanted(std::move(wanted)), m_on_found(std::move(on_found)) {
    look();
    m_thread = core::run_thread("finder", core::Thrown::begins_again, [this] { loop(); });
}

GpuFinder::~GpuFinder() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

GpuFinder::Found GpuFinder::last() const {
    const std::lock_guard lock(m_mutex);
    return m_found;
}

GpuFinder::Found GpuFinder::look() {
    auto found = std::make_shared<const GpuInventory>(GpuInventory::run(m_program));
    const std::lock_guard lock(m_mutex);
    m_news = m_found != nullptr;
    m_wake.notify_one();
    return m_found = std::move(found);
}

void GpuFinder::look_soon() {
    {
        const std::lock_guard lock(m_mutex);
        m_asked = true;
    }
    m_wake.notify_one();
}

void GpuFinder::loop() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_asked || m_news || m_end; });
        if (m_end) return;
        const bool asked = std::exchange(m_asked, false);
        if (!asked) m_news = false;
        const Found news = m_found;
        lock.unlock();
        if (asked)
            look();
        else
            m_on_found(*news);
        lock.lock();
    }
}

} // namespace hearth::node
