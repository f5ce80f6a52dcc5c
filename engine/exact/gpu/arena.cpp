// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/arena.h"

#include <numeric>

namespace hearth::exact {

namespace {

constexpr std::uint64_t alignment = 256;
// Large, so that what a driver rounds up is little beside it; small enough for a card whose memory is in pieces.
constexpr std::uint64_t buffer_bytes = 256U << 20;

} // namespace

GpuArena::GpuArena(const ModelView& model, const GpuLimits& limits) : m_limits(limits) {
    const std::uint64_t most = std::min(buffer_bytes, limits.buffer);
    const auto put = [&](std::uint64_t bytes, const auto&) -> core::Result<std::uint64_t> {
        const std::uint64_t offset = m_buffers.empty() ? 0 : (m_buffers.back() + alignment - 1) / alignment * alignment;
        if (m_buffers.empty() || offset + bytes > most) {
            m_places.push_back({m_buffers.size(), 0});
            m_buffers.push_back(bytes);
        } else {
            m_places.push_back({m_buffers.size() - 1, offset});
            m_buffers.back() = offset + bytes;
        }
        return std::uint64_t{1};
    };
    // Nothing here can fail: only sizes are looked at.
    static_cast<void>(GpuWeights<std::uint64_t>::of(model, limits, put));
}

std::uint64_t GpuArena::bytes() const {
    return std::accumulate(m_buffers.begin(), m_buffers.end(), std::uint64_t{0});
}

} // namespace hearth::exact
