// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/arena.h"
#include "exact/gpu/cuda/memory.h"

namespace hearth::exact::cuda {

/// A place in the device's memory; null: none.
using Address = const std::uint8_t*;
using Matrix = GpuWeights<Address>::Matrix; ///< of one part
using Layer = GpuWeights<Address>::Layer;

/// A model, or a part of one, in the device's memory.
class Weights : public GpuWeights<Address> {
public:
    static GpuArena arena(std::uint64_t largest_buffer, const ModelView& model);
    /// Errors: out_of_memory, cancelled, unavailable, unsupported (a tensor beyond DeviceOptions::largest_buffer).
    static core::Result<Weights> load(Context& context, const ModelView& model, const LoadProgress& progress);

private:
    std::vector<Buffer> m_buffers;
};

} // namespace hearth::exact::cuda
