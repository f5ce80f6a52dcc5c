// SPDX-License-Identifier: Apache-2.0
#include "control/socket.h"
#include "control/socket_system.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

namespace hearth::control {
namespace system {
namespace {

/// As the other systems make it in one step. A child that another thread starts in between inherits the descriptor.
bool prepare(int fd) {
    return ::fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && ::fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
}

int prepared_socket(int fd) {
    const int on = 1;
    if (fd < 0) return fd;
    if (prepare(fd) && ::setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on) == 0) return fd;
    ::close(fd);
    return -1;
}

} // namespace

int stream_socket() {
    return prepared_socket(::socket(AF_UNIX, SOCK_STREAM, 0));
}

int accept_client(int listener) {
    return prepared_socket(::accept(listener, nullptr, nullptr));
}

bool peer_is_own_user(int fd) {
    uid_t user = 0;
    gid_t group = 0;
    return ::getpeereid(fd, &user, &group) == 0 && user == ::geteuid();
}

} // namespace system

namespace {

core::Error no_pipe() {
    return core::fail(core::Code::io, core::say("no_socket_could_made", {std::generic_category().message(errno)}));
}

} // namespace

core::Result<Wake> Wake::make() {
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) return no_pipe();
    Wake wake{Socket(ends[0]), Socket(ends[1])};
    for (const int end : ends)
        if (!system::prepare(end)) return no_pipe();
    return wake;
}

void Wake::wake() const {
    // A full pipe means that the thread is awake already.
    [[maybe_unused]] const ssize_t written = ::write(m_far.fd(), "", 1);
}

void Wake::clear() const {
    char bytes[256];
    while (::read(m_near.fd(), bytes, sizeof bytes) == static_cast<ssize_t>(sizeof bytes)) {
    }
}

} // namespace hearth::control
