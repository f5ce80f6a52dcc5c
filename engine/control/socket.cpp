// SPDX-License-Identifier: Apache-2.0
#include "control/socket.h"

#include <utility>

namespace hearth::control {

Socket::Socket(Socket&& other) noexcept : m_fd(std::exchange(other.m_fd, no_descriptor)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

} // namespace hearth::control
