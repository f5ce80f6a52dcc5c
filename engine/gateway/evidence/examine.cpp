// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/examine.h"

#include "core/hash.h"
#include "core/json_guard.h"

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

proof::CheckRow check_response(const Envelope& envelope, const std::optional<core::ByteView>& response) {
    if (!response) return unchecked(Check::response, core::say("response_to_compare"));
    const bool same = core::sha256(*response) == envelope.response_hash;
    return judged(Check::response, same, core::say(same ? "response_same" : "response_other"));
}

proof::CheckRow check_request(const Envelope& envelope, const std::optional<core::ByteView>& request,
                              const std::optional<core::Bytes>& sent) {
    if (!request) return unchecked(Check::request, core::say("request_to_compare"));
    if (!sent) return judged(Check::request, false, core::say("request_map_misfits"));
    const bool same = core::sha256(*sent) == envelope.request_hash;
    return judged(Check::request, same, core::say(same ? "request_same" : "request_other"));
}

std::optional<std::string_view> text_of(const std::optional<core::ByteView>& bytes) {
    if (!bytes) return std::nullopt;
    return std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

/// Of the network's own proof, examined again; none where the network gave none.
ProofFindings examine_again(const Envelope& e, const std::optional<core::ByteView>& sent,
                            const std::optional<core::ByteView>& response, const TrustAnchors& trust,
                            const std::vector<std::string>& signers) {
    if (!e.proof) return {};
    const Transcript transcript{e.kind,          e.path,        e.model,           e.request_hash,
                                e.response_hash, text_of(sent), text_of(response), e.ended_at};
    ProofFindings found = examine_proof(*e.proof, transcript, trust);
    if (std::find(signers.begin(), signers.end(), found.signer) == signers.end() || found.signer == e.proof->pinned)
        return found;
    NetworkProof proof = *e.proof;
    proof.pinned = found.signer;
    return examine_proof(proof, transcript, trust);
}

/// The envelope as the reader would have written it.
Envelope with_pins(Envelope e, const ReaderPins& own) {
    if (!e.proof || (own.signers.empty() && own.measurements.empty())) return e;
    e.proof->pinned = own.signers.empty() ? std::string() : own.signers.front();
    e.proof->measurements = own.measurements;
    return e;
}

bool is_home(const Envelope& e, const ReaderPins& own) {
    return std::find(own.home_keys.begin(), own.home_keys.end(), e.gateway_key.hex()) != own.home_keys.end();
}

const char* whose_pins(const Envelope& e, const ReaderPins& own) {
    if (!e.proof) return "";
    if (!own.signers.empty() || !own.measurements.empty()) return "reader";
    if (e.proof->pinned.empty() && e.proof->measurements.empty()) return "";
    return is_home(e, own) ? "home" : "gateway";
}

/// No row where nobody pinned anything.
void add_pins_row(std::vector<proof::CheckRow>& rows, const std::string& pins) {
    if (pins == "reader") rows.push_back(judged(Check::pins, true, core::say("att_pins_reader")));
    if (pins == "home") rows.push_back(judged(Check::pins, true, core::say("att_pins_home")));
    if (pins == "gateway") rows.push_back(unchecked(Check::pins, core::say("att_pins_gateway")));
}

bool is_measured(const Envelope& e) {
    const HardwareMaker* const maker = maker_of(e.kind);
    return e.proof && maker != nullptr && covers(e.proof->measurements, *maker);
}

core::Sentence worth_of(const Envelope& e) {
    return worth(e.kind, is_measured(e));
}

core::Sentence worth_to(const Envelope& read, const std::string& pins, bool seen) {
    if (is_witnessed(read.kind) && read.proof && !seen) return core::say("worth_of_unseen_connection");
    if (pins != "gateway") return worth_of(read);
    return core::say("worth_by_gateway", {std::string(proof::level_name(carried_level(read.kind, is_measured(read))))});
}

/// Whoever pins less than the writer finds less, which makes the file no lie.
proof::CheckRow check_level(const Envelope& written, proof::Level carried, const std::string& pins,
                            const core::Sentence& worth) {
    const std::string claimed(proof::level_name(written.level));
    const bool others = pins == "reader" && written.level <= carried_level(written.kind, is_measured(written));
    if (written.level <= carried || others) return judged(Check::level, true, worth);
    return judged(Check::level, false, core::say("evidence_claims_more", {claimed, worth}));
}

/// Comparisons for which a stranger may lack the bytes; `seen`: that the writer's word is taken for its connections.
bool stands_as_recorded(const proof::CheckRow& row, bool seen) {
    return is(row, Check::signed_request) || is(row, Check::signed_response) || is(row, Check::proof_of_answer) ||
           is(row, Check::receipt_tokens) || (is(row, Check::connection) && seen);
}

/// What the gateway wrote down stands where it could not be examined again, and a failure always; no gateway's word
/// makes more of a proof than it is.
void add_recorded(std::vector<proof::CheckRow>& rows, const std::vector<proof::CheckRow>& recorded, bool seen) {
    for (const proof::CheckRow& row : recorded) {
        const auto again =
            std::find_if(rows.begin(), rows.end(), [&](const auto& other) { return other.name == row.name; });
        if (again == rows.end() || row.outcome == Outcome::failed)
            rows.push_back(row);
        else if (again->outcome == Outcome::not_checked && stands_as_recorded(row, seen))
            *again = row;
    }
}

/// What was recorded by the writer's pins says nothing to whoever has others.
std::vector<proof::CheckRow> without_pins(std::vector<proof::CheckRow> rows) {
    std::erase_if(rows, [](const proof::CheckRow& row) {
        return is(row, Check::signing_key) || is(row, Check::attestation_measurement) || is(row, Check::attestation);
    });
    return rows;
}

/// Whoever has not the bytes relies on the gateway that compared them; where nobody did, a signature proves nothing.
proof::Level carried_by(const Envelope& envelope, const ProofFindings& proven,
                        const std::vector<proof::CheckRow>& rows) {
    const auto facts = facts_of(envelope.kind);
    if (!envelope.proof || !facts || facts->scope == Scope::nothing) return proof::Level::none;
    const bool bound = facts->scope == Scope::connection
                           ? has_passed(rows, Check::connection)
                           : has_passed(rows, Check::signed_response) &&
                                 (facts->scope == Scope::answer || has_passed(rows, Check::signed_request));
    return bound ? proven.level : proof::Level::none;
}

Json text_or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

/// What stands in plain words around the evidence must be what the evidence says.
core::Status check_words(const nlohmann::json& said, core::ByteView file) {
    const auto read = SignedEnvelope::decode(file);
    if (!read) return {}; // told by whoever examines it
    const auto meant = nlohmann::json::parse(to_json(*read));
    for (const auto& [name, value] : said.items())
        if (!meant.contains(name) || meant[name] != value)
            return core::fail(core::Code::corrupt,
                              "The text says something else than the evidence inside: \"" + name.substr(0, 64) +
                                  "\" was changed.",
                              "Get it again from whoever gave it to you.");
    return {};
}

} // namespace

bool is_witnessed(const std::string& kind) {
    const auto facts = facts_of(kind);
    return facts && facts->scope == Scope::connection;
}

proof::Level carried_level(const std::string& kind, bool measured) {
    const auto facts = facts_of(kind);
    if (!facts || facts->scope == Scope::nothing) return proof::Level::none;
    if (measured && facts->maker != nullptr) return proof::Level::attested;
    return facts->scope == Scope::connection ? proof::Level::none : proof::Level::signature;
}

core::Sentence worth(const std::string& kind, bool measured) {
    if (kind == "openai") return core::say("server_said_so");
    if (is_phala_kind(kind) && measured) return core::say("worth_of_attested_bytes");
    if (is_phala_kind(kind)) return core::say("worth_of_signed_bytes");
    if (kind == "opengradient" && measured) return core::say("worth_of_attested_opengradient");
    if (kind == "opengradient") return core::say("worth_of_opengradient");
    if (kind == "hearth") return core::say("worth_of_hearth");
    if (kind == "atoma") return core::say("worth_of_atoma");
    if (kind == "cocoon" || kind == "morpheus") return core::say("worth_of_connection");
    if (kind == "chutes") return core::say("worth_of_chutes");
    if (kind == "toploc") return core::say("worth_of_toploc");
    return core::say("worth_unknown", {kind});
}

Examination examine(core::ByteView file, const std::optional<core::ByteView>& request,
                    const std::optional<core::ByteView>& response, const TrustAnchors& trust, const ReaderPins& own) {
    Examination found;
    auto read = SignedEnvelope::decode(file);
    if (!read) {
        found.rows.push_back(judged(Check::format, false, core::say("evidence_none", {read.error().message})));
        return found;
    }
    found.file = std::move(*read);
    const Envelope& envelope = found.file->envelope;
    found.rows.push_back(judged(Check::format, true, core::say("evidence_readable")));
    const bool fits = found.file->signature_fits();
    found.rows.push_back(
        judged(Check::gateway_signature, fits,
               fits ? core::say("evidence_written_by", {envelope.gateway_key.hex()}) : core::say("evidence_changed")));
    const std::optional<core::Bytes> sent = request ? forwarded(*request, envelope.rewrites) : std::nullopt;
    const Envelope as_read = with_pins(envelope, own);
    // A signature says whose file it is, not the name in it.
    const bool seen = fits && is_home(envelope, own);
    found.pins = whose_pins(envelope, own);
    if (!seen && found.pins == "home") found.pins = "gateway";
    const ProofFindings proven = examine_again(as_read, sent ? std::optional<core::ByteView>(*sent) : std::nullopt,
                                               response, trust, own.signers);
    const auto recorded = found.pins == "reader" ? without_pins(envelope.checks) : envelope.checks;
    std::vector<proof::CheckRow> of_network = proven.rows, claimed = proven.rows;
    add_recorded(of_network, recorded, seen);
    add_recorded(claimed, recorded, true);
    const proof::Level carried = carried_by(envelope, proven, of_network);
    found.rows.push_back(
        check_level(envelope, carried_by(envelope, proven, claimed), found.pins, worth_to(as_read, found.pins, seen)));
    add_pins_row(found.rows, found.pins);
    found.rows.push_back(check_request(envelope, request, sent));
    found.rows.push_back(check_response(envelope, response));
    found.rows.push_back(judged(Check::whole, envelope.whole,
                                envelope.whole         ? core::say("answer_came_whole")
                                : envelope.status == 0 ? core::say("answer_never_came", {envelope.reason})
                                                       : core::say("answer_broke_off", {envelope.reason})));
    found.rows.insert(found.rows.end(), of_network.begin(), of_network.end());
    // What the reader trusts may carry more than what the writer did.
    found.level = found.pins == "reader" ? carried : std::min(envelope.level, carried);
    found.valid = std::none_of(found.rows.begin(), found.rows.end(),
                               [](const auto& row) { return row.outcome == Outcome::failed; });
    return found;
}

std::string to_json(const SignedEnvelope& file, std::optional<core::Amount> charged) {
    const Envelope& e = file.envelope;
    Json json;
    json["object"] = "evidence";
    json["v"] = file.batch ? 4 : !e.proof ? 1 : e.proof->measurements.empty() ? 2 : 3;
    json["evidence_id"] = e.evidence_id;
    json["receipt_id"] = nullptr;
    json["state"] = e.whole ? "done" : "failed";
    json["reason"] = e.reason;
    json["level"] = proof::level_name(e.level);
    json["worth"] = static_cast<const std::string&>(worth_of(e));
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
    if (charged)
        json["money"] = {{"charged", charged->units_text()},
                         {"note", "By the price that this gateway's owner entered."}};
    else
        json["money"] = {{"charged", nullptr},
                         {"note", "No price is known here, or nothing came; nothing was counted."}};
    json["checks"] = Json::array();
    for (const proof::CheckRow& row : e.checks)
        json["checks"].push_back(
            {{"name", row.name}, {"result", proof::outcome_name(row.outcome)}, {"detail", row.detail}});
    if (e.proof)
        json["proof"] = {{"format", e.proof->format},
                         {"document", std::string(e.proof->document.begin(), e.proof->document.end())},
                         {"pinned", e.proof->pinned}};
    if (e.proof && !e.proof->measurements.empty()) json["proof"]["measurements"] = e.proof->measurements;
    json["gateway_key"] = e.gateway_key.hex();
    json["envelope"] = core::to_hex(file.encode());
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

core::Result<core::Bytes> file_in(core::ByteView text_or_file) {
    using Plain = nlohmann::json;
    constexpr std::string_view blanks = " \t\r\n";
    const std::string_view text(reinterpret_cast<const char*>(text_or_file.data()), text_or_file.size());
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos || text[first] != '{') return core::to_bytes(text_or_file);
    const auto parsed = core::parse_json<Plain>(text, {});
    if (const auto* fault = std::get_if<core::JsonFault>(&parsed)) {
        if (fault->kind == core::JsonFault::Kind::malformed) return core::to_bytes(text_or_file);
        return core::fail(core::Code::corrupt,
                          "This text is no evidence: it is too large, nested too deeply, or says one "
                          "thing twice.");
    }
    const Plain& json = std::get<Plain>(parsed);
    if (const auto found = json.find("envelope"); found != json.end() && found->is_string()) {
        HEARTH_TRY(core::Bytes file, core::from_hex(found->get_ref<const std::string&>()));
        HEARTH_CHECK(check_words(json, file));
        return file;
    }
    if (const auto object = json.find("object"); object == json.end() || *object != "evidence")
        return core::fail(core::Code::unsupported, "This text is no evidence.",
                          "Give what GET /v1/evidence/ID answered, or an exported receipt.");
    const auto receipt = json.find("receipt_id");
    const std::string id = receipt != json.end() && receipt->is_string() ? receipt->get<std::string>() : "ID";
    return core::fail(core::Code::unsupported,
                      "This text tells of an answer of a Hearth home, which its receipt proves.",
                      "Run: hearthctl receipt export " + id + " FILE, then hearthctl evidence verify FILE");
}

} // namespace hearth::gateway::evidence
