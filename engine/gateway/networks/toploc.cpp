// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/toploc.h"

#include <nlohmann/json.hpp>

namespace hearth::gateway {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_list = std::size_t{160} << 10; ///< an envelope takes a little more

} // namespace

void ToplocServer::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    const auto without = [&](const char* why) {
        then({{evidence::unchecked(evidence::Check::proof_list, core::say(why)), check_model(call)},
              proof::Level::none,
              std::nullopt});
    };
    if (!call.whole) return without("channel_not_whole");
    if (!call.answer_body) return without("answer_too_long_to_examine");
    if (call.answer_body->starts_with("data:")) return without("toploc_stream");
    const auto answer = evidence::read_toploc(*call.answer_body);
    if (!answer) return without("toploc_none_shown");
    const std::string written = Json{{"proofs", answer->proofs}}.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (written.size() > longest_list) return without("answer_too_long_to_examine");
    evidence::NetworkProof given{evidence::toploc_format, core::to_bytes(core::as_bytes(written)), {}};
    auto found = evidence::examine_proof(given, {"toploc", call.path, call.model, call.request_hash, call.response_hash,
                                                 std::nullopt, *call.answer_body, call.ended_at});
    found.rows.push_back(check_model(call));
    then({std::move(found.rows), found.level, std::move(given)});
}

} // namespace hearth::gateway
