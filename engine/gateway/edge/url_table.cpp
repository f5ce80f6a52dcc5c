// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/url_table.h"

#include "core/clock.h"
#include "gateway/edge/answer_book.h"
#include "gateway/edge/door.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/lookup.h"
#include "gateway/edge/phala_door.h"
#include "gateway/edge/repeat.h"
#include "gateway/edge/settlement_header.h"
#include "gateway/edge/toll.h"

#include <optional>
#include <string_view>

namespace hearth::gateway {

namespace {

enum class Resource {
    chat,
    completions,
    embeddings,
    responses,
    run,
    models,
    model,
    evidence,
    receipt,
    answer_receipt,
    signature,
    report,
    log,
    health
};

struct Route {
    Resource resource;
    std::string argument;
};

/// As answers are called; payments have other ids.
bool names_answer(std::string_view id) {
    return id.starts_with("chatcmpl-") || id.starts_with("cmpl-") || id.starts_with("resp_");
}

std::optional<Route> find_route(std::string_view path) {
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    if (path == "/v1/chat/completions") return Route{Resource::chat, {}};
    if (path == "/v1/completions") return Route{Resource::completions, {}};
    if (path == "/v1/responses") return Route{Resource::responses, {}};
    if (path == "/v1/embeddings") return Route{Resource::embeddings, {}};
    if (path == "/v1/models") return Route{Resource::models, {}};
    if (path == "/v1/attestation/report") return Route{Resource::report, {}};
    if (path == "/healthz" || path == "/health") return Route{Resource::health, {}};
    for (const char* name : {"head", "inclusion", "consistency"})
        if (path == "/v1/log/" + std::string(name)) return Route{Resource::log, name};
    constexpr std::pair<std::string_view, Resource> named[] = {{"/v1/models/", Resource::model},
                                                               {"/v1/evidence/", Resource::evidence},
                                                               {"/v1/receipts/", Resource::receipt},
                                                               {"/v1/signature/", Resource::signature}};
    for (const auto& [folder, resource] : named) {
        if (!path.starts_with(folder)) continue;
        const auto argument = percent_decoded(path.substr(folder.size()));
        if (!argument || argument->empty()) continue;
        constexpr std::string_view verb = ":run";
        if (resource == Resource::model && argument->size() > verb.size() && argument->ends_with(verb))
            return Route{Resource::run, argument->substr(0, argument->size() - verb.size())};
        if (resource == Resource::receipt && names_answer(*argument)) return Route{Resource::answer_receipt, *argument};
        return Route{resource, *argument};
    }
    return std::nullopt;
}

std::optional<CallPath> call_path(Resource resource) {
    switch (resource) {
    case Resource::chat:
        return CallPath::chat;
    case Resource::completions:
        return CallPath::completions;
    case Resource::embeddings:
        return CallPath::embeddings;
    case Resource::responses:
        return CallPath::responses;
    case Resource::run:
        return CallPath::run;
    default:
        return std::nullopt;
    }
}

const char* methods_of(Resource resource) {
    return call_path(resource) ? "POST, OPTIONS" : "GET, HEAD, OPTIONS";
}

bool method_fits(Resource resource, const std::string& method) {
    if (call_path(resource)) return method == "POST";
    return method == "GET" || method == "HEAD";
}

void refuse_method(Reply& reply, const HttpRequest& request, Resource resource) {
    HttpAnswer answer;
    if (request.method == "OPTIONS") {
        answer.status = 204;
        answer.content_type.clear();
    } else {
        answer = error_answer(http_error(405, "method_not_allowed",
                                         "This path does not take " + header_safe(request.method) + ", only " +
                                             std::string(methods_of(resource)) + "."));
    }
    answer.headers.emplace_back("Allow", methods_of(resource));
    reply.answer(std::move(answer));
}

/// Once, however often it is sent with the same Idempotency-Key. Who asks was looked at before; what that key may still
/// spend is not, for what is kept it has paid, and whoever lost its answer on the way is to have it. A new call is.
std::shared_ptr<Exchange> start_once(const Services& services, Reply& reply, CallPath call, HttpRequest request,
                                     core::Nanoseconds received) {
    auto key = repeat_key(request, split_target(request.target)->path);
    auto* error = std::get_if<ApiError>(&key);
    const bool repeats = error == nullptr && std::get<std::optional<RepeatKey>>(key).has_value();
    if (repeats && !services.options.memory) {
        key = bad_request("Idempotency-Key", "This gateway keeps no answers; leave the header Idempotency-Key out.",
                          "unsupported_parameter");
        error = std::get_if<ApiError>(&key);
    }
    if (error != nullptr) {
        reply.answer(error_answer(*error));
        return nullptr;
    }
    if (!repeats) return DoorExchange::start(services, reply, call, std::move(request), received);
    RepeatKey& repeat = *std::get<std::optional<RepeatKey>>(key);
    if (call == CallPath::responses) repeat.events = EventForm::typed;
    const auto held = std::make_shared<HttpRequest>(std::move(request));
    return services.repeats->enter(services, reply, std::move(repeat), [&services, call, held, received](Reply& to) {
        return DoorExchange::start(services, to, call, std::move(*held), received);
    });
}

/// A payment is single-use already, and who pays again under a key would be given what the first one paid.
ApiError no_key_beside_a_payment() {
    return bad_request(
        "Idempotency-Key",
        "A call that is paid by itself takes no Idempotency-Key: its payment pays for one call. Leave the "
        "header out.",
        "unsupported_parameter");
}

/// Whoever has no key pays first.
std::shared_ptr<Exchange> start_call(const Services& services, Reply& reply, CallPath call, HttpRequest request,
                                     core::Nanoseconds received) {
    if (const auto error = check_settlement(request)) {
        reply.answer(error_answer(*error));
        return nullptr;
    }
    if (!request.pays) return start_once(services, reply, call, std::move(request), received);
    if (request.count("idempotency-key") > 0) {
        reply.answer(error_answer(no_key_beside_a_payment()));
        return nullptr;
    }
    return TollExchange::start(services, reply, std::move(request),
                               [&services, call, received](Reply& to, HttpRequest paid) {
                                   return DoorExchange::start(services, to, call, std::move(paid), received);
                               });
}

/// For whoever asked, by the same key.
std::shared_ptr<Exchange> start_answer_receipt(const Services& services, Reply& reply, const std::string& id,
                                               const std::string& caller) {
    const auto bytes = services.answers->find(id, caller, core::monotonic());
    return LookupExchange::start(services, reply, [bytes](const Services& s) { return show_answer_receipt(s, bytes); });
}

std::shared_ptr<Exchange> start_signature(const Services& services, Reply& reply, const std::string& id,
                                          const std::string& caller, const std::string& query) {
    const auto bytes = services.answers->find(id, caller, core::monotonic());
    return LookupExchange::start(services, reply, [bytes, query, caller](const Services& s) {
        return bytes && !bytes->network.empty() ? show_network_signature(s, *bytes, caller, query)
                                                : show_signature(s, bytes, query);
    });
}

} // namespace

bool is_sold(std::string_view path) {
    const auto found = find_route(path);
    return found && call_path(found->resource).has_value();
}

bool is_for_customers(std::string_view path) {
    const auto found = find_route(path);
    return found && (found->resource == Resource::models || found->resource == Resource::model ||
                     found->resource == Resource::receipt);
}

std::shared_ptr<Exchange> route(const Services& services, Reply& reply, HttpRequest request,
                                core::Nanoseconds received) {
    const auto target = split_target(request.target);
    const auto found = target ? find_route(target->path) : std::nullopt;
    if (!found) {
        reply.answer(
            error_answer(http_error(404, "unknown_url", "There is nothing under this path. The API starts at /v1.")));
        return nullptr;
    }
    if (!method_fits(found->resource, request.method)) {
        refuse_method(reply, request, found->resource);
        return nullptr;
    }
    if (services.upstreams && request.header("x-hearth-hop") == services.upstreams->hop()) {
        reply.answer(error_answer(http_error(508, "own_address",
                                             "This gateway asks itself: the address of a network "
                                             "behind it leads back to it.")));
        return nullptr;
    }
    if (found->resource == Resource::run) request.model = found->argument;
    if (const auto call = call_path(found->resource))
        return start_call(services, reply, *call, std::move(request), received);
    switch (found->resource) {
    case Resource::models:
        return LookupExchange::start(services, reply,
                                     [relayed = stays_here(services, request), sold = request.pays](const Services& s) {
                                         return list_models(s, relayed, sold);
                                     });
    case Resource::model:
        return LookupExchange::start(services, reply,
                                     [id = found->argument](const Services& s) { return show_model(s, id); });
    case Resource::evidence:
        return LookupExchange::start(services, reply,
                                     [id = found->argument, caller = request.caller](const Services& s) {
                                         return show_evidence(*s.backend, id, caller);
                                     });
    case Resource::receipt:
        return LookupExchange::start(services, reply,
                                     [id = found->argument](const Services& s) { return show_receipt(s, id); });
    case Resource::answer_receipt:
        return start_answer_receipt(services, reply, found->argument, request.caller);
    case Resource::signature:
        return start_signature(services, reply, found->argument, request.caller, target->query);
    case Resource::report:
        return LookupExchange::start(services, reply,
                                     [query = target->query](const Services& s) { return show_report(s, query); });
    case Resource::log:
        return LookupExchange::start(services, reply,
                                     [name = found->argument, query = target->query, caller = request.caller](
                                         const Services& s) { return show_log(*s.backend, name, query, caller); });
    default:
        break;
    }
    HttpAnswer answer;
    answer.body = R"({"status":"ok","tee_enabled":false})";
    reply.answer(std::move(answer));
    return nullptr;
}

} // namespace hearth::gateway
