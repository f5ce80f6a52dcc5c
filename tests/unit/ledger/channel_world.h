// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "world.h"

#include <QtTest>

namespace hearth::world {

/// A payer, a payee and somebody else, each with money, and what they sign about channels.
struct Channels : Machine {
    core::SigningKey payer = key_of("caller"), payee = key_of("payee"), other = key_of("other");

    explicit Channels(const std::map<std::string, std::uint64_t>& rules = {}, std::uint64_t version = 0)
        : Machine(genesis(rules, version)) {}
    static ledger::Genesis genesis(const std::map<std::string, std::uint64_t>& rules, std::uint64_t version) {
        ledger::Genesis genesis = World().genesis();
        for (const char* name : {"payee", "other"})
            genesis.accounts[key_of(name).public_key()] = core::Amount::from_units(allotment);
        if (version != 0) genesis.rules = version;
        if (!genesis.params.set_all({{"channel.challenge_blocks", 5}, {"channel.least_deposit", 100}}) ||
            !genesis.params.set_all(rules))
            qFatal("the parameters could not be set");
        return genesis;
    }
    static core::Amount units(std::uint64_t count) { return core::Amount::from_units(count); }

    core::ChannelId opened(std::uint64_t deposit = 10'000, core::Epoch expires = 50) {
        const ledger::Account* account = state.account(payer.public_key());
        const core::ChannelId id = ledger::channel_id(payer.public_key(), account->sequence);
        if (!run(payer, ledger::OpenChannel{payee.public_key(), units(deposit), expires})) qFatal("no channel");
        return id;
    }
    ledger::Voucher voucher(const core::ChannelId& id, std::uint64_t amount) const {
        return ledger::Voucher::sign(chain, id, units(amount), payer);
    }
    static ledger::RedeemVoucher redemption(const ledger::Voucher& v) { return {v.channel, v.amount, v.signature}; }
    core::Status redeem(const core::ChannelId& id, std::uint64_t amount) {
        return run(payee, redemption(voucher(id, amount)));
    }
    ledger::CloseChannel agreed(const core::ChannelId& id, std::uint64_t amount, const core::SigningKey& signer) const {
        const core::Hash digest = ledger::agreement_digest(chain, id, units(amount), channel(id)->paid);
        return {id, ledger::CloseChannel::Last{units(amount), signer.sign(digest.view())}};
    }
    const ledger::Channel* channel(const core::ChannelId& id) const { return state.tables().channels().get(id); }
    std::uint64_t of(const core::SigningKey& key) const { return balance(key.public_key()); }
    std::uint64_t locked() const { return state.tables().in_channels().units(); }
};

} // namespace hearth::world
