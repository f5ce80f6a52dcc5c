// SPDX-License-Identifier: Apache-2.0
#include "control/socket.h"
#include "control/socket_system.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace hearth::control {
namespace system {

int stream_socket() {
    return ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int accept_client(int listener) {
    return ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

bool peer_is_own_user(int fd) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

} // namespace system

core::Result<Wake> Wake::make() {
    Socket event(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!event.valid()) return core::fail(core::Code::io, "The control server could not make an event descriptor.");
    return Wake(std::move(event));
}

void Wake::wake() const {
    const std::uint64_t one = 1;
    // A full counter means that the thread is awake already.
    [[maybe_unused]] const ssize_t written = ::write(m_near.fd(), &one, sizeof one);
}

void Wake::clear() const {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_near.fd(), &count, sizeof count);
}

} // namespace hearth::control
