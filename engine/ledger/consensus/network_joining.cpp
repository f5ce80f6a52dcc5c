// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/network_joining.h"

#include "core/file.h"

namespace hearth::ledger {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

fs::path ready_file(const core::Home& home) {
    return NetworkPlace::folder(home) / "genesis.joining";
}

Status prepare_place(const core::Home& home, const NetworkPlace& place) {
    HEARTH_CHECK(core::check_no_folder(NetworkPlace::genesis_file(home)));
    HEARTH_CHECK(place.save_settings(home));
    return core::write_file_atomic(ready_file(home), place.genesis.encode(), 0600);
}

/// Needs no room on the disk.
Status mark_place(const core::Home& home) {
    std::error_code failed;
    fs::rename(ready_file(home), NetworkPlace::genesis_file(home), failed);
    if (!failed) return {};
    return fail(Code::io, core::say("cannot_made", {NetworkPlace::genesis_file(home).string(), failed.message()}),
                core::say("check_folder_writable"));
}

Status forget_place(const core::Home& home) {
    std::error_code failed;
    fs::remove(ready_file(home), failed);
    return failed ? fail(Code::io, core::say("file_cannot_removed", {ready_file(home).string(), failed.message()}))
                  : Status();
}

core::Error with(core::Error why, const Status& undone) {
    if (!undone) why.message = core::both(why.message, undone.error().message);
    return why;
}

} // namespace

core::Result<std::optional<fs::path>> take_place(const core::Home& home, const NetworkPlace& place, bool solo,
                                                 const LeavingSteps& step) {
    HEARTH_CHECK(prepare_place(home, place));
    if (step) step("ready");
    std::optional<fs::path> aside; // as late as can be: what fails leaves the home its ledger
    if (solo) {
        auto left = leave_solo(home, step);
        if (!left) return with(left.error(), forget_place(home));
        aside = std::move(*left);
    }
    if (step) step("gone");
    const Status marked = mark_place(home);
    if (marked) return aside;
    core::Error failed = aside ? with(marked.error(), take_solo_back(home, *aside)) : marked.error();
    return with(std::move(failed), forget_place(home));
}

Status finish_joining(const core::Home& home) {
    std::error_code unknown;
    if (!fs::exists(ready_file(home), unknown)) return {};
    const bool has_ledger = NetworkPlace::is_there(home) || fs::exists(home.ledger() / "ledger.sqlite", unknown);
    return has_ledger ? forget_place(home) : mark_place(home);
}

} // namespace hearth::ledger
