// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/execution.h"

#include "core/log.h"
#include "node/state/job_progress.h"
#include "proof/check.h"
#include "proof/profile.h"
#include "proof/tensors.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;
using core::Status;

constexpr Nanoseconds patience_per_kilobyte = 100'000'000;
constexpr std::size_t max_answer_tokens = std::size_t{1} << 22;

link::Logprob logprob_of(const worker::LogprobEntry& entry) {
    return {entry.id, entry.token_bytes, entry.logprob_micronats};
}

std::int32_t micronats_of(const worker::LogprobEntry& entry) {
    return static_cast<std::int32_t>(
        std::clamp<std::int64_t>(entry.logprob_micronats.value_or(0), INT32_MIN, INT32_MAX));
}

proof::PromptScore score_of(const worker::Token& token) {
    proof::PromptScore score;
    if (token.logprob) score.micronats = micronats_of(*token.logprob);
    for (const worker::LogprobEntry& entry : token.top)
        score.top.push_back({entry.id, micronats_of(entry)});
    return score;
}

/// Whoever asks may name any escrow of this node's, that of another job as well: given back is only what was locked for
/// this request, which is this job's alone.
bool locked_for(Settlement& settlement, const core::EscrowId& escrow, const proof::Request& request) {
    const auto held = settlement.escrow(escrow);
    return held && *held && (*held)->request_hash == request.hash();
}

} // namespace

Execution::Execution(Executor& executor, ExecutionPlan plan, std::shared_ptr<link::JobEnd> caller)
    : m_executor(executor), m_rooms(executor.m_rooms), m_door(executor.m_queue->door()), m_plan(std::move(plan)),
      m_created_at(m_rooms.clock.now()), m_caller(std::move(caller)) {}

WorkerTarget Execution::target() const {
    return {m_plan.model.manifest->id(), m_plan.ask.profile, m_plan.model.folder};
}

Status Execution::start() {
    return submit(false);
}

Status Execution::submit(bool resumes) {
    // Held across the call, so that a failure which comes at once finds the device's name.
    const std::lock_guard lock(m_mutex);
    HEARTH_TRY(m_device, m_rooms.workers.submit(target(), shared_from_this(), m_failed_on, resumes));
    return {};
}

std::shared_ptr<Lease> Execution::lease() const {
    const std::lock_guard lock(m_mutex);
    return m_lease;
}

void Execution::post(std::function<void()> step) {
    const auto self = shared_from_this();
    m_door.post([self, step = std::move(step)] { step(); }, [self] { self->break_off(); });
}

/// A step has thrown. What is signed and stored, or may be, counts all the same: no money goes back.
void Execution::break_off() {
    const core::Error defect =
        fail(Code::internal, core::say("answer_end_defect"), core::say("answer_end_defect_hint"));
    if (m_phase != Phase::over) {
        const auto job = m_rooms.store.job(m_plan.job_id);
        m_recorded = job && job->receipt_id.empty();
        return end(defect);
    }
    tell(link::Failed{defect}); // unless its end was told
    m_executor.leave(m_plan.job_id);
}

void Execution::cancel() {
    m_cancelled = true;
    post([this] {
        if (m_phase < Phase::assigned) return end(fail(Code::cancelled, core::say("request_cancelled")));
        if (const auto held = lease(); held && m_generating) held->cancel();
    });
}

void Execution::stop() {
    bool moves = false;
    {
        const std::lock_guard lock(m_mutex);
        moves = m_caller && m_caller->is_afar() && proof::is_exact(m_plan.ask.profile) && !m_plan.ask.score_prompt;
    }
    if (!moves) return cancel();
    const core::Error stops =
        fail(Code::unavailable, core::say("node_computed_answer_stops"), core::say("ask_another_one"));
    post([this, stops] { forsake(stops, false); });
}

void Execution::look_again() {
    post([this] {
        if (m_phase == Phase::assigned) await_escrow();
    });
}

void Execution::receive(link::JobMessage message) {
    if (auto* assignment = std::get_if<link::Assign>(&message))
        return post([this, whole = std::move(*assignment)]() mutable { assign(std::move(whole)); });
    if (std::holds_alternative<link::Cancel>(message)) return cancel();
    if (auto* failed = std::get_if<link::Failed>(&message))
        return post([this, error = std::move(failed->error)] { forsake(error, true); });
    post([this] { end(fail(Code::invalid_argument, core::say("caller_sent_what_only"))); });
}

/// What a caller has read whose payment channel was to pay it stays a debt of the channel's payer: nothing is signed,
/// but the node's credit for the payer is smaller by it.
void Execution::forsake(const core::Error& error, bool by_caller) {
    if (m_phase < Phase::generating) return end(error);
    if (m_phase == Phase::over || m_forsaken) return;
    m_forsaken = error;
    m_cancelled = true;
    if (by_caller && m_place) {
        std::size_t answered = 0;
        bool has_read = false;
        {
            const std::lock_guard lock(m_mutex);
            answered = m_ids.size();
            has_read = m_prompt_seen > 0 || answered > (m_file.request.begun ? m_file.request.begun->tokens : 0);
        }
        const auto price = m_tariff.price(m_file.input_ids.size(), answered);
        m_place->owed(has_read && price ? *price : core::Amount());
    }
    if (const auto held = lease()) held->cancel();
}

std::string Execution::device() const {
    const std::lock_guard lock(m_mutex);
    return m_lease ? m_device : std::string();
}

void Execution::on_ready(std::shared_ptr<Lease> lease) {
    {
        const std::lock_guard lock(m_mutex);
        m_lease = lease;
    }
    const link::Ask& ask = m_plan.ask;
    if (m_cancelled && !m_counted) return post([this] { end(fail(Code::cancelled, core::say("request_cancelled"))); });
    if (m_counted)
        return post([this] {
            if (m_phase == Phase::generating) end_unless_lost(send_generate());
        });
    if (!ask.prompt_ids.empty()) return post([this, ids = ask.prompt_ids] { admit(ids); });
    const std::size_t size = ask.messages_json.size() + ask.tools_json.size() + ask.template_kwargs_json.size() +
                             (ask.prompt ? ask.prompt->size() : 0);
    const worker::Tokenize message{lease->number(),         ask.messages_json,        ask.prompt,    ask.tools_json,
                                   date_text(ask.asked_at), ask.template_kwargs_json, ask.constraint};
    const Status sent = lease->send(message, static_cast<Nanoseconds>(size / 1024) * patience_per_kilobyte);
    if (!sent) post([this, sent] { end_unless_lost(sent); });
}

void Execution::on_message(worker::Message message) {
    if (auto* tokenized = std::get_if<worker::Tokenized>(&message))
        return post([this, ids = std::move(tokenized->ids)]() mutable { admit(std::move(ids)); });
    if (auto* finished = std::get_if<worker::Finished>(&message))
        return post([this, whole = std::move(*finished)] { finish(whole); });
    const auto* token = std::get_if<worker::Token>(&message);
    if (token == nullptr || !m_generating) return;
    if (!is_new(*token)) return;
    if (m_first_token_at == 0) m_first_token_at = m_rooms.clock.monotonic();
    link::ChunkToken piece{token->id, token->text, token->text_offset, std::nullopt, {}, token->of_prompt};
    if (token->logprob) piece.logprob = logprob_of(*token->logprob);
    for (const worker::LogprobEntry& entry : token->top)
        piece.top.push_back(logprob_of(entry));
    link::Chunk chunk;
    {
        const std::lock_guard lock(m_mutex);
        chunk.first = m_sent++;
    }
    chunk.tokens.push_back(std::move(piece));
    tell(std::move(chunk));
}

/// Writes down what is passed on to the caller. A worker that goes on for another one reports the prompt once more.
bool Execution::is_new(const worker::Token& token) {
    const std::lock_guard lock(m_mutex);
    if (!token.of_prompt) {
        m_ids.push_back(token.id);
        return true;
    }
    if (m_prompt_at++ < m_prompt_seen) return false;
    if (m_prompt_seen++ > 0) m_scores.push_back(score_of(token));
    return true;
}

/// A failed step that disk or ledger cannot take stops the node from promising more.
Status Execution::step(const char* name, Status status) {
    if (!status && status.error().code == Code::io) m_rooms.on_problem(status.error());
    if (status && m_rooms.on_step) m_rooms.on_step(name);
    return status;
}

/// Every token of the prompt but the first, with as many alternatives as were asked for.
bool Execution::scored(const worker::Finished& finished) const {
    const bool cut_short = finished.stop_reason == static_cast<std::uint8_t>(proof::StopReason::cancelled);
    if (!m_file.request.scores || (cut_short && finished.output_ids.empty())) return true;
    const std::lock_guard lock(m_mutex);
    return m_scores.size() + 1 == m_file.input_ids.size() &&
           std::all_of(m_scores.begin(), m_scores.end(),
                       [this](const proof::PromptScore& score) { return score.top.size() == *m_file.request.scores; });
}

bool Execution::are_values(const worker::Finished& finished) const {
    const bool vector =
        finished.output_ids.size() == m_plan.model.manifest->config.hidden && proof::is_vector(finished.output_ids);
    return (m_file.request.run ? proof::are_tensors(finished.output_ids) : vector) &&
           finished.stop_reason == static_cast<std::uint8_t>(proof::StopReason::length) && !finished.chain_root;
}

Status Execution::check_answer(const worker::Finished& finished) const {
    const std::uint32_t vocabulary = m_plan.model.manifest->config.vocab;
    const bool sane = m_file.request.asks_values()
                          ? are_values(finished)
                          : scored(finished) &&
                                finished.output_ids.size() <=
                                    std::min<std::size_t>(m_file.request.decode.max_tokens, max_answer_tokens) &&
                                finished.stop_reason <= static_cast<std::uint8_t>(proof::StopReason::cancelled) &&
                                finished.chain_root.has_value() == proof::is_exact(m_plan.ask.profile) &&
                                std::all_of(finished.output_ids.begin(), finished.output_ids.end(),
                                            [&](std::uint32_t id) { return id < vocabulary; });
    if (sane) return {};
    return fail(Code::corrupt, core::say("worker_answer_contradicts_what"), core::say("nothing_charged_send_request"));
}

/// The last message lets go of the caller.
void Execution::tell(link::JobMessage message) {
    std::shared_ptr<link::JobEnd> caller;
    {
        const std::lock_guard lock(m_mutex);
        const bool last =
            std::holds_alternative<link::Result>(message) || std::holds_alternative<link::Failed>(message);
        caller = last ? std::exchange(m_caller, nullptr) : m_caller;
    }
    if (caller) caller->receive(std::move(message));
}

void Execution::leave() {
    m_phase = Phase::over;
    m_place.reset();
    {
        const std::lock_guard lock(m_mutex);
        m_lease.reset();
    }
    m_rooms.events.publish("jobs", m_plan.job_id);
    m_executor.leave(m_plan.job_id);
}

/// The job ends without a receipt: the caller is told and gets back what it locked.
void Execution::end(const core::Error& error) {
    if (m_phase == Phase::over) return;
    m_generating = false;
    core::log::info("executor", "job ended without a receipt",
                    {{"job", m_plan.job_id}, {"reason", core::code_name(error.code)}});
    if (m_recorded) {
        const auto at = m_phase == Phase::generating ? control::JobStage::running : control::JobStage::assigned;
        const bool returns = m_phase >= Phase::assigned && locked_for(m_rooms.settlement, m_escrow, m_file.request);
        (void)step("failure stored", m_rooms.store.change_job(m_plan.job_id, [&](JobRecord& record) {
            if (returns) record.escrow = m_escrow;
            progress::end(record, at, error, m_rooms.clock.now());
        }));
        if (m_phase == Phase::assigned && !returns) m_executor.let_go(m_file.request.hash());
        refund();
    }
    tell(link::Failed{error});
    leave();
}

} // namespace hearth::node
