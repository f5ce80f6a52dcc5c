// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"
#include "exact/gpu_rows.h"
#include "exact/vulkan/memory.h"

namespace hearth::exact::vulkan {

/// A stack of matrices with common columns as gpu_rows lays them out, in parts that fit into the device's buffers.
struct Matrix {
    struct Part {
        std::uint32_t first = 0, rows = 0;
        Address weights = 0, factors = 0;
    };
    std::uint32_t rows = 0, columns = 0, vectors = 0;
    bool grouped = false;
    Address scales = 0, biases = 0; ///< biases 0: none
    std::vector<Part> parts;
};

struct Layer {
    Matrix qkv, o, gate_up, down;
    Address q_norm = 0, k_norm = 0, attn_norm = 0, mlp_norm = 0; ///< 0: none
};

/// A model, or a part of one, in the device's memory.
class Weights {
public:
    static std::uint64_t bytes_for(const ModelView& model);
    /// Errors: out_of_memory, cancelled, unsupported (a single row beyond the device's buffers).
    static core::Result<Weights> load(Context& context, const ModelView& model, const LoadProgress& progress);

    Matrix embed, lm_head;
    Address final_norm = 0;
    std::vector<Layer> layers;

private:
    std::vector<Buffer> m_buffers;
    friend class WeightsLoader;
};

using gpu_rows::padded_columns;

} // namespace hearth::exact::vulkan
