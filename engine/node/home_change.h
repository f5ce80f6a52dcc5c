// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/home_changes.h"
#include "core/clock.h"
#include "core/keys.h"
#include "ledger/consensus/left_ledgers.h"
#include "ledger/consensus/network_place.h"

#include <mutex>
#include <optional>

namespace hearth::node {

/// What a home is to become while its service stands still; see control::HomeChanges.
struct WantedChange {
    enum class Kind { restore, join, leave };
    Kind kind = Kind::leave;
    std::optional<core::SigningKey> operator_key; ///< to restore
    std::optional<ledger::Invitation> invitation; ///< to join
    std::string listen = "127.0.0.1:26656";       ///< then, for other full nodes
};
const char* name_of(WantedChange::Kind kind);

/// What became of it.
struct MadeChange {
    WantedChange::Kind kind = WantedChange::Kind::leave;
    std::optional<core::Error> failure;         ///< the home is as it was before
    std::optional<std::filesystem::path> aside; ///< where the ledger that was left lies

    control::HomeChange view() const;
};
/// Holds the home's lock meanwhile; nobody serves it. Killed at any point, it is finished or undone by finish_change().
/// `step`: for fault tests; "ready", "keys gone" and those of joining and leaving.
MadeChange make_change(const core::Home& home, const WantedChange& wanted,
                       const core::Clock& clock = core::system_clock(), const ledger::LeavingSteps& step = {});
/// Before anything of a home is opened, with its lock held: a change that was killed is finished where something had
/// moved, and forgotten where nothing had. Errors: io, conflict, those of its key files.
core::Status finish_change(const core::Home& home);
/// After joining, where the service did not start then: the home is out of the network again, which `made` says with
/// the reason. False: nothing can be undone, because nothing was changed or what is here now is all that can be served,
/// or the start came as far as parting the jobs from the ledger that was left.
bool undo_change(const core::Home& home, MadeChange& made, const core::Error& why);

/// A change that waits for the service to stop: one at a time. Thread-safe.
class ChangeWish {
public:
    /// False: another one waits.
    bool put(WantedChange wanted);
    std::optional<WantedChange> take();
    /// Of the one that waits.
    std::optional<WantedChange::Kind> waiting() const;

private:
    mutable std::mutex m_mutex;
    std::optional<WantedChange> m_wanted;
};

} // namespace hearth::node
