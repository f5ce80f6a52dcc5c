// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/phala_door.h"

#include "gateway/edge/http_text.h"
#include "gateway/edge/json_text.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <variant>

namespace hearth::gateway {

namespace {

constexpr std::string_view our_algorithm = "ed25519", our_members[] = {"signing_algo", "signing_address", "nonce"};
constexpr std::size_t nonce_digits = 64;

using Wishes = std::map<std::string, std::string, std::less<>>;

/// One that stands twice asks for two things.
std::variant<Wishes, ApiError> read_query(std::string_view query) {
    Wishes wishes;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::string_view name = pair.substr(0, pair.find('='));
        if (std::find(std::begin(our_members), std::end(our_members), name) == std::end(our_members)) continue;
        const auto value = percent_decoded(pair.substr(std::min(pair.size(), name.size() + 1)));
        if (!value || !wishes.emplace(name, *value).second)
            return bad_request(std::string(name), "'" + std::string(name) + "' is not readable, or stands twice.");
    }
    return wishes;
}

std::string small(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text.starts_with("0x") ? text.substr(2) : text;
}

/// Nobody is given the signature of another kind, or the report of another key, than the one that was asked for.
std::optional<ApiError> misfit(const Wishes& wishes, const std::string& key) {
    const auto algorithm = wishes.find("signing_algo");
    if (algorithm != wishes.end() && small(algorithm->second) != our_algorithm)
        return bad_request("signing_algo",
                           "This node signs with Ed25519 alone, not with '" + header_safe(algorithm->second) +
                               "': ask with signing_algo=ed25519.",
                           "unsupported_value");
    const auto address = wishes.find("signing_address");
    if (address != wishes.end() && small(address->second) != key)
        return http_error(404, "signer_not_found",
                          "Nobody here signs with that key; this node's is " + key + ". Leave signing_address out.");
    const auto nonce = wishes.find("nonce");
    const auto is_digit = [](unsigned char c) { return std::isxdigit(c) != 0; };
    if (nonce != wishes.end() &&
        (nonce->second.size() != nonce_digits || !std::all_of(nonce->second.begin(), nonce->second.end(), is_digit)))
        return bad_request("nonce", "A nonce is 32 bytes, written as 64 hexadecimal digits.");
    return std::nullopt;
}

void add_member(std::string& out, std::string_view name, std::string_view value) {
    out += out.empty() ? "{" : ",";
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
}

HttpAnswer json_answer(std::string body) {
    HttpAnswer answer;
    answer.body = std::move(body);
    return answer;
}

/// The wishes, if this node's key fits them.
std::variant<Wishes, ApiError> fitting(const Services& services, const std::string& query) {
    auto read = read_query(query);
    const auto key = services.backend->signing_key();
    if (!key) return from_backend(key.error(), {});
    if (const auto* wishes = std::get_if<Wishes>(&read))
        if (auto error = misfit(*wishes, *key)) return std::move(*error);
    return read;
}

} // namespace

HttpAnswer show_signature(const Services& services, const std::optional<AnsweredBytes>& answer,
                          const std::string& query) {
    const auto wishes = fitting(services, query);
    if (const auto* error = std::get_if<ApiError>(&wishes)) return error_answer(*error);
    if (!answer)
        return error_answer(http_error(
            404, "signature_not_found",
            "There is no answer under that id whose signature you may have here: only whoever asked gets it, with the "
            "same key, within a quarter of an hour, of an answer of this home. See also /v1/evidence/ID."));
    const auto made = services.backend->sign_hashes(*answer);
    if (!made) return error_answer(from_backend(made.error(), {}));
    std::string body;
    add_member(body, "text", made->text);
    add_member(body, "signature", made->signature);
    add_member(body, "signing_address", made->key);
    add_member(body, "signing_algo", our_algorithm);
    // Whoever gave the bytes out signs them; who computed them stands in the receipt.
    add_member(body, "signature_kind", "gateway");
    return json_answer(std::move(body) + "}");
}

HttpAnswer show_report(const Services& services, const std::string& query) {
    const auto wishes = fitting(services, query);
    if (const auto* error = std::get_if<ApiError>(&wishes)) return error_answer(*error);
    const auto key = services.backend->signing_key();
    if (!key) return error_answer(from_backend(key.error(), {}));
    std::string body;
    add_member(body, "signing_address", *key);
    add_member(body, "signing_algo", our_algorithm);
    const auto& read = std::get<Wishes>(wishes);
    if (const auto nonce = read.find("nonce"); nonce != read.end()) add_member(body, "nonce", nonce->second);
    add_member(body, "notice",
               "This is no attestation. The node runs in no enclave, no hardware vouches for its key or its software, "
               "and its owner can read what it computes. A signature of this key says who gave an answer, not how it "
               "came about; see the receipt and /v1/evidence/ID for what can be checked.");
    return json_answer(std::move(body) + R"(,"tee_enabled":false,"intel_quote":null,"nvidia_payload":null})");
}

} // namespace hearth::gateway
