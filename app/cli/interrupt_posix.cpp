// SPDX-License-Identifier: Apache-2.0
#include "interrupt.h"

#include <csignal>
#include <pthread.h>
#include <unistd.h>

namespace hearth::cli {
namespace {

sigset_t watched() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGUSR2})
        sigaddset(&set, number);
    return set;
}

} // namespace

Interrupt::Interrupt() {
    const sigset_t set = watched();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_thread = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    m_ending = true;
    pthread_kill(m_thread.native_handle(), SIGUSR2);
    m_thread.join();
}

void Interrupt::watch() {
    const sigset_t set = watched();
    while (true) {
        int number = 0;
        if (sigwait(&set, &number) != 0 || m_ending) return;
        if (number == SIGUSR2) continue;
        const std::lock_guard lock(m_mutex);
        if (number == SIGTERM) m_terminated = true;
        if (!m_handler || (m_happened.exchange(true) && m_again == Again::ends)) ::_exit(1);
        m_handler();
    }
}

} // namespace hearth::cli
