// SPDX-License-Identifier: Apache-2.0
#include "node/door/chat_desk.h"

#include "node/door/foreign_chat.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <nlohmann/json.hpp>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

/// Hands what arrives on the backend's threads to the calling thread.
class ChatSink final : public gateway::GenerationSink {
public:
    void started(std::uint32_t, const std::string& evidence_id, const std::string&) override {
        const std::lock_guard lock(m_mutex);
        m_evidence_id = evidence_id;
    }
    void token(const gateway::TokenPiece& piece) override {
        if (!piece.text.empty()) push(piece.text);
    }
    void finished(const gateway::GenerationEnd& end) override {
        const std::lock_guard lock(m_mutex);
        if (!end.tail.empty()) m_texts.push_back(end.tail);
        m_end = end;
        m_changed.notify_all();
    }
    void failed(const core::Error& error) override {
        const std::lock_guard lock(m_mutex);
        m_error = error;
        m_changed.notify_all();
    }

    /// The next piece, or nullopt at the end.
    std::optional<std::string> next() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_texts.empty() || m_end || m_error; });
        if (m_texts.empty()) return std::nullopt;
        std::string text = std::move(m_texts.front());
        m_texts.pop_front();
        return text;
    }
    core::Result<gateway::GenerationEnd> end() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_end || m_error; });
        if (m_error) return *m_error;
        return *m_end;
    }

    std::string evidence_id() {
        const std::lock_guard lock(m_mutex);
        return m_evidence_id;
    }

private:
    void push(const std::string& text) {
        const std::lock_guard lock(m_mutex);
        m_texts.push_back(text);
        m_changed.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::string> m_texts;
    std::string m_evidence_id;
    std::optional<gateway::GenerationEnd> m_end;
    std::optional<core::Error> m_error;
};

core::Result<gateway::GenerationRequest> to_request(const control::ChatRequest& chat) {
    const bool is_text = core::is_utf8(chat.prompt) && core::is_utf8(chat.system) &&
                         std::all_of(chat.history.begin(), chat.history.end(), [](const control::ChatTurn& turn) {
                             return core::is_utf8(turn.prompt) && core::is_utf8(turn.answer);
                         });
    if (!is_text) return fail(Code::invalid_argument, core::say("prompt_not_valid_utf"), core::say("send_text_utf"));
    if (control::is_blank(chat.prompt))
        return fail(Code::invalid_argument, core::say("prompt_empty_nothing_asked"),
                    core::say("write_what_model_should"));
    nlohmann::json messages = nlohmann::json::array();
    if (!chat.system.empty()) messages.push_back({{"role", "system"}, {"content", chat.system}});
    for (const control::ChatTurn& turn : chat.history) {
        messages.push_back({{"role", "user"}, {"content", turn.prompt}});
        messages.push_back({{"role", "assistant"}, {"content", turn.answer}});
    }
    messages.push_back({{"role", "user"}, {"content", chat.prompt}});
    gateway::GenerationRequest request;
    request.model = chat.model;
    request.profile = chat.profile;
    request.messages_json = messages.dump();
    request.temperature = chat.temperature.value_or(request.temperature);
    request.top_p = chat.top_p.value_or(request.top_p);
    request.seed = chat.seed;
    request.max_tokens = chat.max_tokens;
    request.priority = core::Priority::interactive; // the owner reads along
    return request;
}

/// What the owner's terms exclude is refused, as it is where another network is what they exclude.
core::Error refused_by_terms(core::Error error, const gateway::schedule::Route& terms) {
    const bool has_terms = terms != gateway::schedule::Route{};
    if (has_terms && error.code == Code::unsupported) error.code = Code::refused;
    return error;
}

/// Of one that was removed meanwhile nothing is promised.
unsigned network_tier(const gateway::Upstreams& upstreams, const std::string& name) {
    const auto network = upstreams.state(name);
    return network ? gateway::trusted_tier(network->config) : 0;
}

} // namespace

core::Result<control::ChatResult> ChatDesk::chat(const control::ChatRequest& chat, const control::OnText& on_text) {
    HEARTH_TRY(gateway::GenerationRequest request, to_request(chat));
    HEARTH_TRY(const ChatWish wish, ChatWish::of(chat));
    HEARTH_TRY(const auto place, chat_place(wish, chat, m_parts.backend, *m_parts.upstreams.upstreams()));
    if (!place) name_as_home_does(request, m_parts.backend, *m_parts.upstreams.upstreams());
    const unsigned tier = place ? network_tier(*m_parts.upstreams.upstreams(), place->network)
                          : m_parts.alone || wish.min_tier >= tier_of_home ? tier_of_home
                                                                           : 0;
    if (wish.max_price) request.route.max_price = wish.max_price->units();
    request.route.min_tier = wish.min_tier;
    request.route.min_level = static_cast<unsigned>(wish.min_level);
    const auto asked = place
                           ? ask_network(m_parts.upstreams, *place, chat, request.messages_json, on_text, m_parts.clock)
                           : ask_home(request, wish.min_level, on_text);
    if (!asked) return asked.error();
    const proof::Level level = proof::find_level(asked->level).value_or(proof::Level::none);
    if (level >= wish.min_level || asked->finish_reason == "cancelled") {
        control::ChatResult result = *asked;
        result.tier = tier_name(tier);
        return result;
    }
    return fail(Code::refused, core::say("evidence_stayed_below", {asked->network, asked->level, chat.min_level}),
                core::say("its_evidence_is_kept"));
}

core::Result<control::ChatResult> ChatDesk::ask_home(const gateway::GenerationRequest& request, proof::Level min_level,
                                                     const control::OnText& on_text) {
    const auto sink = std::make_shared<ChatSink>();
    auto started = m_parts.backend.start(request, sink);
    if (!started) return refused_by_terms(started.error(), request.route);
    std::unique_ptr<gateway::Generation> generation = std::move(*started);
    control::ChatResult result;
    result.network = home_network;
    while (const auto piece = sink->next()) {
        result.text += *piece;
        if (on_text && !on_text(*piece)) generation.reset();
    }
    HEARTH_TRY(const gateway::GenerationEnd end, sink->end());
    result.token_ids = end.output_ids;
    result.finish_reason = end.finish_reason;
    result.usage = {end.prompt_tokens, end.completion_tokens};
    result.receipt_id = end.receipt_id;
    result.node = end.node;
    result.level = "E0";
    if (end.receipt_id.empty()) return result;
    result.evidence_id = sink->evidence_id();
    result.ttft_ms = end.ttft_ms;
    result.total_ms = end.total_ms;
    if (min_level > proof::Level::signature && end.finish_reason != "cancelled") {
        const auto on_progress = [&](const control::Progress&) { return !on_text || on_text({}); };
        HEARTH_TRY([[maybe_unused]] const VerdictRecord verdict, m_parts.auditor.replay(end.receipt_id, on_progress));
    }
    HEARTH_TRY(const control::ReceiptView view, m_parts.book.view(end.receipt_id));
    result.level = view.level;
    result.checks = view.checks;
    return result;
}

} // namespace hearth::node
