// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/generate.h"

#include "core/clock.h"
#include "core/log.h"
#include "gateway/edge/blame.h"
#include "gateway/edge/call_launch.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/embedding_writer.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/json_text.h"
#include "gateway/edge/meter.h"
#include "gateway/edge/pace.h"
#include "gateway/edge/run_writer.h"
#include "gateway/edge/wait_headers.h"

#include <algorithm>

namespace hearth::gateway {

namespace {

constexpr std::size_t high_water_bytes = 64 * 1024;
using core::second;

using core::monotonic;

} // namespace

HttpAnswer error_answer(const ApiError& error) {
    HttpAnswer answer;
    answer.status = error.status;
    answer.body = error_json(error);
    if (error.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (error.retry_after_s) add_retry_after(answer, *error.retry_after_s);
    return answer;
}

std::shared_ptr<GenerateExchange> GenerateExchange::start(const Services& services, Reply& reply, CallSource source) {
    auto exchange = std::make_shared<GenerateExchange>(services, reply, source.received, std::move(source.turn));
    exchange->m_caller = source.caller;
    exchange->m_meter = source.meter;
    const std::weak_ptr<GenerateExchange> weak = exchange;
    exchange->m_inbox =
        std::make_shared<Inbox>(services.options.max_stream_backlog_bytes, [weak, post = services.post] {
            post([weak] {
                if (const auto self = weak.lock()) guarded_step(self->m_reply, [&] { self->pump(); });
            });
        });
    const CallLimits limits{body_limits(services.options.max_json_depth), services.options.max_choices};
    services.pool->post([limits, &services, source = std::move(source), inbox = exchange->m_inbox] {
        launch_call(limits, services, source, inbox);
    });
    return exchange;
}

GenerateExchange::GenerateExchange(const Services& services, Reply& reply, core::Nanoseconds received, TurnOfCall turn)
    : m_services(services), m_reply(&reply), m_received(received), m_last_sent(received), m_turn(std::move(turn)) {}

void GenerateExchange::pump() {
    while (m_reply && !m_over && m_reply->unsent() + m_out.size() < high_water_bytes) {
        if (m_waiting.empty()) {
            for (CallEvent& event : m_inbox->take())
                m_waiting.push_back(std::move(event));
            if (m_waiting.empty()) break;
        }
        CallEvent event = std::move(m_waiting.front());
        m_waiting.pop_front();
        handle(event);
    }
    flush();
    if (!m_reply || m_over || !m_inbox->overflowed()) return;
    core::log::warning("gateway", "slow_reader_dropped");
    m_over = true;
    read_meter(false);
    m_reply->abort();
}

void GenerateExchange::handle(CallEvent& event) {
    if (auto* accepted = std::get_if<CallAccepted>(&event.what)) {
        m_overhead += event.at - m_received;
        return accept(std::move(accepted->call));
    }
    if (auto* rejected = std::get_if<CallRejected>(&event.what)) return fail(rejected->error);
    if (auto* handle = std::get_if<GenerationHandle>(&event.what)) {
        m_generations.push_back(std::move(handle->generation));
        return;
    }
    if (auto* error = std::get_if<core::Error>(&event.what)) {
        ApiError shown = from_backend(*error, m_call ? m_call->shown_model : "");
        if (m_call && shown.status == 400) {
            shown.param = blamed_member(error->message, m_call->kind);
            if (shown.param.empty() && error->code == core::Code::too_large) shown.param = question_of(m_call->kind);
        }
        return fail(shown);
    }
    Choice& choice = m_choices[event.choice];
    if (choice.ended) return;
    const bool moves_on = !std::holds_alternative<TokenPiece>(event.what);
    if (auto* started = std::get_if<GenerationStarted>(&event.what)) take_started(choice, *started);
    if (auto* piece = std::get_if<TokenPiece>(&event.what)) take_token(choice, *piece);
    if (auto* end = std::get_if<GenerationEnd>(&event.what)) take_end(choice, *end);
    if (m_over || !moves_on) return;
    const bool all_ended = std::all_of(m_choices.begin(), m_choices.end(), [](const Choice& c) { return c.ended; });
    if (all_ended || (!m_head_sent && all_started())) m_overhead += monotonic() - event.at;
    if (m_call->stream && !m_head_sent && all_started()) begin_stream();
    if (all_ended && !m_over) finish();
}

void GenerateExchange::accept(std::shared_ptr<ApiCall> call) {
    m_call = std::move(call);
    m_pace = m_services.pace->began(m_caller, monotonic());
    const std::int64_t now = core::system_clock().now() / second;
    const std::string id = fresh_id(m_call->kind == CallKind::chat ? "chatcmpl-" : "cmpl-");
    m_writer.emplace(*m_call, id, now);
    m_answer_id = id;
    if (m_call->kind == CallKind::responses) m_responses.emplace(*m_call, m_answer_id = fresh_id("resp_"), now);
    m_choices.resize(m_call->prompts.size() * m_call->choices);
    for (std::size_t i = 0; i < m_choices.size(); ++i)
        m_choices[i].answer.index = static_cast<unsigned>(i);
    m_launched = at_first(*m_call);
}

/// Of a long list of texts some wait here, so that it does not take every place at the workers.
void GenerateExchange::launch_more() {
    if (m_launched >= m_choices.size()) return;
    const std::size_t next = m_launched++;
    m_services.pool->post([&services = m_services, call = m_call, caller = m_caller, inbox = m_inbox, next] {
        launch_choices(*call, caller, *services.backend, inbox, next, next + 1);
    });
}

void GenerateExchange::take_started(Choice& choice, const GenerationStarted& started) {
    choice.started = true;
    choice.prompt_tokens = started.prompt_tokens;
    choice.evidence_id = header_safe(started.evidence_id);
    choice.node = header_safe(started.node);
    if (m_evidence_owed && all_started()) {
        m_out += ": x-evidence-id " + evidence_list() + "\n\n";
        m_evidence_owed = false;
    }
}

void GenerateExchange::take_token(Choice& choice, TokenPiece& piece) {
    m_charged = true;
    if (!piece.of_prompt) ++choice.completion_tokens;
    if (m_call->stream) {
        // Text of a choice that is ahead of the others waits inside the answer until the head can go.
        if (m_head_sent)
            say(choice, std::move(piece));
        else
            choice.answer.tokens.push_back(std::move(piece));
        return;
    }
    choice.answer.text += piece.text;
    choice.answer.shown += count_characters(piece.text);
    if (m_call->logprobs) choice.answer.tokens.push_back(std::move(piece));
}

void GenerateExchange::take_end(Choice& choice, GenerationEnd& end) {
    m_charged = true;
    if (end.finish_reason == "cancelled")
        return fail(http_error(503, "cancelled", "The node stopped this generation before it was complete."));
    choice.started = choice.ended = true;
    choice.vector = std::move(end.output_ids);
    launch_more();
    choice.answer.finish_reason = end.finish_reason;
    choice.answer.at_stop_text = end.at_stop_text;
    choice.prompt_tokens = end.prompt_tokens;
    choice.completion_tokens = end.completion_tokens;
    choice.cached_tokens = end.cached_tokens;
    choice.node = header_safe(end.node);
    choice.receipt_id = end.receipt_id;
    m_writer->set_fingerprint(end.system_fingerprint);
    if (!m_call->stream) {
        choice.answer.text += end.tail;
        choice.answer.shown += count_characters(end.tail);
        say_whole(choice);
    } else if (m_head_sent) {
        say(choice, {.text = end.tail, .logprob = {}, .top = {}});
        conclude(choice);
    } else if (!end.tail.empty()) {
        choice.answer.tokens.push_back({.text = end.tail, .logprob = {}, .top = {}});
    }
}

void GenerateExchange::begin_stream() {
    HttpAnswer head;
    head.content_type = "text/event-stream; charset=utf-8";
    head.headers = {{"Cache-Control", "no-cache"}, {"X-Accel-Buffering", "no"}};
    if (m_responses) head.events = EventForm::typed;
    m_evidence_owed = !all_started();
    add_call_headers(head);
    m_head_sent = true;
    m_reply->begin(std::move(head));
    for (Choice& choice : m_choices) {
        if (m_call->kind == CallKind::chat) m_writer->append_role(m_out, choice.answer);
        if (m_responses) m_responses->open(m_out);
        const std::size_t prompt = choice.answer.index / m_call->choices;
        if (!m_call->echo.empty()) m_writer->append_text(m_out, choice.answer, m_call->echo[prompt]);
        for (TokenPiece& piece : std::exchange(choice.answer.tokens, {}))
            say(choice, std::move(piece));
        if (choice.ended) conclude(choice);
        if (m_over) return;
    }
}

void GenerateExchange::flush() {
    if (!m_reply || m_out.empty()) return;
    if (is_remembered()) m_sent.update(m_out);
    m_reply->stream(m_out);
    m_out.clear();
    m_last_sent = monotonic();
}

void GenerateExchange::finish() {
    m_over = true;
    leave_pace(true);
    read_meter(false);
    if (m_call->stream) {
        if (m_call->include_usage && !m_call->for_opengradient) m_writer->append_usage(m_out, usage());
        if (m_responses)
            m_responses->complete(m_out, m_choices.front().answer.finish_reason, usage());
        else
            m_out += "data: [DONE]\n\n";
        flush();
        remember_bytes();
        m_reply->end(false);
    } else {
        HttpAnswer answer;
        answer.body = whole();
        if (is_remembered()) m_sent.update(answer.body);
        remember_bytes();
        add_call_headers(answer);
        m_reply->answer(std::move(answer));
    }
    release_generations();
}

std::string GenerateExchange::whole() {
    if (m_call->kind == CallKind::embeddings) {
        std::vector<std::vector<std::uint32_t>> vectors;
        for (Choice& choice : m_choices)
            vectors.push_back(std::move(choice.vector));
        return embeddings_json(*m_call, vectors, usage());
    }
    if (m_call->kind == CallKind::run) return run_json(*m_call, m_choices.front().vector, usage());
    std::vector<ChoiceAnswer> answers;
    for (Choice& choice : m_choices) {
        const std::size_t prompt = choice.answer.index / m_call->choices;
        if (!m_call->echo.empty()) choice.answer.text.insert(0, m_call->echo[prompt]);
        answers.push_back(std::move(choice.answer));
    }
    return m_responses ? m_responses->whole(answers.front(), usage()) : m_writer->whole(answers, usage());
}

void GenerateExchange::fail(const ApiError& error) {
    if (error.status >= 500)
        core::log::warning("gateway", "call_failed", {{"status", error.status}, {"code", error.code}});
    m_over = true;
    leave_pace(false);
    read_meter(error.status >= 500);
    const bool untouched = !m_head_sent && !m_charged;
    if (untouched && goes_elsewhere(error) && m_turn.next && m_turn.next(error, false)) return release_generations();
    if (m_head_sent) {
        if (m_responses)
            m_responses->fail(m_out, error);
        else
            m_out += error_event(error, EventForm::bare);
        flush();
        m_reply->end(true);
    } else {
        ApiError told = error;
        if (told.status == 429 && !told.waits_known)
            told.retry_after_s = m_services.pace->retry_after_s(m_caller, monotonic());
        HttpAnswer answer = error_answer(told);
        add_call_headers(answer);
        if (m_turn.charged && !m_charged) answer.headers.emplace_back("X-Should-Retry", "false");
        m_reply->answer(std::move(answer));
    }
    release_generations();
}

void GenerateExchange::leave_pace(bool whole) {
    if (const std::uint64_t number = std::exchange(m_pace, 0)) m_services.pace->ended(number, whole, monotonic());
}

void GenerateExchange::read_meter(bool failed) const {
    if (!m_meter || !m_call) return;
    const Usage sum = usage();
    m_meter->prompt_tokens = sum.prompt_tokens;
    m_meter->completion_tokens = sum.completion_tokens;
    m_meter->worked =
        m_charged || std::any_of(m_choices.begin(), m_choices.end(), [](const Choice& c) { return c.started; });
    m_meter->failed = failed;
}

void GenerateExchange::tick(core::Nanoseconds now) {
    const core::Nanoseconds silence = second * m_services.options.keep_alive_comment_s;
    if (!m_reply || m_over || !m_call || !m_call->stream || now - m_last_sent < silence) return;
    // A choice still waits for its turn; a proxy would give up before the head that names all evidence could
    // go.
    if (!m_head_sent) begin_stream();
    if (m_over) return;
    m_out += ": keep-alive\n\n";
    flush();
}

bool GenerateExchange::probe() {
    if (!m_head_sent) return false;
    m_out += ": keep-alive\n\n";
    flush();
    return true;
}

void GenerateExchange::stop() {
    if (m_reply && !m_over) fail(http_error(503, "stopping", "The service is stopping; try again when it is back."));
}

void GenerateExchange::detach() {
    m_reply = nullptr;
    if (!m_over) read_meter(false);
    leave_pace(false);
    release_generations();
}

void GenerateExchange::release_generations() {
    struct Doomed {
        std::vector<std::unique_ptr<Generation>> running;
        std::deque<CallEvent> waiting, unread;
    };
    const auto doomed = std::make_shared<Doomed>(
        Doomed{std::exchange(m_generations, {}), std::exchange(m_waiting, {}), m_inbox->close()});
    if (doomed->running.empty() && doomed->waiting.empty() && doomed->unread.empty()) return;
    // The last owner must not be this thread, hence the reset inside the job.
    m_services.pool->post([held = std::make_shared<std::shared_ptr<Doomed>>(doomed)] { held->reset(); });
}

bool GenerateExchange::all_started() const {
    return std::all_of(m_choices.begin(), m_choices.end(), [](const Choice& c) { return c.started; });
}

} // namespace hearth::gateway
