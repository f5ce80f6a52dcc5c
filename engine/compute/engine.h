// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/sequence_request.h"
#include "model/default_profile.h"
#include "model/manifest.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hearth::exact {
class Device;
}
namespace hearth::text {
class Tokenizer;
}
namespace hearth::proof {
struct PromptScore;
}

namespace hearth::compute {

struct LoadedModel;

inline constexpr std::uint64_t least_gpu_reserve = std::uint64_t{256} << 20; ///< the desktop draws with it, too

struct LoadOptions {
    std::string profile = model::default_profile; ///< or "ci4.1", "bf16", "fp32"
    std::uint32_t threads = 0;                    ///< 0 = all that the process may use
    std::uint64_t kv_budget_bytes = 0;            ///< 0 = one full context
    bool prompt_lookup = true;                    ///< guesses ids that stood there before; changes no answer
    std::string isa = "";                         ///< forces a variant of the processor's kernels; empty = the best one
    /// Exact profiles: computes as many layers as fit. "bf16": an NVIDIA GPU computes all. Null = the processor
    /// computes all.
    std::shared_ptr<exact::Device> gpu = nullptr;
    std::uint64_t gpu_memory_bytes = 0;  ///< most that may be taken there; 0 = what is free, less the reserve
    std::uint64_t gpu_least_bytes = 0;   ///< with less than this to take there, the model is refused
    std::uint64_t gpu_reserve_bytes = 0; ///< stays free there for others; least_gpu_reserve at least
    /// For load_source(): exact weights made before, where one model is loaded many times. Empty = made anew.
    core::ByteView exact_weights = {};
    /// Profile "bf16": oneDNN multiplies batches of more than 16 rows. Faster, but inputs are rounded to bf16 and a
    /// sum's order depends on how the work was cut, so that a replay differs near a tie; without it a replay repeats
    /// every bit.
    bool large_batches_with_onednn = false;
};

struct ReplayOutcome {
    std::uint32_t compared = 0, equal = 0;
    std::optional<std::uint32_t> first_difference;
    std::int64_t worst_deficit = 0;
    std::optional<core::Hash> chain_root;       ///< exact profiles: over the given output
    std::uint32_t scores = 0, equal_scores = 0; ///< of the prompt's tokens, with all their alternatives
    std::int64_t worst_score = 0;               ///< micronats by which one differs at most
};

/// A loaded model that generates for several sequences at once, one decode step each in turn; long prompts
/// are prefilled in chunks so that nobody waits for them. Used from one thread.
class Engine {
public:
    /// `folder` holds manifest.cbor and the model's files; they are checked for size, not re-hashed.
    /// Errors: out_of_memory with both numbers before anything is allocated, corrupt, unsupported.
    static core::Result<std::unique_ptr<Engine>> load(const std::filesystem::path& folder, const LoadOptions& options,
                                                      const model::Progress& progress);
    /// For benches and tests: a model straight from its own files, quantised in memory if need be.
    static core::Result<std::unique_ptr<Engine>> load_source(const model::Source& source, const LoadOptions& options,
                                                             const model::Progress& progress);
    /// Runs what was loaded otherwise. `prompt_lookup` as in LoadOptions.
    static std::unique_ptr<Engine> of(LoadedModel loaded, bool prompt_lookup);
    ~Engine();

    const model::ModelConfig& config() const;
    const text::Tokenizer& tokenizer() const;
    core::Result<std::string> render_chat(const std::string& messages_json, const std::string& tools_json,
                                          const std::string& date, const std::string& variables_json = {}) const;
    bool template_mentions(const std::string& variable) const;
    /// Tokens of prompt and answer together that one request may have: the context, or what the cache holds
    /// if that is less.
    std::uint32_t longest_request() const;
    std::uint64_t weight_bytes() const;
    std::string isa() const;            ///< variant of the kernels in use
    std::string device() const;         ///< "cpu", "vulkan:0", "vulkan:0 (18 of 22 layers)"
    std::uint64_t device_bytes() const; ///< of the GPU's memory that the model takes
    unsigned threads() const;

    /// Errors at once: invalid_argument (empty prompt, id outside the vocabulary), too_large (prompt +
    /// max_tokens over the context; the message names both numbers), conflict (the job runs already), busy
    /// (too many wait). The sink must live until on_end or on_failed. Sinks may call submit() and cancel().
    core::Status submit(SequenceRequest request, EngineSink& sink);
    void cancel(std::uint64_t job);
    /// Advances every running sequence by one token, or one prefill chunk. False when there is nothing to do.
    bool step();

    /// Prefill of prompt + output; draws each output token again from the logits, of those that `constraint` allows if
    /// it is not empty, and compares `scores`, one for each token of the prompt but the first. Running sequences may
    /// have to compute their cache again afterwards, when there is not room for all.
    core::Result<ReplayOutcome> replay(const std::vector<std::uint32_t>& prompt_ids,
                                       const std::vector<std::uint32_t>& output_ids, const proof::DecodeParams& params,
                                       const core::Hash& key, const std::optional<core::Hash>& chain_start,
                                       const std::vector<proof::PromptScore>* scores = nullptr,
                                       const std::string& constraint = {});
    /// Visits the logits after every id of a text, in order; for `hearth-bench quality`.
    core::Status read(const std::vector<std::uint32_t>& ids,
                      const std::function<void(std::size_t, std::span<const float>)>& visit);
    /// Logits of the last position after `ids`, fp32, length = vocabulary. For `hearth-bench logits`: a call
    /// whose ids go on from those of the last one computes only what is new, with the kernels that decode.
    core::Result<std::vector<float>> logits(const std::vector<std::uint32_t>& ids);

private:
    struct State;
    explicit Engine(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace hearth::compute
