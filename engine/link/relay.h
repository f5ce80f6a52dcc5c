// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/link.h"
#include "link/sealed_parts.h"

#include <set>

namespace hearth::link {

struct RelayOptions {
    /// The executors that others hear of; empty: all. Must not block.
    std::function<bool(const core::PublicKey& node)> certified = {};
    const core::Clock* clock = nullptr; ///< borrowed; null = the system's
    std::size_t most = 64;              ///< relayed jobs that one home may have at a time
    /// Of questions that may yet go to another candidate, all together; of one home a quarter of it.
    std::size_t most_bytes = std::size_t{256} << 20;
    std::size_t most_listed_bytes = std::size_t{3} << 20; ///< a `Found` of 4 MiB is refused as a whole
    core::Nanoseconds patience = 180 * core::second;      ///< for the first answer, if its deadline is not sooner
    core::Nanoseconds silence = question_life;            ///< after it
};

/// A gateway between two homes that are linked with it and not with each other: passes sealed messages on as they came.
/// It holds no key to them. What it sees: both node keys, when and how many messages pass, their lengths (padded), who
/// of the candidates answered; not the model, the price or the reason of a failure. Thread-safe.
class Relay {
public:
    using LinkPtr = std::shared_ptr<Link>;
    using Links = std::function<std::vector<LinkPtr>()>;
    /// `links`: all of this home.
    explicit Relay(Links links, RelayOptions options = {});

    /// The executors that `asker` may reach, as they announced themselves; the shortest first, as many as one answer
    /// holds.
    Found reach(const core::PublicKey& asker) const;
    /// Whether it belongs to a relayed job; then it is dealt with.
    bool take(const LinkPtr& from, Arrival& arrival);
    /// Its jobs go to the next candidate, or fail.
    void lost(const LinkPtr& link);
    /// Now and then: ends the jobs of which nothing was heard for too long.
    void expire();
    std::size_t jobs() const;

private:
    struct End {
        LinkPtr link;
        JobId job = 0;
        auto operator<=>(const End&) const = default;
    };
    struct Passage {
        End asker, executor;
        RelayedQuestion question; ///< its first `tried` candidates were asked; its box is kept for the others
        std::size_t tried = 0;
        core::Nanoseconds until = 0; ///< then it is given up
        bool answered = false;
    };
    using Jobs = std::map<End, std::shared_ptr<Passage>>;

    struct Listed {
        core::PublicKey node;
        core::Bytes announced;
    };

    std::vector<Listed> list() const;
    LinkPtr link_of(const core::PublicKey& node) const;
    bool go_on(const LinkPtr& from, Arrival& arrival);
    core::Status admit(const LinkPtr& from, const RelayedQuestion& question) const;
    void begin(const LinkPtr& from, JobId job, RelayedQuestion question);
    core::Status next(Passage& passage);
    void advance(const std::shared_ptr<Passage>& passage, const core::Error& why);
    void from_asker(Passage& passage, Arrival& arrival);
    void from_executor(const std::shared_ptr<Passage>& passage, Arrival& arrival);
    void forget(const Passage& passage);

    const Links m_links;
    const RelayOptions m_options;
    const core::Clock& m_clock;
    mutable std::mutex m_list_mutex; ///< never held together with the other one
    mutable std::vector<Listed> m_list;
    mutable std::optional<core::Nanoseconds> m_listed_at;
    mutable std::mutex m_mutex;
    Jobs m_jobs; ///< each passage by both of its ends
};

} // namespace hearth::link
