// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/jobs/failover.h"
#include "node/jobs/purchase_desk.h"
#include "node/jobs/purchase_plan.h"

#include <atomic>

namespace hearth::node {

/// The payer's half of one job, from question to checked receipt. A node that is lost on the way is replaced by another
/// one (failover.h), which begins anew or goes on from the tokens that the caller has. Steps that touch disk or ledger
/// run on the desk's queue, in order; tokens go on to the sink on the thread that brings them.
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
    enum class Phase { asked, paying, assigned, over };
    class Ear;
    /// What an answer that a lost node began must be gone on with.
    struct Beginning {
        core::Hash key; ///< the sampler's
        std::vector<std::uint32_t> input_ids;
        proof::DecodeParams decode;
    };
    void post(std::function<void()> step);
    void receive(unsigned turn, link::JobMessage message);
    void pass_on(unsigned turn, const link::Chunk& chunk);
    // On the queue:
    core::Status ask_another(link::Ask question, bool passed_on);
    core::Result<link::OpenedJob> open_elsewhere(const link::Ask& question);
    void heed(link::JobMessage message);
    void quoted(link::Quote quote);
    core::Status check_beginning(const link::Quote& quote) const;
    core::Status open();
    core::Status pay_by_escrow(const core::Hash& request_hash, const ledger::Tariff& tariff);
    void assigned(core::Height height, const core::Hash& beacon);
    core::Status record(core::Amount cap);
    void paid(unsigned turn, const PurchaseRecord& record, const core::Result<ledger::TxResult>& opened);
    failover::Silence silence();
    void lose(const core::Error& error, bool tells);
    bool move_on(const core::Error& error, bool tells);
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
    link::OpenedJob m_job;            ///< until the purchase is over
    link::Avoid m_asked, m_refused;   ///< nodes, this one too; those that refused may take it later
    unsigned m_turn = 0;              ///< of the node that is heard; written on the queue
    std::vector<std::uint32_t> m_ids; ///< of the answer, passed on so far
    std::uint64_t m_passed = 0;       ///< tokens passed on, the prompt's too
    bool m_broken = false;            ///< the stream contradicted itself; nothing is passed on any more
    bool m_answers = false;           ///< this node gave a token
    core::Nanoseconds m_heard_at = 0, m_token_gap = 0;
    std::atomic<bool> m_cancelled = false;

    Phase m_phase = Phase::asked;
    unsigned m_moves = 0;    ///< away from nodes that had the assignment
    bool m_recorded = false; ///< the purchase stands in the store
    bool m_started = false;  ///< the sink knows
    bool m_pays = false;     ///< its escrow is on the way, or may be
    link::Ask m_ask;         ///< what this node was asked
    std::optional<Beginning> m_beginning;
    std::optional<core::Nanoseconds> m_unreached_since;
    link::Quote m_quote;
    proof::Request m_request;
    PurchaseRecord m_record;
    std::shared_ptr<PayingChannels::Use> m_channel; ///< that pays this node; null: an escrow does
    core::Hash m_salt_in, m_beacon;
    core::Height m_escrow_height = 0;
};

/// Whether a quote answers the question. Errors: corrupt.
core::Status check_quote(const link::Quote& quote, const link::Ask& ask);

/// Whether the caller allows what it may cost. Errors: refused, with both sums; too_large.
core::Status check_price(const link::Quote& quote, const link::Terms& terms);

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
