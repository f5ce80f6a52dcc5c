// SPDX-License-Identifier: Apache-2.0
#include "child.h"
#include "core/base64.h"
#include "core/clock.h"
#include "ledger/consensus/comet_files.h"
#include "ledger/consensus/comet_rpc.h"
#include "transfer_load.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

namespace hearth::app {

namespace {

using nlohmann::json;

constexpr int kvstore_first_port = 38'756;
constexpr std::size_t at_once = 100; ///< the engine's most calls in one batch
constexpr std::size_t transfer_bytes = 200;
constexpr auto kvstore_patience = std::chrono::seconds(120);

struct Validator {
    ledger::CometSettings settings;
    core::PublicKey key;
    std::string peer;
};

core::Result<std::vector<Validator>> make_validators(std::size_t count, const std::filesystem::path& folder) {
    std::vector<Validator> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        ledger::CometSettings& settings = all[i].settings;
        settings.home = folder / std::to_string(i);
        settings.rpc_socket = settings.home / "rpc.sock";
        settings.listen = "127.0.0.1:" + std::to_string(kvstore_first_port + static_cast<int>(i));
        settings.local = true;
        settings.timing = ledger::CometTiming::local();
        HEARTH_TRY(const ledger::CometKeys keys, ledger::comet_keys(settings.home));
        all[i].key = keys.validator;
        all[i].peer = keys.peer_id + "@" + settings.listen;
    }
    std::vector<ledger::ChainValidator> first;
    for (Validator& one : all) {
        first.push_back({one.key, 10, {}, 0});
        for (const Validator& other : all)
            if (&other != &one) one.settings.peers.push_back(other.peer);
    }
    const auto genesis = ledger::ChainGenesis::from(TransferLoad(1, 1).genesis(), 60'000'000'000, first);
    for (const Validator& one : all)
        HEARTH_CHECK(ledger::write_comet_files(one.settings, genesis));
    return all;
}

/// How many pairs the store has; none: it does not answer, or as nobody expects.
std::optional<std::size_t> pairs_in(ledger::CometRpc& rpc) {
    const auto text = rpc.post(R"({"jsonrpc":"2.0","id":0,"method":"abci_info","params":{}})");
    const json answer = text ? json::parse(*text, nullptr, false) : json();
    if (!answer.is_object()) return std::nullopt;
    const json data = json::parse(answer.value("/result/response/data"_json_pointer, ""), nullptr, false);
    if (!data.is_object() || !data.contains("size")) return std::nullopt;
    return data["size"].get<std::size_t>();
}

core::Status hand_in(const std::filesystem::path& socket, std::size_t first, std::size_t count) {
    ledger::CometRpc rpc(socket);
    for (std::size_t from = first; from < first + count; from += at_once) {
        std::vector<core::Bytes> batch;
        for (std::size_t i = from; i < std::min(from + at_once, first + count); ++i) {
            const std::string key = std::to_string(i) + "=";
            const std::string pair = key + std::string(transfer_bytes - key.size(), 'x');
            batch.emplace_back(pair.begin(), pair.end());
        }
        HEARTH_TRY(const auto taken, rpc.broadcast(batch));
        for (const core::Status& status : taken)
            HEARTH_CHECK(status);
    }
    return {};
}

} // namespace

core::Result<double> kvstore_rate(std::size_t validators, std::size_t count, const std::filesystem::path& folder) {
    HEARTH_TRY(const std::filesystem::path program, ledger::find_comet());
    HEARTH_TRY(const auto all, make_validators(validators, folder));
    std::vector<Child> engines;
    for (const Validator& one : all) {
        HEARTH_TRY(auto engine, Child::program({program.string(), "start", "--home", one.settings.home.string(),
                                                "--proxy_app", "kvstore"}));
        engines.push_back(std::move(engine));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        ledger::CometRpc rpc(all[i].settings.rpc_socket);
        const auto level = [&] {
            const auto status = rpc.status();
            return status && status->peers + 1 == all.size() && !status->catching_up && status->height > 0;
        };
        HEARTH_CHECK(wait_until(level, engines[i], "CometBFT's own store"));
    }
    const std::size_t each = count / all.size();
    const core::Nanoseconds began = core::monotonic();
    std::vector<core::Status> handed(all.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < all.size(); ++i)
        threads.emplace_back([&, i] { handed[i] = hand_in(all[i].settings.rpc_socket, i * each, each); });
    for (std::thread& thread : threads)
        thread.join();
    for (const core::Status& status : handed)
        HEARTH_CHECK(status);
    ledger::CometRpc rpc(all.front().settings.rpc_socket);
    const auto until = std::chrono::steady_clock::now() + kvstore_patience;
    while (pairs_in(rpc).value_or(0) < each * all.size()) {
        if (std::chrono::steady_clock::now() > until)
            return core::fail(core::Code::timed_out, "CometBFT's own store does not take what was handed in.");
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return static_cast<double>(each * all.size()) * 1e9 / static_cast<double>(core::monotonic() - began);
}

} // namespace hearth::app
