// SPDX-License-Identifier: Apache-2.0
#include "core/subprocess.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace hearth::core {
namespace {

/// That no other child inherits.
bool make_pipe(int (&ends)[2]) {
#ifdef __APPLE__ // not in one step: a child that another thread starts meanwhile gets it, and its end closes it
    if (::pipe(ends) != 0) return false;
    for (const int end : ends)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    return true;
#else
    return ::pipe2(ends, O_CLOEXEC) == 0;
#endif
}

} // namespace

Result<std::string> output_of(const std::vector<std::string>& words) {
    int ends[2];
    if (!make_pipe(ends)) return fail(Code::io, "A pipe cannot be made.");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int spawned = ::posix_spawn(&child, words.front().c_str(), &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    ::close(ends[1]);
    std::string output;
    std::array<char, 4096> piece;
    for (ssize_t got = 1; spawned == 0 && got > 0;) {
        got = ::read(ends[0], piece.data(), piece.size());
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            output.append(piece.data(), static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    if (spawned != 0) return fail(Code::not_found, "The program " + words.front() + " cannot be started.");
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
    return fail(Code::internal, "The program " + words.front() + " ended with status " + std::to_string(status) + ".");
}

} // namespace hearth::core
