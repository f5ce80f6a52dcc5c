// SPDX-License-Identifier: Apache-2.0
#include "node/workers/watchdog.h"

namespace hearth::node {
namespace {

using core::Nanoseconds;

std::string seconds(Nanoseconds time) {
    return std::to_string((time + 999'999'999) / 1'000'000'000) + " s";
}

} // namespace

std::optional<Nanoseconds> Watchdog::deadline(WorkerPhase phase, const JobBoard& board) const {
    if (phase == WorkerPhase::stopped) return std::nullopt;
    if (phase == WorkerPhase::greeting) return m_started + m_limits.hello;
    if (phase == WorkerPhase::loading) return m_last_sign + m_limits.load;
    if (const auto patience = board.patience(m_limits.silence)) return m_last_sign + *patience;
    const bool idle = board.active() == 0 && board.waiting() == 0;
    return m_limits.idle != 0 && idle ? std::optional(m_last_sign + m_limits.idle) : std::nullopt;
}

std::optional<Watchdog::Expired> Watchdog::check(WorkerPhase phase, const JobBoard& board, Nanoseconds now) const {
    const auto until = deadline(phase, board);
    if (!until || now < *until) return std::nullopt;
    if (phase == WorkerPhase::greeting)
        return Expired{false, "The worker did not say hello within " + seconds(m_limits.hello) + "."};
    if (phase == WorkerPhase::loading)
        return Expired{false,
                       "The worker gave no sign of life for " + seconds(m_limits.load) + " while it loaded the model."};
    if (board.active() == 0 && board.waiting() == 0) return Expired{true};
    return Expired{false, "The worker gave no sign of life for " + seconds(now - m_last_sign) + " and was stopped."};
}

} // namespace hearth::node
