// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/door.h"

#include "core/log.h"
#include "gateway/edge/call_size.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/generate.h"
#include "gateway/edge/glance.h"
#include "gateway/edge/json_text.h"
#include "gateway/edge/knobs.h"
#include "gateway/edge/pass.h"
#include "gateway/edge/resale.h"
#include "gateway/edge/settlement_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>
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
    case CallPath::run: // of this home's models alone
        break;
    }
    return "/embeddings";
}

/// One that makes no vectors is not asked for them where somebody else offers a model of that name.
bool offered_here(const std::string& model, CallPath path, const Services& services,
                  const std::vector<std::string>& quantizations) {
    const std::vector<ModelCard> cards = services.backend->models();
    const ModelCard* const card =
        model.empty() ? nullptr : find_card(cards, model, names_for(services, model), quantizations);
    return card != nullptr && (path != CallPath::embeddings || card->dimensions != 0U);
}

/// The body as it is; only what is this gateway's is taken out of it, and the model goes by the name that it has there.
ForeignRequest pass_on(const Place& place, CallPath path, const Glance& found, std::string body, std::string caller) {
    ForeignRequest foreign{place, {path_below_base(path), {}, found.stream}, {}, std::move(caller)};
    foreign.quantizations = found.route.quantizations;
    for (const Glance::Cut& cut : found.cuts)
        foreign.rewrites.push_back({cut.begin, body.substr(cut.begin, cut.end - cut.begin), {}});
    if (place.model != found.model->name) {
        const Glance::Model& model = *found.model;
        evidence::Rewrite rewrite{model.begin, body.substr(model.begin, model.end - model.begin), {}};
        append_json_string(rewrite.to, place.model);
        foreign.rewrites.push_back(std::move(rewrite));
    }
    std::sort(foreign.rewrites.begin(), foreign.rewrites.end(),
              [](const auto& one, const auto& other) { return one.offset < other.offset; });
    for (auto one = foreign.rewrites.rbegin(); one != foreign.rewrites.rend(); ++one)
        body.replace(one->offset, one->from.size(), one->to);
    foreign.raw.body = std::move(body);
    return foreign;
}

bool names_profile(const Json& document) {
    const auto profile = document.find("profile");
    return profile != document.end() && !profile->is_null();
}

/// What a network keeps under this gateway's key is of all its callers: none reads, or goes on with, another one's.
std::optional<ApiError> keeps_apart(const Json& call) {
    for (const char* member : {"previous_response_id", "conversation", "background"}) {
        const auto found = call.find(member);
        if (found == call.end() || found->is_null() || *found == false) continue;
        return bad_request(member,
                           "'" + std::string(member) +
                               "' stays with a network under the one key of this gateway, where "
                               "all its callers would share it; leave it out and send the whole conversation.",
                           "unsupported_parameter");
    }
    return std::nullopt;
}

CallKind kind_of(CallPath path) {
    if (path == CallPath::chat) return CallKind::chat;
    if (path == CallPath::embeddings) return CallKind::embeddings;
    if (path == CallPath::run) return CallKind::run;
    return path == CallPath::responses ? CallKind::responses : CallKind::completion;
}

schedule::LineUp habit(const Services& services, const CallSize& size) {
    schedule::LineUp line_up;
    line_up.best = services.options.best_network;
    if (!line_up.best) return line_up;
    if (size.most_tokens) line_up.tokens = std::min(line_up.tokens, static_cast<double>(*size.most_tokens));
    core::random_bytes(std::span(reinterpret_cast<std::uint8_t*>(&line_up.dice), sizeof line_up.dice));
    return line_up;
}

} // namespace

/// Somebody to ask; no place: this home.
struct DoorExchange::Turn {
    std::optional<Place> place;
    std::string why;
    std::optional<unsigned> rests_s = {};
    std::optional<pay::Tariff> tariff = {}; ///< of a call that is paid by itself
};

struct DoorExchange::Arrival {
    CallPath path;
    HttpRequest request;
    core::Nanoseconds received;
    Glance found = {};
    std::deque<Turn> turns = {};
    CallSize size = {};
    std::optional<core::Hash> body_hash = {}; ///< where this home may answer from what was read
};

bool stays_here(const Services& services, const HttpRequest& request) {
    const bool unsold = (request.pays || request.meter) && !resale::sells_networks(services);
    return request.count("x-hearth-hop") > 0 || unsold || names_settlement(request);
}

bool goes_elsewhere(const ApiError& error) {
    const bool ours = error.code == "stopping" || error.code == "cancelled";
    const bool asked_too_much = error.status == 408 || error.status == 429;
    return !ours && (asked_too_much || error.status >= 502 || error.status == 500);
}

std::shared_ptr<Exchange> DoorExchange::start(const Services& services, Reply& reply, CallPath path,
                                              HttpRequest request, core::Nanoseconds received) {
    auto exchange = std::make_shared<DoorExchange>(services, reply);
    auto arrival = std::make_shared<Arrival>(Arrival{path, std::move(request), received});
    exchange->m_arrival = arrival;
    const bool alone = path == CallPath::run || !services.upstreams || services.upstreams->empty() ||
                       stays_here(services, arrival->request);
    if (alone) {
        arrival->turns.push_back({std::nullopt, std::string(schedule::name_of(schedule::Why::home))});
        exchange->take_turn({});
        return exchange->m_answering;
    }
    services.pool->post([weak = std::weak_ptr(exchange), &services, arrival] {
        auto refused = std::make_shared<std::optional<ApiError>>(decide(services, *arrival));
        services.post([weak, refused] {
            const auto self = weak.lock();
            if (!self || !self->m_reply || self->m_over) return;
            guarded_step(self->m_reply, [&] {
                if (!*refused) return self->take_turn({});
                self->m_over = true;
                self->m_reply->answer(error_answer(**refused));
            });
        });
    });
    return exchange;
}

/// On the pool: who is asked, in turn.
std::optional<ApiError> DoorExchange::decide(const Services& services, Arrival& arrival) {
    try {
        auto glance = glance_at(arrival.request.body, body_limits(services.options.max_json_depth));
        if (auto* error = std::get_if<ApiError>(&glance)) return std::move(*error);
        arrival.found = std::move(std::get<Glance>(glance));
        const Glance& found = arrival.found;
        arrival.size = call_size(arrival.path, *found.document, arrival.request.body.size());
        if (auto error =
                check_names(found.route, services.upstreams ? services.upstreams->names() : std::vector<std::string>()))
            return error;
        const std::string model = found.model ? found.model->name : std::string();
        const bool here = !found.model || offered_here(model, arrival.path, services, found.route.quantizations);
        std::vector<ForeignOffer> offers;
        if (found.model && services.upstreams && !stays_here(services, arrival.request)) {
            auto offering = services.upstreams->offering(model, found.route.quantizations);
            if (!offering && !here) return from_backend(offering.error(), model);
            if (offering) offers = std::move(*offering);
        }
        // Whoever offers it nowhere is told so by this home.
        const bool asks_home = here || offers.empty();
        std::optional<ApiError> unsold;
        if (arrival.request.meter)
            unsold = resale::keep_covered(offers, arrival.size, *arrival.request.meter, services.options.till->terms(),
                                          kind_of(arrival.path));
        if (unsold && !asks_home && offers.empty()) return unsold;
        if (auto error = line_up(services, arrival, offers, asks_home)) return unsold ? unsold : error;
        const bool leaves = std::any_of(arrival.turns.begin(), arrival.turns.end(),
                                        [](const Turn& turn) { return turn.place.has_value(); });
        if (leaves && arrival.request.count("x-hearth-profile") > 0)
            return bad_request("profile", "X-Hearth-Profile is for models of this home.");
        if (leaves && arrival.path == CallPath::responses)
            if (auto error = keeps_apart(*found.document)) return error;
        // Of a network it is that one's own member, and goes on as it is.
        const bool stays = std::any_of(arrival.turns.begin(), arrival.turns.end(),
                                       [](const Turn& turn) { return !turn.place.has_value(); });
        if (leaves && stays && names_profile(*found.document))
            return bad_request("profile", "'profile' is for models of this home, and this call may leave it. Leave it "
                                          "out, or allow this home alone.");
        if (stays) arrival.body_hash = core::sha256(core::as_bytes(arrival.request.body));
        if (!leaves) arrival.request.body = {};
        return std::nullopt;
    } catch (const std::exception& error) {
        core::log::error("gateway", "door_threw", {{"what", error.what()}});
        return http_error(500, "internal", "The request could not be read because of a defect.");
    }
}

std::optional<ApiError> DoorExchange::line_up(const Services& services, Arrival& arrival,
                                              std::vector<ForeignOffer>& offers, bool asks_home) {
    const Glance& found = arrival.found;
    const std::string model = found.model ? found.model->name : std::string();
    std::vector<schedule::Door> doors;
    if (asks_home) doors.push_back(home_door(services.backend->models(), model, names_for(services, model)));
    for (const ForeignOffer& offer : offers) {
        doors.push_back(offer.door);
        if (!offer.quote) continue;
        doors.back().what.price = expected_price(*offer.quote, arrival.size).units();
        if (const auto most = highest_price(*offer.quote, arrival.size)) doors.back().most_price = most->units();
    }
    for (const schedule::Turn& turn : schedule::turns(doors, found.route, habit(services, arrival.size))) {
        const bool home = doors[turn.door].own();
        Turn next{std::nullopt, std::string(schedule::name_of(turn.why))};
        if (!home) {
            const ForeignOffer& offer = offers[turn.door - (asks_home ? 1 : 0)];
            next.place = offer.place;
            next.rests_s = offer.rests_s;
            if (arrival.request.meter) next.tariff = resale::tariff(services.options.till->terms(), *offer.quote);
        }
        if (next.place && next.place->named) next.why = "named";
        arrival.turns.push_back(std::move(next));
    }
    if (arrival.turns.empty()) return nobody_fits(model, doors, found.route);
    return std::nullopt;
}

/// `failed`: who had its turn before, and why that came to nothing; empty for the first.
void DoorExchange::take_turn(const std::string& failed) {
    Arrival& arrival = *m_arrival;
    const Turn turn = std::move(arrival.turns.front());
    arrival.turns.pop_front();
    const bool last = arrival.turns.empty();
    TurnOfCall told{failed.empty() ? turn.why : turn.why + "; after " + failed, {}, turn.rests_s, m_charged};
    if (!last)
        told.next = [this, who = turn.place ? turn.place->network : schedule::home_name](const ApiError& error,
                                                                                         bool charged) {
            m_charged = m_charged || charged;
            return ask_next(who + " (" + error.code + ")");
        };
    HttpRequest& request = arrival.request;
    if (request.meter) request.meter->tariff = turn.tariff.value_or(m_services.options.till->terms().tariff);
    if (turn.place) {
        std::string body = last ? std::move(request.body) : request.body;
        ForeignRequest foreign = pass_on(*turn.place, arrival.path, arrival.found, std::move(body), request.caller);
        foreign.size = arrival.size;
        if (const auto most = arrival.found.route.max_price) foreign.max_price = core::Amount::from_units(*most);
        if (request.meter) foreign.payment = request.meter->payment;
        m_answering = PassExchange::start(m_services, *m_reply, std::move(foreign), arrival.received, std::move(told),
                                          request.meter);
        return;
    }
    // What was read and hashed already needs no copy of the bytes.
    std::string body = arrival.body_hash ? std::string() : std::move(request.body);
    m_answering = GenerateExchange::start(
        m_services, *m_reply,
        {kind_of(arrival.path), std::move(body), std::string(request.header("x-hearth-profile")),
         arrival.found.document, request.caller, arrival.received, std::move(told), request.meter,
         names_settlement(request), request.model, arrival.body_hash, arrival.size.bytes});
}

/// Called by the exchange that failed, which must not end inside its own call.
bool DoorExchange::ask_next(const std::string& failed) {
    if (!m_reply || m_over || m_arrival->turns.empty()) return false;
    core::log::info("gateway", "call_goes_elsewhere", {{"after", failed}});
    m_services.post([weak = weak_from_this(), failed] {
        const auto self = weak.lock();
        if (!self || !self->m_reply || self->m_over) return;
        guarded_step(self->m_reply, [&] {
            const std::shared_ptr<Exchange> before = std::exchange(self->m_answering, nullptr);
            if (before) before->detach();
            self->take_turn(failed);
        });
    });
    return true;
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
