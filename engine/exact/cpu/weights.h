// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/packed.h"
#include "exact/cpu/thread_team.h"
#include "exact/device.h"
#include "exact/memory.h"

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
    static std::uint64_t bytes_for(const ModelView& model);
    /// `progress` hears of bytes done and may cancel with false. Errors: cancelled, out_of_memory.
    static core::Result<CpuWeights> load(const ModelView& model, bool offset, ThreadTeam& team,
                                         const LoadProgress& progress);

    /// The same weights once more, without memory of their own: this must outlive them.
    CpuWeights borrowed() const;

    MatrixView embed;                  ///< empty unless the part embeds
    PackedMatrix lm_head;              ///< empty unless it projects
    const float* final_norm = nullptr; ///< CI4.1 only
    std::vector<CpuLayer> layers;
    std::uint64_t bytes = 0;

private:
    PageBuffer m_memory;
};

} // namespace hearth::exact
