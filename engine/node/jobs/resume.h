// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/job_message.h"

#include <optional>

namespace hearth::node {

/// What the caller has of an answer, and from what another node goes on with it: no token is lost, none comes twice.
/// Pure values, for a purchase and for whoever simulates a network of them. Not thread-safe.
class ResumeJournal {
public:
    /// How the first of its nodes began, which all later ones keep to.
    struct Beginning {
        core::Hash key; ///< the sampler's
        std::vector<std::uint32_t> input_ids;
        proof::DecodeParams decode;
    };

    /// Whether these tokens are the next ones.
    bool follows(const link::Chunk& chunk) const { return chunk.first == m_passed; }
    void take(const link::Chunk& chunk);
    /// The caller has something, of the prompt or of the answer.
    bool begun() const { return m_passed > 0; }
    const std::vector<std::uint32_t>& ids() const { return m_ids; } ///< of the answer
    std::size_t tokens() const { return m_ids.size(); }

    /// Another node is to go on; the first beginning holds.
    void go_on_from(Beginning beginning);
    bool goes_on() const { return m_beginning.has_value(); }
    /// What that node is asked: the same question, as the first one read it. As it is, where the answer begins anew.
    link::Ask question(link::Ask question) const;
    /// It must have read the same prompt, and be asked for an answer that can end in the same way. Errors: corrupt.
    core::Status fits(const link::Quote& quote) const;
    /// What its request says of those before it; none = nobody began.
    std::optional<proof::Begun> before() const;
    /// The tokens that it goes on from.
    std::vector<std::uint32_t> known_ids() const;

private:
    std::vector<std::uint32_t> m_ids; ///< of the answer
    std::uint64_t m_passed = 0;       ///< the prompt's too
    std::optional<Beginning> m_beginning;
};

} // namespace hearth::node
