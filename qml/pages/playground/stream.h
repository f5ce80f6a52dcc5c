// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace hearth::desktop {

/// Text that one thread brings and another takes in larger pieces; either may say stop.
class Stream {
public:
    explicit Stream(std::shared_ptr<const std::atomic<bool>> closing) : m_closing(std::move(closing)) {}

    /// False once it was stopped.
    bool push(const std::string& text) {
        const std::lock_guard lock(m_mutex);
        m_text += text;
        return !m_stopped && !*m_closing;
    }
    std::string take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_text, {});
    }
    void stop() { m_stopped = true; }
    bool stopped() const { return m_stopped; }

private:
    std::mutex m_mutex;
    std::string m_text;
    std::atomic<bool> m_stopped = false;
    std::shared_ptr<const std::atomic<bool>> m_closing;
};

} // namespace hearth::desktop
