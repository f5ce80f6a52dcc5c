// SPDX-License-Identifier: Apache-2.0
#include "proof/codec.h"

#include "core/hash.h"

namespace hearth::proof {
namespace {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_receipt_bytes = 16384;
constexpr std::size_t max_evidence = 32;

enum Key : std::uint64_t {
    k_version = 0,
    k_request_hash = 1,
    k_executor = 2,
    k_client = 3,
    k_model = 4,
    k_profile = 5,
    k_in_commit = 6,
    k_out_root = 7,
    k_n_in = 8,
    k_n_out = 9,
    k_stop_reason = 10,
    k_decode = 11,
    k_seed_commit = 12,
    k_evidence = 13,
    k_previous = 14,
    k_price = 15,
    k_escrow = 16,
    k_height = 17,
    k_ttft = 18,
    k_total = 19
};

enum EvidenceKey : std::uint64_t { e_kind = 0, e_version = 1, e_profile = 2, e_length = 3, e_root = 4 };
enum SignedKey : std::uint64_t { s_receipt = 0, s_signature = 1 };

Value from_evidence(const Evidence& e) {
    return Map{{e_kind, std::uint64_t{static_cast<std::uint8_t>(e.kind)}},
               {e_version, std::uint64_t{e.version}},
               {e_profile, e.profile},
               {e_length, e.length},
               {e_root, e.root}};
}

core::Result<Evidence> to_evidence(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "evidence"));
    Evidence e;
    HEARTH_TRY(const std::uint64_t kind,
               fields.uint(e_kind, "kind", static_cast<std::uint64_t>(EvidenceKind::tensors)));
    if (kind == 0) return core::fail(core::Code::corrupt, "The field \"kind\" of the evidence must not be 0.");
    e.kind = static_cast<EvidenceKind>(kind);
    HEARTH_TRY(const std::uint64_t version, fields.uint(e_version, "version", UINT8_MAX));
    e.version = static_cast<std::uint8_t>(version);
    HEARTH_TRY(e.profile, codec::read_profile(fields, e_profile));
    HEARTH_TRY(e.length, codec::read_u32(fields, e_length, "length"));
    HEARTH_TRY(e.root, fields.id<core::Hash>(e_root, "root"));
    HEARTH_CHECK(fields.finish());
    return e;
}

core::Status read_commitments(Fields& fields, Receipt& r) {
    HEARTH_TRY(r.request_hash, fields.id<core::Hash>(k_request_hash, "request_hash"));
    HEARTH_TRY(r.executor_key, fields.id<core::PublicKey>(k_executor, "executor_key"));
    HEARTH_TRY(r.client_key, fields.id<core::PublicKey>(k_client, "client_key"));
    HEARTH_TRY(r.model_id, fields.id<core::ModelId>(k_model, "model_id"));
    HEARTH_TRY(r.profile, codec::read_profile(fields, k_profile));
    HEARTH_TRY(r.in_commit, fields.id<core::Hash>(k_in_commit, "in_commit"));
    HEARTH_TRY(r.out_root, fields.id<core::Hash>(k_out_root, "out_root"));
    HEARTH_TRY(r.seed_commit, fields.id<core::Hash>(k_seed_commit, "seed_commit"));
    HEARTH_TRY(r.prev_receipt, fields.id<core::Hash>(k_previous, "prev_receipt"));
    HEARTH_TRY(r.escrow_id, fields.id<core::EscrowId>(k_escrow, "escrow_id"));
    return {};
}

core::Status read_numbers(Fields& fields, Receipt& r) {
    HEARTH_TRY(r.n_in, codec::read_u32(fields, k_n_in, "n_in"));
    HEARTH_TRY(r.n_out, codec::read_u32(fields, k_n_out, "n_out"));
    HEARTH_TRY(const std::uint64_t reason,
               fields.uint(k_stop_reason, "stop_reason", static_cast<std::uint64_t>(StopReason::cancelled)));
    r.stop_reason = static_cast<StopReason>(reason);
    HEARTH_TRY(const std::uint64_t price, fields.uint(k_price, "price"));
    r.price = core::Amount::from_units(price);
    HEARTH_TRY(r.height, fields.uint(k_height, "height"));
    HEARTH_TRY(r.ttft_ms, codec::read_u32(fields, k_ttft, "ttft_ms"));
    HEARTH_TRY(r.total_ms, codec::read_u32(fields, k_total, "total_ms"));
    return {};
}

} // namespace

namespace codec {

Value from_receipt(const Receipt& r) {
    Array evidence;
    for (const Evidence& item : r.evidence)
        evidence.push_back(from_evidence(item));
    return Map{{k_version, receipt_version},
               {k_request_hash, r.request_hash},
               {k_executor, r.executor_key},
               {k_client, r.client_key},
               {k_model, r.model_id},
               {k_profile, r.profile},
               {k_in_commit, r.in_commit},
               {k_out_root, r.out_root},
               {k_n_in, r.n_in},
               {k_n_out, r.n_out},
               {k_stop_reason, std::uint64_t{static_cast<std::uint8_t>(r.stop_reason)}},
               {k_decode, from_decode(r.decode)},
               {k_seed_commit, r.seed_commit},
               {k_evidence, std::move(evidence)},
               {k_previous, r.prev_receipt},
               {k_price, r.price.units()},
               {k_escrow, r.escrow_id},
               {k_height, r.height},
               {k_ttft, r.ttft_ms},
               {k_total, r.total_ms}};
}

core::Result<Receipt> to_receipt(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "receipt"));
    HEARTH_CHECK(check_version(fields, receipt_version, "receipt"));
    Receipt r;
    HEARTH_CHECK(read_commitments(fields, r));
    HEARTH_CHECK(read_numbers(fields, r));
    HEARTH_TRY(const Value* decode, fields.any(k_decode, "decode"));
    HEARTH_TRY(r.decode, to_decode(*decode));
    HEARTH_TRY(const Array* evidence, fields.array(k_evidence, "evidence", max_evidence));
    for (const Value& item : *evidence) {
        HEARTH_TRY(Evidence read, to_evidence(item));
        r.evidence.push_back(std::move(read));
    }
    HEARTH_CHECK(fields.finish());
    return r;
}

Value from_signed(const SignedReceipt& r) {
    return Map{{s_receipt, from_receipt(r.receipt)}, {s_signature, core::ByteView(r.signature)}};
}

core::Result<SignedReceipt> to_signed(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "signed receipt"));
    SignedReceipt r;
    HEARTH_TRY(const Value* receipt, fields.any(s_receipt, "receipt"));
    HEARTH_TRY(r.receipt, to_receipt(*receipt));
    HEARTH_TRY(const core::Bytes signature, fields.bytes(s_signature, "signature", r.signature.size()));
    if (signature.size() != r.signature.size())
        return core::fail(core::Code::corrupt, "The field \"signature\" of the signed receipt must be 64 bytes.");
    std::copy(signature.begin(), signature.end(), r.signature.begin());
    HEARTH_CHECK(fields.finish());
    return r;
}

} // namespace codec

core::Bytes Receipt::encode() const {
    return core::cbor::encode(codec::from_receipt(*this));
}

core::Result<Receipt> Receipt::decode_bytes(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_receipt_bytes, 6}));
    return codec::to_receipt(value);
}

core::ReceiptId Receipt::id() const {
    return core::id_cast<core::ReceiptId>(core::tagged_hash("rcpt/1", {encode()}));
}

SignedReceipt SignedReceipt::sign(Receipt receipt, const core::SigningKey& executor) {
    SignedReceipt result{std::move(receipt), {}};
    result.signature = executor.sign(result.receipt.id().view());
    return result;
}

bool SignedReceipt::signature_valid() const {
    return core::verify(receipt.executor_key, receipt.id().view(), signature);
}

core::Bytes SignedReceipt::encode() const {
    return core::cbor::encode(codec::from_signed(*this));
}

core::Result<SignedReceipt> SignedReceipt::decode_bytes(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_receipt_bytes, 7}));
    return codec::to_signed(value);
}

} // namespace hearth::proof
