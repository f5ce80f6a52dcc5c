// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/frame.h"

#include <deque>
#include <map>

/// Many jobs over one stream of frames, none of which stalls another: messages are cut into parts that take turns, and
/// each job has its own credit, which the reader of its messages renews. No input or output, no thread.
namespace hearth::link {

struct LaneLimits {
    std::uint32_t window = 256u << 10;                          ///< bytes of one job that may come unread
    std::size_t max_message_bytes = std::size_t{20} << 20;      ///< of a job, when whole
    std::size_t max_job_backlog_bytes = std::size_t{24} << 20;  ///< of one job, waiting to be sent
    std::size_t max_link_backlog_bytes = std::size_t{96} << 20; ///< of all jobs
    std::uint64_t max_held_bytes = 32u << 20;                   ///< unread, before long messages wait for each other
    std::size_t max_jobs = 512;                                 ///< open at once, opened by the other side
};

/// A whole message that came. Its cost is given back with Lanes::consumed().
struct Delivery {
    JobId job = 0;
    bool opens = false; ///< first message of a job that the other side opens
    bool sealed = false;
    bool last = false;
    core::Bytes message;
    std::uint64_t cost = 0;
};

class Lanes {
public:
    explicit Lanes(Side side, LaneLimits limits = {}) : m_side(side), m_limits(limits) {}

    JobId open();
    /// Ends a job here: what comes of it is ignored, what waits is dropped.
    void close(JobId job);
    std::size_t open_jobs() const { return m_lanes.size(); }
    std::vector<JobId> jobs() const;
    std::size_t backlog_bytes() const { return m_backlog; }

    /// `last`: the job is over once this is sent. Errors: not_found (the job is over or was never open), too_large,
    /// busy (the other side does not take what is there).
    core::Status send(JobId job, core::Bytes message, bool sealed, bool last);
    /// The next part or credit, jobs in turn; nullopt when nothing may be sent now.
    std::optional<Frame> next();

    /// Errors are violations by the other side: too_large (past its credit or a limit), corrupt (a job that was never
    /// opened). A part of a job that is over is no violation; it yields nothing.
    core::Result<std::optional<Delivery>> receive(JobPart part);
    core::Status receive(const Credit& credit);
    void consumed(JobId job, std::uint64_t cost);

private:
    struct Outgoing {
        core::Bytes message;
        std::size_t sent = 0;
        bool sealed = false, last = false;
    };
    struct Lane {
        std::deque<Outgoing> outgoing;
        std::size_t backlog = 0;
        std::uint64_t may_send = 0; ///< in all
        std::uint64_t sent = 0;
        std::uint64_t granted = 0; ///< to the other side, in all
        std::uint64_t received = 0, read = 0;
        std::uint64_t assembling = 0; ///< of `received`, in the message that is not whole yet
        core::Bytes message;
        bool sealed = false;
        bool begun = false; ///< a message of the other side is whole
    };
    using Iterator = std::map<JobId, Lane>::iterator;

    bool ours(JobId job) const { return (job % 2 == 1) == (m_side == Side::dialer); }
    Lane& add(JobId job);
    core::Result<Lane*> lane_of(JobId job);
    bool may_grow(JobId job) const;
    std::optional<Frame> part_of(Iterator at);
    std::optional<Frame> credit_of(JobId job, Lane& lane);
    void forget(Iterator at);

    Side m_side;
    LaneLimits m_limits;
    std::map<JobId, Lane> m_lanes;
    std::uint64_t m_opened = 0; ///< ids of this side so far
    JobId m_last_theirs = 0;
    bool m_any_theirs = false;
    std::size_t m_backlog = 0;
    std::uint64_t m_held = 0; ///< bytes of all lanes that came and were not read
    JobId m_turn = 0;         ///< the job that sent last
};

} // namespace hearth::link
