// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/team_size.h"

#include "core/clock.h"

#include <algorithm>

namespace hearth::exact {

void TeamSize::before(std::size_t rows) {
    if (m_team.size() == 1) return;
    const unsigned all = m_team.size();
    if (rows != 1) {
        // Large batches are bound by arithmetic: all threads, unless single tokens showed that one is stolen.
        if (m_step < 2 * trial) m_team.use(all);
        return;
    }
    if (m_step == 0) {
        m_best[0] = m_best[1] = INT64_MAX;
        m_team.pin(alone_with(all)); // beside others a tied thread would wait for its processor while another is free
    }
    if (m_step < 2 * trial) m_team.use(m_step < trial ? all : all - 1);
    if (m_step == 2 * trial) m_team.use(m_best[1] < m_best[0] ? all - 1 : all);
    m_started = core::monotonic();
}

void TeamSize::after(std::size_t rows) {
    if (m_team.size() == 1 || rows != 1) return;
    const std::int64_t took = core::monotonic() - m_started;
    if (m_step < 2 * trial) {
        std::int64_t& best = m_best[m_step < trial ? 0 : 1];
        best = std::min(best, took);
    }
    m_step = (m_step + 1) % (2 * trial + rest);
}

} // namespace hearth::exact
