// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/ethereum.h"

#include "core/keccak.h"

#include <algorithm>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

namespace hearth::gateway::evidence {
namespace {

constexpr std::size_t compact_bytes = 64, signature_bytes = compact_bytes + 1, point_bytes = 65;
constexpr unsigned first_v = 27;

/// Reading a signature uses no secret: the library's own context does.
const secp256k1_context* context() {
    return secp256k1_context_static;
}

} // namespace

std::optional<EthereumAddress> parse_address(std::string_view text) {
    EthereumAddress address{};
    if (text.size() != 2 + 2 * address.size() || !text.starts_with("0x")) return std::nullopt;
    std::string digits(text.substr(2));
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto bytes = core::from_hex(digits);
    if (!bytes) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), address.begin());
    return address;
}

std::string address_text(const EthereumAddress& address) {
    return "0x" + core::to_hex(address);
}

std::optional<EthereumAddress> recover_signer(const core::Hash& digest, core::ByteView signature) {
    if (signature.size() != signature_bytes) return std::nullopt;
    const unsigned v = signature.back() >= first_v ? signature.back() - first_v : signature.back();
    if (v > 1) return std::nullopt;
    secp256k1_ecdsa_recoverable_signature parsed;
    secp256k1_pubkey key;
    if (secp256k1_ecdsa_recoverable_signature_parse_compact(context(), &parsed, signature.data(),
                                                            static_cast<int>(v)) != 1 ||
        secp256k1_ecdsa_recover(context(), &key, &parsed, digest.bytes.data()) != 1)
        return std::nullopt;
    std::array<std::uint8_t, point_bytes> point{};
    std::size_t size = point.size();
    if (secp256k1_ec_pubkey_serialize(context(), point.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED) != 1)
        return std::nullopt;
    const core::Hash named = core::keccak256(core::ByteView(point).subspan(1));
    EthereumAddress address{};
    std::copy(named.bytes.end() - static_cast<std::ptrdiff_t>(address.size()), named.bytes.end(), address.begin());
    return address;
}

bool is_canonical(core::ByteView signature) {
    if (signature.size() != signature_bytes) return false;
    if (signature.back() != first_v && signature.back() != first_v + 1) return false;
    secp256k1_ecdsa_signature parsed;
    return secp256k1_ecdsa_signature_parse_compact(context(), &parsed, signature.data()) == 1 &&
           secp256k1_ecdsa_signature_normalize(context(), nullptr, &parsed) == 0; // 1: it had a high s
}

std::optional<EthereumAddress> personal_signer(std::string_view text, core::ByteView signature) {
    const std::string message = "\x19"
                                "Ethereum Signed Message:\n" +
                                std::to_string(text.size()) + std::string(text);
    return recover_signer(core::keccak256(core::as_bytes(message)), signature);
}

} // namespace hearth::gateway::evidence
