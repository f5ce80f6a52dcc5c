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
constexpr int half_load_s = 10;
constexpr std::size_t half_load = 200; ///< transfers a second: half of what is wanted at least
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

/// Of all senders in turn, at an even pace, whatever became of those before: seconds until a block has it and the next
/// one its beacon, in order.
core::Result<std::vector<double>> half_load_times(const Network& network, const TransferLoad& load, std::size_t from) {
    std::vector<std::unique_ptr<Submitter>> submitters;
    for (std::size_t i = 0; i < load.senders(); ++i)
        submitters.push_back(std::make_unique<Submitter>(*network[i % network.size()], load.size()));
    const core::Nanoseconds began = now();
    for (std::size_t i = 0; i < half_load * half_load_s; ++i) {
        const auto due = began + static_cast<core::Nanoseconds>(i * 1'000'000'000 / half_load);
        std::this_thread::sleep_for(std::chrono::nanoseconds(std::max(due - now(), core::Nanoseconds{0})));
        const std::size_t sender = i % load.senders();
        submitters[sender]->submit(load.of(sender)[from + i / load.senders()]);
    }
    std::vector<double> seconds;
    for (const auto& submitter : submitters) {
        submitter->finish();
        HEARTH_CHECK(submitter->status);
        seconds.insert(seconds.end(), submitter->seconds.begin(), submitter->seconds.end());
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds;
}

core::Result<double> full_load_rate(const Network& network, const TransferLoad& load, std::size_t each) {
    std::vector<std::unique_ptr<Submitter>> submitters;
    std::vector<std::thread> threads;
    const core::Nanoseconds began = now();
    for (std::size_t i = 0; i < load.senders(); ++i) {
        submitters.push_back(std::make_unique<Submitter>(*network[i % network.size()], under_way));
        threads.emplace_back([&load, i, each, submitter = submitters.back().get()] {
            for (std::size_t k = 0; k < each; ++k)
                submitter->submit(load.of(i)[k]);
            submitter->finish();
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    const double took = static_cast<double>(now() - began) / 1e9;
    for (const auto& submitter : submitters)
        HEARTH_CHECK(submitter->status);
    return static_cast<double>(load.senders() * each) / took;
}

} // namespace

core::Status network_bench(const TransferOptions& options, const std::filesystem::path& folder, Report& report) {
    HEARTH_TRY(const double kvstore, kvstore_rate(options.validators, options.network_transfers, folder / "kvstore"));
    const std::size_t each = options.network_transfers / options.senders;
    const TransferLoad load(options.senders, each + half_load * half_load_s / options.senders + 1);
    HEARTH_TRY(const Network network, open_network(options.validators, folder / "network", load.genesis()));
    HEARTH_TRY(const double rate, full_load_rate(network, load, each));
    HEARTH_TRY(const auto seconds, half_load_times(network, load, each));
    report.metrics["network_validators"] = static_cast<double>(network.size());
    report.metrics["network_transfers_s"] = rate;
    report.metrics["network_blocks"] = static_cast<double>(network.front()->head().height);
    report.metrics["network_half_load_p50_s"] = seconds[seconds.size() / 2];
    report.metrics["network_half_load_p95_s"] = seconds[seconds.size() * 95 / 100];
    report.metrics["kvstore_transactions_s"] = kvstore;
    report.ratios["network_transfers_over_kvstore"] = rate / kvstore;
    return {};
}

} // namespace hearth::app
