// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"
#include "gateway/edge/backend.h"

#include <cstdint>
#include <deque>
#include <map>

namespace hearth::gateway {

/// Which bytes were asked and answered lately, so that the caller of an answer, and nobody else, can have its receipt
/// with the node's word that it belongs to these bytes. The last few thousand answers, for a quarter of an hour; they
/// end with the process. Whoever asks much pushes out answers of its own, not those of others. Of an answer of another
/// network it knows by which evidence its signature is found. I/O thread only.
class AnswerBook {
public:
    static constexpr std::size_t most = 4096, most_of_one = most / 4;
    static constexpr core::Nanoseconds lasts = 900'000'000'000;

    /// `caller`: id of the API key that asked; empty = somebody on this machine without one. An answer's id is kept
    /// once; of one that a network gave twice the later answer is found by it, never in the place of an id of this
    /// home's.
    void keep(const std::string& caller, AnsweredBytes answer, core::Nanoseconds now);
    /// By the id of the answer, of its evidence or of its receipt. None: not known, too old, or another caller's.
    std::optional<AnsweredBytes> find(const std::string& id, const std::string& caller, core::Nanoseconds now) const;

private:
    struct Kept {
        std::string caller;
        AnsweredBytes answer;
        core::Nanoseconds at = 0;
    };
    void drop(std::uint64_t number);

    std::uint64_t m_next = 0;
    std::map<std::uint64_t, Kept> m_kept; ///< by a number that rises: the oldest first
    std::map<std::pair<std::string, std::string>, std::uint64_t> m_numbers; ///< by caller and each of an answer's ids
    std::map<std::string, std::deque<std::uint64_t>> m_of_one; ///< of each caller that has some, the oldest first
};

} // namespace hearth::gateway
