// SPDX-License-Identifier: Apache-2.0
#include "node/money/tx_sender.h"

#include <algorithm>
#include <future>
#include <utility>

namespace hearth::node {
namespace {

using ledger::TxResult;

constexpr core::Height validity_blocks = 1000;
constexpr unsigned most_late = 5; // another home that signs with the same key

} // namespace

struct TxSender::Shared {
    ledger::Ledger& ledger;
    const core::TaskQueue::Door queue; ///< tells what the ledger says later

    std::uint64_t sequence_of(const core::PublicKey& key) const {
        std::uint64_t sequence = 0;
        ledger.read([&](const ledger::State& state) {
            if (const ledger::Account* account = state.account(key)) sequence = account->sequence;
        });
        return sequence;
    }
};

/// What the ledger says to one transaction. The lane's lock is held while it is submitted, so an answer that comes at
/// once waits here until that is let go of.
class TxSender::Answer {
public:
    using Take = std::function<void(core::Result<TxResult>)>;
    /// On the ledger's thread, perhaps within submit().
    void come(core::Result<TxResult> result, const core::TaskQueue::Door& queue) {
        if (result && !result->status) result = result->status.error(); // a block holds it, without effect
        Take take;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_take) {
                m_result.emplace(std::move(result));
                return;
            }
            take = std::move(m_take);
        }
        queue.post([take = std::move(take), result = std::move(result)] { take(result); });
    }
    void await(Take take) {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_result) {
                m_take = std::move(take);
                return;
            }
        }
        take(std::move(*m_result));
    }

private:
    std::mutex m_mutex;
    std::optional<core::Result<TxResult>> m_result;
    Take m_take;
};

TxSender::TxSender(ledger::Ledger& ledger, std::size_t most)
    : m_most(most), m_shared(std::make_shared<Shared>(Shared{ledger, m_queue.door()})) {}

void TxSender::send(const Key& key, ledger::Message message, Done done) {
    std::shared_ptr<Lane> lane;
    {
        const std::lock_guard lock(m_mutex);
        auto& known = m_lanes[key->public_key()];
        if (!known) known = std::make_shared<Lane>();
        lane = known;
    }
    bool full = false;
    {
        const std::lock_guard lock(lane->mutex);
        full = lane->waiting.size() + lane->under_way >= m_most;
        if (!full) lane->waiting.push_back({key, std::move(message), std::move(done)});
    }
    if (full)
        return done(core::fail(core::Code::busy, core::say("key_sends_enough", {key->public_key().hex().substr(0, 12)}),
                               core::say("try_again_later")));
    pump(m_shared, lane);
}

core::Result<TxResult> TxSender::send_and_wait(const Key& key, ledger::Message message) {
    std::promise<core::Result<TxResult>> answer;
    auto future = answer.get_future();
    send(key, std::move(message), [&answer](core::Result<TxResult> result) { answer.set_value(std::move(result)); });
    return future.get();
}

void TxSender::pump(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Lane>& lane) {
    while (true) {
        const auto answer = std::make_shared<Answer>();
        std::unique_lock lock(lane->mutex);
        if (lane->waiting.empty() || (!lane->known && lane->under_way > 0)) return;
        Job job = std::move(lane->waiting.front());
        lane->waiting.pop_front();
        if (!lane->known) lane->next = shared->sequence_of(job.key->public_key());
        lane->known = true;
        const std::uint64_t sequence = lane->next++;
        ++lane->under_way;
        ledger::Transaction tx;
        tx.sender = job.key->public_key();
        tx.sequence = sequence;
        shared->ledger.read(
            [&](const ledger::State& state) { tx.fee = core::Amount::from_units(state.params().get("tx.fee")); });
        tx.valid_until = shared->ledger.head().height + validity_blocks;
        tx.message = job.message;
        shared->ledger.submit(
            ledger::SignedTransaction::sign(std::move(tx), shared->ledger.chain_id(), *job.key),
            [answer, queue = shared->queue](core::Result<TxResult> result) { answer->come(std::move(result), queue); });
        lock.unlock();
        answer->await([shared, lane, job = std::move(job), sequence](core::Result<TxResult> result) mutable {
            take(shared, lane, std::move(job), sequence, std::move(result));
        });
    }
}

void TxSender::take(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Lane>& lane, Job job,
                    std::uint64_t sequence, core::Result<TxResult> result) {
    {
        const std::lock_guard lock(lane->mutex);
        --lane->under_way;
        if (!result) {
            // Its number was not used, or by somebody else: those behind it fail as well and are numbered anew.
            const bool troubled = !std::exchange(lane->known, false);
            const std::uint64_t turn = shared->sequence_of(job.key->public_key());
            const bool too_early = turn < sequence;
            const bool may_be_late = troubled || turn > sequence;
            if (result.error().code == core::Code::conflict && (too_early || (may_be_late && job.late++ < most_late))) {
                job.again = true;
                const auto place = std::find_if(lane->waiting.begin(), lane->waiting.end(),
                                                [](const Job& other) { return !other.again; });
                lane->waiting.insert(place, std::move(job));
                job.done = {};
            }
        }
    }
    if (job.done) job.done(std::move(result));
    pump(shared, lane);
}

} // namespace hearth::node
