// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/resting_ledger.h"

#include "core/operator_key.h"
#include "ledger/consensus/chain_app.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/consensus/network_place.h"
#include "ledger/sequencer.h"

#include <algorithm>
#include <set>

namespace hearth::ledger {
namespace {

using core::Amount;
using core::Code;
using core::fail;
namespace fs = std::filesystem;

constexpr std::uint64_t export_format = 1;
enum : std::uint64_t { x_format = 0, x_chain = 1, x_height = 2, x_time = 3, x_block = 4, x_record = 5, x_state = 6 };

core::Result<std::optional<RestingLedger>> solo_ledger(const core::Home& home) {
    std::error_code none;
    if (!fs::exists(home.ledger() / "ledger.sqlite", none)) return std::optional<RestingLedger>();
    HEARTH_TRY(Sequencer::Legacy legacy, Sequencer::legacy(home.ledger()));
    HEARTH_TRY(const State state, State::from_cbor(legacy.state));
    legacy.head.app_hash = state.app_hash();
    return std::optional(RestingLedger{legacy.chain_id, legacy.head, std::move(legacy.state), std::nullopt});
}

core::Result<std::optional<RestingLedger>> chain_ledger(const core::Home& home) {
    HEARTH_TRY(const NetworkPlace place, NetworkPlace::load(home));
    ChainApp::Options options;
    options.folder = NetworkPlace::folder(home);
    options.genesis_file = NetworkPlace::genesis_file(home);
    std::error_code none;
    if (!fs::exists(options.folder / "chain.sqlite", none)) return std::optional<RestingLedger>();
    HEARTH_TRY(const auto app, ChainApp::open(options, place.genesis));
    RestingLedger resting{place.genesis.chain_id, app->head(), {}, app->record()};
    app->read([&](const State& state) { resting.state = state.to_cbor(); });
    return std::optional(std::move(resting));
}

/// Everything that it signs with on a ledger; the keys' files themselves are not read where the operator's is offline.
struct OwnKeys {
    core::PublicKey operator_account;
    std::set<core::PublicKey> accounts, nodes;

    bool has(const core::PublicKey& key) const { return accounts.contains(key) || nodes.contains(key); }
};

core::Result<OwnKeys> own_keys(const core::Home& home) {
    OwnKeys own;
    HEARTH_TRY(const core::OperatorKey owner, core::OperatorKey::load(home.keys()));
    HEARTH_TRY(const core::SigningKey caller, core::SigningKey::load(home.keys() / "caller.key"));
    own.operator_account = owner.account;
    own.accounts = {owner.account, caller.public_key()};
    std::error_code failed;
    for (fs::directory_iterator at(home.keys(), failed), end; !failed && at != end; at.increment(failed)) {
        const std::string name = at->path().filename().string();
        if (!name.starts_with("node.") || !name.ends_with(".key")) continue;
        HEARTH_TRY(const core::SigningKey node, core::SigningKey::load(at->path()));
        own.nodes.insert(node.public_key());
    }
    if (failed) return fail(Code::io, core::say("cannot_be_read", {home.keys().string(), failed.message()}));
    return own;
}

/// No sum is more than the supply, which is an amount.
void add(Amount& sum, Amount more) {
    sum = Amount::from_units(sum.units() + more.units());
}

bool is_due(const Reward& reward) {
    return reward.state != RewardState::paid && reward.state != RewardState::lost;
}

void add_work(Holdings& holdings, const Tables& tables, const OwnKeys& own) {
    for (const auto& [id, escrow] : tables.escrows().all())
        if (own.has(escrow.payer)) add(holdings.escrows, escrow.held);
    for (const auto& [id, reward] : tables.rewards().all()) {
        if (!own.nodes.contains(reward.executor) || !is_due(reward)) continue;
        add(holdings.rewards, reward.price);
        ++holdings.rewards_due;
    }
    for (const auto& [id, channel] : tables.channels().all()) {
        if (own.has(channel.payer)) add(holdings.channels, channel.left());
        if (own.has(channel.payee)) ++holdings.earning_channels;
    }
}

} // namespace

core::Bytes RestingLedger::exported() const {
    core::cbor::Map map{{x_format, export_format},
                        {x_chain, chain_id},
                        {x_height, head.height},
                        {x_time, head.time},
                        {x_block, head.block_hash}};
    if (record) map.emplace_back(x_record, record->to_cbor());
    map.emplace_back(x_state, state);
    return core::cbor::encode(core::cbor::Value(std::move(map)));
}

core::Result<std::optional<RestingLedger>> resting_ledger(const core::Home& home) {
    return NetworkPlace::is_there(home) ? chain_ledger(home) : solo_ledger(home);
}

bool Holdings::none() const {
    const Amount nothing;
    return accounts == nothing && credits == nothing && escrows == nothing && channels == nothing &&
           stakes == nothing && deposits == nothing && rewards_due == 0 && earning_channels == 0 && power == 0;
}

core::Result<Holdings> holdings_of(const core::Home& home, const RestingLedger& ledger) {
    HEARTH_TRY(const OwnKeys own, own_keys(home));
    HEARTH_TRY(const State state, State::from_cbor(ledger.state));
    Holdings holdings;
    for (const auto* keys : {&own.accounts, &own.nodes})
        for (const core::PublicKey& key : *keys)
            if (const Account* account = state.account(key)) {
                add(holdings.accounts, account->balance);
                add(holdings.credits, account->credits);
            }
    add_work(holdings, state.tables(), own);
    for (const auto& [key, node] : state.tables().nodes().all())
        if (node.operator_key == own.operator_account) add(holdings.stakes, node.answerable());
    for (const auto& [id, proposal] : state.proposals())
        if (own.has(proposal.proposer)) add(holdings.deposits, proposal.deposit);
    if (!ledger.record || !CometLedger::is_built()) return holdings;
    HEARTH_TRY(const CometKeys keys, CometLedger::keys(NetworkPlace::folder(home)));
    for (const ChainValidator& validator : ledger.record->validators) {
        holdings.all_power += validator.power;
        if (validator.key == keys.validator) holdings.power = validator.power;
    }
    return holdings;
}

core::Result<bool> has_history(const RestingLedger& solo) {
    HEARTH_TRY(const State state, State::from_cbor(solo.state));
    const Tables& tables = state.tables();
    const auto& accounts = tables.accounts().all();
    const auto rich = std::count_if(accounts.begin(), accounts.end(),
                                    [](const auto& entry) { return entry.second.balance != Amount(); });
    if (tables.credits() != Amount()) return true;
    return rich > 1 || !tables.escrows().all().empty() || !tables.rewards().all().empty() ||
           !tables.channels().all().empty() || !state.proposals().empty();
}

} // namespace hearth::ledger
