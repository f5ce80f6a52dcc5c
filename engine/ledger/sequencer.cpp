// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer.h"

#include "core/log.h"
#include "ledger/sequencer_impl.h"

namespace hearth::ledger {

using core::Status;

namespace {

constexpr std::size_t max_batch = 1000;

} // namespace

Sequencer::Sequencer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Sequencer::~Sequencer() = default;

BlockContext Sequencer::Impl::next_context(core::Epoch epoch) const {
    // A block's time never goes back, whatever the wall clock does.
    return {genesis.chain_id, head.height + 1, epoch, std::max(head.time, options.clock->now()), beacon};
}

BlockHeader Sequencer::Impl::header_after(const BlockContext& context) const {
    BlockHeader header;
    header.chain_id = context.chain_id;
    header.height = context.height;
    header.epoch = context.epoch;
    header.time = context.time;
    header.previous = head.block_hash;
    header.tx_root = tx_root({});
    return header;
}

/// Signs and stores the block whose effects the state already shows. If that fails, the state is read back.
Status Sequencer::Impl::seal(Block& block) {
    const auto undo = [&](const core::Error& error) -> Status {
        const core::Epoch epoch = head.epoch;
        state.reset();
        if (const Status loaded = load(); !loaded)
            core::log::error("ledger", "reload failed", {{"reason", loaded.error().message}});
        head.epoch = std::max(head.epoch, epoch);
        return error;
    };
    if (const Status totals = state->check_totals(); !totals) return undo(totals.error());
    block.header.app_hash = state->app_hash();
    const core::Hash hash = block.header.hash();
    block.signature = key->sign(hash.view());
    probe("applied");
    if (const Status stored = store->append(block, [&] { probe("stored"); }); !stored) return undo(stored.error());
    probe("committed");
    head = {block.header.height, block.header.epoch, block.header.app_hash, hash, block.header.time};
    beacon = beacon_of(block.signature);
    snapshot_if_due();
    return {};
}

void Sequencer::Impl::snapshot_if_due() {
    if (head.height % options.snapshot_every != 0) return;
    Status kept = state->check_conservation();
    if (kept) kept = store->put_snapshot(head.height, core::cbor::encode(state->to_cbor()));
    probe("snapshot");
    // The blocks are there: a missing snapshot only makes the next start slower.
    if (!kept) core::log::warning("ledger", "no snapshot", {{"reason", kept.error().message}});
}

Status Sequencer::Impl::drop_old_transactions() {
    if (options.keep_blocks == 0) return {};
    const std::lock_guard lock_state(state_mutex);
    if (head.height <= options.keep_blocks) return {};
    HEARTH_TRY(const auto snapshots, store->snapshots());
    if (snapshots.size() < 2) return {};
    return store->drop_transactions(std::min(head.height - options.keep_blocks, snapshots.back() - 1), blocks_at_once);
}

std::vector<PendingTx*> Sequencer::Impl::take_queue() {
    const std::lock_guard lock_queue(queue_mutex);
    const std::size_t count = std::min(queue.size(), max_batch);
    std::vector<PendingTx*> batch(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count));
    queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count));
    return batch;
}

std::vector<LedgerEvent> Sequencer::Impl::make_block(const std::vector<PendingTx*>& batch) {
    std::vector<LedgerEvent> events;
    const BlockContext context = next_context(head.epoch);
    Block block;
    block.header = header_after(context);
    std::vector<PendingTx*> accepted;
    std::vector<core::Hash> hashes;
    const bool runs = state && state->check_running(context.height).ok();
    const bool due = runs && state->awaits_block(context.height);
    if (runs) state->begin_block(context, events);
    for (PendingTx* pending : batch) {
        pending->status = state ? state->apply(*pending->transaction, context, events, State::Signature::good,
                                               State::Failing::costs_nothing)
                                : Status(ledger_broken());
        if (!pending->status) continue;
        accepted.push_back(pending);
        hashes.push_back(pending->hash);
        block.transactions.push_back(std::move(pending->encoded));
    }
    // Beacons of escrows are not worth a block: the next one finds the same.
    if (accepted.empty() && !due) return {};
    block.header.tx_root = tx_root(hashes);
    const Status sealed = seal(block);
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        accepted[i]->status = sealed;
        accepted[i]->result = {context.height, hashes[i], beacon, {}};
    }
    if (!sealed) events.clear();
    return events;
}

/// Under commit_mutex: orders everything that waits.
void Sequencer::Impl::commit_queue() {
    const std::vector<PendingTx*> batch = take_queue();
    if (batch.empty()) return;
    std::vector<LedgerEvent> events;
    core::Height height = 0;
    {
        const std::lock_guard lock_state(state_mutex);
        events = make_block(batch);
        height = head.height;
    }
    tell(events, height);
    const std::lock_guard lock_queue(queue_mutex);
    for (PendingTx* pending : batch)
        pending->done = true;
}

void Sequencer::Impl::tell(const std::vector<LedgerEvent>& events, core::Height height) {
    const std::lock_guard lock_listener(listener_mutex);
    if (listener && !events.empty()) listener(events, height);
}

core::Result<TxResult> Sequencer::submit(const SignedTransaction& tx) {
    PendingTx pending;
    pending.transaction = &tx;
    pending.encoded = tx.encode();
    if (const std::size_t size = pending.encoded.size(); size > max_transaction_bytes)
        return core::fail(core::Code::too_large,
                          core::say("transaction_bytes_most_accepted",
                                    {std::to_string(size), std::to_string(max_transaction_bytes)}));
    // Here and nowhere else: on the sender's thread, while others wait for a block.
    if (!tx.signature_valid(m_impl->genesis.chain_id)) return bad_signature();
    pending.hash = transaction_hash(pending.encoded);
    std::unique_lock lock(m_impl->queue_mutex);
    m_impl->queue.push_back(&pending);
    // One commits for all that wait; who comes in the meantime waits for the next block, together with the others.
    while (!pending.done) {
        if (m_impl->committing) {
            m_impl->committed.wait(lock);
            continue;
        }
        m_impl->committing = true;
        lock.unlock();
        {
            const std::lock_guard commit(m_impl->commit_mutex);
            m_impl->commit_queue();
        }
        lock.lock();
        m_impl->committing = false;
        m_impl->committed.notify_all();
    }
    if (!pending.status) return pending.status.error();
    return pending.result;
}

Status Sequencer::Impl::end_epochs(core::Epoch target, std::vector<LedgerEvent>& events) {
    if (!state) return ledger_broken();
    const core::Epoch last = target - 1;
    if (state->idle_until(last)) {
        HEARTH_CHECK(keep_clock(target));
        head.epoch = target;
        return {};
    }
    const BlockContext context = next_context(target);
    HEARTH_CHECK(state->check_running(context.height));
    Block block;
    block.header = header_after(context);
    block.header.ends_epoch = last;
    state->begin_block(context, events);
    state->end_epoch(last, context, events);
    const Status sealed = seal(block);
    if (!sealed) events.clear();
    return sealed;
}

/// A block without transactions for what waits to be drawn or closed.
Status Sequencer::Impl::draw(std::vector<LedgerEvent>& events) {
    if (!state) return ledger_broken();
    const BlockContext context = next_context(head.epoch);
    HEARTH_CHECK(state->check_running(context.height));
    Block block;
    block.header = header_after(context);
    state->begin_block(context, events);
    const Status sealed = seal(block);
    if (!sealed) events.clear();
    return sealed;
}

// The two blocks are told apart, so that events carry the height of theirs.
Status Sequencer::Impl::step(const std::function<bool()>& due,
                             const std::function<Status(std::vector<LedgerEvent>&)>& make) {
    std::vector<LedgerEvent> events;
    core::Height height = 0;
    Status status;
    {
        const std::lock_guard lock_state(state_mutex);
        if (!due()) return {};
        status = make(events);
        height = head.height;
    }
    tell(events, height);
    return status;
}

Status Sequencer::tick() {
    const std::lock_guard lock(m_impl->commit_mutex);
    Impl& impl = *m_impl;
    core::Epoch target = 0;
    const auto epoch_ended = [&] {
        target = impl.clock.at(impl.options.clock->now());
        return target > impl.head.epoch;
    };
    HEARTH_CHECK(impl.step(epoch_ended, [&](auto& events) { return impl.end_epochs(target, events); }));
    HEARTH_CHECK(impl.step([&] { return impl.state && impl.state->awaits_block(impl.head.height + 1); },
                           [&](auto& events) { return impl.draw(events); }));
    return impl.drop_old_transactions();
}

Head Sequencer::head() const {
    const std::lock_guard lock(m_impl->state_mutex);
    return m_impl->head;
}

std::string Sequencer::chain_id() const {
    return m_impl->genesis.chain_id;
}

core::Nanoseconds Sequencer::epoch_ends_at() const {
    const std::lock_guard lock(m_impl->state_mutex);
    return m_impl->clock.end_of(m_impl->head.epoch);
}

core::Result<core::Hash> Sequencer::beacon(core::Height height) const {
    const std::lock_guard lock(m_impl->state_mutex);
    if (height == m_impl->head.height) return m_impl->beacon;
    HEARTH_TRY(const auto block, m_impl->store->header(height));
    if (!block) return core::fail(core::Code::not_found, core::say("no_block", {std::to_string(height)}));
    return beacon_of(block->signature);
}

void Sequencer::read(const std::function<void(const State&)>& read) const {
    const std::lock_guard lock(m_impl->state_mutex);
    if (m_impl->state) read(*m_impl->state);
}

void Sequencer::on_events(Listener listener) {
    const std::lock_guard lock(m_impl->listener_mutex);
    m_impl->listener = std::move(listener);
}

} // namespace hearth::ledger
