// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::control {

/// The hours of a week, Monday first, each of them chosen or not.
class Week {
public:
    static constexpr unsigned days = 7, hours = 24;

    /// "mon 18-24", "mon-fri 18-24", "sat 22-6" (into Sunday morning); the word "never" alone chooses none. An empty
    /// list is the whole week. Errors: invalid_argument, naming the text.
    static core::Result<Week> parse(const std::vector<std::string>& texts);
    /// The shortest list that parse() reads as this week; empty for the whole of it.
    std::vector<std::string> texts() const;

    bool at(unsigned day, unsigned hour) const { return (m_days[day] >> hour & 1) != 0; }
    void set(unsigned day, unsigned hour, bool chosen);
    bool whole() const;
    bool none() const;
    /// Seconds from that second of the week (Monday 0:00 = 0) until an hour that is chosen differently begins; nullopt:
    /// all are the same.
    std::optional<std::uint32_t> changes_in(std::uint32_t second_of_week) const;

    bool operator==(const Week&) const = default;

private:
    std::array<std::uint32_t, days> m_days{};
};

} // namespace hearth::control
