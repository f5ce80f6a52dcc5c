// SPDX-License-Identifier: Apache-2.0
#include "proof/codec.h"

#include "core/hash.h"

namespace hearth::proof {
namespace {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t file_version = 1;
constexpr std::size_t max_file_bytes = std::size_t{16} << 20;
constexpr std::size_t max_name_bytes = 256;

enum Key : std::uint64_t {
    k_version = 0,
    k_signed = 1,
    k_request = 2,
    k_salt_in = 3,
    k_salt_out = 4,
    k_beacon = 5,
    k_input = 6,
    k_output = 7,
    k_name = 8,
    k_name_check = 9,
    k_scores = 10,
    k_constraint = 11
};

// Nothing signed covers the name, so damage to it would go unseen without this.
core::Hash name_check(const core::ModelId& model, const std::string& name) {
    return core::tagged_hash("name/1", {model.view(), core::as_bytes(name)});
}

} // namespace

core::Bytes ReceiptFile::encode() const {
    Map map{{k_version, file_version},
            {k_signed, codec::from_signed(signed_receipt)},
            {k_request, codec::from_request(request)},
            {k_salt_in, salt_in},
            {k_salt_out, salt_out},
            {k_input, codec::pack_ids(input_ids)},
            {k_output, codec::pack_ids(output_ids)},
            {k_name, model_name},
            {k_name_check, name_check(request.model_id, model_name)}};
    if (request.needs_beacon()) map.emplace_back(k_beacon, beacon);
    if (request.scores) map.emplace_back(k_scores, pack_scores(scores));
    if (request.constraint) map.emplace_back(k_constraint, constraint);
    return core::cbor::encode(Value(std::move(map)));
}

core::Result<ReceiptFile> ReceiptFile::decode_bytes(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_file_bytes, 8}));
    HEARTH_TRY(auto fields, Fields::of(value, "receipt file"));
    HEARTH_CHECK(codec::check_version(fields, file_version, "receipt file"));
    ReceiptFile file;
    HEARTH_TRY(const Value* receipt, fields.any(k_signed, "signed_receipt"));
    HEARTH_TRY(file.signed_receipt, codec::to_signed(*receipt));
    HEARTH_TRY(const Value* request, fields.any(k_request, "request"));
    HEARTH_TRY(file.request, codec::to_request(*request));
    HEARTH_TRY(file.salt_in, fields.id<core::Hash>(k_salt_in, "salt_in"));
    HEARTH_TRY(file.salt_out, fields.id<core::Hash>(k_salt_out, "salt_out"));
    if (file.request.needs_beacon()) {
        HEARTH_TRY(file.beacon, fields.id<core::Hash>(k_beacon, "beacon"));
    }
    HEARTH_TRY(file.input_ids, codec::read_ids(fields, k_input, "input_ids"));
    HEARTH_TRY(file.output_ids, codec::read_ids(fields, k_output, "output_ids"));
    if (file.request.scores) {
        HEARTH_TRY(const core::Bytes packed, fields.bytes(k_scores, "scores", max_scores_bytes));
        HEARTH_TRY(file.scores, unpack_scores(packed, *file.request.scores));
    }
    if (file.request.constraint) {
        HEARTH_TRY(file.constraint, fields.text(k_constraint, "constraint", max_constraint_bytes));
    }
    HEARTH_TRY(file.model_name, fields.text(k_name, "model_name", max_name_bytes));
    HEARTH_TRY(const core::Hash guard, fields.id<core::Hash>(k_name_check, "model_name_check"));
    HEARTH_CHECK(fields.finish());
    if (guard != name_check(file.request.model_id, file.model_name))
        return core::fail(core::Code::corrupt,
                          "The field \"model_name\" of the receipt file does not match its check value.",
                          "The file was damaged or changed; get it again from where it came.");
    return file;
}

} // namespace hearth::proof
