// SPDX-License-Identifier: Apache-2.0
#include "node/door/first_run_desk.h"

#include "core/user_folders.h"
#include "node/models/first_model.h"

namespace hearth::node {
namespace {

constexpr const char* kept_as = "first_run.step";

} // namespace

core::Result<std::string> FirstRunDesk::step() const {
    HEARTH_TRY(const std::string kept, m_parts.store.setting(kept_as));
    if (control::is_first_run_step(kept)) return kept;
    if (!m_parts.serves) return std::string(control::first_run_steps.back());
    HEARTH_TRY(const control::JobTotals jobs, m_parts.store.count_jobs());
    const bool used = jobs.running + jobs.done + jobs.failed + jobs.cancelled > 0 || !m_parts.models.all().empty();
    return std::string(used ? control::first_run_steps.back() : control::first_run_steps.front());
}

/// Its file is hashed while it is not known to be there, and not again.
std::optional<control::ModelAtHand> FirstRunDesk::model() const {
    const std::lock_guard lock(m_mutex);
    std::error_code gone;
    if (m_model && std::filesystem::exists(m_model->path, gone)) return m_model;
    const auto cache = core::user_folders::cache();
    auto found = first_model(m_parts.program_folder, cache ? *cache / "hearth/build/models" : m_parts.program_folder);
    if (found && !found->path.empty()) m_model = found;
    return found;
}

core::Result<control::FirstRun> FirstRunDesk::view() const {
    control::FirstRun shown;
    HEARTH_TRY(shown.step, step());
    shown.home = m_parts.home.root.string();
    std::error_code unknown;
    const std::filesystem::space_info space = std::filesystem::space(m_parts.home.root, unknown);
    if (!unknown) {
        shown.disk_free_bytes = space.available;
        shown.disk_total_bytes = space.capacity;
    }
    shown.models_bytes = m_parts.models.total_bytes();
    if (const std::uint64_t quota = m_parts.models.quota(); quota > 0) shown.models_quota_bytes = quota;
    // Who is done sees none of it, and looking takes time.
    if (shown.step != control::first_run_steps.back()) shown.model = model();
    const Autostart::State autostart = m_autostart.state();
    shown.autostart = autostart.on;
    shown.autostart_can_change = autostart.can_change;
    shown.autostart_reason = autostart.reason;
    return shown;
}

core::Result<control::FirstRun> FirstRunDesk::move(const std::string& step) {
    if (!control::is_first_run_step(step))
        return core::fail(core::Code::invalid_argument, core::say("no_first_run_step", {step.substr(0, 64)}),
                          core::say("first_run_steps_are"));
    HEARTH_CHECK(m_parts.store.set_setting(kept_as, step));
    m_parts.events.publish("first_run");
    return view();
}

core::Result<control::FirstRun> FirstRunDesk::set_autostart(bool on) {
    HEARTH_CHECK(m_autostart.set(on));
    m_parts.events.publish("first_run");
    return view();
}

} // namespace hearth::node
