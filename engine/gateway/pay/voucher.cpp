// SPDX-License-Identifier: Apache-2.0
#include "gateway/pay/voucher.h"

#include "core/base64.h"
#include "core/json_guard.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::pay {
namespace {

using Json = nlohmann::json;

constexpr core::JsonLimits limits{.max_bytes = longest_voucher, .max_depth = 8, .max_values = 256, .max_members = 64};
constexpr std::size_t signature_bytes = 65;

Refusal malformed(const std::string& what) {
    return {400, "malformed_payment",
            "The payment cannot be read: " + what + " Send it as base64 of JSON, as the protocol x402 has it."};
}

/// A member is missing or of the wrong kind.
struct Wrong {
    std::string what;
};

const Json& member(const Json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end()) throw Wrong{std::string("it has no '") + name + "'."};
    return *found;
}

std::string text_of(const Json& object, const char* name) {
    const Json& value = member(object, name);
    if (!value.is_string()) throw Wrong{std::string("'") + name + "' is no text."};
    return value.get<std::string>();
}

Address address_of(const Json& object, const char* name) {
    const auto address = evidence::parse_address(text_of(object, name));
    if (!address) throw Wrong{std::string("'") + name + "' is no address."};
    return *address;
}

Uint256 number_of(const Json& object, const char* name) {
    const auto number = Uint256::parse(text_of(object, name));
    if (!number) throw Wrong{std::string("'") + name + "' is no whole number in decimal digits."};
    return *number;
}

core::Bytes bytes_of(const Json& object, const char* name, std::size_t size) {
    std::string text = text_of(object, name);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    auto bytes = text.starts_with("0x") ? core::from_hex(text.substr(2)) : core::Result<core::Bytes>(core::Bytes());
    if (!bytes || bytes->size() != size)
        throw Wrong{std::string("'") + name + "' is not 0x and " + std::to_string(size) + " bytes as hex digits."};
    return std::move(*bytes);
}

TransferAuthorization authorization_of(const Json& from) {
    std::array<std::uint8_t, 32> nonce{};
    const core::Bytes bytes = bytes_of(from, "nonce", nonce.size());
    std::copy(bytes.begin(), bytes.end(), nonce.begin());
    return {address_of(from, "from"),      address_of(from, "to"),         number_of(from, "value"),
            number_of(from, "validAfter"), number_of(from, "validBefore"), Uint256::of_bytes(nonce)};
}

PermitTransfer permit_of(const Json& from, Scheme scheme) {
    const Json &permitted = member(from, "permitted"), &witness = member(from, "witness");
    PermitTransfer permit;
    permit.from = address_of(from, "from");
    permit.token = address_of(permitted, "token");
    permit.amount = number_of(permitted, "amount");
    permit.spender = address_of(from, "spender");
    permit.nonce = number_of(from, "nonce");
    permit.deadline = number_of(from, "deadline");
    permit.to = address_of(witness, "to");
    permit.valid_after = number_of(witness, "validAfter");
    if (scheme == Scheme::upto) permit.facilitator = address_of(witness, "facilitator");
    return permit;
}

Voucher voucher_of(const Json& tree, unsigned version) {
    Voucher voucher;
    const Json& claimed = member(tree, "x402Version");
    if (!claimed.is_number_unsigned() || claimed != version)
        throw Wrong{"its 'x402Version' is not " + std::to_string(version) + ", as this header needs."};
    voucher.version = version;
    const Json& chosen = version == 1 ? tree : member(tree, "accepted");
    const std::string scheme = text_of(chosen, "scheme");
    if (scheme != "exact" && scheme != "upto") throw Wrong{"its scheme is neither 'exact' nor 'upto'."};
    voucher.scheme = scheme == "exact" ? Scheme::exact : Scheme::upto;
    voucher.network = text_of(chosen, "network");
    if (version != 1) voucher.accepted = chosen.dump(-1, ' ', true);
    const Json& payload = member(tree, "payload");
    voucher.signature = bytes_of(payload, "signature", signature_bytes);
    if (payload.contains("permit2Authorization"))
        voucher.signed_part = permit_of(payload["permit2Authorization"], voucher.scheme);
    else
        voucher.signed_part = authorization_of(member(payload, "authorization"));
    voucher.text = tree.dump(-1, ' ', true);
    return voucher;
}

template <typename Pick>
const auto& picked(const Voucher& voucher, const Pick& pick) {
    return std::visit(
        [&](const auto& part) -> const auto& { return pick(part); }, voucher.signed_part);
}

} // namespace

const Address& Voucher::payer() const {
    return picked(*this, [](const auto& part) -> const Address& { return part.from; });
}

const Address& Voucher::to() const {
    return picked(*this, [](const auto& part) -> const Address& { return part.to; });
}

const Uint256& Voucher::nonce() const {
    return picked(*this, [](const auto& part) -> const Uint256& { return part.nonce; });
}

const Uint256& Voucher::valid_after() const {
    return picked(*this, [](const auto& part) -> const Uint256& { return part.valid_after; });
}

const Uint256& Voucher::amount() const {
    const auto* permit = std::get_if<PermitTransfer>(&signed_part);
    return permit != nullptr ? permit->amount : std::get<TransferAuthorization>(signed_part).value;
}

const Uint256& Voucher::valid_before() const {
    const auto* permit = std::get_if<PermitTransfer>(&signed_part);
    return permit != nullptr ? permit->deadline : std::get<TransferAuthorization>(signed_part).valid_before;
}

std::variant<Voucher, Refusal> read_voucher(std::string_view header, unsigned version) {
    if (header.size() > longest_voucher)
        return malformed("it is longer than " + std::to_string(longest_voucher) + " bytes.");
    const auto bytes = core::from_base64(header);
    if (!bytes || bytes->empty()) return malformed("it is no base64.");
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    auto parsed = core::parse_json<Json>(text, limits);
    if (!std::holds_alternative<Json>(parsed)) return malformed("it is no JSON, or has too much of it.");
    try {
        return voucher_of(std::get<Json>(parsed), version);
    } catch (const Wrong& wrong) {
        return malformed(wrong.what);
    } catch (const Json::exception&) {
        return malformed("a member is of the wrong kind.");
    }
}

} // namespace hearth::gateway::pay
