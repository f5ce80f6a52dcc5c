// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/lookup.h"

#include "core/log.h"
#include "gateway/edge/api_call.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/json_text.h"
#include "gateway/evidence/examine.h"

#include <algorithm>
#include <charconv>
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
    if (card.runs)
        out += R"(,"kind":"tensors")";
    else if (card.dimensions)
        out += *card.dimensions > 0 ? R"(,"kind":"embedding","dimensions":)" : R"(,"kind":"text")";
    if (card.dimensions.value_or(0) > 0) append_json_integer(out, *card.dimensions);
    for (std::size_t i = 0; i < card.shorter.size(); ++i)
        out += (i == 0 ? R"(,"shorter_dimensions":[)" : ",") + std::to_string(card.shorter[i]);
    if (!card.shorter.empty()) out += ']';
    out += R"(,"network":"home","evidence":{"level":"E1","worth":"A signed receipt; a replay can raise it."}})";
    return out;
}

/// What is not known about it is left out.
std::string offer_json(const Directory::Offer& offer) {
    std::string out = R"({"id":)";
    append_json_string(out, offer.shown);
    out += R"(,"object":"model","created":)";
    append_json_integer(out, offer.model.created_s);
    out += R"(,"owned_by":)";
    append_json_string(out, offer.model.owned_by.empty() ? offer.network : offer.model.owned_by);
    out += R"(,"network":)";
    append_json_string(out, offer.network);
    out += R"(,"evidence":{"level":")" + std::string(proof::level_name(offer.level));
    out += R"(","worth":)";
    append_json_string(out, evidence::worth(offer.kind, offer.level == proof::Level::attested));
    out += "}}";
    return out;
}

std::vector<Directory::Offer> foreign_offers(const Services& services) {
    return services.upstreams ? services.upstreams->models() : std::vector<Directory::Offer>();
}

bool has_price(const Services& services, const Directory::Offer& offer) {
    const auto found = services.upstreams->offering(offer.network + "/" + offer.model.id);
    return found && !found->empty() && found->front().quote.has_value();
}

HttpAnswer ask(const LookupExchange::Question& question, const Services& services) {
    try {
        return question(services);
    } catch (const std::exception& error) {
        core::log::error("gateway", "lookup_threw", {{"what", error.what()}});
        return error_answer(http_error(500, "internal", "The request could not be answered because of a defect."));
    }
}

} // namespace

std::shared_ptr<LookupExchange> LookupExchange::start(const Services& services, Reply& reply, Question question) {
    auto exchange = std::make_shared<LookupExchange>(reply);
    services.pool->post([weak = std::weak_ptr(exchange), &services, question = std::move(question)] {
        auto answer = std::make_shared<HttpAnswer>(ask(question, services));
        services.post([weak, answer] {
            if (const auto self = weak.lock()) guarded_step(self->m_reply, [&] { self->answer(std::move(*answer)); });
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

HttpAnswer list_models(const Services& services, bool for_gateway, bool sold) {
    HttpAnswer answer;
    const std::vector<ModelCard> cards = services.backend->models();
    answer.body = R"({"object":"list","data":[)";
    bool first = true;
    const auto add = [&](const std::string& item) {
        if (!std::exchange(first, false)) answer.body += ',';
        answer.body += item;
    };
    for (const ModelCard& card : cards)
        add(card_json(card));
    auto offers = for_gateway ? std::vector<Directory::Offer>() : foreign_offers(services);
    for (Directory::Offer& offer : offers) {
        if (sold && !has_price(services, offer)) continue;
        // A plain name leads home first.
        if (find_card(cards, offer.shown, names_for(services, offer.shown)) != nullptr)
            offer.shown = offer.network + "/" + offer.model.id;
        add(offer_json(offer));
    }
    answer.body += "]}";
    return answer;
}

HttpAnswer show_model(const Services& services, const std::string& id) {
    const std::vector<ModelCard> cards = services.backend->models();
    if (const ModelCard* const card = find_card(cards, id, names_for(services, id))) {
        HttpAnswer answer;
        answer.body = card_json(*card);
        return answer;
    }
    const auto places = services.upstreams ? services.upstreams->offering(id)
                                           : core::Result<std::vector<ForeignOffer>>(std::vector<ForeignOffer>());
    if (!places) return error_answer(from_backend(places.error(), id));
    for (Directory::Offer& offer : foreign_offers(services)) {
        if (places->empty()) break;
        const Place& place = places->front().place; // whom a call would be passed to
        if (place.network != offer.network || place.model != offer.model.id) continue;
        offer.shown = id;
        HttpAnswer answer;
        answer.body = offer_json(offer);
        return answer;
    }
    const auto missing =
        core::fail(core::Code::not_found, "The model '" + id.substr(0, 256) + "' does not exist on this node.");
    return error_answer(from_backend(missing, id));
}

HttpAnswer show_evidence(Backend& backend, const std::string& id, const std::string& caller) {
    const ApiError missing = http_error(404, "evidence_not_found",
                                        "There is no evidence under that id that this API key may read here: only the "
                                        "key that asked for the answer may, and the node's owner.");
    if (id.size() > max_evidence_id_bytes || header_safe(id) != id) return error_answer(missing);
    auto envelope = backend.evidence(id, caller);
    if (!envelope && envelope.error().code == core::Code::not_found) return error_answer(missing);
    if (!envelope) return error_answer(from_backend(envelope.error(), {}));
    HttpAnswer answer;
    answer.headers.emplace_back("X-Evidence-Id", id);
    answer.body = std::move(envelope).value();
    return answer;
}

HttpAnswer show_receipt(const Services& services, const std::string& id) {
    const auto& till = services.options.till;
    if (!till)
        return error_answer(http_error(404, "no_payments",
                                       "This gateway takes no payments by the call, so that there "
                                       "are no receipts of them. See /v1/evidence/ID."));
    auto found = till->receipt(id);
    if (!found && found.error().code == core::Code::not_found)
        return error_answer(http_error(404, "payment_not_found", found.error().message + " " + found.error().hint));
    if (!found) return error_answer(from_backend(found.error(), {}));
    HttpAnswer answer;
    answer.body = std::move(found).value();
    return answer;
}

HttpAnswer show_answer_receipt(const Services& services, const std::optional<AnsweredBytes>& answer) {
    const ApiError missing = http_error(
        404, "receipt_not_found",
        "There is no answer under that id whose receipt you may have here: only whoever asked gets it, with the same "
        "key, within a quarter of an hour, of an answer with one choice. Its owner can export it at any time.");
    if (!answer || !answer->network.empty()) return error_answer(missing);
    auto found = services.backend->answer_receipt(*answer);
    if (!found && found.error().code == core::Code::not_found) return error_answer(missing);
    if (!found) return error_answer(from_backend(found.error(), {}));
    HttpAnswer shown;
    shown.body = std::move(found).value();
    return shown;
}

HttpAnswer show_log(Backend& backend, const std::string& name, const std::string& query, const std::string& caller) {
    using What = LogQuestion::What;
    LogQuestion question;
    question.caller = caller;
    question.what = name == "inclusion" ? What::inclusion : name == "consistency" ? What::consistency : What::head;
    const std::string wanted = question.what == What::inclusion ? "evidence_id=" : "first=";
    const std::string value = query.starts_with(wanted) ? query.substr(wanted.size()) : std::string();
    if (question.what == What::inclusion && (value.empty() || value.size() > max_evidence_id_bytes))
        return error_answer(bad_request("evidence_id", "Name the evidence: /v1/log/inclusion?evidence_id=ID"));
    if (question.what == What::inclusion) question.evidence_id = header_safe(value);
    const auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), question.first);
    if (question.what == What::consistency &&
        (value.empty() || ec != std::errc() || end != value.data() + value.size()))
        return error_answer(bad_request("first", "Name the size of an earlier head: /v1/log/consistency?first=SIZE"));
    auto found = backend.log(question);
    if (!found && found.error().code == core::Code::not_found)
        return error_answer(http_error(404, "evidence_not_found", found.error().message));
    if (!found) return error_answer(from_backend(found.error(), {}));
    HttpAnswer answer;
    answer.body = std::move(found).value();
    return answer;
}

} // namespace hearth::gateway
