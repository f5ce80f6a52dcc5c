// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/first_run.h"
#include "control/progress.h"
#include "control/work.h"
#include "core/result.h"

namespace hearth::control {

/// The part of a Node that sets a home up and looks at what its devices do; the same rules hold for its calls.
class SetUp {
public:
    virtual ~SetUp() = default;

    /// Where the set-up stands, and what its steps show.
    virtual core::Result<FirstRun> first_run() = 0;
    /// Kept in the home before it returns. Errors: invalid_argument (no such step), io.
    virtual core::Result<FirstRun> move_first_run(const std::string& step) = 0;
    /// Errors: unsupported (with the reason), refused.
    virtual core::Result<FirstRun> set_autostart(bool on) = 0;
    /// Whether a device, "cpu" or "vulkan:0", computes each exact profile to the bit: a check for each. Takes seconds.
    /// Errors: not_found, busy (answers are being computed), cancelled, those of its worker.
    virtual core::Result<std::vector<Check>> test_device(const std::string& device, const OnProgress& progress) = 0;
    /// What benchmark() gave, newest first; of all devices.
    virtual core::Result<std::vector<BenchmarkRecord>> benchmarks() = 0;
};

} // namespace hearth::control
