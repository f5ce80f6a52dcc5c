// SPDX-License-Identifier: Apache-2.0
#include "wallet.h"

#include "core/base64.h"
#include "core/hash.h"
#include "core/keccak.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

namespace hearth::test {

using namespace gateway::pay;
using gateway::evidence::address_text;
using gateway::evidence::parse_address;
using Json = nlohmann::json;

namespace {

struct Destroy {
    void operator()(secp256k1_context* context) const { secp256k1_context_destroy(context); }
};
using Signer = std::unique_ptr<secp256k1_context, Destroy>;

Signer signer() {
    return Signer(secp256k1_context_create(SECP256K1_CONTEXT_NONE));
}

std::string hex_text(core::ByteView bytes) {
    return "0x" + core::to_hex(bytes);
}

Json permit_json(const Wallet::Wish& wish) {
    const PermitTransfer& permit = wish.permit;
    Json witness{{"to", address_text(permit.to)}, {"validAfter", permit.valid_after.text()}};
    if (permit.facilitator) witness["facilitator"] = address_text(*permit.facilitator);
    return {{"from", address_text(permit.from)},
            {"permitted", {{"token", address_text(permit.token)}, {"amount", permit.amount.text()}}},
            {"spender", address_text(permit.spender)},
            {"nonce", permit.nonce.text()},
            {"deadline", permit.deadline.text()},
            {"witness", std::move(witness)}};
}

Json authorization_json(const TransferAuthorization& moved) {
    return {{"from", address_text(moved.from)},
            {"to", address_text(moved.to)},
            {"value", moved.value.text()},
            {"validAfter", moved.valid_after.text()},
            {"validBefore", moved.valid_before.text()},
            {"nonce", hex_text(moved.nonce.bytes())}};
}

} // namespace

Terms test_terms() {
    Terms terms;
    terms.schemes = {Scheme::upto, Scheme::exact};
    terms.chain = 84532;
    terms.asset = *parse_address("0x036cbd53842c5426634e7929541ec2318f3dcf7e");
    terms.pay_to = *parse_address("0x1111111111111111111111111111111111111111");
    terms.facilitator = parse_address("0x2222222222222222222222222222222222222222");
    terms.asset_name = "USDC";
    terms.asset_version = "2";
    terms.most = 20'000;
    terms.tariff = {10'000'000, 40'000'000};
    terms.timeout_s = 300;
    return terms;
}

Wallet::Wallet(std::uint8_t seed) {
    m_key.fill(seed);
}

Address Wallet::address() const {
    const core::Hash some = core::keccak256(core::as_bytes(std::string("whose key")));
    return *gateway::evidence::recover_signer(some, sign(some));
}

core::Bytes Wallet::sign(const core::Hash& digest) const {
    const Signer context = signer();
    secp256k1_ecdsa_recoverable_signature made;
    core::Bytes bytes(65);
    int v = 0;
    if (secp256k1_ecdsa_sign_recoverable(context.get(), &made, digest.bytes.data(), m_key.data(), nullptr, nullptr) !=
        1)
        return {};
    secp256k1_ecdsa_recoverable_signature_serialize_compact(context.get(), bytes.data(), &v, &made);
    bytes.back() = static_cast<std::uint8_t>(27 + v);
    return bytes;
}

Wallet::Wish Wallet::wish(const Terms& terms, Scheme scheme, std::int64_t now_s, std::uint64_t nonce) const {
    Wish wish;
    wish.scheme = scheme;
    wish.chain = terms.chain;
    wish.network = terms.network();
    wish.permit.from = address();
    wish.permit.token = terms.asset;
    wish.permit.spender = scheme == Scheme::upto ? upto_spender : exact_spender;
    wish.permit.to = terms.pay_to;
    wish.permit.amount = Uint256::of(terms.most);
    wish.permit.nonce = Uint256::of(nonce);
    wish.permit.deadline = Uint256::of(static_cast<std::uint64_t>(now_s) + terms.timeout_s);
    if (scheme == Scheme::upto) wish.permit.facilitator = terms.facilitator;
    return wish;
}

std::string Wallet::header(const Wish& wish, const Terms& terms) const {
    const PermitTransfer& permit = wish.permit;
    const bool moves = wish.scheme == Scheme::exact && terms.transfer == Transfer::eip3009;
    const TransferAuthorization moved{permit.from,        permit.to,       permit.amount,
                                      permit.valid_after, permit.deadline, permit.nonce};
    const core::Hash domain = moves ? asset_domain(terms.asset_name, terms.asset_version, wish.chain, terms.asset)
                                    : permit2_domain(wish.chain);
    const core::Hash digest = typed_digest(domain, moves ? moved.hash() : permit.hash());
    Json payload{{"signature", hex_text(sign(digest))}};
    payload[moves ? "authorization" : "permit2Authorization"] = moves ? authorization_json(moved) : permit_json(wish);
    Json whole{{"x402Version", wish.version}, {"payload", std::move(payload)}};
    if (wish.version == 1) {
        whole["scheme"] = name_of(wish.scheme);
        whole["network"] = wish.network;
    } else {
        whole["accepted"] = terms.offer(wish.scheme);
        whole["accepted"]["network"] = wish.network;
    }
    return core::to_base64(core::as_bytes(whole.dump()));
}

} // namespace hearth::test
