// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/rows.h"

#include <algorithm>

namespace hearth::exact {

/// What a GPU takes at once.
struct GpuLimits {
    std::uint64_t buffer = UINT64_MAX;    ///< bytes of a buffer
    std::uint64_t part = UINT64_MAX;      ///< bytes of the rows of a matrix that lie together
    std::uint32_t part_rows = UINT32_MAX; ///< those rows
};

/// The tensors of a model, or of a part of one, as gpu_rows lays them out. Address: what kernels find a tensor by;
/// Address{} where there is none.
template <typename Address>
struct GpuWeights {
    /// Matrices with common columns, one above the other, in parts that respect the limits.
    struct Matrix {
        struct Part {
            std::uint32_t first = 0, rows = 0;
            Address weights{}, factors{};
        };
        std::uint32_t rows = 0, columns = 0, vectors = 0;
        bool grouped = false;
        Address scales{}, biases{};
        std::vector<Part> parts;
    };
    struct Layer {
        Matrix qkv, o, gate_up, down;
        Address q_norm{}, k_norm{}, attn_norm{}, mlp_norm{};
    };

    Matrix embed, lm_head;
    Address final_norm{};
    std::vector<Layer> layers;

    /// Hands every tensor to `put` in the order in which they lie: put(bytes, fill) gives a core::Result<Address>, and
    /// fill(offset, piece) writes the tensor's bytes from `offset` on.
    template <typename Put>
    static core::Result<GpuWeights> of(const ModelView& model, const GpuLimits& limits, Put put) {
        GpuWeights made;
        if (model.embeds()) HEARTH_CHECK(take({&model.embed}, limits, put, made.embed));
        for (const LayerView& from : model.layers)
            HEARTH_CHECK(take(from, model.shape, limits, put, made.layers.emplace_back()));
        if (!model.projects()) return made;
        if (gpu_rows::tied(model))
            made.lm_head = made.embed;
        else
            HEARTH_CHECK(take({&model.lm_head}, limits, put, made.lm_head));
        HEARTH_CHECK(take(model.final_norm, model.shape.hidden, put, made.final_norm));
        return made;
    }

private:
    template <typename Put>
    static core::Status take(const float* gains, std::uint32_t count, Put& put, Address& into) {
        if (gains == nullptr) return {};
        HEARTH_TRY(into, put(4 * std::uint64_t{count}, gpu_rows::Floats({{gains, count}})));
        return {};
    }
    template <typename Put>
    static core::Status take(const LayerView& from, const Shape& shape, const GpuLimits& limits, Put& put,
                             Layer& into) {
        HEARTH_CHECK(take({&from.q, &from.k, &from.v}, limits, put, into.qkv));
        HEARTH_CHECK(take({&from.o}, limits, put, into.o));
        HEARTH_CHECK(take({&from.gate, &from.up}, limits, put, into.gate_up));
        HEARTH_CHECK(take({&from.down}, limits, put, into.down));
        HEARTH_CHECK(take(from.q_norm, shape.head_dim, put, into.q_norm));
        HEARTH_CHECK(take(from.k_norm, shape.head_dim, put, into.k_norm));
        HEARTH_CHECK(take(from.attn_norm, shape.hidden, put, into.attn_norm));
        return take(from.mlp_norm, shape.hidden, put, into.mlp_norm);
    }
    template <typename Put>
    static core::Status take(const gpu_rows::Stack& stack, const GpuLimits& limits, Put& put, Matrix& into) {
        using namespace gpu_rows;
        const MatrixView& head = *stack.front();
        into.columns = head.columns;
        into.vectors = vectors_of(head);
        into.grouped = head.factors != nullptr;
        into.rows = rows_of(stack);
        const Floats scales = scales_of(stack), biases = biases_of(stack);
        HEARTH_TRY(into.scales, put(scales.bytes(), scales));
        if (biases.bytes() != 0) {
            HEARTH_TRY(into.biases, put(biases.bytes(), biases));
        }
        const std::uint64_t unit = std::uint64_t{into.vectors} * 16, factors_unit = std::uint64_t{into.vectors} * 4;
        const auto each = static_cast<std::uint32_t>(
            std::clamp<std::uint64_t>(limits.part / unit, 1, std::min(into.rows, limits.part_rows)));
        for (std::uint32_t first = 0; first < into.rows; first += each) {
            auto& part = into.parts.emplace_back();
            part.first = first;
            part.rows = std::min(each, into.rows - first);
            HEARTH_TRY(part.weights, put(part.rows * unit, StackRows(stack, first, unit, pack_row)));
            if (!into.grouped) continue;
            HEARTH_TRY(part.factors,
                       put(part.rows * factors_unit, StackRows(stack, first, factors_unit, pack_factors)));
        }
        return {};
    }
};

} // namespace hearth::exact
