// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/call_parser.h"
#include "gateway/edge/known_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {

namespace {

/// Each is a job with a receipt of its own, whose ids stand together in one header.
constexpr std::size_t max_texts = 128;
constexpr std::size_t max_form_bytes = 16;
constexpr std::int64_t max_dimensions = 1 << 20;

void read_form(CallFields& fields, ApiCall& call) {
    const std::string form = fields.text("encoding_format", max_form_bytes).value_or("float");
    call.base64 = form == "base64";
    if (form != "float" && !call.base64)
        fields.refuse(
            bad_request("encoding_format", "'encoding_format' must be 'float' or 'base64'.", "invalid_value"));
    if (const auto dimensions = fields.integer("dimensions", 1, max_dimensions))
        call.dimensions = static_cast<std::uint32_t>(*dimensions);
}

} // namespace

std::variant<ApiCall, ApiError> parse_embeddings(const Json& document, const std::string& profile_header) {
    CallFields fields(document);
    refuse_what_has_no_effect(fields, document, CallKind::embeddings);
    ApiCall call;
    call.kind = CallKind::embeddings;
    GenerationRequest request;
    request.embed = true;
    request.max_tokens = 0;
    read_target(fields, document, profile_header, request);
    call.prompts.push_back(std::move(request));
    read_texts(fields, "input", max_texts,
               "'input' may hold at most " + std::to_string(max_texts) + " texts; send more in several calls.",
               call.prompts);
    const bool empty = std::any_of(call.prompts.begin(), call.prompts.end(),
                                   [](const GenerationRequest& one) { return one.prompt && one.prompt->empty(); });
    if (empty) fields.refuse(bad_request("input", "'input' holds an empty text.", "invalid_value"));
    read_form(fields, call);
    if (fields.error()) return *fields.error();
    return call;
}

} // namespace hearth::gateway
