// SPDX-License-Identifier: Apache-2.0
#include "node/upstreams/caller_slots.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace hearth::node {

struct CallerSlots::Counts {
    struct Caller {
        std::uint32_t under_way = 0;
        core::Nanoseconds next = 0; ///< when all that it asked for has had its share of time (GCRA, ITU-T I.371)
    };
    std::mutex mutex;
    std::map<std::string, Caller> callers;
};

CallerSlots::CallerSlots(Most most, const core::Clock& clock)
    : m_most(std::move(most)), m_clock(clock), m_counts(std::make_shared<Counts>()) {}

core::Result<std::shared_ptr<void>> CallerSlots::take(const std::string& caller) {
    if (caller.empty()) return std::shared_ptr<void>();
    const CallerLimits most = m_most(caller);
    const core::Nanoseconds now = m_clock.monotonic();
    const std::lock_guard lock(m_counts->mutex);
    Counts::Caller& counted = m_counts->callers[caller];
    if (most.at_once && counted.under_way >= *most.at_once)
        return core::fail(core::Code::busy, core::say("api_key_may_ask", {std::to_string(*most.at_once)}),
                          core::say("wait_one_end_n"));
    if (most.per_minute) {
        const core::Nanoseconds share = core::minute / *most.per_minute;
        const core::Nanoseconds next = std::max(counted.next, now) + share;
        if (const core::Nanoseconds early = next - now - core::minute; early > 0) {
            const auto seconds = static_cast<std::uint32_t>((early + core::second - 1) / core::second);
            core::Error error =
                core::fail(core::Code::busy, core::say("api_key_too_fast", {std::to_string(*most.per_minute)}),
                           core::say("ask_again_seconds", {std::to_string(seconds)}));
            error.retry_after_s = seconds;
            return error;
        }
        counted.next = next;
    }
    ++counted.under_way;
    return std::shared_ptr<void>(nullptr, [counts = m_counts, caller](void*) {
        const std::lock_guard held(counts->mutex);
        const auto found = counts->callers.find(caller);
        if (found != counts->callers.end() && found->second.under_way > 0) --found->second.under_way;
    });
}

std::optional<gateway::CallerRate> CallerSlots::rate(const std::string& caller) const {
    const CallerLimits most = m_most(caller);
    if (!most.per_minute) return std::nullopt;
    const core::Nanoseconds now = m_clock.monotonic();
    const std::lock_guard lock(m_counts->mutex);
    const auto counted = m_counts->callers.find(caller);
    const core::Nanoseconds next = counted == m_counts->callers.end() ? 0 : counted->second.next;
    const core::Nanoseconds taken = std::max<core::Nanoseconds>(0, next - now);
    const core::Nanoseconds left = (core::minute - taken) / (core::minute / *most.per_minute);
    return gateway::CallerRate{*most.per_minute, std::min(*most.per_minute, static_cast<std::uint32_t>(left)), taken};
}

} // namespace hearth::node
