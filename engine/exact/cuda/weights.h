// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cuda/memory.h"
#include "exact/gpu_rows.h"

namespace hearth::exact::cuda {

/// A stack of matrices with common columns as gpu_rows lays them out.
struct Matrix {
    std::uint32_t rows = 0, columns = 0, vectors = 0;
    const uint4* weights = nullptr;
    const std::uint32_t* factors = nullptr; ///< null: int8
    const float *scales = nullptr, *biases = nullptr; ///< biases null: none
};

struct Layer {
    Matrix qkv, o, gate_up, down;
    const float *q_norm = nullptr, *k_norm = nullptr, *attn_norm = nullptr, *mlp_norm = nullptr; ///< null: none
};

/// A model, or a part of one, in the device's memory.
class Weights {
public:
    static std::uint64_t bytes_for(const ModelView& model);
    /// Errors: out_of_memory, cancelled, unavailable, unsupported (a tensor beyond DeviceOptions::largest_buffer).
    static core::Result<Weights> load(Context& context, const ModelView& model, const LoadProgress& progress);

    Matrix embed, lm_head;
    const float* final_norm = nullptr;
    std::vector<Layer> layers;

private:
    std::vector<Buffer> m_buffers;
    friend class WeightsLoader;
};

} // namespace hearth::exact::cuda
