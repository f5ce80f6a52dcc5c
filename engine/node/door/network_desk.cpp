// SPDX-License-Identifier: Apache-2.0
#include "node/door/network_desk.h"

#include "core/bytes.h"
#include "core/log.h"
#include "ledger/consensus/left_ledgers.h"
#include "node/money/channels.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::say;

/// As the engine writes addresses.
std::string capitals(const ledger::Address& address) {
    std::string text = core::to_hex(core::ByteView(address));
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c); });
    return text;
}

bool is_validator(const std::vector<control::ValidatorView>& validators) {
    return std::any_of(validators.begin(), validators.end(), [](const auto& each) { return each.own; });
}

/// Who answers for the validator, and what that cost.
void describe_answer(control::ValidatorView& view, const core::PublicKey& validator, const ledger::Tables& tables) {
    if (const core::PublicKey* node = tables.bonds().get({validator})) view.node = node->hex();
    if (const ledger::Jail* jail = tables.jails().get({validator}))
        view.offences.push_back({ledger::offence_name(ledger::OffenceKind::absence), jail->height, jail->height,
                                 jail->taken.units_text(),
                                 say("validator_was_away",
                                     {std::to_string(jail->height), std::to_string(jail->until), jail->taken.text()})});
    const auto& all = tables.offences().all();
    for (auto at = all.lower_bound({validator, 0, ledger::OffenceKind{}}); at != all.end(); ++at) {
        const auto& [key, record] = *at;
        if (key.validator != validator) break;
        if (key.kind == ledger::OffenceKind::wrong_answer) continue; // a node's, not a validator's
        const bool attack = key.kind == ledger::OffenceKind::light_client_attack;
        view.offences.push_back({ledger::offence_name(key.kind), key.height, record.height, record.taken.units_text(),
                                 say(attack ? "validator_deceived_readers" : "validator_signed_twice",
                                     {std::to_string(key.height), record.taken.text()})});
    }
}

std::vector<control::ValidatorView> validators_of(const ledger::CometLedger& chain,
                                                  const core::Result<ledger::CometMembers>& members) {
    std::vector<control::ValidatorView> views;
    const core::PublicKey own = chain.engine().keys.validator;
    const ledger::ChainRecord record = chain.record();
    for (const ledger::ChainValidator& validator : record.validators) {
        control::ValidatorView view;
        view.key = validator.key.hex();
        view.power = static_cast<std::uint64_t>(std::max<std::int64_t>(validator.power, 0));
        view.own = validator.key == own;
        if (members && members->signed_height > 0)
            view.signed_last = std::find(members->signers.begin(), members->signers.end(),
                                         capitals(ledger::address_of(validator.key))) != members->signers.end();
        views.push_back(std::move(view));
    }
    chain.read([&](const ledger::State& state) {
        for (std::size_t i = 0; i < views.size(); ++i)
            describe_answer(views[i], record.validators[i].key, state.tables());
    });
    std::sort(views.begin(), views.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    return views;
}

std::vector<control::PeerView> peers_of(const ledger::CometMembers& members) {
    std::vector<control::PeerView> views;
    for (const ledger::CometPeer& peer : members.peers)
        views.push_back({peer.id, peer.name, peer.address, peer.dialled, peer.height});
    return views;
}

/// Of its accounts and its node key.
std::vector<control::ChannelView> channels_with(const ledger::Ledger& ledger, Identity& identity, const Store& store) {
    const std::vector<core::PublicKey> own{identity.caller_key().public_key(), identity.operator_account(),
                                           identity.node_key()->public_key()};
    std::vector<control::ChannelView> views;
    ledger.read([&](const ledger::State& state) { views = channels_of(state, own); });
    if (const core::Status known = add_vouchers(views, store); !known)
        core::log::error("network", "vouchers not read", {{"reason", known.error().message}});
    return views;
}

void describe_gateways(control::NetworkView& view, const ledger::State& state) {
    constexpr std::size_t most = 100;
    for (const auto& [key, said] : state.tables().announcements().all()) {
        const ledger::NodeRecord* node = state.node(key.node);
        if (said.addresses.empty() || node == nullptr || !node->certified(view.epoch)) continue;
        if (++view.gateways_known <= most)
            view.gateways.push_back({key.node.hex(), node->operator_key.hex(), said.addresses});
    }
}

/// What stands in its network, beside the chain.
void describe_place(control::NetworkView& view, const ledger::NetworkPlace& place) {
    view.genesis = place.genesis.hash().hex();
    view.founded_at = place.genesis.clock.start;
    view.seeds = place.peers;
    view.listen = place.listen;
    view.link_listen = place.link_listen;
}

} // namespace

control::NetworkView NetworkDesk::view() const {
    control::NetworkView view;
    const ledger::Head head = m_parts.ledger.head();
    view.mode = m_parts.place ? "network" : "solo";
    view.chain = m_parts.ledger.chain_id();
    view.height = head.height;
    view.epoch = head.epoch;
    view.app_hash = head.app_hash.hex();
    if (head.height > 0) view.last_block_at = head.time;
    if (auto trouble = m_parts.watch.trouble()) {
        view.trouble = std::move(trouble->what);
        view.repair = std::move(trouble->repair);
    }
    if (const auto off = m_parts.watch.clock_off(); off && *off != 0) view.clock = clock_words(*off);
    if (m_parts.place) describe_place(view, *m_parts.place);
    if (m_parts.chain != nullptr) {
        const auto members = m_parts.chain->members();
        view.under_way = m_parts.chain->engine().under_way;
        view.validators = validators_of(*m_parts.chain, members);
        if (members) view.catching_up = members->catching_up;
        if (members) view.peers = peers_of(*members);
    }
    if (m_parts.network != nullptr) view.links = m_parts.network->links();
    m_parts.ledger.read([&](const ledger::State& state) { describe_gateways(view, state); });
    view.channels = channels_with(m_parts.ledger, m_parts.identity, m_parts.store);
    view.roles = roles(view);
    return view;
}

std::vector<std::string> NetworkDesk::roles(const control::NetworkView& view) const {
    std::vector<std::string> roles;
    if (m_parts.settings.executor) roles.push_back("executor");
    if (m_parts.settings.auditor) roles.push_back("auditor");
    if (!view.link_listen.empty()) roles.push_back("gateway");
    if (m_parts.place) roles.push_back("full node");
    if (is_validator(view.validators)) roles.push_back("validator");
    return roles;
}

core::Result<control::InvitationView> NetworkDesk::examine(const std::string& text) const {
    HEARTH_TRY(const ledger::Invitation invitation, ledger::Invitation::parse(text));
    HEARTH_TRY(const ledger::ChainGenesis genesis, ledger::ChainGenesis::decode(invitation.genesis));
    HEARTH_CHECK(genesis.check());
    HEARTH_CHECK(ledger::check_chain_name(genesis.chain_id));
    control::InvitationView view;
    view.chain = genesis.chain_id;
    view.genesis = genesis.hash().hex();
    view.founded_at = genesis.clock.start;
    view.validators = genesis.validators.size();
    view.seeds = invitation.peers;
    view.gateways = invitation.gateways;
    if (!ledger::CometLedger::is_built())
        view.obstacle = say("no_network_mode");
    else if (m_parts.place)
        view.obstacle = say(m_parts.place->genesis.hash() == genesis.hash() ? "in_this_network" : "in_another_network");
    return view;
}

} // namespace hearth::node
