// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/api_call.h"
#include "gateway/edge/glance.h"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

using namespace hearth;
using namespace hearth::gateway;

namespace {

void check(const ApiCall& call, const CallLimits& limits) {
    if (call.prompts.empty() || call.choices == 0) std::abort();
    constexpr std::size_t most_texts = 128;
    const bool embeds = call.kind == CallKind::embeddings;
    if (call.prompts.size() * call.choices > (embeds ? most_texts : limits.max_choices)) std::abort();
    if (!call.echo.empty() && call.echo.size() != call.prompts.size()) std::abort();
}

void check(const ApiError& error) {
    if (error.status < 400 || error.status > 499 || error.message.empty()) std::abort();
}

/// What is this gateway's is cut out of a body, and the rest is the same object without it.
void check(const Glance& glance, std::string body) {
    for (auto cut = glance.cuts.rbegin(); cut != glance.cuts.rend(); ++cut)
        body.erase(cut->begin, cut->end - cut->begin);
    Json left = Json::parse(body, nullptr, false), wanted = *glance.document;
    wanted.erase("provider");
    wanted.erase("hearth");
    if (left.is_discarded() || left != wanted) std::abort();
}

} // namespace

/// The body of a call, whichever it was sent to: refused in words that name what is wrong, or within every limit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const CallLimits limits;
    const auto glance = glance_at(body, limits.json);
    if (const auto* const found = std::get_if<Glance>(&glance))
        check(*found, std::string(body));
    else
        check(std::get<ApiError>(glance));
    for (const CallKind kind :
         {CallKind::chat, CallKind::completion, CallKind::responses, CallKind::embeddings, CallKind::run}) {
        const auto parsed = parse_call(kind, body, {}, limits);
        if (const auto* const call = std::get_if<ApiCall>(&parsed))
            check(*call, limits);
        else
            check(std::get<ApiError>(parsed));
    }
    return 0;
}
