// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/money/settlement.h"
#include "node/state/job_progress.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

Status Settlement::index(const core::ReceiptId& receipt, std::optional<ledger::EventKind> event) {
    std::optional<ledger::Reward> reward;
    ledger::Params params;
    m_sequencer.read([&](const ledger::State& state) {
        if (const ledger::Reward* found = state.reward(receipt)) reward = *found;
        params = state.params();
    });
    HEARTH_TRY(const JobRecord job, m_store.job_of_receipt(receipt.hex()));
    const auto verdict = m_store.verdict(receipt.hex());
    const core::Nanoseconds now = core::system_clock().now();
    if (!reward && (event == ledger::EventKind::paid || event == ledger::EventKind::lost))
        return m_store.change_job(
            job.job_id, [&](JobRecord& record) { progress::forget(record, event == ledger::EventKind::lost); });
    if (!reward && !verdict) return {};
    HEARTH_CHECK(m_store.change_job(job.job_id, [&](JobRecord& record) {
        if (reward) progress::settle(record, *reward, params, now);
        if (verdict) progress::replay(record, *verdict);
        if (reward) progress::draw(record, *reward, verdict.ok(), now);
    }));
    m_events.publish("jobs", job.job_id);
    return {};
}

void Settlement::delay_replay(const core::ReceiptId& receipt, const core::Error& error) {
    const auto job = m_store.job_of_receipt(receipt.hex());
    if (!job) return; // another home's
    if (!m_store.change_job(job->job_id, [&](JobRecord& record) { progress::delay_replay(record, error); })) return;
    m_events.publish("jobs", job->job_id);
}

Status Settlement::close_interrupted() {
    HEARTH_TRY(const auto running, m_store.running_jobs());
    for (const JobRecord& job : running) {
        HEARTH_CHECK(m_store.change_job(job.job_id, progress::interrupt));
        core::log::warning("settlement", "job interrupted by a restart", {{"job", job.job_id}});
    }
    HEARTH_TRY(const auto unreturned, m_store.unreturned());
    for (const JobRecord& job : unreturned) {
        const Status refunded = refund(job.job_id);
        if (!refunded && refunded.error().code == Code::io) return refunded;
        if (!refunded) // the escrow comes back by itself when it expires
            core::log::warning("settlement", "escrow not returned",
                               {{"job", job.job_id}, {"reason", refunded.error().message}});
    }
    return {};
}

/// The ledger forgets a reward only long after it came to rest; a node that was away for so long concludes
/// how. A ledger that was made anew never knew it.
Status Settlement::rest(const JobRecord& job) {
    bool forgotten = false;
    const core::Epoch now = m_sequencer.head().epoch;
    HEARTH_CHECK(look(
        [&](const ledger::State& state) { forgotten = now > job.epoch + state.params().get("rewards.keep_epochs"); }));
    if (!forgotten)
        return fail(Code::not_found, "The ledger of this home does not know the receipt; it was made anew.",
                    "Restore the folder of the ledger from a backup, if there is one.");
    const auto verdict = m_store.verdict(job.receipt_id);
    const bool lost = verdict && verdict->outcome == "failed";
    return m_store.change_job(job.job_id, [&](JobRecord& record) { progress::forget(record, lost); });
}

/// A receipt whose escrow is gone can never be paid; the strip says so instead of waiting for ever.
Status Settlement::give_up(const JobRecord& job, const core::Error& error) {
    bool alive = false;
    HEARTH_TRY(const core::ReceiptId id, core::ReceiptId::parse(job.receipt_id));
    HEARTH_CHECK(look([&](const ledger::State& state) {
        alive = state.escrow(job.escrow) != nullptr || state.reward(id) != nullptr;
    }));
    if (alive) return {};
    return m_store.change_job(job.job_id, [&](JobRecord& record) { progress::give_up(record, error.message); });
}

Status Settlement::settle_what_waits() {
    HEARTH_TRY(const auto jobs, m_store.moving_money());
    for (const JobRecord& job : jobs) {
        const Status settled = settle(job.job_id);
        if (settled) continue;
        // A full disk, or a ledger that cannot be read, fails the others as well.
        if (settled.error().code == Code::io || settled.error().code == Code::unavailable) return settled;
        HEARTH_CHECK(give_up(job, settled.error()));
        core::log::error("settlement", "receipt cannot be settled",
                         {{"job", job.job_id}, {"reason", settled.error().message}});
    }
    return {};
}

Status Settlement::recover() {
    HEARTH_CHECK(finish_rotation());
    HEARTH_CHECK(register_key(*m_identity.node_key()));
    HEARTH_CHECK(close_interrupted());
    HEARTH_CHECK(settle_what_waits());
    HEARTH_CHECK(m_sequencer.tick());
    m_queue->drain();
    return post_roots();
}

} // namespace hearth::node
