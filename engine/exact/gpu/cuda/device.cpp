// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/cuda/device.h"

#include "exact/gpu/cuda/memory.h"
#include "exact/gpu/cuda/runner.h"

#include <algorithm>
#include <chrono>

namespace hearth::exact::cuda {

namespace {

constexpr std::uint64_t probe_bytes = 1U << 30; // beyond any cache
constexpr std::uint32_t blocks_each = 8;        // of a multiprocessor
constexpr int probe_rounds = 8;

} // namespace

core::Result<std::unique_ptr<Device>> CudaDevice::open(std::uint32_t index, const DeviceOptions& options) {
    HEARTH_TRY(auto context, Context::open(index, options));
    return std::unique_ptr<Device>(new CudaDevice(std::move(context)));
}

Footprint CudaDevice::footprint(const ModelView& model) const {
    const GpuArena arena = Weights::arena(m_context->largest_buffer(), model);
    return {arena.bytes(), gpu_step::page_bytes(model.shape),
            CudaRunner::workspace_bytes(model.shape, model.projects()) + arena.rounding_bytes(model.shape.layers)};
}

core::Result<std::unique_ptr<PartRunner>> CudaDevice::load(const ModelView& model, std::uint32_t pages,
                                                           const LoadProgress& progress) {
    return CudaRunner::create(*m_context, model, pages, progress);
}

core::Result<double> CudaDevice::read_bandwidth() {
    HEARTH_CHECK(m_context->use());
    const std::uint64_t room = memory_free().value_or(probe_bytes) / 2 / 16 * 16;
    const std::uint64_t bytes = std::min({probe_bytes, m_context->largest_buffer(), room});
    const std::uint32_t blocks = blocks_each * m_context->multiprocessors();
    const auto device = Buffer::Kind::device;
    HEARTH_TRY(const Buffer from, Buffer::create(*m_context, device, bytes, "gpu_probe"));
    HEARTH_TRY(const Buffer sums, Buffer::create(*m_context, device, blocks * read_threads * 4, "gpu_probe"));
    const ReadArguments arguments{from.as<uint4>(), sums.as<std::uint32_t>(), bytes / 16, blocks};
    HEARTH_CHECK(check(read(arguments, m_context->stream()), "gpu_probe")); // loads the kernel
    HEARTH_CHECK(m_context->finish("gpu_probe"));
    double best = 0;
    for (int round = 0; round < 3; ++round) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < probe_rounds; ++i)
            HEARTH_CHECK(check(read(arguments, m_context->stream()), "gpu_probe"));
        HEARTH_CHECK(m_context->finish("gpu_probe"));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(bytes) * probe_rounds / took.count());
    }
    return best;
}

} // namespace hearth::exact::cuda
