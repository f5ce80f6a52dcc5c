// SPDX-License-Identifier: Apache-2.0
#include "core/certificates.h"
#include "core/hash.h"
#include "core/json_guard.h"
#include "gateway/evidence/document.h"
#include "gateway/evidence/network_proof.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

constexpr const char* quote_extension = "1.3.6.1.4.1.12345.1"; ///< Cocoon's: the quote as it is
constexpr std::array<std::uint8_t, 12> ed25519_key{0x30, 0x2A, 0x30, 0x05, 0x06, 0x03,
                                                   0x2B, 0x65, 0x70, 0x03, 0x21, 0x00}; ///< RFC 8410 §4, then the key

/// A key of Ed25519; none: it is of another kind.
std::optional<core::Bytes> raw_ed25519(const core::Bytes& der) {
    if (der.size() != ed25519_key.size() + core::PublicKey::size ||
        !std::equal(ed25519_key.begin(), ed25519_key.end(), der.begin()))
        return std::nullopt;
    return core::Bytes(der.begin() + ed25519_key.size(), der.end());
}

bool begins(const core::Bytes& bytes, core::ByteView with) {
    return bytes.size() >= with.size() && std::equal(with.begin(), with.end(), bytes.begin());
}

void add_binding(ProofFindings& found, const std::optional<core::CertificateFacts>& certificate, const Attested& quote,
                 bool bound) {
    const bool formed = quote.form != Attested::Form::unreadable, valid = certificate && certificate->valid_then;
    found.rows.push_back(judged(Check::attestation_report, formed && bound && valid,
                                !formed  ? core::say("channel_no_quote")
                                : !bound ? core::say("channel_other_key")
                                : !valid ? core::say("channel_expired")
                                         : core::say("channel_bound")));
}

/// The quote's second half is what its graphics cards were asked; what they answered is their maker's to examine.
proof::CheckRow graphics_row(const Attested& quote, const std::string& nonce_text) {
    constexpr Check check = Check::attestation_graphics_nonce;
    const bool asked = quote.user_data.size() != 2 * core::Hash::size ||
                       std::any_of(quote.user_data.begin() + static_cast<std::ptrdiff_t>(core::Hash::size),
                                   quote.user_data.end(), [](std::uint8_t byte) { return byte != 0; });
    // Whoever stands between could hold back what the cards were asked.
    if (nonce_text.empty() && !asked) return unchecked(check, core::say("channel_no_graphics"));
    const auto nonce = core::from_hex(nonce_text);
    const bool same = nonce && nonce->size() == core::Hash::size && quote.user_data.size() == 2 * core::Hash::size &&
                      std::equal(nonce->begin(), nonce->end(),
                                 quote.user_data.begin() + static_cast<std::ptrdiff_t>(core::Hash::size));
    return judged(check, same, core::say(same ? "channel_graphics" : "channel_graphics_other"));
}

} // namespace

ProofFindings examine_ra_tls(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    ProofFindings found;
    const auto document = read_object(proof.document);
    const auto der = document ? base64_member(*document, "certificate") : std::nullopt;
    const auto certificate = der ? core::read_certificate(*der, transcript.at, quote_extension) : std::nullopt;
    const auto key = certificate ? raw_ed25519(certificate->key) : std::nullopt;
    const bool carries = certificate && certificate->extension;
    const Attested quote = carries ? examine_tdx_quote(*certificate->extension, trust, transcript.at) : Attested();
    const auto claims = key ? std::optional(core::sha512(*key)) : std::nullopt; // claims are the key alone
    const bool bound = claims && quote.user_data.size() == claims->size() && begins(quote.user_data, *claims);
    if (bound) found.signer = core::to_hex(*key);
    add_binding(found, certificate, quote, bound);
    add_attestation(found.rows, quote, intel(), proof.measurements);
    found.rows.push_back(unchecked(Check::connection, core::say("channel_unseen")));
    return found;
}

ProofFindings examine_secretvm(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    ProofFindings found;
    const auto document = read_object(proof.document);
    const auto der = document ? base64_member(*document, "certificate") : std::nullopt;
    const auto certificate = der ? core::read_certificate(*der, transcript.at) : std::nullopt;
    const auto bytes = document ? bytes_of_text(core::text_member(*document, "quote")) : std::nullopt;
    const Attested quote = bytes ? examine_tdx_quote(*bytes, trust, transcript.at) : Attested();
    const core::Hash fingerprint = der ? core::sha256(*der) : core::Hash();
    const bool bound = certificate && begins(quote.user_data, fingerprint.view());
    if (bound) found.signer = fingerprint.hex();
    add_binding(found, certificate, quote, bound);
    add_attestation(found.rows, quote, intel(), proof.measurements);
    if (quote.form != Attested::Form::unreadable)
        found.rows.push_back(
            graphics_row(quote, document ? core::text_member(*document, "graphics_nonce") : std::string()));
    found.rows.push_back(unchecked(Check::connection, core::say("channel_unseen")));
    return found;
}

} // namespace hearth::gateway::evidence
