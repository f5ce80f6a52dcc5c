// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace hearth::gateway::schedule {

/// When a second node is asked because the first is slower than nearly all answers were, and how often that may be:
/// work that is done twice is at most a twentieth of all. Of one model; not thread-safe.
class Hedge {
public:
    static constexpr double most_of_calls = 0.05;

    void called() { ++m_calls; }
    void first_token(core::Nanoseconds after);
    /// Under which 95 % of the last first tokens came; nullopt while too few are known.
    std::optional<core::Nanoseconds> patience() const;
    /// Whether a call that has waited so long asks a second node now; counts it if so.
    bool ask_another(core::Nanoseconds waited);
    /// There was no second node: what was counted last is taken back.
    void nobody() { m_hedged -= m_hedged > 0 ? 1 : 0; }
    std::uint64_t hedged() const { return m_hedged; }

private:
    static constexpr std::size_t kept = 256, least = 20;
    std::array<core::Nanoseconds, kept> m_last{};
    std::size_t m_next = 0, m_known = 0;
    std::uint64_t m_calls = 0, m_hedged = 0;
};

} // namespace hearth::gateway::schedule
