// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_files.h"

#include "core/base64.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/subprocess.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t max_key_file_bytes = 4096;
constexpr std::size_t seed_bytes = 32;
using core::second;

std::string upper_hex(core::ByteView bytes) {
    std::string hex = core::to_hex(bytes);
    for (char& c : hex)
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    return hex;
}

Status write_private(const fs::path& file, const std::string& content) {
    return core::write_file_atomic(file, core::as_bytes(content), 0600);
}

core::Result<std::string> read_private(const fs::path& file) {
    struct stat about {};
    if (::stat(file.c_str(), &about) == 0 && (about.st_mode & 0077) != 0)
        return fail(Code::refused, core::say("key_file_read_others", {file.string()}),
                    core::say("set_mode_consider_key"));
    HEARTH_CHECK(core::check_no_folder(file));
    HEARTH_TRY(const core::Bytes bytes, core::read_file(file, max_key_file_bytes));
    return std::string(bytes.begin(), bytes.end());
}

/// Seed and public key in one, as the engine stores a secret key.
core::Bytes fresh_key(core::PublicKey& key) {
    core::Bytes secret(seed_bytes);
    core::random_bytes(secret);
    key = core::SigningKey::from_seed(secret).public_key();
    core::append(secret, key.view());
    return secret;
}

/// Makes the file with a fresh key, or reads the key's public half, the end of what is stored.
core::Result<core::PublicKey> key_in(const fs::path& file, bool validator) {
    std::error_code none;
    if (!fs::exists(file, none)) {
        core::PublicKey key;
        core::Bytes secret = fresh_key(key);
        json document{{"priv_key", {{"type", "tendermint/PrivKeyEd25519"}, {"value", core::to_base64(secret)}}}};
        std::fill(secret.begin(), secret.end(), std::uint8_t{0});
        if (validator) {
            document["address"] = upper_hex(address_of(key));
            document["pub_key"] = {{"type", "tendermint/PubKeyEd25519"}, {"value", core::to_base64(key.view())}};
        } else {
            document["hearth_public_key"] = key.hex();
        }
        HEARTH_CHECK(write_private(file, document.dump(2)));
        return key;
    }
    HEARTH_TRY(const std::string text, read_private(file));
    const core::Error broken =
        fail(Code::corrupt, core::say("key_file_not_read", {file.string()}), core::say("restore_it"));
    const json document = json::parse(text, nullptr, false);
    if (!document.is_object()) return broken;
    if (!validator) {
        const auto hex = document.find("hearth_public_key");
        if (hex == document.end() || !hex->is_string()) return broken;
        return core::PublicKey::parse(hex->get<std::string>());
    }
    const auto shown = document.find("pub_key");
    if (shown == document.end() || !shown->is_object() || !shown->contains("value")) return broken;
    const auto bytes = core::from_base64((*shown)["value"].is_string() ? (*shown)["value"].get<std::string>() : "");
    const auto key = bytes ? core::PublicKey::from_view(*bytes) : core::Result<core::PublicKey>(broken);
    if (!key) return broken;
    return key;
}

std::string milliseconds(core::Nanoseconds time) {
    return std::to_string(time / 1'000'000) + "ms";
}

std::string rfc3339(core::Nanoseconds time) {
    const std::time_t whole = static_cast<std::time_t>(time / second);
    std::tm utc{};
    ::gmtime_r(&whole, &utc);
    char date[32], rest[16];
    std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(rest, sizeof rest, ".%09dZ", static_cast<int>(time % second));
    return std::string(date) + rest;
}

/// A TOML basic string: what we write into it are paths and addresses.
std::string toml_text(const std::string& text) {
    return json(text).dump();
}

std::string state_sync_text(const StateSync& sync, const fs::path& home) {
    std::string servers = sync.headers.front();
    for (const std::string& server : sync.witnesses())
        servers += "," + server;
    // The engine wants two at least and takes one twice, which is no witness: who joins is told that there is none.
    if (sync.witnesses().empty()) servers += "," + sync.headers.front();
    std::string out = "[statesync]\nenable = true\n";
    const auto line = [&](const std::string& key, const std::string& value) { out += key + " = " + value + "\n"; };
    line("temp_dir", toml_text((home / "data").string()));
    line("rpc_servers", toml_text(servers));
    line("trust_height", std::to_string(sync.height));
    line("trust_hash", toml_text(sync.hash.hex()));
    line("trust_period", toml_text(std::to_string(state_sync_trust_period / second) + "s"));
    line("discovery_time", "\"5s\"");
    line("chunk_request_timeout", "\"10s\"");
    line("chunk_fetchers", "\"4\"");
    return out;
}

std::string config_text(const CometSettings& s) {
    std::string peers;
    for (const std::string& peer : s.peers)
        peers += (peers.empty() ? "" : ",") + peer;
    const CometTiming& t = s.timing;
    std::string out = "# Written by Hearth at every start; changes are lost.\n";
    const auto line = [&](const std::string& key, const std::string& value) { out += key + " = " + value + "\n"; };
    line("proxy_app", toml_text("unix://" + s.abci_socket.string()));
    line("moniker", toml_text(s.name));
    out += "abci = \"socket\"\nlog_format = \"json\"\nlog_level = \"info\"\n[rpc]\n";
    line("laddr", toml_text("unix://" + s.rpc_socket.string()));
    out += "unsafe = false\nmax_body_bytes = 16777216\nmax_request_batch_size = 100\n[p2p]\n";
    line("laddr", toml_text("tcp://" + s.listen));
    line("external_address", toml_text(s.external_address));
    line("persistent_peers", toml_text(peers));
    line("addr_book_strict", s.local ? "false" : "true");
    line("allow_duplicate_ip", s.local ? "true" : "false");
    line("pex", s.local ? "false" : "true");
    line("persistent_peers_max_dial_period", s.local ? "\"1s\"" : "\"30s\"");
    out += "flush_throttle_timeout = \"10ms\"\nsend_rate = 20971520\nrecv_rate = 20971520\n[mempool]\n";
    out += "size = 20000\ncache_size = 40000\nmax_tx_bytes = 65536\nrecheck = true\n"
           "keep-invalid-txs-in-cache = false\n[consensus]\n";
    line("timeout_propose", toml_text(milliseconds(t.propose)));
    line("timeout_prevote", toml_text(milliseconds(t.vote)));
    line("timeout_precommit", toml_text(milliseconds(t.vote)));
    line("timeout_commit", toml_text(milliseconds(t.commit)));
    line("create_empty_blocks", "false");
    line("create_empty_blocks_interval", toml_text(milliseconds(t.heartbeat)));
    line("peer_gossip_sleep_duration", s.local ? "\"10ms\"" : "\"100ms\"");
    line("double_sign_check_height", s.local ? "0" : "10");
    if (s.state_sync) out += state_sync_text(*s.state_sync, s.home);
    out += "[storage]\ndiscard_abci_responses = true\n[tx_index]\nindexer = \"null\"\n";
    return out;
}

std::string genesis_text(const ChainGenesis& genesis) {
    json validators = json::array();
    for (const ChainValidator& v : genesis.validators)
        validators.push_back(
            {{"address", upper_hex(address_of(v.key))},
             {"pub_key", {{"type", "tendermint/PubKeyEd25519"}, {"value", core::to_base64(v.key.view())}}},
             {"power", std::to_string(v.power)},
             {"name", ""}});
    const std::string first = std::to_string(genesis.first_height);
    const json params{{"block", {{"max_bytes", "4194304"}, {"max_gas", "-1"}}},
                      {"evidence",
                       {{"max_age_num_blocks", "1000000"},
                        {"max_age_duration", std::to_string(21 * 86'400 * second)},
                        {"max_bytes", "262144"}}},
                      {"validator", {{"pub_key_types", {"ed25519"}}}},
                      {"version", {{"app", std::to_string(genesis.rules())}}},
                      {"abci", {{"vote_extensions_enable_height", first}}}};
    return json{{"genesis_time", rfc3339(genesis.clock.start)},
                {"chain_id", genesis.chain_id},
                {"initial_height", first},
                {"consensus_params", params},
                {"validators", validators},
                {"app_hash", ""},
                {"app_state", core::to_hex(genesis.encode())}}
        .dump(1);
}

} // namespace

std::vector<std::string> StateSync::witnesses() const {
    std::vector<std::string> others;
    for (const std::string& server : headers)
        if (server != headers.front() && std::find(others.begin(), others.end(), server) == others.end())
            others.push_back(server);
    return others;
}

CometTiming CometTiming::local() {
    return {1'000'000'000, 300'000'000, 200'000'000, 2'000'000'000};
}

core::Result<CometKeys> comet_keys(const fs::path& home) {
    std::error_code problem;
    fs::create_directories(home / "config", problem);
    if (problem) return fail(Code::io, core::say("folder_could_not_made", {home.string(), problem.message()}));
    fs::permissions(home, fs::perms::owner_all, problem);
    CometKeys keys;
    HEARTH_TRY(keys.validator, key_in(home / "config" / "priv_validator_key.json", true));
    HEARTH_TRY(const core::PublicKey peer, key_in(home / "config" / "node_key.json", false));
    keys.peer_id = core::to_hex(address_of(peer));
    const fs::path secret = home / "config" / "beacon.key";
    if (!fs::exists(secret, problem)) HEARTH_CHECK(write_private(secret, core::random_hash().hex()));
    HEARTH_TRY(const std::string hex, read_private(secret));
    HEARTH_TRY(keys.beacon_secret, core::Hash::parse(hex));
    return keys;
}

core::Result<core::SigningKey> validator_secret(const fs::path& home) {
    const fs::path file = home / "config" / "priv_validator_key.json";
    HEARTH_TRY(std::string text, read_private(file));
    const core::Error broken =
        fail(Code::corrupt, core::say("key_file_not_read", {file.string()}), core::say("restore_it"));
    const json document = json::parse(text, nullptr, false);
    std::fill(text.begin(), text.end(), '\0');
    const auto held = document.is_object() ? document.find("priv_key") : document.end();
    if (held == document.end() || !held->is_object() || !held->contains("value") || !(*held)["value"].is_string())
        return broken;
    auto secret = core::from_base64((*held)["value"].get<std::string>());
    if (!secret || secret->size() < seed_bytes) return broken;
    auto key = core::SigningKey::from_seed(core::ByteView(*secret).first(seed_bytes));
    std::fill(secret->begin(), secret->end(), std::uint8_t{0});
    return key;
}

Status write_comet_files(const CometSettings& settings, const ChainGenesis& genesis) {
    std::error_code problem;
    fs::create_directories(settings.home / "data", problem);
    const fs::path votes = settings.home / "data" / "priv_validator_state.json";
    if (!fs::exists(votes, problem)) {
        if (fs::exists(settings.home / "data" / "blockstore.db", problem))
            return fail(Code::corrupt, core::say("record_what_validator_signed", {votes.string()}),
                        core::say("restore_without_validator_could"));
        HEARTH_CHECK(write_private(votes, R"({"height": "0", "round": 0, "step": 0})"));
    }
    const fs::path config = settings.home / "config";
    HEARTH_CHECK(write_private(config / "config.toml", config_text(settings)));
    return core::write_file_atomic(config / "genesis.json", core::as_bytes(genesis_text(genesis)));
}

Status forget_comet_chain(const fs::path& home) {
    std::error_code problem;
    std::vector<fs::path> stale;
    for (fs::directory_iterator at(home / "data", problem), end; !problem && at != end; at.increment(problem))
        if (at->path().filename() != "priv_validator_state.json") stale.push_back(at->path());
    for (const fs::path& path : stale)
        if (!problem) fs::remove_all(path, problem);
    if (problem)
        return fail(Code::io, core::say("old_blocks_not_removed", {(home / "data").string(), problem.message()}));
    return {};
}

core::Result<fs::path> find_comet() {
    std::vector<fs::path> folders;
    const char* path = std::getenv("PATH");
    std::string_view rest = path != nullptr ? path : "";
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        if (end != 0) folders.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (const char* home = std::getenv("HOME")) folders.push_back(fs::path(home) / "go" / "bin");
    for (const fs::path& folder : folders)
        if (::access((folder / "cometbft").c_str(), X_OK) == 0) return folder / "cometbft";
    return fail(Code::not_found, core::say("cometbft_not_machine_so"), core::say("run_installers_bootstrap_deps"));
}

Status check_comet(const fs::path& program) {
    HEARTH_TRY(std::string version, core::output_of({program.string(), "version"}));
    while (!version.empty() && std::isspace(static_cast<unsigned char>(version.back())) != 0)
        version.pop_back();
    unsigned patch = 0;
    const bool line = version.rfind(comet_line, 0) == 0;
    const char* from = version.data() + std::min(version.size(), comet_line.size());
    const bool number = std::from_chars(from, version.data() + version.size(), patch).ec == std::errc();
    if (line && number && patch >= comet_least_patch) return {};
    return fail(Code::unsupported, core::say("cometbft_not_version_hearth", {version, program.string()}),
                core::say("install_later_one_line", {std::to_string(comet_least_patch)}));
}

} // namespace hearth::ledger
