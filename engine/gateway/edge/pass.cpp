// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/pass.h"

#include "core/clock.h"
#include "core/log.h"
#include "gateway/edge/answer_book.h"
#include "gateway/edge/blame.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/resale.h"

#include <exception>

namespace hearth::gateway {

namespace {

constexpr std::size_t high_water_bytes = 64 * 1024, max_waiting_bytes = 256 * 1024;
constexpr std::size_t longest_shown_id = 128;

using core::monotonic;

bool is_stream(const RawHead& head) {
    return head.status == 200 && is_event_stream(head.content_type);
}

} // namespace

ApiError from_network(const core::Error& error, const std::string& network) {
    const auto of_upstream = [&](int status, const char* code) {
        ApiError shown = http_error(status, code, "Network '" + network + "': " + error.message);
        if (!error.hint.empty()) shown.message += " " + error.hint;
        return shown;
    };
    switch (error.code) {
    case core::Code::timed_out:
        return of_upstream(504, "upstream_timeout");
    case core::Code::unavailable:
        return of_upstream(502, "upstream_unavailable");
    case core::Code::refused:
        return of_upstream(502, "upstream_refused");
    case core::Code::corrupt:
        return of_upstream(502, "upstream_broken_answer");
    default:
        return from_backend(error, {});
    }
}

std::shared_ptr<PassExchange> PassExchange::start(const Services& services, Reply& reply, ForeignRequest request,
                                                  core::Nanoseconds received, TurnOfCall turn,
                                                  std::shared_ptr<Meter> meter) {
    auto exchange =
        std::make_shared<PassExchange>(services, reply, request, received, std::move(turn), std::move(meter));
    exchange->m_inbox =
        std::make_shared<PassInbox>(max_waiting_bytes, [weak = std::weak_ptr(exchange), post = services.post] {
            post([weak] {
                if (const auto self = weak.lock()) guarded_step(self->m_reply, [&] { self->pump(); });
            });
        });
    services.pool->post([upstreams = services.upstreams, inbox = exchange->m_inbox,
                         held = std::make_shared<ForeignRequest>(std::move(request))] {
        try {
            auto call = upstreams->call(std::move(*held), inbox);
            if (call)
                inbox->open(std::move(*call));
            else
                inbox->refuse(call.error());
        } catch (const std::exception& error) {
            core::log::error("gateway", "pass_threw", {{"what", error.what()}});
            inbox->refuse(core::fail(core::Code::internal, "The request could not be passed on because of a defect."));
        }
    });
    return exchange;
}

PassExchange::PassExchange(const Services& services, Reply& reply, const ForeignRequest& request,
                           core::Nanoseconds received, TurnOfCall turn, std::shared_ptr<Meter> meter)
    : m_services(services), m_reply(&reply), m_network(request.place.network), m_model(request.place.model),
      m_caller(request.caller), m_received(received), m_turn(std::move(turn)),
      m_events(is_responses(request.raw.path) ? EventForm::typed : EventForm::bare), m_meter(std::move(meter)),
      m_size(request.size), m_vectors(request.raw.path == "/embeddings") {
    m_size.bytes = request.raw.body.size();
}

PassExchange::~PassExchange() {
    leave();
}

void PassExchange::pump() {
    while (m_reply && !m_over && m_reply->unsent() < high_water_bytes) {
        auto event = m_inbox->take();
        if (!event) return;
        handle(*event);
    }
}

void PassExchange::handle(PassEvent& event) {
    if (const auto* head = std::get_if<RawHead>(&event.what)) return begin(*head, event.at);
    if (auto* bytes = std::get_if<std::string>(&event.what)) {
        m_passed_bytes += bytes->size();
        if (m_meter && m_begun) m_passed_events += events_in(*bytes);
        if (m_answer)
            m_answer->body += *bytes;
        else
            m_reply->stream(*bytes);
        return;
    }
    end(std::get<PassEnd>(event.what));
}

void PassExchange::begin(const RawHead& head, core::Nanoseconds at) {
    m_overhead = m_inbox->opened_at() - m_received + monotonic() - at;
    HttpAnswer answer;
    answer.status = head.status;
    answer.content_type = head.content_type;
    answer.headers = head.headers;
    answer.events = m_events;
    if (!is_stream(head)) {
        m_answer = std::move(answer);
        return;
    }
    answer.headers.emplace_back("Cache-Control", "no-cache");
    answer.headers.emplace_back("X-Accel-Buffering", "no");
    add_headers(answer);
    m_begun = true;
    m_reply->begin(std::move(answer));
}

void PassExchange::end(const PassEnd& end) {
    if (end.error) {
        // Only a call that was made belongs to the network; what kept it from being made is said here.
        const bool made = !m_inbox->evidence_id().empty();
        const bool silent = end.facts.status == 0 && end.facts.asked, charged = silent || end.facts.status == 200;
        ApiError shown = made ? from_network(*end.error, m_network) : from_backend(*end.error, m_model);
        if (!made && shown.status == 400)
            shown.param =
                blamed_member(end.error->message, m_events == EventForm::typed ? CallKind::responses : CallKind::chat);
        if (!made && shown.status == 503) shown.retry_after_s = m_turn.rests_s;
        // Whoever gave another model may want to be paid for it, but it is not what the caller asked for.
        if (end.facts.other_model) shown.code = "upstream_other_model";
        // Whose budget does not cover this network may still be answered by the next one.
        const bool unpaid =
            !made && (end.error->code == core::Code::invalid_argument || end.error->code == core::Code::conflict);
        if ((!charged || end.facts.other_model) && hands_on(shown, charged, unpaid)) return;
        read_meter(end.facts, charged, shown.status >= 500);
        return fail(shown, charged, end.facts.next_event);
    }
    const int status = m_answer ? m_answer->status : 200;
    const bool lacks_path = m_events == EventForm::typed && is_no_such_path(status);
    if (status != 200 && hands_on(http_error(status, "HTTP " + std::to_string(status), {}), false, lacks_path)) return;
    m_over = true;
    // A stream may end with what went wrong instead of an answer.
    read_meter(end.facts, status == 200, end.facts.error.has_value());
    if (status == 200 && !m_meter) remember(end.facts);
    if (m_answer) {
        add_headers(*m_answer);
        if (status != 200 && m_turn.charged) m_answer->headers.emplace_back("X-Should-Retry", "false");
        m_reply->answer(std::move(*m_answer));
    } else {
        m_reply->end(false);
    }
    leave();
}

/// Under the network's own id of it, as whoever checks its signature asks for that.
void PassExchange::remember(const AnswerFacts& facts) {
    const std::string id = facts.id.value_or("");
    m_services.answers->keep(
        m_caller, {id.size() > longest_shown_id ? std::string() : id, m_inbox->evidence_id(), {}, {}, {}, m_network},
        monotonic());
}

void PassExchange::read_meter(const AnswerFacts& facts, bool worked, bool failed) {
    if (!m_meter) return;
    const bool whole = facts.status == 200 && !facts.error;
    resale::read(*m_meter, counted_usage(facts.usage, whole, m_size, m_passed_events, m_vectors ? 0 : m_passed_bytes),
                 m_size);
    m_meter->worked = worked;
    m_meter->failed = failed;
}

/// A network that was asked and has said nothing, or has begun to answer, may be paid: only what came to nothing, or is
/// another model's, goes to the next one.
bool PassExchange::hands_on(const ApiError& error, bool charged, bool anyway) {
    if (m_begun || !(anyway || goes_elsewhere(error)) || !m_turn.next || !m_turn.next(error, charged)) return false;
    m_over = true;
    leave();
    return true;
}

void PassExchange::fail(const ApiError& error, bool charged, std::optional<std::uint64_t> event) {
    core::log::warning("gateway", "passed_call_failed",
                       {{"network", m_network}, {"status", error.status}, {"code", error.code}});
    m_over = true;
    if (m_begun) {
        m_reply->stream(error_event(error, m_events, event));
        m_reply->end(true);
    } else {
        HttpAnswer answer = error_answer(error);
        add_headers(answer);
        if (charged || m_turn.charged) answer.headers.emplace_back("X-Should-Retry", "false");
        m_reply->answer(std::move(answer));
    }
    leave();
}

bool PassExchange::probe() {
    if (!m_begun || !m_reply || m_over) return false;
    m_reply->stream(": keep-alive\n\n");
    return true;
}

void PassExchange::stop() {
    // Whether a call that was made is paid is not known here.
    const bool charged = m_begun || m_answer || !m_inbox->evidence_id().empty();
    if (!m_reply || m_over) return;
    read_meter({}, charged, true);
    fail(http_error(503, "stopping", "The service is stopping; try again when it is back."), charged);
}

/// A caller that leaves pays for the question, once somebody has it, and for what came.
void PassExchange::detach() {
    m_reply = nullptr;
    const bool refused = m_answer && m_answer->status != 200;
    if (!m_over) read_meter({}, m_inbox->was_asked() && !refused, false);
    leave();
}

void PassExchange::leave() {
    if (m_inbox) m_inbox->close();
}

void PassExchange::add_headers(HttpAnswer& answer) const {
    const std::string evidence = m_inbox->evidence_id();
    if (!evidence.empty()) answer.headers.emplace_back("X-Evidence-Id", evidence);
    answer.headers.emplace_back("X-Gateway-Overhead-Us", std::to_string(m_overhead / 1000));
    answer.headers.emplace_back("X-Hearth-Network", m_network);
    answer.headers.emplace_back("X-Hearth-Route", m_turn.why);
}

} // namespace hearth::gateway
