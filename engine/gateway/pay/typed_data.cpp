// SPDX-License-Identifier: Apache-2.0
#include "gateway/pay/typed_data.h"

#include "core/keccak.h"

namespace hearth::gateway::pay {
namespace {

constexpr std::size_t word_bytes = 32;

} // namespace

const Address permit2_contract{0x00, 0x00, 0x00, 0x00, 0x00, 0x22, 0xD4, 0x73, 0x03, 0x0F,
                               0x11, 0x6D, 0xDE, 0xE9, 0xF6, 0xB4, 0x3A, 0xC7, 0x8B, 0xA3};
const Address exact_spender{0x40, 0x20, 0x85, 0xC2, 0x48, 0xEE, 0xA2, 0x7D, 0x92, 0xE8,
                            0xB3, 0x0B, 0x2C, 0x58, 0xED, 0x07, 0xF9, 0xE2, 0x00, 0x01};
const Address upto_spender{0x40, 0x20, 0xA4, 0xF3, 0xB7, 0xB9, 0x0C, 0xCA, 0x42, 0x3B,
                           0x9F, 0xAB, 0xCC, 0x0C, 0xE5, 0x7C, 0x6C, 0x24, 0x00, 0x02};

StructHash::StructHash(std::string_view type) {
    add(core::keccak256(core::as_bytes(type)));
}

StructHash& StructHash::add(const Uint256& number) {
    core::append(m_bytes, number.bytes());
    return *this;
}

StructHash& StructHash::add(const Address& address) {
    m_bytes.resize(m_bytes.size() + word_bytes - address.size());
    core::append(m_bytes, address);
    return *this;
}

StructHash& StructHash::add(const core::Hash& hash) {
    core::append(m_bytes, hash.view());
    return *this;
}

StructHash& StructHash::text(std::string_view text) {
    return add(core::keccak256(core::as_bytes(text)));
}

core::Hash StructHash::finish() const {
    return core::keccak256(m_bytes);
}

core::Hash typed_digest(const core::Hash& domain, const core::Hash& message) {
    core::Bytes bytes{0x19, 0x01};
    core::append(bytes, domain.view());
    core::append(bytes, message.view());
    return core::keccak256(bytes);
}

core::Hash asset_domain(std::string_view name, std::string_view version, std::uint64_t chain, const Address& asset) {
    return StructHash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
        .text(name)
        .text(version)
        .add(Uint256::of(chain))
        .add(asset)
        .finish();
}

core::Hash permit2_domain(std::uint64_t chain) {
    return StructHash("EIP712Domain(string name,uint256 chainId,address verifyingContract)")
        .text("Permit2")
        .add(Uint256::of(chain))
        .add(permit2_contract)
        .finish();
}

core::Hash TransferAuthorization::hash() const {
    return StructHash("TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 "
                      "validBefore,bytes32 nonce)")
        .add(from)
        .add(to)
        .add(value)
        .add(valid_after)
        .add(valid_before)
        .add(nonce)
        .finish();
}

core::Hash PermitTransfer::hash() const {
    const std::string witness_type = facilitator ? "Witness(address to,address facilitator,uint256 validAfter)"
                                                 : "Witness(address to,uint256 validAfter)";
    const std::string token_type = "TokenPermissions(address token,uint256 amount)";
    StructHash witness(witness_type);
    witness.add(to);
    if (facilitator) witness.add(*facilitator);
    witness.add(valid_after);
    return StructHash("PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 "
                      "deadline,Witness witness)" +
                      token_type + witness_type)
        .add(StructHash(token_type).add(token).add(amount).finish())
        .add(spender)
        .add(nonce)
        .add(deadline)
        .add(witness.finish())
        .finish();
}

} // namespace hearth::gateway::pay
