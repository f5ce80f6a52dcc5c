// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/constraint.h"

#include <span>

namespace hearth::compute {

/// Which ids an answer that keeps to a grammar may go on with, as receipt.cddl defines it (field 12 of a request). A
/// function of the grammar, the tokenizer and the ids accepted so far, so that a replay finds the same. Not
/// thread-safe. The tokenizer need not outlive it, the stop ids must.
class AnswerRule {
public:
    /// Errors: invalid_argument with the grammar's fault, unsupported where no stop id could end an answer.
    static core::Result<AnswerRule> make(const text::Tokenizer& tokenizer, const std::string& grammar,
                                         const std::vector<std::uint32_t>& stop_ids);

    /// Forbids the others: copies `logits` with minus infinity for them, valid until the next call. Errors:
    /// unsupported when the grammar cannot go on with this model's tokens.
    core::Result<std::span<const float>> only_allowed(std::span<const float> logits);
    /// The same set, one bit for each id, 32 in a word; ids beyond it are forbidden. None after a stop id.
    core::Result<std::vector<std::uint32_t>> allowed();
    /// Errors: refused when the id is not allowed here.
    core::Status accept(std::uint32_t id);

private:
    AnswerRule(text::Constraint constraint, const std::vector<std::uint32_t>& stop_ids,
               std::optional<std::uint32_t> end)
        : m_constraint(std::move(constraint)), m_stop_ids(&stop_ids), m_end(end) {}

    text::Constraint m_constraint;
    const std::vector<std::uint32_t>* m_stop_ids;
    std::optional<std::uint32_t> m_end; ///< the tokenizer's, which need not be a stop id
    bool m_stopped = false;
    std::vector<float> m_logits;
};

/// Writes `logits` to `out` with minus infinity where `allowed` has no bit.
void forbid_others(const std::vector<std::uint32_t>& allowed, std::span<const float> logits, std::vector<float>& out);

} // namespace hearth::compute
