// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/hearth_home.h"

#include "core/json_guard.h"
#include "gateway/evidence/document.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {
namespace {

using HomeTree = nlohmann::json;

constexpr std::size_t most_home_document = std::size_t{192} << 10, longest_hex = 128, longest_answer_id = 128;

AnswerEvidence without_receipt(core::Sentence why, proof::CheckRow model) {
    return {{evidence::unchecked(evidence::Check::network_signature, std::move(why)), std::move(model)},
            proof::Level::none,
            std::nullopt};
}

/// It goes into the path of a further request.
bool is_answer_id(const std::string& id) {
    return !id.empty() && id.size() <= longest_answer_id && percent_encoded(id) == id;
}

} // namespace

HearthHome::HearthHome(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                       std::vector<std::string> signers)
    : OpenAiServer(std::move(loop), std::move(url), std::move(key), limits), m_signers(std::move(signers)) {}

core::Result<std::vector<OfferedModel>> HearthHome::models(const Deadlines& deadlines) {
    HEARTH_TRY(const std::string text, fetch_now(url(), "/models", deadlines));
    HEARTH_TRY(std::vector<OfferedModel> models, read_models(text));
    std::map<std::string, std::string> ids;
    if (const auto list = evidence::read_object(text))
        for (const HomeTree& item : (*list)["data"])
            if (const std::string id = core::text_member(item, "model_id", longest_hex); !id.empty())
                ids[core::text_member(item, "id")] = id;
    const std::lock_guard lock(m_mutex);
    m_ids = std::move(ids);
    return models;
}

std::string HearthHome::listed_id(const std::string& model) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_ids.find(model);
    return found == m_ids.end() ? std::string() : found->second;
}

void HearthHome::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    if (!call.whole) return then(without_receipt(core::say("channel_not_whole"), check_model(call)));
    if (!call.facts.id || !is_answer_id(*call.facts.id))
        return then(without_receipt(core::say("home_no_id"), check_model(call)));
    const std::string path = "/receipts/" + *call.facts.id;
    fetch(url(), path, beside_answer,
          [this, call = std::move(call), then = std::move(then)](const Text& text) { then(examine(call, text)); });
}

AnswerEvidence HearthHome::examine(const AnsweredCall& call, const Text& text) const {
    if (!text) return without_receipt(core::say("home_gave_none", {text.error().message}), check_model(call));
    const auto given = evidence::read_object(*text);
    HomeTree document = HomeTree::object();
    for (const char* name : {"signed_by", "signature"})
        document[name] = given ? core::text_member(*given, name, 2 * longest_hex) : std::string();
    document["receipt"] = given ? core::text_member(*given, "receipt") : std::string();
    if (const std::string id = listed_id(call.model); !id.empty()) document["model_id"] = id;
    const std::string written = document.dump(-1, ' ', true, HomeTree::error_handler_t::replace);
    if (written.size() > most_home_document)
        return without_receipt(core::say("home_receipt_too_long"), check_model(call));
    evidence::NetworkProof proof{evidence::hearth_format, core::to_bytes(core::as_bytes(written)), {}};
    const std::optional<std::string_view> response =
        call.answer_body ? std::optional<std::string_view>(*call.answer_body) : std::nullopt;
    const evidence::Transcript transcript{"hearth",           call.path,    call.model, call.request_hash,
                                          call.response_hash, std::nullopt, response,   call.ended_at};
    const std::string signer = evidence::examine_proof(proof, transcript).signer;
    const bool trusted = std::find(m_signers.begin(), m_signers.end(), signer) != m_signers.end();
    if (trusted) proof.pinned = signer;
    if (!trusted && !m_signers.empty()) proof.pinned = m_signers.front();
    auto found = evidence::examine_proof(proof, transcript);
    found.rows.push_back(check_model(call));
    return {std::move(found.rows), found.level, std::move(proof)};
}

} // namespace hearth::gateway
