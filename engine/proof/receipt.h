// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "proof/request.h"
#include "proof/scores.h"

#include <string>
#include <vector>

/// Receipt envelope: what an executor signs about one answer. Layout: resources/schema/receipt.cddl.
namespace hearth::proof {

inline constexpr std::uint64_t receipt_version = 1;
inline constexpr std::uint32_t chunk_tokens = 32;

enum class StopReason : std::uint8_t { stop_token = 0, stop_string = 1, length = 2, cancelled = 3 };

enum class EvidenceKind : std::uint8_t {
    signature = 1,
    toploc = 2,
    token_difr = 3,
    activation_difr = 4,
    exact_chain = 5,
    dispute_trace = 6,
    freivalds = 7,
    tee_quote = 8,
    zk = 9,
    prompt_scores = 10,
    vector = 11, ///< the input's vector, computed again within the profile's tolerance
    tensors = 12 ///< likewise what a model makes of the input's tensors
};

struct Evidence {
    EvidenceKind kind = EvidenceKind::signature;
    std::uint8_t version = 1;
    std::string profile; ///< "fp32", "bf16", "ci8.1", …
    std::uint32_t length = 0;
    core::Hash root;
    bool operator==(const Evidence&) const = default;
};

struct Receipt {
    core::Hash request_hash;
    core::PublicKey executor_key;
    core::PublicKey client_key;
    core::ModelId model_id;
    std::string profile;
    core::Hash in_commit; ///< input_commitment()
    core::Hash out_root;  ///< output_root()
    std::uint32_t n_in = 0, n_out = 0;
    StopReason stop_reason = StopReason::length;
    DecodeParams decode;
    core::Hash seed_commit; ///< seed_commitment()
    std::vector<Evidence> evidence;
    core::Hash prev_receipt; ///< zero for an executor's first
    core::Amount price;
    core::EscrowId escrow_id;
    core::Height height = 0; ///< ledger height that the executor saw
    std::uint32_t ttft_ms = 0, total_ms = 0;

    bool operator==(const Receipt&) const = default;
    core::Bytes encode() const;
    static core::Result<Receipt> decode_bytes(core::ByteView bytes);
    core::ReceiptId id() const; ///< SHA-256("rcpt/1" ‖ 0 ‖ encoding); also what is signed
};

struct SignedReceipt {
    Receipt receipt;
    core::Signature signature{};

    static SignedReceipt sign(Receipt receipt, const core::SigningKey& executor);
    bool signature_valid() const;
    core::Bytes encode() const;
    static core::Result<SignedReceipt> decode_bytes(core::ByteView bytes);
};

/// H("in/1" ‖ salt ‖ u32 n ‖ ids u32[n]): hides a short prompt from guessing.
core::Hash input_commitment(const core::Hash& salt, std::span<const std::uint32_t> ids);
/// Merkle root over chunks of 32 tokens, leaf data H("oc/1" ‖ salt ‖ u32 chunk ‖ ids). An empty answer is one
/// empty chunk, so that its salt is bound too.
core::Hash output_root(const core::Hash& salt, std::span<const std::uint32_t> ids);
/// The sampler's key K; the executor has no freedom in it. Without a seed H("seed/1" ‖ client_nonce ‖
/// request_hash ‖ beacon); with one H("seed/u" ‖ model_id ‖ u64 seed), so that it repeats. An answer that another
/// executor began keeps the key that it was begun with.
core::Hash seed_commitment(const Request& request, const core::Hash& beacon);

/// A receipt with its openings: what its owner keeps, exports and may show. Layout: resources/schema/receipt-file.cddl.
struct ReceiptFile {
    SignedReceipt signed_receipt;
    Request request;
    core::Hash salt_in, salt_out;
    core::Hash beacon; ///< zero unless the request needs it: then nothing binds it, and it is not stored
    std::vector<std::uint32_t> input_ids;
    std::vector<std::uint32_t> output_ids; ///< or the bits of a vector's fp32 values, or the words of tensors
    std::string constraint;                ///< the grammar that the answer keeps to, if the request names one
    std::vector<PromptScore> scores;       ///< of every input token but the first, if the request asks for them
    std::string model_name;                ///< for people; not signed, but guarded against damage

    core::Bytes encode() const;
    static core::Result<ReceiptFile> decode_bytes(core::ByteView bytes);
};

} // namespace hearth::proof
