// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "model/config.h"

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hearth::model {

class GgufFile;

/// Element types as stored. Quantised ones hold blocks of `block_elements`.
enum class TensorType { f32, f16, bf16, q8_0, q4_0, q4_1, q4_k, q5_k, q6_k };
const char* tensor_type_name(TensorType type);

struct TensorInfo {
    /// Canonical name: "embed.weight", "norm.weight", "lm_head.weight", "layers.<i>." +
    /// {"attn_norm","q","k","v","o","q_norm","k_norm","mlp_norm","gate","up","down"} + {".weight",".bias"};
    /// of an encoder also "positions.weight", "segments.weight" and "norm.bias".
    std::string name;
    TensorType type = TensorType::f32;
    std::vector<std::uint64_t> shape; ///< row-major: {rows, columns} or {n}
    core::ByteView data;              ///< as stored, inside the mapping
};

/// 32 values of a row as Q4_0 and Q4_1 store them: factor × value + minimum, value 0 … 15.
struct FourBitGroup {
    static constexpr std::size_t size = 32;
    float factor = 0.0F, minimum = 0.0F;
    std::array<std::uint8_t, size> values{};
};

/// What the tokenizer and chat template of a model are made from, as found in its files.
struct TextAssets {
    core::Bytes tokenizer_json; ///< Hugging Face tokenizer.json; empty for GGUF
    bool has_gguf_vocabulary = false;
    std::string chat_template; ///< Jinja; empty if there is none
    std::string bos_token, eos_token;
};

/// A model as its files give it, mapped into memory. Every length and offset was checked when it was opened.
/// Rows of q and k come in half-split rotary order (Hugging Face's), whatever order the file uses.
/// Immutable and thread-safe.
class Source {
public:
    virtual ~Source() = default;
    virtual const ModelConfig& config() const = 0;
    virtual const std::vector<TensorInfo>& tensors() const = 0;
    virtual const TextAssets& text() const = 0;
    virtual std::string license() const = 0;
    /// The files that make up the model, relative to its folder, for hashing and copying.
    virtual std::vector<std::filesystem::path> files() const = 0;
    /// The GGUF file behind it, for its vocabulary; null for a folder.
    virtual const GgufFile* gguf() const { return nullptr; }

    /// Before anything else is asked of it: for models that were imported before their pooling was read. A decoder
    /// whose file says how to make vectors makes texts then.
    virtual void as_text_model() {}

    /// For imports: whether the files say all that decides token ids and logits. What they may leave out has the value
    /// that llama.cpp (GGUF) or Transformers (folders) gives it. Errors: corrupt or unsupported, naming the key.
    virtual core::Status check_complete() const { return {}; }

    /// Null if there is no such tensor.
    const TensorInfo* find(const std::string& name) const;
    /// Rows [first, first + count) as fp32 into `out` (count × columns values). Vectors have one row.
    core::Status read_f32(const TensorInfo& tensor, std::uint64_t first, std::uint64_t count, float* out) const;

    /// Row `row` of a Q4_0 or Q4_1 tensor on its own grid, group by group; empty for other types.
    std::vector<FourBitGroup> read_four_bit(const TensorInfo& tensor, std::uint64_t row) const;

protected:
    /// Stored row of logical row `row`; differs from it where the file keeps interleaved rotary pairs.
    virtual std::uint64_t stored_row(const TensorInfo& tensor, std::uint64_t row) const = 0;
};

/// Opens a GGUF file or a Hugging Face folder. Errors: unsupported (naming the type or architecture),
/// corrupt (naming the place), not_found.
core::Result<std::unique_ptr<Source>> open_source(const std::filesystem::path& path);

} // namespace hearth::model
