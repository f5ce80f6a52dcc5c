// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace hearth::cli {

/// Turns Ctrl-C and SIGTERM into a function call on a thread of its own. Make it before any other thread, so
/// that all of them leave the signals to it. Without a handler, and at the second signal of one scope, the
/// program ends with exit code 1.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();

    /// In the present scope, or in the last one.
    bool happened() const { return m_happened; }
    /// Whether it was SIGTERM, ever.
    bool terminated() const { return m_terminated; }

    enum class Again { ends, calls };
    /// Sets the handler while it lives; `again` says what the second signal does.
    class Scope {
    public:
        Scope(Interrupt& interrupt, std::function<void()> handler, Again again = Again::ends);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        Interrupt& m_interrupt;
    };

private:
    void watch();

    std::atomic<bool> m_happened{false}, m_terminated{false}, m_ending{false};
    std::mutex m_mutex;
    std::function<void()> m_handler;
    Again m_again = Again::ends;
    std::thread m_thread;
};

} // namespace hearth::cli
