// SPDX-License-Identifier: Apache-2.0
#include "node/door/switch_desk.h"

#include "core/log.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

using core::minute;
constexpr std::uint32_t longest_snooze = 60 * 24 * 30;

} // namespace

core::Status SwitchDesk::pause(bool now) {
    HEARTH_CHECK(m_parts.work_switch.pause());
    if (now) {
        m_parts.executor.cancel_all();
        m_parts.executor.wait_idle(5'000'000'000);
    }
    core::log::info("node", "paused", {{"now", now ? 1 : 0}});
    m_parts.events.publish("status");
    return {};
}

core::Status SwitchDesk::resume() {
    HEARTH_CHECK(m_parts.work_switch.resume());
    HEARTH_CHECK(m_parts.models.enable_all());
    m_parts.workers.forgive();
    m_parts.replayer.forgive();
    m_parts.preloader.preload();
    core::log::info("node", "resumed");
    m_parts.events.publish("status");
    return {};
}

core::Status SwitchDesk::snooze(std::uint32_t minutes) {
    if (minutes == 0 || minutes > longest_snooze)
        return fail(Code::invalid_argument, core::say("snooze_lasts_between_minute"));
    HEARTH_CHECK(m_parts.work_switch.snooze_until(m_parts.clock.now() + minutes * minute));
    core::log::info("node", "snoozed", {{"minutes", minutes}});
    m_parts.events.publish("status");
    return {};
}

void SwitchDesk::begin_stop() {
    core::log::info("node", "stop requested");
    m_parts.work_switch.set_stopping();
}

} // namespace hearth::node
