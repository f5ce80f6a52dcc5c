// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/thread_team.h"

#include <cstdint>

namespace hearth::exact {

/// Finds out how many threads are worth having: beside a busy neighbour two that wait for each other are slower
/// than one. Times single-token steps with all threads and with one fewer in turn and stays with the faster
/// number for a while; ties the threads to processors while nobody else wants them. Never changes a result. One caller
/// at a time.
class TeamSize {
public:
    explicit TeamSize(ThreadTeam& team) : m_team(team) {}
    /// To be called around a step that computes `rows` rows.
    void before(std::size_t rows);
    void after(std::size_t rows);

private:
    static constexpr unsigned trial = 6, rest = 200; ///< steps

    std::int64_t m_started = 0;
    ThreadTeam& m_team;
    unsigned m_step = 0;                             ///< inside trial, trial, rest
    std::int64_t m_best[2] = {INT64_MAX, INT64_MAX}; ///< nanoseconds of the fastest step: all, one fewer
};

} // namespace hearth::exact
