// SPDX-License-Identifier: Apache-2.0
#include "node/upstreams/caller_slots.h"

#include <map>
#include <mutex>

namespace hearth::node {

struct CallerSlots::Counts {
    std::mutex mutex;
    std::map<std::string, std::uint32_t> under_way;
};

CallerSlots::CallerSlots(Most most) : m_most(std::move(most)), m_counts(std::make_shared<Counts>()) {}

core::Result<std::shared_ptr<void>> CallerSlots::take(const std::string& caller) {
    const auto most = caller.empty() ? std::nullopt : m_most(caller);
    if (caller.empty()) return std::shared_ptr<void>();
    const std::lock_guard lock(m_counts->mutex);
    std::uint32_t& count = m_counts->under_way[caller];
    if (most && count >= *most)
        return core::fail(core::Code::busy, core::say("api_key_may_ask", {std::to_string(*most)}),
                          core::say("wait_one_end_n"));
    ++count;
    return std::shared_ptr<void>(nullptr, [counts = m_counts, caller](void*) {
        const std::lock_guard held(counts->mutex);
        const auto found = counts->under_way.find(caller);
        if (found != counts->under_way.end() && --found->second == 0) counts->under_way.erase(found);
    });
}

} // namespace hearth::node
