// SPDX-License-Identifier: Apache-2.0
#include "node/policy/chain_watch.h"

namespace hearth::node {
namespace {

using core::figure;
using core::say;

using core::second;
/// Blocks come at least every ten seconds while more than two thirds of the validators are there.
constexpr core::Nanoseconds longest_pause = 30 * second;
/// A block is as old as the pause before it when it comes; what differs by more is another clock.
constexpr core::Nanoseconds usual_age = 60 * second, wobble = 15 * second;
constexpr core::Nanoseconds until_steady = 120 * second;
constexpr unsigned blocks_until_steady = 4;

} // namespace

std::optional<ChainTrouble> ChainWatch::look(const ledger::CometLedger::Engine& engine, const ledger::Head& head,
                                             core::Nanoseconds now, core::Nanoseconds running) {
    notice_setting(now - running);
    // The first sight is of a block that may be from before this start.
    if (m_changed_at && head.height > m_height) compare_clocks(now - head.time, running);
    if (!m_changed_at || head.height != m_height) m_changed_at = running;
    m_height = head.height;
    if (engine.differs)
        return ChainTrouble{true, say("state_differs", {figure(head.height)}), say("state_differs_repair")};
    if (engine.failure) {
        const bool of_disk = engine.failure->code == core::Code::io; // the engine is started again until there is room
        return ChainTrouble{!of_disk, say("no_apply", {engine.failure->message}),
                            !of_disk                       ? say("other_genesis")
                            : engine.failure->hint.empty() ? say("check_disk_then_restart")
                                                           : engine.failure->hint};
    }
    if (!engine.running) return ChainTrouble{false, say("engine_stopped", {engine.last_end}), say("port_taken")};
    if (running - *m_changed_at < longest_pause || now - head.time < longest_pause) return std::nullopt;
    const auto away = static_cast<std::uint64_t>((now - head.time) / second);
    return ChainTrouble{
        false, head.height == 0 ? say("no_block_yet") : say("no_block_since", {figure(head.height), figure(away)}),
        say("ledger_goes_on")};
}

/// What was found of a clock holds until somebody sets it.
void ChainWatch::notice_setting(core::Nanoseconds lead) {
    if (m_lead && (lead - *m_lead > wobble || *m_lead - lead > wobble)) {
        m_steady.reset();
        m_clock_off.reset();
    }
    m_lead = lead;
}

void ChainWatch::compare_clocks(core::Nanoseconds off, core::Nanoseconds running) {
    if (!m_steady || off - m_steady->off > wobble || m_steady->off - off > wobble) m_steady = Steady{running, off, 0};
    ++m_steady->blocks;
    const bool steady = m_steady->blocks >= blocks_until_steady && running - m_steady->since >= until_steady;
    const bool behind = off < -usual_age; // no block comes from the future
    const bool fits = !behind && off <= usual_age;
    if (behind || (steady && !fits))
        m_clock_off = off;
    else if (steady)
        m_clock_off = 0;
    else if (m_clock_off && (*m_clock_off == 0) != fits)
        m_clock_off.reset();
}

} // namespace hearth::node
