// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/jobs/purchase_desk.h"
#include "node/jobs/purchase_plan.h"

#include <atomic>

namespace hearth::node {

/// The payer's half of one job, from question to checked receipt. Steps that touch disk or ledger run on the desk's
/// queue, in order; tokens go on to the sink on the thread that brings them.
class Purchase final : public link::JobEnd, public std::enable_shared_from_this<Purchase> {
public:
    Purchase(PurchaseDesk& desk, PurchasePlan plan, std::shared_ptr<gateway::GenerationSink> sink);

    const PurchasePlan& plan() const { return m_plan; }
    /// Asks.
    core::Status start();
    /// Nobody wants the answer any more; what was computed of it by then is paid for. Any thread.
    void cancel();
    void receive(link::JobMessage message) override;
    /// Lets go of the executor's half; nothing is told any more.
    void abandon();

private:
    enum class Phase { asked, paying, assigned, over };
    void post(std::function<void()> step);
    void pass_on(const link::Chunk& chunk);
    // On the queue:
    void quoted(link::Quote quote);
    core::Status open();
    void paid(const core::Result<ledger::TxResult>& opened);
    void finish(const link::Result& result);
    core::Status keep(const link::Result& result);
    gateway::GenerationEnd make_end(const link::Result& result) const;
    void drop();
    /// `tells`: the executor does not know it yet.
    void end(const core::Error& error, bool tells);
    void leave();
    void say(link::JobMessage message);
    core::Status step(const char* name, core::Status status);

    PurchaseDesk& m_desk;
    PurchaseRooms& m_rooms;
    const core::TaskQueue::Door m_door; ///< what comes when the desk is gone is dropped
    const PurchasePlan m_plan;
    const std::shared_ptr<gateway::GenerationSink> m_sink;

    std::mutex m_mutex;
    std::shared_ptr<link::JobEnd> m_execution; ///< until the purchase is over
    std::vector<std::uint32_t> m_ids;          ///< of the answer, passed on so far
    std::uint64_t m_passed = 0;                ///< tokens passed on, the prompt's too
    bool m_broken = false;                     ///< the stream contradicted itself; nothing is passed on any more
    std::atomic<bool> m_cancelled = false;

    Phase m_phase = Phase::asked;
    bool m_recorded = false; ///< the purchase stands in the store
    bool m_pays = false;     ///< its escrow is on the way, or may be
    link::Quote m_quote;
    proof::Request m_request;
    PurchaseRecord m_record;
    core::Hash m_salt_in, m_beacon;
    core::Height m_escrow_height = 0;
};

/// Whether a quote answers the question. Errors: corrupt.
core::Status check_quote(const link::Quote& quote, const link::Ask& ask);

/// What an answer must agree with.
struct Bargain {
    const link::Quote& quote;
    const proof::Request& request;
    const core::Hash& salt_in;
    const core::Hash& beacon;
    core::EscrowId escrow;
    core::Height escrow_height = 0;
    const std::vector<std::uint32_t>& passed_on; ///< ids of the answer that came before its end
};
/// Whether the receipt file is the whole and only answer to it. Errors: corrupt, naming what differs.
core::Status check_answer(const proof::ReceiptFile& file, const Bargain& bargain);

} // namespace hearth::node
