// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/link.h"

#include <map>

/// What the events of one end of links said. Thread-safe.
namespace hearth::link {

class LinkLog {
public:
    /// With what `also` does about a message that came, on the link's thread.
    LinkEvents events(std::function<void(const std::shared_ptr<Link>&, const Arrival&)> also = {}) {
        LinkEvents events;
        events.up = [this](const auto& link) {
            const std::lock_guard lock(m_mutex);
            ++m_ups;
            m_link = link;
        };
        events.job = [this, also](const auto& link, Arrival arrival) {
            if (also) also(link, arrival);
            arrival.room = Room(); // it was read
            const std::lock_guard lock(m_mutex);
            m_arrivals[arrival.job].push_back(std::move(arrival));
        };
        events.down = [this](const auto&, const core::Error& error) {
            const std::lock_guard lock(m_mutex);
            m_downs.push_back(error);
        };
        return events;
    }

    std::shared_ptr<Link> link() const { return locked(m_link); }
    int ups() const { return locked(m_ups); }
    std::vector<core::Error> downs() const { return locked(m_downs); }
    std::size_t count(JobId job) {
        const std::lock_guard lock(m_mutex);
        return m_arrivals[job].size();
    }
    /// Not before nothing more comes.
    std::vector<Arrival>& of(JobId job) { return m_arrivals[job]; }

private:
    template <typename T>
    T locked(const T& value) const {
        const std::lock_guard lock(m_mutex);
        return value;
    }
    mutable std::mutex m_mutex;
    std::shared_ptr<Link> m_link; ///< the latest that came up
    int m_ups = 0;
    std::vector<core::Error> m_downs;
    std::map<JobId, std::vector<Arrival>> m_arrivals;
};

} // namespace hearth::link
