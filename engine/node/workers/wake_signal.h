// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <optional>

namespace hearth::node {

/// Wakes a thread that waits for a socket. One thread waits, any may wake it; what came before it waits counts.
class WakeSignal {
public:
    WakeSignal();
    ~WakeSignal();
    WakeSignal(const WakeSignal&) = delete;
    WakeSignal& operator=(const WakeSignal&) = delete;

    void wake() const;
    /// Until the socket (−1: none) can be read or has ended, wake() is called, or `patience` is over; nothing: however
    /// long it takes.
    void wait(int socket, std::optional<core::Nanoseconds> patience) const;

private:
    const int m_fd;
};

} // namespace hearth::node
