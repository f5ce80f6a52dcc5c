// SPDX-License-Identifier: Apache-2.0
#include "link/sealing_card.h"
#include "core/cbor.h"
#include "core/hash.h"

namespace hearth::link {
namespace {

using core::cbor::Fields;
using core::cbor::Map;

constexpr std::size_t max_card_bytes = 256;

core::Error refused(const char* what) {
    return core::fail(core::Code::refused, std::string("The sealing card of the node ") + what + ".",
                      "Nothing was sent to it; another node can be asked.");
}

} // namespace

core::Hash SealingCard::id() const {
    core::Bytes times;
    core::append_u64(times, static_cast<std::uint64_t>(not_before));
    core::append_u64(times, static_cast<std::uint64_t>(expires_at));
    return core::tagged_hash("card/1", {node_key.view(), sealing_key.view(), times});
}

core::Status SealingCard::check(core::Nanoseconds now) const {
    if (expires_at < not_before || expires_at - not_before > card_life + 2 * clock_skew)
        return refused("is valid for more than a day");
    if (now < not_before) return refused("is not valid yet");
    if (now >= expires_at) return refused("has expired");
    if (!core::verify(node_key, id().view(), signature)) return refused("is not signed by its node key");
    return {};
}

core::Bytes SealingCard::encode() const {
    return core::cbor::encode(
        Map{{0, node_key}, {1, sealing_key}, {2, not_before}, {3, expires_at}, {4, core::ByteView(signature)}});
}

core::Result<SealingCard> SealingCard::decode_bytes(core::ByteView bytes) {
    HEARTH_TRY(const core::cbor::Value value, core::cbor::decode(bytes, {max_card_bytes, 2}));
    HEARTH_TRY(Fields f, Fields::of(value, "sealing card"));
    SealingCard card;
    HEARTH_TRY(card.node_key, f.id<core::PublicKey>(0, "node_key"));
    HEARTH_TRY(card.sealing_key, f.id<SealingKey>(1, "sealing_key"));
    HEARTH_TRY(card.not_before, f.integer(2, "not_before"));
    HEARTH_TRY(card.expires_at, f.integer(3, "expires_at"));
    HEARTH_TRY(const core::Bytes signature, f.bytes(4, "signature", card.signature.size()));
    HEARTH_CHECK(f.finish());
    if (signature.size() != card.signature.size() || card.not_before < 0 || card.expires_at < 0)
        return core::fail(core::Code::corrupt, "The sealing card is damaged.");
    std::copy(signature.begin(), signature.end(), card.signature.begin());
    return card;
}

} // namespace hearth::link
