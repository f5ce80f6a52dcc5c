// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/weights.h"

namespace hearth::exact::vulkan {

namespace {

constexpr std::uint64_t part_bytes = 64U << 20;
constexpr std::uint32_t part_rows = 65'535 * 4; // workgroups of four rows that every device dispatches at once

/// What GpuArena fills.
struct Memory {
    using Address = vulkan::Address;
    using Buffer = vulkan::Buffer;

    core::Result<Buffer> create(std::uint64_t bytes) {
        if (bytes > context.limits().buffer_bytes)
            return core::fail(core::Code::unsupported, core::say("row_model_larger_than", {context.info().name}));
        return Buffer::create(context, Buffer::Kind::device, bytes, "gpu_weights");
    }
    template <typename Fill>
    core::Status upload(const Buffer& into, std::uint64_t at, std::uint64_t bytes, Fill& fill) {
        return uploader.upload(into, at, bytes, std::ref(fill));
    }
    Address address(const Buffer& buffer, std::uint64_t offset) const { return buffer.address() + offset; }

    Context& context;
    Uploader& uploader;
};

} // namespace

GpuArena Weights::arena(const Limits& limits, const ModelView& model) {
    return GpuArena(model, {limits.buffer_bytes, std::min(part_bytes, limits.buffer_bytes), part_rows});
}

core::Result<Weights> Weights::load(Context& context, const ModelView& model, const LoadProgress& progress) {
    HEARTH_TRY(Uploader uploader, Uploader::create(context));
    Memory memory{context, uploader};
    Weights weights;
    HEARTH_TRY(static_cast<GpuWeights<Address>&>(weights),
               arena(context.limits(), model).load(memory, model, weights.m_buffers, progress));
    return weights;
}

std::uint64_t Weights::bytes() const {
    std::uint64_t bytes = 0;
    for (const Buffer& buffer : m_buffers)
        bytes += buffer.bytes();
    return bytes;
}

} // namespace hearth::exact::vulkan
