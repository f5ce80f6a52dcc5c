// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/comet_rpc.h"

#include <functional>
#include <memory>

namespace hearth::ledger {

/// Runs CometBFT as a child: started again with growing pauses when it ends, and when it stands still, but not while
/// the disk is full; what it writes goes to our log; it dies with this process. Thread-safe.
class CometProcess {
public:
    struct Options {
        std::filesystem::path program, home, rpc_socket;
        std::function<core::Height()> progress; ///< of the application: a number that grows as the engine works
        std::function<void(unsigned)> prepare;  ///< before each start, with how many there were; its thread
        /// Asked before each start, and until it is so; empty: whether the disk has room for the engine's next blocks.
        std::function<bool()> has_room;
        core::Nanoseconds stall_after = 120'000'000'000; ///< without progress, while others are there
        core::Nanoseconds stop_within = 10'000'000'000;  ///< then it is killed
    };
    struct Health {
        bool running = false;
        int pid = 0;
        unsigned starts = 0;
        std::string last_end; ///< how the engine ended the last time; empty: never
        /// The network has another app hash than the application: the engine was stopped and is not started again.
        bool differs = false;
        bool full = false; ///< it was stopped, or is not started, because the disk is full
    };

    explicit CometProcess(Options options);
    /// Stops it.
    ~CometProcess();
    Health health() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::ledger
