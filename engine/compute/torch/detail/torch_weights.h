// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/thread_team.h"
#include "model/manifest.h"

#include <ATen/core/Tensor.h>
#include <cstdint>
#include <vector>

namespace hearth::compute {

/// rows × columns in bf16; `bias` in fp32, undefined if there is none.
struct TorchMatrix {
    at::Tensor weight, bias;
};

struct TorchLayer {
    TorchMatrix qkv;     ///< rows of q, then k, then v
    TorchMatrix gate_up; ///< rows of gate, then up
    TorchMatrix o, down;
    at::Tensor attn_norm, mlp_norm;
    at::Tensor q_norm, k_norm; ///< undefined unless the model has them
};

/// All weights of a decoder on one device, in two blocks: matrices in bf16, the same numbers as Weights holds, and
/// norms and biases in fp32. Immutable once loaded.
struct TorchWeights {
    /// Bytes that load() will take of the device.
    static std::uint64_t bytes_for(const model::ModelConfig& config);
    /// Errors: corrupt, naming a tensor that is missing or has another shape; cancelled. Throws what libtorch throws.
    static core::Result<TorchWeights> load(const model::Source& source, const at::Device& device,
                                           exact::ThreadTeam& team, const model::Progress& progress);

    at::Tensor embed, lm_head; ///< the same when the embeddings are tied
    at::Tensor norm;
    std::vector<TorchLayer> layers;
};

} // namespace hearth::compute
