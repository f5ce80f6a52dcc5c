// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/execution_plan.h"

#include "core/hash.h"
#include "core/size_text.h"
#include "proof/profile.h"
#include "proof/tensors.h"

#include <algorithm>
#include <ctime>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;

Status check_begun(const link::Assign& assign, std::uint32_t vocabulary) {
    const std::vector<std::uint32_t>& ids = assign.known_ids;
    if (!proof::is_exact(assign.request.profile))
        return fail(Code::invalid_argument, core::say("answer_profile_cannot_gone", {assign.request.profile}),
                    core::say("ask_beginning"));
    if (ids.size() == assign.request.begun->tokens && ids.size() <= assign.request.decode.max_tokens &&
        std::all_of(ids.begin(), ids.end(), [&](std::uint32_t id) { return id < vocabulary; }))
        return {};
    return fail(Code::invalid_argument, core::say("beginning_assignment_names_none"),
                core::say("ask_answer_beginning"));
}

/// Before anybody pays: whether these are tensors of the names that the model knows.
Status check_tensors(const link::Ask& ask, const StoredModel& model) {
    const auto& script = model.manifest->config.script;
    if (!ask.run)
        return fail(Code::invalid_argument, core::say("named_takes_tensors", {model.record.name}),
                    core::say("ask_over_run", {model.record.name}));
    if (!script)
        return fail(Code::invalid_argument, core::say("named_takes_no_tensors", {model.record.name}),
                    core::say("use_a_tensor_model"));
    if (ask.embed || ask.score_prompt || !ask.constraint.empty())
        return fail(Code::invalid_argument, core::say("tensors_alone_asked"), core::say("send_tensors_anew"));
    HEARTH_TRY(const auto tensors, proof::unpack_tensors(ask.prompt_ids));
    const auto named = [](const auto& list, const std::string& name) {
        return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.name == name; });
    };
    std::string known;
    for (const auto* list : {&script->inputs, &script->states})
        for (const model::ScriptInput& input : *list)
            known += (known.empty() ? "" : ", ") + input.name;
    for (const proof::Tensor& tensor : tensors)
        if (!named(script->inputs, tensor.name) && !named(script->states, tensor.name))
            return fail(Code::invalid_argument, core::say("no_such_input", {tensor.name}),
                        core::say("model_takes_inputs", {known}));
    for (const model::ScriptInput& input : script->inputs)
        if (!input.optional && !named(tensors, input.name))
            return fail(Code::invalid_argument, core::say("input_missing", {input.name}),
                        core::say("model_takes_inputs", {known}));
    return {};
}

} // namespace

core::Hash ExecutionPlan::asker() const {
    return peer ? core::tagged_hash("asker/1", {peer->view()}) : ask.tenant;
}

core::Result<ExecutionPlan> plan_execution(const std::string& job_id, link::Ask ask, StoredModel model) {
    if (!model.has_profile(ask.profile))
        return fail(Code::invalid_argument,
                    core::say("model_no_profile", {model.record.name, ask.profile.substr(0, 64)}),
                    core::say("it_has", {model.profile_list()}));
    const model::ModelConfig& config = model.manifest->config;
    if (ask.run || config.script)
        if (const Status fits = check_tensors(ask, model); !fits) return fits.error();
    if (ask.embed != config.encoder.has_value())
        return fail(Code::invalid_argument,
                    core::say(ask.embed ? "named_makes_no_vectors" : "named_makes_no_texts", {model.record.name}),
                    core::say(ask.embed ? "use_an_encoder" : "use_a_language_model"));
    if (ask.embed && (!ask.messages_json.empty() || ask.score_prompt || !ask.constraint.empty()))
        return fail(Code::invalid_argument, core::say("vector_of_text_alone"), core::say("send_a_text"));
    for (const std::uint32_t id : ask.prompt_ids)
        if (!ask.run && id >= config.vocab)
            return fail(Code::invalid_argument,
                        core::say("token_id_outside_vocabulary", {std::to_string(id), std::to_string(config.vocab)}));
    ExecutionPlan plan;
    plan.job_id = job_id;
    plan.decode = ask.decode;
    const std::vector<std::uint32_t> none;
    plan.decode.stop_hash = proof::stop_list_hash(ask.stop, ask.ignore_eos ? none : config.stop_ids);
    plan.ask = std::move(ask);
    plan.model = std::move(model);
    return plan;
}

Status check_whole(const link::Ask& ask, std::size_t tokens, std::uint32_t context, std::uint32_t cache) {
    const std::uint32_t longest = std::min(context, cache);
    if (!(ask.embed || ask.run) || tokens <= longest) return {};
    constexpr std::uint64_t word_bytes = 4;
    return fail(Code::too_large,
                ask.run ? core::say("tensors_too_large", {core::needed_text(tokens * word_bytes),
                                                          core::room_text(std::uint64_t{longest} * word_bytes)})
                        : core::say("text_longer_than_context", {core::figure(tokens), core::figure(longest)}),
                core::both(core::say(ask.run ? "send_smaller_tensors" : "send_text_in_parts"),
                           cache < context ? core::say("owner_can_raise_cache") : core::Sentence()));
}

core::Result<std::uint32_t> output_budget(std::uint32_t prompt_tokens, const std::optional<std::uint32_t>& wanted,
                                          std::uint32_t context, std::uint32_t cache) {
    const std::uint32_t longest = std::min(context, cache);
    const bool nothing_follows = wanted == 0U;
    const auto too_long = [&](const core::Sentence& asked, const char* way_out) {
        return fail(
            Code::too_large,
            core::say(cache < context ? "cache_too_small" : "context_too_small", {core::figure(longest), asked}),
            core::both(core::say(way_out), cache < context ? core::say("owner_can_raise_cache") : core::Sentence()));
    };
    if (prompt_tokens == 0)
        return fail(Code::invalid_argument, core::say("prompt_empty"), core::say("send_least_one_token"));
    if (prompt_tokens > longest || (prompt_tokens == longest && !nothing_follows))
        return too_long(core::say("for_prompt_alone", {core::figure(prompt_tokens)}), "shorten_prompt");
    const std::uint32_t room = longest - prompt_tokens;
    if (!wanted) return room;
    if (*wanted > room)
        return too_long(core::say("for_prompt_and_answer", {core::figure(std::uint64_t{prompt_tokens} + *wanted),
                                                            core::figure(prompt_tokens), core::figure(*wanted)}),
                        "shorten_or_lower");
    return *wanted;
}

bool always_costs(const proof::Request& request, std::size_t prompt_tokens, const ledger::Tariff& tariff) {
    const bool only_prompt = request.asks_values() || (request.scores && request.decode.max_tokens == 0);
    const auto least = tariff.price(prompt_tokens, only_prompt ? 0 : 1);
    return least && *least != core::Amount();
}

std::string date_text(core::Nanoseconds now) {
    const std::time_t seconds = now / 1'000'000'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    return text;
}

Status check_assigned(const link::Assign& assign, const link::Quote& quote, const link::Ask& ask,
                      std::uint32_t vocabulary, core::Nanoseconds now) {
    const proof::Request& request = assign.request;
    const auto differs = [](const char* field) {
        return fail(Code::invalid_argument, core::say("assignment_not_what_quoted", {field}),
                    core::say("ask_again_assign_what"));
    };
    if (request.model_id != ask.model_id) return differs("model");
    if (request.profile != ask.profile) return differs("profile");
    if (!(request.decode == quote.decode)) return differs("decoding");
    const std::optional<std::uint32_t> scores =
        ask.score_prompt ? std::optional(ask.top_logprobs.value_or(0)) : std::nullopt;
    if (request.scores != scores) return differs("scoring");
    const auto constraint =
        ask.constraint.empty() ? std::nullopt : std::optional(proof::constraint_hash(ask.constraint));
    if (request.constraint != constraint) return differs("constraint");
    if (request.embed != ask.embed) return differs("embedding");
    if (request.run != ask.run) return differs("tensors");
    if (request.in_commit != proof::input_commitment(assign.salt_in, quote.input_ids)) return differs("input");
    if (request.begun) HEARTH_CHECK(check_begun(assign, vocabulary));
    if (request.expires_at <= now)
        return fail(Code::invalid_argument, core::say("request_expired"), core::say("check_both_clocks_ask"));
    return {};
}

} // namespace hearth::node
