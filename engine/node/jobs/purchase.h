// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/schedule/failover.h"
#include "node/jobs/purchase_check.h"
#include "node/jobs/purchase_desk.h"
#include "node/jobs/purchase_plan.h"
#include "node/jobs/purchase_side.h"
#include "node/jobs/resume.h"

#include <atomic>

namespace hearth::node {

namespace failover = gateway::schedule::failover;

/// The payer's half of one job, from question to checked receipt. A node that is lost on the way is replaced by another
/// one (failover.h), which begins anew or goes on from the tokens that the caller has. One that is slower to begin than
/// nearly all are gets a rival (gateway/schedule/hedge.h): whose first token comes first answers and is paid, the other
/// one is told at once and its escrow comes back. Steps that touch disk or ledger run on the desk's queue, in order;
/// tokens go on to the sink on the thread that brings them.
class Purchase final : public std::enable_shared_from_this<Purchase> {
public:
    Purchase(PurchaseDesk& desk, PurchasePlan plan, std::shared_ptr<gateway::GenerationSink> sink);

    const PurchasePlan& plan() const { return m_plan; }
    /// Asks.
    core::Status start();
    /// Nobody wants the answer any more; what was computed of it by then is paid for. Any thread.
    void cancel();
    /// Several times a second: looks whether the node still answers. Any thread.
    void look();
    /// Lets go of the executor's half; nothing is told any more.
    void abandon();

private:
    using Phase = PurchaseSide::Phase;
    using Side = std::shared_ptr<PurchaseSide>;
    class Ear;
    void post(std::function<void()> step);
    void break_off();
    void receive(unsigned turn, link::JobMessage message);
    void pass_on(unsigned turn, const link::Chunk& chunk);
    Side side_of(unsigned turn) const; ///< under the lock, or on the queue
    // On the queue:
    core::Result<Side> open_side(link::Ask question, const link::Avoid& besides = {});
    core::Result<link::OpenedJob> open_elsewhere(const PurchaseSide& side, const link::Avoid& besides);
    core::Status ask_another(link::Ask question, bool passed_on);
    void heed(const Side& side, link::JobMessage message);
    void quoted(const Side& side, link::Quote quote);
    core::Status open(const Side& side);
    bool pays_by_channel(const PurchaseSide& side, const ledger::Tariff& asked) const;
    core::Status pay_by_escrow(const Side& side, const ledger::Tariff& tariff);
    core::Status record(const PurchaseSide& side);
    core::Status note(const PurchaseSide& side);
    void paid(const Side& side, const core::Result<ledger::TxResult>& opened);
    void assigned(const Side& side);
    void paid_in_vain(const PurchaseSide& side);
    link::Assign assignment(const PurchaseSide& side);
    failover::Silence silence(PurchaseSide& side);
    void lose(const Side& side, const core::Error& error, bool tells);
    bool move_on(const core::Error& error, bool tells);
    bool goes_on() const { return m_journal.goes_on(); } ///< from what a lost node began
    void ask_rival();
    void settle_race();
    bool leave_race(const Side& side, const core::Error& error, bool tells);
    void give_up(PurchaseSide& side, const core::Error& error);
    void finish(const Side& side, const link::Result& result);
    core::Status keep(const link::Result& result);
    gateway::GenerationEnd make_end(const link::Result& result) const;
    std::string other_home(const PurchaseSide& side) const;
    void drop();
    /// `tells`: the executor does not know it yet.
    void end(const core::Error& error, bool tells);
    void leave();
    void say(const PurchaseSide& side, link::JobMessage message);
    core::Status step(const char* name, core::Status status);

    PurchaseDesk& m_desk;
    PurchaseRooms& m_rooms;
    const core::TaskQueue::Door m_door; ///< what comes when the desk is gone is dropped
    const PurchasePlan m_plan;
    const std::shared_ptr<gateway::GenerationSink> m_sink;
    const std::shared_ptr<Hedges> m_hedges; ///< tokens may come while the desk goes
    const core::Nanoseconds m_began_at;

    std::mutex m_mutex;
    Side m_main, m_rival;            ///< the nodes that are heard; written on the queue
    std::optional<unsigned> m_first; ///< of two, the one whose token came first
    link::Avoid m_asked, m_refused;  ///< nodes, those of now too; those that refused may take it later
    ResumeJournal m_journal;         ///< its beginning is set on the queue, and read there without the lock
    bool m_closed = false;           ///< nothing is passed on any more
    std::atomic<bool> m_cancelled = false;
    std::atomic<bool> m_asks = false; ///< the first node was asked

    bool m_over = false;
    unsigned m_turns = 0;    ///< nodes that were asked
    unsigned m_moves = 0;    ///< away from nodes that had the assignment
    bool m_hedged = false;   ///< a rival was looked for
    bool m_recorded = false; ///< the purchase stands in the store
    bool m_started = false;  ///< the sink knows
    PurchaseRecord m_record;
};

} // namespace hearth::node
