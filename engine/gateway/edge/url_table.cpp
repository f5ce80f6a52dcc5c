// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/url_table.h"

#include "gateway/edge/generate.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/lookup.h"

#include <optional>
#include <string_view>

namespace hearth::gateway {

namespace {

enum class Place { chat, completions, models, model, evidence, health };

struct Route {
    Place place;
    std::string argument;
};

std::optional<Route> find_route(std::string_view path) {
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    if (path == "/v1/chat/completions") return Route{Place::chat, {}};
    if (path == "/v1/completions") return Route{Place::completions, {}};
    if (path == "/v1/models") return Route{Place::models, {}};
    if (path == "/healthz") return Route{Place::health, {}};
    constexpr std::string_view model = "/v1/models/", evidence = "/v1/evidence/";
    const bool names_model = path.starts_with(model);
    if (!names_model && !path.starts_with(evidence)) return std::nullopt;
    const auto argument = percent_decoded(path.substr(names_model ? model.size() : evidence.size()));
    if (!argument || argument->empty()) return std::nullopt;
    return Route{names_model ? Place::model : Place::evidence, *argument};
}

const char* methods_of(Place place) {
    return place == Place::chat || place == Place::completions ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
}

bool method_fits(Place place, const std::string& method) {
    if (place == Place::chat || place == Place::completions) return method == "POST";
    return method == "GET" || method == "HEAD";
}

void refuse_method(Reply& reply, const HttpRequest& request, Place place) {
    HttpAnswer answer;
    if (request.method == "OPTIONS") {
        answer.status = 204;
        answer.content_type.clear();
    } else {
        answer = error_answer(http_error(405, "method_not_allowed",
                                         "This path does not take " + header_safe(request.method) + ", only " +
                                             std::string(methods_of(place)) + "."));
    }
    answer.headers.emplace_back("Allow", methods_of(place));
    reply.answer(std::move(answer));
}

} // namespace

std::shared_ptr<Exchange> route(const Services& services, Reply& reply, HttpRequest request,
                                core::Nanoseconds received) {
    const auto target = split_target(request.target);
    const auto found = target ? find_route(target->path) : std::nullopt;
    if (!found) {
        reply.answer(
            error_answer(http_error(404, "unknown_url", "There is nothing under this path. The API starts at /v1.")));
        return nullptr;
    }
    if (!method_fits(found->place, request.method)) {
        refuse_method(reply, request, found->place);
        return nullptr;
    }
    switch (found->place) {
    case Place::chat:
    case Place::completions:
        return GenerateExchange::start(services, reply,
                                       {found->place == Place::chat ? CallKind::chat : CallKind::completion,
                                        std::move(request.body), std::string(request.header("x-hearth-profile")),
                                        std::move(request.caller), received});
    case Place::models:
        return LookupExchange::start(services, reply, list_models);
    case Place::model:
        return LookupExchange::start(services, reply, [id = found->argument](Backend& b) { return show_model(b, id); });
    case Place::evidence:
        return LookupExchange::start(services, reply,
                                     [id = found->argument](Backend& b) { return show_evidence(b, id); });
    case Place::health:
        break;
    }
    HttpAnswer answer;
    answer.body = R"({"status":"ok"})";
    reply.answer(std::move(answer));
    return nullptr;
}

} // namespace hearth::gateway
