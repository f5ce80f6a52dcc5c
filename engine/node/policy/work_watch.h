// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"
#include "node/policy/policy.h"
#include "node/policy/surroundings.h"

#include <condition_variable>
#include <mutex>

namespace hearth::node {

/// The rules in force, and what was last seen of the machine: some seconds old, looked at on a thread of its own and
/// only while a rule asks for it. Thread-safe.
class WorkWatch {
public:
    WorkWatch(control::WorkRules rules, Places places, const core::Clock& clock);
    ~WorkWatch();

    control::WorkRules rules() const;
    /// What they look at is unknown until it was looked at, which is at once.
    void set_rules(control::WorkRules rules);
    /// `rules` and, of `work`, what the machine does.
    void fill(Facts& facts) const;
    /// True once when the answer of may_work() is another one than before.
    bool changed(const Facts& facts);

private:
    void loop();

    const Places m_places;
    const core::Clock& m_clock;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    control::WorkRules m_rules;
    WorkFacts m_seen;
    std::uint64_t m_edition = 0;                ///< of the rules
    std::optional<control::WorkRule> m_resting; ///< the rule that rests, as it was last told
    bool m_end = false;
    core::Thread m_thread;
};

} // namespace hearth::node
