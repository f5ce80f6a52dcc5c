// SPDX-License-Identifier: Apache-2.0
#include "compute/answer_rule.h"

#include <algorithm>
#include <limits>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;

void set_bit(std::vector<std::uint32_t>& bits, std::uint32_t id, bool value) {
    if (id / 32 >= bits.size()) return;
    const std::uint32_t bit = std::uint32_t{1} << (id % 32);
    bits[id / 32] = value ? bits[id / 32] | bit : bits[id / 32] & ~bit;
}

core::Error stuck(const core::Error& cause) {
    return fail(Code::unsupported, core::say("constraint_cannot_go_on", {cause.message}),
                core::say("simplify_constraint"));
}

} // namespace

core::Result<AnswerRule> AnswerRule::make(const text::Tokenizer& tokenizer, const std::string& grammar,
                                          const std::vector<std::uint32_t>& stop_ids) {
    if (stop_ids.empty()) return fail(Code::unsupported, core::say("constraint_without_end"));
    auto constraint = text::Constraint::from_lark(tokenizer, grammar);
    if (!constraint) {
        const core::Error& error = constraint.error();
        if (error.code != Code::invalid_argument && error.code != Code::too_large)
            return error; // not the grammar's fault
        return fail(Code::invalid_argument, core::say("constraint_unusable", {error.message}),
                    core::say("simplify_constraint"));
    }
    return AnswerRule(std::move(*constraint), stop_ids, tokenizer.end_token());
}

core::Result<std::vector<std::uint32_t>> AnswerRule::allowed() {
    if (m_stopped) return std::vector<std::uint32_t>();
    const bool complete = m_constraint.may_stop();
    auto bits = m_constraint.allowed();
    if (!bits) return stuck(bits.error());
    if (m_end) set_bit(*bits, *m_end, false);
    for (const std::uint32_t id : *m_stop_ids)
        set_bit(*bits, id, complete);
    if (std::all_of(bits->begin(), bits->end(), [](std::uint32_t word) { return word == 0; }))
        return fail(Code::unsupported, core::say("constraint_at_dead_end"), core::say("simplify_constraint"));
    return bits;
}

core::Result<std::span<const float>> AnswerRule::only_allowed(std::span<const float> logits) {
    HEARTH_TRY(const std::vector<std::uint32_t> bits, allowed());
    forbid_others(bits, logits, m_logits);
    return std::span<const float>(m_logits);
}

core::Status AnswerRule::accept(std::uint32_t id) {
    const bool stops = std::find(m_stop_ids->begin(), m_stop_ids->end(), id) != m_stop_ids->end();
    if (m_stopped || (stops && !m_constraint.may_stop()))
        return fail(Code::refused, core::say("constraint_forbids_token", {std::to_string(id)}));
    m_stopped = stops;
    return stops ? core::Status() : m_constraint.accept(id);
}

void forbid_others(const std::vector<std::uint32_t>& allowed, std::span<const float> logits, std::vector<float>& out) {
    out.assign(logits.size(), -std::numeric_limits<float>::infinity());
    const std::size_t most = std::min(logits.size(), allowed.size() * 32);
    for (std::size_t word = 0; word * 32 < most; ++word) {
        if (allowed[word] == 0) continue;
        for (std::size_t id = word * 32; id < std::min(most, word * 32 + 32); ++id)
            if ((allowed[word] >> (id % 32)) & 1U) out[id] = logits[id];
    }
}

} // namespace hearth::compute
