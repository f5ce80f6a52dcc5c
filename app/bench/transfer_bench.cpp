// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "core/clock.h"
#include "ledger/consensus/chain_app.h"
#include "ledger/sequencer.h"
#include "temporary_folder.h"
#include "transfer_load.h"

#include <atomic>
#include <SQLiteCpp/SQLiteCpp.h>
#include <thread>

namespace hearth::app {

namespace {

constexpr std::size_t block_transfers = 500; ///< of the application alone
constexpr int raw_commits = 300;
constexpr std::size_t verified = 4000;

double rate(std::size_t count, core::Nanoseconds began) {
    return static_cast<double>(count) * 1e9 / static_cast<double>(core::monotonic() - began);
}

/// One transfer's bytes a transaction, as durable as the ledger's blocks.
double raw_commit_rate(const std::filesystem::path& folder, const core::Bytes& bytes) {
    SQLite::Database database((folder / "raw.sqlite").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode=WAL");
    database.exec("PRAGMA synchronous=FULL");
    database.exec("CREATE TABLE raw (height INTEGER PRIMARY KEY, bytes BLOB)");
    SQLite::Statement insert(database, "INSERT INTO raw (bytes) VALUES (?)");
    const core::Nanoseconds began = core::monotonic();
    for (int i = 0; i < raw_commits; ++i) {
        insert.bind(1, bytes.data(), static_cast<int>(bytes.size()));
        insert.exec();
        insert.reset();
    }
    return rate(raw_commits, began);
}

core::Result<double> solo_rate(const std::filesystem::path& folder, TransferLoad& load, core::Height& blocks) {
    ledger::Sequencer::Options options;
    options.folder = folder;
    HEARTH_TRY(auto sequencer, ledger::Sequencer::open(options, load.genesis(), core::SigningKey::generate()));
    std::atomic<std::size_t> failed = 0;
    const core::Nanoseconds began = core::monotonic();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < load.senders(); ++i)
        threads.emplace_back([&, i] {
            for (const ledger::SignedTransaction& tx : load.of(i))
                if (!sequencer->submit(tx)) ++failed;
        });
    for (std::thread& thread : threads)
        thread.join();
    const double found = rate(load.size(), began);
    blocks = sequencer->head().height;
    if (failed != 0) return core::fail(core::Code::internal, "The solo ledger refused a transfer.");
    return found;
}

/// The network's application in blocks of a fixed size, without an engine around it.
core::Result<double> application_rate(const std::filesystem::path& folder, const TransferLoad& load) {
    ledger::ChainApp::Options options;
    options.folder = folder;
    const core::PublicKey validator = core::SigningKey::generate().public_key();
    const auto genesis = ledger::ChainGenesis::from(load.genesis(), 60'000'000'000, {{validator, 1, {}, 0}});
    HEARTH_TRY(auto app, ledger::ChainApp::open(options, genesis));
    std::vector<core::Bytes> all;
    for (std::size_t k = 0; all.size() < load.size(); ++k)
        for (std::size_t i = 0; i < load.senders(); ++i)
            if (k < load.of(i).size()) all.push_back(load.of(i)[k].encode());
    ledger::OrderedBlock block;
    const core::Nanoseconds began = core::monotonic();
    for (std::size_t at = 0; at < all.size(); at += block_transfers) {
        ++block.height;
        block.time = load.genesis().time + static_cast<core::Nanoseconds>(block.height);
        block.transactions.clear();
        if (at != 0) block.transactions.push_back(ledger::encode_shares({}));
        for (std::size_t i = at; i < std::min(all.size(), at + block_transfers); ++i)
            block.transactions.push_back(all[i]);
        HEARTH_TRY(const ledger::Finalized done, app->finalize_block(block));
        for (const core::Status& status : done.results)
            HEARTH_CHECK(status);
        HEARTH_CHECK(app->commit());
    }
    return rate(all.size(), began);
}

} // namespace

core::Result<Report> transfer_bench(const TransferOptions& options) {
    HEARTH_TRY(const TemporaryFolder folder, TemporaryFolder::make(options.folder));
    TransferLoad load(options.senders, options.transfers / options.senders);
    Report report;
    report.name = "transfers";
    report.threads = static_cast<unsigned>(load.senders());
    const core::Bytes one = load.of(0).front().encode();
    const core::Nanoseconds began = core::monotonic();
    std::size_t good = 0;
    for (std::size_t i = 0; i < verified; ++i)
        good += load.of(0).front().signature_valid(load.genesis().chain_id) ? 1 : 0;
    report.metrics["signature_checks_s"] = rate(good, began);
    report.metrics["raw_commits_s"] = raw_commit_rate(folder.path(), one);
    core::Height blocks = 0;
    HEARTH_TRY(const double solo, solo_rate(folder.path() / "solo", load, blocks));
    report.metrics["solo_transfers_s"] = solo;
    report.metrics["solo_blocks"] = static_cast<double>(blocks);
    report.metrics["transfers"] = static_cast<double>(load.size());
    report.metrics["raw_commits_after_s"] = raw_commit_rate(folder.path() / "solo", one);
    HEARTH_TRY(const double application, application_rate(folder.path() / "application", load));
    report.metrics["application_transfers_s"] = application;
    report.ratios["solo_transfers_over_raw_commits"] = solo / report.metrics["raw_commits_s"];
    report.ratios["solo_transfers_over_signature_checks"] = solo / report.metrics["signature_checks_s"];
    if (options.validators != 0) HEARTH_CHECK(network_bench(options, folder.path(), report));
    return report;
}

} // namespace hearth::app
