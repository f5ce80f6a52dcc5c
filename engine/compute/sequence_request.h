// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/priority.h"
#include "core/result.h"
#include "proof/sampler.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::compute {

/// One sequence to generate. Callbacks run on the thread that calls Engine::step().
struct SequenceRequest {
    std::uint64_t job = 0;
    std::vector<std::uint32_t> prompt_ids;
    proof::DecodeParams params;
    core::Hash key;
    std::vector<std::string> stop_strings;
    bool ignore_eos = false;
    std::optional<std::uint32_t> top_logprobs;
    bool score_prompt =
        false; ///< the prompt's tokens are reported first, with their log-probabilities; max_tokens may be 0
    std::string constraint;                ///< grammar that the answer keeps to (AnswerRule); empty = none
    core::Hash cache_salt;                 ///< sequences share cached beginnings only under the same salt
    std::optional<core::Hash> chain_start; ///< exact profiles: where evidence D begins
    /// What the answer begins with, computed elsewhere before: drawn again, checked, and not reported a second time.
    std::vector<std::uint32_t> known_ids;
    core::Priority priority = core::Priority::normal;
};

struct Logprob {
    std::uint32_t id = 0;
    std::int64_t micronats = 0;
};

/// Sent for every drawn token, the stop token included, and before them for those of a prompt that is scored.
struct TokenOut {
    std::uint64_t job = 0;
    std::uint32_t id = 0;
    bool of_prompt = false; ///< the first of these has no log-probability
    std::string text;       ///< whole characters that became certain; none of a stop string
    /// Where the token's own text begins, in characters of the answer; `text` may lag behind.
    std::uint32_t text_offset = 0;
    std::optional<Logprob> logprob;
    std::vector<Logprob> top;
};

struct SequenceEnd {
    std::uint64_t job = 0;
    std::uint8_t stop_reason = 0; ///< proof::StopReason
    std::string tail;
    std::vector<std::uint32_t> output_ids;
    std::optional<core::Hash> chain_root;
    std::uint32_t prefill_ms = 0, total_ms = 0;
    std::uint32_t cached_tokens = 0; ///< of the prompt, that an earlier sequence had computed when this one began
};

class EngineSink {
public:
    virtual ~EngineSink() = default;
    virtual void on_token(const TokenOut& token) = 0;
    virtual void on_end(const SequenceEnd& end) = 0;
    virtual void on_failed(std::uint64_t job, const core::Error& error) = 0;
};

} // namespace hearth::compute
