// SPDX-License-Identifier: Apache-2.0
#include "core/sentence_tables.h"

namespace hearth::core {
namespace {

constexpr Wording table[] = {
    {"update_no_version", "\"%1\" is no version of Hearth.", nullptr},
    {"update_none_in_build", "This build of Hearth takes no updates.", nullptr},
    {"update_get_it_yourself", "Get new versions where you got this one.", nullptr},
    {"update_no_server", "No update server is set.", nullptr},
    {"update_name_server", "Name one: hearthctl settings set updates.url URL", nullptr},
    {"update_manifest_unreadable",
     "What the update server says of its newest version cannot be read; nothing was changed.", nullptr},
    {"update_manifest_newer", "The update server writes in a newer form than this version reads.", nullptr},
    {"update_tell_packager", "Tell whoever this installation came from; what runs is not touched.", nullptr},
    {"update_other_key", "The update is signed with another key (%1…) than the one that this program trusts.", nullptr},
    {"update_bad_signature", "The signature of the update does not hold.", nullptr},
    {"update_of_the_future", "By this computer's clock the update was made %1 minutes in the future.", nullptr},
    {"update_too_old", "What the update server says of version %1 has not held for %2 hours by this computer's clock.",
     nullptr},
    {"update_set_clock",
     "Check date, time and time zone of this computer; if they are right, the server has stood still.", nullptr},
    {"update_older_than_shown", "The update server says something older about version %1 than it said before.",
     nullptr},
    {"update_below_floor", "Version %1 must not be installed any more: the lowest that may is %2.", nullptr},
    {"update_downgrade", "The update server offers version %1, which is lower than %2, which runs here.", nullptr},
    {"update_nothing_to_do", "There is nothing to do; what runs, runs on.", nullptr},
    {"update_asking", "asking the update server", nullptr},
    {"update_placing", "putting the new version in its place", nullptr},
    {"update_current", "Version %1 is the newest.", nullptr},
    {"update_not_drawn", "Version %1 goes to a part of the nodes first; this one is not among them yet.", nullptr},
    {"update_comes_by_itself", "Its turn comes by itself; look again later.", nullptr},
    {"update_no_package", "Version %1 is out, but the server has no package of it for this installation.", nullptr},
    {"update_not_looked", "It is not known whether there is a newer version; the node looks by itself soon.", nullptr},
    {"update_not_looked_by_itself",
     "It is not known whether there is a newer version; the setting updates.check is off.", nullptr},
    {"update_never_looked", "It is not known yet whether there is a newer version.", nullptr},
    {"update_check_first", "Look first: hearthctl update check", nullptr},
    {"update_offered", "Version %1 is there to be downloaded.", nullptr},
    {"update_downloading", "Version %1 is being downloaded.", nullptr},
    {"update_downloaded", "Version %1 is downloaded, and its bytes are right.", nullptr},
    {"update_applied", "Version %1 is in its place and runs from the next start of %2.", nullptr},
    {"update_by_package",
     "The package manager installs it, which needs root; the command stands here once it is downloaded.", nullptr},
    {"update_by_link",
     "It is put beside this version, which stays, and %1 then leads to it. Nothing is restarted: it runs from the next "
     "start.",
     nullptr},
    {"update_needs_root", "This program came by the package manager, and only that may replace it.", nullptr},
    {"update_run_command", "Run: sudo apt install %1", nullptr},
    {"update_apply_never", "The setting updates.apply says that new versions are only shown.", nullptr},
    {"update_allow_applying", "Allow it: hearthctl settings set updates.apply ask", nullptr},
    {"update_not_whole", "Version %1 is not here as a whole.", nullptr},
    {"update_download_first", "Download it first: hearthctl update download", nullptr},
    {"update_not_idle", "Answers are being computed; a new version is applied only when none is.", nullptr},
    {"update_wait_or_pause", "Wait, or let it finish and take no more: hearthctl node pause", nullptr},
    {"update_at_work", "An update is being looked for, downloaded or applied already.", nullptr},
    {"update_stopped", "It was stopped; what has come stays.", nullptr},
    {"update_nothing_changed", "Nothing was changed; the same call goes on.", nullptr},
    {"update_wrong_bytes", "The bytes of the package are not those that were signed; they were removed.", nullptr},
    {"update_try_again", "Download it again; if that fails too, somebody on the way changes it.", nullptr},
    {"update_server_has_not", "The update server does not have what it promised.", nullptr},
    {"update_server_failed", "Nothing came from the update server: %1", nullptr},
    {"update_server_status", "The update server answers with the status %1.", nullptr},
    {"update_look_at_url", "It is tried again by itself. The server's address is the setting updates.url.", nullptr},
    {"update_not_placed", "%1 cannot be written: %2. The version before stays in its place.", nullptr},
    {"update_look_at_folder",
     "See that the folder is yours, has room and that nothing else stands there; then apply again.", nullptr},
    {"update_not_unpacked", "%1 cannot be unpacked.", nullptr},
    {"update_does_not_run", "Version %1 does not start on this computer, and was not put in place.", nullptr},
    {"update_old_stays", "The version that runs stays; get one that is made for this system.", nullptr},
    {"update_link_taken", "%1 is there and is no link that an update may move.", nullptr},
    {"update_place_taken", "%1 is there, and this home did not put it there from the package that was signed.",
     nullptr},
    {"update_move_folder", "Move %1 away, then apply again; nothing of it was run.", nullptr},
    {"update_folder_shared", "%1 is not this user's own folder, or others may write to it.", nullptr},
    {"update_own_folder", "Take the others' right to write away (chmod go-w %1), then apply again.", nullptr},
    {"update_examine_first",
     "It is examined once more before you install it; then the command is shown: hearthctl update download", nullptr},
};

} // namespace

std::span<const Wording> update_table() {
    return table;
}

} // namespace hearth::core
