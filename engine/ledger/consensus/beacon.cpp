// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/beacon.h"

#include "core/cbor.h"
#include "core/hash.h"
#include "ledger/light/wire.h"

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

template <typename Target>
bool copy_to(const Value& value, Target& target) {
    const core::Bytes* bytes = value.as_bytes();
    if (bytes == nullptr || bytes->size() != target.size()) return false;
    std::copy(bytes->begin(), bytes->end(), target.begin());
    return true;
}

} // namespace

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
    core::Bytes body;
    wire::append_bytes(body, 1, extension);
    wire::append_fixed(body, 2, height);
    wire::append_fixed(body, 3, static_cast<std::uint64_t>(round));
    wire::append_bytes(body, 4, core::as_bytes(chain_id));
    return wire::with_length(body);
}

} // namespace hearth::ledger
