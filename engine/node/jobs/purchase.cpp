// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/purchase.h"

#include "core/hash.h"
#include "core/log.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr core::Nanoseconds request_lifetime = 3'600'000'000'000;
constexpr core::Epoch escrow_epochs = 200; // then the money of an executor that never came back returns by itself

core::EscrowId escrow_of(const std::string& job_id, const core::Hash& request_hash) {
    return core::id_cast<core::EscrowId>(core::tagged_hash("escrow/1", {core::as_bytes(job_id), request_hash.view()}));
}

/// At the edge a conflict means a budget that is used up; one with the ledger is not the caller's doing.
core::Error of_ledger(core::Error error) {
    if (error.code == Code::conflict) error.code = Code::unavailable;
    return error;
}

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
      m_sink(std::move(sink)), m_heard_at(m_rooms.clock.monotonic()), m_ask(m_plan.ask) {}

void Purchase::post(std::function<void()> step) {
    m_door.post([self = shared_from_this(), step = std::move(step)] { step(); });
}

/// While the payment is under way the executor is not told: it gets the assignment first, so that it can give the money
/// back.
void Purchase::cancel() {
    m_cancelled = true;
    post([this] {
        if (m_phase == Phase::asked || m_phase == Phase::assigned) say(link::Cancel{});
    });
}

void Purchase::pass_on(unsigned turn, const link::Chunk& chunk) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_broken || turn != m_turn || chunk.tokens.empty()) return;
        m_broken = chunk.first != m_passed;
        if (m_broken)
            return post([this, turn] {
                if (turn != m_turn) return;
                lose(fail(Code::corrupt, core::say("tokens_answer_missing"), core::say("send_request_again")), true);
            });
        const core::Nanoseconds now = m_rooms.clock.monotonic();
        const auto count = static_cast<core::Nanoseconds>(chunk.tokens.size());
        if (m_answers) m_token_gap = failover::average_gap(m_token_gap, (now - m_heard_at) / count);
        m_answers = true;
        m_heard_at = now;
        m_passed += chunk.tokens.size();
        for (const link::ChunkToken& token : chunk.tokens)
            if (!token.of_prompt) m_ids.push_back(token.id);
    }
    for (const link::ChunkToken& token : chunk.tokens)
        m_sink->token(piece_of(token));
}

/// A failed step that disk or ledger cannot take stops the node from promising more.
Status Purchase::step(const char* name, Status status) {
    if (!status && status.error().code == Code::io) m_rooms.on_problem(status.error());
    if (status && m_rooms.on_step) m_rooms.on_step(name);
    return status;
}

void Purchase::quoted(link::Quote quote) {
    if (m_phase != Phase::asked) return;
    Status fits = check_quote(quote, m_ask);
    if (fits) fits = check_beginning(quote);
    if (!fits) return lose(fits.error(), true);
    if (const Status covered = check_price(quote, m_plan.terms); !covered) return lose(covered.error(), true);
    m_quote = std::move(quote);
    {
        const std::lock_guard lock(m_mutex); // a gateway may have asked another candidate than the first
        m_job.node = m_quote.node_key;
        m_asked.insert(m_job.node);
    }
    m_phase = Phase::paying;
    if (const Status opened = open(); !opened) end(opened.error(), true);
}

/// Fixes the request, writes the purchase down, then locks the money: in this order, so that a crash leaves no escrow
/// that nobody knows.
Status Purchase::open() {
    proof::Request& request = m_request;
    request = {};
    request.model_id = m_ask.model_id;
    request.profile = m_ask.profile;
    request.decode = m_quote.decode;
    m_salt_in = core::random_hash();
    request.in_commit = proof::input_commitment(m_salt_in, m_quote.input_ids);
    const ledger::Tariff tariff{m_quote.prompt_token, m_quote.completion_token};
    HEARTH_TRY(request.price_cap, tariff.price(m_quote.input_ids.size(), request.decode.max_tokens));
    request.client_nonce = core::random_hash();
    request.client_key = m_rooms.identity.caller_key().public_key();
    request.expires_at = m_rooms.clock.now() + request_lifetime;
    request.seed = m_plan.seed;
    if (m_ask.score_prompt) request.scores = m_ask.top_logprobs.value_or(0);
    if (!m_ask.constraint.empty()) request.constraint = proof::constraint_hash(m_ask.constraint);
    request.embed = m_ask.embed;
    if (m_beginning) {
        const std::lock_guard lock(m_mutex);
        request.begun = proof::Begun{static_cast<std::uint32_t>(m_ids.size()), m_beginning->key};
    }
    const bool is_here = m_rooms.identity.node_key(m_quote.node_key) != nullptr;
    m_channel = m_rooms.channels && !is_here ? m_rooms.channels->use(m_quote.node_key, request.price_cap) : nullptr;
    HEARTH_CHECK(record(request.price_cap));
    if (!m_channel) return pay_by_escrow(request.hash(), tariff);
    assigned(m_channel->height, m_channel->beacon);
    return {};
}

Status Purchase::pay_by_escrow(const core::Hash& request_hash, const ledger::Tariff& tariff) {
    const proof::Request& request = m_request;
    m_pays = true;
    const core::Epoch expires = m_rooms.settlement.head().epoch + escrow_epochs;
    m_rooms.settlement.open_escrow({m_record.escrow, m_quote.node_key, request.model_id, request_hash,
                                    request.price_cap, expires, ledger::AcceptedTariff{request.profile, tariff}},
                                   [self = shared_from_this(), door = m_door, turn = m_turn,
                                    record = m_record](const core::Result<ledger::TxResult>& opened) {
                                       door.post([self, turn, record, opened] { self->paid(turn, record, opened); });
                                   });
    return {};
}

/// Where another node was to be paid before, its escrow comes back by itself, or by that node's hand.
Status Purchase::record(core::Amount cap) {
    const core::Amount counted = m_recorded ? m_record.charged : core::Amount(); // in the budget already
    if (counted < cap)
        HEARTH_CHECK(
            m_rooms.api_keys.check_budget(m_plan.caller, core::Amount::from_units(cap.units() - counted.units())));
    m_record.executor = m_quote.node_key;
    m_record.escrow = m_channel ? ledger::escrow_of(m_channel->channel()) : escrow_of(m_plan.job_id, m_request.hash());
    m_record.charged = cap;
    if (m_recorded) return step("purchase moved", m_rooms.store.move_purchase(m_record));
    m_record.job_id = m_plan.job_id;
    m_record.caller = m_plan.caller;
    m_record.model_id = m_plan.model.model_id.hex();
    m_record.model_name = m_plan.model.name;
    m_record.profile = m_request.profile;
    m_record.created_at = m_plan.ask.asked_at;
    HEARTH_CHECK(step("purchase stored", m_rooms.store.add_purchase(m_record)));
    m_recorded = true;
    return {};
}

void Purchase::paid(unsigned turn, const PurchaseRecord& record, const core::Result<ledger::TxResult>& opened) {
    const Status durable = step("escrow opened", opened ? Status() : Status(of_ledger(opened.error())));
    const bool is_heard = turn == m_turn;
    if (is_heard)
        m_pays = !opened && (opened.error().code == Code::unavailable || opened.error().code == Code::timed_out);
    if (!is_heard || m_phase != Phase::paying) {
        if (is_heard && !m_pays) drop();
        // The executor, if it is here, gives the money back; else the escrow's end does.
        if (durable) m_rooms.settlement.return_escrow(record.escrow, record.executor, [](const Status&) {});
        return;
    }
    if (!durable) return end(durable.error(), true);
    assigned(opened->height, opened->beacon);
}

void Purchase::assigned(core::Height height, const core::Hash& beacon) {
    m_escrow_height = height;
    m_beacon = beacon;
    m_phase = Phase::assigned;
    link::Assign assign{m_request, m_salt_in, m_record.escrow, m_escrow_height, {}};
    {
        const std::lock_guard lock(m_mutex);
        m_heard_at = m_rooms.clock.monotonic();
        if (m_beginning) assign.known_ids = m_ids;
    }
    if (!std::exchange(m_started, true))
        m_sink->started(static_cast<std::uint32_t>(m_quote.input_ids.size()), m_plan.job_id);
    say(std::move(assign));
    if (m_cancelled) say(link::Cancel{});
}

void Purchase::finish(const link::Result& result) {
    if (m_phase != Phase::assigned) return;
    if (const Status kept = keep(result); !kept) return end(kept.error(), true);
    if (m_channel && m_record.charged != core::Amount())
        if (const Status paid = m_channel->pay(m_record.charged); !paid) m_rooms.on_problem(paid.error());
    if (!m_channel && m_rooms.channels && result.file && m_rooms.identity.node_key(m_quote.node_key) == nullptr)
        m_rooms.channels->paid_by_escrow(m_quote.node_key);
    m_channel.reset();
    m_sink->finished(make_end(result));
    leave();
}

Status Purchase::keep(const link::Result& result) {
    m_record.state = result.file ? "done" : "failed";
    m_record.charged = {};
    if (!result.file) {
        const std::lock_guard lock(m_mutex);
        if (!m_ids.empty())
            return fail(Code::corrupt, core::say("executor_signed_nothing_answer"), core::say("send_request_again"));
        m_record.reason = core::say("no_token");
        return step("purchase kept", m_rooms.store.end_purchase(m_record));
    }
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(check_answer(*result.file,
                                  {m_quote, m_request, m_salt_in, m_beacon, m_record.escrow, m_escrow_height, m_ids}));
    }
    const proof::Receipt& receipt = result.file->signed_receipt.receipt;
    m_record.charged = receipt.price;
    m_record.receipt_id = receipt.id().hex();
    // This home's own execution stored the receipt before it answered.
    const bool is_here = m_rooms.identity.node_key(m_quote.node_key) != nullptr;
    return step("purchase kept", m_rooms.store.end_purchase(m_record, is_here ? core::Bytes() : result.file->encode()));
}

gateway::GenerationEnd Purchase::make_end(const link::Result& result) const {
    gateway::GenerationEnd end;
    end.finish_reason = finish_reason(result.stop_reason);
    end.at_stop_text = result.stop_reason == proof::StopReason::stop_string;
    end.tail = result.tail;
    end.prompt_tokens = static_cast<std::uint32_t>(m_quote.input_ids.size());
    end.system_fingerprint = "hearth-" + m_record.model_id.substr(0, 12) + "-" + m_record.profile;
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
    if (m_phase == Phase::over) return;
    {
        const std::lock_guard lock(m_mutex);
        m_broken = true;
    }
    if (tells) say(link::Failed{error});
    m_channel.reset();
    m_record.state = "failed";
    m_record.reason = error.message;
    m_record.charged = {};
    m_record.receipt_id.clear();
    if (m_recorded && !m_pays) drop();
    m_sink->failed(error);
    leave();
}

void Purchase::drop() {
    (void)step("purchase kept", m_rooms.store.end_purchase(m_record));
}

void Purchase::say(link::JobMessage message) {
    std::shared_ptr<link::JobEnd> execution;
    {
        const std::lock_guard lock(m_mutex);
        execution = m_job.execution;
    }
    if (execution) execution->receive(std::move(message));
}

void Purchase::abandon() {
    const std::lock_guard lock(m_mutex);
    m_broken = true;
    m_job = {};
}

void Purchase::leave() {
    m_phase = Phase::over;
    abandon();
    m_desk.leave(m_plan.job_id);
}

} // namespace hearth::node
