// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/host_port.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/consensus/network_founding.h"
#include "ledger/light/state_proof.h"
#include "network_verbs.h"
#include "output.h"
#include "verbs.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace hearth::cli {
namespace {

using core::Code;
using core::Home;
using core::Status;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// The engine of a home on this machine, as another engine reads it.
std::string headers_of(const Home& home) {
    return "unix://" + (ledger::NetworkPlace::folder(home) / "comet" / "rpc.sock").string();
}

bool is_readable_address(const std::string& text) {
    return text.size() <= 300 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || std::string_view("/._-:").find(static_cast<char>(c)) != std::string::npos;
           });
}

/// The header of the newest snapshot that a node can begin with, as this validator vouches for it. Nothing while the
/// chain is so short that its blocks are fetched as quickly.
core::Result<std::optional<ledger::StateSync>> vouch(Context& context, const Home& home) {
    constexpr core::Height blocks_after = 2; // which the engine wants to see as well
    HEARTH_TRY(const auto place, ledger::NetworkPlace::load(home));
    HEARTH_TRY(const auto node, control::connect(home.control_socket(), context.connect_options()));
    HEARTH_TRY(const auto head, node->ledger_head());
    const core::Height every = place.snapshot_every;
    if (head.height < place.genesis.first_height + every + blocks_after) return std::optional<ledger::StateSync>();
    ledger::StateSync sync;
    sync.height = (head.height - blocks_after) / every * every;
    HEARTH_TRY(const core::Bytes bytes, node->prove_state({std::string(64, 'a')}, sync.height));
    HEARTH_TRY(const auto proof, ledger::StateProof::decode(bytes));
    const auto* witness = std::get_if<ledger::NetworkWitness>(&proof.witness);
    if (witness == nullptr || witness->trail.empty() || witness->trail.front().header.height != sync.height)
        return core::fail(Code::corrupt, "The service of " + home.root.string() + " shows another header.");
    sync.hash = witness->trail.front().header.hash();
    return std::optional<ledger::StateSync>(std::move(sync));
}

/// For a place where somebody listens everywhere there is no address to give away.
bool is_everywhere(const std::string& host) {
    return host == "0.0.0.0" || host == "::";
}

core::Status check_addresses(const std::vector<std::string>& addresses) {
    for (const std::string& text : addresses) {
        const auto place = core::parse_host_port(text);
        if (!place || place->port == 0 || is_everywhere(place->host) || !is_readable_address(place->host))
            return core::fail(Code::invalid_argument,
                              "\"" + printable(text.substr(0, 80)) + "\" is no address that other machines can reach.",
                              "Write for example: --address hearth.example:26660");
    }
    return {};
}

/// Where other machines find the headers of this home's engine, as its settings say.
std::optional<std::string> shown_at(const ledger::NetworkPlace& place) {
    const auto listens = core::parse_host_port(place.headers_listen);
    if (!listens || listens->port == 0 || is_everywhere(listens->host)) return std::nullopt;
    return place.headers_listen;
}

/// Full nodes by the addresses that their settings give them for others. The founding names them in the same order.
void name_outside(ledger::Invitation& invitation, const ledger::FoundedNetwork& network) {
    for (std::size_t i = 0; i < network.validators.size() && i < invitation.peers.size(); ++i) {
        const auto place = ledger::NetworkPlace::load(network.validators[i]);
        if (!place || place->external_address.empty()) continue;
        std::string& peer = invitation.peers[i];
        peer = peer.substr(0, peer.find('@') + 1) + place->external_address;
    }
}

/// None where no validator runs.
std::optional<ledger::StateSync> state_sync_of(Context& context, const ledger::FoundedNetwork& network,
                                               const std::vector<std::string>& addresses) {
    std::optional<ledger::StateSync> sync;
    std::vector<std::string> headers = addresses;
    for (const Home& home : network.validators) {
        if (!service_runs(home)) continue;
        const auto place = ledger::NetworkPlace::load(home);
        const std::string shown = (place ? shown_at(*place) : std::nullopt).value_or(headers_of(home));
        if (addresses.empty() && is_readable_address(shown)) headers.push_back(shown);
        if (sync) continue;
        if (auto vouched = vouch(context, home)) sync = std::move(*vouched);
    }
    if (headers.empty()) return std::nullopt;
    if (sync) sync->headers = std::move(headers);
    return sync;
}

/// Whether anybody else is asked for what the first address shows.
std::string witnesses_of(const ledger::StateSync& sync) {
    const std::size_t others = sync.witnesses().size();
    return others == 0 ? "  without witness   one address alone shows the headers; nobody would contradict it\n"
                       : "  witnesses       " + std::to_string(others) +
                             (others == 1 ? " more address" : " more addresses") + ", asked for the same headers\n";
}

std::string gateways_of(std::size_t count) {
    return std::to_string(count) +
           (count == 1 ? " gateway, which sees what is sent\n" : " gateways, which see what is sent\n");
}

/// Beside the invitation itself, which a shell may catch.
void print_trust(const ledger::Invitation& invitation, const ledger::ChainGenesis& genesis) {
    std::cerr << "Whoever joins with it trusts:\n"
              << "  its beginning   genesis " << genesis.hash().hex() << "\n"
              << "  its order       more than two thirds of " << genesis.validators.size() << " founding validators\n";
    if (const auto& sync = invitation.state_sync) {
        std::cerr << "  what was before " << sync->height << "  header " << sync->hash.hex() << ", shown by\n";
        for (const std::string& address : sync->headers)
            std::cerr << "                  " << printable(address) << "\n";
        std::cerr << witnesses_of(*sync);
    }
    std::cerr << "  for work        " << gateways_of(invitation.gateways.size());
}

/// The text itself, or the file that holds it.
core::Result<ledger::Invitation> invitation_in(const std::string& text) {
    std::error_code none;
    const bool short_enough = text.size() <= 4096; // for the name of a file
    if (short_enough && text.find("hearth-network-") == std::string::npos && !fs::exists(text, none))
        return core::fail(Code::invalid_argument,
                          "There is no file " + printable(text) + ", and that is no invitation either.",
                          "Give the text that somebody in the network sent, or a file that holds it.");
    if (!short_enough || !fs::is_regular_file(text, none)) return ledger::Invitation::parse(text);
    HEARTH_TRY(const core::Bytes content, core::read_file(text, ledger::max_invitation_bytes));
    return ledger::Invitation::parse(std::string(content.begin(), content.end()));
}

/// How others reach it, where it is a gateway.
std::string gateway_note(const ledger::NetworkPlace& place) {
    if (place.link_listen.empty()) return {};
    return "It is a gateway for others at " + printable(place.link_listen) +
           ": they name it under gateways in their network/network.toml as\n"
           "NODE_KEY@HOST:PORT; once its service runs, its key is shown by: hearthctl keys show\n";
}

std::string solo_note(const std::optional<fs::path>& aside) {
    if (!aside) return {};
    return "Its own ledger lies in " + printable((*aside / "ledger").string()) +
           "; its jobs and receipts move beside it at the next start.\n";
}

void print_joined(const Context& context, const ledger::NetworkPlace& place, const std::optional<fs::path>& aside) {
    std::cout << "This home stands in the network " << printable(place.genesis.chain_id) << " now. It thereby trusts:\n"
              << "  its beginning   genesis " << place.genesis.hash().hex() << "\n"
              << "  its order       more than two thirds of " << place.genesis.validators.size()
              << " founding validators\n"
              << (place.state_sync ? "  what was before " + std::to_string(place.state_sync->height) + "  header " +
                                         place.state_sync->hash.hex() + "\n" + witnesses_of(*place.state_sync)
                                   : std::string())
              << "  for work        " << gateways_of(place.gateways.size()) << gateway_note(place) << solo_note(aside)
              << "Balances and verdicts it computes itself from every block"
              << (place.state_sync ? " after that one" : "") << ".\n"
              << "What is asked here is paid from an account of its own, empty unless it was there before: "
              << context.command("ledger account") << "\n"
              << "shows it; whoever has money sends some: hearthctl --home THEIRS ledger send ACCOUNT AMOUNT\n"
              << "Next: hearthd" << (context.home_option.empty() ? "" : " --home " + shell_word(context.home_option))
              << "\n";
}

} // namespace

int invite_to_network(Context& context, const std::string& folder, const std::vector<std::string>& addresses) {
    if (const Status fine = check_addresses(addresses); !fine) return context.fail(fine.error());
    const auto network = ledger::founded_network(fs::absolute(folder));
    if (!network) return context.fail(network.error());
    ledger::Invitation fresh = network->invitation;
    name_outside(fresh, *network);
    fresh.state_sync = state_sync_of(context, *network, addresses);
    const auto genesis = ledger::ChainGenesis::decode(fresh.genesis);
    if (!genesis) return context.fail(genesis.error());
    const std::string invitation = fresh.text();
    const auto read_back = ledger::Invitation::parse(invitation); // an address that nobody could join with
    if (!read_back) return context.fail(read_back.error());
    if (context.json) {
        print_json({{"invitation", invitation},
                    {"genesis", genesis->hash().hex()},
                    {"peers", fresh.peers},
                    {"trusted_height", fresh.state_sync ? Json(fresh.state_sync->height) : Json()},
                    {"trusted_hash", fresh.state_sync ? Json(fresh.state_sync->hash.hex()) : Json()},
                    {"headers", fresh.state_sync ? Json(fresh.state_sync->headers) : Json()}});
        return exit_done;
    }
    print_trust(fresh, *genesis);
    if (!addresses.empty() && !fresh.state_sync)
        std::cerr
            << "The chain is so short that its blocks are fetched: the invitation names no header and no address.\n";
    std::cout << invitation << "\n";
    return exit_done;
}

int join_network(Context& context, const JoiningWish& wish) {
    for (const std::string& text : {wish.listen, wish.gateway})
        if (const auto place = core::parse_host_port(text); !text.empty() && !place)
            return context.fail(place.error(), exit_usage);
    const auto home = context.home();
    if (!home) return context.fail(home.error());
    const auto invitation = invitation_in(wish.invitation);
    if (!invitation)
        return invitation.error().code == Code::invalid_argument ? context.fail(invitation.error(), exit_usage)
                                                                 : context.fail(invitation.error());
    const auto lock = hold_home(*home);
    if (!lock) return context.fail(lock.error());
    if (const Status agreed = agree_to_leave_solo(context, *home, wish.sure); !agreed)
        return context.fail(agreed.error());
    const auto aside = ledger::join_network(*home, *invitation, wish.listen, wish.gateway);
    if (!aside) return context.fail(aside.error());
    const auto place = ledger::NetworkPlace::load(*home);
    if (!place) return context.fail(place.error());
    if (!context.json) {
        print_joined(context, *place, *aside);
        return exit_done;
    }
    print_json({{"chain", place->genesis.chain_id},
                {"genesis", place->genesis.hash().hex()},
                {"validators", place->genesis.validators.size()},
                {"gateways", place->gateways},
                {"peers", place->peers},
                {"solo_kept", *aside ? Json((**aside / "ledger").string()) : Json()},
                {"gateway_at", place->link_listen.empty() ? Json() : Json(place->link_listen)},
                {"trusted_height", place->state_sync ? Json(place->state_sync->height) : Json()},
                {"trusted_hash", place->state_sync ? Json(place->state_sync->hash.hex()) : Json()},
                {"witnesses", place->state_sync ? Json(place->state_sync->witnesses().size()) : Json()}});
    return exit_done;
}

} // namespace hearth::cli
