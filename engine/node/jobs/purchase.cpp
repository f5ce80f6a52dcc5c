// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/purchase.h"

#include "core/expect.h"
#include "core/log.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

gateway::LogprobItem item_of(const link::Logprob& logprob) {
    gateway::LogprobItem item{logprob.id, logprob.bytes, std::nullopt};
    if (logprob.micronats) item.logprob = static_cast<double>(*logprob.micronats) / 1e6;
    return item;
}

gateway::TokenPiece piece_of(const link::ChunkToken& token) {
    gateway::TokenPiece piece{token.text, token.id, token.text_offset, std::nullopt, {}, token.of_prompt};
    if (token.logprob) piece.logprob = item_of(*token.logprob);
    for (const link::Logprob& logprob : token.top)
        piece.top.push_back(item_of(logprob));
    return piece;
}

} // namespace

Purchase::Purchase(PurchaseDesk& desk, PurchasePlan plan, std::shared_ptr<gateway::GenerationSink> sink)
    : m_desk(desk), m_rooms(desk.m_rooms), m_door(desk.m_queue->door()), m_plan(std::move(plan)),
      m_sink(std::move(sink)), m_hedges(desk.m_hedges), m_began_at(m_rooms.clock.monotonic()) {}

void Purchase::post(std::function<void()> step) {
    const auto self = shared_from_this();
    const bool taken = m_door.post([self, step = std::move(step)] { step(); }, [self] { self->break_off(); });
    HEARTH_EXPECT(taken, "The queue of purchases is bounded by those under way, and yet was full.");
}

/// A step has thrown. What is kept as done is paid for all the same; of anything else the money comes back.
void Purchase::break_off() {
    const core::Error defect =
        fail(Code::internal, core::say("answer_end_defect"), core::say("answer_end_defect_hint"));
    if (m_over || !m_main) return m_desk.leave(m_plan.job_id);
    const auto kept = m_rooms.store.purchase(m_plan.job_id);
    m_recorded = kept && kept->state == control::PurchaseState::open;
    const auto give_back = [&](const Side& side) { // it hears of the escrow, which nobody else would return
        const bool paid = side->phase == Phase::paying && !side->on_its_way && side->escrow_height > 0;
        if (!paid || side->channel) return false;
        side->given_up = defect;
        paid_in_vain(*side);
        return true;
    };
    if (const Side rival = m_rival) {
        if (!give_back(rival)) give_up(*rival, defect);
        const std::lock_guard lock(m_mutex);
        m_rival.reset(); // whose payment is on its way it hears of that yet
    }
    end(defect, !give_back(m_main));
}

/// While the payment is under way the executor is not told: it gets the assignment first, so that it can give the money
/// back.
void Purchase::cancel() {
    m_cancelled = true;
    post([this] {
        settle_race();
        if (m_over) return;
        if (const Side rival = m_rival) leave_race(rival, fail(Code::cancelled, core::say("request_cancelled")), true);
        if (m_main->phase != Phase::paying) say(*m_main, link::Cancel{});
    });
}

void Purchase::pass_on(unsigned turn, const link::Chunk& chunk) {
    bool decides = false;
    std::optional<core::Nanoseconds> began_after;
    {
        const std::lock_guard lock(m_mutex);
        const Side side = side_of(turn);
        if (!side || m_closed || side->broken || chunk.tokens.empty() || (m_first && *m_first != turn)) return;
        side->broken = !side->may_answer || !m_journal.follows(chunk);
        if (side->broken)
            return post([this, side] {
                if (m_over || side_of(side->turn) != side) return;
                lose(side, fail(Code::corrupt, core::say("tokens_answer_missing"), core::say("send_request_again")),
                     true);
            });
        const core::Nanoseconds now = m_rooms.clock.monotonic();
        const auto count = static_cast<core::Nanoseconds>(chunk.tokens.size());
        if (side->answers) side->token_gap = failover::average_gap(side->token_gap, (now - side->heard_at) / count);
        side->answers = true;
        side->heard_at = now;
        if (!m_journal.begun()) began_after = now - m_began_at;
        decides = m_rival && !m_first;
        if (decides) m_first = turn;
        m_journal.take(chunk);
    }
    if (began_after) m_hedges->first_token({m_plan.ask.model_id, m_plan.ask.profile}, *began_after);
    if (decides) post([this] { settle_race(); });
    for (const link::ChunkToken& token : chunk.tokens)
        m_sink->token(piece_of(token));
}

/// A failed step that disk or ledger cannot take stops the node from promising more.
Status Purchase::step(const char* name, Status status) {
    if (!status && status.error().code == Code::io) m_rooms.on_problem(status.error());
    if (status && m_rooms.on_step) m_rooms.on_step(name);
    return status;
}

void Purchase::quoted(const Side& side, link::Quote quote) {
    if (side->phase != Phase::asked) return;
    Status fits = check_quote(quote, side->ask);
    if (fits) fits = m_journal.fits(quote);
    if (fits) fits = check_price(quote, m_plan.terms);
    if (!fits) return lose(side, fits.error(), true);
    side->quote = std::move(quote);
    {
        const std::lock_guard lock(m_mutex); // a gateway may have asked another candidate than the first
        side->job.node = side->quote.node_key;
        m_asked.insert(side->job.node);
    }
    side->phase = Phase::paying;
    const Status opened = open(side);
    if (!opened && !leave_race(side, opened.error(), true)) end(opened.error(), true);
}

void Purchase::finish(const Side& side, const link::Result& result) {
    if (side->phase != Phase::assigned) return;
    {
        const std::lock_guard lock(m_mutex);
        if (m_rival && !m_first) m_first = side->turn; // its whole answer is nothing, and came first
    }
    settle_race();
    if (m_main != side) return;
    if (const Status kept = keep(result); !kept) return end(kept.error(), true);
    const core::PublicKey& node = side->quote.node_key;
    if (!side->channel && m_rooms.channels && result.file && m_rooms.identity.node_key(node) == nullptr)
        m_rooms.channels->paid_by_escrow(node);
    side->channel.reset();
    m_sink->finished(make_end(result));
    leave();
}

Status Purchase::keep(const link::Result& result) {
    m_record.state = result.file ? control::PurchaseState::done : control::PurchaseState::failed;
    m_record.charged = {};
    if (!result.file) {
        const std::lock_guard lock(m_mutex);
        if (m_journal.tokens() > 0)
            return fail(Code::corrupt, core::say("executor_signed_nothing_answer"), core::say("send_request_again"));
        m_record.reason = core::say("no_token");
        return step("purchase kept", m_rooms.store.end_purchase(m_record));
    }
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(
            check_answer(*result.file, {m_main->quote, m_main->request, m_main->salt_in, m_main->beacon, m_main->escrow,
                                        m_main->escrow_height, m_journal.ids(), m_plan.model.dimensions}));
    }
    const proof::Receipt& receipt = result.file->signed_receipt.receipt;
    m_record.charged = receipt.price;
    m_record.receipt_id = receipt.id().hex();
    // This home's own execution stored the receipt before it answered.
    const bool is_here = m_rooms.identity.node_key(m_main->quote.node_key) != nullptr;
    const core::Bytes file = is_here ? core::Bytes() : result.file->encode();
    const auto write = [&](const Store::Settings& with) { return m_rooms.store.end_purchase(m_record, file, with); };
    // A crash must not leave an answer without what is promised for it.
    const bool pays = m_main->channel && m_record.charged != core::Amount();
    return step("purchase kept", pays ? m_main->channel->pay(m_record.charged, write) : write({}));
}

/// The key of the node, unless it is this home's.
std::string Purchase::other_home(const PurchaseSide& side) const {
    const core::PublicKey& node = side.quote.node_key;
    return m_rooms.identity.node_key(node) == nullptr ? node.hex() : std::string();
}

gateway::GenerationEnd Purchase::make_end(const link::Result& result) const {
    gateway::GenerationEnd end;
    end.finish_reason = finish_reason(result.stop_reason);
    end.at_stop_text = result.stop_reason == proof::StopReason::stop_string;
    end.tail = result.tail;
    end.cached_tokens = result.cached_tokens;
    end.prompt_tokens = static_cast<std::uint32_t>(m_main->quote.input_ids.size());
    end.system_fingerprint = "hearth-" + m_record.model_id.substr(0, 12) + "-" + m_record.profile;
    end.node = other_home(*m_main);
    if (!result.file) return end;
    const proof::Receipt& receipt = result.file->signed_receipt.receipt;
    end.output_ids = result.file->output_ids;
    end.completion_tokens = receipt.n_out;
    end.receipt_id = m_record.receipt_id;
    end.level = "E1";
    end.ttft_ms = receipt.ttft_ms;
    end.total_ms = receipt.total_ms;
    return end;
}

/// The caller is told and pays nothing. While the escrow is on its way the purchase stays open in the store.
void Purchase::end(const core::Error& error, bool tells) {
    if (m_over) return;
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    if (tells) say(*m_main, link::Failed{error});
    m_main->channel.reset();
    m_record.state = control::PurchaseState::failed;
    m_record.reason = error.message;
    m_record.charged = {};
    m_record.receipt_id.clear();
    if (m_recorded && !m_main->pays) drop();
    m_sink->failed(error);
    leave();
}

void Purchase::drop() {
    (void)step("purchase kept", m_rooms.store.end_purchase(m_record));
}

void Purchase::say(const PurchaseSide& side, link::JobMessage message) {
    std::shared_ptr<link::JobEnd> execution;
    {
        const std::lock_guard lock(m_mutex);
        execution = side.job.execution;
    }
    if (execution) execution->receive(std::move(message));
}

void Purchase::abandon() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    for (const Side& side : {m_main, m_rival})
        if (side) side->job = {};
}

void Purchase::leave() {
    m_over = true;
    abandon();
    m_desk.leave(m_plan.job_id);
}

} // namespace hearth::node
