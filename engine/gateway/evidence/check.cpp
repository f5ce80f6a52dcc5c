// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/check.h"

#include <algorithm>
#include <array>

namespace hearth::gateway::evidence {
namespace {

using Outcome = proof::CheckRow::Outcome;

constexpr std::array written_names{"format",
                                   "gateway signature",
                                   "level",
                                   "pins",
                                   "request",
                                   "response",
                                   "whole",
                                   "answered model",
                                   "network evidence",
                                   "network signature",
                                   "signature kind",
                                   "tee signature",
                                   "tee id",
                                   "signed request",
                                   "signed response",
                                   "signing key",
                                   "connection",
                                   "attestation",
                                   "attestation report",
                                   "attestation chain",
                                   "attestation signature",
                                   "attestation mode",
                                   "attestation measurement",
                                   "attestation fixes",
                                   "attestation graphics",
                                   "attestation graphics nonce",
                                   "answering machine",
                                   "receipt",
                                   "receipt model",
                                   "receipt tokens",
                                   "answer text",
                                   "replay",
                                   "proof list",
                                   "proof of answer",
                                   "proof count",
                                   "activations",
                                   "usage",
                                   "payment",
                                   "tree head",
                                   "inclusion",
                                   "envelope",
                                   "anchor",
                                   "earlier head",
                                   "consistency"};
static_assert(written_names.size() == static_cast<std::size_t>(Check::consistency) + 1,
              "Each check needs its name here.");

} // namespace

const char* name_of(Check check) {
    return written_names[static_cast<std::size_t>(check)];
}

std::optional<Check> check_of(std::string_view name) {
    const auto found = std::find(written_names.begin(), written_names.end(), name);
    if (found == written_names.end()) return std::nullopt;
    return static_cast<Check>(found - written_names.begin());
}

std::span<const char* const> check_names() {
    return written_names;
}

bool is_of_attestation(const proof::CheckRow& row) {
    const auto check = check_of(row.name);
    return check && *check >= Check::attestation && *check <= Check::attestation_graphics_nonce;
}

bool has_passed(const std::vector<proof::CheckRow>& rows, Check check) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const proof::CheckRow& row) { return is(row, check) && row.outcome == Outcome::passed; });
}

proof::CheckRow judged(Check check, bool passed, core::Sentence detail) {
    return {name_of(check), passed ? Outcome::passed : Outcome::failed, std::move(detail)};
}

proof::CheckRow unchecked(Check check, core::Sentence detail) {
    return {name_of(check), Outcome::not_checked, std::move(detail)};
}

} // namespace hearth::gateway::evidence
