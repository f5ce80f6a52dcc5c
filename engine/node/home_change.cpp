// SPDX-License-Identifier: Apache-2.0
#include "node/home_change.h"

#include "core/file.h"
#include "core/log.h"
#include "core/operator_key.h"
#include "ledger/consensus/network_joining.h"

#include <algorithm>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Status;
using ledger::LeavingSteps;
using ChangeKind = WantedChange::Kind;

bool keeps_solo_ledger(const core::Home& home) {
    std::error_code ignored;
    return fs::exists(home.ledger() / "ledger.sqlite", ignored);
}

core::Error unmoved(const fs::path& place, const std::error_code& why) {
    return core::fail(core::Code::io, core::say("cannot_made", {place.string(), why.message()}),
                      core::say("check_folder_writable"));
}

Status make_keys(const fs::path& folder, const core::SigningKey& key, core::Nanoseconds now) {
    HEARTH_TRY([[maybe_unused]] const fs::path nothing, core::restore_operator(folder, key, false));
    // Whoever types the words has them.
    return core::note_backup(folder, key.public_key(), {"words", now});
}

/// The new keys lie here, whole, before anything of the home moves: with them a change that was killed is finished.
fs::path restored_keys(const core::Home& home) {
    return home.root / "keys.restored";
}

void forget_restored_keys(const core::Home& home) {
    std::error_code ignored; // what stays is looked at by the next start
    fs::remove_all(restored_keys(home), ignored);
}

bool has_owner(const fs::path& keys) {
    const auto present = core::OperatorKey::load(keys);
    return present || present.error().code != core::Code::not_found;
}

core::Result<fs::path> place_for_present_keys(const core::Home& home) {
    constexpr std::size_t digits = 16;
    HEARTH_TRY(const core::OperatorKey present, core::OperatorKey::load(home.keys()));
    fs::path aside = home.root / ("keys.replaced-" + present.account.hex().substr(0, digits));
    std::error_code ignored;
    if (!fs::exists(aside, ignored)) return aside;
    return core::fail(core::Code::conflict, core::say("file_exists_already", {aside.string()}),
                      core::say("move_it_away_first"));
}

/// Those that are here come back if the new ones cannot take their place.
Status replace_keys(const core::Home& home, const LeavingSteps& step) {
    const fs::path keys = home.keys();
    std::optional<fs::path> aside;
    std::error_code failed, again;
    if (has_owner(keys)) {
        HEARTH_TRY(aside, place_for_present_keys(home));
        fs::rename(keys, *aside, failed);
        if (failed) return unmoved(*aside, failed);
    }
    if (step) step("keys gone");
    fs::rename(restored_keys(home), keys, failed);
    if (!failed) return {};
    if (aside) fs::rename(*aside, keys, again);
    return unmoved(keys, failed);
}

/// The ledger first: with the keys of before it can go on, with the new ones it could not.
Status restore_owner(const core::Home& home, const core::SigningKey& key, MadeChange& made, core::Nanoseconds now,
                     const LeavingSteps& step) {
    HEARTH_TRY([[maybe_unused]] const fs::path free, place_for_present_keys(home));
    forget_restored_keys(home);
    Status done = make_keys(restored_keys(home), key, now);
    if (step) step("ready");
    if (done && keeps_solo_ledger(home)) {
        auto left = ledger::leave_solo(home, step);
        if (left)
            made.aside = std::move(*left);
        else
            done = left.error();
    }
    if (done) done = replace_keys(home, step);
    if (done || !has_owner(home.keys())) return done; // without any keys the next start goes on
    forget_restored_keys(home);
    if (!made.aside) return done;
    core::Error failure = done.error();
    if (const Status back = ledger::take_solo_back(home, *made.aside); !back)
        failure.message = core::both(failure.message, back.error().message);
    else
        made.aside.reset();
    return failure;
}

/// Nothing, where they are not whole.
std::optional<core::PublicKey> owner_of_restored_keys(const core::Home& home) {
    const auto key = core::OperatorKey::load(restored_keys(home));
    if (!key) return std::nullopt;
    const auto note = core::backup_note(restored_keys(home), key->account); // is written last
    return note && *note ? std::optional(key->account) : std::nullopt;
}

Status change_home(const core::Home& home, const WantedChange& wanted, MadeChange& made, core::Nanoseconds now,
                   const LeavingSteps& step) {
    HEARTH_TRY(const core::FileLock lock, core::FileLock::acquire(home.lock_file()));
    switch (wanted.kind) {
    case ChangeKind::restore:
        return restore_owner(home, *wanted.operator_key, made, now, step);
    case ChangeKind::join: {
        HEARTH_TRY(made.aside, ledger::join_network(home, *wanted.invitation, wanted.listen, {}, true, step));
        return {};
    }
    case ChangeKind::leave: {
        HEARTH_TRY(made.aside, ledger::leave_network(home, false, step));
        return {};
    }
    }
    return {};
}

/// As long as no start has parted the home's jobs from it.
bool can_come_back(const core::Home& home, const fs::path& aside) {
    const auto due = ledger::partings_due(home);
    return due && std::any_of(due->begin(), due->end(), [&](const auto& parting) { return parting.folder == aside; });
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

MadeChange make_change(const core::Home& home, const WantedChange& wanted, const core::Clock& clock,
                       const LeavingSteps& step) {
    MadeChange made;
    made.kind = wanted.kind;
    if (const Status done = change_home(home, wanted, made, clock.now(), step); !done) made.failure = done.error();
    return made;
}

bool undo_change(const core::Home& home, MadeChange& made, const core::Error& why) {
    if (made.failure || made.kind != ChangeKind::join) return false;
    if (made.aside && !can_come_back(home, *made.aside)) return false;
    made.failure = why;
    if (const Status back = leave_again(home, made.aside); !back)
        made.failure->message = core::both(why.message, back.error().message);
    else
        made.aside.reset();
    return true;
}

Status finish_change(const core::Home& home) {
    HEARTH_CHECK(ledger::finish_joining(home));
    std::error_code unknown;
    if (!fs::exists(restored_keys(home), unknown)) return {};
    const auto owner = owner_of_restored_keys(home);
    const auto present = core::OperatorKey::load(home.keys());
    const bool nothing_gone = keeps_solo_ledger(home) || ledger::NetworkPlace::is_there(home);
    const bool stays = present ? present->account == owner || nothing_gone : has_owner(home.keys());
    core::log::info("node", "a restore was cut short", {{"goes_on", owner && !stays}});
    if (owner && !stays) return replace_keys(home, {});
    forget_restored_keys(home);
    return {};
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
