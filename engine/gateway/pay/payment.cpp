// SPDX-License-Identifier: Apache-2.0
#include "gateway/pay/payment.h"

#include "core/hash.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::pay {
namespace {

using Json = nlohmann::json;
using Found = std::optional<Refusal>;

constexpr char pay_again[] = " Pay again, for an offer of the header PAYMENT-REQUIRED.";

Refusal refused(const char* reason, const std::string& what) {
    return {402, reason, what + pay_again};
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

Found check_offer(const Voucher& voucher, const Terms& terms) {
    if (!terms.offers(voucher.scheme))
        return refused("scheme_not_offered",
                       "This gateway is not paid by the scheme '" + std::string(name_of(voucher.scheme)) + "'.");
    const std::string network =
        voucher.version == 1 ? terms.first_version_name().value_or(std::string()) : terms.network();
    if (network.empty())
        return refused("version_not_offered", "The first version of the protocol has no name for the chain here.");
    if (voucher.network != network)
        return refused("wrong_network", "The payment is for another network than " + network + ".");
    const bool permit = voucher.scheme == Scheme::upto || terms.transfer == Transfer::permit2;
    if (permit != voucher.is_permit())
        return refused("wrong_transfer_method", permit ? "The payment is no permit of Permit2."
                                                       : "The payment is no authorisation of EIP-3009.");
    if (voucher.version == 1 && permit)
        return refused("version_not_offered", "The first version of the protocol pays by EIP-3009 alone.");
    return std::nullopt;
}

/// The offer that is repeated must be one that was made here: what it says is not signed.
Found check_accepted(const Voucher& voucher, const Json& offer) {
    if (voucher.accepted.empty()) return std::nullopt;
    const Json accepted = Json::parse(voucher.accepted, nullptr, false);
    for (const char* name : {"amount", "asset", "payTo"}) {
        const bool there = accepted.is_object() && accepted.contains(name) && accepted[name].is_string();
        if (there && lower(accepted[name].get<std::string>()) == offer[name].get<std::string>()) continue;
        return refused("unknown_offer",
                       std::string("The payment answers an offer with another '") + name + "' than this gateway's.");
    }
    return std::nullopt;
}

Found check_contracts(const Voucher& voucher, const Terms& terms) {
    const auto* permit = std::get_if<PermitTransfer>(&voucher.signed_part);
    if (permit == nullptr) return std::nullopt;
    if (permit->token != terms.asset)
        return refused("wrong_asset", "What was signed is another asset than " + evidence::address_text(terms.asset) +
                                          ", which is asked.");
    const Address& spender = voucher.scheme == Scheme::upto ? upto_spender : exact_spender;
    if (permit->spender != spender)
        return refused("wrong_contract", "What was signed lets another contract spend than " +
                                             evidence::address_text(spender) + ", by which this scheme is settled.");
    if (voucher.scheme == Scheme::upto && permit->facilitator != terms.facilitator)
        return refused("wrong_facilitator", "What was signed names another facilitator than this gateway's.");
    return std::nullopt;
}

Found check_amount(const Voucher& voucher, const Terms& terms) {
    const Uint256 most = Uint256::of(terms.most);
    if (voucher.to() != terms.pay_to)
        return refused("wrong_recipient", "What was signed pays somebody else than " +
                                              evidence::address_text(terms.pay_to) + ", who is to be paid.");
    if (voucher.amount() < most)
        return refused("amount_too_low", "What was signed is " + voucher.amount().text() +
                                             " of the asset's smallest unit; a call needs " + most.text() + ".");
    if (voucher.amount() > most)
        return refused("amount_too_high", "What was signed is " + voucher.amount().text() +
                                              " of the asset's smallest unit; exactly " + most.text() + " is asked.");
    return std::nullopt;
}

/// `now` in seconds; what holds for less than is asked may end before it can be settled.
Found check_time(const Voucher& voucher, const Terms& terms, std::int64_t now_s) {
    const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(now_s, 0));
    if (voucher.valid_after() > Uint256::of(now))
        return refused("not_yet_valid", "The payment does not hold yet; the clock of this gateway may differ.");
    if (voucher.valid_before() <= Uint256::of(now)) return refused("expired", "The payment's time is over.");
    if (voucher.valid_before() < Uint256::of(core::Uint128{now} + terms.timeout_s - terms.reserve_s()))
        return refused("expires_too_soon", "The payment holds for too short a time to be settled after the answer; " +
                                               std::to_string(terms.timeout_s) + " seconds are asked.");
    return std::nullopt;
}

Found check_signature(const Voucher& voucher, const Terms& terms) {
    const auto* permit = std::get_if<PermitTransfer>(&voucher.signed_part);
    const core::Hash message =
        permit != nullptr ? permit->hash() : std::get<TransferAuthorization>(voucher.signed_part).hash();
    const core::Hash domain = permit != nullptr
                                  ? permit2_domain(terms.chain)
                                  : asset_domain(terms.asset_name, terms.asset_version, terms.chain, terms.asset);
    const auto signer = evidence::is_canonical(voucher.signature)
                            ? evidence::recover_signer(typed_digest(domain, message), voucher.signature)
                            : std::nullopt;
    if (signer == voucher.payer()) return std::nullopt;
    return refused("bad_signature", "The signature is not the payer's for this payment, this contract and this chain.");
}

/// Of what the chain knows a nonce by.
core::Hash id_of(const Voucher& voucher, const Terms& terms) {
    const Uint256 chain = Uint256::of(terms.chain);
    const Address& contract = voucher.is_permit() ? permit2_contract : terms.asset;
    return core::tagged_hash("x402-nonce/1", {chain.bytes(), contract, voucher.payer(), voucher.nonce().bytes()});
}

} // namespace

std::variant<Payment, Refusal> examine(const Voucher& voucher, const Terms& terms, const std::string& resource,
                                       std::int64_t now_s) {
    const bool first = voucher.version == 1;
    const Json offer = first ? terms.first_version_offer(resource) : terms.offer(voucher.scheme);
    Found found = check_offer(voucher, terms);
    if (!found) found = check_contracts(voucher, terms);
    if (!found) found = check_amount(voucher, terms);
    if (!found) found = check_accepted(voucher, offer);
    if (!found) found = check_time(voucher, terms, now_s);
    if (!found) found = check_signature(voucher, terms);
    if (found) return std::move(*found);
    Payment payment;
    payment.id = id_of(voucher, terms);
    payment.version = voucher.version;
    payment.scheme = voucher.scheme;
    payment.payer = evidence::address_text(voucher.payer());
    payment.amount = terms.most;
    const core::Uint128 last = INT64_MAX, until = voucher.valid_before().narrow().value_or(last);
    payment.expires_s = static_cast<std::int64_t>(std::min(until, last));
    payment.voucher = voucher.text;
    payment.requirements = offer.dump(-1, ' ', true);
    return payment;
}

} // namespace hearth::gateway::pay
