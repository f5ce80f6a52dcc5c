// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::model {

enum class RopeScaling { none, linear, llama3, yarn };

struct Rope {
    double theta = 10000.0;
    RopeScaling scaling = RopeScaling::none;
    double factor = 1.0;
    double low_freq_factor = 1.0, high_freq_factor = 4.0; ///< llama3
    double beta_fast = 32.0, beta_slow = 1.0;             ///< yarn
    double attention_factor = 1.0;                        ///< yarn: multiplies cos and sin
    std::uint32_t original_context = 0;
    /// Per-pair divisors that a GGUF file carries as a tensor (rope_freqs.weight); empty = none.
    std::vector<float> freq_factors;
};

/// How one vector is made of the last states of all tokens. `first` is of encoders alone, `last` of decoders.
enum class Pooling : std::uint8_t { none = 0, mean = 1, first = 2, last = 3 };

inline constexpr std::size_t most_shorter = 64;

/// What a model that makes vectors has beside one that makes texts.
struct EncoderShape {
    Pooling pooling = Pooling::none;
    bool normalised = false;     ///< the vector has the length 1
    std::uint32_t positions = 0; ///< rows of the table of positions; the context may be shorter. Of a decoder 0
    std::uint32_t segments = 0;  ///< rows of the table of token types, of which the first is used. Of a decoder 0
    /// Lengths below its own at which its maker says that the beginning of a vector is one (Matryoshka), rising.
    std::vector<std::uint32_t> shorter = {};
    bool operator==(const EncoderShape&) const = default;
};

/// What a model of tensors takes by one name.
struct ScriptInput {
    enum class Kind : std::uint8_t { tensor = 0, whole = 1, real = 2, truth = 3 };
    std::string name;
    Kind kind = Kind::tensor; ///< else one number
    bool optional = false;
    bool operator==(const ScriptInput&) const = default;
};

/// What the file of a model of tensors tells of it; it has no other shape.
struct ScriptShape {
    std::vector<ScriptInput> inputs;
    /// What it changes in itself: each comes back with the outputs and may be sent with the next inputs. Without, a run
    /// begins with what the file holds.
    std::vector<ScriptInput> states;
    bool operator==(const ScriptShape&) const = default;
};

/// Shape of a Llama-family decoder or of a BERT encoder, whatever file it came from.
struct ModelConfig {
    std::string arch; ///< "llama", "mistral", "qwen2", "qwen3", "bert", "torchscript", "torchexport"
    std::string name; ///< what the file calls itself
    std::uint32_t layers = 0, hidden = 0, ffn = 0;
    std::uint32_t heads = 0, kv_heads = 0, head_dim = 0;
    std::uint32_t vocab = 0, context = 0;
    double norm_eps = 1e-5;
    Rope rope;
    bool tied_embeddings = false;
    bool qkv_bias = false, o_bias = false, mlp_bias = false;
    bool qk_norm = false; ///< RMSNorm over head_dim on q and k (Qwen3)
    std::optional<std::uint32_t> sliding_window;
    std::vector<std::uint32_t> stop_ids; ///< end of sequence and end of turn
    std::optional<EncoderShape> encoder; ///< it makes vectors of texts, and no texts
    std::optional<ScriptShape> script;   ///< it makes tensors of tensors; of all sizes `context` alone is set: words
};

} // namespace hearth::model
