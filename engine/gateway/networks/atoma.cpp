// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/atoma.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_signature = 1024;

/// Why nothing is examined; null: something is.
const char* nothing_to_examine(const AnsweredCall& call, const std::optional<evidence::AtomaAnswer>& answer) {
    if (!call.whole) return "channel_not_whole";
    if (!call.answer_body) return "answer_too_long_to_examine";
    if (call.answer_body->starts_with("data:")) return "atoma_stream";
    const bool carries =
        answer && answer->signature.size() <= longest_signature && answer->response_hash.size() <= longest_signature;
    return carries ? nullptr : "atoma_unsigned";
}

} // namespace

AtomaNetwork::AtomaNetwork(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key, AnswerGuard::Limits limits,
                           std::vector<std::string> signers)
    : OpenAiServer(std::move(loop), std::move(url), std::move(key), limits), m_signers(std::move(signers)) {}

void AtomaNetwork::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    const auto answer = call.answer_body ? evidence::read_atoma(*call.answer_body) : std::nullopt;
    if (const char* const why = nothing_to_examine(call, answer))
        return then({{evidence::unchecked(evidence::Check::network_signature, core::say(why)), check_model(call)},
                     proof::Level::none,
                     std::nullopt});
    const std::string written = Json{{"signature", answer->signature}, {"response_hash", answer->response_hash}}.dump();
    evidence::NetworkProof given{evidence::atoma_format, core::to_bytes(core::as_bytes(written)), {}};
    const evidence::Transcript transcript{"atoma",           call.path,          call.model,
                                          call.request_hash, call.response_hash, std::nullopt,
                                          *call.answer_body, call.ended_at};
    const std::string signer = evidence::examine_proof(given, transcript).signer;
    const bool trusted = std::find(m_signers.begin(), m_signers.end(), signer) != m_signers.end();
    if (trusted) given.pinned = signer;
    if (!trusted && !m_signers.empty()) given.pinned = m_signers.front();
    auto found = evidence::examine_proof(given, transcript);
    found.rows.push_back(check_model(call));
    then({std::move(found.rows), found.level, std::move(given)});
}

} // namespace hearth::gateway
