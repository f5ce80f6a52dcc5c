// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/arena.h"
#include "exact/gpu/vulkan/memory.h"

namespace hearth::exact::vulkan {

using Matrix = GpuWeights<Address>::Matrix;
using Layer = GpuWeights<Address>::Layer;

/// A model, or a part of one, in the device's memory.
class Weights : public GpuWeights<Address> {
public:
    static GpuArena arena(const Limits& limits, const ModelView& model);
    /// Errors: out_of_memory, cancelled, unsupported (a single row beyond the device's buffers).
    static core::Result<Weights> load(Context& context, const ModelView& model, const LoadProgress& progress);
    /// What arena() said before.
    std::uint64_t bytes() const;

private:
    std::vector<Buffer> m_buffers;
};

using gpu_rows::padded_columns;

} // namespace hearth::exact::vulkan
