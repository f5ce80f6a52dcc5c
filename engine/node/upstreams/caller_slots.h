// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "gateway/edge/caller_rate.h"
#include "node/state/api_key_book.h"

#include <functional>
#include <memory>
#include <string>

namespace hearth::node {

/// Counts the answers that each API key has under way and how fast it asks for more, whoever gives them: this home or
/// another network. Thread-safe.
class CallerSlots {
public:
    using Most = std::function<CallerLimits(const std::string& caller)>;
    CallerSlots(Most most, const core::Clock& clock);

    /// One more; it is given back when the last copy goes. Errors: busy, with when it may ask again where it asks too
    /// fast: as many at once as it may ask for in a minute, and then one whenever the minute's share of it has passed.
    core::Result<std::shared_ptr<void>> take(const std::string& caller);
    /// None: it has no limit per minute.
    std::optional<gateway::CallerRate> rate(const std::string& caller) const;

private:
    struct Counts;
    const Most m_most;
    const core::Clock& m_clock;
    const std::shared_ptr<Counts> m_counts;
};

} // namespace hearth::node
