// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/memory.h"
#include "exact/packed.h"
#include "exact/thread_team.h"

#include <functional>

namespace hearth::exact {

struct CpuLayer {
    PackedMatrix qkv; ///< rows of q, then k, then v
    PackedMatrix o, gate, up, down;
    const float *q_norm = nullptr, *k_norm = nullptr;
    const float *attn_norm = nullptr, *mlp_norm = nullptr; ///< CI4.1 only
};

/// A model packed for the processor, in one block of memory. The embedding stays row-major. Immutable.
class CpuWeights {
public:
    /// Bytes that load() will take.
    static std::uint64_t bytes_for(const Shape& shape, bool biases);
    /// `progress` hears of bytes done and may cancel with false. Errors: cancelled, out_of_memory.
    static core::Result<CpuWeights> load(const ModelView& model, bool offset, ThreadTeam& team,
                                         const std::function<bool(std::uint64_t, std::uint64_t)>& progress);

    MatrixView embed;
    PackedMatrix lm_head;
    const float* final_norm = nullptr; ///< CI4.1 only
    std::vector<CpuLayer> layers;
    std::uint64_t bytes = 0;

private:
    PageBuffer m_memory;
};

} // namespace hearth::exact
