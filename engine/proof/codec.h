// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "proof/profile.h"
#include "proof/receipt.h"

/// CBOR of the parts that several messages share, here and in link.
namespace hearth::proof::codec {

core::cbor::Value from_decode(const DecodeParams& params);
core::Result<DecodeParams> to_decode(const core::cbor::Value& value);

core::cbor::Value from_request(const Request& request);
core::Result<Request> to_request(const core::cbor::Value& value);

core::cbor::Value from_receipt(const Receipt& receipt);
core::Result<Receipt> to_receipt(const core::cbor::Value& value);

core::cbor::Value from_signed(const SignedReceipt& receipt);
core::Result<SignedReceipt> to_signed(const core::cbor::Value& value);

/// 1 to 32 of a-z, 0-9, '.', '-', '_'.
core::Result<std::string> read_profile(core::cbor::Fields& fields, std::uint64_t key);
core::Result<std::uint32_t> read_u32(core::cbor::Fields& fields, std::uint64_t key, const char* name);
/// Token ids: one byte string, u32 little-endian each, at most 2^20 of them.
core::Bytes pack_ids(const std::vector<std::uint32_t>& ids);
core::Result<std::vector<std::uint32_t>> read_ids(core::cbor::Fields& fields, std::uint64_t key, const char* name);
core::Status check_version(core::cbor::Fields& fields, std::uint64_t version, const char* what);

} // namespace hearth::proof::codec
