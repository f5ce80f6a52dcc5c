// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/examine.h"

#include "core/hash.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using Outcome = proof::CheckRow::Outcome;
using Json = nlohmann::ordered_json;

/// What went to the network, made again from what the caller sent.
std::optional<core::Bytes> forwarded(core::ByteView request, const std::vector<Rewrite>& rewrites) {
    core::Bytes out;
    std::size_t at = 0;
    for (const Rewrite& one : rewrites) {
        if (one.offset < at || one.offset > request.size() || one.from.size() > request.size() - one.offset)
            return std::nullopt;
        const core::ByteView replaced = request.subspan(one.offset, one.from.size());
        if (!std::equal(replaced.begin(), replaced.end(), core::as_bytes(one.from).begin())) return std::nullopt;
        core::append(out, request.subspan(at, one.offset - at));
        core::append(out, core::as_bytes(one.to));
        at = one.offset + one.from.size();
    }
    core::append(out, request.subspan(at));
    return out;
}

proof::CheckRow check_bytes(const char* name, const std::optional<core::ByteView>& bytes, const core::Hash& hash,
                            const char* what) {
    if (!bytes) return {name, Outcome::not_checked, std::string("Give the bytes of ") + what + " to compare them."};
    const bool same = core::sha256(*bytes) == hash;
    return {name, same ? Outcome::passed : Outcome::failed,
            std::string("The bytes of ") + what + (same ? " are those that the evidence is about." : " are others.")};
}

proof::CheckRow check_request(const Envelope& envelope, const std::optional<core::ByteView>& request) {
    constexpr const char* what = "the request";
    if (!request || envelope.rewrites.empty()) return check_bytes("request", request, envelope.request_hash, what);
    const auto sent = forwarded(*request, envelope.rewrites);
    if (!sent) return {"request", Outcome::failed, "The map of what was rewritten does not fit the request."};
    return check_bytes("request", *sent, envelope.request_hash, what);
}

proof::CheckRow check_level(const Envelope& envelope) {
    const std::string claimed(proof::level_name(envelope.level));
    if (envelope.level <= carried_level(envelope.kind)) return {"level", Outcome::passed, worth(envelope.kind)};
    return {"level", Outcome::failed,
            "It claims " + claimed + ", which nothing in it carries. " + worth(envelope.kind)};
}

Json text_or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

} // namespace

proof::Level carried_level(const std::string&) {
    return proof::Level::none;
}

std::string worth(const std::string& kind) {
    if (kind == "openai") return "E0: the server said so; nothing was proven.";
    return "E0: what evidence of the kind \"" + kind + "\" proves is not known here.";
}

Examination examine(core::ByteView file, const std::optional<core::ByteView>& request,
                    const std::optional<core::ByteView>& response) {
    Examination found;
    auto read = SignedEnvelope::decode(file);
    if (!read) {
        found.rows.push_back({"format", Outcome::failed, "This is no evidence. " + read.error().message});
        return found;
    }
    found.file = std::move(*read);
    const Envelope& envelope = found.file->envelope;
    found.rows.push_back({"format", Outcome::passed, "The file is evidence in its one encoding."});
    const bool fits = found.file->signature_fits();
    found.rows.push_back({"gateway signature", fits ? Outcome::passed : Outcome::failed,
                          fits ? "The node " + envelope.gateway_key.hex() +
                                     " wrote this down. That is no attestation: it does not prove what the network did."
                               : "The signature is not the gateway's: somebody changed the file."});
    found.rows.push_back(check_level(envelope));
    found.rows.push_back(check_request(envelope, request));
    found.rows.push_back(check_bytes("response", response, envelope.response_hash, "the response"));
    found.rows.push_back({"whole", envelope.whole ? Outcome::passed : Outcome::failed,
                          envelope.whole ? "The answer came to its end." : "The answer broke off: " + envelope.reason});
    found.rows.insert(found.rows.end(), envelope.checks.begin(), envelope.checks.end());
    found.level = std::min(envelope.level, carried_level(envelope.kind));
    found.valid = std::none_of(found.rows.begin(), found.rows.end(),
                               [](const auto& row) { return row.outcome == Outcome::failed; });
    return found;
}

std::string to_json(const SignedEnvelope& file) {
    const Envelope& e = file.envelope;
    Json json;
    json["object"] = "evidence";
    json["v"] = 1;
    json["evidence_id"] = e.evidence_id;
    json["receipt_id"] = nullptr;
    json["state"] = e.whole ? "done" : "failed";
    json["reason"] = e.reason;
    json["level"] = proof::level_name(e.level);
    json["worth"] = worth(e.kind);
    json["relation"] = e.rewrites.empty() ? "identical-bytes" : "rewritten";
    json["rewrites"] = Json::array();
    for (const Rewrite& one : e.rewrites)
        json["rewrites"].push_back({{"offset", one.offset}, {"from", one.from}, {"to", one.to}});
    json["network"] = {{"name", e.network}, {"kind", e.kind}, {"url", e.url}, {"path", e.path}};
    json["model"] = {{"name", e.model}, {"answered_as", text_or_null(e.answered_as)}};
    json["request"] = {{"sha256", e.request_hash.hex()}, {"bytes", e.request_bytes}};
    json["response"] = {{"sha256", e.response_hash.hex()}, {"bytes", e.response_bytes}, {"status", e.status}};
    json["asked_at"] = e.asked_at;
    json["ended_at"] = e.ended_at;
    json["money"] = {{"charged", nullptr}, {"note", "The price is not known here; nothing was counted."}};
    json["checks"] = Json::array();
    for (const proof::CheckRow& row : e.checks)
        json["checks"].push_back(
            {{"name", row.name}, {"result", proof::outcome_name(row.outcome)}, {"detail", row.detail}});
    json["gateway_key"] = e.gateway_key.hex();
    json["envelope"] = core::to_hex(file.encode());
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

core::Result<core::Bytes> file_in(core::ByteView text_or_file) {
    const Json json = Json::parse(text_or_file.begin(), text_or_file.end(), nullptr, false);
    if (!json.is_object()) return core::to_bytes(text_or_file);
    const auto found = json.find("envelope");
    if (found != json.end() && found->is_string()) return core::from_hex(found->get_ref<const std::string&>());
    const auto receipt = json.find("receipt_id");
    const std::string id = receipt != json.end() && receipt->is_string() ? receipt->get<std::string>() : "ID";
    return core::fail(core::Code::unsupported, "This text tells of evidence, but holds none of it.",
                      "An answer of a Hearth home is proven by its receipt: hearthctl receipt export " + id +
                          " FILE, then hearthctl evidence verify FILE");
}

} // namespace hearth::gateway::evidence
