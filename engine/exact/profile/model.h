// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inference/row.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hearth::exact {

using inference::max_outputs;
using inference::max_rows;
using inference::page_tokens;
using inference::Row;

inline constexpr std::uint32_t max_head_dim = 256;
inline constexpr float least_offset = 0x1p-60F;              ///< biases and gains are 0 or have this magnitude at least
inline constexpr std::uint32_t max_columns = 133'144;        ///< 127² × this stays below 2³¹
inline constexpr std::uint32_t group_columns = 32;           ///< columns of CI4.1 that share a factor and a minimum
inline constexpr std::uint32_t max_grouped_columns = 65'536; ///< sums over its groups stay below 2⁴⁷

/// The exact profiles: resources/profiles/ci8.1.md and ci4.1.md.
enum class Profile { ci81, ci41 };

/// Shape of a Llama-family decoder in an exact profile.
struct Shape {
    Profile profile = Profile::ci81;
    std::uint32_t layers = 0, hidden = 0, ffn = 0;
    std::uint32_t heads = 0, kv_heads = 0, head_dim = 0;
    std::uint32_t vocab = 0, context = 0;
    float norm_eps = 1e-5F;
    float attention_scale = 0.0F;           ///< log₂e / √head_dim × 2¹⁶, times the square of YaRN's factor
    std::uint32_t window = 0;               ///< positions that a token sees, itself included; 0 = all
    std::vector<std::uint64_t> frequencies; ///< head_dim / 2 turns per position × 2⁶⁴

    std::uint32_t q_width() const { return heads * head_dim; }
    std::uint32_t kv_width() const { return kv_heads * head_dim; }
    std::uint32_t group() const { return heads / kv_heads; }
    /// First position that the token at `position` sees.
    std::uint32_t first_seen(std::uint32_t position) const {
        return window == 0 || position < window ? 0 : position + 1 - window;
    }
};

/// rows × columns int8, row-major, each in −127 … 127, with one fp32 scale a row. `bias` may be null. With factors
/// (rows × columns / 32 of both kinds): two 4-bit values a byte, the even column in the low half; a weight is
/// (factor × value + minimum) × scale.
struct MatrixView {
    std::uint32_t rows = 0, columns = 0;
    const std::int8_t* data = nullptr;
    const float* scales = nullptr;
    const float* bias = nullptr;
    const std::int16_t *factors = nullptr, *minima = nullptr;
};

struct LayerView {
    MatrixView q, k, v, o, gate, up, down;
    const float *q_norm = nullptr, *k_norm = nullptr;      ///< head_dim gains; null unless the model has them
    const float *attn_norm = nullptr, *mlp_norm = nullptr; ///< hidden gains; CI4.1 only
};

/// A model of an exact profile as its file gives it, or consecutive layers of one; the owner of the bytes must outlive
/// it.
struct ModelView {
    Shape shape; ///< `layers` counts those of the part
    MatrixView embed, lm_head;
    std::vector<LayerView> layers;
    const float* final_norm = nullptr; ///< CI4.1 only

    bool embeds() const { return embed.data != nullptr; }     ///< begins with the first layer
    bool projects() const { return lm_head.data != nullptr; } ///< ends with the last
    /// Layers [first, last), with the embedding and the output matrix where they belong to it.
    ModelView part(std::uint32_t first, std::uint32_t last) const;
};

} // namespace hearth::exact
