// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/submissions.h"

#include "core/clock.h"

#include <algorithm>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr core::Nanoseconds millisecond = 1'000'000;
constexpr core::Nanoseconds again_after = 3000 * millisecond; ///< a block should have come since
constexpr core::Nanoseconds news_after = 1000 * millisecond;  ///< a commit is known by then
constexpr core::Nanoseconds pause = 200 * millisecond;        ///< when the engine can not take more
constexpr std::size_t most_at_once = 100;

core::Nanoseconds now() {
    return core::monotonic();
}

core::Error may_still_come(bool sent) {
    if (sent) return fail(Code::timed_out, core::say("no_block_took"), core::say("look_before_signing"));
    return fail(Code::unavailable, core::say("nobody_orders"), core::say("look_at_network"));
}

} // namespace

Submissions::Submissions(const ChainApp& app, const std::filesystem::path& rpc_socket, core::Nanoseconds within)
    : m_app(app), m_within(within), m_rpc(rpc_socket),
      m_thread(core::run_thread("submissions", core::Thrown::begins_again, [this] { run(); })) {}

Submissions::~Submissions() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
    for (auto& [hash, waiting] : m_waiting)
        waiting.done(waiting.result ? core::Result<TxResult>(*waiting.result) : may_still_come(waiting.sent));
}

std::size_t Submissions::count() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

void Submissions::submit(const SignedTransaction& tx, Ledger::Done done) {
    Waiting waiting;
    waiting.bytes = tx.encode();
    if (const Status checked = m_app.check_tx(waiting.bytes, false); !checked) return done(checked.error());
    waiting.sender = tx.transaction.sender;
    waiting.sequence = tx.transaction.sequence;
    waiting.done = std::move(done);
    waiting.deadline = now() + m_within;
    {
        const std::lock_guard lock(m_mutex);
        waiting.order = ++m_order;
        const auto [at, fresh] = m_waiting.try_emplace(tx.hash());
        if (fresh) {
            at->second = std::move(waiting);
            m_fresh = true;
        }
    }
    if (waiting.done) return waiting.done(fail(Code::conflict, "The same transaction is under way already."));
    m_wake.notify_one();
}

void Submissions::finish(const core::Hash& hash, core::Result<TxResult> result, Finished& finished) {
    const auto at = m_waiting.find(hash);
    if (at == m_waiting.end()) return;
    finished.emplace_back(std::move(at->second.done), std::move(result));
    m_waiting.erase(at);
}

void Submissions::committed(const CommittedBlock& block) {
    Finished finished;
    {
        const std::lock_guard lock(m_mutex);
        std::vector<core::Hash> known;
        for (const auto& [hash, waiting] : m_waiting)
            if (waiting.result && waiting.result->height < block.head.height) known.push_back(hash);
        for (const core::Hash& hash : known) {
            TxResult result = *m_waiting[hash].result;
            result.beacon = block.beacon;
            finish(hash, std::move(result), finished);
        }
        for (const TxResult& result : block.transactions)
            if (const auto at = m_waiting.find(result.tx_hash); at != m_waiting.end()) at->second.result = result;
    }
    for (auto& [done, result] : finished)
        done(std::move(result));
}

std::vector<core::Hash> Submissions::due(core::Nanoseconds at, std::vector<core::Bytes>& bytes) const {
    std::vector<std::pair<std::uint64_t, const std::pair<const core::Hash, Waiting>*>> ordered;
    if (at < m_pause_until) return {};
    for (const auto& entry : m_waiting)
        if (!entry.second.result && entry.second.next_send <= at) ordered.emplace_back(entry.second.order, &entry);
    std::sort(ordered.begin(), ordered.end());
    ordered.resize(std::min(ordered.size(), most_at_once));
    std::vector<core::Hash> hashes;
    for (const auto& [order, entry] : ordered) {
        hashes.push_back(entry->first);
        bytes.push_back(entry->second.bytes);
    }
    return hashes;
}

void Submissions::sent(const std::vector<core::Hash>& hashes, const core::Result<std::vector<Status>>& answers) {
    Finished finished;
    {
        const std::lock_guard lock(m_mutex);
        if (!answers) m_pause_until = now() + pause;
        for (std::size_t i = 0; answers && i < hashes.size(); ++i) {
            const auto at = m_waiting.find(hashes[i]);
            if (at == m_waiting.end()) continue;
            const Status& status = (*answers)[i];
            const bool later =
                !status && (status.error().code == Code::busy || status.error().code == Code::unavailable);
            if (status || later) {
                at->second.sent = at->second.sent || status.ok();
                at->second.next_send = now() + (status ? again_after : pause);
                if (later) m_pause_until = now() + pause;
            } else if (!at->second.sent && !at->second.result) {
                finish(hashes[i], status.error(), finished);
            } else {
                at->second.next_send = now() + again_after;
            }
        }
    }
    for (auto& [done, result] : finished)
        done(std::move(result));
}

void Submissions::expire(core::Nanoseconds at, Finished& finished) {
    std::vector<core::Hash> late;
    for (const auto& [hash, waiting] : m_waiting)
        if (!waiting.result && waiting.deadline <= at) late.push_back(hash);
    for (const core::Hash& hash : late)
        finish(hash, may_still_come(m_waiting[hash].sent), finished);
}

void Submissions::drop_passed(core::Nanoseconds at, Finished& finished) {
    std::vector<std::pair<core::Hash, core::Error>> passed;
    for (auto& [hash, waiting] : m_waiting) {
        if (!waiting.sent || waiting.result || waiting.next_send > at) continue;
        const Status status = m_app.check_tx(waiting.bytes, true);
        if (status || status.error().code != Code::conflict) continue;
        // Its own block may be the one that was just committed, whose news is on the way.
        if (waiting.passed_by) passed.emplace_back(hash, status.error());
        waiting.passed_by = true;
        waiting.next_send = at + news_after;
    }
    for (const auto& [hash, error] : passed)
        finish(hash, error, finished);
}

void Submissions::run() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_fresh = false;
        Finished finished;
        expire(now(), finished);
        drop_passed(now(), finished);
        std::vector<core::Bytes> bytes;
        const std::vector<core::Hash> hashes = due(now(), bytes);
        lock.unlock();
        for (auto& [done, result] : finished)
            done(std::move(result));
        if (!hashes.empty()) sent(hashes, m_rpc.broadcast(bytes));
        lock.lock();
        if (hashes.size() < most_at_once)
            m_wake.wait_for(lock, std::chrono::milliseconds(50), [&] { return m_stopping || m_fresh; });
    }
}

} // namespace hearth::ledger
