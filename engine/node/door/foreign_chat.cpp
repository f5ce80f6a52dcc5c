// SPDX-License-Identifier: Apache-2.0
#include "node/door/foreign_chat.h"

#include "core/json_guard.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>

namespace hearth::node {
namespace {

using nlohmann::json;

constexpr std::size_t most_waiting_bytes = std::size_t{1} << 20;
constexpr std::chrono::milliseconds patience{250};
/// What is read here; other keys may stand twice, as they may for the gateway, which passed them on.
constexpr std::array<std::string_view, 8> answer_keys = {"choices",       "usage", "prompt_tokens", "completion_tokens",
                                                         "finish_reason", "delta", "message",       "content"};

/// Hands the answer's bytes to the thread that asked.
class AnswerBytes final : public gateway::RawSink {
public:
    enum class Turn { bytes, silence, over };

    void head(const gateway::RawHead&) override {}
    bool body(std::string bytes) override {
        const std::lock_guard lock(m_mutex);
        m_waiting += bytes.size();
        m_bytes.push_back(std::move(bytes));
        m_changed.notify_all();
        return m_waiting < most_waiting_bytes;
    }
    void ended(const gateway::AnswerFacts& facts) override {
        if (facts.status == 200) return close({});
        close(core::fail(core::Code::unavailable,
                         core::say("network_answered_http", {core::figure(static_cast<std::uint64_t>(facts.status))}),
                         core::say("see_hearthctl_gateway_list")));
    }
    void failed(const core::Error& error, const gateway::AnswerFacts&) override { close(error); }

    Turn next(std::string& bytes) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, patience, [this] { return !m_bytes.empty() || m_over; })) return Turn::silence;
        if (m_bytes.empty()) return Turn::over;
        bytes = std::move(m_bytes.front());
        m_bytes.pop_front();
        m_waiting -= bytes.size();
        return Turn::bytes;
    }
    core::Status end() {
        const std::lock_guard lock(m_mutex);
        return m_end;
    }

private:
    void close(const core::Status& end) {
        const std::lock_guard lock(m_mutex);
        m_over = true;
        m_end = end;
        m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::string> m_bytes;
    std::size_t m_waiting = 0;
    bool m_over = false;
    core::Status m_end;
};

std::string body_of(const control::ChatRequest& chat, const std::string& model, const std::string& messages) {
    json body{{"model", model},
              {"messages", json::parse(messages)},
              {"stream", true},
              {"stream_options", {{"include_usage", true}}}};
    if (chat.temperature) body["temperature"] = *chat.temperature;
    if (chat.top_p) body["top_p"] = *chat.top_p;
    if (chat.seed) body["seed"] = *chat.seed;
    if (chat.max_tokens) body["max_tokens"] = *chat.max_tokens;
    return body.dump();
}

std::string text_in(const json& choice) {
    for (const char* part : {"delta", "message"}) {
        const auto found = choice.find(part);
        if (found == choice.end() || !found->is_object()) continue;
        const auto content = found->find("content");
        if (content != found->end() && content->is_string()) return content->get<std::string>();
    }
    return {};
}

/// What the gateway wrote down about the answer; without it nothing is known of it.
void add_evidence(const UpstreamDesk& desk, const std::string& evidence_id, control::ChatResult& result) {
    result.level = proof::level_name(proof::Level::none);
    const auto file = desk.envelope(evidence_id);
    if (!file) return;
    result.evidence_id = evidence_id;
    result.level = proof::level_name(file->envelope.level);
    for (const proof::CheckRow& row : file->envelope.checks)
        result.checks.push_back({row.name, proof::outcome_name(row.outcome), row.detail});
}

} // namespace

std::string AnswerText::feed(std::string_view bytes) {
    m_held += bytes;
    if (!m_is_stream) m_held.erase(0, m_held.find_first_not_of("\r\n"));
    std::string text;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = m_held.find('\n', begin)) != std::string::npos; begin = end + 1) {
        std::string_view line(m_held.data() + begin, end - begin);
        if (line.ends_with('\r')) line.remove_suffix(1);
        text += take_line(line);
        if (!m_is_stream) return text; // one object, in as many lines as it likes
    }
    m_held.erase(0, begin);
    return text;
}

std::string AnswerText::take_line(std::string_view line) {
    m_is_stream = m_is_stream || line.starts_with("data:") || line.starts_with(':') || line.starts_with("event:") ||
                  line.starts_with("id:") || line.starts_with("retry:");
    if (line.empty()) return take_object(std::exchange(m_data, {}));
    if (!line.starts_with("data:")) return {};
    line.remove_prefix(5);
    if (line.starts_with(' ')) line.remove_prefix(1);
    if (!m_data.empty()) m_data += '\n';
    m_data += line;
    return {};
}

std::string AnswerText::end() {
    if (m_is_stream) return {};
    return take_object(m_held);
}

std::string AnswerText::take_object(std::string_view text) {
    const json object = core::json_or_discarded<json>(text, {.max_depth = 64, .once = answer_keys});
    if (!object.is_object()) return {}; // "[DONE]", or nothing
    if (const auto usage = object.find("usage"); usage != object.end() && usage->is_object()) {
        const auto count = [&](const char* name) {
            const auto found = usage->find(name);
            return found != usage->end() && found->is_number_unsigned() ? found->get<std::uint32_t>() : 0;
        };
        m_usage = control::Usage{count("prompt_tokens"), count("completion_tokens")};
    }
    const auto choices = object.find("choices");
    if (choices == object.end() || !choices->is_array() || choices->empty() || !choices->front().is_object()) return {};
    const json& choice = choices->front();
    if (const auto reason = choice.find("finish_reason"); reason != choice.end() && reason->is_string())
        m_finish_reason = reason->get<std::string>();
    return text_in(choice);
}

core::Result<control::ChatResult> ask_network(UpstreamDesk& desk, const gateway::Place& place,
                                              const control::ChatRequest& chat, const std::string& messages,
                                              const control::OnText& on_text, const core::Clock& clock) {
    const auto sink = std::make_shared<AnswerBytes>();
    const core::Nanoseconds began = clock.monotonic();
    const auto passed = [&] { return static_cast<std::uint32_t>((clock.monotonic() - began) / 1'000'000); };
    gateway::ForeignRequest request{place, {"/chat/completions", body_of(chat, place.model, messages), true}, {}, {}};
    request.size.most_tokens = chat.max_tokens;
    if (chat.max_price) {
        HEARTH_TRY(request.max_price, core::Amount::parse_units(*chat.max_price));
    }
    HEARTH_TRY(gateway::ForeignCall call, desk.upstreams()->call(std::move(request), sink));
    control::ChatResult result;
    result.network = place.network;
    AnswerText answer;
    bool wanted = true;
    const auto say = [&](const std::string& text) {
        if (!text.empty() && !result.ttft_ms) result.ttft_ms = passed();
        result.text += text;
        wanted = !on_text || on_text(text);
    };
    std::string bytes;
    while (wanted) {
        const AnswerBytes::Turn turn = sink->next(bytes);
        if (turn == AnswerBytes::Turn::over) break;
        say(turn == AnswerBytes::Turn::bytes ? answer.feed(bytes) : std::string());
        if (turn == AnswerBytes::Turn::bytes && wanted) call.call->read_on();
    }
    if (wanted) {
        HEARTH_CHECK(sink->end());
        if (const std::string rest = answer.end(); !rest.empty()) say(rest);
    } else {
        call.call.reset();
    }
    result.total_ms = passed();
    result.finish_reason = wanted ? answer.finish_reason() : "cancelled";
    result.usage = answer.usage().value_or(control::Usage());
    add_evidence(desk, call.evidence_id, result);
    return result;
}

} // namespace hearth::node
