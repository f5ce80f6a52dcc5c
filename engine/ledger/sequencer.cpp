// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer_impl.h"

#include "core/hash.h"
#include "core/log.h"

#include <set>

namespace hearth::ledger {

using core::Code;
using core::fail;

namespace {

constexpr core::Height snapshot_interval = 256;
constexpr std::size_t max_block_transactions = 1000;

/// Nothing waits for an epoch to end: closing epochs would change nothing.
bool is_idle(const State& state) {
    const auto pools = state.pools();
    const auto empty = [&](const char* name) {
        const auto at = pools.find(name);
        return at == pools.end() || at->second.units() == 0;
    };
    return empty("escrow") && empty("rewards");
}

} // namespace

Sequencer::Sequencer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Sequencer::~Sequencer() = default;

core::Status Sequencer::Impl::commit(Block block, std::vector<core::Status>& outcomes) {
    std::vector<LedgerEvent> events;
    bool snapshot = false;
    {
        const std::unique_lock lock(state_mutex);
        // From here memory is ahead of the disk until append() has succeeded.
        stale = true;
        HEARTH_CHECK(execute(*state, block, foundation.genesis.chain_id, randomness(last), events, outcomes));
        block.app_hash = state->app_hash();
        snapshot = block.height % snapshot_interval == 0;
    }
    block.signature = key.sign(block.hash().view());
    // Only this thread changes the state, so reading it for the snapshot needs no lock.
    if (auto written = store->append(block, snapshot ? &*state : nullptr); !written) {
        core::log::error("ledger", "block not written",
                         {{"height", block.height}, {"reason", written.error().message}});
        return written;
    }
    const core::Height height = block.height;
    {
        const std::unique_lock lock(state_mutex);
        open_epoch = block.epoch;
        last = std::move(block);
        stale = false;
    }
    if (listener && !events.empty()) listener(events, height);
    return {};
}

core::Status Sequencer::Impl::close_epochs() {
    if (stale) HEARTH_CHECK(reload());
    const core::Nanoseconds time = now();
    const core::Epoch current = epoch_at(time);
    if (current <= open_epoch) return {};
    if (is_idle(*state)) {
        const std::unique_lock lock(state_mutex);
        open_epoch = current;
        return {};
    }
    Block block;
    block.height = (last ? last->height : 0) + 1;
    block.previous = hash_of(last);
    block.time = time;
    block.epoch = current;
    block.closes = {open_epoch, current - 1};
    std::vector<core::Status> outcomes;
    return commit(std::move(block), outcomes);
}

void Sequencer::Impl::commit_queue() {
    std::vector<Waiting*> batch;
    {
        const std::lock_guard lock(queue_mutex);
        while (!queue.empty() && batch.size() < max_block_transactions) {
            batch.push_back(queue.front());
            queue.pop_front();
        }
    }
    if (batch.empty()) return;
    const auto answer = [](const std::vector<Waiting*>& all, const core::Error& error) {
        for (Waiting* waiting : all)
            if (!waiting->result) waiting->result = error;
    };
    if (auto closed = close_epochs(); !closed) return answer(batch, closed.error());

    Block block;
    block.height = (last ? last->height : 0) + 1;
    block.previous = hash_of(last);
    block.time = now();
    block.epoch = open_epoch;
    const BlockContext context{foundation.genesis.chain_id, block.height, block.epoch, block.time};
    std::vector<Waiting*> included;
    std::set<core::PublicKey> senders;
    for (Waiting* waiting : batch) {
        // A second transaction of one sender is checked against the state that the first leaves: in the next
        // block.
        if (senders.contains(waiting->tx->transaction.sender)) {
            const std::lock_guard lock(queue_mutex);
            queue.push_back(waiting);
            continue;
        }
        if (auto checked = state->check(*waiting->tx, context); !checked) {
            waiting->result = checked.error();
            continue;
        }
        senders.insert(waiting->tx->transaction.sender);
        block.transactions.push_back(waiting->tx->encode());
        included.push_back(waiting);
    }
    if (included.empty()) return;
    std::vector<core::Status> outcomes;
    const core::Height height = block.height;
    if (auto committed = commit(std::move(block), outcomes); !committed)
        return answer(included, committed.error());
    for (std::size_t i = 0; i < included.size(); ++i)
        included[i]->result = TxResult{height, included[i]->tx->hash(), outcomes[i]};
}

core::Result<TxResult> Sequencer::submit(const SignedTransaction& tx) {
    Impl::Waiting waiting{&tx, std::nullopt};
    {
        const std::lock_guard lock(m_impl->queue_mutex);
        m_impl->queue.push_back(&waiting);
    }
    // Whoever gets the commit lock commits everything that waits; the others find their result.
    const std::lock_guard lock(m_impl->commit_mutex);
    while (!waiting.result)
        m_impl->commit_queue();
    return std::move(*waiting.result);
}

core::Status Sequencer::tick() {
    const std::lock_guard lock(m_impl->commit_mutex);
    return m_impl->close_epochs();
}

Head Sequencer::head() const {
    const std::shared_lock lock(m_impl->state_mutex);
    Head head;
    head.epoch = m_impl->open_epoch;
    head.block_hash = m_impl->hash_of(m_impl->last);
    if (m_impl->last) {
        head.height = m_impl->last->height;
        head.app_hash = m_impl->last->app_hash;
        head.time = m_impl->last->time;
    } else {
        head.app_hash = m_impl->state->app_hash();
        head.time = m_impl->foundation.genesis.time;
    }
    return head;
}

std::string Sequencer::chain_id() const {
    return m_impl->foundation.genesis.chain_id;
}

core::Nanoseconds Sequencer::epoch_ends_at() const {
    const std::shared_lock lock(m_impl->state_mutex);
    return m_impl->foundation.genesis.time +
           static_cast<core::Nanoseconds>(m_impl->open_epoch + 1) * m_impl->foundation.epoch_length;
}

core::Hash Sequencer::beacon() const {
    const std::shared_lock lock(m_impl->state_mutex);
    const core::Bytes randomness = m_impl->randomness(m_impl->last);
    return epoch_beacon(randomness, m_impl->open_epoch);
}

void Sequencer::read(const std::function<void(const State&)>& read) const {
    const std::shared_lock lock(m_impl->state_mutex);
    read(*m_impl->state);
}

void Sequencer::on_events(std::function<void(const std::vector<LedgerEvent>&, core::Height)> listener) {
    const std::lock_guard lock(m_impl->commit_mutex);
    m_impl->listener = std::move(listener);
}

} // namespace hearth::ledger
