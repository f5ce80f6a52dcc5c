// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/jobs/execution.h"
#include "node/state/job_progress.h"

#include <algorithm>
#include <thread>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

std::uint32_t milliseconds(core::Nanoseconds time) {
    return static_cast<std::uint32_t>(std::clamp<core::Nanoseconds>(time / 1'000'000, 0, UINT32_MAX));
}

} // namespace

void Execution::finish(const worker::Finished& finished) {
    if (m_phase != Phase::generating) return;
    m_generating = false;
    if (m_forsaken) return end(*m_forsaken);
    if (const Status sane = check_answer(finished); !sane) return end(sane.error());
    if (const Status whole = check_beginning(finished); !whole) return end(whole.error());
    const bool complete = finished.stop_reason != static_cast<std::uint8_t>(proof::StopReason::cancelled);
    if (finished.output_ids.empty() && !(only_prompt() && complete)) return end_empty(finished);
    if (const Status committed = commit(finished); !committed) return end(committed.error());
    tell(link::Result{m_file, static_cast<proof::StopReason>(finished.stop_reason), finished.tail,
                      std::min(finished.cached_tokens, static_cast<std::uint32_t>(m_file.input_ids.size()))});
    leave();
}

/// The caller has more of the answer than this: a receipt for it would contradict that.
Status Execution::check_beginning(const worker::Finished& finished) const {
    const auto& begun = m_file.request.begun;
    if (!begun || finished.output_ids.size() >= begun->tokens) return {};
    if (m_cancelled) return fail(Code::cancelled, core::say("request_cancelled"));
    return fail(Code::corrupt, core::say("answer_ends_before_beginning"));
}

/// No token came: there is nothing to sign and nothing to pay.
void Execution::end_empty(const worker::Finished& finished) {
    const auto reason = static_cast<proof::StopReason>(finished.stop_reason);
    (void)step("failure stored", m_rooms.store.change_job(m_plan.job_id, [&](JobRecord& record) {
        progress::answer_nothing(record, reason == proof::StopReason::cancelled, m_rooms.clock.now());
    }));
    refund();
    tell(link::Result{std::nullopt, reason, finished.tail});
    leave();
}

/// Where the ledger answers at once, the step has happened when this returns.
void Execution::refund() {
    m_rooms.settlement.refund(m_plan.job_id, told("refunded"));
}
void Execution::settle() {
    m_rooms.settlement.settle(m_plan.job_id, told("settled"));
}

/// Writes down how a step at the ledger went: within the call where it answers at once, else on the queue.
std::function<void(Status)> Execution::told(const char* name) {
    return [self = shared_from_this(), door = m_door, name, caller = std::this_thread::get_id()](const Status& status) {
        const auto tell = [self, name, status] {
            if (self->step(name, status)) return;
            core::log::error("executor", "a step at the ledger is late",
                             {{"job", self->m_plan.job_id}, {"step", name}, {"reason", status.error().message}});
        };
        if (caller == std::this_thread::get_id()) return tell();
        door.post(tell);
    };
}

proof::Receipt Execution::make_receipt(const worker::Finished& finished) const {
    const proof::Request& request = m_file.request;
    const core::Nanoseconds now = m_rooms.clock.monotonic();
    const core::Nanoseconds first = m_first_token_at != 0 ? m_first_token_at.load() : now;
    proof::Receipt receipt;
    receipt.request_hash = request.hash();
    receipt.executor_key = m_key->public_key();
    receipt.client_key = request.client_key;
    receipt.model_id = request.model_id;
    receipt.profile = request.profile;
    receipt.in_commit = request.in_commit;
    receipt.out_root = proof::output_root(m_file.salt_out, finished.output_ids);
    receipt.n_in = static_cast<std::uint32_t>(m_file.input_ids.size());
    const auto values = static_cast<std::uint32_t>(finished.output_ids.size());
    receipt.n_out = request.asks_values() ? 0 : values;
    receipt.stop_reason = static_cast<proof::StopReason>(finished.stop_reason);
    receipt.decode = request.decode;
    receipt.seed_commit = proof::seed_commitment(request, m_file.beacon);
    // The tokens themselves are the evidence: whoever has the model draws them again. An exact profile commits to
    // every bit that they were drawn from.
    receipt.evidence = {{proof::EvidenceKind::token_difr, 1, request.profile, receipt.n_out, receipt.out_root}};
    if (request.asks_values()) {
        const auto kind = request.run ? proof::EvidenceKind::tensors : proof::EvidenceKind::vector;
        receipt.evidence = {{kind, 1, request.profile, values, receipt.out_root}};
    }
    if (finished.chain_root)
        receipt.evidence = {
            {proof::EvidenceKind::exact_chain, 1, request.profile, receipt.n_out, *finished.chain_root}};
    if (request.scores) {
        const auto count = static_cast<std::uint32_t>(m_file.scores.size());
        if (finished.chain_root) receipt.evidence.front().length += count;
        receipt.evidence.push_back({proof::EvidenceKind::prompt_scores, 1, request.profile, count,
                                    proof::scores_root(m_file.salt_out, m_file.scores)});
    }
    // At most the cap, which is the same sum for more tokens.
    receipt.price = m_tariff.price(receipt.n_in, receipt.n_out).value();
    receipt.escrow_id = m_escrow;
    receipt.height = m_escrow_height;
    receipt.ttft_ms = milliseconds(first - m_generate_at);
    receipt.total_ms = std::max(receipt.ttft_ms, milliseconds(now - m_generate_at));
    return receipt;
}

/// Sign, store, settle. Once the receipt is stored the answer counts: if the settlement fails now, it is
/// tried again later and after a restart.
Status Execution::commit(const worker::Finished& finished) {
    {
        const std::lock_guard lock(m_mutex);
        m_file.scores = m_scores;
    }
    proof::Receipt receipt = make_receipt(finished);
    HEARTH_TRY(const std::string last, m_rooms.store.last_receipt(m_key->public_key()));
    if (!last.empty()) {
        HEARTH_TRY(const core::Hash previous, core::Hash::parse(last));
        receipt.prev_receipt = previous;
    }
    m_file.output_ids = finished.output_ids;
    m_file.signed_receipt = proof::SignedReceipt::sign(std::move(receipt), *m_key);
    const proof::Receipt& signed_receipt = m_file.signed_receipt.receipt;
    const std::string receipt_id = signed_receipt.id().hex();
    const bool cancelled = signed_receipt.stop_reason == proof::StopReason::cancelled;
    const core::Nanoseconds now = m_rooms.clock.now();
    const std::string ended_on = device();
    HEARTH_CHECK(step("receipt stored",
                      m_rooms.store.add_receipt(
                          m_plan.job_id, receipt_id, m_key->public_key(), m_file.encode(), [&](JobRecord& record) {
                              record.device = ended_on;
                              progress::answer(record, cancelled, signed_receipt.n_out, signed_receipt.total_ms, now,
                                               only_prompt() ? signed_receipt.n_in : 0,
                                               m_plan.ask.run     ? progress::Read::run
                                               : m_plan.ask.embed ? progress::Read::embedded
                                                                  : progress::Read::scored);
                          })));
    if (m_place) m_place->earned(m_plan.job_id, signed_receipt.price);
    settle();
    core::log::info("executor", "answered",
                    {{"job", m_plan.job_id},
                     {"receipt", receipt_id},
                     {"n_in", signed_receipt.n_in},
                     {"n_out", signed_receipt.n_out},
                     {"ms", signed_receipt.total_ms}});
    return {};
}

} // namespace hearth::node
