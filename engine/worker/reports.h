// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/hash.h"
#include "core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a worker tells the service; see protocol.h.
namespace hearth::worker {

inline constexpr std::uint32_t protocol_version = 8;

struct Hello {
    std::uint32_t version = protocol_version;
    std::string build;
    std::string isa;
    core::Sentence sandbox; ///< what the worker itself enforces, e.g. "seccomp"
    std::string device = "cpu";
    std::string device_name; ///< for people; empty for the processor
    core::Sentence problem;  ///< why the device cannot work; empty = it can
};
struct Loaded {
    core::ModelId model_id;
    std::uint32_t longest_request = 0; ///< tokens of prompt and answer: the context, or fewer if the cache is smaller
    std::uint64_t weight_bytes = 0;
    std::uint32_t load_ms = 0;
    std::string placement;          ///< "cpu", "vulkan:0 (18 of 22 layers)"
    std::uint64_t device_bytes = 0; ///< of the GPU's memory that the model takes
};
struct ProgressReport {
    core::Sentence stage;
    std::uint64_t done = 0, total = 0;
};
struct Imported {
    core::Bytes manifest;
};
/// The prompt is tokenised and admitted; generation starts.
struct Started {
    std::uint64_t job = 0;
    std::vector<std::uint32_t> prompt_ids;
};
struct LogprobEntry {
    std::uint32_t id = 0;
    std::string token_bytes;                       ///< raw bytes; sent as a byte string
    std::optional<std::int64_t> logprob_micronats; ///< none for the first token of a prompt
};
struct Token {
    std::uint64_t job = 0;
    std::uint32_t id = 0;
    std::string text;              ///< whole characters that became certain with this token, stop strings removed
    std::uint32_t text_offset = 0; ///< where its own text begins, in characters of the answer
    std::optional<LogprobEntry> logprob;
    std::vector<LogprobEntry> top;
    bool of_prompt = false; ///< comes before the answer's, where the prompt is to be scored
};
struct Finished {
    std::uint64_t job = 0;
    std::uint8_t stop_reason = 0;          ///< proof::StopReason
    std::string tail;                      ///< text held back until now
    std::vector<std::uint32_t> output_ids; ///< all of them, the stop token included; or the values of Generate::embed
    std::uint32_t prefill_ms = 0, total_ms = 0;
    std::optional<core::Hash> chain_root; ///< root of evidence D, if a start was given
    std::uint32_t cached_tokens = 0;      ///< of the prompt, that were computed for an earlier job
};
struct Replayed {
    std::uint64_t job = 0;
    std::uint32_t compared = 0, equal = 0;
    std::optional<std::uint32_t> first_difference;
    std::int64_t worst_deficit = 0; ///< in 2⁻³² of a logit; INT64_MAX when the filters exclude the token
    std::uint32_t total_ms = 0;
    std::optional<core::Hash> chain_root;
    std::uint32_t scores = 0, equal_scores = 0; ///< of the prompt
    std::int64_t worst_score = 0;               ///< micronats; of values, millionths by which one differs
};
struct Tokenized {
    std::uint64_t job = 0;
    std::vector<std::uint32_t> ids;
};
/// The next bytes of a file that the import makes.
struct FileData {
    std::string path; ///< as the manifest will name it
    core::Bytes data;
};
/// The job, or with job 0 the load or import, ended with an error.
struct Failed {
    std::uint64_t job = 0;
    core::Error error;
};

/// The GPU's memory, from time to time while it holds a model.
struct DeviceMemory {
    std::uint64_t total_bytes = 0;
    std::uint64_t free_bytes = 0;    ///< what this process could still take
    std::uint64_t reserve_bytes = 0; ///< what was to stay free when the model was placed
};
/// The GPU's compiled kernels, for the next worker of this device.
struct KernelCache {
    core::Bytes data;
};
struct ProfileSpeed {
    std::string profile;
    std::uint64_t prefill_millitokens_per_s = 0, decode_millitokens_per_s = 0, streams_millitokens_per_s = 0;
    std::uint32_t decode_over_bandwidth_ppm = 0;
};
struct Benchmarked {
    std::uint64_t read_bytes_per_s = 0;
    std::vector<ProfileSpeed> profiles;
    std::string advised_class, advised_profile; ///< empty: no model runs well there
    std::uint64_t advised_millitokens_per_s = 0;
};

} // namespace hearth::worker
