// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/jobs/purchase.h"
#include "proof/profile.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;
using core::Status;

/// Of a beginning that the next node could not draw again, nobody here knows which of the two was right.
core::Error explained(const core::Error& error, bool goes_on) {
    if (!goes_on || error.code != Code::corrupt) return error;
    return fail(Code::corrupt, core::say("node_began_answer_lost", {error.message}),
                core::say("one_two_computes_wrongly"));
}

} // namespace

/// Hears one node; what comes from it after another one took its place is dropped.
class Purchase::Ear final : public link::JobEnd {
public:
    Ear(std::shared_ptr<Purchase> purchase, unsigned turn) : m_purchase(std::move(purchase)), m_turn(turn) {}
    void receive(link::JobMessage message) override { m_purchase->receive(m_turn, std::move(message)); }

private:
    const std::shared_ptr<Purchase> m_purchase;
    const unsigned m_turn;
};

Purchase::Side Purchase::side_of(unsigned turn) const {
    for (const Side& side : {m_main, m_rival})
        if (side && side->turn == turn) return side;
    return nullptr;
}

Status Purchase::start() {
    // Held across the call, so that a quote which comes at once finds whom to answer.
    const std::lock_guard lock(m_mutex);
    HEARTH_TRY(m_main, open_side(m_plan.ask));
    m_hedges->called({m_plan.ask.model_id, m_plan.ask.profile});
    m_asks = true;
    return {};
}

/// Under the lock. `besides`: nodes to avoid, too.
core::Result<Purchase::Side> Purchase::open_side(link::Ask question, const link::Avoid& besides) {
    const auto side = std::make_shared<PurchaseSide>(m_turns, std::move(question), m_rooms.clock.monotonic());
    HEARTH_TRY(side->job, open_elsewhere(*side, besides));
    ++m_turns;
    m_asked.insert(side->job.node);
    m_refused.erase(side->job.node);
    return side;
}

/// To a node that was not asked yet. Where one is lost that had begun, those that refused long before may take it now.
core::Result<link::OpenedJob> Purchase::open_elsewhere(const PurchaseSide& side, const link::Avoid& besides) {
    const auto ear = std::make_shared<Ear>(shared_from_this(), side.turn);
    link::Terms terms = m_plan.terms;
    terms.avoid = m_asked;
    terms.avoid.insert(besides.begin(), besides.end());
    auto fresh = m_rooms.route.open(m_plan.job_id, side.ask, ear, terms);
    if (fresh || m_refused.empty() || m_main->phase != Phase::assigned) return fresh;
    std::erase_if(terms.avoid, [this](const core::PublicKey& node) { return m_refused.contains(node); });
    terms.avoid.insert(m_main->job.node);
    return m_rooms.route.open(m_plan.job_id, side.ask, ear, terms);
}

/// Hands the question to another node; it is the one that is heard from now on. `passed_on`: whether
/// the caller has tokens, on which the question rests.
Status Purchase::ask_another(link::Ask question, bool passed_on) {
    const std::lock_guard lock(m_mutex);
    if (passed_on != m_journal.begun()) return fail(Code::conflict, core::say("node_spoke_meanwhile"));
    const bool had_begun = m_main->phase == Phase::assigned;
    if (!had_begun) m_refused.insert(m_main->job.node);
    HEARTH_TRY(m_main, open_side(std::move(question)));
    m_moves += had_begun ? 1 : 0;
    return {};
}

void Purchase::receive(unsigned turn, link::JobMessage message) {
    if (const auto* chunk = std::get_if<link::Chunk>(&message)) return pass_on(turn, *chunk);
    post([this, turn, whole = std::move(message)]() mutable {
        settle_race();
        if (const Side side = side_of(turn); side && !m_over) heed(side, std::move(whole));
    });
}

void Purchase::heed(const Side& side, link::JobMessage message) {
    if (auto* quote = std::get_if<link::Quote>(&message)) return quoted(side, std::move(*quote));
    if (const auto* result = std::get_if<link::Result>(&message)) return finish(side, *result);
    if (const auto* failed = std::get_if<link::Failed>(&message)) return lose(side, failed->error, false);
    lose(side, fail(Code::corrupt, core::say("executor_sent_what_only")), true);
}

failover::Silence Purchase::silence(PurchaseSide& side) {
    const Nanoseconds now = m_rooms.clock.monotonic();
    const std::lock_guard lock(m_mutex);
    if (!side.job.reached || side.job.reached())
        side.unreached_since.reset();
    else if (!side.unreached_since)
        side.unreached_since = now;
    failover::Silence silence;
    if (side.phase == Phase::paying) silence.stage = failover::Stage::payment;
    if (side.phase == Phase::assigned)
        silence.stage = side.answers ? failover::Stage::next_token : failover::Stage::first_token;
    silence.silent = now - side.heard_at;
    silence.unreached = side.unreached_since ? now - *side.unreached_since : 0;
    silence.token_gap = side.token_gap;
    silence.run = side.ask.run;
    silence.to_read = side.quote.input_ids.size() + m_journal.tokens();
    return silence;
}

/// A silent node is given up for another one only: it may still speak.
void Purchase::look() {
    if (!m_asks) return;
    post([this] {
        settle_race();
        if (m_over) return;
        const core::Error gone = fail(Code::timed_out, core::say("node_computes_answer_silent"));
        if (const Side rival = m_rival; rival && failover::is_stalled(silence(*rival))) leave_race(rival, gone, true);
        const Side main = m_main;
        if (failover::is_stalled(silence(*main)) && !leave_race(main, gone, true)) (void)move_on(gone, true);
        ask_rival();
    });
}

/// The node is of no use any more, and is paid nothing. `tells`: it does not know that yet.
void Purchase::lose(const Side& side, const core::Error& error, bool tells) {
    if (side->channel && error.code == Code::refused) side->channel->refused();
    side->channel.reset();
    if (leave_race(side, error, tells) || side != m_main) return;
    if (!move_on(error, tells)) end(explained(error, goes_on()), tells);
}

bool Purchase::move_on(const core::Error& error, bool tells) {
    const Side lost = m_main;
    failover::Loss loss;
    loss.reason = error.code;
    loss.moves = m_moves;
    loss.asked = m_turns;
    loss.caller_left = m_cancelled;
    loss.exact = m_plan.resumes && proof::is_exact(lost->ask.profile);
    loss.scores = lost->ask.score_prompt;
    std::size_t tokens = 0;
    {
        const std::lock_guard lock(m_mutex);
        loss.passed_on = m_journal.begun();
        tokens = m_journal.tokens();
    }
    const failover::Next next = failover::after(loss);
    if (next == failover::Next::end) return false;
    link::Ask question = m_plan.ask;
    if (next == failover::Next::resume) {
        const std::lock_guard lock(m_mutex);
        m_journal.go_on_from(
            {proof::seed_commitment(lost->request, lost->beacon), lost->quote.input_ids, lost->quote.decode});
        question = m_journal.question(std::move(question));
    }
    if (!ask_another(std::move(question), loss.passed_on)) return false;
    const std::string from = lost->job.node.hex();
    core::log::info("purchases", "answer moves on",
                    {{"job", m_plan.job_id}, {"from", from}, {"tokens", tokens}, {"reason", error.message}});
    if (tokens > 0) m_record.reason = core::say("node_lost_after", {from.substr(0, 12), core::figure(tokens)});
    if (tells) give_up(*lost, error);
    return true;
}

} // namespace hearth::node
