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

/// The same question, as the first node read it.
link::Ask as_read(link::Ask question, const std::vector<std::uint32_t>& ids, std::uint32_t max_tokens) {
    question.messages_json.clear();
    question.tools_json.clear();
    question.template_kwargs_json.clear();
    question.prompt.reset();
    question.prompt_ids = ids;
    question.max_tokens = max_tokens;
    return question;
}

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

Status Purchase::start() {
    // Held across the call, so that a quote which comes at once finds whom to answer.
    const std::lock_guard lock(m_mutex);
    HEARTH_TRY(m_job, m_rooms.route.open(m_plan.job_id, m_ask, std::make_shared<Ear>(shared_from_this(), m_turn),
                                         m_plan.terms));
    m_asked.insert(m_job.node);
    return {};
}

/// To a node that was not asked yet. Where one is lost that had begun, those that refused long before may take it now.
core::Result<link::OpenedJob> Purchase::open_elsewhere(const link::Ask& question) {
    const auto ear = std::make_shared<Ear>(shared_from_this(), m_turn + 1);
    link::Terms terms = m_plan.terms;
    terms.avoid = m_asked;
    auto fresh = m_rooms.route.open(m_plan.job_id, question, ear, terms);
    if (fresh || m_refused.empty() || m_phase != Phase::assigned) return fresh;
    std::erase_if(terms.avoid, [this](const core::PublicKey& node) { return m_refused.contains(node); });
    terms.avoid.insert(m_job.node);
    return m_rooms.route.open(m_plan.job_id, question, ear, terms);
}

/// Hands the question to another node; it is the one that is heard from now on. `passed_on`: whether
/// the caller has tokens, on which the question rests.
Status Purchase::ask_another(link::Ask question, bool passed_on) {
    const std::lock_guard lock(m_mutex);
    if (passed_on != (m_passed > 0)) return fail(Code::conflict, core::say("node_spoke_meanwhile"));
    const bool had_begun = m_phase == Phase::assigned;
    if (!had_begun) m_refused.insert(m_job.node);
    HEARTH_TRY(link::OpenedJob job, open_elsewhere(question));
    m_moves += had_begun ? 1 : 0;
    m_job = std::move(job);
    m_asked.insert(m_job.node);
    m_refused.erase(m_job.node);
    ++m_turn;
    m_ask = std::move(question);
    m_phase = Phase::asked;
    m_broken = m_answers = m_pays = false;
    m_token_gap = 0;
    m_heard_at = m_rooms.clock.monotonic();
    m_unreached_since.reset();
    return {};
}

void Purchase::receive(unsigned turn, link::JobMessage message) {
    if (const auto* chunk = std::get_if<link::Chunk>(&message)) return pass_on(turn, *chunk);
    post([this, turn, whole = std::move(message)]() mutable {
        if (turn == m_turn && m_phase != Phase::over) heed(std::move(whole));
    });
}

void Purchase::heed(link::JobMessage message) {
    if (auto* quote = std::get_if<link::Quote>(&message)) return quoted(std::move(*quote));
    if (const auto* result = std::get_if<link::Result>(&message)) return finish(*result);
    if (const auto* failed = std::get_if<link::Failed>(&message)) return lose(failed->error, false);
    lose(fail(Code::corrupt, core::say("executor_sent_what_only")), true);
}

/// A node that goes on must have read the same prompt, and be asked for an answer that can end in the same way.
Status Purchase::check_beginning(const link::Quote& quote) const {
    if (!m_beginning || (quote.input_ids == m_beginning->input_ids && quote.decode == m_beginning->decode)) return {};
    return fail(Code::corrupt, core::say("node_go_answer_would"), core::say("send_request_again"));
}

failover::Silence Purchase::silence() {
    const Nanoseconds now = m_rooms.clock.monotonic();
    const std::lock_guard lock(m_mutex);
    if (!m_job.reached || m_job.reached())
        m_unreached_since.reset();
    else if (!m_unreached_since)
        m_unreached_since = now;
    failover::Silence silence;
    if (m_phase == Phase::paying) silence.stage = failover::Stage::payment;
    if (m_phase == Phase::assigned)
        silence.stage = m_answers ? failover::Stage::next_token : failover::Stage::first_token;
    silence.silent = now - m_heard_at;
    silence.unreached = m_unreached_since ? now - *m_unreached_since : 0;
    silence.token_gap = m_token_gap;
    silence.to_read = m_quote.input_ids.size() + m_ids.size();
    return silence;
}

/// A silent node is given up for another one only: it may still speak.
void Purchase::look() {
    post([this] {
        if (m_phase == Phase::over || !failover::is_stalled(silence())) return;
        (void)move_on(fail(Code::timed_out, core::say("node_computes_answer_silent")), true);
    });
}

/// The node is of no use any more, and is paid nothing. `tells`: it does not know that yet.
void Purchase::lose(const core::Error& error, bool tells) {
    if (m_channel && error.code == Code::refused) m_channel->refused();
    m_channel.reset();
    if (!move_on(error, tells)) end(explained(error, m_beginning.has_value()), tells);
}

bool Purchase::move_on(const core::Error& error, bool tells) {
    failover::Loss loss;
    loss.reason = error.code;
    loss.moves = m_moves;
    loss.asked = m_turn + 1;
    loss.caller_left = m_cancelled;
    loss.exact = m_plan.resumes && proof::is_exact(m_ask.profile);
    loss.scores = m_ask.score_prompt;
    std::shared_ptr<link::JobEnd> left;
    core::PublicKey from;
    std::size_t tokens = 0;
    {
        const std::lock_guard lock(m_mutex);
        loss.passed_on = m_passed > 0;
        left = m_job.execution;
        from = m_job.node;
        tokens = m_ids.size();
    }
    const failover::Next next = failover::after(loss);
    if (next == failover::Next::end) return false;
    link::Ask question = m_plan.ask;
    if (next == failover::Next::resume) {
        if (!m_beginning)
            m_beginning = {proof::seed_commitment(m_request, m_beacon), m_quote.input_ids, m_quote.decode};
        question = as_read(std::move(question), m_beginning->input_ids, m_beginning->decode.max_tokens);
    }
    if (!ask_another(std::move(question), loss.passed_on)) return false;
    core::log::info("purchases", "answer moves on",
                    {{"job", m_plan.job_id}, {"from", from.hex()}, {"tokens", tokens}, {"reason", error.message}});
    if (tokens > 0) m_record.reason = core::say("node_lost_after", {from.hex().substr(0, 12), core::figure(tokens)});
    if (tells && left) left->receive(link::Failed{error});
    return true;
}

} // namespace hearth::node
