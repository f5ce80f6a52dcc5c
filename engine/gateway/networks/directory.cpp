// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/directory.h"

#include <algorithm>
#include <set>

namespace hearth::gateway {
namespace {

using core::Code;

using core::second;

double seconds_of(core::Nanoseconds time) {
    return static_cast<double>(time) * 1e-9;
}

} // namespace

NetworkRecord* Directory::record(const std::string& name) {
    const auto found = std::find_if(m_records.begin(), m_records.end(), [&](const auto& r) { return r.name == name; });
    return found == m_records.end() ? nullptr : &*found;
}

const NetworkRecord* Directory::find(const std::string& name) const {
    return const_cast<Directory*>(this)->record(name);
}

void Directory::add(const std::string& name, const std::string& kind) {
    if (find(name) != nullptr) return;
    m_records.emplace_back();
    m_records.back().name = name;
    m_records.back().kind = kind;
}

void Directory::remove(const std::string& name) {
    std::erase_if(m_records, [&](const auto& record) { return record.name == name; });
}

void Directory::listed(const std::string& name, std::vector<OfferedModel> models, core::Nanoseconds now) {
    NetworkRecord* const found = record(name);
    if (found == nullptr) return;
    found->models = std::move(models);
    found->listed_at = now;
    found->last_error.reset();
}

void Directory::forgive(const std::string& name) {
    if (NetworkRecord* const found = record(name)) found->breakers.clear();
}

void Directory::not_listed(const std::string& name, const core::Error& error) {
    if (NetworkRecord* const found = record(name)) found->last_error = error;
}

/// As the network calls it: by the very name, unless its weights are certain not to be those that are wanted.
const std::string* Directory::model_for(const NetworkRecord& one, const std::string& asked,
                                        const std::vector<std::string>& quantizations) const {
    const std::string *exact = nullptr, *other = nullptr;
    for (const OfferedModel& model : one.models) {
        if (model.id == asked) exact = &model.id;
        if (other == nullptr && model.id != asked && m_names.same(model.id, asked, quantizations)) other = &model.id;
    }
    if (exact == nullptr || quantizations.empty()) return exact != nullptr ? exact : other;
    const bool fits =
        std::find(quantizations.begin(), quantizations.end(), m_names.quantization(*exact)) != quantizations.end();
    return fits || other == nullptr ? exact : other;
}

core::Result<std::vector<Place>> Directory::offering(const std::string& asked,
                                                     const std::vector<std::string>& quantizations) const {
    const std::size_t slash = asked.find('/');
    const NetworkRecord* const named = slash == std::string::npos ? nullptr : find(asked.substr(0, slash));
    if (named == nullptr) {
        std::vector<Place> all;
        for (const NetworkRecord& one : m_records)
            if (const std::string* const model = model_for(one, asked, quantizations))
                all.push_back({one.name, *model, false});
        return all;
    }
    if (const std::string* const model = model_for(*named, asked.substr(slash + 1), quantizations))
        return std::vector{Place{named->name, *model, true}};
    if (named->listed_at)
        return core::fail(Code::not_found, core::say("network_does_not_offer", {named->name, asked.substr(slash + 1)}),
                          core::say("get_v_models_lists"));
    return core::fail(Code::unavailable, named->last_error
                                             ? core::say("offer_unknown_for", {named->name, named->last_error->message})
                                             : core::say("offer_unknown", {named->name}));
}

std::vector<Directory::Offer> Directory::offers() const {
    std::vector<Offer> all;
    std::set<std::string> taken;
    for (const NetworkRecord& one : m_records)
        for (const OfferedModel& model : one.models) {
            const std::size_t slash = model.id.find('/');
            const bool names_network = slash != std::string::npos && find(model.id.substr(0, slash)) != nullptr;
            const bool plain = !names_network && taken.insert(model.id).second;
            all.push_back({plain ? model.id : one.name + "/" + model.id, one.name, one.kind, model});
        }
    return all;
}

core::Status Directory::enter(const Place& place, core::Nanoseconds now) {
    NetworkRecord* const found = record(place.network);
    if (found == nullptr) return core::fail(Code::not_found, core::say("no_network_any_more", {place.network}));
    const auto breaker = found->breakers.find(place.model);
    if (breaker == found->breakers.end() || admit(breaker->second, now)) return {};
    const core::Nanoseconds wait = std::max(breaker->second.open_until - now, second);
    return core::fail(Code::unavailable,
                      found->last_error
                          ? core::say("failed_in_a_row_for", {place.network, core::figure(breaker->second.failures),
                                                              found->last_error->message})
                          : core::say("failed_in_a_row", {place.network, core::figure(breaker->second.failures)}),
                      core::say("tried_again_s", {std::to_string((wait + second - 1) / second)}));
}

void Directory::begun(const Place& place, core::Nanoseconds latency, bool streams, core::Nanoseconds now) {
    NetworkRecord* const found = record(place.network);
    if (found == nullptr) return;
    found->latency = found->latency ? (7 * *found->latency + latency) / 8 : latency;
    if (streams) found->seen[place.model].first_token(seconds_of(latency), now);
}

void Directory::succeeded(const Place& place, core::Nanoseconds gap, core::Nanoseconds now) {
    NetworkRecord* const found = record(place.network);
    if (found == nullptr) return;
    found->breakers.erase(place.model);
    schedule::Observed& seen = found->seen[place.model];
    seen.answered();
    if (gap > 0) seen.token_gap(seconds_of(gap), now);
    found->last_error.reset();
}

void Directory::failed(const Place& place, const core::Error& error, core::Nanoseconds now) {
    NetworkRecord* const found = record(place.network);
    if (found == nullptr) return;
    found->last_error = error;
    found->seen[place.model].failed();
    schedule::failed(found->breakers[place.model], now);
}

void Directory::abandoned(const Place& place) {
    NetworkRecord* const found = record(place.network);
    if (found == nullptr) return;
    if (const auto breaker = found->breakers.find(place.model); breaker != found->breakers.end())
        schedule::abandoned(breaker->second);
}

} // namespace hearth::gateway
