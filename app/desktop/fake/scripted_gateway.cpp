// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_gateway.h"

#include "fake/story_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace hearth::desktop::fake {

using core::Code;
using core::fail;
using core::say;

namespace {

core::Error unknown(const std::string& name) {
    return fail(Code::not_found, say("no_network_behind_gateway", {name}), say("see_hearthctl_gateway_list"));
}

} // namespace

core::Result<std::vector<control::ApiKeyInfo>> ScriptedGateway::api_keys() {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    return m_story.api_keys;
}

core::Result<control::NewApiKey> ScriptedGateway::create_api_key(const control::ApiKeyWish& wish) {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    const std::string id = made_id("api key", ++m_keys_made);
    control::ApiKeyInfo info;
    info.key_id = id.substr(0, 12);
    info.name = wish.name.empty() ? "key-" + info.key_id : wish.name;
    for (const control::ApiKeyInfo& other : m_story.api_keys)
        if (other.name == info.name && !other.revoked_at)
            return fail(Code::conflict, say("api_key_called_already", {info.name}),
                        say("choose_another_name_first", {info.name}));
    info.created_at = m_clock.now();
    info.budget = wish.budget;
    info.concurrency = wish.concurrency;
    info.per_minute = wish.per_minute;
    m_story.api_keys.push_back(info);
    return control::NewApiKey{"hearth-scripted-" + id.substr(12, 32), info};
}

core::Result<control::ApiKeyInfo> ScriptedGateway::revoke_api_key(const std::string& name_or_id) {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    for (control::ApiKeyInfo& key : m_story.api_keys) {
        if (key.revoked_at || (key.key_id != name_or_id && key.name != name_or_id)) continue;
        key.revoked_at = m_clock.now();
        return key;
    }
    return fail(Code::not_found, say("no_api_key_force", {name_or_id}), say("see_hearthctl_keys_api"));
}

core::Result<std::vector<control::SpendDay>> ScriptedGateway::spending(std::uint32_t days) {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    std::vector<control::SpendDay> shown;
    for (const control::SpendDay& day : m_story.spending)
        if (day.day > m_clock.now() - static_cast<core::Nanoseconds>(days) * 86'400 * second) shown.push_back(day);
    return shown;
}

core::Result<std::vector<control::PaymentRow>> ScriptedGateway::payments(std::uint32_t limit) {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    const auto& all = m_story.payments;
    return std::vector<control::PaymentRow>(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(limit, all.size())));
}

core::Result<std::vector<control::UpstreamInfo>> ScriptedGateway::upstreams() {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    return m_story.upstreams;
}

const control::UpstreamInfo* ScriptedGateway::find(const std::string& name) const {
    const auto found = std::find_if(m_story.upstreams.begin(), m_story.upstreams.end(),
                                    [&](const control::UpstreamInfo& one) { return one.name == name; });
    return found == m_story.upstreams.end() ? nullptr : &*found;
}

core::Result<control::UpstreamInfo> ScriptedGateway::add_upstream(const control::UpstreamWish& wish,
                                                                  const control::OnProgress& progress) {
    HEARTH_CHECK(answers());
    if (wish.url.find("://") == std::string::npos)
        return fail(Code::invalid_argument, say("server_address_so", {say("begins_neither_http_nor")}),
                    say("write_http_host_port"));
    for (int i = 0; i < 40; ++i)
        if (!step(progress, say("asks_network_models", {wish.url}), 0, 0))
            return fail(Code::cancelled, say("adding_cancelled_nothing_kept"));
    if (wish.url.find("nobody") != std::string::npos)
        return fail(Code::unavailable, no_answer(wish.url), say("see_hearthctl_gateway_list"));
    const std::lock_guard lock(m_gateway_mutex);
    if (find(wish.name) != nullptr)
        return fail(Code::conflict, say("network_already", {wish.name}),
                    say("choose_another_name_first_hearthctl", {wish.name}));
    control::UpstreamInfo made = ready_network(wish.name, wish.kind, wish.url);
    made.measurements = wish.measurements;
    const bool signs = made.evidence.id() == std::string("worth_of_signed_bytes") || wish.kind == "opengradient";
    if (!made.measurements.empty() && signs) {
        made.level = "E3";
        made.evidence =
            wish.kind == "opengradient" ? say("worth_of_attested_opengradient") : say("worth_of_attested_bytes");
    }
    made.has_key = !wish.key.empty();
    const auto million = [](const std::string& emb) {
        return std::to_string(std::llround(std::strtod(emb.c_str(), nullptr) * 1e9));
    };
    if (!wish.price_in.empty()) made.prices.push_back({{}, million(wish.price_in), million(wish.price_out)});
    made.added_at = m_clock.now();
    m_story.upstreams.push_back(made);
    return made;
}

core::Result<control::UpstreamInfo> ScriptedGateway::test_upstream(const std::string& name) {
    HEARTH_CHECK(answers());
    step({}, {}, 0, 0);
    const std::lock_guard lock(m_gateway_mutex);
    const control::UpstreamInfo* network = find(name);
    if (network == nullptr) return unknown(name);
    if (network->state == control::UpstreamState::ready) return *network;
    return fail(Code::unavailable, network->reason, say("see_hearthctl_gateway_list"));
}

core::Status ScriptedGateway::remove_upstream(const std::string& name) {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    if (std::erase_if(m_story.upstreams, [&](const control::UpstreamInfo& one) { return one.name == name; }) == 0)
        return unknown(name);
    return {};
}

core::Result<control::UpstreamModels> ScriptedGateway::upstream_models(const std::string& name, std::uint64_t first) {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_gateway_mutex);
    const control::UpstreamInfo* network = find(name);
    if (network == nullptr) return unknown(name);
    const auto& models = network->models;
    return control::UpstreamModels{
        {models.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(first, models.size())), models.end()},
        models.size()};
}

core::Result<std::string> ScriptedGateway::evidence_log(const std::string&, std::uint64_t) {
    return fail(Code::unsupported, say("scripted_scenario_no_log"));
}

core::Result<std::optional<control::UpstreamInfo>>
ScriptedGateway::network_for(const control::ChatRequest& request) const {
    const std::lock_guard lock(m_gateway_mutex);
    std::string name =
        request.networks.empty() ? request.model.substr(0, request.model.find('/')) : request.networks.front();
    if (name == "home" || (request.networks.empty() && find(name) == nullptr))
        return std::optional<control::UpstreamInfo>();
    const control::UpstreamInfo* network = find(name);
    if (network == nullptr) return unknown(name);
    if (network->state != control::UpstreamState::ready)
        return fail(Code::unavailable, network->reason, say("see_hearthctl_gateway_list"));
    if (network->level < request.min_level)
        return fail(Code::refused, say("network_evidence_below", {name, network->level, request.min_level}),
                    say("lower_level_or_home"));
    if (request.min_tier > network->tier)
        return fail(Code::refused,
                    network->tier == "P0" ? say("network_privacy_below", {name, request.min_tier})
                                          : say("network_tier_below", {name, network->tier, request.min_tier}),
                    say(request.min_tier > "P1" ? "lower_tier" : "lower_tier_or_home"));
    if (request.max_price && network->prices.empty())
        return fail(Code::refused, say("network_price_unknown", {name}), say("lift_price_or_home"));
    return std::optional(*network);
}

} // namespace hearth::desktop::fake
