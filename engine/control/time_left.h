// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <cstdint>
#include <optional>

namespace hearth::control {

/// How long a call will still take, judged by how far it came: for whoever shows its progress.
class TimeLeft {
public:
    /// Seconds, rounded up; nullopt while there is too little to judge by. `now`: of a clock that only grows. Another
    /// total is another piece of work.
    std::optional<std::uint64_t> after(const Progress& progress, core::Nanoseconds now);

private:
    std::optional<core::Nanoseconds> m_since;
    std::uint64_t m_from = 0, m_total = 0;
};

} // namespace hearth::control
