// SPDX-License-Identifier: Apache-2.0
#include "interrupt.h"

#include <windows.h>

namespace hearth::cli {
namespace {

/// The system calls on a thread of its own and only knows functions: this says to our thread what came.
struct Came {
    HANDLE something = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    std::atomic<unsigned> interrupts{0}, ends{0};
};

Came& came() {
    static Came one;
    return one;
}

int WINAPI on_console(DWORD kind) {
    Came& now = came();
    ++(kind == CTRL_C_EVENT || kind == CTRL_BREAK_EVENT ? now.interrupts : now.ends);
    ::SetEvent(now.something);
    return TRUE;
}

} // namespace

Interrupt::Interrupt() {
    came();
    ::SetConsoleCtrlHandler(&on_console, TRUE);
    m_thread = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    ::SetConsoleCtrlHandler(&on_console, FALSE);
    m_ending = true;
    ::SetEvent(came().something);
    m_thread.join();
}

void Interrupt::watch() {
    Came& now = came();
    while (::WaitForSingleObject(now.something, INFINITE) == WAIT_OBJECT_0 && !m_ending) {
        const unsigned ends = now.ends.exchange(0);
        for (unsigned left = ends + now.interrupts.exchange(0); left > 0; --left) {
            const std::lock_guard lock(m_mutex);
            if (ends > 0) m_terminated = true;
            if (!m_handler || (m_happened.exchange(true) && m_again == Again::ends)) ::ExitProcess(1);
            m_handler();
        }
    }
}

} // namespace hearth::cli
