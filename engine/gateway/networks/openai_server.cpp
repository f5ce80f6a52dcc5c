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

constexpr std::size_t most_models = 10'000, longest_id = 256;

/// Gathers one short answer for a thread that waits.
class Answer final : public RawSink {
public:
    using Text = core::Result<std::string>;
    std::future<Text> future() { return m_promise.get_future(); }

    void head(const RawHead& head) override { m_status = head.status; }
    bool body(std::string bytes) override {
        m_body += bytes;
        return true;
    }
    void ended(const AnswerFacts& facts) override {
        if (m_status == 200) return m_promise.set_value(std::move(m_body));
        m_promise.set_value(core::fail(Code::unavailable,
                                       facts.error
                                           ? core::say("answers_http_error", {std::to_string(m_status), *facts.error})
                                           : core::say("answers_http", {std::to_string(m_status)}),
                                       core::say("check_address_openai_compatible")));
    }
    void failed(const core::Error& error, const AnswerFacts&) override { m_promise.set_value(error); }

private:
    std::promise<Text> m_promise;
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

core::Result<std::vector<OfferedModel>> OpenAiServer::models(const Deadlines& deadlines) {
    const auto answer = std::make_shared<Answer>();
    auto future = answer->future();
    const auto running = m_loop->call({.url = m_url,
                                       .method = "GET",
                                       .path = "/models",
                                       .body = {},
                                       .key = m_key,
                                       .stream = false,
                                       .deadlines = deadlines,
                                       .limits = m_limits},
                                      answer);
    HEARTH_TRY(const std::string text, future.get());
    HEARTH_TRY(std::vector<OfferedModel> models, read_model_list(text));
    // In JSON a key can be written so that its bytes are not those of the key.
    if (std::any_of(models.begin(), models.end(), [this](const OfferedModel& model) {
            return repeats_key(model.id, m_key) || repeats_key(model.owned_by, m_key);
        }))
        return core::fail(Code::corrupt, core::say("network_repeats_key_gateway"), core::say("key_should_replaced"));
    return models;
}

std::unique_ptr<RawCall> OpenAiServer::call(RawRequest request, const Deadlines& deadlines,
                                            std::shared_ptr<RawSink> sink) {
    return m_loop->call({.url = m_url,
                         .method = "POST",
                         .path = std::move(request.path),
                         .body = std::move(request.body),
                         .key = m_key,
                         .stream = request.stream,
                         .deadlines = deadlines,
                         .limits = m_limits},
                        std::move(sink));
}

std::vector<proof::CheckRow> OpenAiServer::evidence(const std::string& model, const AnswerFacts& facts) const {
    std::vector<proof::CheckRow> rows;
    rows.push_back({"network evidence", Outcome::not_checked, "An OpenAI-compatible server gives none."});
    if (!facts.model)
        rows.push_back({"answered model", Outcome::not_checked, "The answer names no model."});
    else if (*facts.model == model)
        rows.push_back({"answered model", Outcome::passed, "The answer names the model that was asked for."});
    else
        rows.push_back({"answered model", Outcome::failed,
                        "The answer names the model \"" + *facts.model + "\", and \"" + model + "\" was asked for."});
    return rows;
}

} // namespace hearth::gateway
