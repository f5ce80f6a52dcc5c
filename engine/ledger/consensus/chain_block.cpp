// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "ledger/consensus/chain_app_impl.h"

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace {

/// Whoever broke the rules of the vote has none any more; the last one stays, since a chain without voters ends.
std::vector<ValidatorPower> expel(const OrderedBlock& block, ChainRecord& record) {
    std::vector<ValidatorPower> updates;
    for (const Misbehaviour& misbehaviour : block.misbehaviour) {
        ChainValidator* validator = record.find(misbehaviour.validator);
        if (validator == nullptr) continue;
        validator->jailed = 0; // what it did before does not end with a jail
        if (validator->power == 0) continue;
        const auto voting = std::count_if(record.validators.begin(), record.validators.end(),
                                          [](const ChainValidator& one) { return one.power > 0; });
        if (voting < 2) continue;
        validator->power = 0;
        updates.push_back({validator->key, 0});
    }
    return updates;
}

/// Those of the block, for the money that answers; what a former validator did counts as well.
std::vector<OffenceKey> offences_of(const OrderedBlock& block, const ChainRecord& record) {
    std::vector<OffenceKey> offences;
    for (const Misbehaviour& one : block.misbehaviour)
        if (const ChainValidator* validator = record.find(one.validator))
            offences.push_back({validator->key, one.height, one.kind});
    return offences;
}

} // namespace

bool needs_beacon(const OrderedBlock& block, std::size_t first, const State& state, const ChainRecord& record) {
    const core::Epoch epoch = record.clock.at(block.time);
    return block.transactions.size() > first || (epoch > record.epoch && !state.idle_until(epoch - 1));
}

AppliedBlock apply_block(const ChainGenesis& genesis, const OrderedBlock& block, State& state, ChainRecord& record,
                         const Head& before, const VerifiedSet& verified) {
    AppliedBlock applied;
    CommittedBlock& committed = applied.committed;
    std::size_t next = 0;
    if (record.shares_due) {
        // Without a proper share the block would not have been accepted; whatever was decided counts.
        auto shares = block.transactions.empty() ? core::Result<std::vector<SignedShare>>(std::vector<SignedShare>())
                                                 : decode_shares(block.transactions.front());
        if (shares && !block.transactions.empty()) ++next;
        record.mix(shares ? *shares : std::vector<SignedShare>(),
                   record.due_to.is_zero() ? before.block_hash : record.due_to);
    }
    if (next == 1) applied.finalized.results.emplace_back();
    committed.beacon = record.beacon;
    const core::Epoch epoch = std::max(record.epoch, record.clock.at(block.time));
    record.shares_due = needs_beacon(block, next, state, record);
    const BlockContext context{genesis.chain_id, block.height, epoch, block.time, record.beacon};
    state.begin_block(context, committed.events);
    state.punish(offences_of(block, record), context, committed.events);
    applied.finalized.updates = judge_absence(block, state, record, context, committed.events);
    if (epoch > record.epoch && !state.idle_until(epoch - 1)) state.end_epoch(epoch - 1, context, committed.events);
    record.epoch = epoch;
    // Under the app hash, so that whoever begins with a snapshot of others mixes the same.
    record.due_to = record.shares_due && state.rules() >= channel_rules ? block.hash : core::Hash();
    for (; next < block.transactions.size(); ++next) {
        auto tx = SignedTransaction::decode(block.transactions[next]);
        if (tx)
            if (const Status known = known_under(state.rules(), tx->transaction.message); !known) tx = known.error();
        const core::Hash hash = transaction_hash(block.transactions[next]);
        const auto signature = verified.knows(hash) ? State::Signature::good : State::Signature::unknown;
        const Status status = tx ? state.apply(*tx, context, committed.events, signature) : Status(tx.error());
        if (tx) committed.transactions.push_back({block.height, hash, {}, status});
        applied.finalized.results.push_back(status);
    }
    for (const auto& changed : {expel(block, record), readmit(state, record)})
        applied.finalized.updates.insert(applied.finalized.updates.end(), changed.begin(), changed.end());
    applied.finalized.app_hash = chain_app_hash(state, record);
    committed.head = {block.height, epoch, applied.finalized.app_hash, block.hash, block.time};
    return applied;
}

core::Result<Finalized> ChainApp::finalize_block(const OrderedBlock& block) {
    Impl& impl = *m_impl;
    const std::lock_guard lock(impl.mutex);
    if (impl.open) (void)impl.undone({});
    if (!impl.state) return chain_broken();
    if (block.height != impl.head.height + 1)
        return fail(Code::conflict, "The engine decides block " + std::to_string(block.height) +
                                        "; the chain's next is " + std::to_string(impl.head.height + 1) + ".");
    HEARTH_CHECK(impl.state->check_running(block.height));
    const bool brings_beacon = impl.record.shares_due;
    AppliedBlock applied = apply_block(impl.genesis, block, *impl.state, impl.record, impl.head, impl.verified);
    impl.head = applied.committed.head;
    impl.open = std::move(applied.committed);
    impl.probe("applied");
    if (const Status totals = impl.state->check_totals(); !totals) return impl.undone(totals.error());
    Status stored = impl.store->begin();
    if (stored) stored = impl.store->append({block, applied.finalized.app_hash}, watches(block, *impl.state));
    if (stored) stored = impl.store->put_results(impl.open->transactions);
    if (stored && brings_beacon) stored = impl.store->put_beacon(block.height - 1, impl.record.beacon);
    if (!stored) return impl.undone(stored.error());
    impl.probe("stored");
    return std::move(applied.finalized);
}

core::Result<core::Height> ChainApp::commit() {
    Impl& impl = *m_impl;
    CommittedBlock block;
    core::Height retain = 0;
    {
        const std::lock_guard lock(impl.mutex);
        if (!impl.open) return fail(Code::conflict, "The engine commits a block that it has not finalised.");
        impl.probe("committing");
        if (const Status stored = impl.store->commit(); !stored) return impl.undone(stored.error());
        impl.probe("committed");
        block = std::move(*impl.open);
        impl.open.reset();
        impl.has_blocks = true;
        impl.fetched = false;
        impl.committed = impl.head;
        impl.snapshot_if_due();
        const core::Height keep = impl.options.keep_blocks;
        if (keep != 0 && block.head.height > keep) retain = block.head.height - keep;
        impl.settled.notify_all();
    }
    const std::lock_guard lock(impl.listener_mutex);
    if (impl.listener) impl.listener(block);
    return retain;
}

void ChainApp::Impl::snapshot_if_due() {
    if (committed.height % options.snapshot_every != 0) return;
    Status kept = state->check_conservation();
    if (kept) kept = store->put_snapshot(committed.height, make_snapshot());
    probe("snapshot");
    // The blocks are there: a missing snapshot only makes the next start slower.
    if (!kept) core::log::warning("chain", "no snapshot", {{"reason", kept.error().message}});
}

} // namespace hearth::ledger
