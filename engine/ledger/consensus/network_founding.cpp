// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/network_founding.h"

#include "core/file.h"
#include "ledger/consensus/comet_ledger.h"

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

core::Result<core::PublicKey> make_key(const core::Home& home, const char* role) {
    const core::SigningKey key = core::SigningKey::generate();
    HEARTH_CHECK(key.save(home.keys() / (std::string(role) + ".key")));
    return key.public_key();
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
    FoundedNetwork network;
    std::vector<ChainValidator> validators;
    std::uint16_t port = plan.first_port;
    NetworkPlace place;
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
    HEARTH_TRY(const core::PublicKey payer, make_key(network.gateway, "caller"));
    HEARTH_TRY(const core::PublicKey gateway, make_key(network.gateway, "node"));
    Genesis genesis;
    genesis.chain_id = "hearth-" + payer.hex().substr(0, 12);
    genesis.time = now;
    genesis.params = Params::solo();
    genesis.accounts[payer] = plan.allotment;
    HEARTH_CHECK(genesis.check());
    place.genesis = ChainGenesis::from(genesis, plan.epoch_length, std::move(validators));
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
    network.invitation = {place.genesis.encode(), peers, {gateway.hex() + "@" + place.link_listen}, true};
    HEARTH_CHECK(
        core::write_file_atomic(folder / "invitation.txt", core::as_bytes(network.invitation.text() + "\n"), 0600));
    return network;
}

core::Result<FoundedNetwork> founded_network(const fs::path& folder) {
    const auto text = core::read_file(folder / "invitation.txt", std::size_t{1} << 20);
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
