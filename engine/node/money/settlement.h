// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "core/task_queue.h"
#include "ledger/sequencer.h"
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
/// repeated: the ledger decides whether it happened. Thread-safe.
class Settlement {
public:
    Settlement(ledger::Sequencer& sequencer, Identity& identity, Store& store, control::EventFan& events);
    ~Settlement();

    /// Registers the node key, finishes an interrupted rotation, fails the jobs that a crash cut off and
    /// gives their escrows back, settles what was signed but not settled, posts missing roots, indexes
    /// everything.
    core::Status recover();
    /// Certifies a new node key; receipts from now on are signed by it.
    core::Status rotate_node_key();

    /// What this node key asks for a model in a profile; offered on the ledger before it is answered.
    core::Result<ledger::Tariff> offer(const core::SigningKey& node_key, const core::ModelId& model,
                                       const std::string& profile);
    /// The block that holds it, with the beacon that nobody knew before.
    core::Result<ledger::TxResult> open_escrow(const ledger::OpenEscrow& escrow);
    /// Gives the whole escrow back; nothing to do when there is none.
    core::Status refund(const std::string& job_id);
    /// Settles a stored receipt of a job, once, and indexes it.
    core::Status settle(const std::string& job_id);
    core::Status post_verdict(const ledger::PostVerdict& verdict);
    /// Copies the ledger's view of a receipt into the job list. `event`: what the ledger just reported of it,
    /// if anything; it decides where the ledger has forgotten the reward already.
    core::Status index(const core::ReceiptId& receipt, std::optional<ledger::EventKind> event = {});
    /// Tells in the job list why the audit of a receipt did not happen yet.
    void delay_replay(const core::ReceiptId& receipt, const core::Error& error);
    /// Once a second, with the monotonic time: closes epochs, posts roots, and tries again what could not be settled,
    /// later each time. One receipt that fails stops no other.
    core::Status tick(core::Nanoseconds now);

    /// Receipts for whose audit a node of this operator was drawn. The callback runs on the settlement's own thread.
    void on_assigned(std::function<void(const core::ReceiptId&)> listener);
    std::vector<core::ReceiptId> audit_duties() const;
    bool has_duty(const core::ReceiptId& receipt) const;
    /// What the ledger holds of it; nullopt: it was never settled here, or long ago.
    std::optional<ledger::Reward> reward(const core::ReceiptId& receipt) const;

    ledger::Head head() const { return m_sequencer.head(); }
    core::Nanoseconds epoch_ends_at() const { return m_sequencer.epoch_ends_at(); }
    bool registered() const;
    void read(const std::function<void(const ledger::State&)>& read) const { m_sequencer.read(read); }

private:
    /// Reads the ledger, or says that it cannot be read now: what is not seen must not count as not there.
    core::Status look(const std::function<void(const ledger::State&)>& read) const;
    core::Result<ledger::TxResult> submit(const core::SigningKey& key, ledger::Message message);
    core::Status register_key(const core::SigningKey& key);
    bool is_own(const core::PublicKey& node_key) const;
    core::Status finish_rotation();
    core::Status close_interrupted();
    core::Status rest(const JobRecord& job);
    core::Status settle_once(const std::string& job_id);
    core::Status settle_what_waits();
    core::Status give_up(const JobRecord& job, const core::Error& error);
    core::Status post_roots();
    void take_events(const std::vector<ledger::LedgerEvent>& events);

    ledger::Sequencer& m_sequencer;
    Identity& m_identity;
    Store& m_store;
    control::EventFan& m_events;
    std::mutex m_submitting;
    std::mutex m_listener_mutex;
    std::function<void(const core::ReceiptId&)> m_on_assigned;
    std::atomic<bool> m_retry = false;
    core::Nanoseconds m_retry_at = 0, m_retry_pause = 0; ///< on the ticking thread
    std::unique_ptr<core::TaskQueue> m_queue;            ///< indexes what the ledger reports
};

} // namespace hearth::node
