// SPDX-License-Identifier: Apache-2.0
#include "core/certificates.h"
#include "core/hash.h"
#include "core/json_guard.h"
#include "gateway/evidence/document.h"
#include "gateway/evidence/network_proof.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using Outcome = proof::CheckRow::Outcome;

constexpr std::size_t most_instances = 16;

/// Report data: SHA-256 of nonce ‖ key, both as the texts that they are, then SHA-256 of the certificate's key.
bool names_instance(const Attested& quote, const nlohmann::json& instance, const std::string& nonce,
                    core::Nanoseconds at) {
    const auto der = base64_member(instance, "certificate");
    const auto certificate = der ? core::read_certificate(*der, at) : std::nullopt;
    const std::string key = core::text_member(instance, "e2e_pubkey");
    if (!certificate || !certificate->valid_then || key.empty() || nonce.size() != 2 * core::Hash::size) return false;
    core::Bytes expected = core::to_bytes(core::sha256(core::as_bytes(nonce + key)).view());
    core::append(expected, core::sha256(certificate->key).view());
    return quote.user_data == expected;
}

/// failed > not checked > passed.
int badness(Outcome outcome) {
    return outcome == Outcome::failed ? 2 : outcome == Outcome::not_checked ? 1 : 0;
}

/// One row for all machines: that of the worst.
void keep_worst(std::vector<proof::CheckRow>& all, const std::vector<proof::CheckRow>& of_one) {
    for (const proof::CheckRow& row : of_one) {
        const auto same =
            std::find_if(all.begin(), all.end(), [&](const proof::CheckRow& other) { return other.name == row.name; });
        if (same == all.end())
            all.push_back(row);
        else if (badness(row.outcome) > badness(same->outcome))
            *same = row;
    }
}

} // namespace

ProofFindings examine_chutes(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    ProofFindings found;
    const auto document = read_object(proof.document);
    const bool listed = document && document->contains("instances") && (*document)["instances"].is_array() &&
                        !(*document)["instances"].empty() && (*document)["instances"].size() <= most_instances;
    if (!listed) {
        found.rows.push_back(judged(Check::attestation_report, false, core::say("chutes_no_instances")));
        return found;
    }
    const std::string nonce = core::text_member(*document, "nonce");
    for (const nlohmann::json& instance : (*document)["instances"]) {
        const auto bytes = base64_member(instance, "quote");
        const Attested quote = bytes ? examine_tdx_quote(*bytes, trust, transcript.at) : Attested();
        const bool bound = names_instance(quote, instance, nonce, transcript.at);
        std::vector<proof::CheckRow> rows{judged(
            Check::attestation_report, bound, core::say(bound ? "chutes_instance_bound" : "chutes_instance_unbound"))};
        add_attestation(rows, quote, intel(), proof.measurements);
        keep_worst(found.rows, rows);
    }
    found.rows.push_back(unchecked(Check::answering_machine, core::say("chutes_answer_unbound")));
    return found;
}

} // namespace hearth::gateway::evidence
