// SPDX-License-Identifier: Apache-2.0
#include "node/workers/wake_signal.h"

#include <algorithm>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace hearth::node {
namespace {

constexpr core::Nanoseconds longest_ms = 3'600'000;
constexpr core::Nanoseconds without_signal = 50'000'000; // the system gave none: the thread looks for itself

} // namespace

WakeSignal::WakeSignal() : m_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

WakeSignal::~WakeSignal() {
    if (m_fd >= 0) ::close(m_fd);
}

void WakeSignal::wake() const {
    const std::uint64_t one = 1;
    // A full counter wakes as well as one more would.
    [[maybe_unused]] const ssize_t written = ::write(m_fd, &one, sizeof one);
}

void WakeSignal::wait(int socket, std::optional<core::Nanoseconds> patience) const {
    if (m_fd < 0) patience = std::min(patience.value_or(without_signal), without_signal);
    int timeout_ms = -1;
    if (patience)
        timeout_ms = static_cast<int>(std::clamp<core::Nanoseconds>(*patience / 1'000'000 + 1, 0, longest_ms));
    pollfd waits[2] = {{m_fd, POLLIN, 0}, {socket, POLLIN, 0}};
    ::poll(waits, 2, timeout_ms);
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_fd, &count, sizeof count);
}

} // namespace hearth::node
