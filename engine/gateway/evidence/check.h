// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proof/check.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What is looked at in an answer of another network and in a file of evidence, and the rows that say what was found.
/// Pure.
namespace hearth::gateway::evidence {

enum class Check {
    // of a file
    format,
    gateway_signature,
    level,
    pins,
    request,
    response,
    whole,
    // of an answer, by its network's proof
    answered_model,
    network_evidence,
    network_signature,
    signature_kind,
    tee_signature,
    tee_id,
    signed_request,
    signed_response,
    signing_key,
    connection,
    attestation,
    attestation_report,
    attestation_chain,
    attestation_signature,
    attestation_mode,
    attestation_measurement,
    attestation_fixes,
    attestation_graphics,
    attestation_graphics_nonce,
    answering_machine,
    receipt,
    receipt_model,
    receipt_tokens,
    answer_text,
    replay,
    proof_list,
    proof_of_answer,
    proof_count,
    activations,
    usage,
    payment,
    // of a log of evidence
    tree_head,
    inclusion,
    envelope,
    anchor,
    earlier_head,
    consistency
};

/// As it stands in files: it never changes.
const char* name_of(Check check);
/// None: a later version's, or no check of these.
std::optional<Check> check_of(std::string_view name);
/// All, in the order of Check.
std::span<const char* const> check_names();

inline bool is(const proof::CheckRow& row, Check check) {
    return row.name == name_of(check);
}
/// Whether it is about a machine's hardware.
bool is_of_attestation(const proof::CheckRow& row);
bool has_passed(const std::vector<proof::CheckRow>& rows, Check check);

/// `detail` is a say(): files keep its English text, and a reader finds the sentence again by it.
proof::CheckRow judged(Check check, bool passed, core::Sentence detail);
proof::CheckRow unchecked(Check check, core::Sentence detail);

} // namespace hearth::gateway::evidence
