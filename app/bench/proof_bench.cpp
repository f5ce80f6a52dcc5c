// SPDX-License-Identifier: Apache-2.0
#include "proof_bench.h"

#include "core/clock.h"
#include "ledger/light/light_client.h"
#include "ledger/sequencer.h"
#include "ledger/state_tree.h"
#include "temporary_folder.h"
#include "transfer_load.h"

namespace hearth::app {
namespace {

using core::second;

double ms_since(core::Nanoseconds began) {
    return static_cast<double>(core::monotonic() - began) / 1e6;
}

core::Hash key_number(std::uint64_t i) {
    core::Bytes bytes;
    core::append_u64(bytes, i);
    return core::sha256(bytes);
}

/// As long as an account's record.
core::Bytes record_number(std::uint64_t i) {
    core::Bytes bytes(48, 7);
    core::append_u64(bytes, i);
    return bytes;
}

core::Status map_bench(const LedgerOptions& options, Report& report) {
    core::Nanoseconds began = core::monotonic();
    ledger::StateTree tree(ledger::bucket_bits(ledger::present_rules));
    for (std::uint64_t i = 0; i < options.keys; ++i)
        tree.set(key_number(i), record_number(i));
    core::Hash root = tree.root();
    report.metrics["map_keys"] = options.keys;
    report.metrics["map_fill_ms"] = ms_since(began);
    std::vector<double> blocks, proofs;
    std::uint64_t next = 0;
    for (int run = 0; run < 10 * options.runs; ++run) {
        std::vector<std::pair<core::Hash, core::Bytes>> changes; // what a block knows before it asks for the root
        for (std::uint32_t i = 0; i < options.dirty; ++i, next += 7919)
            changes.emplace_back(key_number(next % options.keys), record_number(next + 1));
        began = core::monotonic();
        for (const auto& [key, record] : changes)
            tree.set(key, record);
        root = tree.root();
        blocks.push_back(ms_since(began));
        began = core::monotonic();
        const ledger::MapProof proof = tree.prove(changes.back().first);
        const auto shown = ledger::proven_root(changes.back().first, changes.back().second, proof);
        proofs.push_back(ms_since(began));
        if (!shown || *shown != root) return core::fail(core::Code::internal, "The map gave a proof that is none.");
    }
    report.metrics["map_dirty_keys"] = options.dirty;
    report.metrics["map_block_ms"] = median(blocks);
    report.metrics["map_proof_ms"] = median(proofs);
    return {};
}

ledger::LightBlock light_block(core::Height height, const std::vector<core::SigningKey>& keys) {
    ledger::LightBlock block;
    block.header.chain_id = "hearth-bench";
    block.header.height = height;
    block.header.time = static_cast<core::Nanoseconds>(height) * second;
    for (const core::SigningKey& key : keys)
        block.validators.push_back({key.public_key(), 10});
    block.header.validators = block.header.next_validators = ledger::hash_of(block.validators);
    block.commit.height = height;
    block.commit.block = {core::to_bytes(block.header.hash().view()), 1, core::Bytes(32, 1)};
    for (const core::SigningKey& key : keys) {
        ledger::CommitVote vote{
            ledger::CommitVote::Kind::for_block, ledger::address_of(key.public_key()), block.header.time, {}};
        vote.signature = key.sign(block.commit.sign_bytes(vote, block.header.chain_id));
        block.commit.votes.push_back(vote);
    }
    return block;
}

core::Result<double> light_step_ms(std::size_t validators, int runs) {
    std::vector<core::SigningKey> keys;
    for (std::size_t i = 0; i < validators; ++i)
        keys.push_back(core::SigningKey::generate());
    const ledger::LightBlock trusted = light_block(1, keys), next = light_block(1000, keys);
    std::vector<double> steps;
    for (int run = 0; run < 10 * runs; ++run) {
        const core::Nanoseconds began = core::monotonic();
        HEARTH_CHECK(ledger::check_step(trusted, next, {}, 2000 * second));
        steps.push_back(ms_since(began));
    }
    return median(steps);
}

core::Status replay_bench(const LedgerOptions& options, Report& report) {
    HEARTH_TRY(const TemporaryFolder folder, TemporaryFolder::make(options.folder));
    ledger::Sequencer::Options solo;
    solo.folder = folder.path() / "solo";
    solo.snapshot_every = UINT64_MAX; // all of them again
    const TransferLoad load(1, options.blocks);
    const core::Bytes seed = core::to_bytes(core::as_bytes("the sequencer of the replay bench"));
    const auto sequencer_key = [&] { return core::SigningKey::from_seed(core::sha256(seed).view()); };
    {
        HEARTH_TRY(auto sequencer, ledger::Sequencer::open(solo, load.genesis(), sequencer_key()));
        for (const ledger::SignedTransaction& tx : load.of(0))
            HEARTH_CHECK(sequencer->submit(tx));
    }
    const core::Nanoseconds began = core::monotonic();
    HEARTH_TRY(const auto sequencer, ledger::Sequencer::open(solo, load.genesis(), sequencer_key()));
    report.metrics["replay_s"] = ms_since(began) / 1e3;
    report.metrics["replay_blocks"] = static_cast<double>(sequencer->head().height);
    return {};
}

} // namespace

core::Status proof_bench(const LedgerOptions& options, Report& report) {
    HEARTH_CHECK(map_bench(options, report));
    HEARTH_TRY(report.metrics["light_step_4_ms"], light_step_ms(4, options.runs));
    HEARTH_TRY(report.metrics["light_step_100_ms"], light_step_ms(100, options.runs));
    return replay_bench(options, report);
}

} // namespace hearth::app
