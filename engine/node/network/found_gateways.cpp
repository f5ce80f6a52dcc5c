// SPDX-License-Identifier: Apache-2.0
#include "node/network/found_gateways.h"

#include "core/hash.h"
#include "core/host_port.h"
#include "core/log.h"
#include "node/money/standing.h"

#include <algorithm>
#include <set>

namespace hearth::node {
namespace {

std::string place_of(const link::DialTarget& target) {
    return target.host + ":" + std::to_string(target.port);
}

bool is_up(const link::LinkDialer& dialer) {
    const auto all = dialer.status();
    return std::any_of(all.begin(), all.end(), [](const auto& each) { return each.state == link::DialState::up; });
}

} // namespace

core::Result<link::DialTarget> parse_gateway(const std::string& text) {
    const std::size_t at = text.find('@');
    link::DialTarget target;
    if (at != std::string::npos) {
        HEARTH_TRY(target.key, core::PublicKey::parse(text.substr(0, at)));
    }
    HEARTH_TRY(const core::HostPort address,
               core::parse_host_port(at == std::string::npos ? text : text.substr(at + 1)));
    target.host = address.host;
    target.port = address.port;
    return target;
}

std::vector<link::DialTarget> gateways_for(const ledger::State& state, core::Epoch now, const core::PublicKey& own,
                                           bool local) {
    struct Candidate {
        core::Hash lot;
        core::PublicKey key, operator_key;
        const std::vector<std::string>* addresses;
    };
    std::vector<Candidate> candidates;
    for (const auto& [key, said] : state.tables().announcements().all()) {
        const ledger::NodeRecord* node = state.node(key.node);
        if (key.node == own || said.addresses.empty() || node == nullptr || !node->certified(now)) continue;
        candidates.push_back({core::tagged_hash("gateway/pick", {own.view(), key.node.view()}), key.node,
                              node->operator_key, &said.addresses});
    }
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.lot < b.lot; });
    std::set<core::PublicKey> operators;
    std::vector<Candidate> ordered, others;
    for (const Candidate& each : candidates)
        (operators.insert(each.operator_key).second ? ordered : others).push_back(each);
    ordered.insert(ordered.end(), others.begin(), others.end());
    std::vector<link::DialTarget> targets;
    for (std::size_t i = 0; i < ledger::AnnounceNode::max_addresses; ++i)
        for (const Candidate& each : ordered)
            if (i < each.addresses->size())
                if (auto place = core::parse_host_port((*each.addresses)[i]); // of a form that the ledger took
                    place && others_call(place->host, local))
                    targets.push_back({std::move(place->host), place->port, each.key});
    return targets;
}

std::vector<std::shared_ptr<link::LinkDialer>> FoundGateways::dialers() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<link::LinkDialer>> all;
    for (const Found& each : m_found)
        all.push_back(each.dialer);
    return all;
}

bool FoundGateways::tick(core::Nanoseconds now) {
    std::vector<Found> gone;
    {
        const std::lock_guard lock(m_mutex);
        for (Found& each : m_found)
            if (is_up(*each.dialer)) each.lonely_since = now;
        const auto lonely = std::stable_partition(
            m_found.begin(), m_found.end(), [&](const Found& each) { return now - each.lonely_since < patience; });
        std::move(lonely, m_found.end(), std::back_inserter(gone));
        m_found.erase(lonely, m_found.end());
    }
    for (const Found& each : gone) {
        m_resting[{*each.target.key, place_of(each.target)}] = now + rest;
        core::log::warning("network", "gateway not reached", {{"gateway", place_of(each.target)}});
    }
    if (!gone.empty())
        m_ending.post([ended = std::make_shared<std::vector<Found>>(std::move(gone))] { ended->clear(); });
    std::erase_if(m_resting, [&](const auto& each) { return each.second <= now; });
    return fill(now);
}

bool FoundGateways::fill(core::Nanoseconds now) {
    const auto dialled = [&](const core::PublicKey& key) {
        return std::any_of(m_found.begin(), m_found.end(), [&](const Found& each) { return each.target.key == key; });
    };
    // Nobody else changes the list.
    if (m_found.size() >= link::max_gateways || now < m_looks_at) return false;
    m_looks_at = now + pause;
    bool fresh = false;
    for (const link::DialTarget& target : m_known()) {
        if (m_found.size() >= link::max_gateways) break;
        if (dialled(*target.key) || m_resting.contains({*target.key, place_of(target)})) continue;
        auto dialer = m_dial(target);
        if (!dialer) {
            core::log::warning("network", "gateway not dialled", {{"reason", dialer.error().message}});
            break;
        }
        core::log::info("network", "gateway found on the ledger", {{"gateway", place_of(target)}});
        const std::lock_guard lock(m_mutex);
        m_found.push_back({target, std::move(*dialer), now});
        fresh = true;
    }
    return fresh;
}

} // namespace hearth::node
