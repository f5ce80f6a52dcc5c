// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>
#include <vector>

/// The beginning of an id may stand for the whole, as columns show it, where only one id begins so.
namespace hearth::node {

inline constexpr std::size_t shortest_id = 6;

/// `text` in lower case if it can stand for an id: 6 to 64 hexadecimal digits; else empty.
std::string as_id(const std::string& text);

/// What an id stands for: what is said where there is none, where there are several, and where all of them stand.
struct IdKind {
    const char *none, *several, *list; ///< ids of sentences
};
inline constexpr IdKind answer_ids{"no_answer_called", "several_answers", "see_hearthctl_receipt_list"};
inline constexpr IdKind receipt_ids{"there_is_no_receipt", "several_receipts", "see_hearthctl_receipt_list"};
inline constexpr IdKind job_ids{"no_job", "several_jobs", "see_hearthctl_receipt_list"};
inline constexpr IdKind logged_ids{"not_in_log", "several_evidence", "see_evidence_list"};
inline constexpr IdKind model_ids{"no_model_called", "several_models", "see_hearthctl_model_list"};

/// The one candidate. Errors: not_found if there is none; invalid_argument with the first candidates if there are
/// several.
core::Result<std::string> only_one(const std::vector<std::string>& candidates, const std::string& text,
                                   const IdKind& kind);

} // namespace hearth::node
