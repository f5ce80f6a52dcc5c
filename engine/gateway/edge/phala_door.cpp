// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/phala_door.h"

#include "core/json_guard.h"
#include "gateway/edge/http_text.h"
#include "gateway/edge/json_text.h"
#include "gateway/evidence/document.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <variant>

namespace hearth::gateway {

namespace {

constexpr std::string_view our_algorithm = "ed25519", our_members[] = {"signing_algo", "signing_address", "nonce"};
constexpr std::size_t nonce_digits = 64, longest_proof = std::size_t{256} << 10;

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

/// Who signed, and how.
struct Signer {
    std::string who, algorithm, key;
};

/// Nobody is given the signature of another kind, or the report of another key, than the one that was asked for.
std::optional<ApiError> misfit(const Wishes& wishes, const Signer& signer) {
    const auto algorithm = wishes.find("signing_algo");
    if (algorithm != wishes.end() && small(algorithm->second) != signer.algorithm)
        return bad_request("signing_algo",
                           signer.who + " signs with " + signer.algorithm + " alone, not with '" +
                               header_safe(algorithm->second) + "': ask with signing_algo=" + signer.algorithm + ".",
                           "unsupported_value");
    const auto address = wishes.find("signing_address");
    if (address != wishes.end() && small(address->second) != small(signer.key))
        return http_error(404, "signer_not_found",
                          "Nobody here signs with that key; the signer is " + signer.key +
                              ". Leave signing_address out.");
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

/// What the network signed, out of the evidence as /v1/evidence/ID shows it; none: nothing of this form.
std::optional<nlohmann::json> signed_by_network(const std::string& envelope) {
    const auto parsed = core::parse_json<nlohmann::json>(envelope, {});
    const auto* const json = std::get_if<nlohmann::json>(&parsed);
    if (json == nullptr || !json->is_object()) return std::nullopt;
    const auto proof = json->find("proof");
    if (proof == json->end() || core::text_member(*proof, "format") != evidence::phala_format) return std::nullopt;
    const auto document = evidence::read_object(core::text_member(*proof, "document", longest_proof));
    if (!document) return std::nullopt;
    const auto found = document->find("signature");
    if (found == document->end() || core::text_member(*found, "text").empty() ||
        core::text_member(*found, "signature").empty())
        return std::nullopt;
    return *found;
}

/// The wishes, if this node's key fits them.
std::variant<Wishes, ApiError> fitting(const Services& services, const std::string& query) {
    auto read = read_query(query);
    const auto key = services.backend->signing_key();
    if (!key) return from_backend(key.error(), {});
    if (const auto* wishes = std::get_if<Wishes>(&read))
        if (auto error = misfit(*wishes, {"This node", std::string(our_algorithm), *key})) return std::move(*error);
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

HttpAnswer show_network_signature(const Services& services, const AnsweredBytes& answer, const std::string& caller,
                                  const std::string& query) {
    const auto wishes = read_query(query);
    if (const auto* error = std::get_if<ApiError>(&wishes)) return error_answer(*error);
    const auto envelope = services.backend->evidence(answer.evidence_id, caller);
    if (!envelope && envelope.error().code != core::Code::not_found)
        return error_answer(from_backend(envelope.error(), {}));
    const auto signed_there = envelope ? signed_by_network(*envelope) : std::nullopt;
    if (!signed_there)
        return error_answer(http_error(
            404, "signature_not_found",
            "The network '" + answer.network +
                "' answered, and gave no signature of this form for it; this home signs only what it answers itself. "
                "What is known of the answer: /v1/evidence/" +
                answer.evidence_id));
    const std::string said = small(core::text_member(*signed_there, "signing_algo"));
    const Signer signer{"The network '" + answer.network + "'", said.empty() ? "ecdsa" : said,
                        core::text_member(*signed_there, "signing_address")};
    if (auto error = misfit(std::get<Wishes>(wishes), signer)) return error_answer(*error);
    std::string body;
    for (const char* name : {"text", "signature", "signing_address", "signing_algo", "signature_kind"})
        if (const auto found = signed_there->find(name); found != signed_there->end() && found->is_string())
            add_member(body, name, found->get_ref<const std::string&>());
    add_member(body, "network", answer.network);
    add_member(body, "evidence_id", answer.evidence_id);
    add_member(body, "notice",
               "The network signed this, not this gateway, which attests nothing. The first hash is of the request as "
               "it went to the network: /v1/evidence/ID says what of yours was rewritten, and what was checked.");
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
