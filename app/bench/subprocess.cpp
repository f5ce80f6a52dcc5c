// SPDX-License-Identifier: Apache-2.0
#include "subprocess.h"

#include <array>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace hearth::app {

using core::Code;
using core::fail;

core::Result<std::string> output_of(const std::vector<std::string>& words) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Code::io, "A pipe cannot be made.");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int spawned = ::posix_spawn(&child, words.front().c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string output;
    std::array<char, 4096> piece;
    for (ssize_t got = 1; spawned == 0 && got > 0;) {
        got = ::read(ends[0], piece.data(), piece.size());
        if (got > 0) output.append(piece.data(), static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    if (spawned != 0) return fail(Code::not_found, "The program " + words.front() + " cannot be started.");
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
    return fail(Code::internal, "The program " + words.front() + " ended with status " + std::to_string(status) + ".");
}

} // namespace hearth::app
