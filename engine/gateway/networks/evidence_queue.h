// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"
#include "core/units.h"
#include "gateway/evidence/envelope.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace hearth::gateway {

/// Envelopes on their way to where they are kept. A caller hears of the end of its answer at once; what ends within
/// `gathers` is kept by one write, so that a crash takes with it the evidence of answers that ended in the last
/// `gathers` and during the write that was under way, and of no others. Nobody hears of the end before its own envelope
/// is kept once the queue is full, or nothing could be kept last; where it cannot be kept that caller is told so.
/// Evidence that was promised is tried again until it is kept, others can be kept and it cannot, or the queue ends.
/// Thread-safe; writes on a thread of its own.
class EvidenceQueue {
public:
    struct Limits {
        core::Nanoseconds gathers = 50'000'000;
        core::Nanoseconds rests = 1'000'000'000; ///< before what could not be kept is tried again
        std::size_t most = 2048;                 ///< envelopes that wait while their callers do not
        std::size_t most_bytes = std::size_t{8} << 20;
        std::size_t at_once = 512; ///< in one write
    };
    /// Keeps all or none, durable when it returns; where it fails they must be as they were. May block.
    using Keep = std::function<core::Status(std::vector<evidence::Envelope>&)>;
    using Then = std::function<void(const core::Status&)>;

    /// `settled`: this evidence is kept, or given up; from any thread.
    EvidenceQueue(Keep keep, std::function<void(const std::string& evidence_id)> settled, const Limits& limits);
    /// Keeps what waits.
    ~EvidenceQueue();

    /// `then` is called once, from here or from the queue's thread.
    void put(evidence::Envelope envelope, Then then);
    /// Returns when all that was put before is kept, or was tried at least, or after `most`: false.
    bool settle(std::optional<core::Nanoseconds> most = {});

private:
    struct Item {
        evidence::Envelope envelope;
        Then then; ///< empty: the caller has heard
        std::size_t bytes = 0;
        bool tried = false;
        bool over = false; ///< this attempt: it was concluded, or waits again
    };
    struct Tried {
        Item* item = nullptr;
        core::Status kept;
        bool alone = false; ///< it is known to be its own
    };
    void run();
    bool is_due() const;
    std::vector<Item> take();
    void keep(std::vector<Item> items);
    void try_to_keep(std::vector<Item>& items);
    core::Status keep_together(std::vector<Item>& items);
    core::Status keep_one(Item& item);
    std::vector<Tried> keep_each(std::vector<Item>& items, const core::Status& together);
    void conclude_or_leave(const std::vector<Tried>& all);
    void conclude(Item& item, const core::Status& kept);
    void leave_for_later(const std::vector<Item*>& items, bool failed);

    const Keep m_keep;
    const std::function<void(const std::string&)> m_settled;
    const Limits m_limits;
    std::mutex m_mutex;
    std::condition_variable m_wake, m_tried_more;
    std::deque<Item> m_items;
    std::size_t m_bytes = 0, m_callers = 0;                ///< of m_items; callers: that wait for theirs
    std::uint64_t m_put = 0, m_tried = 0, m_asked_for = 0; ///< counts of envelopes; asked for: by settle()
    bool m_failing = false, m_stops = false;
    core::Thread m_thread;
};

} // namespace hearth::gateway
