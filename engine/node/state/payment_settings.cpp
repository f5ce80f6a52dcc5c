// SPDX-License-Identifier: Apache-2.0
#include "node/state/payment_settings.h"

#include "gateway/networks/http_facilitator.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::SettingSpec;
using gateway::pay::Scheme;
using gateway::pay::Terms;

constexpr char local_facilitator[] = "local";
constexpr std::size_t most_price_digits = 27; // a thousand million of an asset with 18 decimals

core::Error wrong_payment(const std::string& key, const std::string& value, const std::string& example) {
    return fail(Code::invalid_argument, core::say("payment_setting_wrong", {"payment." + key, value}),
                core::say("write_for_example", {example}));
}

/// "0.4" with six decimals is 400000; nothing where it is no such number.
std::optional<core::Uint128> smallest_units(const std::string& text, unsigned decimals) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string whole = text.substr(0, point), fraction = text.substr(std::min(point + 1, text.size()));
    std::string digits = whole + fraction;
    const bool plain = !whole.empty() && fraction.size() <= decimals && (point == text.size() || !fraction.empty()) &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    if (!plain) return std::nullopt;
    digits.append(decimals - fraction.size(), '0');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() > most_price_digits) return std::nullopt;
    core::Uint128 units = 0;
    for (const char digit : digits)
        units = units * 10 + static_cast<unsigned>(digit - '0');
    return units;
}

core::Result<std::uint64_t> chain_of(const std::string& network) {
    constexpr std::string_view prefix = "eip155:";
    std::uint64_t chain = 0;
    const char* const end = network.data() + network.size();
    const bool named = network.starts_with(prefix);
    const auto [last, error] = std::from_chars(network.data() + (named ? prefix.size() : 0), end, chain);
    if (!named || error != std::errc{} || last != end || chain == 0)
        return wrong_payment("network", network, "\"eip155:8453\"");
    return chain;
}

/// All that callers who pay by the call need and that has no default.
core::Status check_complete(const core::Config& config, bool upto) {
    std::string missing;
    const bool no_address = upto && config.text("payment.facilitator_address").empty() &&
                            config.text("payment.facilitator") != local_facilitator;
    for (const auto& [key, needed] : {std::pair("payment.facilitator", config.text("payment.facilitator").empty()),
                                      std::pair("payment.facilitator_address", no_address)})
        if (needed) missing += (missing.empty() ? "" : ", ") + std::string(key);
    if (missing.empty()) return {};
    return fail(Code::invalid_argument, core::say("payment_settings_missing", {missing}),
                core::both(core::say("set_them_before_pay_to"),
                           no_address ? core::say("upto_alone_needs_address") : core::Sentence()));
}

core::Result<gateway::pay::Address> address_in(const core::Config& config, const std::string& key) {
    const std::string& text = config.text("payment." + key);
    const auto address = gateway::evidence::parse_address(text);
    if (!address) return wrong_payment(key, text, "\"0x1234…abcd\"");
    return *address;
}

core::Result<core::Uint128> price_in(const core::Config& config, const std::string& key) {
    const auto decimals = static_cast<unsigned>(config.integer("payment.decimals"));
    const std::string& text = config.text("payment." + key);
    const auto price = smallest_units(text, decimals);
    if (!price) return wrong_payment(key, text, "\"0.4\"");
    return *price;
}

core::Result<std::vector<Scheme>> schemes_of(const core::Config& config) {
    std::vector<Scheme> schemes;
    for (const std::string& name : config.list("payment.schemes")) {
        if (name != "exact" && name != "upto") return wrong_payment("schemes", name, "[\"upto\", \"exact\"]");
        const Scheme scheme = name == "exact" ? Scheme::exact : Scheme::upto;
        if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) schemes.push_back(scheme);
    }
    if (schemes.empty()) return wrong_payment("schemes", "[]", "[\"upto\", \"exact\"]");
    return schemes;
}

} // namespace

std::vector<SettingSpec> PaymentSettings::specs() {
    return {
        {"payment.pay_to", std::string(),
         "Address that callers without an API key pay, by the protocol x402. Empty: nobody pays by the call."},
        {"payment.network", std::string("eip155:8453"), "Chain that is paid on."},
        {"payment.asset", std::string("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
         "Contract of the asset that is paid in; the default is USDC on Base."},
        {"payment.asset_name", std::string("USD Coin"), "Name in the asset's signing domain (EIP-712)."},
        {"payment.asset_version", std::string("2"), "Version in the asset's signing domain."},
        {"payment.decimals", std::int64_t{6}, "Digits after the point of the asset.", 0, 18},
        {"payment.schemes", std::vector<std::string>{"upto", "exact"},
         "How a call is paid, best first. upto: what was used of payment.most; exact: all of it."},
        {"payment.transfer",
         std::string("eip3009"),
         "How the asset is moved for exact: by its own contract, or by Permit2. upto is always by Permit2.",
         INT64_MIN,
         INT64_MAX,
         {"eip3009", "permit2"}},
        {"payment.most", std::string("0.02"), "What one call can cost at most, in the asset."},
        {"payment.prompt_million", std::string("0.1"), "What a million tokens that are read cost, in the asset."},
        {"payment.completion_million", std::string("0.4"),
         "What a million tokens that are written cost, in the asset."},
        {"payment.emb", std::string(),
         "What one EMB costs, in the asset. With it models of other networks are sold by the call, too, where a price "
         "of theirs is known here, for that or for this home's, whichever is higher. Empty: only models of this home."},
        {"payment.timeout_seconds", std::int64_t{600},
         "How long a caller's signature is to hold, in seconds; it is settled after the answer.", 60, 86400},
        {"payment.facilitator", std::string(),
         "Address of the service that checks balances and settles. \"local\": none, for trying things out; then "
         "nothing is settled and no money moves."},
        {"payment.facilitator_address", std::string(),
         "The facilitator's own address on the chain, which what is signed for upto has to name. Empty, with "
         "\"local\": payment.pay_to."},
    };
}

core::Result<PaymentSettings> PaymentSettings::from(const core::Config& config) {
    PaymentSettings settings;
    if (config.text("payment.pay_to").empty()) return settings;
    Terms terms;
    HEARTH_TRY(terms.pay_to, address_in(config, "pay_to"));
    HEARTH_TRY(terms.asset, address_in(config, "asset"));
    HEARTH_TRY(terms.chain, chain_of(config.text("payment.network")));
    HEARTH_TRY(terms.schemes, schemes_of(config));
    HEARTH_CHECK(check_complete(config, terms.offers(Scheme::upto)));
    HEARTH_TRY(terms.most, price_in(config, "most"));
    HEARTH_TRY(terms.tariff.prompt_million, price_in(config, "prompt_million"));
    HEARTH_TRY(terms.tariff.completion_million, price_in(config, "completion_million"));
    if (!config.text("payment.emb").empty()) {
        HEARTH_TRY(terms.emb, price_in(config, "emb"));
        if (*terms.emb == 0) return wrong_payment("emb", config.text("payment.emb"), "\"0.05\"");
    }
    if (terms.most == 0) return wrong_payment("most", config.text("payment.most"), "\"0.02\"");
    terms.transfer = config.text("payment.transfer") == "permit2" ? gateway::pay::Transfer::permit2
                                                                  : gateway::pay::Transfer::eip3009;
    terms.asset_name = config.text("payment.asset_name");
    terms.asset_version = config.text("payment.asset_version");
    terms.timeout_s = static_cast<std::uint32_t>(config.integer("payment.timeout_seconds"));
    if (terms.offers(Scheme::upto)) {
        // What is for trying things out has no address of its own, and no address takes anything.
        const bool own = config.text("payment.facilitator_address").empty();
        HEARTH_TRY(terms.facilitator, address_in(config, own ? "pay_to" : "facilitator_address"));
    }
    settings.facilitator = config.text("payment.facilitator");
    if (settings.facilitator != local_facilitator && !gateway::HttpFacilitator::address(settings.facilitator))
        return wrong_payment("facilitator", settings.facilitator, "\"https://facilitator.example\"");
    settings.terms = std::move(terms);
    return settings;
}

} // namespace hearth::node
