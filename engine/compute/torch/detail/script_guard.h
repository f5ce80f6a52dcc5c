// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/script.h"

#include <filesystem>
#include <optional>
#include <torch/csrc/jit/api/module.h>

namespace hearth::compute {

/// Before the file is loaded: refuses code that would run while it is, and what takes more memory unpacked than there
/// is. Throws what libtorch throws. Errors: unsupported, out_of_memory.
core::Status check_archive(const std::filesystem::path& file);

/// What no model may call, by its name in libtorch without the overload.
bool is_refused_call(const std::string& call);

/// Refuses what the model may not call, puts a question before every call and into every loop, so that none is endless,
/// and gives each run constants of its own. Before its first run. Errors: unsupported, naming the call.
core::Status guard_calls(const torch::jit::Module& module);

/// While it lives the calls and loops of this thread's runs ask `goes_on`.
class AskedLoops {
public:
    explicit AskedLoops(const Script::GoesOn& goes_on);
    ~AskedLoops();
    AskedLoops(const AskedLoops&) = delete;
    AskedLoops& operator=(const AskedLoops&) = delete;

    /// Why the run was ended; nothing if it was not.
    const std::optional<core::Error>& ended() const { return m_ended; }
    void ask();

private:
    const Script::GoesOn& m_goes_on;
    std::optional<core::Error> m_ended;
};

} // namespace hearth::compute
