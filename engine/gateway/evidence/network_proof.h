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
    std::string format;                         ///< "phala-signature/1", "opengradient-tee/1"
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

/// E1 for a key that the owner pinned; E3 where hardware of a maker that is trusted says that the pinned software runs
/// and holds the key, as a fresh answer to this gateway's own question, outside of debug mode. The rows name what is
/// missing for E3; where one failed, nothing is left of a level.
ProofFindings examine_proof(const NetworkProof& proof, const Transcript& transcript,
                            const TrustAnchors& trust = hardware_makers());

/// Signatures of Phala's family: sha256(request):sha256(response), signed as Ethereum's personal message or by Ed25519.
inline constexpr const char* phala_format = "phala-signature/1";
ProofFindings examine_phala(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust);
bool is_phala_kind(std::string_view kind); ///< "phala", "redpill", "near", "0g", "venice", "nanogpt"

/// Whose hardware computes at networks of a kind; null: nobody's that attests anything.
const HardwareMaker* maker_of(std::string_view kind);

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

} // namespace hearth::gateway::evidence
