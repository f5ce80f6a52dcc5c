// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/hash.h"
#include "core/priority.h"
#include "proof/sampler.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Messages between hearthd and a worker over an inherited socketpair: a 32-bit little-endian length, then one
/// deterministic-CBOR map {0: message number, 1: body}. Layout: resources/schema/worker.cddl. Pure values and
/// functions. The worker sees prompts and weights, never keys.
namespace hearth::worker {

inline constexpr std::uint32_t protocol_version = 4;
inline constexpr std::uint32_t max_frame_bytes = 64u << 20;

// Service → worker
struct Load {
    std::string folder; ///< as the worker sees it: the model's folder with manifest.cbor
    std::string profile;
    std::uint32_t threads = 0;          ///< 0 = all that it may use
    std::uint64_t kv_budget_bytes = 0;  ///< 0 = what one full context needs
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
    std::string date; ///< for templates that ask for today
    proof::DecodeParams params;
    core::Hash key;   ///< GMS-1 key K; unused while greedy
    std::vector<std::string> stop_strings;
    bool ignore_eos = false;
    std::optional<std::uint32_t> top_logprobs; ///< nullopt = no logprobs
    core::Hash cache_salt;                     ///< who may share cached beginnings with whom
    std::optional<core::Hash> chain_start;     ///< exact profiles: where evidence D begins
    core::Priority priority = core::Priority::normal;
    /// What another worker computed of this answer before: checked, not sent again.
    std::vector<std::uint32_t> known_ids;
};
struct Cancel {
    std::uint64_t job = 0;
};
/// Computes prompt + output by prefill and draws every output token again.
struct Replay {
    std::uint64_t job = 0;
    std::vector<std::uint32_t> prompt_ids, output_ids;
    proof::DecodeParams params;
    core::Hash key;
    std::optional<core::Hash> chain_start;
};
struct Tokenize {
    std::uint64_t job = 0;
    std::string messages_json;
    std::optional<std::string> prompt;
    std::string tools_json;
    std::string date;
};

// Worker → service
struct Hello {
    std::uint32_t version = protocol_version;
    std::string build;
    std::string isa;
    std::string sandbox; ///< what the worker itself enforces, e.g. "seccomp"
    std::string device = "cpu";
    std::string device_name; ///< for people; empty for the processor
    std::string problem;     ///< why the device cannot work; empty = it can
};
struct Loaded {
    core::ModelId model_id;
    std::uint32_t longest_request =
        0; ///< tokens of prompt and answer: the context, or fewer if the cache is smaller
    std::uint64_t weight_bytes = 0;
    std::uint32_t load_ms = 0;
    std::string placement; ///< "cpu", "vulkan:0 (18 of 22 layers)"
};
struct ProgressReport {
    std::string stage;
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
    std::string token_bytes; ///< raw bytes; sent as a byte string
    std::int64_t logprob_micronats = 0;
};
struct Token {
    std::uint64_t job = 0;
    std::uint32_t id = 0;
    std::string text; ///< whole characters that became certain with this token, stop strings removed
    std::optional<LogprobEntry> logprob;
    std::vector<LogprobEntry> top;
};
struct Finished {
    std::uint64_t job = 0;
    std::uint8_t stop_reason = 0; ///< proof::StopReason
    std::string tail;             ///< text held back until now
    std::vector<std::uint32_t> output_ids; ///< all of them, the stop token included
    std::uint32_t prefill_ms = 0, total_ms = 0;
    std::optional<core::Hash> chain_root; ///< root of evidence D, if a start was given
};
struct Replayed {
    std::uint64_t job = 0;
    std::uint32_t compared = 0, equal = 0;
    std::optional<std::uint32_t> first_difference;
    std::int64_t worst_deficit = 0; ///< in 2⁻³² of a logit; INT64_MAX when the filters exclude the token
    std::uint32_t total_ms = 0;
    std::optional<core::Hash> chain_root;
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

/// The GPU's compiled kernels, for the next worker of this device.
struct KernelCache {
    core::Bytes data;
};

/// Measures the worker's device with a synthetic model of that size.
struct Benchmark {
    std::string model_class;
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

using Message = std::variant<Load, Import, Generate, Cancel, Replay, Tokenize, Hello, Loaded, ProgressReport, Imported,
                             Started, Token, Finished, Replayed, Tokenized, Failed, FileData, KernelCache,
                             Benchmark, Benchmarked>;

core::Bytes encode(const Message& message); ///< without the length prefix
core::Result<Message> decode(core::ByteView frame);

/// Blocking frame transport over a connected stream socket; used by the worker and by tests.
core::Status send_frame(int fd, const Message& message);
/// Errors: unavailable at end of stream.
core::Result<Message> receive_frame(int fd);

} // namespace hearth::worker
