// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/lookup.h"

#include "core/log.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/json_text.h"

#include <exception>

namespace hearth::gateway {

namespace {

constexpr std::size_t max_evidence_id_bytes = 128;

std::string card_json(const ModelCard& card) {
    std::string out = R"({"id":)";
    append_json_string(out, card.id);
    out += R"(,"object":"model","created":)";
    append_json_integer(out, card.created_s);
    out += R"(,"owned_by":)";
    append_json_string(out, card.owned_by);
    out += R"(,"context_length":)";
    append_json_integer(out, card.context);
    out += R"(,"model_id":)";
    append_json_string(out, card.model_id);
    out += '}';
    return out;
}

HttpAnswer ask(const LookupExchange::Question& question, Backend& backend) {
    try {
        return question(backend);
    } catch (const std::exception& error) {
        core::log::error("gateway", "lookup_threw", {{"what", error.what()}});
        return error_answer(http_error(500, "internal", "The request could not be answered because of a defect."));
    }
}

} // namespace

std::shared_ptr<LookupExchange> LookupExchange::start(const Services& services, Reply& reply, Question question) {
    auto exchange = std::make_shared<LookupExchange>(reply);
    services.pool->post([weak = std::weak_ptr(exchange), backend = services.backend, post = services.post,
                         question = std::move(question)] {
        auto answer = std::make_shared<HttpAnswer>(ask(question, *backend));
        post([weak, answer] {
            if (const auto self = weak.lock()) self->answer(std::move(*answer));
        });
    });
    return exchange;
}

void LookupExchange::answer(HttpAnswer answer) {
    if (!m_reply || m_over) return;
    m_over = true;
    m_reply->answer(std::move(answer));
}

void LookupExchange::stop() {
    answer(error_answer(http_error(503, "stopping", "The service is stopping; try again when it is back.")));
}

HttpAnswer list_models(Backend& backend) {
    HttpAnswer answer;
    answer.body = R"({"object":"list","data":[)";
    bool first = true;
    for (const ModelCard& card : backend.models()) {
        if (!first) answer.body += ',';
        first = false;
        answer.body += card_json(card);
    }
    answer.body += "]}";
    return answer;
}

HttpAnswer show_model(Backend& backend, const std::string& id) {
    for (const ModelCard& card : backend.models()) {
        if (card.id != id && card.model_id != id) continue;
        HttpAnswer answer;
        answer.body = card_json(card);
        return answer;
    }
    const auto missing =
        core::fail(core::Code::not_found, "The model '" + id.substr(0, 256) + "' does not exist on this node.");
    return error_answer(from_backend(missing, id));
}

HttpAnswer show_evidence(Backend& backend, const std::string& id) {
    const ApiError missing = http_error(404, "evidence_not_found", "There is no evidence under that id on this node.");
    if (id.size() > max_evidence_id_bytes || header_safe(id) != id) return error_answer(missing);
    auto envelope = backend.evidence(id);
    if (!envelope && envelope.error().code == core::Code::not_found) return error_answer(missing);
    if (!envelope) return error_answer(from_backend(envelope.error(), {}));
    HttpAnswer answer;
    answer.headers.emplace_back("X-Evidence-Id", id);
    answer.body = std::move(envelope).value();
    return answer;
}

} // namespace hearth::gateway
