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
using ChangeKind = WantedChange::Kind;

bool keeps_solo_ledger(const core::Home& home) {
    std::error_code ignored;
    return fs::exists(home.ledger() / "ledger.sqlite", ignored);
}

core::Error unmoved(const fs::path& place, const std::error_code& why) {
    return core::fail(core::Code::io, core::say("cannot_made", {place.string(), why.message()}),
                      core::say("check_folder_writable"));
}

Status make_keys(const fs::path& folder, const core::SigningKey& key) {
    HEARTH_TRY([[maybe_unused]] const fs::path nothing, core::restore_operator(folder, key, false));
    // Whoever types the words has them.
    return core::note_backup(folder, key.public_key(), {"words", core::system_clock().now()});
}

Status take_place(const fs::path& fresh, const fs::path& keys, const fs::path& aside) {
    std::error_code failed, again;
    fs::rename(keys, aside, failed);
    if (failed) return unmoved(aside, failed);
    fs::rename(fresh, keys, failed);
    if (!failed) return {};
    fs::rename(aside, keys, again);
    return unmoved(again ? aside : keys, failed);
}

/// The new keys are whole before those that are here move aside, and these come back if the new ones cannot take their
/// place.
Status replace_keys(const core::Home& home, const core::SigningKey& key) {
    constexpr std::size_t digits = 16;
    HEARTH_TRY(const core::OperatorKey present, core::OperatorKey::load(home.keys()));
    const fs::path fresh = home.root / "keys.restored",
                   aside = home.root / ("keys.replaced-" + present.account.hex().substr(0, digits));
    std::error_code failed;
    if (fs::exists(aside, failed))
        return core::fail(core::Code::conflict, core::say("file_exists_already", {aside.string()}),
                          core::say("move_it_away_first"));
    fs::remove_all(fresh, failed); // of one who was killed
    Status done = make_keys(fresh, key);
    if (done) done = take_place(fresh, home.keys(), aside);
    if (!done) fs::remove_all(fresh, failed); // nothing of the key stays behind
    return done;
}

/// The ledger first: with the keys of before it can go on, with the new ones it could not.
Status restore_owner(const core::Home& home, const core::SigningKey& key, MadeChange& made) {
    if (keeps_solo_ledger(home)) {
        HEARTH_TRY(made.aside, ledger::leave_solo(home));
    }
    const Status replaced = replace_keys(home, key);
    if (replaced || !made.aside) return replaced;
    core::Error failure = replaced.error();
    if (const Status back = ledger::take_solo_back(home, *made.aside); !back)
        failure.message = core::both(failure.message, back.error().message);
    else
        made.aside.reset();
    return failure;
}

Status change_home(const core::Home& home, const WantedChange& wanted, MadeChange& made) {
    HEARTH_TRY(const core::FileLock lock, core::FileLock::acquire(home.lock_file()));
    switch (wanted.kind) {
    case ChangeKind::restore:
        return restore_owner(home, *wanted.operator_key, made);
    case ChangeKind::join: {
        HEARTH_TRY(made.aside, ledger::join_network(home, *wanted.invitation, wanted.listen, {}, true));
        return {};
    }
    case ChangeKind::leave: {
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

const char* name_of(ChangeKind kind) {
    return kind == ChangeKind::restore ? "restore" : kind == ChangeKind::join ? "join" : "leave";
}

control::HomeChange MadeChange::view() const {
    control::HomeChange shown;
    shown.kind = name_of(kind);
    shown.state = failure ? control::ChangeState::failed : control::ChangeState::done;
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
    if (made.failure || made.kind != ChangeKind::join) return false;
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

std::optional<ChangeKind> ChangeWish::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_wanted ? std::optional(m_wanted->kind) : std::nullopt;
}

} // namespace hearth::node
