// SPDX-License-Identifier: Apache-2.0
#include "node/money/paying_channels.h"

#include "core/log.h"
#include "node/money/channels.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using core::Amount;
using core::Code;
using core::Status;

constexpr core::Epoch channel_epochs = 5'000; // then what is left comes back by itself
/// Before a channel's end no answer is begun on it: the node needs time to settle.
constexpr core::Epoch answer_margin = 6;
constexpr core::Nanoseconds deliver_again = 5 * core::second;
constexpr core::Epoch shunned_epochs = 10, most_shunned_epochs = 10'000; // twice as many each time
constexpr std::uint64_t refill_part = 4; // a channel with less than this part of its deposit left is filled again

} // namespace

PayingChannels::PayingChannels(Private, Settlement& settlement, Identity& identity, Store& store, link::JobRoute& route,
                               const Policy& policy)
    : m_settlement(settlement), m_identity(identity), m_store(store), m_route(route), m_policy(policy) {}

std::shared_ptr<PayingChannels> PayingChannels::make(Settlement& settlement, Identity& identity, Store& store,
                                                     link::JobRoute& route, const Policy& policy) {
    return std::make_shared<PayingChannels>(Private(), settlement, identity, store, route, policy);
}

/// The identity outlives everything that signs.
TxSender::Key PayingChannels::caller() const {
    return {std::shared_ptr<void>(), &m_identity.caller_key()};
}

/// Those in which an answer may begin now, the fullest one first.
std::vector<PayingChannels::Found> PayingChannels::channels_to(const core::PublicKey& node) const {
    const core::PublicKey payer = m_identity.caller_key().public_key();
    const core::Epoch now = m_settlement.head().epoch;
    std::vector<Found> found;
    m_settlement.read([&](const ledger::State& state) {
        const ledger::NodeRecord* payee = state.node(node);
        if (state.rules() < ledger::answering_rules) return;
        if (payee == nullptr || !payee->certified(now)) return; // no escrow would pay it, either
        const ledger::Tables& tables = state.tables();
        for (auto at = tables.paying().lower_bound({payer, core::ChannelId{}});
             at != tables.paying().end() && at->first == payer; ++at) {
            const ledger::Channel* channel = tables.channels().get(core::ChannelId(at->second));
            if (channel->payee == node && !channel->closes && channel->expires_epoch > now + answer_margin)
                found.push_back({core::ChannelId(at->second), *channel});
        }
    });
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.channel.left() > b.channel.left(); });
    return found;
}

/// What an earlier run promised counts, whether the node got it or not.
core::Result<PayingChannels::Account*> PayingChannels::account(const Found& found) {
    Account& account = m_accounts[found.id];
    if (!account.loaded) {
        HEARTH_TRY(const Amount promised, amount_in(m_store, spent_setting(found.id)));
        account.spent = promised.units();
        HEARTH_TRY(const std::string automatic, m_store.setting(automatic_setting(found.id)));
        account.own = !automatic.empty();
        account.loaded = true;
    }
    account.spent = std::max(account.spent, found.channel.paid.units());
    account.kept = std::max(account.kept, found.channel.paid.units());
    return &account;
}

/// Under the lock. Those that the home opened by itself, and their nodes take.
std::vector<PayingChannels::Found> PayingChannels::own_channels_to(const core::PublicKey& node) {
    std::vector<Found> own = channels_to(node);
    std::erase_if(own, [this](const Found& found) {
        const auto known = account(found);
        if (!known) core::log::error("channels", "not read", {{"reason", known.error().message}});
        return !known || !(*known)->own || (*known)->refused;
    });
    return own;
}

std::shared_ptr<PayingChannels::Use> PayingChannels::use(const core::PublicKey& node, Amount most) {
    if (!m_route.leads_to(node)) return nullptr;
    std::vector<Found> own;
    {
        const std::lock_guard lock(m_mutex);
        if (m_partners[node].shunned_until > m_settlement.head().epoch) return nullptr;
        own = own_channels_to(node);
    }
    for (const Found& found : own) {
        const auto& kept = found.channel.beacon;
        const auto beacon = kept ? *kept : m_settlement.beacon(found.channel.height);
        if (!beacon) continue; // its block has just come
        std::optional<std::uint64_t> owed;
        {
            const std::lock_guard lock(m_mutex);
            Account& account = m_accounts[found.id];
            const core::Uint128 begun = core::Uint128{account.spent} + account.running + most.units();
            if (begun > found.channel.deposit.units()) continue;
            if (begun <= core::Uint128{account.kept} + m_policy.most_unpaid.units()) {
                account.running += most.units();
                auto use = std::make_shared<Use>(shared_from_this(), node, found.id, most);
                use->height = found.channel.height;
                use->beacon = *beacon;
                return use;
            }
            if (account.spent > account.kept) owed = account.spent;
        }
        if (owed) deliver(node, found.id, *owed);
    }
    return nullptr;
}

PayingChannels::Use::Use(std::shared_ptr<PayingChannels> channels, core::PublicKey node, const core::ChannelId& id,
                         Amount most)
    : m_channels(std::move(channels)), m_node(node), m_id(id), m_most(most) {}

PayingChannels::Use::~Use() {
    const std::lock_guard lock(m_channels->m_mutex);
    m_channels->m_accounts[m_id].running -= m_most.units();
}

Status PayingChannels::Use::pay(Amount price, const Write& write) {
    std::uint64_t spent = 0;
    {
        const std::lock_guard lock(m_channels->m_mutex);
        Account& account = m_channels->m_accounts[m_id];
        spent = account.spent + price.units(); // at most the deposit: room was kept for more
        HEARTH_CHECK(write({{spent_setting(m_id), std::to_string(spent)}}));
        account.spent = spent;
    }
    m_channels->deliver(m_node, m_id, spent);
    return {};
}

void PayingChannels::Use::refused() {
    const core::Epoch now = m_channels->m_settlement.head().epoch;
    {
        const std::lock_guard lock(m_channels->m_mutex);
        Partner& partner = m_channels->m_partners[m_node];
        partner.shunned_for = std::clamp(2 * partner.shunned_for, shunned_epochs, most_shunned_epochs);
        partner.shunned_until = now + partner.shunned_for;
        m_channels->m_accounts[m_id].refused = true;
    }
    m_channels->leave(m_id);
}

/// What the node has vouchers for it can still settle; the rest comes back. tick() tries again.
void PayingChannels::leave(const core::ChannelId& id) {
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_accounts[id].leaving, true)) return;
    }
    core::log::warning("channels", "a node does not take its channel: it is closed", {{"channel", id.hex()}});
    m_settlement.send(caller(), ledger::CloseChannel{id, std::nullopt},
                      [weak = weak_from_this(), id](const core::Result<ledger::TxResult>& sent) {
                          if (!sent)
                              core::log::warning("channels", "not closed yet",
                                                 {{"channel", id.hex()}, {"reason", sent.error().message}});
                          const auto self = weak.lock();
                          if (!self) return;
                          const std::lock_guard lock(self->m_mutex);
                          self->m_accounts[id].leaving = false;
                      });
}

/// A node that says that the voucher adds nothing has it, or a better one.
void PayingChannels::deliver(const core::PublicKey& node, const core::ChannelId& id, std::uint64_t units) {
    const ledger::Voucher voucher =
        ledger::Voucher::sign(m_settlement.chain_id(), id, Amount::from_units(units), m_identity.caller_key());
    m_route.pay(node, voucher.encode(), [weak = weak_from_this(), id, units](const Status& taken) {
        const auto self = weak.lock();
        if (!self) return;
        if (!taken && taken.error().code != Code::conflict) {
            if (taken.error().code == Code::unavailable || taken.error().code == Code::busy) return; // later
            const std::lock_guard lock(self->m_mutex);
            if (std::exchange(self->m_accounts[id].told, true)) return;
            core::log::warning("channels", "a voucher was not taken",
                               {{"channel", id.hex()}, {"reason", taken.error().message}});
            return;
        }
        const std::lock_guard lock(self->m_mutex);
        Account& account = self->m_accounts[id];
        account.kept = std::max(account.kept, units);
    });
}

/// A link that broke, or a restart of either side, loses a voucher on its way.
void PayingChannels::tick(core::Nanoseconds now) {
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_opened, [this](const auto& each) { return recognise(each.first, each.second); });
    }
    if (now < m_again_at) return;
    m_again_at = now + deliver_again;
    const core::PublicKey payer = m_identity.caller_key().public_key();
    std::vector<Found> open;
    m_settlement.read([&](const ledger::State& state) {
        const ledger::Tables& tables = state.tables();
        for (auto at = tables.paying().lower_bound({payer, core::ChannelId{}});
             at != tables.paying().end() && at->first == payer; ++at)
            open.push_back({core::ChannelId(at->second), *tables.channels().get(core::ChannelId(at->second))});
    });
    for (const Found& found : open) {
        std::uint64_t spent = 0, kept = 0;
        bool unwanted = false;
        {
            const std::lock_guard lock(m_mutex);
            const auto known = account(found);
            if (!known || !(*known)->own) continue; // use() tells why
            spent = (*known)->spent;
            kept = (*known)->kept;
            unwanted = (*known)->refused && !found.channel.closes;
        }
        if (unwanted) leave(found.id);
        if (spent > kept) deliver(found.channel.payee, found.id, spent);
    }
}

/// A new channel, or more for the one that there is.
std::optional<ledger::Message> PayingChannels::wanted(const core::PublicKey& node) {
    const core::Epoch now = m_settlement.head().epoch;
    const core::PublicKey payer = m_identity.caller_key().public_key();
    bool may = false;
    core::Epoch longest = 0;
    m_settlement.read([&](const ledger::State& state) {
        const ledger::NodeRecord* record = state.node(node);
        const ledger::Account* account = state.account(payer);
        const std::uint64_t deposit = m_policy.deposit.units();
        longest = state.params().get("channel.max_epochs");
        // Half of the money stays free for others.
        may = state.rules() >= ledger::answering_rules && record != nullptr && record->certified(now) &&
              account != nullptr && account->balance.units() / 2 >= deposit &&
              deposit >= state.params().get("channel.least_deposit") &&
              !ledger::credits_cover(state, payer, m_policy.deposit); // its answers are paid otherwise
    });
    if (!may) return std::nullopt;
    const auto open = own_channels_to(node);
    if (open.empty())
        return ledger::OpenChannel{node, m_policy.deposit, now + std::min<core::Epoch>(channel_epochs, longest)};
    const Found& fullest = open.front();
    const std::uint64_t in_use = m_accounts[fullest.id].spent, deposit = fullest.channel.deposit.units();
    const std::uint64_t left = deposit > in_use ? deposit - in_use : 0;
    if (left >= m_policy.deposit.units() / refill_part) return std::nullopt;
    return ledger::TopUpChannel{fullest.id, Amount::from_units(m_policy.deposit.units() - left)};
}

void PayingChannels::paid_by_escrow(const core::PublicKey& node) {
    if (!m_route.leads_to(node)) return;
    std::optional<ledger::Message> message;
    {
        const std::lock_guard lock(m_mutex);
        Partner& partner = m_partners[node];
        const bool shunned = partner.shunned_until > m_settlement.head().epoch;
        if (m_policy.after == 0 || partner.opening || shunned || ++partner.answers < m_policy.after) return;
        partner.answers = 0;
        message = wanted(node);
        partner.opening = message.has_value();
    }
    if (!message) return;
    m_settlement.send(caller(), *message,
                      [weak = weak_from_this(), node, asked = *message](const core::Result<ledger::TxResult>& sent) {
                          if (sent)
                              core::log::info("channels", "money for a node is set aside", {{"node", node.hex()}});
                          else
                              core::log::warning("channels", "no channel was opened",
                                                 {{"node", node.hex()}, {"reason", sent.error().message}});
                          const auto self = weak.lock();
                          if (!self) return;
                          const std::lock_guard lock(self->m_mutex);
                          self->m_partners[node].opening = false;
                          const auto* channel = std::get_if<ledger::OpenChannel>(&asked);
                          if (sent && channel != nullptr && !self->recognise(*channel, sent->height))
                              self->m_opened.emplace_back(*channel, sent->height);
                      });
}

/// Under the lock. The number of its transaction only the sender knew: it is the one such channel of that block. Where
/// there are two, somebody else opened the other one, and neither is used. False: the block is to come.
bool PayingChannels::recognise(const ledger::OpenChannel& message, core::Height height) {
    if (m_settlement.head().height < height) return false;
    std::vector<Found> such = channels_to(message.payee);
    std::erase_if(such, [&](const Found& found) {
        const ledger::Channel& channel = found.channel;
        return channel.height != height || channel.deposit != message.deposit ||
               channel.expires_epoch != message.expires_epoch;
    });
    if (such.size() != 1) {
        core::log::warning("channels", "the channel that was opened is not known", {{"node", message.payee.hex()}});
        return true;
    }
    const Status kept = m_store.set_setting(automatic_setting(such.front().id), "1");
    if (!kept) core::log::error("channels", "not written down", {{"reason", kept.error().message}});
    m_accounts[such.front().id].loaded = false; // read anew
    return true;
}

} // namespace hearth::node
