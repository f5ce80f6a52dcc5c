// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/work.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Conversations; see values.h.
namespace hearth::control {

/// Only white space, or nothing: no prompt.
inline bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

/// An earlier exchange of a conversation.
struct ChatTurn {
    std::string prompt, answer;
};

struct ChatRequest {
    std::string model;   ///< name or id; empty = default
    std::string profile; ///< empty = the model's default
    std::string system;
    std::vector<ChatTurn> history; ///< oldest first
    std::string prompt;            ///< not blank
    std::optional<double> temperature, top_p;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint32_t> max_tokens;
    std::vector<std::string> networks; ///< that may answer, this home as "home"; empty = any
    std::string min_level; ///< of evidence, "E0" to "E4"; this home replays where that takes it; empty = any
    std::string min_tier;  ///< of privacy, "P0" to "P3"; empty = any
    std::optional<std::string> max_price; ///< 10⁻⁹ EMB; who does not say his price is not asked; none = any
};

struct Usage {
    std::uint32_t prompt_tokens = 0, completion_tokens = 0;
};

struct ChatResult {
    std::string text;
    std::vector<std::uint32_t> token_ids;
    std::string finish_reason;
    Usage usage;
    std::string network;     ///< that answered; "home" is this one, or another home of the network that it stands in
    std::string node;        ///< the key of that other home's node; empty where this one computed it
    std::string tier;        ///< of privacy, of whoever computed it, "P0" to "P3"
    std::string receipt_id;  ///< of an answer of this home's
    std::string evidence_id; ///< of its receipt's job, or of another network's evidence; empty: none was kept
    std::string level;
    std::vector<Check> checks;
    std::optional<std::uint32_t> ttft_ms, total_ms;
};

} // namespace hearth::control
