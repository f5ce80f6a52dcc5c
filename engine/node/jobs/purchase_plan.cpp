// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/purchase_plan.h"

#include "core/hash.h"
#include "core/keys.h"
#include "proof/profile.h"

#include <algorithm>
#include <cmath>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

/// A decimal number in Q16.16, refused outside [low, high].
core::Result<std::uint32_t> q16(const char* name, double value, double low, double high) {
    if (!std::isfinite(value) || value < low || value > high) {
        const auto shown = [](double bound) {
            char text[32];
            std::snprintf(text, sizeof text, "%g", bound);
            return std::string(text);
        };
        return fail(Code::invalid_argument, core::say("parameter_between", {name, shown(low), shown(high)}));
    }
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 65536.0)));
}

core::Result<proof::DecodeParams> decode_params(const gateway::GenerationRequest& request) {
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
    return params;
}

bool is_rounded(const std::string& profile, const gateway::schedule::Route& route) {
    const auto& wanted = route.quantizations;
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), quantization_of(profile)) != wanted.end();
}

bool reaches(const std::string& profile, const gateway::schedule::Route& route) {
    return reachable_level(profile) >= route.min_level;
}

bool can_go_on(const std::string& profile, const gateway::schedule::Route& route) {
    return !route.resume.value_or(false) || proof::is_exact(profile);
}

bool fits(const std::string& profile, const gateway::schedule::Route& route) {
    return is_rounded(profile, route) && reaches(profile, route) && can_go_on(profile, route);
}

/// The member that excludes every profile by itself, if one does.
core::Sentence what_excludes(const std::string& model, const std::vector<std::string>& profiles,
                             const gateway::schedule::Route& route) {
    const auto by = [&](const auto& test) {
        return std::none_of(profiles.begin(), profiles.end(),
                            [&](const std::string& profile) { return test(profile, route); });
    };
    if (by(reaches)) return core::say("no_profile_reaches", {model, "E" + std::to_string(route.min_level)});
    if (by(is_rounded)) {
        std::string wanted;
        for (const std::string& one : route.quantizations)
            wanted += (wanted.empty() ? "" : ", ") + one;
        return core::say("no_profile_has_weights", {model, wanted});
    }
    if (by(can_go_on)) return core::say("no_profile_goes_on", {model});
    return core::say("no_profile_fits_route", {model});
}

/// Why none of these profiles is what the route asks for.
core::Error none_fits(const std::string& model, const std::vector<std::string>& profiles,
                      const gateway::schedule::Route& route) {
    core::Sentence each;
    for (const std::string& profile : profiles) {
        const std::string level = "E" + std::to_string(reachable_level(profile));
        each = core::both(
            each, route.quantizations.empty()
                      ? core::say("profile_reaches", {profile, level})
                      : core::say("profile_has_weights", {profile, std::string(quantization_of(profile)), level}));
        if (!can_go_on(profile, route)) each = core::both(each, core::say("profile_not_gone_on", {profile}));
    }
    return fail(Code::unsupported, core::both(what_excludes(model, profiles, route), each),
                core::say("ask_for_less_or_other_model"));
}

/// The one that is asked for, or the usual one, or the first that fits the route.
core::Result<std::string> profile_for(const gateway::GenerationRequest& request, const link::OfferedModel& model) {
    if (!request.profile.empty() || fits(model.usual_profile, request.route)) {
        const std::string& profile = request.profile.empty() ? model.usual_profile : request.profile;
        if (fits(profile, request.route)) return profile;
    } else {
        const auto found = std::find_if(model.profiles.begin(), model.profiles.end(),
                                        [&](const std::string& profile) { return fits(profile, request.route); });
        if (found != model.profiles.end()) return *found;
    }
    return none_fits(model.name, request.profile.empty() ? model.profiles : std::vector{request.profile},
                     request.route);
}

} // namespace

std::string_view quantization_of(std::string_view profile) {
    const proof::Profile* const known = proof::find_profile(profile);
    if (known == nullptr) return "unknown";
    switch (known->id) {
    case proof::ProfileId::ci81:
        return "int8";
    case proof::ProfileId::ci41:
        return "int4";
    case proof::ProfileId::bf16:
        return "bf16";
    case proof::ProfileId::fp32:
        break;
    }
    return "fp32";
}

unsigned reachable_level(std::string_view profile) {
    const proof::Profile* const known = proof::find_profile(profile);
    return static_cast<unsigned>(known == nullptr ? proof::Level::signature
                                                  : std::max(known->reachable, proof::Level::signature));
}

core::Result<PurchasePlan> plan_purchase(const gateway::GenerationRequest& request, link::OfferedModel model,
                                         const core::PublicKey& payer, core::Nanoseconds now) {
    if (request.max_tokens && *request.max_tokens == 0 && !request.score_prompt && !request.embed && !request.run)
        return fail(Code::invalid_argument, core::say("parameter_max_tokens_must"));
    PurchasePlan plan;
    link::Ask& ask = plan.ask;
    ask.model_id = model.model_id;
    HEARTH_TRY(ask.profile, profile_for(request, model));
    ask.messages_json = request.messages_json;
    ask.prompt = request.prompt;
    ask.prompt_ids = request.prompt_ids;
    ask.tools_json = request.tools_json;
    ask.template_kwargs_json = request.template_kwargs_json;
    ask.asked_at = now;
    HEARTH_TRY(ask.decode, decode_params(request));
    ask.max_tokens = request.max_tokens;
    ask.stop = request.stop;
    ask.ignore_eos = request.ignore_eos;
    ask.top_logprobs = request.top_logprobs;
    ask.score_prompt = request.score_prompt;
    ask.constraint = request.constraint;
    ask.embed = request.embed;
    ask.run = request.run;
    // One caller's cached beginnings must not show in another one's timing.
    ask.tenant = core::tagged_hash("tenant/1", {core::ByteView(payer.bytes), core::as_bytes(request.caller)});
    ask.priority = request.priority;
    if (request.seed) plan.seed = choice_seed(*request.seed, request.choice);
    plan.job_id = fresh_job_id();
    plan.caller = request.caller;
    plan.terms.pinned_only = request.route.min_tier > 0;
    if (request.route.max_price) plan.terms.max_price = core::Amount::from_units(*request.route.max_price);
    plan.resumes = request.route.resume.value_or(true);
    plan.hedge = request.route.hedge;
    plan.model = std::move(model);
    return plan;
}

std::string fresh_job_id() {
    std::array<std::uint8_t, 16> id;
    core::random_bytes(id);
    return core::to_hex(id);
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

} // namespace hearth::node
