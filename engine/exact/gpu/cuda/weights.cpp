// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/cuda/weights.h"

namespace hearth::exact::cuda {

namespace {

/// What GpuArena fills.
struct Memory {
    using Address = cuda::Address;
    using Buffer = cuda::Buffer;

    core::Result<Buffer> create(std::uint64_t bytes) {
        return Buffer::create(context, Buffer::Kind::device, bytes, "gpu_weights");
    }
    template <typename Fill>
    core::Status upload(const Buffer& into, std::uint64_t at, std::uint64_t bytes, Fill& fill) {
        return uploader.upload(into.data() + at, bytes, std::ref(fill));
    }
    Address address(const Buffer& buffer, std::uint64_t offset) const { return buffer.data() + offset; }

    Context& context;
    Uploader& uploader;
};

} // namespace

GpuArena Weights::arena(std::uint64_t largest_buffer, const ModelView& model) {
    return GpuArena(model, {.buffer = largest_buffer});
}

core::Result<Weights> Weights::load(Context& context, const ModelView& model, const LoadProgress& progress) {
    HEARTH_TRY(const auto uploader, Uploader::create(context));
    Memory memory{context, *uploader};
    Weights weights;
    HEARTH_TRY(static_cast<GpuWeights<Address>&>(weights),
               arena(context.largest_buffer(), model).load(memory, model, weights.m_buffers, progress));
    HEARTH_CHECK(uploader->finish());
    return weights;
}

} // namespace hearth::exact::cuda
