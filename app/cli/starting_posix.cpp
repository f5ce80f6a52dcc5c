// SPDX-License-Identifier: Apache-2.0
#include "starting.h"

#include "core/host_port.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netdb.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace hearth::cli {

core::Status start_service(const std::filesystem::path& program, const core::Home& home) {
    const std::string name = program.string(), root = home.root.string();
    std::array<char*, 4> arguments{const_cast<char*>(name.c_str()), const_cast<char*>("--home"),
                                   const_cast<char*>(root.c_str()), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, name.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) return core::fail(core::Code::io, name + " can not be started: " + std::strerror(failed) + ".");
    int ended = 0;
    while (::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0) return {};
    return core::fail(core::Code::unavailable, "The service of " + root + " did not start.",
                      "See what it said above and in " + (home.logs() / "hearthd.log").string() + ".");
}

bool is_taken(const std::string& listen) {
    const auto place = core::parse_host_port(listen);
    if (!place || place->port == 0) return false;
    addrinfo wanted{}, *found = nullptr;
    wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV | AI_NUMERICHOST;
    wanted.ai_socktype = SOCK_STREAM;
    if (::getaddrinfo(place->host.c_str(), std::to_string(place->port).c_str(), &wanted, &found) != 0) return false;
    bool taken = false;
    const int fd = ::socket(found->ai_family, SOCK_STREAM, 0);
    if (fd >= 0) {
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        const int on = 1; // as servers do: a connection that has just ended takes no port
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        taken = ::bind(fd, found->ai_addr, found->ai_addrlen) != 0 && errno == EADDRINUSE;
        ::close(fd);
    }
    ::freeaddrinfo(found);
    return taken;
}

} // namespace hearth::cli
