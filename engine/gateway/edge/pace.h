// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <map>
#include <optional>
#include <string>

namespace hearth::gateway {

/// How long answers of this home take, so that whoever is turned away hears when a place should be free. Not
/// thread-safe; every time is an argument (monotonic).
class Pace {
public:
    /// An answer of `caller` begins; gives its number.
    std::uint64_t began(const std::string& caller, core::Nanoseconds now);
    /// `whole`: it took as long as an answer takes.
    void ended(std::uint64_t number, bool whole, core::Nanoseconds now);
    /// Seconds until the first of those that run will have taken as long as answers took lately: of the caller's own,
    /// where it has some, for its limit may be what holds it back. 1 to 120.
    unsigned retry_after_s(const std::string& caller, core::Nanoseconds now) const;

private:
    struct Running {
        std::string caller;
        core::Nanoseconds began = 0;
    };
    std::map<std::uint64_t, Running> m_running; ///< the oldest first
    std::uint64_t m_next = 1;
    std::optional<core::Nanoseconds> m_usual; ///< moving average
};

} // namespace hearth::gateway
