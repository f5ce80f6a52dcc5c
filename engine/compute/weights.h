// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kv_layout.h"
#include "exact/cpu/thread_team.h"
#include "exact/memory.h"
#include "model/manifest.h"

#include <cstdint>
#include <vector>

namespace hearth::compute {

/// A tensor by its canonical name; a vector has one row. Errors: corrupt, if it is missing or has another shape.
core::Result<const model::TensorInfo*> find_tensor(const model::Source& source, const std::string& name,
                                                   std::uint64_t rows, std::uint64_t columns);

/// A matrix in panels (kernels.h) inside Weights' memory; `bias` may be null.
struct Matrix {
    std::size_t rows = 0, columns = 0;
    std::uint8_t* data = nullptr;
    float* bias = nullptr;
};

struct Layer {
    Matrix qkv; ///< rows of q, then k, then v
    Matrix o, gate, up, down;
    float *attn_norm = nullptr, *mlp_norm = nullptr;
    float *q_norm = nullptr, *k_norm = nullptr; ///< null unless the model has them
};

/// All weights of a decoder in one block of memory: matrices in the profile's precision, norms and biases in
/// fp32. Immutable once loaded.
class Weights {
public:
    /// Bytes that load() will take.
    static std::uint64_t bytes_for(const model::ModelConfig& config, Precision precision);
    /// Errors: corrupt, naming a tensor that is missing or has another shape; cancelled; out_of_memory.
    static core::Result<Weights> load(const model::Source& source, Precision precision, exact::ThreadTeam& team,
                                      const model::Progress& progress);
    /// One row of a matrix as fp32.
    void read_row(const Matrix& matrix, std::size_t row, float* out) const;

    Precision precision = Precision::fp32;
    Matrix embed, lm_head; ///< the same when the embeddings are tied
    float* norm = nullptr;
    std::vector<Layer> layers;
    std::uint64_t bytes = 0;

private:
    exact::PageBuffer m_memory;
};

} // namespace hearth::compute
