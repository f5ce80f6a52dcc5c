// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/network_founding.h"

#include "core/file.h"
#include "core/hash.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/sequencer.h"

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Status;
namespace fs = std::filesystem;

constexpr unsigned most_validators = 32;
constexpr std::int64_t equal_power = 10;
/// Full nodes that order and serve, and compute nothing.
constexpr std::string_view settings =
    "# Written when the network was founded.\n\n[api]\nlisten = \"127.0.0.1:0\"\n\n[node]\n"
    "executor = false\nauditor = false\n";

core::Home home_at(const fs::path& folder, const std::string& name) {
    core::Home home;
    home.root = folder / name;
    return home;
}

std::string address(std::uint16_t port) {
    return "127.0.0.1:" + std::to_string(port);
}

Status make_home(const core::Home& home) {
    HEARTH_CHECK(home.create());
    return core::write_file_atomic(home.config_file(), core::as_bytes(settings), 0600);
}

/// Made where it is not there yet.
core::Result<core::PublicKey> key_of(const core::Home& home, const std::string& role) {
    const fs::path file = home.keys() / (role + ".key");
    std::error_code none;
    if (fs::exists(file, none)) {
        HEARTH_TRY(const core::SigningKey present, core::SigningKey::load(file));
        return present.public_key();
    }
    const core::SigningKey key = core::SigningKey::generate();
    HEARTH_CHECK(key.save(file));
    return key.public_key();
}

/// Whoever owned the money owns it here: all keys but the sequencer's, whose chain ends at this one's beginning.
Status take_over_keys(const core::Home& from, const core::Home& to) {
    for (const char* role : {"operator", "caller", "node"}) {
        HEARTH_TRY(const core::SigningKey key, core::SigningKey::load(from.keys() / (std::string(role) + ".key")));
        HEARTH_CHECK(key.save(to.keys() / (std::string(role) + ".key")));
    }
    return {};
}

core::Result<ChainGenesis> fresh_genesis(const core::PublicKey& payer, const NetworkPlan& plan,
                                         std::vector<ChainValidator> validators, core::Nanoseconds now) {
    Genesis genesis;
    genesis.chain_id = "hearth-" + payer.hex().substr(0, 12);
    genesis.time = now;
    genesis.params = Params::solo();
    genesis.accounts[payer] = plan.allotment;
    HEARTH_CHECK(genesis.check());
    return ChainGenesis::from(genesis, plan.epoch_length, std::move(validators));
}

/// Heights and epochs go on where the solo chain stands. The chain has a name of its own, so that nothing that is
/// signed for one counts on the other.
ChainGenesis heir_of(Sequencer::Legacy legacy, const NetworkPlan& plan, std::vector<ChainValidator> validators,
                     core::Nanoseconds now) {
    core::Bytes founders;
    for (const ChainValidator& validator : validators)
        core::append(founders, validator.key.view());
    const core::Hash name = core::tagged_hash("network/heir", {legacy.head.block_hash.view(), founders});
    return {"hearth-" + name.hex().substr(0, 12),
            legacy.head.height + 1,
            {legacy.head.epoch, now, plan.epoch_length},
            std::move(validators),
            std::move(legacy.state)};
}

} // namespace

core::Result<FoundedNetwork> found_network(const fs::path& folder, const NetworkPlan& plan, core::Nanoseconds now) {
    if (plan.validators == 0 || plan.validators > most_validators)
        return fail(Code::invalid_argument,
                    "A network on one machine has 1 to " + std::to_string(most_validators) + " validators.");
    if (plan.first_port < 1024 || plan.first_port > UINT16_MAX - most_validators - 2)
        return fail(Code::invalid_argument, "The first port must lie between 1024 and 65500.");
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return fail(Code::io, core::say("cannot_made", {folder.string(), failed.message()}));
    if (!fs::is_empty(folder, failed))
        return fail(Code::conflict, "The folder " + folder.string() + " is not empty.",
                    "Name a new one, or start what is there: hearthctl network up DIR");
    std::optional<Sequencer::Legacy> legacy;
    if (plan.solo) {
        HEARTH_TRY(legacy, Sequencer::legacy(plan.solo->ledger()));
    }
    FoundedNetwork network;
    std::vector<ChainValidator> validators;
    std::uint16_t port = plan.first_port;
    NetworkPlace place;
    place.snapshot_every = plan.snapshot_every;
    for (unsigned i = 1; i <= plan.validators; ++i) {
        const core::Home home = home_at(folder, "validator-" + std::to_string(i));
        HEARTH_CHECK(make_home(home));
        HEARTH_TRY(const CometKeys keys, CometLedger::keys(NetworkPlace::folder(home)));
        validators.push_back({keys.validator, equal_power, keys.commitment(), 0});
        place.peers.push_back(keys.peer_id + "@" + address(port++));
        network.validators.push_back(home);
    }
    network.gateway = home_at(folder, "gateway");
    HEARTH_CHECK(make_home(network.gateway));
    if (plan.solo) HEARTH_CHECK(take_over_keys(*plan.solo, network.gateway));
    HEARTH_TRY(const core::PublicKey payer, key_of(network.gateway, "caller"));
    HEARTH_TRY(const core::PublicKey gateway, key_of(network.gateway, "node"));
    if (legacy) {
        place.genesis = heir_of(std::move(*legacy), plan, std::move(validators), now);
    } else {
        HEARTH_TRY(place.genesis, fresh_genesis(payer, plan, std::move(validators), now));
    }
    HEARTH_CHECK(place.genesis.check());
    place.local = true;
    const std::vector<std::string> peers = place.peers;
    for (unsigned i = 0; i < plan.validators; ++i) {
        place.listen = address(static_cast<std::uint16_t>(plan.first_port + i));
        place.peers = peers;
        place.peers.erase(place.peers.begin() + i); // nobody calls himself
        HEARTH_CHECK(place.save(network.validators[i]));
    }
    place.peers = peers;
    place.listen = address(port++);
    place.link_listen = address(port);
    HEARTH_CHECK(place.save(network.gateway));
    network.invitation = {place.genesis.encode(), peers, {gateway.hex() + "@" + place.link_listen}, true, {}};
    const std::string text = network.invitation.text() + "\n";
    if (text.size() > max_invitation_bytes)
        return fail(Code::too_large, core::say("solo_ledger_too_large"), core::say("found_fresh_network"));
    HEARTH_CHECK(core::write_file_atomic(folder / "invitation.txt", core::as_bytes(text), 0600));
    return network;
}

core::Result<FoundedNetwork> founded_network(const fs::path& folder) {
    const auto text = core::read_file(folder / "invitation.txt", max_invitation_bytes);
    if (!text)
        return fail(Code::not_found, folder.string() + " holds no network.",
                    "Make one with: hearthctl network init DIR");
    FoundedNetwork network;
    HEARTH_TRY(network.invitation, Invitation::parse(std::string(text->begin(), text->end())));
    network.gateway = home_at(folder, "gateway");
    for (unsigned i = 1; i <= most_validators; ++i) {
        const core::Home home = home_at(folder, "validator-" + std::to_string(i));
        if (!NetworkPlace::is_there(home)) break;
        network.validators.push_back(home);
    }
    return network;
}

} // namespace hearth::ledger
