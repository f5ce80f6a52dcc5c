// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "gateway/evidence/attestation.h"
#include "proof/check.h"
#include "proof/profile.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What networks give to prove their answers: read and examined. Pure; fails closed.
namespace hearth::gateway::evidence {

/// As it came from the network, with what this gateway's owner trusts for it.
struct NetworkProof {
    std::string format;                         ///< "phala-signature/1", "opengradient-tee/1", …
    core::Bytes document;                       ///< JSON
    std::string pinned;                         ///< the signer, where it is one that the owner pinned; else empty
    std::vector<std::string> measurements = {}; ///< that the owner pinned, see is_measurement()
};

/// What went over the wire. Bytes that are not at hand leave what needs them "not checked".
struct Transcript {
    std::string kind, path, model;
    core::Hash request_hash, response_hash; ///< SHA-256 of the bytes
    std::optional<std::string_view> request, response;
    core::Nanoseconds at = 0; ///< when the answer ended: certificates must have been valid then
};

struct ProofFindings {
    std::vector<proof::CheckRow> rows;
    proof::Level level = proof::Level::none; ///< of a key that signed this request and this answer
    std::string signer;                      ///< the key that signed; empty: none did
};

/// What of an answer the evidence of a kind of network is about.
enum class Scope {
    nothing,   ///< the network's machines, or a list that only its model could tell from another
    answer,    ///< what was answered, whatever was asked
    exchange,  ///< what was asked and answered
    connection ///< the key of the connection, which only the gateway saw
};
struct KindFacts {
    const char* format;         ///< of its proofs
    const HardwareMaker* maker; ///< whose hardware attests there; null: nobody's
    Scope scope;
};
/// None: a kind that gives no evidence, or none that is known.
std::optional<KindFacts> facts_of(std::string_view kind);
const HardwareMaker* maker_of(std::string_view kind);

/// E1 for a key that the owner pinned; E3 where hardware of a maker that is trusted says that the pinned software runs
/// and holds the key, as a fresh answer to this gateway's own question, outside of debug mode. The rows name what is
/// missing for E3; where one failed, nothing is left of a level.
ProofFindings examine_proof(const NetworkProof& proof, const Transcript& transcript,
                            const TrustAnchors& trust = hardware_makers());

/// Signatures of Phala's family: sha256(request):sha256(response), signed as Ethereum's personal message or by Ed25519.
inline constexpr const char* phala_format = "phala-signature/1";
ProofFindings examine_phala(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust);
bool is_phala_kind(std::string_view kind); ///< "phala", "redpill", "near", "0g", "venice", "nanogpt"

/// OpenGradient's tee_* members, with the key that GET /signing-key gave and its enclave's document.
inline constexpr const char* opengradient_format = "opengradient-tee/1";
ProofFindings examine_opengradient(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust);
/// What OpenGradient hashes of a request: its server's own canonical JSON of what it honours. None: no such request.
std::optional<std::string> opengradient_request(std::string_view path, std::string_view body);

/// The answer as OpenGradient hashes it, and its tee_* members, from JSON or a stream of events.
struct OpenGradientAnswer {
    std::string output, signature, request_hash, output_hash, tee_id;
    std::uint64_t timestamp = 0;
};
std::optional<OpenGradientAnswer> read_opengradient(std::string_view body);

/// Atoma's members response_hash and signature: a node's key on Sui over BLAKE2b of the answer without those two. Whole
/// answers alone: what the signature of a stream covers is not told.
inline constexpr const char* atoma_format = "atoma-signature/1";
ProofFindings examine_atoma(const NetworkProof& proof, const Transcript& transcript);
struct AtomaAnswer {
    std::string signature, response_hash, signed_text;
};
std::optional<AtomaAnswer> read_atoma(std::string_view body);

/// The certificate of a connection to Cocoon, which carries the TDX quote that names its key.
inline constexpr const char* ra_tls_format = "ra-tls/1";
ProofFindings examine_ra_tls(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust);
/// The certificate of a connection to a machine of SecretVM's (Morpheus), and the quote that the machine shows for it.
inline constexpr const char* secretvm_format = "secretvm/1";
ProofFindings examine_secretvm(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust);

/// What Chutes shows of the machines that run a model: to which of them a question went, nothing tells.
inline constexpr const char* chutes_format = "chutes-evidence/1";
ProofFindings examine_chutes(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust);

/// The receipt of another Hearth home's answer, and its node key's signature that it belongs to these bytes (hearth.h).
inline constexpr const char* hearth_format = "hearth-receipt/1";
ProofFindings examine_hearth(const NetworkProof& proof, const Transcript& transcript);

/// A list of TOPLOC: its form alone, since more needs the same model.
inline constexpr const char* toploc_format = "toploc-list/1";
ProofFindings examine_toploc(const NetworkProof& proof, const Transcript& transcript);
struct ToplocAnswer {
    std::vector<std::string> proofs;
    std::optional<std::uint64_t> tokens; ///< that the server counted
};
std::optional<ToplocAnswer> read_toploc(std::string_view body);

} // namespace hearth::gateway::evidence
