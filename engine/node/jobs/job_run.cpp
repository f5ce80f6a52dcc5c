// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/job_run.h"

#include "audit/verdict.h"
#include "core/log.h"
#include "node/state/job_progress.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;
using core::Status;

constexpr Nanoseconds patience_per_token = 200'000'000; // a slow machine prefills some ten tokens a second
constexpr Nanoseconds patience_per_kilobyte = 100'000'000;
constexpr Nanoseconds request_lifetime = 3'600'000'000'000;
constexpr core::Epoch escrow_epochs = 1000;
constexpr std::size_t max_answer_tokens = std::size_t{1} << 22;

core::EscrowId escrow_of(const std::string& job_id, const core::Hash& request_hash) {
    return core::id_cast<core::EscrowId>(core::tagged_hash("escrow/1", {core::as_bytes(job_id), request_hash.view()}));
}

gateway::LogprobItem logprob_of(const worker::LogprobEntry& entry) {
    gateway::LogprobItem item{entry.id, entry.token_bytes, std::nullopt};
    if (entry.logprob_micronats) item.logprob = static_cast<double>(*entry.logprob_micronats) / 1e6;
    return item;
}

/// At the edge a conflict means a budget that is used up; one with the ledger is not the caller's doing.
core::Error of_ledger(core::Error error) {
    if (error.code == Code::conflict) error.code = Code::unavailable;
    return error;
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

} // namespace

JobRun::JobRun(Executor& executor, JobPlan plan, std::shared_ptr<gateway::GenerationSink> sink)
    : m_executor(executor), m_rooms(executor.m_rooms), m_plan(std::move(plan)), m_sink(std::move(sink)),
      m_created_at(core::system_clock().now()) {}

WorkerTarget JobRun::target() const {
    return {m_plan.model.manifest->id(), m_plan.profile, m_plan.model.folder};
}

Status JobRun::start() {
    return submit(false);
}

Status JobRun::submit(bool resumes) {
    // Held across the call, so that a failure which comes at once finds the device's name.
    const std::lock_guard lock(m_mutex);
    HEARTH_TRY(m_device, m_rooms.workers.submit(target(), shared_from_this(), m_failed_on, resumes));
    return {};
}

std::shared_ptr<Lease> JobRun::lease() const {
    const std::lock_guard lock(m_mutex);
    return m_lease;
}

void JobRun::post(std::function<void()> step) {
    m_executor.m_queue->post([self = shared_from_this(), step = std::move(step)] { step(); });
}

void JobRun::cancel() {
    m_cancelled = true;
    if (const auto held = lease(); held && m_generating) held->cancel();
}

std::string JobRun::device() const {
    const std::lock_guard lock(m_mutex);
    return m_lease ? m_device : std::string();
}

void JobRun::on_ready(std::shared_ptr<Lease> lease) {
    {
        const std::lock_guard lock(m_mutex);
        m_lease = lease;
    }
    const gateway::GenerationRequest& request = m_plan.request;
    if (m_cancelled) return post([this] { end(fail(Code::cancelled, "The request was cancelled.")); });
    if (m_opened) return post([this] { end_unless_lost(send_generate()); });
    if (!request.prompt_ids.empty()) return post([this, ids = request.prompt_ids] { admit(ids); });
    const std::size_t size = request.messages_json.size() + request.tools_json.size() +
                             request.template_kwargs_json.size() + (request.prompt ? request.prompt->size() : 0);
    const worker::Tokenize message{lease->number(),    request.messages_json,   request.prompt,
                                   request.tools_json, date_text(m_created_at), request.template_kwargs_json};
    const Status sent = lease->send(message, static_cast<Nanoseconds>(size / 1024) * patience_per_kilobyte);
    if (!sent) post([this, sent] { end_unless_lost(sent); });
}

void JobRun::on_message(worker::Message message) {
    if (auto* tokenized = std::get_if<worker::Tokenized>(&message))
        return post([this, ids = std::move(tokenized->ids)]() mutable { admit(std::move(ids)); });
    if (auto* finished = std::get_if<worker::Finished>(&message))
        return post([this, whole = std::move(*finished)] { finish(whole); });
    const auto* token = std::get_if<worker::Token>(&message);
    if (token == nullptr || !m_generating) return;
    if (!is_new(*token)) return;
    if (m_first_token_at == 0) m_first_token_at = core::system_clock().monotonic();
    gateway::TokenPiece piece{token->text, token->id, token->text_offset, std::nullopt, {}};
    piece.of_prompt = token->of_prompt;
    if (token->logprob) piece.logprob = logprob_of(*token->logprob);
    for (const worker::LogprobEntry& entry : token->top)
        piece.top.push_back(logprob_of(entry));
    m_sink->token(piece);
}

/// Writes down what is passed on to the caller. A worker that goes on for another one reports the prompt once more.
bool JobRun::is_new(const worker::Token& token) {
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
Status JobRun::step(const char* name, Status status) {
    if (!status && status.error().code == Code::io) m_rooms.on_problem(status.error());
    if (status && m_rooms.on_step) m_rooms.on_step(name);
    return status;
}

void JobRun::admit(std::vector<std::uint32_t> prompt_ids) {
    if (m_phase != Phase::counting) return;
    if (m_cancelled) return end(fail(Code::cancelled, "The request was cancelled."));
    const auto held = lease();
    if (!held) return; // lost meanwhile; the next worker counts again
    const auto budget =
        output_budget(static_cast<std::uint32_t>(std::min<std::size_t>(prompt_ids.size(), UINT32_MAX)),
                      m_plan.request.max_tokens, m_plan.model.manifest->config.context, held->longest_request());
    if (!budget) return end(budget.error());
    if (m_plan.request.score_prompt && *budget == 0 && prompt_ids.size() == 1)
        return end(fail(Code::invalid_argument, "A prompt of one token has nothing to score.",
                        "Send a longer prompt, or set max_tokens to at least 1."));
    if (m_plan.request.score_prompt) m_file.request.scores = m_plan.request.top_logprobs.value_or(0);
    if (m_file.request.scores &&
        proof::scores_bytes(prompt_ids.size(), *m_file.request.scores) > proof::max_scores_bytes)
        return end(fail(Code::too_large,
                        "The scores of " + std::to_string(prompt_ids.size()) + " tokens do not fit into a receipt.",
                        "Shorten the prompt or ask for fewer alternatives."));
    m_file.request.decode = m_plan.decode;
    m_file.request.decode.max_tokens = *budget;
    if (const Status opened = open(std::move(prompt_ids)); !opened) return end(opened.error());
    m_sink->started(static_cast<std::uint32_t>(m_file.input_ids.size()), m_plan.job_id);
    end_unless_lost(generate());
}

/// Fixes the request, writes the job down, then locks the caller's money: in this order, so that a crash
/// leaves no escrow that nobody knows.
Status JobRun::open(std::vector<std::uint32_t> prompt_ids) {
    m_key = m_rooms.identity.node_key();
    m_file.model_name = m_plan.model.record.name;
    m_file.input_ids = std::move(prompt_ids);
    m_file.salt_in = core::random_hash();
    m_file.salt_out = core::random_hash();
    proof::Request& request = m_file.request;
    request.model_id = m_plan.model.manifest->id();
    request.profile = m_plan.profile;
    request.in_commit = proof::input_commitment(m_file.salt_in, m_file.input_ids);
    const auto tariff = m_rooms.settlement.offer(*m_key, request.model_id, request.profile);
    if (!tariff) return of_ledger(tariff.error());
    m_tariff = *tariff;
    HEARTH_TRY(request.price_cap, m_tariff.price(m_file.input_ids.size(), request.decode.max_tokens));
    request.client_nonce = core::random_hash();
    request.client_key = m_rooms.identity.caller_key().public_key();
    request.expires_at = m_created_at + request_lifetime;
    request.seed = m_plan.seed;
    const core::Hash request_hash = request.hash();
    m_escrow = escrow_of(m_plan.job_id, request_hash);

    HEARTH_CHECK(m_rooms.api_keys.check_budget(m_plan.request.caller, request.price_cap));
    JobRecord record;
    record.job_id = m_plan.job_id;
    record.caller = m_plan.request.caller;
    record.charged = request.price_cap;
    record.model_id = m_plan.model.id();
    record.model_name = m_plan.model.record.name;
    record.profile = m_plan.profile;
    record.created_at = m_created_at;
    record.prompt_tokens = static_cast<std::uint32_t>(m_file.input_ids.size());
    record.escrow = m_escrow;
    record.executor = m_key->public_key();
    progress::begin(record);
    HEARTH_CHECK(step("job stored", m_rooms.store.add_job(record)));
    m_recorded = true;
    const core::Epoch expires = m_rooms.settlement.head().epoch + escrow_epochs;
    const auto opened =
        m_rooms.settlement.open_escrow({m_escrow, m_key->public_key(), request.model_id, request_hash,
                                        request.price_cap, expires, ledger::AcceptedTariff{request.profile, m_tariff}});
    HEARTH_CHECK(step("escrow opened", opened ? Status() : Status(of_ledger(opened.error()))));
    m_escrow_height = opened->height;
    m_file.beacon = opened->beacon;
    m_phase = Phase::open;
    return {};
}

Status JobRun::generate() {
    const core::Nanoseconds now = core::system_clock().now();
    const std::string locked = "At most " + m_file.request.price_cap.text() + " are locked for it.";
    HEARTH_CHECK(step("running stored", m_rooms.store.change_job(m_plan.job_id, [&](JobRecord& record) {
        progress::start(record, locked, now);
    })));
    m_rooms.events.publish("jobs", m_plan.job_id);
    m_opened = true;
    return send_generate();
}

Status JobRun::send_generate() {
    const auto held = lease();
    if (m_phase == Phase::over || !held) return {}; // without a worker the next one is told
    const gateway::GenerationRequest& asked = m_plan.request;
    worker::Generate message;
    message.job = held->number();
    message.prompt_ids = m_file.input_ids;
    message.params = m_file.request.decode;
    message.key = proof::seed_commitment(m_file.request, m_file.beacon);
    message.stop_strings = asked.stop;
    message.ignore_eos = asked.ignore_eos;
    message.top_logprobs = asked.top_logprobs;
    message.score_prompt = asked.score_prompt;
    // One caller's cached beginnings must not show in another one's timing.
    message.cache_salt =
        core::tagged_hash("tenant/1", {core::ByteView(m_file.request.client_key.bytes), core::as_bytes(asked.caller)});
    message.chain_start = audit::chain_start_of(m_file);
    message.priority = asked.priority;
    {
        const std::lock_guard lock(m_mutex);
        message.known_ids = m_ids;
        m_prompt_at = 0;
    }
    const std::size_t read_first = m_file.input_ids.size() + message.known_ids.size();
    m_phase = Phase::generating;
    m_generating = true;
    if (m_generate_at == 0) m_generate_at = core::system_clock().monotonic();
    HEARTH_CHECK(held->send(message, static_cast<Nanoseconds>(read_first) * patience_per_token));
    if (m_cancelled) held->cancel();
    return {};
}

/// Every token of the prompt but the first, with as many alternatives as were asked for.
bool JobRun::scored(const worker::Finished& finished) const {
    const bool cut_short = finished.stop_reason == static_cast<std::uint8_t>(proof::StopReason::cancelled);
    if (!m_file.request.scores || (cut_short && finished.output_ids.empty())) return true;
    const std::lock_guard lock(m_mutex);
    return m_scores.size() + 1 == m_file.input_ids.size() &&
           std::all_of(m_scores.begin(), m_scores.end(),
                       [this](const proof::PromptScore& score) { return score.top.size() == *m_file.request.scores; });
}

Status JobRun::check_answer(const worker::Finished& finished) const {
    const std::uint32_t vocabulary = m_plan.model.manifest->config.vocab;
    const bool sane =
        scored(finished) &&
        finished.output_ids.size() <= std::min<std::size_t>(m_file.request.decode.max_tokens, max_answer_tokens) &&
        finished.stop_reason <= static_cast<std::uint8_t>(proof::StopReason::cancelled) &&
        finished.chain_root.has_value() == proof::is_exact(m_plan.profile) &&
        std::all_of(finished.output_ids.begin(), finished.output_ids.end(),
                    [&](std::uint32_t id) { return id < vocabulary; });
    if (sane) return {};
    return fail(Code::corrupt, "The worker's answer contradicts what it was asked for.",
                "Nothing is charged; send the request again.");
}

void JobRun::leave() {
    m_phase = Phase::over;
    {
        const std::lock_guard lock(m_mutex);
        m_lease.reset();
    }
    m_rooms.events.publish("jobs", m_plan.job_id);
    m_executor.leave(m_plan.job_id);
}

/// The job ends without a receipt: the caller is told and gets everything back.
void JobRun::end(const core::Error& error) {
    if (m_phase == Phase::over) return;
    m_generating = false;
    core::log::info("executor", "job ended without a receipt",
                    {{"job", m_plan.job_id}, {"reason", core::code_name(error.code)}});
    if (m_recorded) {
        const auto at = m_opened ? control::JobStage::running : control::JobStage::assigned;
        (void)step("failure stored", m_rooms.store.change_job(m_plan.job_id, [&](JobRecord& record) {
            progress::end(record, at, error, core::system_clock().now());
        }));
        (void)step("refunded", m_rooms.settlement.refund(m_plan.job_id));
    }
    m_sink->failed(error);
    leave();
}

} // namespace hearth::node
