// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/call_launch.h"

#include "core/hash.h"
#include "core/log.h"
#include "gateway/edge/knobs.h"
#include "gateway/edge/meter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>

namespace hearth::gateway {

namespace {

/// Of this home alone: whoever else offers the model was looked at before it came here.
std::optional<ApiError> settle_route(const ApiCall& call, const std::vector<ModelCard>& cards,
                                     const Services& services) {
    const GenerationRequest& request = call.prompts.front();
    if (request.route == schedule::Route{}) return std::nullopt;
    if (auto error =
            check_names(request.route, services.upstreams ? services.upstreams->names() : std::vector<std::string>()))
        return error;
    const schedule::Door home = home_door(cards, request.model, names_for(services, request.model));
    if (bar_of(home, request.route) == schedule::Bar::none) return std::nullopt;
    return nobody_fits(request.model, std::span(&home, 1), request.route);
}

/// 0: not known.
std::uint32_t context_of(const std::vector<ModelCard>& cards, const std::string& model) {
    for (const ModelCard& card : cards)
        if (card.id == model || card.model_id == model) return card.context;
    return 0;
}

void launch(const ApiCall& call, const std::string& caller, Backend& backend, const std::shared_ptr<Inbox>& inbox,
            std::size_t first, std::size_t last) {
    const std::uint64_t answers = call.prompts.size() * call.choices;
    for (std::size_t at = first; at < last; ++at) {
        if (inbox->closed()) return;
        const auto index = static_cast<unsigned>(at);
        GenerationRequest request = call.prompts[at / call.choices];
        request.caller = caller;
        request.choice = index % call.choices;
        // The caller's limit is for the whole call.
        if (request.route.max_price) *request.route.max_price /= answers;
        const auto sink = std::make_shared<ChoiceSink>(inbox, index, request.embed || request.run);
        auto generation = backend.start(request, sink);
        if (!generation) {
            inbox->push({index, 0, generation.error()});
            return;
        }
        inbox->push({index, 0, GenerationHandle{std::move(generation).value()}});
    }
}

void threw(const std::exception& error, const std::shared_ptr<Inbox>& inbox) {
    core::log::error("gateway", "call_launch_threw", {{"what", error.what()}});
    inbox->push({0, 0, core::fail(core::Code::internal, "The request could not be started because of a defect.")});
}

} // namespace

std::size_t at_first(const ApiCall& call) {
    constexpr std::size_t texts_at_once = 8;
    const std::size_t answers = call.prompts.size() * call.choices;
    return call.kind == CallKind::embeddings ? std::min(answers, texts_at_once) : answers;
}

void launch_choices(const ApiCall& call, const std::string& caller, Backend& backend,
                    const std::shared_ptr<Inbox>& inbox, std::size_t first, std::size_t last) {
    try {
        launch(call, caller, backend, inbox, first, last);
    } catch (const std::exception& error) {
        threw(error, inbox);
    }
}

void launch_call(const CallLimits& limits, const Services& services, const CallSource& source,
                 const std::shared_ptr<Inbox>& inbox) {
    if (inbox->closed()) return;
    try {
        Backend& backend = *services.backend;
        auto parsed = source.document ? parse_document(source.kind, *source.document, source.profile_header, limits)
                                      : parse_call(source.kind, source.body, source.profile_header, limits);
        if (auto* error = std::get_if<ApiError>(&parsed)) {
            inbox->push({0, 0, CallRejected{std::move(*error)}});
            return;
        }
        const auto call = std::make_shared<ApiCall>(std::move(std::get<ApiCall>(parsed)));
        call->for_opengradient = source.for_opengradient;
        call->body_hash = source.body_hash ? *source.body_hash : core::sha256(core::as_bytes(source.body));
        if (call->kind == CallKind::run) call->prompts.front().model = call->shown_model = source.model;
        const std::vector<ModelCard> cards = backend.models();
        auto error = name_model(*call, cards);
        if (!error) error = settle_route(*call, cards, services);
        if (!error) error = settle_model(*call, cards, names_for(services, call->prompts.front().model));
        if (!error && source.meter)
            error = fit_to_payment(*call, *source.meter, std::max(source.body.size(), source.body_bytes),
                                   context_of(cards, call->shown_model));
        if (error) {
            inbox->push({0, 0, CallRejected{std::move(*error)}});
            return;
        }
        inbox->push({0, 0, CallAccepted{call}});
        launch(*call, source.caller, backend, inbox, 0, at_first(*call));
    } catch (const std::exception& error) {
        threw(error, inbox);
    }
}

} // namespace hearth::gateway
