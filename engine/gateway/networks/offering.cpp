// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "gateway/evidence/examine.h"
#include "gateway/networks/upstreams.h"

namespace hearth::gateway {

std::vector<std::string> Upstreams::names() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    for (const Entry& one : m_entries)
        names.push_back(one.config.name);
    return names;
}

/// Evidence is worth what a key that the owner pinned signs; that a network keeps no question nobody shows us.
schedule::Door Upstreams::door_to(const Entry& one, const Place& place) const {
    schedule::Door door{place.network, {}};
    if (!one.config.signers.empty()) door.what.level = static_cast<unsigned>(evidence::carried_level(one.config.kind));
    const NetworkRecord& record = *m_directory.find(place.network);
    if (record.latency) door.what.first_token_s = static_cast<double>(*record.latency) * 1e-9;
    const auto breaker = record.breakers.find(place.model);
    door.what.shut = breaker != record.breakers.end() &&
                     breaker->second.state(core::system_clock().monotonic()) == Breaker::State::open;
    return door;
}

core::Result<std::vector<ForeignOffer>> Upstreams::offering(const std::string& asked) const {
    const std::lock_guard lock(m_mutex);
    HEARTH_TRY(std::vector<Place> places, m_directory.offering(asked));
    std::vector<ForeignOffer> offers;
    for (Place& place : places) {
        const Entry* const found = const_cast<Upstreams*>(this)->entry(place.network);
        if (found == nullptr) continue;
        schedule::Door door = door_to(*found, place);
        offers.push_back({std::move(place), std::move(door)});
    }
    return offers;
}

} // namespace hearth::gateway
