// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/network_place.h"

#include "core/base64.h"
#include "core/config.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/host_port.h"
#include "ledger/consensus/network_joining.h"
#include "ledger/consensus/returning_validator.h"

#include <algorithm>
#include <arpa/inet.h>
#include <functional>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Status;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;
namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

constexpr std::string_view invitation_mark = "hearth-network-1.";
constexpr std::size_t max_addresses = 64;
constexpr std::size_t digest_bytes = 8;
enum : std::uint64_t {
    k_genesis = 0,
    k_peers = 1,
    k_gateways = 2,
    k_local = 3,
    k_headers = 4,
    k_trusted_height = 5,
    k_trusted_hash = 6
};

/// What tells a damaged invitation from a whole one.
core::Bytes digest_of(core::ByteView bytes) {
    const core::Hash hash = core::tagged_hash("invitation/1", {bytes});
    return {hash.bytes.begin(), hash.bytes.begin() + digest_bytes};
}

/// "host:port", with something before an '@' where that is due.
Status check_address(const std::string& text, bool named) {
    const std::size_t at = text.find('@');
    const auto wrong = fail(Code::invalid_argument, "\"" + text.substr(0, 80) + "\" is not an address and a port.",
                            "Write for example \"127.0.0.1:26656\".");
    if (named != (at != std::string::npos) || at == 0) return wrong;
    const bool plain = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > ' ' && c < 127; });
    if (!plain || text.find_first_of("\"\\,") != std::string::npos) return wrong;
    const auto place = core::parse_host_port(std::string_view(text).substr(named ? at + 1 : 0));
    return place && place->port != 0 ? Status() : Status(wrong);
}

/// Of one who shows headers: as above, or a socket of this machine.
Status check_server(const std::string& text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > ' ' && c < 127; });
    if (text.starts_with("unix:///") && plain && text.find_first_of("\"\\,") == std::string::npos) return {};
    return check_address(text, false);
}

std::vector<core::SettingSpec> specs() {
    const NetworkPlace usual;
    return {
        {"network.listen", usual.listen, "Address and port for other full nodes of the network."},
        {"network.external_address", std::string(), "Where they reach it, if that is another one."},
        {"network.peers", Texts{}, "Full nodes to ask for blocks, as \"id@host:port\"."},
        {"network.local", false, "Several full nodes share this machine and its addresses."},
        {"network.gateways", Texts{},
         "Gateways that this node dials to get work, at most three, as \"node key@host:port\"."},
        {"network.link_listen", std::string(),
         "Address and port at which this node is a gateway for others. Empty: it is none."},
        {"network.reached_at", Texts{},
         "Where others reach this gateway, as \"host:port\", at most four, the best first: the ledger shows it to "
         "everybody. Empty: link_listen, unless that is no address that others could use."},
        {"network.find_gateways", true,
         "Where gateways names none, a node that computes or checks dials up to three that the ledger names."},
        {"network.headers_listen", std::string(),
         "Address and port at which this node shows block headers to homes that join, which then name it under "
         "headers. Empty: nowhere."},
        {"network.headers", Texts{},
         "Who shows block headers, as \"host:port\" or \"unix:///path\": with them and the two below this node begins "
         "with a snapshot of the state instead of the first block."},
        {"network.trusted_height", std::int64_t{0}, "Height of a header that somebody vouched for.", 0, INT64_MAX},
        {"network.trusted_hash", std::string(), "That header's hash, 64 hexadecimal digits."},
        {"network.snapshot_every", static_cast<std::int64_t>(usual.snapshot_every),
         "Blocks between two snapshots that this node keeps for those who join.", 1, 1'000'000},
    };
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string list(const Texts& texts) {
    std::string out;
    for (const std::string& text : texts)
        out += (out.empty() ? "" : ", ") + quoted(text);
    return "[" + out + "]";
}

Value array_of(const Texts& texts) {
    core::cbor::Array array;
    for (const std::string& text : texts)
        array.emplace_back(text);
    return array;
}

core::Result<Texts> texts_of(Fields& fields, std::uint64_t key, const char* name,
                             const std::function<bool(const std::string&)>& fits) {
    HEARTH_TRY(const core::cbor::Array* array, fields.array(key, name, max_addresses));
    const auto wrong = fail(Code::corrupt, std::string("The invitation's ") + name + " are no list of addresses.");
    Texts texts;
    for (const Value& each : *array) {
        const auto* text = each.as_text();
        if (text == nullptr || text->size() > 300 || !fits(*text)) return wrong;
        texts.push_back(*text);
    }
    return texts;
}

bool is_named_address(const std::string& text) {
    return check_address(text, true).ok();
}

/// Errors: corrupt.
core::Result<StateSync> sync_of(Fields& fields) {
    StateSync sync;
    HEARTH_TRY(sync.headers,
               texts_of(fields, k_headers, "headers", [](const auto& text) { return check_server(text).ok(); }));
    HEARTH_TRY(sync.height, fields.uint(k_trusted_height, "trusted_height"));
    HEARTH_TRY(sync.hash, fields.id<core::Hash>(k_trusted_hash, "trusted_hash"));
    if (!sync.headers.empty() && sync.height != 0 && sync.height <= INT64_MAX) return sync;
    return fail(Code::corrupt, core::say("no_invitation_hearth_network"));
}

/// Nothing where the settings name no header.
core::Result<std::optional<StateSync>> sync_of(const core::Config& config, const std::string& file) {
    StateSync sync;
    sync.headers = config.list("network.headers");
    sync.height = static_cast<core::Height>(config.integer("network.trusted_height"));
    const std::string& hash = config.text("network.trusted_hash");
    if (sync.headers.empty() && sync.height == 0 && hash.empty()) return std::optional<StateSync>();
    const auto parsed = core::Hash::parse(hash);
    const bool servers =
        std::all_of(sync.headers.begin(), sync.headers.end(), [](const auto& one) { return check_server(one).ok(); });
    if (sync.headers.empty() || sync.height == 0 || !parsed || !servers)
        return fail(Code::invalid_argument, core::say("half_a_trusted_header", {file}),
                    core::say("write_all_three_or_none"));
    sync.hash = *parsed;
    return std::optional<StateSync>(std::move(sync));
}

/// Every address of the machine, in any way of writing it.
bool is_any(const std::string& host) {
    in6_addr six{};
    in_addr four{};
    if (::inet_pton(AF_INET, host.c_str(), &four) == 1) return four.s_addr == INADDR_ANY;
    return ::inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_UNSPECIFIED(&six);
}

/// One way of writing a host.
std::string plain_host(std::string host) {
    for (char& c : host)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (host == "localhost") return "127.0.0.1";
    in6_addr six{};
    char text[INET6_ADDRSTRLEN] = {};
    if (::inet_pton(AF_INET6, host.c_str(), &six) == 1 && ::inet_ntop(AF_INET6, &six, text, sizeof text) != nullptr)
        return text;
    return host;
}

/// Two cannot listen there.
bool are_one_door(const core::HostPort& a, const core::HostPort& b) {
    return a.port == b.port && (is_any(a.host) || is_any(b.host) || plain_host(a.host) == plain_host(b.host));
}

fs::path settings_file(const core::Home& home) {
    return NetworkPlace::folder(home) / "network.toml";
}

} // namespace

core::Result<ChainGenesis> read_genesis(const fs::path& file) {
    HEARTH_TRY(const core::Bytes bytes, core::read_file(file, max_genesis_file_bytes));
    return ChainGenesis::decode(bytes);
}

bool NetworkPlace::is_there(const core::Home& home) {
    std::error_code none;
    return fs::exists(genesis_file(home), none);
}

core::Result<NetworkPlace> NetworkPlace::load(const core::Home& home) {
    HEARTH_CHECK(core::check_no_folder(genesis_file(home)));
    HEARTH_TRY(const core::Bytes bytes, core::read_file(genesis_file(home), max_genesis_file_bytes));
    NetworkPlace place;
    auto genesis = ChainGenesis::decode(bytes);
    if (!genesis) { // what the decoder says of the bytes means nothing without the file that they are from
        core::Error damaged = genesis.error();
        damaged.message = core::both(core::say("ledger_unusable", {genesis_file(home).string()}), damaged.message);
        if (damaged.hint.empty()) damaged.hint = core::say("use_genesis_begun_move");
        return damaged;
    }
    place.genesis = std::move(*genesis);
    HEARTH_TRY(const core::Config config, core::Config::load(settings_file(home), specs()));
    place.listen = config.text("network.listen");
    place.external_address = config.text("network.external_address");
    place.peers = config.list("network.peers");
    place.local = config.boolean("network.local");
    place.gateways = config.list("network.gateways");
    place.link_listen = config.text("network.link_listen");
    place.reached_at = config.list("network.reached_at");
    place.find_gateways = config.boolean("network.find_gateways");
    place.headers_listen = config.text("network.headers_listen");
    place.snapshot_every = static_cast<core::Height>(config.integer("network.snapshot_every"));
    HEARTH_TRY(place.state_sync, sync_of(config, settings_file(home).string()));
    return place;
}

Status NetworkPlace::save(const core::Home& home) const {
    HEARTH_CHECK(save_settings(home));
    return core::write_file_atomic(genesis_file(home), genesis.encode(), 0600); // the mark of a place: last
}

Status NetworkPlace::save_settings(const core::Home& home) const {
    std::error_code failed;
    fs::create_directories(folder(home), failed);
    fs::permissions(folder(home), fs::perms::owner_all, failed);
    if (failed) return fail(Code::io, core::say("cannot_made", {folder(home).string(), failed.message()}));
    std::string text =
        "# This home's place in its network; see genesis.cbor beside it.\n\n[network]\nlisten = " + quoted(listen) +
        "\nexternal_address = " + quoted(external_address) + "\npeers = " + list(peers) +
        "\nlocal = " + (local ? "true" : "false") + "\ngateways = " + list(gateways) +
        "\nlink_listen = " + quoted(link_listen) + "\n";
    if (!reached_at.empty()) text += "reached_at = " + list(reached_at) + "\n";
    if (!find_gateways) text += "find_gateways = false\n";
    if (!headers_listen.empty()) text += "headers_listen = " + quoted(headers_listen) + "\n";
    if (snapshot_every != usual_snapshot_distance) text += "snapshot_every = " + std::to_string(snapshot_every) + "\n";
    if (state_sync)
        text += "headers = " + list(state_sync->headers) + "\ntrusted_height = " + std::to_string(state_sync->height) +
                "\ntrusted_hash = " + quoted(state_sync->hash.hex()) + "\n";
    return core::write_file_atomic(settings_file(home), core::as_bytes(text), 0600);
}

std::string Invitation::text() const {
    Map map{{k_genesis, core::ByteView(genesis)},
            {k_peers, array_of(peers)},
            {k_gateways, array_of(gateways)},
            {k_local, local}};
    if (state_sync) {
        map.emplace_back(k_headers, array_of(state_sync->headers));
        map.emplace_back(k_trusted_height, state_sync->height);
        map.emplace_back(k_trusted_hash, state_sync->hash);
    }
    core::Bytes bytes = core::cbor::encode(Value(std::move(map)));
    const core::Bytes digest = digest_of(bytes);
    bytes.insert(bytes.end(), digest.begin(), digest.end());
    return std::string(invitation_mark) + core::to_base64(bytes);
}

core::Result<Invitation> Invitation::parse(std::string_view text) {
    std::string compact;
    for (const char c : text)
        if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) compact += c;
    const auto broken = fail(Code::corrupt, core::say("no_invitation_hearth_network"),
                             "Paste everything from \"" + std::string(invitation_mark) + "\" to its end.");
    if (!compact.starts_with(invitation_mark) || compact.size() > max_invitation_bytes) return broken;
    const auto bytes = core::from_base64(std::string_view(compact).substr(invitation_mark.size()));
    if (!bytes || bytes->size() <= digest_bytes) return broken;
    const core::ByteView body = core::ByteView(*bytes).first(bytes->size() - digest_bytes);
    const core::Bytes digest = digest_of(body);
    if (!std::equal(digest.begin(), digest.end(), bytes->end() - digest_bytes)) return broken;
    const auto value = core::cbor::decode(body, {max_invitation_bytes, 8});
    if (!value) return broken;
    HEARTH_TRY(auto fields, Fields::of(*value, "invitation"));
    Invitation invitation;
    HEARTH_TRY(invitation.genesis, fields.bytes(k_genesis, "genesis", max_invitation_bytes));
    HEARTH_TRY(invitation.peers, texts_of(fields, k_peers, "peers", is_named_address));
    HEARTH_TRY(invitation.gateways, texts_of(fields, k_gateways, "gateways", is_named_address));
    HEARTH_TRY(invitation.local, fields.boolean(k_local, "local"));
    if (fields.has(k_headers)) {
        HEARTH_TRY(invitation.state_sync, sync_of(fields));
    }
    HEARTH_CHECK(fields.finish());
    return invitation;
}

core::Result<std::optional<fs::path>> join_network(const core::Home& home, const Invitation& invitation,
                                                   const std::string& listen, const std::string& link_listen,
                                                   bool solo_aside, const LeavingSteps& step) {
    HEARTH_TRY(const ChainGenesis genesis, ChainGenesis::decode(invitation.genesis));
    HEARTH_CHECK(genesis.check());
    HEARTH_CHECK(check_chain_name(genesis.chain_id));
    HEARTH_CHECK(check_address(listen, false));
    if (!link_listen.empty()) {
        HEARTH_CHECK(check_address(link_listen, false));
        if (are_one_door(*core::parse_host_port(listen), *core::parse_host_port(link_listen)))
            return fail(Code::invalid_argument, core::say("one_address_for_two_doors", {listen}),
                        core::say("give_gateway_another_port"));
    }
    if (NetworkPlace::is_there(home)) {
        HEARTH_TRY(const NetworkPlace present, NetworkPlace::load(home));
        const bool same = present.genesis.hash() == genesis.hash();
        return fail(Code::conflict,
                    "The home " + home.root.string() + " stands in " + (same ? "this" : "another") +
                        " network already.",
                    same ? "Start it: hearthd --home " + home.root.string()
                         : "Leave it first: hearthctl network leave; or join with another home: --home DIR");
    }
    HEARTH_TRY(const bool left, has_left_network(home));
    std::error_code none;
    const bool solo = fs::exists(home.ledger() / "ledger.sqlite", none);
    if (solo && !left && !solo_aside)
        return fail(Code::conflict, core::say("home_keeps_solo_ledger", {home.root.string()}),
                    core::say("join_another_home_home"));
    NetworkPlace place;
    place.genesis = genesis;
    place.listen = listen;
    place.peers = invitation.peers;
    place.gateways = invitation.gateways;
    place.link_listen = link_listen;
    place.local = invitation.local;
    place.state_sync = invitation.state_sync;
    HEARTH_CHECK(home.create());
    HEARTH_CHECK(bring_validator_back(home, genesis));
    return take_place(home, place, solo, step);
}

} // namespace hearth::ledger
