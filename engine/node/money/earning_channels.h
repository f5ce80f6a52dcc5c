// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/money/owed_book.h"
#include "node/money/settlement.h"

#include <deque>

namespace hearth::node {

/// What this home earns through payment channels: the best voucher of each channel, and the answers that wait to be
/// settled by it, many in one transaction. Vouchers and answers are durable before anybody hears of them, so that a
/// restart goes on where it was. Works for no payer beyond `most_unpaid` in answers that no voucher covers, on whatever
/// channels, those that the payer read and did not wait for among them. Borrows everything. Thread-safe.
class EarningChannels : public std::enable_shared_from_this<EarningChannels> {
    struct Private {};

public:
    struct Trust {
        core::Amount most_unpaid;
        core::Nanoseconds debts_last = 0;        ///< see OwedBook
        std::set<core::PublicKey> forgiven = {}; ///< likewise
    };
    EarningChannels(Private, Settlement& settlement, Identity& identity, Store& store, Trust trust);
    static std::shared_ptr<EarningChannels> make(Settlement& settlement, Identity& identity, Store& store, Trust trust);

    /// Keeps a payer's voucher. Errors: not_found (no such channel), refused (it pays another node), and those of
    /// ledger::check_voucher; corrupt; io.
    core::Status take(core::ByteView voucher);

    /// An answer that is being computed; until it ends, its price counts as unpaid.
    class Place {
    public:
        Place(std::shared_ptr<EarningChannels> channels, const core::ChannelId& id, core::Amount most);
        ~Place();
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        /// Its receipt is stored. Once.
        void earned(const std::string& job_id, core::Amount price);
        /// There will be none, and yet the payer has read what costs so much. Once, instead.
        void owed(core::Amount price);

    private:
        void stop_counting(); ///< under the lock
        const std::shared_ptr<EarningChannels> m_channels;
        const core::ChannelId m_id;
        const core::Amount m_most;
        bool m_counts = true;
    };
    /// Room for an answer of at most this price. Errors: refused (the payer owes vouchers, the channel is about to end,
    /// or pays another node), conflict (it is used up, as far as this home's ledger knows), io.
    core::Result<std::shared_ptr<Place>> admit(const core::ChannelId& id, const ledger::Channel& channel,
                                               core::Amount most);

    /// Once a second: settles what waited until an epoch ended, filled a transaction, or must not wait any longer as
    /// its channel ends.
    void tick();

private:
    struct Answer {
        std::string job_id;
        core::Amount price;
        bool aside = false; ///< the ledger refused it alone, or it cannot be read: until the next start
    };
    struct Account {
        core::PublicKey payer;
        std::optional<ledger::Voucher> best;
        std::deque<Answer> waiting; ///< oldest first
        std::uint64_t running = 0;  ///< most that is being computed
        std::uint64_t paid = 0;     ///< settled
        core::Epoch since = 0;      ///< in which the oldest one began to wait, or was tried
        bool sending = false;
        std::size_t singly = 0; ///< a batch was refused: so many are sent one by one, to find the culprit
        std::uint64_t vouched() const { return best ? best->amount.units() : 0; }
        std::uint64_t earned() const;
        std::uint64_t unpaid() const; ///< earned, and no voucher covers it
        std::vector<Answer*> payable(const ledger::Channel& channel, std::size_t most);
    };
    using Accounts = std::map<core::ChannelId, Account>;
    struct Batch;
    // Under the lock:
    core::Status load();
    core::Result<std::optional<core::Amount>> waits(const JobRecord& job) const;
    core::Status refresh(Account& account, const core::ChannelId& id, const ledger::Channel& channel) const;
    core::Result<Account*> account(const core::ChannelId& id, const ledger::Channel& channel);
    core::Uint128 uncovered_by(const core::PublicKey& payer) const;
    core::Status check_trust(const core::PublicKey& payer, core::Amount most);
    void owe(const core::PublicKey& payer, std::uint64_t units);
    std::optional<Batch> next_batch(const core::ChannelId& id, Account& account, const ledger::Channel& channel);
    core::Result<core::Bytes> signed_receipt(const Answer& answer) const;
    void send(Batch batch);
    void sent(const Batch& batch, const core::Result<ledger::TxResult>& result);
    void set_aside(Account& account, const Batch& batch);
    void give_up(const Account& account);

    Settlement& m_settlement;
    Identity& m_identity;
    Store& m_store;
    const core::Amount m_most_unpaid;
    std::mutex m_mutex;
    OwedBook m_owed;
    bool m_loaded = false;
    Accounts m_accounts;
};

} // namespace hearth::node
