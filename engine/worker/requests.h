// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/priority.h"
#include "proof/sampler.h"
#include "proof/scores.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the service asks of a worker; see protocol.h.
namespace hearth::worker {

struct Load {
    std::string folder; ///< as the worker sees it: the model's folder with manifest.cbor
    std::string profile;
    std::uint32_t threads = 0;         ///< 0 = all that it may use
    std::uint64_t kv_budget_bytes = 0; ///< 0 = what one full context needs
};
/// Makes a manifest of the model at `path`; for an exact profile its weights file comes first, in FileData.
struct Import {
    std::string path;
    std::string profile; ///< "ci8.1", or "bf16" and "fp32" for the source's own tensors alone
};
struct Generate {
    std::uint64_t job = 0;
    /// Exactly one of the three is given.
    std::string messages_json;         ///< a conversation, rendered by the model's chat template
    std::optional<std::string> prompt; ///< plain text, with the tokenizer's own BOS
    std::vector<std::uint32_t> prompt_ids;
    std::string tools_json;
    std::string date; ///< "2026-01-31T14:03:05", for templates that ask for it; the worker never looks at a clock
    proof::DecodeParams params;
    core::Hash key; ///< GMS-1 key K; unused while greedy
    std::vector<std::string> stop_strings;
    bool ignore_eos = false;
    std::optional<std::uint32_t> top_logprobs; ///< nullopt = no logprobs
    core::Hash cache_salt;                     ///< who may share cached beginnings with whom
    std::optional<core::Hash> chain_start;     ///< exact profiles: where evidence D begins
    core::Priority priority = core::Priority::normal;
    /// What another worker computed of this answer before: checked, not sent again.
    std::vector<std::uint32_t> known_ids;
    bool score_prompt = false; ///< report the prompt's tokens first; needs top_logprobs, and max_tokens may be 0
    std::string constraint;    ///< grammar that the answer keeps to; empty = none
    /// Values instead of an answer: the prompt's vector, or what a model makes of the tensors whose words the prompt
    /// is.
    bool embed = false;
};
struct Cancel {
    std::uint64_t job = 0;
};
/// Computes prompt + output by prefill, draws every output token again and compares the prompt's scores.
struct Replay {
    std::uint64_t job = 0;
    std::vector<std::uint32_t> prompt_ids, output_ids;
    proof::DecodeParams params;
    core::Hash key;
    std::optional<core::Hash> chain_start;
    std::optional<std::uint32_t> alternatives; ///< of each score; none: the prompt was not scored
    std::vector<proof::PromptScore> scores;    ///< what was answered about the prompt's tokens but the first
    std::string constraint;                    ///< grammar that the answer was to keep to; empty = none
    bool embed = false;                        ///< the output ids are the values of Generate::embed
};
struct Tokenize {
    std::uint64_t job = 0;
    std::string messages_json;
    std::optional<std::string> prompt;
    std::string tools_json;
    std::string date;
    std::string template_kwargs_json; ///< further variables of the chat template, a JSON object; empty = none
    std::string constraint;           ///< a grammar to try: what cannot be used is refused before anybody pays
};
/// Measures the worker's device with a synthetic model of that size.
struct Benchmark {
    std::string model_class; ///< empty with `prove`
    std::string prove;       ///< an exact profile that the device shall compute to the bit, and nothing else; or empty
};

} // namespace hearth::worker
