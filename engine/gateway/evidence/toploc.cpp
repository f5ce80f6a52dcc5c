// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "gateway/evidence/document.h"
#include "gateway/evidence/network_proof.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using Json = nlohmann::json;

// A proof: the modulus that keeps the indices apart, then the polynomial's coefficients in Newton's form, all of two
// bytes, the more significant first. The polynomial is over the field of that prime.
constexpr unsigned toploc_prime = 65'497, least_modulus = 32'769;
constexpr std::size_t most_proofs = 4096, most_coefficients = 1024;

enum class ListFault { none, empty, no_proof, null_proof, outside, uneven };

unsigned number_at(const core::Bytes& bytes, std::size_t at) {
    return static_cast<unsigned>(bytes[at] << 8 | bytes[at + 1]);
}

ListFault fault_of(const core::Bytes& proof) {
    if (proof.size() < 4 || proof.size() % 2 != 0 || proof.size() / 2 - 1 > most_coefficients)
        return ListFault::no_proof;
    const unsigned modulus = number_at(proof, 0);
    if (modulus == 0) return ListFault::null_proof;
    if (modulus < least_modulus || modulus > toploc_prime) return ListFault::outside;
    for (std::size_t at = 2; at < proof.size(); at += 2)
        if (number_at(proof, at) >= toploc_prime) return ListFault::outside;
    return ListFault::none;
}

ListFault fault_of(const std::vector<std::string>& list) {
    if (list.empty() || list.size() > most_proofs) return ListFault::empty;
    std::size_t size = 0;
    for (const std::string& text : list) {
        const auto proof = core::from_base64(text);
        if (!proof) return ListFault::no_proof;
        if (const ListFault fault = fault_of(*proof); fault != ListFault::none) return fault;
        if (size != 0 && proof->size() != size) return ListFault::uneven;
        size = proof->size();
    }
    return ListFault::none;
}

const char* words_of(ListFault fault) {
    switch (fault) {
    case ListFault::empty:
        return "toploc_none";
    case ListFault::null_proof:
        return "toploc_null";
    case ListFault::outside:
        return "toploc_outside";
    case ListFault::uneven:
        return "toploc_uneven";
    case ListFault::no_proof:
        return "toploc_unread";
    case ListFault::none:
        break;
    }
    return "toploc_well_formed";
}

/// One proof of the prompt at most, and one for every so many tokens behind the first.
proof::CheckRow count_row(std::size_t proofs, const std::optional<std::uint64_t>& tokens) {
    constexpr Check check = Check::proof_count;
    if (!tokens) return unchecked(check, core::say("toploc_count_unknown"));
    const bool fits = proofs <= 1 + *tokens;
    return judged(check, fits, core::say(fits ? "toploc_count_fits" : "toploc_too_many"));
}

std::vector<std::string> texts_in(const Json& list) {
    std::vector<std::string> texts;
    for (const Json& one : list)
        texts.push_back(one.is_string() ? one.get<std::string>() : std::string());
    return texts;
}

} // namespace

std::optional<ToplocAnswer> read_toploc(std::string_view body) {
    const auto answer = read_object(body);
    if (!answer || !answer->contains("choices") || !(*answer)["choices"].is_array() || (*answer)["choices"].empty())
        return std::nullopt;
    const Json& choice = (*answer)["choices"].front();
    if (!choice.is_object() || !choice.contains("message") || !choice["message"].is_object()) return std::nullopt;
    const auto list = choice["message"].find("toploc_verification_fingerprints");
    if (list == choice["message"].end() || !list->is_array()) return std::nullopt;
    ToplocAnswer found{texts_in(*list), std::nullopt};
    const auto usage = answer->find("usage");
    if (usage != answer->end() && usage->is_object() && usage->contains("completion_tokens") &&
        (*usage)["completion_tokens"].is_number_unsigned())
        found.tokens = (*usage)["completion_tokens"].get<std::uint64_t>();
    return found;
}

ProofFindings examine_toploc(const NetworkProof& proof, const Transcript& transcript) {
    ProofFindings found;
    const auto document = read_object(proof.document);
    const bool listed = document && document->contains("proofs") && (*document)["proofs"].is_array();
    const std::vector<std::string> list = listed ? texts_in((*document)["proofs"]) : std::vector<std::string>();
    const ListFault fault = fault_of(list);
    found.rows.push_back(judged(Check::proof_list, fault == ListFault::none, core::say(words_of(fault))));
    const auto answer = transcript.response ? read_toploc(*transcript.response) : std::nullopt;
    if (transcript.response) {
        const bool same = answer && answer->proofs == list;
        found.rows.push_back(
            judged(Check::proof_of_answer, same, core::say(same ? "toploc_of_answer" : "toploc_of_another")));
    } else {
        found.rows.push_back(unchecked(Check::proof_of_answer, core::say("answer_not_at_hand")));
    }
    found.rows.push_back(count_row(list.size(), answer ? answer->tokens : std::nullopt));
    found.rows.push_back(unchecked(Check::activations, core::say("toploc_activations")));
    return found;
}

} // namespace hearth::gateway::evidence
