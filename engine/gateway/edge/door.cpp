// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/door.h"

#include "core/log.h"
#include "gateway/edge/generate.h"
#include "gateway/edge/glance.h"
#include "gateway/edge/json_text.h"
#include "gateway/edge/pass.h"

#include <algorithm>
#include <exception>

namespace hearth::gateway {

namespace {

const char* path_below_base(CallPath path) {
    switch (path) {
    case CallPath::chat:
        return "/chat/completions";
    case CallPath::completions:
        return "/completions";
    case CallPath::responses:
        return "/responses";
    case CallPath::embeddings:
        break;
    }
    return "/embeddings";
}

bool offered_here(const std::string& model, Backend& backend) {
    const std::vector<ModelCard> cards = backend.models();
    return std::any_of(cards.begin(), cards.end(),
                       [&](const ModelCard& card) { return card.id == model || card.model_id == model; });
}

/// The body as it is; only the name of the network is taken off, where the caller wrote one.
ForeignRequest pass_on(const Place& place, CallPath path, const Glance& found, HttpRequest& request) {
    ForeignRequest foreign{place, {path_below_base(path), {}, found.stream}, {}, std::move(request.caller)};
    std::string& body = request.body;
    if (place.named) {
        const Glance::Model& model = *found.model;
        evidence::Rewrite rewrite{model.begin, body.substr(model.begin, model.end - model.begin), {}};
        append_json_string(rewrite.to, place.model);
        body.replace(rewrite.offset, rewrite.from.size(), rewrite.to);
        foreign.rewrites.push_back(std::move(rewrite));
    }
    foreign.raw.body = std::move(body);
    return foreign;
}

ApiError no_embeddings() {
    return http_error(404, "model_not_found",
                      "The models of this home make no embeddings. Name one of another network; GET /v1/models lists "
                      "them.");
}

/// How the events of other networks end is not known here.
ApiError responses_are_ours() {
    return bad_request("model",
                       "/v1/responses is for models of this home; ask a model of another network over "
                       "/v1/chat/completions.",
                       "unsupported_parameter");
}

CallKind kind_of(CallPath path) {
    if (path == CallPath::chat) return CallKind::chat;
    return path == CallPath::responses ? CallKind::responses : CallKind::completion;
}

} // namespace

struct DoorExchange::Arrival {
    CallPath path;
    HttpRequest request;
    core::Nanoseconds received;
};

/// Neither: this home answers.
struct DoorExchange::Decision {
    std::optional<ApiError> error;
    std::optional<ForeignRequest> foreign;
    std::shared_ptr<const Json> document = {}; ///< of the body, where this home answers
};

bool is_relayed(const HttpRequest& request) {
    return request.count("x-hearth-hop") > 0;
}

std::shared_ptr<Exchange> DoorExchange::start(const Services& services, Reply& reply, CallPath path,
                                              HttpRequest request, core::Nanoseconds received) {
    auto exchange = std::make_shared<DoorExchange>(services, reply);
    auto arrival = std::make_shared<Arrival>(Arrival{path, std::move(request), received});
    const bool alone = !services.upstreams || services.upstreams->empty() || is_relayed(arrival->request);
    if (path != CallPath::embeddings && alone) {
        Decision here;
        exchange->hand_over(here, *arrival);
        return exchange->m_answering;
    }
    services.pool->post([weak = std::weak_ptr(exchange), &services, arrival] {
        auto decision = std::make_shared<Decision>(decide(services, *arrival));
        services.post([weak, decision, arrival] {
            if (const auto self = weak.lock()) self->hand_over(*decision, *arrival);
        });
    });
    return exchange;
}

/// On the pool.
DoorExchange::Decision DoorExchange::decide(const Services& services, Arrival& arrival) {
    try {
        auto glance = glance_at(arrival.request.body, body_limits(services.options.max_json_depth));
        if (auto* error = std::get_if<ApiError>(&glance)) return {std::move(*error), {}};
        const Glance& found = std::get<Glance>(glance);
        const bool embeds = arrival.path == CallPath::embeddings;
        const bool here = !found.model || (!embeds && offered_here(found.model->name, *services.backend));
        if (!here && services.upstreams && !is_relayed(arrival.request)) {
            const auto place = services.upstreams->choose(found.model->name);
            if (!place) return {from_backend(place.error(), found.model->name), {}};
            if (*place && arrival.path == CallPath::responses) return {responses_are_ours(), {}};
            if (*place && arrival.request.count("x-hearth-profile") > 0)
                return {bad_request("profile", "X-Hearth-Profile is for models of this home."), {}};
            if (*place) return {{}, pass_on(**place, arrival.path, found, arrival.request)};
        }
        if (embeds) return {no_embeddings(), {}};
        arrival.request.body = {};
        return {{}, {}, found.document};
    } catch (const std::exception& error) {
        core::log::error("gateway", "door_threw", {{"what", error.what()}});
        return {http_error(500, "internal", "The request could not be read because of a defect."), {}};
    }
}

void DoorExchange::hand_over(Decision& decision, Arrival& arrival) {
    if (!m_reply || m_over) return;
    if (decision.error) {
        m_over = true;
        return m_reply->answer(error_answer(*decision.error));
    }
    if (decision.foreign) {
        m_answering = PassExchange::start(m_services, *m_reply, std::move(*decision.foreign), arrival.received);
        return;
    }
    HttpRequest& request = arrival.request;
    m_answering = GenerateExchange::start(m_services, *m_reply,
                                          {kind_of(arrival.path), std::move(request.body),
                                           std::string(request.header("x-hearth-profile")),
                                           std::move(decision.document), std::move(request.caller), arrival.received});
}

void DoorExchange::writable() {
    if (m_answering) m_answering->writable();
}

void DoorExchange::tick(core::Nanoseconds now) {
    if (m_answering) m_answering->tick(now);
}

bool DoorExchange::probe() {
    return m_answering && m_answering->probe();
}

void DoorExchange::stop() {
    if (m_answering) return m_answering->stop();
    if (!m_reply || std::exchange(m_over, true)) return;
    m_reply->answer(error_answer(http_error(503, "stopping", "The service is stopping; try again when it is back.")));
}

void DoorExchange::detach() {
    m_reply = nullptr;
    if (m_answering) m_answering->detach();
}

} // namespace hearth::gateway
