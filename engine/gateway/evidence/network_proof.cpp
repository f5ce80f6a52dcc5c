// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/network_proof.h"

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using Outcome = proof::CheckRow::Outcome;

ProofFindings unknown_form() {
    return {{judged(Check::network_signature, false, core::say("proof_form_unknown"))}, proof::Level::none, {}};
}

/// A key is vouched for by its owner or by the hardware that holds it.
void add_key_row(ProofFindings& found, const std::string& pinned) {
    if (!found.signer.empty() && found.signer == pinned)
        found.rows.push_back(judged(Check::signing_key, true, core::say("key_pinned")));
    else if (pinned.empty())
        found.rows.push_back(unchecked(Check::signing_key, core::say("key_unpinned")));
    else
        found.rows.push_back(judged(Check::signing_key, false, core::say("key_unlike_pinned")));
}

/// True where attested hardware holds the key.
bool add_held_row(ProofFindings& found, const HardwareMaker& maker, const char* held_words, const char* not_held) {
    std::string names;
    for (const std::string& name : missing_for_attested(found.rows))
        names += (names.empty() ? "" : ", ") + name;
    const bool held = names.empty() && !found.signer.empty();
    found.rows.push_back(held ? judged(Check::attestation, true, core::say(held_words, {maker.name}))
                              : unchecked(Check::attestation, core::say(not_held, {names})));
    return held;
}

ProofFindings examine_form(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    if (proof.format == phala_format) return examine_phala(proof, transcript, trust);
    if (proof.format == opengradient_format) return examine_opengradient(proof, transcript, trust);
    if (proof.format == hearth_format) return examine_hearth(proof, transcript);
    if (proof.format == atoma_format) return examine_atoma(proof, transcript);
    if (proof.format == ra_tls_format) return examine_ra_tls(proof, transcript, trust);
    if (proof.format == secretvm_format) return examine_secretvm(proof, transcript, trust);
    if (proof.format == chutes_format) return examine_chutes(proof, transcript, trust);
    return examine_toploc(proof, transcript);
}

/// What is left where nothing failed.
proof::Level level_of(ProofFindings& found, const KindFacts& facts, const std::string& pinned) {
    if (facts.scope == Scope::nothing) return proof::Level::none;
    if (facts.scope == Scope::connection)
        return add_held_row(found, *facts.maker, "att_connection_held", "att_connection_not_held")
                   ? proof::Level::attested
                   : proof::Level::none;
    add_key_row(found, pinned);
    const bool held = facts.maker != nullptr && add_held_row(found, *facts.maker, "att_held", "att_not_held");
    if (held) return proof::Level::attested;
    return !found.signer.empty() && found.signer == pinned ? proof::Level::signature : proof::Level::none;
}

} // namespace

std::optional<KindFacts> facts_of(std::string_view kind) {
    if (is_phala_kind(kind)) return KindFacts{phala_format, &intel(), Scope::exchange};
    if (kind == "opengradient") return KindFacts{opengradient_format, &aws(), Scope::exchange};
    if (kind == "hearth") return KindFacts{hearth_format, nullptr, Scope::exchange};
    if (kind == "atoma") return KindFacts{atoma_format, nullptr, Scope::answer};
    if (kind == "cocoon") return KindFacts{ra_tls_format, &intel(), Scope::connection};
    if (kind == "morpheus") return KindFacts{secretvm_format, &intel(), Scope::connection};
    if (kind == "chutes") return KindFacts{chutes_format, &intel(), Scope::nothing};
    if (kind == "toploc") return KindFacts{toploc_format, nullptr, Scope::nothing};
    return std::nullopt;
}

const HardwareMaker* maker_of(std::string_view kind) {
    const auto facts = facts_of(kind);
    return facts ? facts->maker : nullptr;
}

ProofFindings examine_proof(const NetworkProof& proof, const Transcript& transcript, const TrustAnchors& trust) {
    const auto facts = facts_of(transcript.kind);
    if (!facts || proof.format != facts->format) return unknown_form();
    ProofFindings found = examine_form(proof, transcript, trust);
    const proof::Level level = level_of(found, *facts, proof.pinned);
    const bool failed = std::any_of(found.rows.begin(), found.rows.end(),
                                    [](const auto& row) { return row.outcome == Outcome::failed; });
    found.level = failed ? proof::Level::none : level;
    return found;
}

} // namespace hearth::gateway::evidence
