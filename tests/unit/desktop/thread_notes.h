// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace hearth::desktop::testing {

/// Which methods were called, and which of them on the thread that made this object (the GUI thread).
class ThreadNotes {
public:
    void note(const char* method) {
        const std::lock_guard lock(m_mutex);
        m_called.insert(method);
        if (std::this_thread::get_id() == m_gui) m_on_gui.insert(method);
    }
    std::set<std::string> called() const {
        const std::lock_guard lock(m_mutex);
        return m_called;
    }
    std::set<std::string> onGui() const {
        const std::lock_guard lock(m_mutex);
        return m_on_gui;
    }

private:
    mutable std::mutex m_mutex;
    std::thread::id m_gui = std::this_thread::get_id();
    std::set<std::string> m_called, m_on_gui;
};

} // namespace hearth::desktop::testing
