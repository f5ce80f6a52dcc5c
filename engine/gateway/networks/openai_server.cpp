// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/openai_server.h"

#include "core/bytes.h"
#include "core/json_guard.h"
#include "gateway/networks/secret.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <future>

namespace hearth::gateway {
namespace {

using core::Code;
using Json = nlohmann::json;
using Outcome = proof::CheckRow::Outcome;

constexpr int loop_detected = 508; ///< HTTP
constexpr std::size_t most_models = 10'000, longest_id = 256;

/// Gathers one short answer. Holds its own call, which ends with it.
class Answer final : public RawSink {
public:
    using Text = core::Result<std::string>;
    explicit Answer(std::function<void(Text)> then) : m_then(std::move(then)) {}
    void hold(std::unique_ptr<RawCall> call) { m_call = std::move(call); }

    void head(const RawHead& head) override { m_status = head.status; }
    bool body(std::string bytes) override {
        m_body += bytes;
        return true;
    }
    void ended(const AnswerFacts& facts) override {
        if (m_status == 200) return m_then(std::move(m_body));
        if (m_status == loop_detected)
            return m_then(
                core::fail(Code::conflict, core::say("address_leads_back"), core::say("give_another_server")));
        m_then(core::fail(Code::unavailable,
                          facts.error ? core::say("answers_http_error", {std::to_string(m_status), *facts.error})
                                      : core::say("answers_http", {std::to_string(m_status)}),
                          core::say("check_address_openai_compatible")));
    }
    void failed(const core::Error& error, const AnswerFacts&) override { m_then(error); }

private:
    const std::function<void(Text)> m_then;
    std::unique_ptr<RawCall> m_call;
    std::string m_body;
    int m_status = 0;
};

bool is_model_id(const std::string& id) {
    return !id.empty() && id.size() <= longest_id && core::is_utf8(id) &&
           std::none_of(id.begin(), id.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

} // namespace

core::Result<std::vector<OfferedModel>> read_model_list(const std::string& json) {
    const auto wrong = [](const core::Sentence& what) {
        return core::fail(Code::corrupt, core::say("no_openai_server", {what}), core::say("give_address_under_models"));
    };
    auto parsed = core::parse_json<Json>(json, {.max_bytes = SIZE_MAX, .max_depth = 64});
    if (const auto* fault = std::get_if<core::JsonFault>(&parsed))
        return wrong(core::say(fault->kind == core::JsonFault::Kind::key_twice ? "list_names_twice" : "list_no_json"));
    const Json& tree = std::get<Json>(parsed);
    if (!tree.is_object() || !tree.contains("data") || !tree["data"].is_array())
        return wrong(core::say("list_models_no_data"));
    std::vector<OfferedModel> models;
    for (const Json& item : tree["data"]) {
        if (!item.is_object() || !item.contains("id") || !item["id"].is_string())
            return wrong(core::say("model_no_id"));
        OfferedModel model{item["id"].get<std::string>(), 0, {}};
        if (!is_model_id(model.id)) return wrong(core::say("name_model_cannot_used"));
        if (const auto at = item.find("created"); at != item.end() && at->is_number_unsigned() && *at <= INT64_MAX)
            model.created_s = at->get<std::int64_t>();
        if (const auto owner = item.find("owned_by"); owner != item.end() && owner->is_string())
            model.owned_by = shortened(owner->get<std::string>(), longest_id);
        if (models.size() == most_models) return wrong(core::say("lists_more_than_models"));
        models.push_back(std::move(model));
    }
    return models;
}

OpenAiServer::OpenAiServer(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits)
    : m_loop(std::move(loop)), m_url(std::move(url)), m_key(std::move(key)), m_limits(limits) {}

void OpenAiServer::fetch(const ServerUrl& below, const std::string& path, const Deadlines& deadlines,
                         std::function<void(Text)> then, Ask ask) {
    static const auto whoever =
        std::make_shared<const PeerCheck>(PeerCheck{"whoever", [](core::ByteView) -> core::Status { return {}; }});
    AnswerGuard::Limits limits = m_limits;
    limits.any_content = ask != Ask::json;
    const bool strange = ask == Ask::stranger;
    const auto answer = std::make_shared<Answer>(std::move(then));
    answer->hold(m_loop->call({.url = below,
                               .method = "GET",
                               .path = path,
                               .body = {},
                               .key = strange ? std::string() : m_key,
                               .stream = false,
                               .deadlines = deadlines,
                               .limits = limits,
                               .peer = strange ? whoever : m_peer},
                              answer));
}

OpenAiServer::Text OpenAiServer::fetch_now(const ServerUrl& below, const std::string& path, const Deadlines& deadlines,
                                           Ask ask) {
    const auto promise = std::make_shared<std::promise<Text>>();
    auto future = promise->get_future();
    fetch(
        below, path, deadlines, [promise](Text text) { promise->set_value(std::move(text)); }, ask);
    return future.get();
}

core::Result<std::vector<OfferedModel>> OpenAiServer::models(const Deadlines& deadlines) {
    HEARTH_TRY(const std::string text, fetch_now(m_url, "/models", deadlines));
    return read_models(text);
}

core::Result<std::vector<OfferedModel>> OpenAiServer::read_models(const std::string& list) const {
    HEARTH_TRY(std::vector<OfferedModel> models, read_model_list(list));
    // In JSON a key can be written so that its bytes are not those of the key.
    if (std::any_of(models.begin(), models.end(), [this](const OfferedModel& model) {
            return repeats_key(model.id, m_key) || repeats_key(model.owned_by, m_key);
        }))
        return core::fail(Code::corrupt, core::say("network_repeats_key_gateway"), core::say("key_should_replaced"));
    return models;
}

std::optional<NetworkQuote> OpenAiServer::quote(const std::string& model) const {
    for (const std::string& name : {model, std::string()})
        for (const TokenPrice& price : m_prices)
            if (price.model == name) return NetworkQuote{price.prompt_token, price.completion_token};
    return std::nullopt;
}

std::unique_ptr<RawCall> OpenAiServer::call(RawRequest request, const Deadlines& deadlines,
                                            std::shared_ptr<RawSink> sink) {
    AnswerGuard::Limits limits = m_limits;
    limits.typed_events = is_responses(request.path);
    return m_loop->call({.url = m_url,
                         .method = "POST",
                         .path = std::move(request.path),
                         .body = std::move(request.body),
                         .key = m_key,
                         .stream = request.stream,
                         .deadlines = deadlines,
                         .limits = limits,
                         .is_other_model = std::move(request.is_other_model),
                         .peer = m_peer},
                        std::move(sink));
}

void OpenAiServer::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    then({{evidence::unchecked(evidence::Check::network_evidence, core::say("server_proves_nothing")),
           check_model(call)},
          proof::Level::none,
          std::nullopt});
}

proof::CheckRow OpenAiServer::check_model(const AnsweredCall& call) {
    using evidence::Check;
    const auto& named = call.facts.model;
    if (!named) return evidence::unchecked(Check::answered_model, core::say("answer_names_none"));
    if (*named == call.model) return evidence::judged(Check::answered_model, true, core::say("answer_names_asked"));
    return evidence::judged(Check::answered_model, false, core::say("answer_names_other", {*named, call.model}));
}

std::string percent_encoded(const std::string& text) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string out;
    for (const char c : text) {
        if (plain.find(c) != std::string_view::npos)
            out += c;
        else
            out += "%" + core::to_hex(core::as_bytes(std::string_view(&c, 1)));
    }
    return out;
}

} // namespace hearth::gateway
