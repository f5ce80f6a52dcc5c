// SPDX-License-Identifier: Apache-2.0
#include "node/home_change.h"

#include "core/clock.h"
#include "core/file.h"
#include "core/operator_key.h"
#include "ledger/consensus/left_ledgers.h"

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Status;
using Kind = WantedChange::Kind;

bool keeps_solo_ledger(const core::Home& home) {
    std::error_code ignored;
    return fs::exists(home.ledger() / "ledger.sqlite", ignored);
}

/// The ledger first: with the keys of before it can go on, with the new ones it could not.
Status restore_owner(const core::Home& home, const core::SigningKey& key, MadeChange& made) {
    if (keeps_solo_ledger(home)) {
        HEARTH_TRY(made.aside, ledger::leave_solo(home));
    }
    const auto keys = core::restore_operator(home.keys(), key, true);
    if (keys) {
        // Whoever types the words has them; a note that cannot be kept only makes the window ask for them again.
        static_cast<void>(core::note_backup(home.keys(), key.public_key(), {"words", core::system_clock().now()}));
        return {};
    }
    if (made.aside)
        if (const Status back = ledger::take_solo_back(home, *made.aside); !back) return back.error();
    made.aside.reset();
    return keys.error();
}

Status change_home(const core::Home& home, const WantedChange& wanted, MadeChange& made) {
    HEARTH_TRY(const core::FileLock lock, core::FileLock::acquire(home.lock_file()));
    switch (wanted.kind) {
    case Kind::restore:
        return restore_owner(home, *wanted.operator_key, made);
    case Kind::join: {
        HEARTH_TRY(made.aside, ledger::join_network(home, *wanted.invitation, wanted.listen, {}, true));
        return {};
    }
    case Kind::leave: {
        HEARTH_TRY(made.aside, ledger::leave_network(home, false));
        return {};
    }
    }
    return {};
}

/// The chain that was joined goes to left/, without the jobs of the ledger before; that ledger comes back.
Status leave_again(const core::Home& home, const std::optional<fs::path>& aside) {
    HEARTH_TRY(const core::FileLock lock, core::FileLock::acquire(home.lock_file()));
    HEARTH_TRY(const fs::path kept, ledger::leave_network(home, false));
    HEARTH_TRY(const auto due, ledger::partings_due(home));
    for (const ledger::Parting& parting : due)
        if (parting.folder == kept) HEARTH_CHECK(ledger::end_parting(parting));
    return aside ? ledger::take_solo_back(home, *aside) : Status();
}

} // namespace

const char* name_of(Kind kind) {
    return kind == Kind::restore ? "restore" : kind == Kind::join ? "join" : "leave";
}

control::HomeChange MadeChange::view() const {
    control::HomeChange shown;
    shown.kind = name_of(kind);
    shown.state = failure ? "failed" : "done";
    if (failure) shown.reason = failure->message;
    if (failure) shown.repair = failure->hint;
    if (aside) shown.kept = aside->string();
    return shown;
}

MadeChange make_change(const core::Home& home, const WantedChange& wanted) {
    MadeChange made;
    made.kind = wanted.kind;
    if (const Status done = change_home(home, wanted, made); !done) made.failure = done.error();
    return made;
}

bool undo_change(const core::Home& home, MadeChange& made, const core::Error& why) {
    if (made.failure || made.kind != Kind::join) return false;
    made.failure = why;
    if (const Status back = leave_again(home, made.aside); !back)
        made.failure->message = core::both(why.message, back.error().message);
    else
        made.aside.reset();
    return true;
}

bool ChangeWish::put(WantedChange wanted) {
    const std::lock_guard lock(m_mutex);
    if (m_wanted) return false;
    m_wanted = std::move(wanted);
    return true;
}

std::optional<WantedChange> ChangeWish::take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_wanted, std::nullopt);
}

std::optional<Kind> ChangeWish::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_wanted ? std::optional(m_wanted->kind) : std::nullopt;
}

} // namespace hearth::node
