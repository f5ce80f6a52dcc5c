// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/call_parser.h"

#include "core/bytes.h"
#include "gateway/edge/knobs.h"
#include "gateway/edge/known_fields.h"
#include "gateway/edge/responses_parser.h"
#include "gateway/networks/model_names.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {

namespace {

constexpr std::size_t max_name_bytes = 256;
constexpr std::size_t max_stops = 16;
constexpr std::size_t max_stop_bytes = 512;
constexpr std::int64_t max_tokens_ever = INT32_MAX;
/// top_p = 0 means "the best token only"; the smallest step of the sampler says just that.
constexpr double smallest_top_p = 1.0 / 65536.0;

void read_sampling(CallFields& fields, GenerationRequest& request) {
    request.temperature = fields.number("temperature", 0.0, 2.0).value_or(1.0);
    request.top_p = std::max(fields.number("top_p", 0.0, 1.0).value_or(1.0), smallest_top_p);
    request.min_p = fields.number("min_p", 0.0, 1.0).value_or(0.0);
    request.frequency_penalty = fields.number("frequency_penalty", -2.0, 2.0).value_or(0.0);
    request.presence_penalty = fields.number("presence_penalty", -2.0, 2.0).value_or(0.0);
    request.repetition_penalty = fields.number("repetition_penalty", 0.01, 10.0).value_or(1.0);
    const std::int64_t top_k = fields.integer("top_k", -1, 1'000'000).value_or(0);
    request.top_k = top_k < 0 ? 0 : static_cast<std::uint32_t>(top_k);
    if (const auto seed = fields.integer("seed", INT64_MIN, INT64_MAX))
        request.seed = static_cast<std::uint64_t>(*seed);
    request.ignore_eos = fields.flag("ignore_eos");
}

void read_stop(CallFields& fields, GenerationRequest& request) {
    const Json* stop = fields.find("stop");
    if (!stop) return;
    const auto add = [&](const Json& text) {
        if (!text.is_string()) return false;
        const auto& value = text.get_ref<const std::string&>();
        if (value.empty() || value.size() > max_stop_bytes) return false;
        request.stop.push_back(value);
        return true;
    };
    const bool fine =
        stop->is_array() ? stop->size() <= max_stops && std::all_of(stop->begin(), stop->end(), add) : add(*stop);
    if (!fine)
        fields.refuse(bad_request("stop",
                                  "'stop' must be a string or a list of at most " + std::to_string(max_stops) +
                                      " strings, each of 1 to " + std::to_string(max_stop_bytes) + " bytes.",
                                  "invalid_value"));
}

void read_stream(CallFields& fields, ApiCall& call) {
    call.stream = fields.flag("stream");
    const Json* options = fields.find("stream_options");
    if (!options) return;
    if (!call.stream)
        return fields.refuse(bad_request("stream_options", "'stream_options' is only allowed with 'stream': true."));
    if (!options->is_object())
        return fields.refuse(bad_request("stream_options", "'stream_options' must be an object.", "invalid_type"));
    for (const auto& [name, value] : options->items()) {
        const bool usage = name == "include_usage" && value.is_boolean();
        // Padding against listeners, which TLS in front of this service would make useful.
        const bool unpadded = name == "include_obfuscation" && value == false;
        if (usage) call.include_usage = value.get<bool>();
        if (!usage && !unpadded && !value.is_null())
            return fields.refuse(bad_request("stream_options." + name.substr(0, 64),
                                             "'stream_options' takes 'include_usage': true or false, and "
                                             "'include_obfuscation': false.",
                                             "unsupported_parameter"));
    }
}

void read_profile(CallFields& fields, const std::string& header, GenerationRequest& request) {
    const std::string body = fields.text("profile", max_name_bytes).value_or("");
    if (!header.empty() && !body.empty() && header != body)
        return fields.refuse(
            bad_request("profile", "The header X-Hearth-Profile and 'profile' name different profiles."));
    request.profile = body.empty() ? header : body;
    const bool plain = std::all_of(request.profile.begin(), request.profile.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_';
    });
    if (!plain) fields.refuse(bad_request("profile", "A profile's name has only letters, digits, '.', '-' and '_'."));
}

ApiError refusal(const core::JsonFault& fault) {
    using Kind = core::JsonFault::Kind;
    const std::string limit = std::to_string(fault.at);
    switch (fault.kind) {
    case Kind::too_long:
        return bad_request({}, "The JSON body is longer than " + limit + " bytes.", "json_too_complex");
    case Kind::too_deep:
        return bad_request({}, "The JSON body is nested deeper than " + limit + " levels.", "json_too_complex");
    case Kind::too_many_values:
        return bad_request({}, "The JSON body holds more than " + limit + " values.", "json_too_complex");
    case Kind::too_many_members:
        return bad_request({}, "A JSON object of the body has more than " + limit + " members.", "json_too_complex");
    case Kind::out_of_range:
        return bad_request({}, "The body holds a number that is out of range.", "invalid_json");
    case Kind::key_twice:
        return bad_request(fault.key, "The member '" + fault.key + "' stands twice in one object.", "invalid_json");
    case Kind::malformed:
        break;
    }
    return bad_request({}, "The body is not valid JSON (byte " + limit + ").", "invalid_json");
}

} // namespace

std::variant<Json, ApiError> read_json_body(std::string_view body, const core::JsonLimits& limits) {
    if (!core::is_utf8(body)) return bad_request({}, "The body is not valid UTF-8.", "invalid_utf8");
    auto document = core::parse_json<Json>(body, limits);
    if (const auto* fault = std::get_if<core::JsonFault>(&document)) return refusal(*fault);
    if (!std::get<Json>(document).is_object())
        return bad_request({}, "The body must be a JSON object.", "invalid_json");
    return std::move(std::get<Json>(document));
}

void read_target(CallFields& fields, const Json& document, const std::string& profile_header,
                 GenerationRequest& request) {
    request.model = fields.text("model", max_name_bytes).value_or("");
    read_profile(fields, profile_header, request);
    auto route = read_route(document);
    if (auto* error = std::get_if<ApiError>(&route))
        fields.refuse(std::move(*error));
    else
        request.route = std::move(std::get<schedule::Route>(route));
}

std::optional<std::uint32_t> read_token_limit(CallFields& fields, const char* name, std::int64_t least) {
    const auto value = fields.integer(name, least, max_tokens_ever);
    if (!value) return std::nullopt;
    return static_cast<std::uint32_t>(*value);
}

std::variant<ApiCall, ApiError> parse_call(CallKind kind, std::string_view body, const std::string& profile_header,
                                           const CallLimits& limits) {
    auto document = read_json_body(body, limits.json);
    if (auto* error = std::get_if<ApiError>(&document)) return std::move(*error);
    return parse_document(kind, std::get<Json>(document), profile_header, limits);
}

std::variant<ApiCall, ApiError> parse_document(CallKind kind, const Json& document, const std::string& profile_header,
                                               const CallLimits& limits) {
    if (kind == CallKind::responses) return parse_responses(document, profile_header, limits);
    if (kind == CallKind::embeddings) return parse_embeddings(document, profile_header);
    if (kind == CallKind::run) return parse_run(document, profile_header);
    CallFields fields(document);
    refuse_what_has_no_effect(fields, document, kind);

    ApiCall call;
    call.kind = kind;
    GenerationRequest request;
    read_target(fields, document, profile_header, request);
    read_sampling(fields, request);
    read_stop(fields, request);
    read_stream(fields, call);
    call.choices = static_cast<unsigned>(fields.integer("n", 1, limits.max_choices).value_or(1));
    call.shown_model = request.model;
    call.prompts.push_back(std::move(request));
    if (kind == CallKind::chat)
        read_chat(fields, call);
    else
        read_completion(fields, call, limits.max_choices);
    if (fields.error()) return *fields.error();
    return call;
}

namespace {

/// Whose maker does not say that the beginning of a vector is one, its vectors are given whole or not at all.
std::optional<ApiError> settle_dimensions(const ApiCall& call, const ModelCard& card) {
    const bool whole = !call.dimensions || *call.dimensions == *card.dimensions;
    if (whole || std::find(card.shorter.begin(), card.shorter.end(), *call.dimensions) != card.shorter.end())
        return std::nullopt;
    std::string others;
    for (const std::uint32_t length : card.shorter)
        others += (others.empty() ? "" : ", ") + std::to_string(length);
    return bad_request("dimensions",
                       "The vectors of '" + card.id + "' have " + std::to_string(*card.dimensions) + " dimensions" +
                           (others.empty() ? " and cannot be shortened; leave 'dimensions' out."
                                           : "; they can be shortened to " + others + "."),
                       "unsupported_parameter");
}

/// Texts of a model that makes texts, vectors of one that makes vectors, and as long as the caller counts on.
std::optional<ApiError> settle_kind(const ApiCall& call, const ModelCard& card) {
    if (card.runs != (call.kind == CallKind::run) && (card.runs || card.dimensions))
        return bad_request("model",
                           card.runs
                               ? "The model '" + card.id + "' takes tensors; ask it over POST /v1/models/NAME:run."
                               : "The model '" + card.id + "' takes no tensors; GET /v1/models names its kind.",
                           "unsupported_model");
    if (call.kind == CallKind::run) return std::nullopt;
    if (!card.dimensions)
        return call.dimensions ? std::optional(bad_request("dimensions",
                                                           "How many dimensions the vectors of '" + card.id +
                                                               "' have only its node knows; leave 'dimensions' out.",
                                                           "unsupported_parameter"))
                               : std::nullopt;
    const bool makes_vectors = *card.dimensions > 0;
    if (call.kind != CallKind::embeddings)
        return makes_vectors
                   ? std::optional(bad_request("model",
                                               "The model '" + card.id +
                                                   "' makes vectors of texts, no answers; ask it over /v1/embeddings.",
                                               "unsupported_model"))
                   : std::nullopt;
    if (!makes_vectors)
        return bad_request(
            "model", "The model '" + card.id + "' makes no embeddings. GET /v1/models names the kind of every model.",
            "unsupported_model");
    return settle_dimensions(call, card);
}

std::string few_names(const std::vector<std::string>& names) {
    constexpr std::size_t most_named = 8;
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), most_named); ++i)
        list += (i == 0 ? "" : ", ") + names[i];
    return names.size() > most_named ? list + ", …" : list;
}

/// Or may: of some only their node knows.
bool makes_texts(const ModelCard& card) {
    return !card.runs && card.dimensions.value_or(0) == 0;
}

} // namespace

const ModelCard* find_card(const std::vector<ModelCard>& cards, const std::string& model, const ModelNames* names,
                           const std::vector<std::string>& quantizations) {
    auto card = std::find_if(cards.begin(), cards.end(), [&](const ModelCard& one) {
        return model.empty() ? makes_texts(one) : one.id == model || one.model_id == model;
    });
    if (card == cards.end() && names != nullptr)
        card = std::find_if(cards.begin(), cards.end(), [&](const ModelCard& one) {
            return names->same_here(one.id, one.quantizations, model, quantizations);
        });
    if (card != cards.end()) return &*card;
    return model.empty() && !cards.empty() ? &cards.front() : nullptr;
}

std::string rounding_said(const ModelCard& card, const std::string& model, const ModelNames* names) {
    if (names == nullptr || model.empty() || model == card.id || model == card.model_id) return {};
    std::string said = names->quantization(model);
    return said == ModelNames::no_rounding ? std::string() : said;
}

namespace {

/// Answered in these weights, whatever the usual profile's are.
std::optional<ApiError> settle_rounding(ApiCall& call, const std::string& said) {
    const std::string& asked = call.prompts.front().model;
    const std::vector<std::string>& wished = call.prompts.front().route.quantizations;
    if (said.empty()) return std::nullopt;
    if (!wished.empty() && std::find(wished.begin(), wished.end(), said) == wished.end())
        return bad_request(
            "provider", "The name '" + asked + "' says " + said +
                            ", which 'quantizations' leaves out; name the model without a rounding, or add it there.");
    for (GenerationRequest& request : call.prompts)
        request.route.quantizations = {said};
    return std::nullopt;
}

} // namespace

std::optional<ApiError> name_model(ApiCall& call, const std::vector<ModelCard>& cards) {
    if (call.kind != CallKind::embeddings || !call.prompts.front().model.empty()) return std::nullopt;
    std::vector<std::string> names;
    for (const ModelCard& card : cards)
        if (card.dimensions.value_or(0) > 0) names.push_back(card.id);
    const bool may_be_others =
        std::any_of(cards.begin(), cards.end(), [](const ModelCard& card) { return !card.runs && !card.dimensions; });
    if (names.empty() && may_be_others)
        return bad_request("model", "Which models make embeddings only their nodes know; name one in 'model'.",
                           "missing_required_parameter");
    if (names.empty())
        return bad_request(
            "model",
            "No model here makes embeddings. GET /v1/models names the kind of every model; name one in 'model'.",
            "unsupported_model");
    if (names.size() > 1)
        return bad_request("model",
                           "Several models here make embeddings: " + few_names(names) + ". Name one in 'model'.",
                           "missing_required_parameter");
    for (GenerationRequest& request : call.prompts)
        request.model = names.front();
    return std::nullopt;
}

std::optional<ApiError> settle_model(ApiCall& call, const std::vector<ModelCard>& cards, const ModelNames* names) {
    const std::string asked = call.prompts.front().model;
    const ModelCard* card = find_card(cards, asked, names, call.prompts.front().route.quantizations);
    if (card == nullptr) card = find_card(cards, asked, names); // which says what it lacks
    if (card == nullptr) return std::nullopt;
    if (auto error = settle_rounding(call, rounding_said(*card, asked, names))) return error;
    if (!asked.empty() && asked != card->model_id)
        for (GenerationRequest& request : call.prompts)
            request.model = card->id;
    call.shown_model = card->id;
    call.unit_vectors = card->unit_vectors;
    if (auto error = settle_kind(call, *card)) return error;
    const bool wants_tools = !call.prompts.front().tools_json.empty();
    if (wants_tools && !card->tools)
        return bad_request("tools", "The model '" + card->id + "' cannot use tools; leave 'tools' out.",
                           "unsupported_parameter");
    return std::nullopt;
}

} // namespace hearth::gateway
