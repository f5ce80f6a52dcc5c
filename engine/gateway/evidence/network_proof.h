// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "proof/check.h"
#include "proof/profile.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What networks give to prove their answers: read and examined. Pure; fails closed.
namespace hearth::gateway::evidence {

/// As it came from the network, with the key that this gateway's owner trusts for it.
struct NetworkProof {
    std::string format;   ///< "phala-signature/1", "opengradient-tee/1"
    core::Bytes document; ///< JSON
    std::string pinned;   ///< the signer, where it is one that the owner pinned; else empty
};

/// What went over the wire. Bytes that are not at hand leave what needs them "not checked".
struct Transcript {
    std::string kind, path, model;
    core::Hash request_hash, response_hash; ///< SHA-256 of the bytes
    std::optional<std::string_view> request, response;
};

struct ProofFindings {
    std::vector<proof::CheckRow> rows;
    proof::Level level = proof::Level::none; ///< E1: a pinned key signed this request and this answer
    std::string signer;                      ///< the key that signed; empty: none did
};

/// Never E3: whether hardware that somebody attested holds the key is not examined here, and the rows say so.
ProofFindings examine_proof(const NetworkProof& proof, const Transcript& transcript);

/// Signatures of Phala's family: sha256(request):sha256(response), signed as Ethereum's personal message or by Ed25519.
inline constexpr const char* phala_format = "phala-signature/1";
ProofFindings examine_phala(const NetworkProof& proof, const Transcript& transcript);
bool is_phala_kind(std::string_view kind); ///< "phala", "redpill", "near", "0g", "venice", "nanogpt"

/// OpenGradient's tee_* members, with the key that GET /signing-key gave.
inline constexpr const char* opengradient_format = "opengradient-tee/1";
ProofFindings examine_opengradient(const NetworkProof& proof, const Transcript& transcript);
/// What OpenGradient hashes of a request: its server's own canonical JSON of what it honours. None: no such request.
std::optional<std::string> opengradient_request(std::string_view path, std::string_view body);

/// The answer as OpenGradient hashes it, and its tee_* members, from JSON or a stream of events.
struct OpenGradientAnswer {
    std::string output, signature, request_hash, output_hash, tee_id;
    std::uint64_t timestamp = 0;
};
std::optional<OpenGradientAnswer> read_opengradient(std::string_view body);

} // namespace hearth::gateway::evidence
