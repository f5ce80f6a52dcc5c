// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "core/clock.h"
#include "core/task_queue.h"
#include "ledger/ledger.h"
#include "node/money/gathering.h"
#include "node/money/ledger_view.h"
#include "node/money/settle_retry.h"
#include "node/money/tx_sender.h"
#include "node/state/identity.h"
#include "node/state/store.h"
#include "proof/receipt.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace hearth::node {

/// The node's hand in the ledger: registers its key, opens and closes escrows, settles receipts, posts roots
/// and verdicts, and keeps node.sqlite's money columns equal to what the ledger says. Every step may be
/// repeated: the ledger decides whether it happened. What takes a block says so to a callback, before the call returns
/// where the ledger answers at once, else on a thread of its own. Thread-safe.
class Settlement : public LedgerView {
public:
    using Done = std::function<void(core::Status)>;
    using Offered = std::function<void(core::Result<ledger::Tariff>)>;

    /// `known_from`: the rules from which on the ledger must know its node key, since this home executes, audits, or is
    /// a gateway to be found; UINT64_MAX: it need not.
    Settlement(ledger::Ledger& ledger, Identity& identity, Store& store, control::EventFan& events,
               std::uint64_t known_from = 0, const core::Clock& clock = core::system_clock());
    ~Settlement();

    /// Registers the node key, finishes an interrupted rotation, fails the jobs and purchases that a crash cut off and
    /// gives their escrows back, settles what was signed but not settled, posts missing roots, indexes everything.
    core::Status recover();
    core::Status rotate_node_key(); ///< certifies a new one: receipts from now on are signed by it; waits for the block
    /// What this node key asks for a model in a profile; offered on the ledger before it is answered.
    void offer(const TxSender::Key& node_key, const core::ModelId& model, const std::string& profile, Offered done);
    /// What the node asks for a model under these rules; nothing for a model that it has not. Until it is told: the
    /// usual price, for any.
    using Asks = std::function<std::optional<ledger::Tariff>(const core::ModelId&, const ledger::Params&)>;
    void set_tariffs(Asks asks);
    std::optional<ledger::Tariff> asked(const core::ModelId& model, const ledger::Params& rules) const;
    /// Withdraws what is offered for models that are gone or by a replaced key, and offers the rest at today's prices;
    /// waits for no block.
    core::Status refresh_offers();
    /// Paid with credits where the account has enough; tells the block, with the beacon that nobody knew before.
    void open_escrow(const ledger::OpenEscrow& escrow, TxSender::Done done);
    void send(const TxSender::Key& key, ledger::Message message, TxSender::Done done); ///< of a payment channel
    /// Gives a job's whole escrow back; nothing to do when there is none.
    void refund(const std::string& job_id, Done done);
    /// The same for an escrow whose executor is here. Errors: not_found (its key is elsewhere).
    void return_escrow(const core::EscrowId& escrow, const core::PublicKey& executor, Done done);
    /// Settles a stored receipt of a job, once, and indexes it.
    void settle(const std::string& job_id, Done done);
    core::Result<ledger::TxResult> send_money(const core::PublicKey& to, core::Amount amount); ///< of the caller
    core::Result<core::Amount> balance(const core::PublicKey& account) const;
    core::Status post_verdict(const ledger::PostVerdict& verdict);
    struct Governed {
        core::PublicKey account;
        ledger::TxResult result;
        std::optional<std::uint64_t> proposal; ///< that it made
    };
    /// Sends what the operator decides, and waits for its block. This home's node key is registered before it stakes or
    /// bonds; a proposal's deposit comes from the account that has it: the operator's, else the caller's.
    core::Result<Governed> govern(ledger::Message message);
    /// Copies the ledger's view of a receipt into the job list. `event`: what the ledger just reported of it,
    /// if anything; it decides where the ledger has forgotten the reward already.
    core::Status index(const core::ReceiptId& receipt, std::optional<ledger::EventKind> event = {});
    /// Tells in the job list why the audit of a receipt did not happen yet.
    void delay_replay(const core::ReceiptId& receipt, const core::Error& error);
    /// Once a second, with the monotonic time: closes epochs, posts roots, and tries again what could not be settled,
    /// later each time. No receipt or step that fails stops another.
    core::Status tick(core::Nanoseconds now);
    void on_block(std::function<void()> listener); ///< after each that has events, on the settlement's own thread
    /// Receipts for whose audit a node of this operator was drawn; on that thread, too.
    void on_assigned(std::function<void(const core::ReceiptId&)> listener);

private:
    struct Unsettled;
    void register_key(const core::SigningKey& key, Done done);
    void enrol(core::Nanoseconds now);
    TxSender::Key operator_key() const; ///< null: it is kept offline
    void finish_rotation(Done done), continue_rotation(core::Nanoseconds now);
    core::Status close_interrupted(), close_purchase(PurchaseRecord purchase);
    core::Status rest(const JobRecord& job);
    core::Result<std::optional<Unsettled>> unsettled(const std::string& job_id);
    void settle_once(const std::string& job_id, Done done);
    core::Status settled(const core::ReceiptId& receipt, const core::Result<ledger::TxResult>& sent);
    core::Status settle_what_waits();
    core::Status give_up(const JobRecord& job, const core::Error& error);
    core::Status index_settled();
    core::Status post_roots();
    void take_events(const std::vector<ledger::LedgerEvent>& events);

    Store& m_store;
    control::EventFan& m_events;
    const std::uint64_t m_known_from;
    const core::Clock& m_clock;
    std::atomic<bool> m_enrolled = false, m_enrolling = false, m_finishing = false;
    std::atomic<std::uint64_t> m_credits_asked = 0; ///< of escrows that are on their way to a block
    std::atomic<core::Epoch> m_epoch = 0;           ///< whose beginning the ticks have dealt with
    mutable std::mutex m_listener_mutex;            ///< of the next three
    Asks m_asks;
    std::function<void(const core::ReceiptId&)> m_on_assigned;
    std::function<void()> m_on_block;
    Gathering<ledger::TariffKey, core::Result<ledger::Tariff>> m_offering;
    Gathering<std::string, core::Status> m_settling; ///< by job
    Gathering<core::PublicKey, core::Status> m_rotating;
    SettleRetry m_retry, m_offers, m_enrolment{5 * core::second}, m_key_faults; ///< the last's: of the node key
    std::unique_ptr<core::TaskQueue> m_queue;                                   ///< indexes what the ledger reports
    std::unique_ptr<TxSender> m_sender;
};

} // namespace hearth::node
