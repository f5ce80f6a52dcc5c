// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "fake/scripted_hub.h"

namespace hearth::desktop::fake {

using control::UpdateView;
using core::Code;
using core::fail;
using core::say;

namespace {

constexpr std::uint64_t package_bytes = 61'482'904;
constexpr const char* newest = "/home/anna/programs/hearth";

} // namespace

core::Result<UpdateView> ScriptedHub::update_status() {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_hub_mutex);
    UpdateView view;
    view.state = m_update_state;
    view.version = "0.1.0";
    view.offered = "0.2.0";
    view.mode = "ask";
    view.notes =
        "Answers begin sooner on machines with little memory.\nThe window shows how long a download will take.";
    view.bytes = package_bytes;
    view.done = view.state == control::UpdateState::offered ? 0 : package_bytes;
    view.checked_at = m_update_checked_at;
    view.can_download = view.state == control::UpdateState::offered;
    view.can_apply = view.state == control::UpdateState::downloaded;
    if (view.state == control::UpdateState::applied) {
        view.sentence = say("update_applied", {view.offered, std::string(newest) + "/bin/hearthd"});
        return view;
    }
    view.sentence = say(view.can_apply ? "update_downloaded" : "update_offered", {view.offered});
    view.applying = say("update_by_link", {newest});
    return view;
}

core::Result<UpdateView> ScriptedHub::tell_update(std::optional<control::UpdateState> state,
                                                  core::Nanoseconds checked_at) {
    {
        const std::lock_guard lock(m_hub_mutex);
        m_update_state = state.value_or(m_update_state);
        if (checked_at > 0) m_update_checked_at = checked_at;
    }
    publish("updates");
    return update_status();
}

core::Result<UpdateView> ScriptedHub::check_update(const control::OnProgress& progress) {
    HEARTH_CHECK(answers());
    if (!step(progress, say("update_asking"), 0, 0))
        return fail(Code::cancelled, say("update_stopped"), say("update_nothing_changed"));
    return tell_update({}, core::system_clock().now());
}

core::Result<UpdateView> ScriptedHub::download_update(const control::OnProgress& progress) {
    HEARTH_CHECK(answers());
    constexpr std::uint64_t part = package_bytes / 40;
    for (std::uint64_t done = 0; done <= package_bytes; done += part)
        if (!step(progress, say("hub_fetching"), done, package_bytes))
            return fail(Code::cancelled, say("update_stopped"), say("update_nothing_changed"));
    return tell_update(control::UpdateState::downloaded, 0);
}

core::Result<UpdateView> ScriptedHub::apply_update(const control::OnProgress& progress) {
    HEARTH_TRY(const UpdateView now, update_status());
    if (!now.can_apply)
        return fail(Code::conflict, say("update_not_whole", {now.offered}), say("update_download_first"));
    if (!step(progress, say("update_placing"), 0, 0))
        return fail(Code::cancelled, say("update_stopped"), say("update_nothing_changed"));
    return tell_update(control::UpdateState::applied, 0);
}

} // namespace hearth::desktop::fake
