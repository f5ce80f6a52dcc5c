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
        return Expired{false, core::say("worker_did_not_say", {seconds(m_limits.hello)})};
    if (phase == WorkerPhase::loading)
        return Expired{false, core::say("worker_gave_no_sign", {seconds(m_limits.load)})};
    if (board.active() == 0 && board.waiting() == 0) return Expired{true};
    return Expired{false, core::say("worker_gave_no_sign_life", {seconds(now - m_last_sign)})};
}

} // namespace hearth::node
