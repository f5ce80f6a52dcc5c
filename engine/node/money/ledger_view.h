// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/ledger.h"
#include "node/state/identity.h"

#include <functional>
#include <optional>
#include <vector>

namespace hearth::node {

/// What this node reads in the ledger, with its own keys in mind. Borrows both. Thread-safe.
class LedgerView {
public:
    LedgerView(ledger::Ledger& ledger, Identity& identity) : m_ledger(ledger), m_identity(identity) {}

    /// What the ledger holds under this id; nullopt: it was not opened yet, or is gone. Errors: unavailable.
    core::Result<std::optional<ledger::Escrow>> escrow(const core::EscrowId& id) const;
    core::Result<std::optional<ledger::Channel>> channel(const core::ChannelId& id) const; ///< likewise
    core::Result<core::Hash> beacon(core::Height height) const { return m_ledger.beacon(height); }
    /// Receipts for whose audit a node of this operator was drawn, in order.
    std::vector<core::ReceiptId> audit_duties() const;
    bool has_duty(const core::ReceiptId& receipt) const;
    /// What this operator's nodes were paid besides their shares of prices, in all. Errors: unavailable.
    struct PaidAside {
        core::Amount audits; ///< for replays of others' answers
        core::Amount minted; ///< newly made for their own
    };
    core::Result<PaidAside> paid_aside() const;
    /// What the ledger holds of it; nullopt: it was never settled here, or long ago.
    std::optional<ledger::Reward> reward(const core::ReceiptId& receipt) const;

    ledger::Head head() const { return m_ledger.head(); }
    std::string chain_id() const { return m_ledger.chain_id(); }
    core::Result<ledger::FoundTransaction> transaction(const core::Hash& hash) const {
        return m_ledger.transaction(hash);
    }
    /// The newest head of this home's log of evidence that the ledger holds, under the present node key.
    struct AnchoredLog {
        core::PublicKey node_key;
        core::Epoch epoch = 0;
        ledger::EpochRoot root;
    };
    std::optional<AnchoredLog> anchored_log() const;
    core::Nanoseconds epoch_ends_at() const { return m_ledger.epoch_ends_at(); }
    /// The ledger knows the node key, and its certificate has not ended.
    bool registered() const;
    std::uint64_t rules() const; ///< that the ledger follows
    /// Whether a node may begin something. A key that this ledger does not know may be on its way. Errors: refused (its
    /// certificate has ended, or another key replaced it).
    core::Status certified(const core::PublicKey& node_key) const;
    /// How long a certificate holds that is made from now on; 0: without end. Before anything else is called.
    void set_certificate_epochs(core::Epoch epochs) { m_certificate_epochs = epochs; }
    /// What the operator signs so that the ledger takes this key; the next key takes the present one's place.
    ledger::RegisterNode registration_of(const core::SigningKey& node_key) const;
    void read(const std::function<void(const ledger::State&)>& read) const { m_ledger.read(read); }

protected:
    ~LedgerView() = default;
    /// Reads the ledger, or says that it cannot be read now: what is not seen must not count as not there.
    core::Status look(const std::function<void(const ledger::State&)>& read) const;
    bool is_own(const core::PublicKey& node_key) const;
    bool is_registered(const core::PublicKey& node_key) const;
    /// The channel, where this home is paid through it.
    std::optional<ledger::Channel> paying_us(const core::ChannelId& id) const;
    /// For somebody who signs the next node key's registration elsewhere.
    bool rotation_waits() const;
    /// Less than a third of the certificate's time is left, or it has an end that it would not have any more.
    bool renewal_is_due(const core::PublicKey& node_key) const;

    ledger::Ledger& m_ledger;
    Identity& m_identity;

private:
    core::Epoch m_certificate_epochs = 0;
};

} // namespace hearth::node
