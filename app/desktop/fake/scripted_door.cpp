// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_door.h"

#include "control/message.h"

#include <thread>

namespace hearth::desktop::fake {

using control::Condition;
using core::Code;

namespace {

constexpr std::chrono::milliseconds hang{2500};

} // namespace

std::shared_ptr<ScriptedDoor> ScriptedDoor::make(const std::string& name, const core::Clock& clock, bool own_time) {
    auto story = tell(name, clock.now());
    if (!story) return nullptr;
    return std::make_shared<ScriptedDoor>(name, std::move(*story), clock, own_time);
}

ScriptedDoor::ScriptedDoor(std::string name, Story story, const core::Clock& clock, bool own_time)
    : m_name(std::move(name)), m_condition(story.condition), m_answers_left(story.answers_first),
      m_node(std::make_shared<ScriptedNode>(std::move(story), clock, own_time)) {}

core::Error ScriptedDoor::absence() const {
    switch (m_condition) {
    case Condition::other_version:
        return control::version_error(control::protocol_version, control::protocol_version + 1);
    case Condition::refused:
        return core::fail(Code::refused, core::say("control_socket_belongs_another_user"),
                          core::say("run_window_user_who"));
    case Condition::silent:
        return core::fail(Code::timed_out, core::say("service_runs_but_does"),
                          core::say("wait_little_restart_service"));
    default:
        return core::fail(Code::unavailable, core::say("nobody_listens_control_socket"));
    }
}

/// What a call on a standing connection gets; why it cannot be made anew is for open() to say.
core::Error ScriptedDoor::loss() const {
    if (m_condition == Condition::silent) return absence();
    return core::fail(Code::unavailable, core::say("connection_service_lost"));
}

core::Result<std::shared_ptr<control::Node>> ScriptedDoor::open() {
    std::unique_lock lock(m_mutex);
    if (m_node->wasShut()) m_condition = Condition::stopped;
    if (m_condition == Condition::running) return std::shared_ptr<control::Node>(m_node);
    if (m_answers_left > 0) {
        m_node->dieAfter(std::exchange(m_answers_left, 0), loss());
        return std::shared_ptr<control::Node>(m_node);
    }
    m_node->die(absence());
    const core::Error error = absence();
    lock.unlock();
    if (error.code == Code::timed_out) std::this_thread::sleep_for(hang);
    return error;
}

control::Diagnosis ScriptedDoor::diagnose(const core::Error& error) {
    const std::lock_guard lock(m_mutex);
    control::Diagnosis diagnosis{m_condition, error.message, error.hint, false};
    if (m_condition == Condition::stopped) {
        diagnosis.sentence = core::say("not_running", {"/home/anna/.local/share/hearth"});
        diagnosis.hint = core::say("start_with", {"/home/anna/.local/share/hearth"});
        diagnosis.can_start = true;
    } else if (m_condition == Condition::not_installed) {
        diagnosis.sentence = core::say("program_missing");
        diagnosis.hint = core::say("install_hearth");
    }
    return diagnosis;
}

void ScriptedDoor::strike(Condition condition) {
    const std::lock_guard lock(m_mutex);
    m_condition = condition;
    m_answers_left = 0;
    m_node->die(loss());
}

core::Status ScriptedDoor::start() {
    const std::lock_guard lock(m_mutex);
    if (m_condition == Condition::not_installed)
        return core::fail(Code::not_found, core::say("program_missing"), core::say("install_hearth_too"));
    m_condition = Condition::running;
    m_node->revive();
    return {};
}

} // namespace hearth::desktop::fake
