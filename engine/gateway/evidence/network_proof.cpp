// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/network_proof.h"

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using Outcome = proof::CheckRow::Outcome;

ProofFindings unknown_form() {
    return {{{"network signature", Outcome::failed, "Evidence of this form is not known for such a network."}},
            proof::Level::none,
            {}};
}

/// Whose key it is, says its owner or the hardware that holds it.
void add_key_row(ProofFindings& found, const std::string& pinned) {
    if (!found.signer.empty() && found.signer == pinned)
        found.rows.push_back({"signing key", Outcome::passed, "It is a key that was pinned."});
    else if (pinned.empty())
        found.rows.push_back(
            {"signing key", Outcome::not_checked, "Nobody pinned it: whose key it is, only the network says."});
    else
        found.rows.push_back({"signing key", Outcome::failed, "Another key signed than the one that was pinned."});
}

/// True where attested hardware holds the key.
bool add_held_row(ProofFindings& found, const HardwareMaker& maker) {
    std::string names;
    for (const std::string& name : missing_for_attested(found.rows))
        names += (names.empty() ? "" : ", ") + name;
    const bool held = names.empty() && !found.signer.empty();
    found.rows.push_back({"attestation", held ? Outcome::passed : Outcome::not_checked,
                          held ? core::say("att_held", {maker.name}) : core::say("att_not_held", {names})});
    return held;
}

} // namespace

const HardwareMaker* maker_of(std::string_view kind) {
    if (is_phala_kind(kind)) return &intel();
    return kind == "opengradient" ? &aws() : nullptr;
}

ProofFindings examine_proof(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    const bool phala = proof.format == phala_format && is_phala_kind(transcript.kind);
    if (!phala && (proof.format != opengradient_format || transcript.kind != "opengradient")) return unknown_form();
    ProofFindings found =
        phala ? examine_phala(proof, transcript, trust) : examine_opengradient(proof, transcript, trust);
    add_key_row(found, proof.pinned);
    const bool held = add_held_row(found, phala ? intel() : aws());
    const bool failed = std::any_of(found.rows.begin(), found.rows.end(),
                                    [](const auto& row) { return row.outcome == Outcome::failed; });
    const bool pinned = !found.signer.empty() && found.signer == proof.pinned;
    if (failed) return found;
    found.level = held ? proof::Level::attested : pinned ? proof::Level::signature : proof::Level::none;
    return found;
}

} // namespace hearth::gateway::evidence
