// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/words.h"

/// Enumerations of jobs and of what they were paid, with their words: in the protocol, and in the columns of
/// node.sqlite.
namespace hearth::control {

/// Of an answer that this home computed.
enum class JobState {
    running,
    done,
    failed,
    cancelled, ///< its caller ended it: what was computed by then may still be paid
};

/// Of an answer that this home bought.
enum class PurchaseState { open, done, failed };

/// Of what an answer costs, on the ledger.
enum class MoneyState { none, pending, disputed, confirmed, paid, lost, refunded };

/// The way of a job from prompt to payout, in the one order that every program shows.
enum class JobStage { assigned, running, committed, drawn, replayed, verified, vested };

enum class StageState {
    waiting,
    current,
    done,
    failed,
    skipped,
    cancelled, ///< the job's caller ended it here
};

template <>
inline constexpr std::array<const char*, 4> words<JobState>{"running", "done", "failed", "cancelled"};
template <>
inline constexpr std::array<const char*, 3> words<PurchaseState>{"open", "done", "failed"};
template <>
inline constexpr std::array<const char*, 7> words<MoneyState>{"",     "pending", "disputed", "confirmed",
                                                              "paid", "lost",    "refunded"};
template <>
inline constexpr std::array<const char*, 7> words<JobStage>{"assigned", "running",  "committed", "drawn",
                                                            "replayed", "verified", "vested"};
template <>
inline constexpr std::array<const char*, 6> words<StageState>{"waiting", "current", "done",
                                                              "failed",  "skipped", "cancelled"};

/// It comes to rest by itself or by a proof: nothing is final yet.
constexpr bool moves(MoneyState state) {
    return state == MoneyState::pending || state == MoneyState::disputed || state == MoneyState::confirmed;
}

/// It may still come.
constexpr bool is_open(StageState state) {
    return state == StageState::waiting || state == StageState::current;
}

/// What its purchase shows of an answer that another home computed.
constexpr JobState job_state(PurchaseState state) {
    if (state == PurchaseState::open) return JobState::running;
    return state == PurchaseState::done ? JobState::done : JobState::failed;
}

} // namespace hearth::control
