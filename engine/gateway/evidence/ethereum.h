// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

/// Addresses and signatures as Ethereum has them. Pure.
namespace hearth::gateway::evidence {

/// Last 20 bytes of the Keccak-256 of a secp256k1 key.
using EthereumAddress = std::array<std::uint8_t, 20>;

/// "0x" and 40 hex digits of either case; a mixed case is not checked as a checksum (EIP-55).
std::optional<EthereumAddress> parse_address(std::string_view text);
/// In lower case.
std::string address_text(const EthereumAddress& address);

/// The account whose key signed the digest: r ‖ s ‖ v with v 0, 1, 27 or 28. None: no key did.
std::optional<EthereumAddress> recover_signer(const core::Hash& digest, core::ByteView signature);

/// As contracts take it: v is 27 or 28, and s is not above half the order (EIP-2), so that nobody can make a second
/// signature of a first one.
bool is_canonical(core::ByteView signature);

/// The account whose key signed the text as a personal message (EIP-191, version 0x45).
std::optional<EthereumAddress> personal_signer(std::string_view text, core::ByteView signature);

} // namespace hearth::gateway::evidence
