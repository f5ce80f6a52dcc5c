// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/job_route.h"
#include "node/money/settlement.h"

namespace hearth::node {

/// The payment channels by which this home pays nodes that it uses often. After some answers that an escrow paid, one
/// is opened, and filled again when it runs low. Channels that somebody else opened for the caller's account are not
/// touched: a voucher says a sum in all, which two must not count. What a voucher promises is durable before the
/// voucher leaves. Borrows everything. Thread-safe.
class PayingChannels : public std::enable_shared_from_this<PayingChannels> {
    struct Private {};

public:
    struct Policy {
        std::uint32_t after = 0;  ///< answers of a node until a channel is opened; 0: none ever is
        core::Amount deposit;     ///< that a channel holds at most when it is opened or filled
        core::Amount most_unpaid; ///< in answers on a channel that no voucher covers: a node that takes less refuses
    };
    PayingChannels(Private, Settlement& settlement, Identity& identity, Store& store, link::JobRoute& route,
                   const Policy& policy);
    static std::shared_ptr<PayingChannels> make(Settlement& settlement, Identity& identity, Store& store,
                                                link::JobRoute& route, const Policy& policy);

    /// One answer that a channel pays. Its end without pay() gives the room back.
    class Use {
    public:
        Use(std::shared_ptr<PayingChannels> channels, core::PublicKey node, const core::ChannelId& id,
            core::Amount most);
        ~Use();
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

        core::ChannelId channel() const { return m_id; }
        core::Height height = 0; ///< of the block that opened it
        core::Hash beacon;       ///< of that block
        /// Makes what is promised durable together with what it is promised for.
        using Write = std::function<core::Status(const Store::Settings& with)>;
        /// The answer is good: once that is written the node gets a voucher, now or with the next one. Once. Errors:
        /// those of `write`, which calls nothing of this.
        core::Status pay(core::Amount price, const Write& write);
        /// The node does not take this channel, so that the two do not agree on what was paid: it is closed, and for
        /// some epochs, more each time, escrows pay the node.
        void refused();

    private:
        const std::shared_ptr<PayingChannels> m_channels;
        const core::PublicKey m_node;
        const core::ChannelId m_id;
        const core::Amount m_most;
    };
    /// Null: no channel can pay this node so much now.
    std::shared_ptr<Use> use(const core::PublicKey& node, core::Amount most);
    /// An escrow paid this node; opens or fills a channel where the policy says so.
    void paid_by_escrow(const core::PublicKey& node);
    /// Once a second, with the monotonic time: sends again what nodes are not known to have, now and then.
    void tick(core::Nanoseconds now);

private:
    struct Account {
        std::uint64_t spent = 0, kept = 0; ///< that vouchers promise; that the node is known to have
        std::uint64_t running = 0;         ///< most that is being computed
        bool loaded = false;
        bool own = false;     ///< opened by paid_by_escrow(), in this run or an earlier one
        bool refused = false; ///< by its node; it is to be closed
        bool leaving = false; ///< its end is on its way to the ledger
        bool told = false;    ///< that a voucher was not taken
    };
    struct Partner {
        std::uint32_t answers = 0; ///< paid by escrows since the last channel was opened or filled
        core::Epoch shunned_until = 0, shunned_for = 0;
        bool opening = false;
    };
    struct Found {
        core::ChannelId id;
        ledger::Channel channel;
    };
    core::Result<Account*> account(const Found& found);
    std::vector<Found> channels_to(const core::PublicKey& node) const;
    std::vector<Found> own_channels_to(const core::PublicKey& node);
    std::optional<ledger::Message> wanted(const core::PublicKey& node);
    bool recognise(const ledger::OpenChannel& message, core::Height height);
    void leave(const core::ChannelId& id);
    void deliver(const core::PublicKey& node, const core::ChannelId& id, std::uint64_t units);
    TxSender::Key caller() const;

    Settlement& m_settlement;
    Identity& m_identity;
    Store& m_store;
    link::JobRoute& m_route;
    const Policy m_policy;
    std::mutex m_mutex;
    std::map<core::ChannelId, Account> m_accounts;
    std::map<core::PublicKey, Partner> m_partners;
    std::vector<std::pair<ledger::OpenChannel, core::Height>> m_opened; ///< in a block that is not read yet
    core::Nanoseconds m_again_at = 0;                                   ///< of tick(), on its one thread
};

} // namespace hearth::node
