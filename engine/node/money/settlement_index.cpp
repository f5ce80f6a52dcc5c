// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/money/settlement.h"
#include "node/state/job_progress.h"
#include "node/state/stored_receipt.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

Status Settlement::index(const core::ReceiptId& receipt, std::optional<ledger::EventKind> event) {
    std::optional<ledger::Reward> reward;
    ledger::Params params;
    m_ledger.read([&](const ledger::State& state) {
        if (const ledger::Reward* found = state.reward(receipt)) reward = *found;
        params = state.params();
    });
    const auto found = m_store.job_of_receipt(receipt.hex());
    if (!found && found.error().code == Code::not_found) return {}; // another home's
    if (!found) return found.error();
    const JobRecord& job = *found;
    const auto verdict = m_store.verdict(receipt.hex());
    const core::Nanoseconds now = m_clock.now();
    if (!reward && (event == ledger::EventKind::paid || event == ledger::EventKind::lost))
        return m_store.change_job(
            job.job_id, [&](JobRecord& record) { progress::forget(record, event == ledger::EventKind::lost); });
    if (!reward && !verdict) return {};
    HEARTH_CHECK(m_store.change_job(job.job_id, [&](JobRecord& record) {
        if (reward) progress::settle(record, *reward, params, now);
        if (verdict) progress::replay(record, *verdict);
        if (reward)
            progress::check_elsewhere(
                record, *reward, [this](const core::PublicKey& key) { return is_own(key); }, now);
        if (reward)
            progress::draw(record, *reward,
                           record.stage(control::JobStage::replayed).state == control::StageState::done, now);
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
    HEARTH_TRY(const auto purchases, m_store.open_purchases());
    for (const PurchaseRecord& purchase : purchases)
        HEARTH_CHECK(close_purchase(purchase));
    HEARTH_TRY(const auto unreturned, m_store.unreturned());
    for (const JobRecord& job : unreturned)
        refund(job.job_id, [this, id = job.job_id](const Status& refunded) {
            if (refunded) return;
            if (refunded.error().code == Code::io) m_retry.keep(refunded.error());
            // The escrow comes back by itself when it expires.
            core::log::warning("settlement", "escrow not returned",
                               {{"job", id}, {"reason", refunded.error().message}});
        });
    return m_retry.take();
}

/// The answer may be whole, though its buyer did not see that any more.
Status Settlement::close_purchase(PurchaseRecord purchase) {
    const auto job = m_store.job(purchase.job_id);
    if (job && !job->receipt_id.empty()) {
        HEARTH_TRY(const proof::ReceiptFile file, stored_receipt(m_store, job->receipt_id));
        purchase.state = control::PurchaseState::done;
        purchase.receipt_id = job->receipt_id;
        purchase.charged = file.signed_receipt.receipt.price;
        return m_store.end_purchase(purchase);
    }
    purchase.state = control::PurchaseState::failed;
    purchase.reason = "interrupted by a restart";
    purchase.charged = {};
    HEARTH_CHECK(m_store.end_purchase(purchase));
    if (!is_own(purchase.executor)) return {}; // it gives the escrow back, or that expires
    return_escrow(purchase.escrow, purchase.executor, [id = purchase.job_id](const Status& returned) {
        if (!returned)
            core::log::warning("settlement", "escrow not returned",
                               {{"job", id}, {"reason", returned.error().message}});
    });
    return {};
}

/// The ledger forgets a reward only long after it came to rest; a node that was away for so long concludes
/// how. A ledger that was made anew never knew it.
Status Settlement::rest(const JobRecord& job) {
    bool forgotten = false;
    const core::Epoch now = m_ledger.head().epoch;
    HEARTH_CHECK(look(
        [&](const ledger::State& state) { forgotten = now > job.epoch + state.params().get("rewards.keep_epochs"); }));
    if (!forgotten)
        return fail(Code::not_found, core::say("ledger_home_does_not"), core::say("restore_folder_ledger_backup"));
    const auto verdict = m_store.verdict(job.receipt_id);
    const bool lost = verdict && verdict->outcome != audit::Outcome::passed;
    return m_store.change_job(job.job_id, [&](JobRecord& record) { progress::forget(record, lost); });
}

/// What the ledger has settled and the index does not know, as where that could not be written at the time. Goes before
/// the roots: what a posted one lacks is never added to it.
Status Settlement::index_settled() {
    HEARTH_TRY(const auto jobs, m_store.moving_money());
    Status fault;
    for (const JobRecord& job : jobs) {
        if (job.money_state != control::MoneyState::none) continue;
        const auto id = core::ReceiptId::parse(job.receipt_id);
        bool settled = false;
        if (id) HEARTH_CHECK(look([&](const ledger::State& state) { settled = state.reward(*id) != nullptr; }));
        const Status indexed = !id ? Status(id.error()) : settled ? index(*id) : Status();
        if (indexed) continue;
        // What is damaged stays so: it holds up no root.
        if (indexed.error().code == Code::io || indexed.error().code == Code::unavailable) fault = indexed;
        core::log::error("settlement", "job cannot be indexed",
                         {{"job", job.job_id}, {"reason", indexed.error().message}});
    }
    return fault;
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
        settle(job.job_id, [this, job](const Status& settled) {
            if (settled) return;
            // A full disk, a ledger that cannot be read or one that is behind fails the others as well.
            const Code code = settled.error().code;
            const bool all =
                code == Code::io || code == Code::unavailable || code == Code::timed_out || code == Code::busy;
            const Status given_up = all ? settled : give_up(job, settled.error());
            if (!given_up) return m_retry.keep(given_up.error());
            core::log::error("settlement", "receipt cannot be settled",
                             {{"job", job.job_id}, {"reason", settled.error().message}});
        });
        HEARTH_CHECK(m_retry.take());
    }
    return {};
}

Status Settlement::recover() {
    continue_rotation(0);
    enrol(0);
    // A key that the ledger knows works; what became of its renewal is told by the ticks.
    if (!is_registered(m_identity.node_key()->public_key())) HEARTH_CHECK(m_key_faults.take());
    HEARTH_CHECK(close_interrupted());
    HEARTH_CHECK(settle_what_waits());
    HEARTH_CHECK(m_ledger.tick());
    m_epoch = m_ledger.head().epoch;
    m_queue->drain();
    HEARTH_CHECK(index_settled());
    return post_roots();
}

} // namespace hearth::node
