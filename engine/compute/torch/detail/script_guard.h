// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/script.h"

#include <optional>
#include <torch/csrc/jit/api/module.h>

namespace hearth::compute {

/// Refuses what the model may not call and puts a question into every loop, so that none is endless. Before its first
/// run. Errors: unsupported, naming the call.
core::Status guard_calls(const torch::jit::Module& module);

/// While it lives the loops of this thread's runs ask `goes_on`.
class AskedLoops {
public:
    explicit AskedLoops(const Script::GoesOn& goes_on);
    ~AskedLoops();
    AskedLoops(const AskedLoops&) = delete;
    AskedLoops& operator=(const AskedLoops&) = delete;

    /// Why a loop was ended; nothing if none was.
    const std::optional<core::Error>& ended() const { return m_ended; }
    void ask();

private:
    const Script::GoesOn& m_goes_on;
    std::optional<core::Error> m_ended;
};

} // namespace hearth::compute
