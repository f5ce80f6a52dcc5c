// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "core/hash.h"
#include "core/json_guard.h"
#include "core/keccak.h"
#include "core/network_signatures.h"
#include "gateway/evidence/network_proof.h"
#include "gateway/evidence/python_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace hearth::gateway::evidence {
namespace {

using Json = nlohmann::json;

constexpr core::JsonLimits limits = {.max_bytes = std::size_t{64} << 20, .max_depth = 64};

std::optional<Json> read(std::string_view text) {
    auto parsed = core::parse_json<Json>(text, limits);
    if (!std::holds_alternative<Json>(parsed) || !std::get<Json>(parsed).is_object()) return std::nullopt;
    return std::move(std::get<Json>(parsed));
}

bool given(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && !found->is_null();
}

/// The members of a call that are hashed; it has no index.
Json call_of(const Json& call) {
    const Json function = call.is_object() && call.contains("function") ? call["function"] : Json::object();
    return {{"id", core::text_member(call, "id")},
            {"type", call.is_object() && given(call, "type") ? call["type"] : Json("function")},
            {"function",
             {{"name", core::text_member(function, "name")}, {"arguments", core::text_member(function, "arguments")}}}};
}

/// Of images and files only the kind is hashed.
Json content_of(const Json& content) {
    if (!content.is_array()) return content;
    Json parts = Json::array();
    for (const Json& part : content) {
        if (!part.is_object() || core::text_member(part, "type") == "text") {
            parts.push_back(part);
            continue;
        }
        Json reduced{{"type", core::text_member(part, "type")}};
        if (given(part, "filename")) reduced["filename"] = part["filename"];
        parts.push_back(std::move(reduced));
    }
    return parts;
}

Json message_of(const Json& message) {
    const std::string role = core::text_member(message, "role");
    Json hashed{{"role", role == "developer" ? "system" : role}};
    hashed["content"] = given(message, "content") ? content_of(message["content"]) : Json("");
    if (role == "tool") hashed["tool_call_id"] = core::text_member(message, "tool_call_id");
    if (role == "function") hashed["name"] = core::text_member(message, "name");
    if (role == "assistant" && given(message, "tool_calls") && message["tool_calls"].is_array()) {
        hashed["tool_calls"] = Json::array();
        for (const Json& call : message["tool_calls"])
            hashed["tool_calls"].push_back(call_of(call));
    }
    return hashed;
}

/// What answers say, event by event or at once.
struct Gathered {
    std::string text;
    std::map<std::int64_t, Json> calls;
    Json last; ///< that holds the signature
};

void gather(const Json& event, Gathered& into) {
    if (event.contains("tee_signature")) into.last = event;
    if (!event.contains("choices") || !event["choices"].is_array() || event["choices"].empty()) return;
    const Json& choice = event["choices"].front();
    if (!choice.is_object()) return;
    into.text += core::text_member(choice, "text");
    for (const char* name : {"delta", "message"}) {
        if (!choice.contains(name) || !choice[name].is_object()) continue;
        const Json& said = choice[name];
        into.text += core::text_member(said, "content");
        if (!given(said, "tool_calls") || !said["tool_calls"].is_array()) continue;
        for (const Json& piece : said["tool_calls"]) {
            const bool numbered = piece.is_object() && piece.contains("index") && piece["index"].is_number_integer();
            const std::int64_t index =
                numbered ? piece["index"].get<std::int64_t>() : static_cast<std::int64_t>(into.calls.size());
            const auto [at, fresh] = into.calls.emplace(index, call_of(piece));
            if (fresh) continue;
            auto& arguments = at->second["function"]["arguments"].get_ref<std::string&>();
            arguments += core::text_member(call_of(piece)["function"], "arguments");
        }
    }
}

bool gather_events(std::string_view body, Gathered& into) {
    while (!body.empty()) {
        const std::size_t end = std::min(body.find('\n'), body.size());
        std::string_view line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (!line.starts_with("data:")) continue;
        line.remove_prefix(5);
        while (!line.empty() && (line.front() == ' ' || line.back() == '\r'))
            line.front() == ' ' ? line.remove_prefix(1) : line.remove_suffix(1);
        if (line.starts_with("[DONE]")) return true;
        const auto event = read(line);
        if (!event) return false;
        gather(*event, into);
    }
    return true;
}

/// keccak256(request ‖ output ‖ timestamp as 32 bytes, the most significant first).
core::Hash signed_message(const core::Hash& request, const core::Hash& output, std::uint64_t timestamp) {
    core::Bytes bytes(request.view().begin(), request.view().end());
    core::append(bytes, output.view());
    bytes.resize(bytes.size() + 24);
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::uint8_t>(timestamp >> shift));
    return core::keccak256(bytes);
}

struct HashWords {
    const char *same, *other, *absent;
};

proof::CheckRow check_hash(Check check, const HashWords& words, const std::optional<std::string>& text,
                           const std::string& claimed) {
    if (!text) return unchecked(check, core::say(words.absent));
    const bool same = core::keccak256(core::as_bytes(*text)).hex() == claimed;
    return judged(check, same, core::say(same ? words.same : words.other));
}

/// The hashes of the certificate that the enclave shows callers and of the key that signs its answers, as they stand in
/// its document.
bool names_key(const core::Bytes& user_data, const core::Bytes& key) {
    constexpr std::string_view prefix = "sha256:", between = ";sha256:";
    constexpr std::size_t key_at = prefix.size() + core::Hash::size + between.size();
    if (user_data.size() != key_at + core::Hash::size) return false;
    const std::string_view text(reinterpret_cast<const char*>(user_data.data()), user_data.size());
    const core::Hash hash = core::sha256(key);
    return text.starts_with(prefix) && text.substr(prefix.size() + core::Hash::size, between.size()) == between &&
           std::equal(hash.bytes.begin(), hash.bytes.end(), user_data.begin() + static_cast<std::ptrdiff_t>(key_at));
}

void check_enclave(const Json& document, const core::Result<core::Bytes>& key, const NetworkProof& proof,
                   const Transcript& transcript, const TrustAnchors& trust, std::vector<proof::CheckRow>& rows) {
    const std::string shown = core::text_member(document, "attestation");
    if (shown.empty()) {
        rows.push_back(unchecked(Check::attestation_report, core::say("att_not_shown")));
        return;
    }
    const auto bytes = core::from_base64(shown);
    const auto nonce = core::from_hex(core::text_member(document, "attestation_nonce"));
    const Attested found = bytes ? examine_nitro_document(*bytes, trust, transcript.at) : Attested();
    const bool formed = found.form != Attested::Form::unreadable;
    const bool bound =
        formed && key && nonce && !nonce->empty() && found.nonce == *nonce && names_key(found.user_data, *key);
    rows.push_back(judged(Check::attestation_report, bound,
                          core::say(bound    ? "att_document_for_this"
                                    : formed ? "att_document_for_another"
                                             : "att_document_none")));
    add_attestation(rows, found, aws(), proof.measurements);
}

} // namespace

std::optional<std::string> opengradient_request(std::string_view path, std::string_view body) {
    const auto asked = read(body);
    if (!asked) return std::nullopt;
    Json hashed{{"model", core::text_member(*asked, "model")}};
    const bool has_temperature = given(*asked, "temperature") && (*asked)["temperature"].is_number();
    hashed["temperature"] = has_temperature ? (*asked)["temperature"].get<double>() : 0.0;
    if (given(*asked, "max_tokens")) hashed["max_tokens"] = (*asked)["max_tokens"];
    if (given(*asked, "stop") && !(*asked)["stop"].empty()) hashed["stop"] = (*asked)["stop"];
    if (path == "/completions") {
        hashed["prompt"] = given(*asked, "prompt") ? (*asked)["prompt"] : Json("");
        return python_json(hashed);
    }
    if (path != "/chat/completions" || !given(*asked, "messages") || !(*asked)["messages"].is_array())
        return std::nullopt;
    hashed["messages"] = Json::array();
    for (const Json& message : (*asked)["messages"]) {
        if (!message.is_object()) return std::nullopt;
        hashed["messages"].push_back(message_of(message));
    }
    for (const char* name : {"tools", "response_format"})
        if (given(*asked, name)) hashed[name] = (*asked)[name];
    if (given(*asked, "web_search") && (*asked)["web_search"] == true) hashed["web_search"] = true;
    return python_json(hashed);
}

std::optional<OpenGradientAnswer> read_opengradient(std::string_view body) {
    Gathered found;
    if (const auto whole = read(body))
        gather(*whole, found);
    else if (!gather_events(body, found))
        return std::nullopt;
    if (!found.last.is_object()) return std::nullopt;
    OpenGradientAnswer answer;
    answer.output = found.text;
    if (!found.calls.empty()) {
        Json calls = Json::array();
        for (const auto& [index, call] : found.calls)
            calls.push_back(call);
        answer.output = python_json(calls);
    }
    answer.signature = core::text_member(found.last, "tee_signature");
    answer.request_hash = core::text_member(found.last, "tee_request_hash");
    answer.output_hash = core::text_member(found.last, "tee_output_hash");
    answer.tee_id = core::text_member(found.last, "tee_id");
    const auto time = found.last.find("tee_timestamp");
    if (time == found.last.end() || !time->is_number_unsigned()) return std::nullopt;
    answer.timestamp = time->get<std::uint64_t>();
    return answer;
}

ProofFindings examine_opengradient(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    ProofFindings found;
    const auto add = [&](Check check, bool passed, const char* words) {
        found.rows.push_back(judged(check, passed, core::say(words)));
    };
    const auto document = read({reinterpret_cast<const char*>(proof.document.data()), proof.document.size()});
    if (!document || !document->contains("tee_timestamp") || !(*document)["tee_timestamp"].is_number_unsigned()) {
        add(Check::tee_signature, false, "tee_unsigned");
        return found;
    }
    const std::string claimed_request = core::text_member(*document, "tee_request_hash"),
                      claimed_output = core::text_member(*document, "tee_output_hash"),
                      tee_id = core::text_member(*document, "tee_id");
    const auto key = core::from_hex(core::text_member(*document, "public_key"));
    const auto signature = core::from_base64(core::text_member(*document, "tee_signature"));
    const auto request = core::Hash::parse(claimed_request), output = core::Hash::parse(claimed_output);
    const bool readable = key && signature && request && output;
    const bool fits =
        readable &&
        core::verify_rsa_pss(
            *key, signed_message(*request, *output, (*document)["tee_timestamp"].get<std::uint64_t>()).view(),
            *signature);
    add(Check::tee_signature, fits, fits ? "tee_signed" : "tee_signed_by_other");
    const bool named = key && tee_id == "0x" + core::keccak256(*key).hex();
    add(Check::tee_id, named, named ? "tee_id_of_key" : "tee_id_of_other");
    if (fits && named) found.signer = tee_id;
    std::optional<std::string> asked, answered;
    if (transcript.request) asked = opengradient_request(transcript.path, *transcript.request).value_or(std::string());
    if (transcript.response) {
        const auto read_again = read_opengradient(*transcript.response);
        answered = read_again ? read_again->output : std::string();
    }
    found.rows.push_back(check_hash(Check::signed_request,
                                    {"signed_request", "signed_request_other", "request_not_at_hand"}, asked,
                                    claimed_request));
    found.rows.push_back(check_hash(Check::signed_response,
                                    {"signed_answer", "signed_answer_other", "answer_not_at_hand"}, answered,
                                    claimed_output));
    check_enclave(*document, key, proof, transcript, trust, found.rows);
    return found;
}

} // namespace hearth::gateway::evidence
