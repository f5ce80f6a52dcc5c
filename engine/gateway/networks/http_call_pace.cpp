// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "gateway/networks/http_call.h"
#include "gateway/schedule/failover.h"

#include <algorithm>

namespace hearth::gateway {
namespace {

constexpr auto watch_interval = std::chrono::milliseconds(50);
constexpr std::size_t shows_its_pace = 8;               ///< events; the first ones say how the answer is framed
constexpr core::Nanoseconds last_bytes = 2'000'000'000; ///< after a stream said that nothing follows

using core::monotonic;

} // namespace

/// Whatever comes of an answer shows that its server is there: half an event, or a comment that says no more than that.
void HttpCall::arrived() {
    if (m_phase != Phase::answering || m_guard.whole()) return;
    const core::Nanoseconds now = monotonic();
    if (m_progress > 0) m_longest = std::max(m_longest, now - m_since);
    m_since = now;
}

void HttpCall::watch() {
    m_timer.expires_after(watch_interval);
    m_timer.async_wait([self = shared_from_this()](const Error& ec) {
        if (!ec && self->m_phase != Phase::over) self->guarded([&] { self->look(); });
    });
}

/// By the rule of nodes, with a caller's patience for what nobody goes on with: its slowest gap counts, not its usual
/// one.
bool HttpCall::is_stalled(core::Nanoseconds silence) const {
    if (m_progress < shows_its_pace || !m_guard.streams() || m_guard.whole()) return false;
    const Deadlines& limits = m_call.deadlines;
    return schedule::failover::is_stalled({.stage = schedule::failover::Stage::next_token,
                                           .silent = silence,
                                           .token_gap = m_longest,
                                           .patience = {limits.stall, limits.least_stall}});
}

void HttpCall::look() {
    const core::Nanoseconds now = monotonic(), silence = m_full ? 0 : now - m_since;
    const Deadlines& limits = m_call.deadlines;
    const bool whole = m_guard.whole();
    if (whole && silence > last_bytes) return finish();
    const core::Nanoseconds most = whole                          ? last_bytes
                                   : m_phase == Phase::connecting ? limits.connect
                                   : m_progress == 0              ? limits.first_byte
                                                                  : limits.stall;
    if (silence > most || is_stalled(silence) || now - m_began > limits.total) return fail(late());
    watch();
}

} // namespace hearth::gateway
