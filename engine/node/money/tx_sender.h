// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/task_queue.h"
#include "ledger/ledger.h"

#include <deque>
#include <map>
#include <memory>
#include <mutex>

namespace hearth::node {

/// Sends transactions of this node's keys to the ledger, any number at a time: numbers those of one key in the order of
/// the calls, without waiting for blocks, and numbers anew what an earlier one's failure put out of order. Thread-safe.
class TxSender {
public:
    using Key = std::shared_ptr<const core::SigningKey>;
    using Done = ledger::Ledger::Done;

    /// After its end what is under way may still take effect; nobody is told any more. `most`: transactions of one key
    /// that wait or are under way.
    explicit TxSender(ledger::Ledger& ledger, std::size_t most = 4096);

    /// `done` is called once: before this returns where the ledger answers at once, else on a thread of the sender's.
    /// Errors: busy (as many wait as may); those of Ledger::submit.
    void send(const Key& key, ledger::Message message, Done done);
    core::Result<ledger::TxResult> send_and_wait(const Key& key, ledger::Message message);

private:
    struct Job {
        Key key;
        ledger::Message message;
        Done done;
        bool again = false; ///< numbered anew: before those that were not sent yet
        unsigned late = 0;  ///< times that its number was used already
    };
    struct Lane {
        std::mutex mutex;
        std::uint64_t next = 0;
        std::size_t under_way = 0;
        bool known = false; ///< `next` holds; else the ledger is asked once nothing is under way
        std::deque<Job> waiting;
    };
    class Answer;
    struct Shared;

    static void pump(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Lane>& lane);
    static void take(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Lane>& lane, Job job,
                     std::uint64_t sequence, core::Result<ledger::TxResult> result);

    const std::size_t m_most;
    core::TaskQueue m_queue{"sender"}; ///< answers: no more than there are transactions
    const std::shared_ptr<Shared> m_shared;
    std::mutex m_mutex;
    std::map<core::PublicKey, std::shared_ptr<Lane>> m_lanes;
};

} // namespace hearth::node
