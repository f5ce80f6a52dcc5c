// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "gateway/evidence/examine.h"
#include "gateway/networks/upstreams.h"

namespace hearth::gateway {

proof::Level trusted_level(const UpstreamConfig& config) {
    const evidence::HardwareMaker* const maker = evidence::maker_of(config.kind);
    if (maker != nullptr && evidence::covers(config.measurements, *maker))
        return evidence::carried_level(config.kind, true);
    return config.signers.empty() ? proof::Level::none : evidence::carried_level(config.kind);
}

unsigned trusted_tier(const UpstreamConfig& config) {
    const bool shown_before = evidence::is_witnessed(config.kind) && trusted_level(config) == proof::Level::attested;
    return shown_before ? 2 : 0;
}

std::vector<std::string> Upstreams::names() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    for (const Entry& one : m_entries)
        names.push_back(one.config.name);
    return names;
}

bool Upstreams::names_network(const std::string& model) const {
    const std::size_t slash = model.find('/');
    const std::lock_guard lock(m_mutex);
    return slash != std::string::npos && m_directory.find(model.substr(0, slash)) != nullptr;
}

std::vector<Directory::Offer> Upstreams::models() const {
    const std::lock_guard lock(m_mutex);
    std::vector<Directory::Offer> offers = m_directory.offers();
    for (const Entry& one : m_entries)
        for (Directory::Offer& offer : offers)
            if (offer.network == one.config.name) offer.level = trusted_level(one.config);
    return offers;
}

/// Evidence is worth what a key or software that the owner pinned signs, and privacy what was shown before the
/// question.
ForeignOffer Upstreams::offer_of(const Entry& one, Place place) const {
    ForeignOffer offer{std::move(place), {}};
    offer.door.network = offer.place.network;
    offer.door.quantization = m_directory.quantization(offer.place.model);
    offer.quote = one.network->quote(offer.place.model);
    schedule::Candidate& known = offer.door.what;
    known.level = static_cast<unsigned>(trusted_level(one.config));
    known.tier = trusted_tier(one.config);
    const NetworkRecord& record = *m_directory.find(offer.place.network);
    const core::Nanoseconds now = core::system_clock().monotonic();
    known.free_places = 1; // nobody says how many it has: what is full shows in its times
    if (const auto seen = record.seen.find(offer.place.model); seen != record.seen.end()) {
        known.first_token_s = seen->second.first_token(now);
        known.token_gap_s = seen->second.token_gap();
        known.failure_share = seen->second.failure_share();
    }
    const auto breaker = record.breakers.find(offer.place.model);
    known.shut = breaker != record.breakers.end() && breaker->second.state(now) == schedule::Breaker::State::open;
    if (known.shut)
        offer.rests_s = static_cast<unsigned>((breaker->second.open_until - now + core::second - 1) / core::second);
    return offer;
}

core::Result<std::vector<ForeignOffer>> Upstreams::offering(const std::string& asked,
                                                            const std::vector<std::string>& quantizations) const {
    const std::lock_guard lock(m_mutex);
    HEARTH_TRY(std::vector<Place> places, m_directory.offering(asked, quantizations));
    std::vector<ForeignOffer> offers;
    for (Place& place : places) {
        const Entry* const found = const_cast<Upstreams*>(this)->entry(place.network);
        if (found != nullptr) offers.push_back(offer_of(*found, std::move(place)));
    }
    return offers;
}

} // namespace hearth::gateway
