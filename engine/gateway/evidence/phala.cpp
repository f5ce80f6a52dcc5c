// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "core/json_guard.h"
#include "core/keys.h"
#include "gateway/evidence/ethereum.h"
#include "gateway/evidence/network_proof.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace hearth::gateway::evidence {
namespace {

using Json = nlohmann::json;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

core::Result<core::Bytes> bytes_of_hex(const std::string& text) {
    return core::from_hex(lower(text.starts_with("0x") ? text.substr(2) : text));
}

/// The signer as it is written everywhere here: small letters, with 0x before an address.
std::string signer_of(const std::string& text, const std::string& algorithm, const core::Bytes& signature,
                      const std::string& claimed) {
    if (algorithm == "ed25519") {
        const auto raw = bytes_of_hex(claimed);
        core::Signature copy{};
        if (!raw || raw->size() != core::PublicKey::size || signature.size() != copy.size()) return {};
        std::copy(signature.begin(), signature.end(), copy.begin());
        const auto key = core::PublicKey::from_view(*raw);
        return key && core::verify(*key, core::as_bytes(text), copy) ? key->hex() : std::string();
    }
    if (!algorithm.empty() && algorithm != "ecdsa") return {};
    const auto address = personal_signer(text, signature);
    if (!address) return {};
    const std::string found = "0x" + core::to_hex(*address);
    return lower(claimed) == found ? found : std::string();
}

struct SignedText {
    std::string model, request, response; ///< model: only where the text names one
};

/// "request:response", and "model:request:response" where the network says that its provider signed.
std::optional<SignedText> split(const std::string& text, bool names_model) {
    const std::size_t last = text.rfind(':');
    if (last == std::string::npos) return std::nullopt;
    if (!names_model) return SignedText{{}, text.substr(0, last), text.substr(last + 1)};
    const std::size_t middle = last == 0 ? std::string::npos : text.rfind(':', last - 1);
    if (middle == std::string::npos) return std::nullopt;
    return SignedText{text.substr(0, middle), text.substr(middle + 1, last - middle - 1), text.substr(last + 1)};
}

/// Report data of what only begins like a quote of version 4: evidence that pins no software was once looked at no
/// further, and stays valid.
core::ByteView loose_user_data(core::ByteView bytes) {
    constexpr std::size_t at = 48 + 520, size = 64;
    constexpr std::array<std::uint8_t, 8> begin{4, 0, 2, 0, 0x81, 0, 0, 0};
    if (bytes.size() < at + size) return {};
    for (const std::size_t i : {0U, 1U, 4U, 5U, 6U, 7U})
        if (bytes[i] != begin[i]) return {};
    return bytes.subspan(at, size);
}

class Examiner {
public:
    Examiner(const Json& document, const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust)
        : m_document(document), m_proof(proof), m_transcript(transcript), m_trust(trust) {}

    ProofFindings examine() {
        const Json signature = member("signature");
        const std::string text = core::text_member(signature, "text");
        const auto raw = bytes_of_hex(core::text_member(signature, "signature"));
        m_found.signer = raw ? signer_of(text, core::text_member(signature, "signing_algo"), *raw,
                                         core::text_member(signature, "signing_address"))
                             : std::string();
        add(Check::network_signature, !m_found.signer.empty(),
            m_found.signer.empty() ? core::say("signed_by_unknown_key")
                                   : core::say("signed_by_network_key", {m_found.signer}));
        const std::string kind = core::text_member(signature, "signature_kind");
        const auto parts = split(text, kind == "provider_tee");
        const auto same = [&](const std::string& hash, const core::Hash& bytes) {
            return parts.has_value() && hash == bytes.hex();
        };
        const bool asked = parts && same(parts->request, m_transcript.request_hash),
                   answered = parts && same(parts->response, m_transcript.response_hash);
        add(Check::signed_request, asked, core::say(asked ? "signed_request" : "signed_request_other"));
        add(Check::signed_response, answered, core::say(answered ? "signed_answer_bytes" : "signed_answer_other"));
        if (m_transcript.kind == "near") check_kind(kind, parts);
        check_report();
        return std::move(m_found);
    }

private:
    Json member(const char* name) const {
        const auto found = m_document.find(name);
        return found != m_document.end() && found->is_object() ? *found : Json::object();
    }
    void add(Check check, bool passed, core::Sentence detail) {
        m_found.rows.push_back(judged(check, passed, std::move(detail)));
    }

    /// Without its kind nobody knows whether the computer or a gateway on the way signed.
    void check_kind(const std::string& kind, const std::optional<SignedText>& parts) {
        if (kind == "provider_tee")
            return add(
                Check::signature_kind, parts && parts->model == m_transcript.model,
                core::say(parts && parts->model == m_transcript.model ? "signer_of_model" : "signer_of_other_model"));
        if (kind == "gateway") return add(Check::signature_kind, true, core::say("signer_is_gateway"));
        add(Check::signature_kind, false, core::say("signer_untold"));
    }

    /// The report's data: the key, padded with zeros, and this gateway's own question.
    bool is_bound(core::ByteView user_data, const Json& report) const {
        const auto nonce = bytes_of_hex(core::text_member(report, "nonce"));
        const auto signer = bytes_of_hex(m_found.signer);
        if (!nonce || nonce->size() != 32 || !signer || signer->empty() || signer->size() > 32) return false;
        core::Bytes expected = *signer;
        expected.resize(32);
        core::append(expected, *nonce);
        return std::equal(user_data.begin(), user_data.end(), expected.begin(), expected.end());
    }

    void check_report() {
        const Json report = member("report");
        const std::string quote_text = core::text_member(report, "intel_quote");
        if (quote_text.empty()) {
            m_found.rows.push_back(unchecked(Check::attestation_report, core::say("quote_not_shown")));
            return;
        }
        auto bytes = bytes_of_hex(quote_text);
        if (!bytes) bytes = core::from_base64(quote_text);
        const Attested quote = bytes ? examine_tdx_quote(*bytes, m_trust, m_transcript.at) : Attested();
        const bool formed = quote.form != Attested::Form::unreadable,
                   bound = formed && is_bound(quote.user_data, report);
        if (!formed && bytes && m_proof.measurements.empty() && is_bound(loose_user_data(*bytes), report)) {
            m_found.rows.push_back(unchecked(Check::attestation_report, core::say("att_unread")));
            return;
        }
        add(Check::attestation_report, bound,
            core::say(bound    ? "quote_for_this"
                      : formed ? "quote_for_another"
                               : "quote_is_none"));
        add_attestation(m_found.rows, quote, intel(), m_proof.measurements);
    }

    const Json& m_document;
    const NetworkProof& m_proof;
    const Transcript& m_transcript;
    const TrustAnchors& m_trust;
    ProofFindings m_found;
};

} // namespace

bool is_phala_kind(std::string_view kind) {
    constexpr std::array<std::string_view, 6> kinds{"phala", "redpill", "near", "0g", "venice", "nanogpt"};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

ProofFindings examine_phala(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    const std::string_view text(reinterpret_cast<const char*>(proof.document.data()), proof.document.size());
    const auto parsed = core::parse_json<Json>(text, {.max_bytes = std::size_t{256} << 10, .max_depth = 8});
    if (!std::holds_alternative<Json>(parsed) || !std::get<Json>(parsed).is_object())
        return {{judged(Check::network_signature, false, core::say("phala_unsigned"))}, proof::Level::none, {}};
    return Examiner(std::get<Json>(parsed), proof, transcript, trust).examine();
}

} // namespace hearth::gateway::evidence
