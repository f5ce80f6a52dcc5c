// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <thread>

/// Threads of our own. No exception leaves one: an error of ours is a value, and what a library throws all the same is
/// logged with the thread's name. Names are those of the table in engine/README.md; they must outlive the thread.
namespace hearth::core {

/// Runs `body`; what it throws is logged and ends here. False if it threw.
bool guarded(const char* name, const std::function<void()>& body) noexcept;

/// As std::thread, joined when it is destroyed.
class Thread {
public:
    Thread() = default;
    Thread(Thread&&) = default;
    Thread& operator=(Thread&&) = default;
    ~Thread() { join(); }

    bool joinable() const { return m_thread.joinable(); }
    /// Nothing to do where none runs.
    void join() {
        if (m_thread.joinable()) m_thread.join();
    }
    bool is_this() const { return m_thread.get_id() == std::this_thread::get_id(); }
    std::thread::native_handle_type native_handle() { return m_thread.native_handle(); }

private:
    friend Thread begun(std::function<void()> body);
    std::thread m_thread;
};

/// What follows where a body throws.
enum class Thrown {
    begins_again, ///< for a loop that can: its body is run anew, later each time while it throws at once
    ends_process, ///< others wait for what it had begun, and would for ever
};

/// Throws std::system_error where the machine gives no thread.
Thread run_thread(const char* name, Thrown then, std::function<void()> body);
/// One piece of work: where it throws, `after` tells those who wait for it.
Thread run_thread(const char* name, std::function<void()> body, std::function<void()> after);

} // namespace hearth::core
