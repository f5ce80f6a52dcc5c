// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/evidence/envelope.h"

/// The bytes of evidence.cddl: its keys, for whoever reads them, and how they are written. Pure.
namespace hearth::gateway::evidence {

inline constexpr std::uint64_t plain_version = 1, proof_version = 2, measured_version = 3, batch_version = 4;
inline constexpr std::size_t max_name = 64, max_model = 512, max_sentence = 1024;

enum Key : std::uint64_t {
    k_version = 0,
    k_id = 1,
    k_network = 2,
    k_kind = 3,
    k_url = 4,
    k_path = 5,
    k_model = 6,
    k_answered_as = 7,
    k_request_hash = 8,
    k_request_bytes = 9,
    k_response_hash = 10,
    k_response_bytes = 11,
    k_status = 12,
    k_asked_at = 13,
    k_ended_at = 14,
    k_whole = 15,
    k_reason = 16,
    k_rewrites = 17,
    k_level = 18,
    k_checks = 19,
    k_gateway = 20,
    k_proof = 21
};
enum RewriteKey : std::uint64_t { r_offset = 0, r_from = 1, r_to = 2 };
enum CheckKey : std::uint64_t { c_name = 0, c_outcome = 1, c_detail = 2 };
enum ProofKey : std::uint64_t { p_format = 0, p_document = 1, p_pinned = 2, p_measurements = 3 };
enum SignedKey : std::uint64_t { s_envelope = 0, s_signature = 1, s_batch = 2 };
enum BatchKey : std::uint64_t { b_size = 0, b_index = 1, b_path = 2 };

/// Each version is written only where it is needed, so that whoever reads an earlier one reads on.
std::uint64_t version_of(const Envelope& e, bool in_batch);
/// What is signed. Written as it is, without a tree of values: a busy gateway makes thousands in a second.
core::Bytes encoded(const Envelope& e, bool in_batch);
/// The file: an envelope that is encoded already, with its signature.
core::Bytes wrap(core::ByteView envelope, const core::Signature& signature, const std::optional<BatchPlace>& batch);

} // namespace hearth::gateway::evidence
