// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer_impl.h"

#include "core/hash.h"

namespace hearth::ledger {

using core::Code;
using core::fail;

namespace {

constexpr std::size_t max_state_bytes = std::size_t{1} << 31;
constexpr const char* restore_hint = "Restore the folder ledger/ of the node's home from a backup.";

core::Error differs(core::Height height, const char* what) {
    return fail(Code::corrupt,
                "Block " + std::to_string(height) + " of the ledger does not verify: " + what + ".",
                restore_hint);
}

} // namespace

core::Result<std::unique_ptr<Sequencer>> Sequencer::open(const Options& options, const Genesis& genesis,
                                                         core::SigningKey key) {
    auto impl = std::make_unique<Impl>(options, std::move(key));
    HEARTH_TRY(impl->store, BlockStore::open(options.folder));
    HEARTH_TRY(auto stored, impl->store->foundation());
    if (!stored) {
        if (options.epoch_length <= 0)
            return fail(Code::invalid_argument, "An epoch must last longer than nothing.");
        stored = Foundation{genesis, options.epoch_length, impl->key.public_key()};
        HEARTH_CHECK(genesis.params.check());
        HEARTH_CHECK(impl->store->found(*stored));
    }
    if (stored->sequencer != impl->key.public_key())
        return fail(Code::refused,
                    "The ledger in " + options.folder.string() + " was founded by another key.",
                    "Restore keys/ and ledger/ from the same backup.");
    impl->foundation = std::move(*stored);
    HEARTH_CHECK(impl->reload());
    return std::unique_ptr<Sequencer>(new Sequencer(std::move(impl)));
}

core::Hash Sequencer::Impl::hash_of(const std::optional<Block>& before) const {
    return before ? before->hash() : foundation.hash();
}

core::Bytes Sequencer::Impl::randomness(const std::optional<Block>& before) const {
    return before ? core::to_bytes(before->signature) : core::to_bytes(foundation.hash().view());
}

core::Status Sequencer::Impl::verify_next(const Block& block, State& onto,
                                          const std::optional<Block>& before) const {
    if (block.height != (before ? before->height : 0) + 1)
        return differs(block.height, "a block before it is missing");
    if (block.previous != hash_of(before))
        return differs(block.height, "it does not follow the block before it");
    if (!core::verify(foundation.sequencer, block.hash().view(), block.signature))
        return differs(block.height, "its signature is wrong");
    std::vector<LedgerEvent> events;
    std::vector<core::Status> outcomes;
    HEARTH_CHECK(execute(onto, block, foundation.genesis.chain_id, randomness(before), events, outcomes));
    if (onto.app_hash() != block.app_hash) return differs(block.height, "replaying it gives another state");
    return {};
}

core::Status Sequencer::Impl::reload() {
    HEARTH_TRY(const auto snapshot, store->latest_snapshot());
    std::optional<Block> before;
    std::optional<State> restored;
    if (snapshot) {
        HEARTH_TRY(before, store->block(snapshot->height));
        if (!before) return differs(snapshot->height, "it is missing");
        if (!core::verify(foundation.sequencer, before->hash().view(), before->signature))
            return differs(snapshot->height, "its signature is wrong");
        HEARTH_TRY(const core::cbor::Value value, core::cbor::decode(snapshot->state, {max_state_bytes, 16}));
        HEARTH_TRY(restored, State::from_cbor(value));
        if (restored->app_hash() != before->app_hash)
            return differs(snapshot->height, "its snapshot has another state");
    } else {
        restored.emplace(foundation.genesis);
    }
    core::Epoch next = before ? before->epoch : 0;
    const auto take = [&](const Block& block) -> core::Status {
        HEARTH_CHECK(verify_next(block, *restored, before));
        before = block;
        next = block.epoch;
        return {};
    };
    HEARTH_CHECK(store->replay_above(before ? before->height : 0, take));
    const std::unique_lock lock(state_mutex);
    state = std::move(restored);
    last = std::move(before);
    open_epoch = next;
    stale = false;
    return {};
}

core::Nanoseconds Sequencer::Impl::now() const {
    const core::Nanoseconds earliest = last ? last->time : foundation.genesis.time;
    return std::max(options.clock->now(), earliest);
}

core::Epoch Sequencer::Impl::epoch_at(core::Nanoseconds time) const {
    const core::Nanoseconds since = std::max<core::Nanoseconds>(0, time - foundation.genesis.time);
    return static_cast<core::Epoch>(since / foundation.epoch_length);
}

} // namespace hearth::ledger
