// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "gateway/schedule/breaker.h"
#include "gateway/schedule/choice.h"
#include "link/job_route.h"

#include <map>
#include <mutex>

namespace hearth::node {

/// A model in a profile at one node.
struct Post {
    core::PublicKey node;
    core::ModelId model;
    std::string profile;
    auto operator<=>(const Post&) const = default;
};

/// What this home has seen of the nodes that it asked, by watching both ends of each job: the next question goes where
/// answers come soon and whole. Kept in memory: what held an hour ago says nothing. Thread-safe.
class Sightings : public std::enable_shared_from_this<Sightings> {
public:
    explicit Sightings(const core::Clock& clock) : m_clock(clock) {}

    /// Fills in what is known; `shut` where calls failed in a row and it is not time to try again.
    void describe(const Post& post, gateway::schedule::Candidate& candidate) const;

    /// Stands between the two ends of one job, either of which it passes everything on to.
    class Watch;
    std::shared_ptr<Watch> watch(const Post& post);

private:
    struct Seen {
        gateway::schedule::Observed observed;
        gateway::schedule::Breaker breaker;
        core::Nanoseconds at = 0; ///< of the last call
    };
    Seen& seen(const Post& post);

    const core::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::map<Post, Seen> m_seen;
};

class Sightings::Watch : public std::enable_shared_from_this<Watch> {
public:
    Watch(std::shared_ptr<Sightings> book, Post post);
    /// A job that nobody ended showed nothing.
    ~Watch();

    std::shared_ptr<link::JobEnd> before(std::shared_ptr<link::JobEnd> caller);
    std::shared_ptr<link::JobEnd> behind(std::shared_ptr<link::JobEnd> execution);
    /// A gateway chooses who answers: the quote says it. Before any message.
    void follow_quote() { m_follows = true; }

private:
    class CallerEnd;
    class ExecutionEnd;
    void said(const link::JobMessage& message); ///< by the node
    void told(const link::JobMessage& message); ///< to it
    void follow(const link::Quote& quote, core::Nanoseconds now);
    void ended(Seen& seen, core::Code reason);

    const std::shared_ptr<Sightings> m_book;
    Post m_post; ///< changed under the lock of the book, once, by the quote
    bool m_follows = false;
    std::optional<core::Nanoseconds> m_assigned_at, m_first_at; ///< here and below: under the book's lock
    core::Nanoseconds m_last_at = 0;
    std::size_t m_tokens = 0;
    bool m_goes_on = false; ///< from another node's beginning, which it reads first
    bool m_over = false;
};

} // namespace hearth::node
