// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/beacon.h"

#include "core/cbor.h"
#include "core/hash.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using core::cbor::Array;
using core::cbor::Value;

constexpr std::size_t max_validators = 1000;
constexpr std::size_t max_shares_bytes = std::size_t{1} << 20;

core::Bytes counted(std::uint64_t count) {
    core::Bytes bytes;
    core::append_u64(bytes, count);
    return bytes;
}

void append_varint(core::Bytes& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

void append_field(core::Bytes& out, std::uint8_t tag, core::ByteView bytes) {
    if (bytes.empty()) return;
    out.push_back(tag);
    append_varint(out, bytes.size());
    core::append(out, bytes);
}

void append_fixed(core::Bytes& out, std::uint8_t tag, std::uint64_t value) {
    if (value == 0) return;
    out.push_back(tag);
    core::append_u64(out, value);
}

template <typename Target>
bool copy_to(const Value& value, Target& target) {
    const core::Bytes* bytes = value.as_bytes();
    if (bytes == nullptr || bytes->size() != target.size()) return false;
    std::copy(bytes->begin(), bytes->end(), target.begin());
    return true;
}

} // namespace

Address address_of(const core::PublicKey& key) {
    const core::Hash hash = core::sha256(key.view());
    Address address;
    std::copy_n(hash.bytes.begin(), address.size(), address.begin());
    return address;
}

core::Bytes BeaconShare::encode() const {
    core::Bytes bytes = core::to_bytes(reveal.view());
    core::append(bytes, next.view());
    return bytes;
}

std::optional<BeaconShare> BeaconShare::decode(core::ByteView extension) {
    if (extension.size() != share_bytes) return std::nullopt;
    BeaconShare share;
    std::copy_n(extension.begin(), core::Hash::size, share.reveal.bytes.begin());
    std::copy_n(extension.begin() + core::Hash::size, core::Hash::size, share.next.bytes.begin());
    return share;
}

core::Hash commitment_to(const core::Hash& number) {
    return core::tagged_hash("beacon/commit", {number.view()});
}

core::Hash BeaconSecret::number(std::uint64_t count) const {
    return core::tagged_hash("beacon/number", {m_secret.view(), counted(count)});
}

core::Bytes encode_shares(const std::vector<SignedShare>& shares) {
    Array list;
    for (const SignedShare& share : shares)
        list.push_back(Array{core::ByteView(share.validator), share.extension, core::ByteView(share.signature)});
    return core::cbor::encode(Value(std::move(list)));
}

core::Result<std::vector<SignedShare>> decode_shares(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_shares_bytes, 3}));
    const Array* list = value.as_array();
    if (list == nullptr || list->size() > max_validators)
        return core::fail(core::Code::corrupt, "The block does not begin with its validators' shares.");
    std::vector<SignedShare> shares;
    for (const Value& item : *list) {
        const Array* parts = item.as_array();
        SignedShare share;
        if (parts == nullptr || parts->size() != 3 || !copy_to((*parts)[0], share.validator) ||
            (*parts)[1].as_bytes() == nullptr || !copy_to((*parts)[2], share.signature))
            return core::fail(core::Code::corrupt, "A validator's share in the block has another form.");
        share.extension = *(*parts)[1].as_bytes();
        shares.push_back(std::move(share));
    }
    return shares;
}

core::Bytes extension_sign_bytes(core::ByteView extension, core::Height height, std::int32_t round,
                                 std::string_view chain_id) {
    constexpr std::uint8_t bytes_1 = 0x0a, fixed_2 = 0x11, fixed_3 = 0x19, bytes_4 = 0x22;
    core::Bytes body;
    append_field(body, bytes_1, extension);
    append_fixed(body, fixed_2, height);
    append_fixed(body, fixed_3, static_cast<std::uint64_t>(round));
    append_field(body, bytes_4, core::as_bytes(chain_id));
    core::Bytes out;
    append_varint(out, body.size());
    core::append(out, body);
    return out;
}

} // namespace hearth::ledger
