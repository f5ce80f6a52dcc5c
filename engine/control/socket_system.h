// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

/// What systems with POSIX sockets do differently. Descriptors are non-blocking and go to no child; -1 and errno: none.
namespace hearth::control::system {

#ifdef MSG_NOSIGNAL
constexpr int send_flags = MSG_NOSIGNAL;
#else
constexpr int send_flags = 0; // the socket itself says that no signal is wanted
#endif

int stream_socket();
int accept_client(int listener);
bool peer_is_own_user(int fd);

} // namespace hearth::control::system
