// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/units.h"
#include "node/workers/subprocess.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hearth::node {

struct ProbeLaunch {
    std::filesystem::path program; ///< hearth-probe
    std::vector<std::string> arguments;
    std::filesystem::path stderr_file;
    core::Nanoseconds deadline = 5'000'000'000; ///< for one answer
    const core::Clock* clock = &core::system_clock();
};

/// A running hearth-probe. One thread starts, asks and destroys it, and outlives it. Nothing here waits longer
/// than the deadline, whatever the driver does to the process.
class ProbeClient {
public:
    explicit ProbeClient(ProbeLaunch launch) : m_launch(std::move(launch)) {}
    ~ProbeClient();

    /// One line for one line, starting the process first if there is none. Errors: what the probe answered;
    /// timed_out and corrupt (it crashed, or talks nonsense), after both of which it is gone; busy while the
    /// kernel does not let go of the last one; not_found (no program).
    core::Result<std::string> ask(const std::string& line);
    /// Ends the call that waits now, and every later one, with cancelled. From any thread.
    void give_up() { m_given_up = true; }

private:
    core::Status start();
    core::Result<std::string> receive();
    core::Error end(core::Code code, const core::Sentence& what);

    ProbeLaunch m_launch;
    std::unique_ptr<Subprocess> m_process, m_stuck;
    int m_socket = -1;
    std::string m_received;
    std::atomic<bool> m_given_up = false;
};

} // namespace hearth::node
