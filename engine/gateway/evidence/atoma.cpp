// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "core/hash.h"
#include "core/json_guard.h"
#include "core/keys.h"
#include "core/network_signatures.h"
#include "gateway/evidence/document.h"
#include "gateway/evidence/network_proof.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

// Sui's serialised signature: flag ‖ signature ‖ public key.
enum class SuiScheme : std::uint8_t { ed25519 = 0, secp256k1 = 1, secp256r1 = 2 };
constexpr std::size_t sui_signature_bytes = 64, sui_point_bytes = 33;

struct SuiSignature {
    SuiScheme scheme;
    core::ByteView signature, key;

    static std::optional<SuiSignature> read(core::ByteView bytes) {
        if (bytes.empty() || bytes[0] > static_cast<std::uint8_t>(SuiScheme::secp256r1)) return std::nullopt;
        const auto scheme = static_cast<SuiScheme>(bytes[0]);
        const std::size_t key_bytes = scheme == SuiScheme::ed25519 ? core::PublicKey::size : sui_point_bytes;
        if (bytes.size() != 1 + sui_signature_bytes + key_bytes) return std::nullopt;
        return SuiSignature{scheme, bytes.subspan(1, sui_signature_bytes), bytes.subspan(1 + sui_signature_bytes)};
    }

    bool fits(core::ByteView message) const {
        if (scheme == SuiScheme::secp256k1)
            return core::verify_ecdsa(core::compressed_secp256k1_key(key), message, signature);
        if (scheme == SuiScheme::secp256r1)
            return core::verify_ecdsa(core::compressed_p256_key(key), message, signature);
        core::Signature copy{};
        std::copy(signature.begin(), signature.end(), copy.begin());
        const auto of_node = core::PublicKey::from_view(key);
        return of_node && core::verify(*of_node, message, copy);
    }

    /// The address of the key's owner on Sui.
    std::string address() const {
        core::Bytes named{static_cast<std::uint8_t>(scheme)};
        core::append(named, key);
        return "0x" + core::blake2b256(named).hex();
    }
};

/// Where the text that begins there ends, behind its last quote.
std::size_t end_of_text(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    return at + 1;
}

/// Where the value that begins there ends: at the comma or the brace behind it.
std::size_t end_of_value(std::string_view json, std::size_t at) {
    for (int depth = 0; at < json.size();) {
        const char c = json[at];
        if (depth == 0 && (c == ',' || c == '}')) return at;
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        at = c == '"' ? end_of_text(json, at) : at + 1;
    }
    return at;
}

/// The bytes of an object without some of its members; nothing else is touched.
std::string without_members(std::string_view json, std::initializer_list<std::string_view> names) {
    std::string kept = "{";
    std::size_t at = json.find('{') + 1;
    while ((at = json.find('"', at)) < json.size()) {
        const std::size_t behind_name = end_of_text(json, at), end = end_of_value(json, behind_name);
        const std::string_view name = json.substr(at + 1, behind_name - at - 2);
        if (std::find(names.begin(), names.end(), name) == names.end())
            kept += (kept.size() > 1 ? "," : "") + std::string(json.substr(at, end - at));
        at = end;
    }
    return kept + "}";
}

} // namespace

std::optional<AtomaAnswer> read_atoma(std::string_view body) {
    const auto answer = read_object(body);
    if (!answer) return std::nullopt;
    AtomaAnswer found{core::text_member(*answer, "signature"), core::text_member(*answer, "response_hash"),
                      without_members(body, {"signature", "response_hash"})};
    if (found.signature.empty() || found.response_hash.empty()) return std::nullopt;
    return found;
}

ProofFindings examine_atoma(const NetworkProof& proof, const Transcript& transcript) {
    ProofFindings found;
    const auto document = read_object(proof.document);
    const auto bytes = document ? base64_member(*document, "signature") : std::nullopt;
    const auto digest = document ? base64_member(*document, "response_hash") : std::nullopt;
    const auto signature = bytes ? SuiSignature::read(*bytes) : std::nullopt;
    const bool fits = signature && digest && digest->size() == core::Hash::size && signature->fits(*digest);
    if (fits) found.signer = signature->address();
    found.rows.push_back(judged(Check::network_signature, fits,
                                fits ? core::say("atoma_signed", {found.signer}) : core::say("atoma_signed_nothing")));
    found.rows.push_back(unchecked(Check::signed_request, core::say("atoma_no_request")));
    if (!transcript.response) {
        found.rows.push_back(unchecked(Check::signed_response, core::say("answer_not_at_hand")));
        return found;
    }
    const auto again = read_atoma(*transcript.response);
    const bool same = again && digest && core::text_member(*document, "signature") == again->signature &&
                      core::text_member(*document, "response_hash") == again->response_hash &&
                      core::to_bytes(core::blake2b256(core::as_bytes(again->signed_text)).view()) == *digest;
    found.rows.push_back(judged(Check::signed_response, same,
                                same ? core::say("atoma_signed_answer") : core::say("atoma_signed_another")));
    return found;
}

} // namespace hearth::gateway::evidence
