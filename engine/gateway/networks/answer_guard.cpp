// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/answer_guard.h"

#include "core/json_guard.h"
#include "gateway/networks/secret.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace hearth::gateway {
namespace {

using core::Code;
using core::fail;
using Json = nlohmann::json;

constexpr std::size_t most_choices = 1024, longest_error = 65'536, longest_named = 128;
/// What is read here: where one of these stands twice its caller might read something else than was looked at here.
constexpr std::array<std::string_view, 15> read_keys = {
    "choices",           "usage",        "error",         "model",        "id",    "prompt_tokens",
    "completion_tokens", "input_tokens", "output_tokens", "total_tokens", "index", "type",
    "sequence_number",   "response",     "finish_reason"};
/// A tree of more levels would take the stack with it.
constexpr core::JsonLimits limits = {.max_bytes = SIZE_MAX, .max_depth = 64, .once = read_keys};
constexpr const char* ask_operator = "ask_operator";

core::Error broken(const core::Sentence& what) {
    return fail(Code::corrupt, core::say("network_so", {what}), core::say(ask_operator));
}

/// What a server says in an "error" member, be it OpenAI's object or a bare text.
std::string error_text(const Json& error) {
    const Json* text = &error;
    if (error.is_object() && error.contains("message")) text = &error["message"];
    std::string said =
        text->is_string() ? text->get<std::string>() : text->dump(-1, ' ', true, Json::error_handler_t::replace);
    std::replace_if(
        said.begin(), said.end(), [](unsigned char c) { return c < 0x20; }, ' ');
    return shortened(std::move(said), longest_error);
}

std::optional<std::uint64_t> cached_in(const Json& usage) {
    for (const char* name : {"prompt_tokens_details", "input_tokens_details"}) {
        const auto details = usage.find(name);
        if (details == usage.end() || !details->is_object()) continue;
        const auto found = details->find("cached_tokens");
        if (found != details->end() && found->is_number_unsigned()) return found->get<std::uint64_t>();
    }
    return std::nullopt;
}

/// In the words of chats, or of /v1/responses. Vectors have a total in place of what was written. None: it does not say
/// both in numbers.
std::optional<TokenUsage> usage_in(const Json& usage) {
    const auto count = [&](const char* name, const char* other) -> std::optional<std::uint64_t> {
        auto found = usage.find(name);
        if (found == usage.end()) found = usage.find(other);
        return found != usage.end() && found->is_number_unsigned() ? std::optional(found->get<std::uint64_t>())
                                                                   : std::nullopt;
    };
    const auto read = count("prompt_tokens", "input_tokens");
    const auto written = count("completion_tokens", "output_tokens");
    if (!read) return std::nullopt;
    if (written) return TokenUsage{*read, *written, cached_in(usage)};
    const auto total = count("total_tokens", "total_tokens");
    const bool silent = !usage.contains("completion_tokens") && !usage.contains("output_tokens");
    if (!silent || !total || *total < *read) return std::nullopt;
    return TokenUsage{*read, *total - *read};
}

void read_facts(const Json& json, AnswerFacts& facts) {
    if (!json.is_object()) return;
    if (const auto error = json.find("error"); error != json.end() && !error->is_null())
        facts.error = error_text(*error);
    if (const auto model = json.find("model"); !facts.model && model != json.end() && model->is_string())
        facts.model = model->get<std::string>();
    if (const auto id = json.find("id"); !facts.id && id != json.end() && id->is_string())
        facts.id = id->get<std::string>();
    // A stream may say it more than once; the last one holds.
    if (const auto usage = json.find("usage"); usage != json.end() && usage->is_object())
        if (const auto told = usage_in(*usage)) facts.usage = told;
}

/// Errors: corrupt, where it names a model that certainly is another one than was asked for.
core::Status check_named_model(const Json& json, const EventGuard::IsOther& is_other, AnswerFacts& facts) {
    if (!is_other || !json.is_object()) return {};
    const std::string named = core::text_member(json, "model");
    if (named.empty() || !is_other(named)) return {};
    facts.model = named;
    facts.other_model = true;
    return broken(core::say("answers_as_other_model", {shortened(named, longest_named)}));
}

/// What an event of /v1/responses tells of the answer as it stands; itself, where it tells a part.
const Json& response_in(const Json& event) {
    if (!event.is_object()) return event;
    const auto response = event.find("response");
    return response != event.end() && response->is_object() ? *response : event;
}

/// Errors: corrupt, which names a key that stands twice; else it is `otherwise`.
core::Result<Json> parsed(std::string_view text, const char* otherwise) {
    auto read = core::parse_json<Json>(text, limits);
    if (auto* const json = std::get_if<Json>(&read)) return std::move(*json);
    const auto& fault = std::get<core::JsonFault>(read);
    return broken(fault.kind == core::JsonFault::Kind::key_twice ? core::say("sent_key_twice", {fault.key})
                                                                 : core::say(otherwise));
}

std::string media_type(std::string_view content_type) {
    std::string type(content_type.substr(0, content_type.find(';')));
    while (!type.empty() && type.back() == ' ')
        type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
    return type;
}

std::string shown(const std::string& type) {
    return type.empty() ? "no content type" : "content of the type " + type.substr(0, 64);
}

} // namespace

bool is_event_stream(std::string_view content_type) {
    return media_type(content_type) == "text/event-stream";
}

Passed EventGuard::feed(std::string_view bytes) {
    m_held.append(bytes);
    Passed passed;
    std::size_t whole = 0; // may go on
    for (; m_seen < m_held.size(); ++m_seen) {
        if (m_seen - whole >= m_max) passed.fine = broken(core::say("sent_event_no_end"));
        const char c = m_held[m_seen];
        const bool second_half = m_after_cr && c == '\n';
        m_after_cr = c == '\r';
        if (passed.fine && !second_half && c != '\r' && c != '\n') continue;
        if (passed.fine && !second_half)
            passed.fine = end_line(std::string_view(m_held).substr(m_line, m_seen - m_line));
        if (!passed.fine) break;
        m_line = m_seen + 1;
        if (!m_in_event) whole = m_seen + 1;
    }
    passed.bytes = m_held.substr(0, whole);
    m_held.erase(0, whole);
    m_line -= std::min(m_line, whole);
    m_seen -= whole;
    return passed;
}

core::Status EventGuard::end_line(std::string_view line) {
    if (line.empty()) return end_event();
    if (line.front() == ':') return {};
    m_in_event = true;
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    const std::size_t colon = line.find(':');
    if (line.substr(0, colon) != "data") return {};
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (m_has_data) m_data += '\n';
    m_data.append(value);
    m_has_data = true;
    return {};
}

core::Status EventGuard::end_event() {
    m_in_event = false;
    const std::string data = std::exchange(m_data, {});
    if (!std::exchange(m_has_data, false)) return {};
    ++m_events;
    if (data.starts_with("[DONE]")) {
        m_done = m_done || !m_typed;
        return {};
    }
    HEARTH_TRY(const Json json, parsed(data, "sent_event_no_json"));
    const Json& told = m_typed ? response_in(json) : json;
    HEARTH_CHECK(check_named_model(told, m_is_other, m_facts));
    if (m_typed) HEARTH_CHECK(check_place(json));
    read_facts(told, m_facts);
    if (m_typed)
        read_type(json);
    else if (json.is_object() && json.contains("choices") && json["choices"].is_array())
        count_choices(json["choices"]);
    return {};
}

/// The last one holds the whole answer, and nothing but a further [DONE] may follow it; OpenAI tells a failure twice.
core::Status EventGuard::check_place(const Json& event) {
    const std::string type = event.is_object() ? core::text_member(event, "type") : std::string();
    const bool tells_again = std::exchange(m_may_tell_again, type == "error") && type == "response.failed";
    if (!m_done || type.empty() || tells_again) return {};
    return broken(core::say("sent_event_after_last"));
}

void EventGuard::read_type(const Json& event) {
    if (!event.is_object()) return;
    const auto number = event.find("sequence_number");
    if (number != event.end() && number->is_number_unsigned() && *number < UINT32_MAX)
        m_facts.next_event = number->get<std::uint64_t>() + 1;
    const std::string type = core::text_member(event, "type");
    const bool fails = type == "error" || type == "response.failed";
    if (fails && !m_facts.error) m_facts.error = type == "error" ? error_text(event) : type;
    m_done = m_done || fails || type == "response.completed" || type == "response.incomplete";
}

void EventGuard::count_choices(const Json& choices) {
    for (const Json& choice : choices) {
        if (!choice.is_object() || m_choices.size() >= most_choices) continue;
        const auto index = choice.find("index");
        const std::int64_t which = index != choice.end() && index->is_number_integer() ? index->get<std::int64_t>() : 0;
        m_choices.insert(which);
        const auto finish = choice.find("finish_reason");
        if (finish != choice.end() && finish->is_string()) m_finished.insert(which);
    }
}

core::Status EventGuard::end() const {
    if (m_in_event || m_line < m_held.size()) return broken(core::say("ended_middle_event"));
    if (m_facts.error || m_done) return {};
    if (!m_choices.empty() && m_choices == m_finished) return {};
    return broken(core::say("ended_without_saying_answer"));
}

AnswerGuard::AnswerGuard(bool stream, const Limits& limits, IsOther is_other)
    : m_limits(limits), m_stream(stream), m_is_other(is_other),
      m_events(limits.max_event_bytes, std::move(is_other), limits.typed_events) {}

core::Status AnswerGuard::head(const RawHead& head) {
    m_facts.status = head.status;
    const std::string type = media_type(head.content_type), status = std::to_string(head.status);
    const bool json = type == "application/json" || type.ends_with("+json");
    if (head.status == 401 || head.status == 403 || head.status == 407)
        return fail(Code::refused, core::say("network_refuses_key_gateway", {status}),
                    core::say("node_owner_must_give"));
    if (head.status == 402)
        return fail(Code::refused, core::say("network_wants_gateway_pay"), core::say("node_owner_must_see"));
    if (head.status >= 300 && head.status < 400)
        return fail(Code::refused, core::say("network_sends_callers_elsewhere", {status}),
                    core::say("node_owner_must_give_gateway"));
    if (head.status >= 400) {
        m_stream = false;
        if (json) return {};
        return fail(Code::unavailable, core::say("network_answers_http", {status, shown(type)}),
                    core::say(ask_operator));
    }
    if (head.status != 200) return broken(core::say("answers_http_no_answer", {status}));
    if (m_stream && type == "text/event-stream") return {};
    if (!m_stream && m_limits.any_content) return {};
    // JSON in place of a stream may hold an error: it is read before it is judged.
    m_in_place_of_stream = m_stream && json;
    if (m_in_place_of_stream) m_stream = false;
    if (m_in_place_of_stream || (!m_stream && type == "application/json")) return {};
    return broken(core::say(m_stream ? "answers_no_stream" : "answers_no_json", {shown(type)}));
}

Passed AnswerGuard::body(std::string_view bytes) {
    if (m_stream) {
        Passed passed = m_events.feed(bytes);
        const int status = m_facts.status;
        m_facts = m_events.facts();
        m_facts.status = status;
        return passed;
    }
    if (bytes.size() > m_limits.max_whole_bytes - m_whole.size())
        return {{}, broken(core::say("answers_more_than_mib", {std::to_string(m_limits.max_whole_bytes >> 20)}))};
    m_whole.append(bytes);
    return {};
}

Passed AnswerGuard::end() {
    if (m_stream) return {{}, m_events.end()};
    if (m_limits.any_content && m_facts.status == 200) return {std::exchange(m_whole, {}), {}};
    const auto read = parsed(m_whole, "answers_something_no_json");
    if (!read) return {{}, read.error()};
    const Json& json = *read;
    if (!json.is_object()) return {{}, broken(core::say("answers_something_no_json"))};
    read_facts(json, m_facts);
    if (m_facts.status == 200)
        if (const core::Status same = check_named_model(json, m_is_other, m_facts); !same) return {{}, same};
    if (m_facts.error && m_facts.status == 200)
        return {{},
                fail(Code::unavailable, core::say("network_says_all_well", {*m_facts.error}), core::say(ask_operator))};
    if (m_in_place_of_stream) return {{}, broken(core::say("answers_json_where_stream"))};
    return {std::exchange(m_whole, {}), {}};
}

} // namespace hearth::gateway
