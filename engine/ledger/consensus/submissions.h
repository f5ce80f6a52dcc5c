// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"
#include "ledger/consensus/chain_app.h"
#include "ledger/consensus/comet_rpc.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace hearth::ledger {

/// Transactions on their way into a block of the network. Each is handed to the engine in the order of submit(), and
/// again as long as no block holds it: an engine that restarts has forgotten what waited. It is done when the block
/// after its own is committed, with which the beacon comes. Thread-safe.
class Submissions {
public:
    Submissions(const ChainApp& app, const std::filesystem::path& rpc_socket, core::Nanoseconds within);
    /// What is still under way is told that it may take effect later.
    ~Submissions();

    void submit(const SignedTransaction& tx, Ledger::Done done);
    void committed(const CommittedBlock& block);
    std::size_t count() const;

private:
    struct Waiting {
        core::Bytes bytes;
        core::PublicKey sender;
        std::uint64_t sequence = 0;
        Ledger::Done done;
        core::Nanoseconds deadline = 0, next_send = 0;
        std::uint64_t order = 0;
        bool sent = false;
        bool passed_by = false;         ///< the sender's number is used already
        std::optional<TxResult> result; ///< its block is committed; the beacon is not known yet
    };
    using Finished = std::vector<std::pair<Ledger::Done, core::Result<TxResult>>>;

    void run();
    /// The next ones for the engine, oldest first.
    std::vector<core::Hash> due(core::Nanoseconds now, std::vector<core::Bytes>& bytes) const;
    void sent(const std::vector<core::Hash>& hashes, const core::Result<std::vector<core::Status>>& answers);
    void expire(core::Nanoseconds now, Finished& finished);
    /// Of what would be sent again: another transaction has taken its place.
    void drop_passed(core::Nanoseconds now, Finished& finished);
    void finish(const core::Hash& hash, core::Result<TxResult> result, Finished& finished);

    const ChainApp& m_app;
    const core::Nanoseconds m_within;
    CometRpc m_rpc; ///< of the thread alone

    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_wake;
    std::map<core::Hash, Waiting> m_waiting;
    std::uint64_t m_order = 0;
    core::Nanoseconds m_pause_until = 0;
    bool m_fresh = false; ///< something has not been sent yet
    bool m_stopping = false;
    core::Thread m_thread;
};

} // namespace hearth::ledger
