// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/jobs/purchase.h"

namespace hearth::node {

using core::Code;
using core::fail;

/// A node that has not begun when nearly all had, and another one as well: so long as nobody has given a token. Unless
/// the caller says otherwise, no other home reads what this one computes. Whoever is paid by a channel counts on a
/// voucher for what it has done, which the loser of a race does not get: it has none.
void Purchase::ask_rival() {
    if (m_over || m_rival || m_hedged || m_cancelled || goes_on() || m_main->phase == Phase::paying) return;
    if (m_main->channel) return;
    {
        const std::lock_guard lock(m_mutex);
        const bool is_afar = m_main->job.execution && m_main->job.execution->is_afar();
        if (m_journal.begun() || !m_plan.hedge.value_or(is_afar)) return;
    }
    const HedgedModel model{m_plan.ask.model_id, m_plan.ask.profile};
    if (!m_hedges->ask_another(model, m_rooms.clock.monotonic() - m_began_at)) return;
    m_hedged = true;
    const std::lock_guard lock(m_mutex);
    // Until the first one is quoted, it may be any of those that its question is sealed to.
    const link::Avoid others = m_main->phase == Phase::asked ? m_main->job.others : link::Avoid();
    auto rival =
        !m_journal.begun() ? open_side(m_plan.ask, others) : fail(Code::conflict, core::say("node_spoke_meanwhile"));
    if (!rival) return m_hedges->nobody(model);
    m_rival = std::move(*rival);
    core::log::info("purchases", "a second node is asked",
                    {{"job", m_plan.job_id}, {"first", m_main->job.node.hex()}, {"second", m_rival->job.node.hex()}});
}

/// Once one of two has spoken, it is the only one.
void Purchase::settle_race() {
    Side loser;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_rival || !m_first) return;
        if (*m_first == m_rival->turn) std::swap(m_main, m_rival);
        loser = std::exchange(m_rival, nullptr);
        m_first.reset();
    }
    give_up(*loser, fail(Code::cancelled, core::say("another_node_was_first")));
    if (m_record.escrow != m_main->escrow) (void)note(*m_main);
}

/// One of two is of no use any more: the other one is left. False: there were not two, or it is the one that spoke.
bool Purchase::leave_race(const Side& side, const core::Error& error, bool tells) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_rival) return false;
        if (!m_first || *m_first != side->turn) {
            if (side == m_main) m_main = m_rival;
            if (side->phase == Phase::assigned)
                ++m_moves;
            else
                m_refused.insert(side->job.node);
            m_rival.reset();
            m_first.reset();
        }
    }
    if (side_of(side->turn) == side) {
        settle_race();
        return false;
    }
    const bool is_quoted = m_main->phase != Phase::asked;
    if (is_quoted && m_record.escrow != m_main->escrow) (void)note(*m_main);
    if (tells) give_up(*side, error);
    return true;
}

/// While its payment is on the way it is told later: paid_in_vain().
void Purchase::give_up(PurchaseSide& side, const core::Error& error) {
    if (side.on_its_way) {
        side.given_up = error;
        return;
    }
    say(side, link::Failed{error});
    side.channel.reset();
    const std::lock_guard lock(m_mutex);
    side.job.execution.reset();
}

/// Nobody waits for this node's answer any more. It gives the money back; else the escrow's end does.
void Purchase::paid_in_vain(const PurchaseSide& side) {
    if (side.given_up) {
        say(side, assignment(side));
        return say(side, link::Failed{*side.given_up});
    }
    m_rooms.settlement.return_escrow(side.escrow, side.quote.node_key, [](const core::Status&) {});
}

} // namespace hearth::node
