// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/knobs.h"

#include "core/units.h"
#include "gateway/edge/api_call.h"
#include "gateway/edge/http_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace hearth::gateway {

namespace {

constexpr std::size_t most_names = 64, longest_name = 64;
constexpr const char* quantizations[] = {"int4", "int8", "fp4", "fp6", "fp8", "fp16", "bf16", "fp32", "unknown"};

/// A member that cannot be honoured, with the reason.
struct Refused {
    const char* name;
    const char* why;
};
constexpr Refused refused_of_provider[] = {
    {"max_price", "Prices here are in EMB, not in dollars: use 'hearth': {'max_price': …}."},
    {"preferred_min_throughput", "The throughput of other networks is not measured here."},
    {"preferred_max_latency", "Use 'sort': \"latency\"."},
    {"enforce_distillable_text", "The terms of other networks' models are not known here."},
};
constexpr const char* of_provider[] = {
    "order", "only",          "ignore", "allow_fallbacks", "require_parameters", "data_collection",
    "zdr",   "quantizations", "sort"};
constexpr const char* of_hearth[] = {"evidence", "privacy", "max_price", "hedge", "resume", "networks"};
constexpr const char* of_evidence[] = {"min_level"};
constexpr const char* of_privacy[] = {"min_tier"};
constexpr const char* of_networks[] = {"allow", "deny", "order"};

/// An object inside the body; what is wrong in it is named with the way to it.
class Part {
public:
    Part(const Json& object, std::string way) : m_object(object), m_way(std::move(way)), m_fields(object) {}

    CallFields& fields() { return m_fields; }
    void refuse(const std::string& name, const std::string& why, const char* code) {
        m_fields.refuse(bad_request(name, "'" + m_way + "." + name + "' " + why, code));
    }
    void only(std::span<const char* const> known, std::span<const Refused> refused = {}) {
        for (const auto& item : m_object.items()) {
            const std::string& name = item.key();
            const std::string shown = name.substr(0, longest_name);
            const auto why =
                std::find_if(refused.begin(), refused.end(), [&](const Refused& one) { return name == one.name; });
            if (item.value().is_null()) continue;
            if (why != refused.end())
                refuse(shown, std::string("is not supported; leave it out. ") + why->why, "unsupported_parameter");
            else if (std::find(known.begin(), known.end(), name) == known.end())
                refuse(shown, "is not known to this call; leave it out.", "unknown_parameter");
        }
    }
    std::vector<std::string> names(const char* name) {
        const Json* list = m_fields.find(name);
        if (!list) return {};
        std::vector<std::string> names;
        const bool fine = list->is_array() && !list->empty() && list->size() <= most_names &&
                          std::all_of(list->begin(), list->end(), [&](const Json& item) {
                              if (!item.is_string() || item.get_ref<const std::string&>().size() > longest_name)
                                  return false;
                              std::string one = item.get<std::string>();
                              if (std::find(names.begin(), names.end(), one) != names.end()) return false;
                              names.push_back(std::move(one));
                              return true;
                          });
        if (fine) return names;
        refuse(name, "must be a list of 1 to " + std::to_string(most_names) + " names, each of them once.",
               "invalid_value");
        return {};
    }
    /// "E0"…"E4", "P0"…"P3".
    unsigned grade(const char* name, char letter, char highest) {
        const Json* field = m_fields.find(name);
        if (!field) return 0;
        const std::string text = field->is_string() ? field->get<std::string>() : std::string();
        if (text.size() == 2 && text[0] == letter && text[1] >= '0' && text[1] <= highest)
            return static_cast<unsigned>(text[1] - '0');
        refuse(name, std::string("must be \"") + letter + "0\" to \"" + letter + highest + "\".", "invalid_value");
        return 0;
    }
    std::optional<bool> choice(const char* name) {
        return m_fields.find(name) ? std::optional(m_fields.flag(name)) : std::nullopt;
    }
    std::optional<ApiError> error() const {
        auto error = m_fields.error();
        if (error) error->param = m_way + "." + error->param;
        return error;
    }

private:
    const Json& m_object;
    const std::string m_way;
    CallFields m_fields;
};

const Json* part_of(CallFields& fields, const char* name) {
    const Json* part = fields.find(name);
    if (!part || part->is_object()) return part;
    fields.refuse(bad_request(name, "'" + std::string(name) + "' must be an object.", "invalid_type"));
    return nullptr;
}

std::optional<ApiError> read_provider(const Json& object, schedule::Route& route) {
    Part part(object, "provider");
    part.only(of_provider, refused_of_provider);
    route.order = part.names("order");
    route.allow = part.names("only");
    route.deny = part.names("ignore");
    route.fallbacks = part.choice("allow_fallbacks").value_or(true);
    route.honours_all = part.choice("require_parameters").value_or(false);
    const std::string collection = part.fields().text("data_collection", longest_name).value_or("allow");
    if (collection != "allow" && collection != "deny")
        part.refuse("data_collection", "must be \"allow\" or \"deny\".", "invalid_value");
    // What other networks promise about questions is not known here; this home keeps none.
    const bool keeps_nothing = part.choice("zdr").value_or(false);
    if (collection == "deny" || keeps_nothing) route.min_tier = 1;
    route.quantizations = part.names("quantizations");
    for (const std::string& name : route.quantizations)
        if (std::find(std::begin(quantizations), std::end(quantizations), name) == std::end(quantizations))
            part.refuse("quantizations", "must name int4, int8, fp4, fp6, fp8, fp16, bf16, fp32 or unknown.",
                        "invalid_value");
    const std::string sort = part.fields().text("sort", longest_name).value_or("");
    if (sort == "latency") route.soonest = true;
    if (!sort.empty() && !route.soonest)
        part.refuse("sort",
                    "other than \"latency\" is not supported: price and throughput are not known of every network.",
                    "unsupported_parameter");
    if (route.soonest && !route.order.empty())
        part.refuse("sort", "contradicts 'order'; leave one of them out.", "invalid_value");
    return part.error();
}

std::optional<ApiError> read_networks(const Json& object, schedule::Route& route) {
    Part part(object, "hearth.networks");
    part.only(of_networks);
    const auto take = [&](const char* name, std::vector<std::string>& into) {
        std::vector<std::string> names = part.names(name);
        if (!names.empty() && !into.empty())
            part.refuse(name, "and 'provider' say the same thing; leave one of them out.", "invalid_value");
        if (!names.empty()) into = std::move(names);
    };
    take("order", route.order);
    take("allow", route.allow);
    take("deny", route.deny);
    if (route.soonest && !route.order.empty())
        part.refuse("order", "contradicts 'provider.sort'; leave one of them out.", "invalid_value");
    return part.error();
}

std::optional<ApiError> read_hearth(const Json& object, schedule::Route& route) {
    Part part(object, "hearth");
    part.only(of_hearth);
    std::optional<ApiError> inner;
    const auto inside = [&](const char* name, const auto& read) {
        const Json* found = part_of(part.fields(), name);
        if (found && !inner) inner = read(*found);
    };
    inside("evidence", [&](const Json& found) {
        Part evidence(found, "hearth.evidence");
        evidence.only(of_evidence);
        route.min_level = evidence.grade("min_level", 'E', '4');
        return evidence.error();
    });
    inside("privacy", [&](const Json& found) {
        Part privacy(found, "hearth.privacy");
        privacy.only(of_privacy);
        route.min_tier = std::max(route.min_tier, privacy.grade("min_tier", 'P', '3'));
        return privacy.error();
    });
    inside("networks", [&](const Json& found) { return read_networks(found, route); });
    if (const auto price = part.fields().text("max_price", longest_name)) {
        const auto amount = core::Amount::parse_units(*price);
        if (amount)
            route.max_price = amount->units();
        else
            part.refuse("max_price",
                        "must be a string: the highest price of the answer in 10^-9 EMB, 18446744073709551615 at most.",
                        "invalid_value");
    }
    route.hedge = part.choice("hedge");
    route.resume = part.choice("resume");
    return part.error() ? part.error() : inner;
}

} // namespace

std::variant<schedule::Route, ApiError> read_route(const Json& body) {
    schedule::Route route;
    CallFields fields(body);
    if (const Json* provider = part_of(fields, "provider"))
        if (auto error = read_provider(*provider, route)) return std::move(*error);
    if (const Json* hearth = part_of(fields, "hearth"))
        if (auto error = read_hearth(*hearth, route)) return std::move(*error);
    if (fields.error()) return *fields.error();
    return route;
}

std::optional<ApiError> check_names(const schedule::Route& route, const std::vector<std::string>& networks) {
    for (const auto* list : {&route.order, &route.allow, &route.deny})
        for (const std::string& name : *list) {
            if (name == schedule::home_name || std::find(networks.begin(), networks.end(), name) != networks.end())
                continue;
            return bad_request(list == &route.order   ? "networks.order"
                               : list == &route.allow ? "networks.allow"
                                                      : "networks.deny",
                               "There is no network '" + header_safe(name) +
                                   "' behind this gateway. GET /v1/models names those that are; this one is 'home'.",
                               "unknown_network");
        }
    return std::nullopt;
}

schedule::Door home_door(const std::vector<ModelCard>& cards, const std::string& model, const ModelNames* names) {
    schedule::Door home{schedule::home_name, {}};
    home.what.level = 4;
    home.what.tier = 1; // whoever asks has chosen it
    if (const ModelCard* const card = find_card(cards, model, names)) home.what.level = card->level;
    return home;
}

ApiError nobody_fits(const std::string& model, std::span<const schedule::Door> doors, const schedule::Route& route) {
    std::string text = "Nobody here may answer for '" + model.substr(0, longest_name) + "' on these terms: ";
    std::string param;
    for (const schedule::Door& door : doors) {
        const schedule::Bar bar = bar_of(door, route);
        if (&door != &doors.front()) text += "; ";
        text += door.network + ": " + text_of(bar, door);
        if (param.empty() && bar == schedule::Bar::evidence) param = "hearth.evidence.min_level";
        if (param.empty() && bar == schedule::Bar::privacy) param = "hearth.privacy.min_tier";
    }
    text += route.min_tier > 2 ? ". P3 is P2 behind a relay, paid with blind tokens, which nobody here has; ask for P2."
                               : ". Ask for less, or for another model.";
    return bad_request(param.empty() ? "provider" : param, text, "no_network_fits");
}

} // namespace hearth::gateway
