// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/session.h"

#include <functional>
#include <memory>
#include <mutex>

namespace hearth::link {

class Link;

/// The reader's room for a message that came: dropped when it was dealt with, which lets the other side send more.
/// Kept by a slow reader, it slows that job and no other.
class Room {
public:
    Room() = default;
    Room(std::weak_ptr<Link> link, JobId job, std::uint64_t cost) : m_link(std::move(link)), m_job(job), m_cost(cost) {}
    ~Room();
    Room(Room&& other) noexcept;
    Room& operator=(Room&& other) noexcept;

private:
    std::weak_ptr<Link> m_link;
    JobId m_job = 0;
    std::uint64_t m_cost = 0;
};

/// One message of a job.
struct Arrival {
    JobId job = 0;
    bool opens = false;                            ///< the other side opened this job with it
    bool last = false;                             ///< the job is over
    std::variant<JobMessage, core::Bytes> content; ///< plain or sealed (seal.h)
    Room room;
};

/// Called on the link's thread, one after the other; must not block. Each may be empty.
struct LinkEvents {
    std::function<void(const std::shared_ptr<Link>&)> up;
    std::function<void(const std::shared_ptr<Link>&)> capability; ///< the other side's has changed, or it drains
    std::function<void(const std::shared_ptr<Link>&, Arrival)> job;
    /// The link is over: its jobs are lost, nothing can be sent any more.
    std::function<void(const std::shared_ptr<Link>&, const core::Error&)> down;
};

/// One end of a link; it outlives the connections that carry it. Thread-safe.
class Link : public std::enable_shared_from_this<Link> {
public:
    Link(Side side, core::PublicKey peer, LinkEvents events, LaneLimits limits = {});

    const core::PublicKey& peer() const { return m_peer; }
    Side side() const { return m_side; } ///< of this end: whether it dialled
    Capability capability() const;       ///< the other side's latest
    std::size_t open_jobs() const;
    bool over() const;
    bool carried() const;                              ///< a connection carries it now
    std::optional<core::Nanoseconds> heard_at() const; ///< a frame, pongs too (monotonic); none = not known
    bool settled() const; ///< no job is open and nothing of those that were is still on its way

    enum class Opens {
        work,      ///< a question, or what is sealed and may be one
        something, ///< a voucher, a receipt that is fetched: what is due for work of before
    };
    /// Errors: unavailable (the link is over, or the other side drains), refused (work, and the link has expired).
    core::Result<JobId> open_job(Opens what = Opens::work);
    /// Errors: unavailable, not_found (the job is over), too_large, busy (the other side takes nothing).
    core::Status send(JobId job, const JobMessage& message);
    core::Status send_sealed(JobId job, core::Bytes sealed, bool last);
    /// Ends a job without a word; what still comes of it is ignored.
    void forget_job(JobId job);
    void announce(Capability mine);
    /// Tells the other side to open no more jobs.
    void drain();
    /// Whether the owner's word for the other side's key has ended: then neither side gives the other new work. What is
    /// under way goes on, and so does what is due for it.
    void expire(bool ended);
    bool expired() const;

    // What carries the link (a transport) calls these; all but set_wake() on its one thread.
    /// `wake`: there may be something to write. Called from any thread.
    void set_wake(std::function<void()> wake);
    /// `heard`: a ping of ours with this number was answered. Before anything arrives.
    void on_pong(std::function<void(std::uint64_t nonce)> heard) { m_on_pong = std::move(heard); }
    std::optional<core::Bytes> next_frame();
    /// Errors are violations: the transport says goodbye and calls end().
    core::Status arrived(core::ByteView frame);
    void heard(core::Nanoseconds now); ///< what arrived() gets came now
    void say(Frame frame);
    std::uint64_t received() const;
    core::Status resume(std::uint64_t theirs);
    void begin();                       ///< tells `up`
    void end(const core::Error& error); ///< tells `down`, once
    /// The other side said goodbye with this.
    std::optional<core::Error> farewell() const;

private:
    friend class Room;
    void consumed(JobId job, std::uint64_t cost);
    core::Status enqueue(JobId job, core::Bytes message, bool sealed, bool last);
    void deliver(Delivery delivery);
    void wake();

    const Side m_side;
    const core::PublicKey m_peer;
    const LinkEvents m_events;
    mutable std::mutex m_mutex;
    Session m_session;
    Capability m_capability;
    std::function<void()> m_wake;
    std::optional<core::Nanoseconds> m_heard_at;
    std::function<void(std::uint64_t)> m_on_pong;
    std::optional<core::Error> m_farewell;
    bool m_drains = false; ///< the other side, for good
    bool m_expired = false;
    bool m_over = false;
};

} // namespace hearth::link
