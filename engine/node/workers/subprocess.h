// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::node {

struct Captured {
    int exit_code = -1;
    std::string output; ///< first MiB of stdout
};

/// Runs a program with exactly this environment, without stdin, and returns its output. Errors: not_found,
/// timed_out, and cancelled where `goes_on`, asked five times a second, says no (it is killed then). `heard` gets each
/// piece of the output as it comes.
core::Result<Captured> run_and_capture(const std::vector<std::string>& words,
                                       const std::vector<std::string>& environment, unsigned timeout_s,
                                       const std::function<bool()>& goes_on = {},
                                       const std::function<void(std::string_view)>& heard = {});

/// A child that inherits one socket and nothing else: empty environment, no other descriptor, stderr into a
/// file. It must be started from a thread that lives as long as it: the kernel ends it with that thread.
class Subprocess {
public:
    static core::Result<std::unique_ptr<Subprocess>> start(const std::vector<std::string>& words, int inherited_fd,
                                                           const std::filesystem::path& stderr_file);
    /// Kills and reaps.
    ~Subprocess();

    std::int64_t pid() const;
    /// The innermost process below it: the worker itself, when bubblewrap is in between.
    std::int64_t leaf_pid() const;
    /// Waits up to `patience_ms` for the end, then kills; how it ended, for people. Abandons one that does not end
    /// then, after a few seconds.
    core::Sentence end(unsigned patience_ms);
    /// Kills now; nullopt while the kernel does not let it go because a driver hangs. Ask again later.
    std::optional<core::Sentence> kill(unsigned patience_ms);
    /// Gives up on one that the kernel does not let go: nothing waits for it any more.
    void abandon();

private:
    struct Impl;
    explicit Subprocess(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::node
