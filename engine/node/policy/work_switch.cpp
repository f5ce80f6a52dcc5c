// SPDX-License-Identifier: Apache-2.0
#include "node/policy/work_switch.h"

#include <charconv>

namespace hearth::node {
namespace {

constexpr const char* paused_setting = "paused";
constexpr const char* snoozed_setting = "snoozed_until";

} // namespace

core::Result<std::unique_ptr<WorkSwitch>> WorkSwitch::open(Store& store) {
    std::unique_ptr<WorkSwitch> work_switch(new WorkSwitch(store));
    HEARTH_TRY(const std::string paused, store.setting(paused_setting));
    HEARTH_TRY(const std::string snoozed, store.setting(snoozed_setting));
    work_switch->m_paused = paused == "yes";
    std::from_chars(snoozed.data(), snoozed.data() + snoozed.size(), work_switch->m_snoozed_until);
    return work_switch;
}

core::Status WorkSwitch::keep() {
    HEARTH_CHECK(m_store.set_setting(paused_setting, m_paused ? "yes" : "no"));
    return m_store.set_setting(snoozed_setting, std::to_string(m_snoozed_until));
}

core::Status WorkSwitch::pause() {
    const std::lock_guard lock(m_mutex);
    m_paused = true;
    m_snoozed_until = 0;
    return keep();
}

core::Status WorkSwitch::snooze_until(core::Nanoseconds until) {
    const std::lock_guard lock(m_mutex);
    m_paused = false;
    m_snoozed_until = until;
    return keep();
}

core::Status WorkSwitch::resume() {
    const std::lock_guard lock(m_mutex);
    m_paused = false;
    m_snoozed_until = 0;
    m_problem.clear();
    m_repair.clear();
    return keep();
}

void WorkSwitch::set_problem(const core::Error& error) {
    const std::lock_guard lock(m_mutex);
    m_problem = error.message;
    m_repair = error.hint;
}

bool WorkSwitch::has_problem() const {
    const std::lock_guard lock(m_mutex);
    return !m_problem.empty();
}

core::Status WorkSwitch::recover() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(keep());
    m_problem.clear();
    m_repair.clear();
    return {};
}

void WorkSwitch::set_starting(bool starting) {
    const std::lock_guard lock(m_mutex);
    m_starting = starting;
}

void WorkSwitch::set_stopping() {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
}

bool WorkSwitch::stopping() const {
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

std::optional<core::Nanoseconds> WorkSwitch::snoozed_until() const {
    const std::lock_guard lock(m_mutex);
    return m_snoozed_until == 0 ? std::nullopt : std::optional(m_snoozed_until);
}

bool WorkSwitch::snooze_ended(core::Nanoseconds now) {
    const std::lock_guard lock(m_mutex);
    if (m_snoozed_until == 0 || now < m_snoozed_until) return false;
    m_snoozed_until = 0;
    return true;
}

void WorkSwitch::fill(Facts& facts) const {
    const std::lock_guard lock(m_mutex);
    facts.work.paused = m_paused;
    facts.starting = m_starting;
    facts.stopping = m_stopping;
    if (m_snoozed_until != 0) facts.work.snoozed_until = m_snoozed_until;
    facts.problem = m_problem;
    facts.repair = m_repair;
}

} // namespace hearth::node
