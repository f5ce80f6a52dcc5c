// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/network_founding.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/operator_key.h"
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
struct OwnersKeys {
    std::vector<std::pair<std::string, core::SigningKey>> keys; ///< by the name of the file
    std::optional<core::PublicKey> offline;                     ///< the operator's, where its key is elsewhere

    static core::Result<OwnersKeys> of(const core::Home& home) {
        OwnersKeys owners;
        HEARTH_TRY(core::OperatorKey present, core::OperatorKey::load(home.keys()));
        if (present.key)
            owners.keys.emplace_back("operator.key", std::move(*present.key));
        else
            owners.offline = present.account;
        std::vector<std::string> names{"caller.key", "node.key"};
        std::error_code failed;
        for (fs::directory_iterator at(home.keys(), failed), end; !failed && at != end; at.increment(failed)) {
            const std::string name = at->path().filename().string();
            if (name == "node.next.key" || (name.starts_with("node.former-") && name.ends_with(".key")))
                names.push_back(name);
        }
        if (failed) return fail(Code::io, core::say("cannot_be_read", {home.keys().string(), failed.message()}));
        for (const std::string& name : names) {
            HEARTH_TRY(core::SigningKey key, core::SigningKey::load(home.keys() / name));
            owners.keys.emplace_back(name, std::move(key));
        }
        return owners;
    }
    Status save(const fs::path& folder) const {
        for (const auto& [name, key] : keys)
            HEARTH_CHECK(key.save(folder / name));
        if (!offline) return {};
        return core::write_file_atomic(core::operator_public_file(folder), core::as_bytes(offline->hex() + "\n"), 0600);
    }
};

core::Result<ChainGenesis> fresh_genesis(const core::PublicKey& payer, const NetworkPlan& plan,
                                         std::vector<ChainValidator> validators, core::Nanoseconds now) {
    Genesis genesis;
    genesis.chain_id = "hearth-" + payer.hex().substr(0, 12);
    genesis.time = now;
    genesis.params = Params::solo();
    HEARTH_CHECK(genesis.params.set("audit.self_allowed", 0)); // there are others here
    genesis.accounts[payer] = plan.allotment;
    HEARTH_CHECK(genesis.check());
    return ChainGenesis::from(genesis, plan.epoch_length, std::move(validators));
}

core::Error too_large() {
    return fail(Code::too_large, core::say("solo_ledger_too_large"), core::say("found_fresh_network"));
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

Status check(const NetworkPlan& plan, const fs::path& folder) {
    if (plan.validators == 0 || plan.validators > most_validators)
        return fail(Code::invalid_argument,
                    "A network on one machine has 1 to " + std::to_string(most_validators) + " validators.");
    if (plan.first_port < 1024 || plan.first_port > UINT16_MAX - most_validators - 2)
        return fail(Code::invalid_argument, "The first port must lie between 1024 and 65500.");
    std::error_code failed;
    if (fs::exists(folder, failed) && !fs::is_empty(folder, failed))
        return fail(Code::conflict, "The folder " + folder.string() + " is not empty.",
                    "Name a new one, or start what is there: hearthctl network up DIR");
    return {};
}

} // namespace

core::Result<FoundedNetwork> found_network(const fs::path& folder, const NetworkPlan& plan, core::Nanoseconds now) {
    HEARTH_CHECK(check(plan, folder));
    std::optional<Sequencer::Legacy> legacy;
    std::optional<OwnersKeys> owners;
    if (plan.solo) { // before anything is written, so that it can be tried again
        HEARTH_TRY(legacy, Sequencer::legacy(plan.solo->ledger()));
        HEARTH_TRY(owners, OwnersKeys::of(*plan.solo));
        if (core::cbor::encode(legacy->state).size() > max_invitation_bytes) return too_large();
    }
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return fail(Code::io, core::say("cannot_made", {folder.string(), failed.message()}));
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
    if (owners) HEARTH_CHECK(owners->save(network.gateway.keys()));
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
    const std::string link = address(static_cast<std::uint16_t>(port + 1));
    network.invitation = {place.genesis.encode(), peers, {gateway.hex() + "@" + link}, true, {}};
    const std::string text = network.invitation.text() + "\n";
    if (text.size() > max_invitation_bytes) return too_large();
    for (unsigned i = 0; i < plan.validators; ++i) {
        place.listen = address(static_cast<std::uint16_t>(plan.first_port + i));
        place.peers = peers;
        place.peers.erase(place.peers.begin() + i); // nobody calls himself
        HEARTH_CHECK(place.save(network.validators[i]));
    }
    place.peers = peers;
    place.listen = address(port);
    place.link_listen = link;
    HEARTH_CHECK(place.save(network.gateway));
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
