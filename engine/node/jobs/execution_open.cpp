// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"
#include "node/jobs/execution.h"
#include "node/state/job_progress.h"
#include "proof/profile.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;
using core::Status;

constexpr Nanoseconds reading_patience = 200'000'000; // a slow machine prefills some ten tokens a second
/// For a block that the payer's ledger has and this one has not.
constexpr Nanoseconds escrow_patience = 30'000'000'000, deposit_patience = 5'000'000'000;

} // namespace

void Execution::admit(std::vector<std::uint32_t> prompt_ids) {
    if (m_phase != Phase::counting) return;
    if (m_cancelled) return end(fail(Code::cancelled, core::say("request_cancelled")));
    if (!lease()) return; // lost meanwhile; the next worker counts again
    if (const Status fits = fit(prompt_ids.size()); !fits) return end(fits.error());
    m_counted = true;
    m_phase = Phase::quoting;
    m_key = m_rooms.identity.node_key();
    m_file.model_name = m_plan.model.record.name;
    m_file.input_ids = std::move(prompt_ids);
    m_rooms.settlement.offer(m_key, m_plan.ask.model_id, m_plan.ask.profile,
                             [self = shared_from_this()](const core::Result<ledger::Tariff>& tariff) {
                                 self->post([self, tariff] { self->quote(tariff); });
                             });
}

/// Fixes max_tokens.
Status Execution::fit(std::size_t prompt_tokens) {
    const link::Ask& ask = m_plan.ask;
    const std::uint32_t context = m_plan.model.manifest->config.context, cache = lease()->longest_request();
    HEARTH_CHECK(check_whole(ask, prompt_tokens, context, cache));
    HEARTH_TRY(m_quote.decode.max_tokens,
               output_budget(static_cast<std::uint32_t>(std::min<std::size_t>(prompt_tokens, UINT32_MAX)),
                             ask.max_tokens, context, cache));
    if (!ask.score_prompt) return {};
    if (m_quote.decode.max_tokens == 0 && prompt_tokens == 1)
        return fail(Code::invalid_argument, core::say("prompt_one_token_nothing"), core::say("send_longer_prompt_set"));
    if (proof::scores_bytes(prompt_tokens, ask.top_logprobs.value_or(0)) > proof::max_scores_bytes)
        return fail(Code::too_large, core::say("scores_tokens_do_not", {std::to_string(prompt_tokens)}),
                    core::say("shorten_prompt_ask_fewer"));
    return {};
}

void Execution::quote(const core::Result<ledger::Tariff>& tariff) {
    if (m_phase != Phase::quoting) return;
    if (!tariff) return end(tariff.error());
    m_tariff = *tariff;
    const std::uint32_t max_tokens = m_quote.decode.max_tokens;
    m_quote.node_key = m_key->public_key();
    m_quote.model_name = m_plan.model.record.name;
    m_quote.input_ids = m_file.input_ids;
    m_quote.decode = m_plan.decode;
    m_quote.decode.max_tokens = max_tokens;
    m_quote.prompt_token = m_tariff.prompt_token;
    m_quote.completion_token = m_tariff.completion_token;
    if (const Status recorded = step("job stored", record()); !recorded) return end(recorded.error());
    m_recorded = true;
    m_phase = Phase::quoted;
    m_rooms.events.publish("jobs", m_plan.job_id);
    tell(m_quote);
}

Status Execution::record() const {
    JobRecord record;
    record.job_id = m_plan.job_id;
    record.model_id = m_plan.model.id();
    record.model_name = m_plan.model.record.name;
    record.profile = m_plan.ask.profile;
    record.created_at = m_created_at;
    record.prompt_tokens = static_cast<std::uint32_t>(m_file.input_ids.size());
    record.executor = m_key->public_key();
    progress::begin(record);
    return m_rooms.store.add_job(record);
}

void Execution::assign(link::Assign assign) {
    if (m_phase != Phase::quoted) return;
    const std::uint32_t vocabulary = m_plan.model.manifest->config.vocab;
    const Status fits = check_assigned(assign, m_quote, m_plan.ask, vocabulary, m_rooms.clock.now());
    if (!m_executor.take_once(assign.request.hash(), assign.request.expires_at))
        return end(fits ? fail(Code::conflict, core::say("job_given_before"), core::say("ask_anew")) : fits.error());
    {
        const std::lock_guard lock(m_mutex);
        m_ids = std::move(assign.known_ids);
        m_sent = m_ids.size();
    }
    m_escrow = assign.escrow_id;
    m_escrow_height = assign.escrow_height;
    m_order = assign.order;
    m_file.request = std::move(assign.request);
    m_file.salt_in = assign.salt_in;
    m_file.constraint = m_plan.ask.constraint;
    m_file.salt_out = core::random_hash();
    m_phase = Phase::assigned;
    if (!fits) return end(fits.error());
    m_assigned_at = m_rooms.clock.monotonic();
    await_escrow();
}

/// The payer's ledger may be some blocks ahead of this one.
void Execution::await_escrow() {
    const auto escrow = m_rooms.settlement.escrow(m_escrow);
    if (!escrow) return end(escrow.error());
    if (!*escrow && m_rooms.channels) {
        const auto channel = m_rooms.settlement.channel(ledger::channel_of(m_escrow));
        if (!channel) return end(channel.error());
        if (*channel) return await_channel(**channel);
    }
    const auto beacon = beacon_of(*escrow);
    if (!beacon && beacon.error().code == Code::not_found &&
        m_rooms.clock.monotonic() - m_assigned_at < escrow_patience)
        return;
    if (!beacon) return end(beacon.error());
    if (const Status fits = check_escrow(**escrow); !fits) return end(fits.error());
    m_file.beacon = *beacon;
    end_unless_lost(begin());
}

core::Result<core::Hash> Execution::beacon_of(const std::optional<ledger::Escrow>& escrow) const {
    if (!escrow) return fail(Code::not_found, core::say("payment_job_did_not"));
    if (escrow->terms && escrow->terms->beacon) return *escrow->terms->beacon;
    return m_rooms.settlement.beacon(m_escrow_height);
}

/// No block comes for this job: the beacon is that of the channel's own, and the nonce of the request makes it another
/// key for every job.
void Execution::await_channel(const ledger::Channel& channel) {
    const auto beacon = channel.beacon ? *channel.beacon : m_rooms.settlement.beacon(channel.height);
    if (!beacon && beacon.error().code == Code::not_found &&
        m_rooms.clock.monotonic() - m_assigned_at < escrow_patience)
        return;
    if (!beacon) return end(beacon.error());
    if (const Status fits = check_channel(channel); !fits) return end(fits.error());
    auto place = m_rooms.channels->admit(ledger::channel_of(m_escrow), channel, m_file.request.price_cap);
    if (!place && place.error().code == Code::conflict) { // the payer may have put more into it
        if (m_rooms.clock.monotonic() - m_assigned_at < deposit_patience) return;
        core::Error used_up = place.error();
        used_up.code = Code::refused;
        return end(used_up);
    }
    if (!place) return end(place.error());
    m_place = std::move(*place);
    m_file.beacon = *beacon;
    end_unless_lost(begin());
}

Status Execution::check_channel(const ledger::Channel& channel) const {
    const proof::Request& request = m_file.request;
    HEARTH_TRY(const core::Amount most, m_tariff.price(m_file.input_ids.size(), request.decode.max_tokens));
    if (channel.payee != m_key->public_key() || channel.payer != request.client_key ||
        channel.height != m_escrow_height || request.price_cap < most ||
        !always_costs(request, m_file.input_ids.size(), m_tariff))
        return fail(Code::refused, core::say("channel_is_not_this_jobs"), core::say("open_one_quote_tariff"));
    // Anybody can read who owns the channel, so that naming it proves nothing.
    const core::Hash order =
        ledger::order_digest(m_rooms.settlement.chain_id(), ledger::channel_of(m_escrow), request.hash());
    if (m_order && core::verify(channel.payer, order.view(), *m_order)) return {};
    return fail(Code::refused, core::say("job_not_ordered_by_payer"), core::say("open_one_quote_tariff"));
}

Status Execution::check_escrow(const ledger::Escrow& escrow) const {
    const proof::Request& request = m_file.request;
    const bool fits = escrow.executor == m_key->public_key() && escrow.model_id == request.model_id &&
                      escrow.payer == request.client_key && escrow.request_hash == request.hash() &&
                      escrow.held == request.price_cap && escrow.terms && escrow.terms->tariff == m_tariff &&
                      escrow.terms->height == m_escrow_height &&
                      escrow.terms->profile == proof::find_profile(request.profile)->id;
    HEARTH_TRY(const core::Amount most, m_tariff.price(m_file.input_ids.size(), request.decode.max_tokens));
    if (fits && request.price_cap >= most) return {};
    return fail(Code::refused, core::say("escrow_ledger_not_what"), core::say("open_one_quote_tariff"));
}

Status Execution::begin() {
    const core::Nanoseconds now = m_rooms.clock.now();
    const core::Sentence locked = core::say(m_place ? "channel_pays" : "locked", {m_file.request.price_cap.text()});
    const Status stored = step("running stored", m_rooms.store.change_job(m_plan.job_id, [&](JobRecord& record) {
        record.escrow = m_escrow;
        progress::start(record, locked, now);
    }));
    if (!stored) return stored;
    m_rooms.events.publish("jobs", m_plan.job_id);
    m_phase = Phase::generating;
    return send_generate();
}

Status Execution::send_generate() {
    const auto held = lease();
    if (!held) return {}; // without a worker the next one is told
    const link::Ask& ask = m_plan.ask;
    worker::Generate message;
    message.job = held->number();
    message.prompt_ids = m_file.input_ids;
    message.params = m_file.request.decode;
    message.key = proof::seed_commitment(m_file.request, m_file.beacon);
    message.stop_strings = ask.stop;
    message.ignore_eos = ask.ignore_eos;
    message.top_logprobs = ask.top_logprobs;
    message.score_prompt = ask.score_prompt;
    message.constraint = ask.constraint;
    message.embed = ask.embed || ask.run;
    message.cache_salt = ask.tenant;
    message.chain_start = audit::chain_start_of(m_file);
    message.priority = ask.priority;
    {
        const std::lock_guard lock(m_mutex);
        message.known_ids = m_ids;
        m_prompt_at = 0;
    }
    const std::size_t read_first = m_file.input_ids.size() + message.known_ids.size();
    m_generating = true;
    if (m_generate_at == 0) m_generate_at = m_rooms.clock.monotonic();
    HEARTH_CHECK(held->send(message, ask.run ? 0 : static_cast<Nanoseconds>(read_first) * reading_patience));
    if (m_cancelled) held->cancel();
    return {};
}

} // namespace hearth::node
