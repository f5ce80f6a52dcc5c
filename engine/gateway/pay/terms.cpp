// SPDX-License-Identifier: Apache-2.0
#include "gateway/pay/terms.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace hearth::gateway::pay {
namespace {

using Json = nlohmann::json;

constexpr core::Uint128 million = 1'000'000;

/// Chains that the first version of the protocol gives a name.
constexpr std::pair<std::uint64_t, const char*> named_chains[] = {
    {8453, "base"},   {84532, "base-sepolia"}, {43114, "avalanche"}, {43113, "avalanche-fuji"},
    {137, "polygon"}, {80002, "polygon-amoy"}, {1329, "sei"},        {1328, "sei-testnet"},
};

constexpr core::Uint128 largest = ~core::Uint128{0};

core::Uint128 times(core::Uint128 price, std::uint64_t tokens) {
    core::Uint128 product = 0;
    return __builtin_mul_overflow(price, core::Uint128{tokens}, &product) ? largest : product;
}

} // namespace

std::string_view name_of(Scheme scheme) {
    return scheme == Scheme::exact ? "exact" : "upto";
}

core::Uint128 Tariff::cost(std::uint64_t prompt_tokens, std::uint64_t completion_tokens) const {
    core::Uint128 exact = 0;
    if (__builtin_add_overflow(times(prompt_million, prompt_tokens), times(completion_million, completion_tokens),
                               &exact))
        exact = largest;
    return exact / million + (exact % million == 0 ? 0 : 1);
}

bool Terms::offers(Scheme scheme) const {
    return std::find(schemes.begin(), schemes.end(), scheme) != schemes.end();
}

std::uint32_t Terms::reserve_s() const {
    return std::min<std::uint32_t>(30, timeout_s / 4);
}

std::string Terms::network() const {
    return "eip155:" + std::to_string(chain);
}

std::optional<std::string> Terms::first_version_name() const {
    for (const auto& [id, name] : named_chains)
        if (id == chain) return name;
    return std::nullopt;
}

Json Terms::offer(Scheme scheme) const {
    Json extra{{"name", asset_name}, {"version", asset_version}};
    const bool permit = scheme == Scheme::upto || transfer == Transfer::permit2;
    extra["assetTransferMethod"] = permit ? "permit2" : "eip3009";
    if (scheme == Scheme::upto && facilitator) extra["facilitatorAddress"] = evidence::address_text(*facilitator);
    return {{"scheme", name_of(scheme)},
            {"network", network()},
            {"amount", Uint256::of(most).text()},
            {"asset", evidence::address_text(asset)},
            {"payTo", evidence::address_text(pay_to)},
            {"maxTimeoutSeconds", timeout_s},
            {"extra", std::move(extra)}};
}

Json Terms::first_version_offer(const std::string& resource) const {
    return {{"scheme", "exact"},
            {"network", first_version_name().value_or(network())},
            {"maxAmountRequired", Uint256::of(most).text()},
            {"asset", evidence::address_text(asset)},
            {"payTo", evidence::address_text(pay_to)},
            {"resource", resource},
            {"description", "One call to this gateway"},
            {"mimeType", "application/json"},
            {"outputSchema", nullptr},
            {"maxTimeoutSeconds", timeout_s},
            {"extra", {{"name", asset_name}, {"version", asset_version}}}};
}

Json Terms::offers_of(unsigned version, const std::string& resource) const {
    Json all = Json::array();
    if (version == 1) {
        const bool possible = offers(Scheme::exact) && transfer == Transfer::eip3009 && first_version_name();
        if (possible) all.push_back(first_version_offer(resource));
        return all;
    }
    for (const Scheme scheme : schemes)
        all.push_back(offer(scheme));
    return all;
}

} // namespace hearth::gateway::pay
