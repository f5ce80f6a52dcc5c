// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "ledger/consensus/comet_ledger.h"
#include "transfer_load.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace hearth::app {

namespace {

using ledger::CometLedger;

constexpr std::size_t under_way = 200; ///< of one sender
constexpr int calm_transfers = 40;
constexpr core::Nanoseconds calm_pause = 50'000'000;
constexpr int start_timeout_s = 60;
constexpr int first_port = 38'656;

core::Nanoseconds now() {
    return core::monotonic();
}

using Network = std::vector<std::unique_ptr<CometLedger>>;

core::Result<Network> open_network(std::size_t validators, const std::filesystem::path& folder,
                                   const ledger::Genesis& genesis) {
    std::vector<ledger::ChainValidator> first;
    std::vector<std::string> addresses, peers;
    for (std::size_t i = 0; i < validators; ++i) {
        HEARTH_TRY(const auto keys, CometLedger::keys(folder / std::to_string(i)));
        first.push_back({keys.validator, 10, keys.commitment(), 0});
        addresses.push_back("127.0.0.1:" + std::to_string(first_port + static_cast<int>(i)));
        peers.push_back(keys.peer_id + "@" + addresses.back());
    }
    const auto chain = ledger::ChainGenesis::from(genesis, 60'000'000'000, first);
    Network network;
    for (std::size_t i = 0; i < validators; ++i) {
        CometLedger::Options options;
        options.folder = folder / std::to_string(i);
        options.listen = addresses[i];
        options.peers = peers;
        options.peers.erase(options.peers.begin() + static_cast<std::ptrdiff_t>(i));
        options.local = true;
        options.timing = ledger::CometTiming::local();
        HEARTH_TRY(auto node, CometLedger::open(options, chain));
        network.push_back(std::move(node));
    }
    for (int i = 0; i < 10 * start_timeout_s; ++i) {
        if (std::all_of(network.begin(), network.end(), [](const auto& node) { return node->head().height > 0; }))
            return network;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return core::fail(core::Code::timed_out, "The validators made no block.",
                      "Look whether their ports, from " + std::to_string(first_port) + " on, are free.");
}

/// Hands in a sender's transfers and waits for them.
struct Submitter {
    Submitter(CometLedger& ledger, std::size_t most_waiting) : node(ledger), most(most_waiting) {}

    CometLedger& node;
    std::size_t most;
    std::mutex mutex;
    std::condition_variable wake;
    std::size_t waiting = 0;
    std::vector<double> seconds;
    core::Status status;

    void submit(const ledger::SignedTransaction& tx) {
        {
            std::unique_lock lock(mutex);
            wake.wait(lock, [&] { return waiting < most; });
            ++waiting;
        }
        node.submit(tx, [this, began = now()](const core::Result<ledger::TxResult>& result) {
            const std::lock_guard lock(mutex);
            --waiting;
            seconds.push_back(static_cast<double>(now() - began) / 1e9);
            if (!result) status = result.error();
            wake.notify_all();
        });
    }
    void finish() {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return waiting == 0; });
    }
};

} // namespace

core::Status network_bench(const TransferOptions& options, const std::filesystem::path& folder, Report& report) {
    const TransferLoad load(options.senders, options.network_transfers / options.senders);
    const TransferLoad calm(options.senders, options.network_transfers / options.senders + calm_transfers);
    HEARTH_TRY(const Network network, open_network(options.validators, folder / "network", load.genesis()));
    std::vector<std::unique_ptr<Submitter>> submitters;
    std::vector<std::thread> threads;
    const core::Nanoseconds began = now();
    for (std::size_t i = 0; i < load.senders(); ++i) {
        submitters.push_back(std::make_unique<Submitter>(*network[i % network.size()], under_way));
        threads.emplace_back([&load, i, submitter = submitters.back().get()] {
            for (const ledger::SignedTransaction& tx : load.of(i))
                submitter->submit(tx);
            submitter->finish();
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    const double took = static_cast<double>(now() - began) / 1e9;
    for (const auto& submitter : submitters)
        HEARTH_CHECK(submitter->status);
    // One at a time, far below what it can do: how long it takes until a block has it and the next one its beacon.
    Submitter single(*network.front(), 1);
    const auto& rest = calm.of(0);
    for (std::size_t k = load.of(0).size(); k < rest.size(); ++k) {
        single.submit(rest[k]);
        std::this_thread::sleep_for(std::chrono::nanoseconds(calm_pause));
    }
    single.finish();
    HEARTH_CHECK(single.status);
    std::sort(single.seconds.begin(), single.seconds.end());
    report.metrics["network_validators"] = static_cast<double>(network.size());
    report.metrics["network_transfers_s"] = static_cast<double>(load.size()) / took;
    report.metrics["network_blocks"] = static_cast<double>(network.front()->head().height);
    report.metrics["network_calm_p50_s"] = single.seconds[single.seconds.size() / 2];
    report.metrics["network_calm_p95_s"] = single.seconds[single.seconds.size() * 95 / 100];
    return {};
}

} // namespace hearth::app
