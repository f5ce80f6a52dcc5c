// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"
#include "gateway/edge/backend.h"

#include <deque>
#include <map>

namespace hearth::gateway {

/// Which bytes were asked and answered lately, so that the caller of an answer, and nobody else, can have its receipt
/// with the node's word that it belongs to these bytes. The last few thousand answers, for a quarter of an hour; they
/// end with the process. I/O thread only.
class AnswerBook {
public:
    static constexpr std::size_t most = 4096;
    static constexpr core::Nanoseconds lasts = 900'000'000'000;

    /// `caller`: id of the API key that asked; empty = somebody on this machine without one.
    void keep(const std::string& caller, AnsweredBytes answer, core::Nanoseconds now);
    /// None: not known, too old, or another caller's.
    std::optional<AnsweredBytes> find(const std::string& answer_id, const std::string& caller,
                                      core::Nanoseconds now) const;

private:
    struct Kept {
        std::string caller;
        AnsweredBytes answer;
        core::Nanoseconds at = 0;
    };
    std::map<std::string, Kept> m_kept; ///< by the answer's id
    std::deque<std::string> m_order;    ///< of those, the oldest first
};

} // namespace hearth::gateway
