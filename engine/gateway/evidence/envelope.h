// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"
#include "gateway/evidence/network_proof.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Evidence about answers that other networks gave. Pure functions over bytes; format: resources/schema/evidence.cddl.
namespace hearth::gateway::evidence {

/// Bytes of the caller's request that were replaced before it went on.
struct Rewrite {
    std::uint64_t offset = 0; ///< in the caller's bytes
    std::string from, to;
};

/// What a gateway says about one answer.
struct Envelope {
    std::string evidence_id;                ///< 32 hex digits
    std::string network, kind, url;         ///< "box", "openai", "http://10.0.0.7:8080/v1"
    std::string path;                       ///< "/chat/completions"
    std::string model;                      ///< that was asked of the network
    std::optional<std::string> answered_as; ///< model that the answer names
    core::Hash request_hash, response_hash; ///< SHA-256 of the bytes sent there and of the body that came back
    std::uint64_t request_bytes = 0, response_bytes = 0;
    std::uint32_t status = 0; ///< HTTP status that came back; 0 = none did
    core::Nanoseconds asked_at = 0, ended_at = 0;
    bool whole = false;            ///< the answer came to its end
    std::string reason;            ///< why not
    std::vector<Rewrite> rewrites; ///< none: the request went on byte for byte
    proof::Level level = proof::Level::none;
    std::vector<proof::CheckRow> checks; ///< as the gateway made them when the answer had come
    std::optional<NetworkProof> proof;   ///< that the network gave
    core::PublicKey gateway_key;
    std::string caller = {}; ///< id of the API key that asked, or empty: who may read it here; in no file
};

/// Where an envelope stands among those that one signature is over: leaves of a tree of RFC 6962.
struct BatchPlace {
    std::uint64_t size = 0, index = 0;
    std::vector<core::Hash> path;
};
inline constexpr std::uint64_t most_signed_at_once = 64;

/// An envelope with the signature of the gateway that wrote it, which is no attestation of the network's.
struct SignedEnvelope {
    Envelope envelope;
    core::Signature signature{};
    std::optional<BatchPlace> batch = {}; ///< none: the signature is over this envelope alone

    static SignedEnvelope sign(Envelope envelope, const core::SigningKey& key);
    /// Files, as sign() and encode() make them; one signature is over up to `most_signed_at_once` of them.
    static std::vector<core::Bytes> sign_all(std::vector<Envelope>& envelopes, const core::SigningKey& key);
    bool signature_fits() const;
    core::Bytes encode() const;
    /// Errors: corrupt, too_large.
    static core::Result<SignedEnvelope> decode(core::ByteView bytes);
};

} // namespace hearth::gateway::evidence
