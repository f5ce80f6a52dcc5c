// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/jobs/job_run.h"
#include "node/state/job_progress.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Status;

std::uint32_t milliseconds(core::Nanoseconds time) {
    return static_cast<std::uint32_t>(std::clamp<core::Nanoseconds>(time / 1'000'000, 0, UINT32_MAX));
}

} // namespace

void JobRun::finish(const worker::Finished& finished) {
    if (m_phase != Phase::generating) return;
    m_generating = false;
    if (const Status sane = check_answer(finished); !sane) return end(sane.error());
    const bool complete = finished.stop_reason != static_cast<std::uint8_t>(proof::StopReason::cancelled);
    if (finished.output_ids.empty() && !(only_scores() && complete)) return end_empty(finished);
    if (const Status committed = commit(finished); !committed) return end(committed.error());
    m_sink->finished(make_end(finished));
    leave();
}

/// No token came: there is nothing to sign and nothing to pay.
void JobRun::end_empty(const worker::Finished& finished) {
    const auto reason = static_cast<proof::StopReason>(finished.stop_reason);
    (void)step("failure stored", m_rooms.store.change_job(m_plan.job_id, [&](JobRecord& record) {
        progress::answer_nothing(record, reason == proof::StopReason::cancelled, core::system_clock().now());
    }));
    (void)step("refunded", m_rooms.settlement.refund(m_plan.job_id));
    m_sink->finished(make_end(finished));
    leave();
}

proof::Receipt JobRun::make_receipt(const worker::Finished& finished) const {
    const proof::Request& request = m_file.request;
    const core::Nanoseconds now = core::system_clock().monotonic();
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
    receipt.n_out = static_cast<std::uint32_t>(finished.output_ids.size());
    receipt.stop_reason = static_cast<proof::StopReason>(finished.stop_reason);
    receipt.decode = request.decode;
    receipt.seed_commit = proof::seed_commitment(request, m_file.beacon);
    // The tokens themselves are the evidence: whoever has the model draws them again. An exact profile commits to
    // every bit that they were drawn from.
    receipt.evidence = {{proof::EvidenceKind::token_difr, 1, request.profile, receipt.n_out, receipt.out_root}};
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
Status JobRun::commit(const worker::Finished& finished) {
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
    m_receipt = signed_receipt.id();
    const bool cancelled = signed_receipt.stop_reason == proof::StopReason::cancelled;
    const core::Nanoseconds now = core::system_clock().now();
    HEARTH_CHECK(step("receipt stored",
                      m_rooms.store.add_receipt(
                          m_plan.job_id, m_receipt.hex(), m_key->public_key(), m_file.encode(), [&](JobRecord& record) {
                              record.charged = signed_receipt.price;
                              progress::answer(record, cancelled, signed_receipt.n_out, signed_receipt.total_ms, now,
                                               only_scores() ? signed_receipt.n_in : 0);
                          })));
    if (const Status settled = step("settled", m_rooms.settlement.settle(m_plan.job_id)); !settled)
        core::log::error("executor", "settlement is late",
                         {{"job", m_plan.job_id}, {"reason", settled.error().message}});
    core::log::info("executor", "answered",
                    {{"job", m_plan.job_id},
                     {"receipt", m_receipt.hex()},
                     {"n_in", signed_receipt.n_in},
                     {"n_out", signed_receipt.n_out},
                     {"ms", signed_receipt.total_ms}});
    return {};
}

gateway::GenerationEnd JobRun::make_end(const worker::Finished& finished) const {
    const proof::Receipt& receipt = m_file.signed_receipt.receipt;
    gateway::GenerationEnd end;
    end.finish_reason = finish_reason(static_cast<proof::StopReason>(finished.stop_reason));
    end.tail = finished.tail;
    end.output_ids = finished.output_ids;
    end.prompt_tokens = static_cast<std::uint32_t>(m_file.input_ids.size());
    end.completion_tokens = static_cast<std::uint32_t>(finished.output_ids.size());
    end.system_fingerprint = "hearth-" + m_plan.model.id().substr(0, 12) + "-" + m_plan.profile;
    if (m_receipt.is_zero()) return end;
    end.receipt_id = m_receipt.hex();
    end.level = "E1";
    end.ttft_ms = receipt.ttft_ms;
    end.total_ms = receipt.total_ms;
    return end;
}

} // namespace hearth::node
