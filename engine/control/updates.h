// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/network_words.h"
#include "control/progress.h"
#include "core/result.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>

/// New versions of the program; see values.h.
namespace hearth::control {

struct UpdateView {
    UpdateState state = UpdateState::unknown;
    core::Sentence sentence; ///< that in words
    core::Sentence applying; ///< what applying it means here, or how it is done; empty: there is nothing to apply
    core::Sentence problem;  ///< why the last look or download failed; empty: it did not
    std::string version;     ///< that runs
    std::string offered;     ///< that the server has; empty: none that is newer
    std::string notes;       ///< what is new in it, in its makers' words
    std::string mode;        ///< "never", "ask" or "idle": the setting updates.apply
    std::uint64_t bytes = 0; ///< of its package; 0: none is for this installation
    std::uint64_t done = 0;  ///< of these that are here
    std::optional<core::Nanoseconds> checked_at; ///< the last time that the server gave a good answer
    bool can_download = false, can_apply = false;
};

/// The part of a Node that brings new versions of the program; the same rules hold for its calls. A refusal changes
/// nothing: what runs, runs on, and what came stays unless its bytes are wrong.
class UpdateCalls {
public:
    virtual ~UpdateCalls() = default;

    virtual core::Result<UpdateView> update_status() = 0;
    /// Asks the server. Errors: unsupported (this build takes none), refused (key, signature, age, a lower version, a
    /// clock that is off), corrupt, unavailable, busy.
    virtual core::Result<UpdateView> check_update(const OnProgress& progress) = 0;
    /// Goes on where it stopped. Errors: conflict (nothing to download), corrupt (other bytes; they are removed),
    /// cancelled, unavailable, io, busy.
    virtual core::Result<UpdateView> download_update(const OnProgress& progress) = 0;
    /// Errors: conflict (not here as a whole), unsupported (with the command that does it), busy (something is being
    /// computed), refused (by the setting, or it does not run here), corrupt, io.
    virtual core::Result<UpdateView> apply_update(const OnProgress& progress) = 0;
};

} // namespace hearth::control
