// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/expect.h"

#include <functional>
#include <map>
#include <mutex>
#include <vector>

namespace hearth::node {

/// Those who ask for the same thing while it is under way: it is done once, and all hear how it ended. Thread-safe.
template <typename Key, typename Answer>
class Gathering {
public:
    using Done = std::function<void(Answer)>;

    /// True for the first, who then does it and calls answer().
    bool join(const Key& key, Done done) {
        const std::lock_guard lock(m_mutex);
        const auto [under_way, is_first] = m_askers.try_emplace(key);
        under_way->second.push_back(std::move(done));
        return is_first;
    }
    /// Who asks from now on, even out of a callback, is a first one again.
    void answer(const Key& key, const Answer& answer) {
        std::unique_lock lock(m_mutex);
        auto under_way = m_askers.extract(key);
        HEARTH_EXPECT(!under_way.empty(), "What was under way ended twice.");
        const std::vector<Done> askers = std::move(under_way.mapped());
        lock.unlock();
        for (const Done& asker : askers)
            asker(answer);
    }

private:
    std::mutex m_mutex;
    std::map<Key, std::vector<Done>> m_askers;
};

} // namespace hearth::node
