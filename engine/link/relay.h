// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/link.h"
#include "link/sealed_parts.h"

#include <set>

namespace hearth::link {

/// A gateway between two homes that are linked with it and not with each other: passes sealed messages on as they came.
/// It holds no key to them. What it sees: both node keys, when and how many messages pass, their lengths (padded), who
/// of the candidates answered; not the model, the price or the reason of a failure. Thread-safe.
class Relay {
public:
    using LinkPtr = std::shared_ptr<Link>;
    using Links = std::function<std::vector<LinkPtr>()>;
    /// `links`: all of this home. `most`: relayed jobs that one home may have at a time.
    explicit Relay(Links links, std::size_t most = 64) : m_links(std::move(links)), m_most(most) {}

    /// The executors that `asker` may reach, as they announced themselves.
    Found reach(const core::PublicKey& asker) const;
    /// Whether it belongs to a relayed job; then it is dealt with.
    bool take(const LinkPtr& from, Arrival& arrival);
    /// Its jobs go to the next candidate, or fail.
    void lost(const LinkPtr& link);
    std::size_t jobs() const;

private:
    struct End {
        LinkPtr link;
        JobId job = 0;
        auto operator<=>(const End&) const = default;
    };
    struct Passage {
        End asker, executor;
        RelayedQuestion question; ///< its first `tried` candidates were asked
        std::size_t tried = 0;
        bool answered = false;
    };
    using Jobs = std::map<End, std::shared_ptr<Passage>>;

    LinkPtr link_of(const core::PublicKey& node) const;
    void begin(const LinkPtr& from, JobId job, core::ByteView sealed);
    core::Status next(Passage& passage);
    void advance(const std::shared_ptr<Passage>& passage, const core::Error& why);
    void from_asker(Passage& passage, Arrival& arrival);
    void from_executor(const std::shared_ptr<Passage>& passage, Arrival& arrival);
    void forget(const Passage& passage);

    const Links m_links;
    const std::size_t m_most;
    mutable std::mutex m_mutex;
    Jobs m_jobs; ///< each passage by both of its ends
};

} // namespace hearth::link
