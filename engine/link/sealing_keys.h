// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "link/seal.h"

#include <map>
#include <mutex>

namespace hearth::link {

/// An executor's sealing keys: a new one every twelve hours, the one before it until its card expires. Thread-safe.
class SealingKeys {
public:
    /// Borrowed; both must outlive it.
    SealingKeys(const core::SigningKey& node, const core::Clock& clock);
    SealingCard card();
    struct Accepted {
        SealedExecution execution;
        JobMessage question; ///< `Ask`, or through a gateway `Fetch`
    };
    /// The first message of a job. Errors: not_found (sealed to another key), refused (too late, asked before),
    /// corrupt, busy.
    core::Result<Accepted> accept(core::ByteView sealed);

private:
    struct Held {
        SealingCard card;
        SealingSecret secret;
    };
    void renew(core::Nanoseconds now);
    core::Status remember(const SealingKey& encapsulated, core::Nanoseconds deadline, core::Nanoseconds now);

    const core::SigningKey& m_node;
    const core::Clock& m_clock;
    std::mutex m_mutex;
    std::vector<Held> m_held;                            ///< newest last
    std::map<SealingKey, core::Nanoseconds> m_questions; ///< that came, until their deadline
};

} // namespace hearth::link
