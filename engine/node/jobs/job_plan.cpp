// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/job_plan.h"

#include "core/hash.h"
#include "core/keys.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

/// A decimal number in Q16.16, refused outside [low, high].
core::Result<std::uint32_t> q16(const char* name, double value, double low, double high) {
    if (!std::isfinite(value) || value < low || value > high) {
        char bounds[64];
        std::snprintf(bounds, sizeof bounds, "between %g and %g", low, high);
        return fail(Code::invalid_argument, std::string("The parameter ") + name + " must be " + bounds + ".");
    }
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 65536.0)));
}

core::Result<proof::DecodeParams> decode_params(const gateway::GenerationRequest& request,
                                                const model::Manifest& manifest) {
    proof::DecodeParams params;
    HEARTH_TRY(params.temperature_q16, q16("temperature", request.temperature, 0, 2));
    HEARTH_TRY(params.top_p_q16, q16("top_p", request.top_p, 0, 1));
    HEARTH_TRY(params.min_p_q16, q16("min_p", request.min_p, 0, 1));
    HEARTH_TRY(params.repetition_penalty_q16, q16("repetition_penalty", request.repetition_penalty, 0.01, 10));
    HEARTH_TRY(params.frequency_penalty_q16, q16("frequency_penalty", request.frequency_penalty, -2, 2));
    HEARTH_TRY(params.presence_penalty_q16, q16("presence_penalty", request.presence_penalty, -2, 2));
    // A top_p that rounds to nothing still keeps the likeliest token.
    if (params.top_p_q16 == 0) params.top_p_q16 = 1;
    params.top_k = request.top_k;
    const std::vector<std::uint32_t> none;
    params.stop_hash = proof::stop_list_hash(request.stop, request.ignore_eos ? none : manifest.config.stop_ids);
    return params;
}

} // namespace

core::Result<JobPlan> make_plan(const gateway::GenerationRequest& request, StoredModel model,
                                const std::string& default_profile) {
    JobPlan plan;
    plan.profile = request.profile.empty() ? model.profile_or_own(default_profile) : request.profile;
    if (!model.has_profile(plan.profile)) {
        std::string list;
        for (const std::string& name : model.manifest->profiles)
            list += (list.empty() ? "" : ", ") + name;
        return fail(Code::invalid_argument,
                    "The model " + model.record.name + " has no profile \"" + plan.profile.substr(0, 64) + "\".",
                    "It has: " + list + ".");
    }
    HEARTH_TRY(plan.decode, decode_params(request, *model.manifest));
    if (request.max_tokens && *request.max_tokens == 0 && !request.score_prompt)
        return fail(Code::invalid_argument, "The parameter max_tokens must be at least 1.");
    for (const std::uint32_t id : request.prompt_ids)
        if (id >= model.manifest->config.vocab)
            return fail(Code::invalid_argument, "The token id " + std::to_string(id) +
                                                    " is outside the vocabulary of " +
                                                    std::to_string(model.manifest->config.vocab) + ".");
    if (request.seed) plan.seed = choice_seed(*request.seed, request.choice);
    std::array<std::uint8_t, 16> id;
    core::random_bytes(id);
    plan.job_id = core::to_hex(id);
    plan.request = request;
    plan.model = std::move(model);
    return plan;
}

core::Result<std::uint32_t> output_budget(std::uint32_t prompt_tokens, const std::optional<std::uint32_t>& wanted,
                                          std::uint32_t context, std::uint32_t cache) {
    const std::uint32_t longest = std::min(context, cache);
    const auto too_long = [&](const std::string& asked) {
        return fail(Code::too_large,
                    (cache < context ? "The cache of this node's worker holds " : "This model's context holds ") +
                        std::to_string(longest) + " tokens, but the request needs " + asked + ".",
                    std::string("Shorten the prompt or lower max_tokens.") +
                        (cache < context ? " The node's owner can raise worker.kv_cache_mb." : ""));
    };
    if (prompt_tokens == 0) return fail(Code::invalid_argument, "The prompt is empty.", "Send at least one token.");
    const bool nothing_follows = wanted == 0U;
    if (prompt_tokens > longest || (prompt_tokens == longest && !nothing_follows))
        return too_long(std::to_string(prompt_tokens) + " for its prompt alone");
    const std::uint32_t room = longest - prompt_tokens;
    if (!wanted) return room;
    if (*wanted > room)
        return too_long(std::to_string(std::uint64_t{prompt_tokens} + *wanted) + " (" + std::to_string(prompt_tokens) +
                        " for the prompt and " + std::to_string(*wanted) + " for the answer)");
    return *wanted;
}

std::uint64_t choice_seed(std::uint64_t seed, std::uint32_t choice) {
    if (choice == 0) return seed;
    core::Bytes material;
    core::append_u64(material, seed);
    core::append_u32(material, choice);
    const core::Hash hash = core::tagged_hash("seed/choice", {material});
    std::uint64_t derived = 0;
    for (unsigned i = 0; i < 8; ++i)
        derived |= std::uint64_t{hash.bytes[i]} << (8 * i);
    return derived;
}

const char* finish_reason(proof::StopReason reason) {
    switch (reason) {
    case proof::StopReason::stop_token:
    case proof::StopReason::stop_string:
        return "stop";
    case proof::StopReason::length:
        return "length";
    case proof::StopReason::cancelled:
        return "cancelled";
    }
    return "";
}

std::string date_text(core::Nanoseconds now) {
    const std::time_t seconds = now / 1'000'000'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    return text;
}

} // namespace hearth::node
