// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "gateway/evidence/ethereum.h"
#include "gateway/pay/uint256.h"

#include <string_view>

/// What is signed where a wallet signs a structure (EIP-712). Pure.
namespace hearth::gateway::pay {

using Address = evidence::EthereumAddress;

/// hashStruct of one structure: its type, then its members in their order.
class StructHash {
public:
    /// `type` as encodeType writes it: "Mail(Person from,string contents)Person(string name)".
    explicit StructHash(std::string_view type);
    StructHash& add(const Uint256& number);
    StructHash& add(const Address& address);
    /// A bytes32, or the hash of a structure inside.
    StructHash& add(const core::Hash& hash);
    StructHash& text(std::string_view text);
    core::Hash finish() const;

private:
    core::Bytes m_bytes;
};

/// keccak256(0x19 ‖ 0x01 ‖ domain ‖ message).
core::Hash typed_digest(const core::Hash& domain, const core::Hash& message);

/// Domain of an asset whose contract moves it on a signature (EIP-3009).
core::Hash asset_domain(std::string_view name, std::string_view version, std::uint64_t chain, const Address& asset);
/// Domain of the Permit2 contract, which has the same address on every chain.
core::Hash permit2_domain(std::uint64_t chain);

/// TransferWithAuthorization of EIP-3009.
struct TransferAuthorization {
    Address from{}, to{};
    Uint256 value, valid_after, valid_before, nonce;

    core::Hash hash() const;
};

/// PermitWitnessTransferFrom of Permit2, with the witness of x402. A facilitator stands in it where the scheme is
/// `upto`.
struct PermitTransfer {
    Address from{}, token{}, spender{}, to{};
    Uint256 amount, nonce, deadline, valid_after;
    std::optional<Address> facilitator;

    core::Hash hash() const;
};

/// The contracts through which x402 takes what a permit allows.
extern const Address permit2_contract, exact_spender, upto_spender;

} // namespace hearth::gateway::pay
