// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "exact/model.h"

#include <span>
#include <vector>

namespace hearth::exact {

/// How GPUs hold a matrix: row-major, in vectors of 16 bytes. int8: columns padded with zeros to whole vectors, and to whole
/// tiles of 64. Grouped: a vector for every 32 columns, words of 8 columns with the first four in the low halves of the bytes,
/// and beside each vector a word with the factor and, in its upper half, the minimum. Pure functions.
namespace gpu_rows {

/// Columns as the rows that enter a product are laid out: padded to whole vectors.
inline std::uint32_t padded_columns(std::uint32_t columns) {
    return (columns + 63) / 64 * 64;
}
/// Vectors of a matrix row.
inline std::uint32_t vectors_of(const MatrixView& m) {
    return m.factors != nullptr ? m.columns / group_columns : padded_columns(m.columns) / 16;
}
/// Bytes of a matrix with its factors, scales and biases; 0 where there is none.
std::uint64_t bytes_of(const MatrixView& m);
/// Whether the output matrix is the embedding.
bool tied(const ModelView& model);
/// Bytes of all tensors of a model, each with `alignment` to spare.
std::uint64_t bytes_of(const ModelView& model, std::uint64_t alignment);

/// Writes the vectors of one row.
void pack_row(const MatrixView& m, std::size_t row, std::uint8_t* into);
/// Writes the factors and minima of one row: four bytes a vector.
void pack_factors(const MatrixView& m, std::size_t row, std::uint8_t* into);

/// Matrices one above the other, with common columns.
using Stack = std::vector<const MatrixView*>;
std::uint32_t rows_of(const Stack& stack);
std::vector<float> scales_of(const Stack& stack);
std::vector<float> biases_of(const Stack& stack); ///< empty: none

/// Writes rows of a stack from row `first` on, `unit` bytes each, in pieces that may begin and end inside a row.
class StackRows {
public:
    using Pack = void (*)(const MatrixView&, std::size_t row, std::uint8_t* into);
    StackRows(const Stack& stack, std::size_t first, std::uint64_t unit, Pack pack)
        : m_stack(&stack), m_first(first), m_pack(pack), m_row(unit) {}
    void operator()(std::uint64_t offset, std::span<std::uint8_t> piece);

private:
    void pack_stacked(std::size_t row);

    const Stack* m_stack;
    std::size_t m_first;
    Pack m_pack;
    std::vector<std::uint8_t> m_row; ///< packed
    std::uint64_t m_held = UINT64_MAX; ///< its number
};

/// Hands the tensors of a model to `loader` in the order in which they lie in the device's memory.
template <typename Loader, typename Weights>
core::Status load_tensors(Loader& loader, const ModelView& model, Weights& weights) {
    const Shape& shape = model.shape;
    const auto gains = [&](const float* values, std::size_t count, auto& into) -> core::Status {
        if (values == nullptr) return {};
        HEARTH_TRY(into, loader.floats({values, count}));
        return {};
    };
    if (model.embeds()) {
        HEARTH_TRY(weights.embed, loader.matrix({&model.embed}));
    }
    for (const LayerView& from : model.layers) {
        auto& layer = weights.layers.emplace_back();
        HEARTH_TRY(layer.qkv, loader.matrix({&from.q, &from.k, &from.v}));
        HEARTH_TRY(layer.o, loader.matrix({&from.o}));
        HEARTH_TRY(layer.gate_up, loader.matrix({&from.gate, &from.up}));
        HEARTH_TRY(layer.down, loader.matrix({&from.down}));
        HEARTH_CHECK(gains(from.q_norm, shape.head_dim, layer.q_norm));
        HEARTH_CHECK(gains(from.k_norm, shape.head_dim, layer.k_norm));
        HEARTH_CHECK(gains(from.attn_norm, shape.hidden, layer.attn_norm));
        HEARTH_CHECK(gains(from.mlp_norm, shape.hidden, layer.mlp_norm));
    }
    if (!model.projects()) return {};
    if (tied(model)) {
        weights.lm_head = weights.embed;
    } else {
        HEARTH_TRY(weights.lm_head, loader.matrix({&model.lm_head}));
    }
    return gains(model.final_norm, shape.hidden, weights.final_norm);
}

} // namespace gpu_rows

} // namespace hearth::exact
