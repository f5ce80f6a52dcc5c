// SPDX-License-Identifier: Apache-2.0
#include "node/updates/server_error.h"
#include "node/updates/trial.h"
#include "node/updates/updates.h"

#include <charconv>

namespace hearth::node {

using control::UpdateState;
using control::UpdateView;

/// What applying means, in the words of this installation.
void Updates::describe(const Release& release, UpdateView& view) const {
    const std::string version = release.version.text();
    view.offered = version;
    view.notes = release.notes;
    const ReleaseFile* const file = package(release);
    if (file == nullptr) {
        view.state = UpdateState::offered;
        view.sentence = core::say("update_no_package", {version});
        view.applying = core::say("update_get_it_yourself");
        return;
    }
    const hub::PartialFile here = part(release, *file);
    const bool whole = here.is_whole(), by_package = m_parts.installed.form == InstalledAs::Form::package;
    view.bytes = file->bytes;
    view.done = std::min(here.bytes(), file->bytes);
    view.state = m_downloading ? UpdateState::downloading : whole ? UpdateState::downloaded : UpdateState::offered;
    view.sentence = core::say(m_downloading ? "update_downloading"
                              : whole       ? "update_downloaded"
                                            : "update_offered",
                              {version});
    if (!m_downloading && Trial::gave_way(m_parts.installed, version))
        view.sentence = core::say("update_gave_way", {version, m_parts.version});
    // Root runs it: a file that only lies there under the right name is no package that anybody signed.
    const bool examined = whole && m_examined && m_examined == FileState::of(here.place());
    if (by_package)
        view.applying = examined ? core::say("update_run_command", {here.place().string()})
                        : whole  ? core::say("update_examine_first")
                                 : core::say("update_by_package");
    else
        view.applying = core::say("update_by_link", {m_parts.installed.link().string()});
    view.can_download = (!whole || (by_package && !examined)) && !m_at_work;
    view.can_apply = whole && !by_package && !m_at_work && m_settings.apply != "never";
    if (!is_put_beside(m_parts.installed, release.version)) return;
    view.state = UpdateState::applied;
    view.sentence = core::say("update_applied", {version, (m_parts.installed.link() / "bin" / "hearthd").string()});
    view.applying = {};
    view.can_download = view.can_apply = false;
}

core::Result<UpdateView> Updates::view() const {
    const std::lock_guard lock(m_mutex);
    UpdateView view;
    view.version = m_parts.version;
    view.mode = m_settings.apply;
    view.problem = m_problem;
    if (const core::Status can = ready(); !can) {
        view.state = UpdateState::off;
        view.sentence = core::both(can.error().message, can.error().hint);
        return view;
    }
    HEARTH_TRY(const std::string checked, m_parts.store.setting("updates.checked_at"));
    core::Nanoseconds at = 0;
    std::from_chars(checked.data(), checked.data() + checked.size(), at);
    if (at > 0) view.checked_at = at;
    const auto release = shown();
    if (!release) {
        view.state = UpdateState::unknown;
        view.sentence = core::say(m_settings.check ? "update_not_looked" : "update_not_looked_by_itself");
        // Nothing there yet is no problem; something there that does not hold any more is one.
        if (view.problem.empty() && release.error().code != core::Code::not_found)
            view.problem = release.error().message;
        return view;
    }
    if (release->version <= *m_running) {
        view.state = UpdateState::current;
        view.sentence = core::say("update_current", {m_parts.version});
        return view;
    }
    if (is_drawn(*release, m_parts.node_key)) {
        describe(*release, view);
        return view;
    }
    view.state = UpdateState::waiting;
    view.sentence = core::say("update_not_drawn", {release->version.text()});
    view.offered = release->version.text();
    view.notes = release->notes;
    return view;
}

} // namespace hearth::node
