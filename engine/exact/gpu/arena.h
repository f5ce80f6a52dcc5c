// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"
#include "exact/gpu/weights.h"

namespace hearth::exact {

/// Where the tensors of a model lie in a GPU's memory, known before anything is taken: what a device says it needs and
/// what it then takes are the same numbers. A buffer is as large as what it holds.
class GpuArena {
public:
    /// Drivers give memory in units of up to this many bytes.
    static constexpr std::uint64_t granule = 2 << 20;
    struct Place {
        std::size_t buffer = 0;
        std::uint64_t offset = 0;
    };

    GpuArena(const ModelView& model, const GpuLimits& limits);

    const std::vector<std::uint64_t>& buffers() const { return m_buffers; } ///< bytes of each
    std::uint64_t bytes() const;                                            ///< of all
    /// What a driver rounds up, at most, in these buffers and `others` more.
    std::uint64_t rounding_bytes(std::size_t others) const { return granule * (m_buffers.size() + others); }
    const Place& place(std::size_t tensor) const { return m_places[tensor]; }

    /// Makes the buffers and fills them. Memory has Address and Buffer, create(bytes) → core::Result<Buffer>,
    /// upload(buffer, offset, bytes, fill) → core::Status, and address(buffer, offset). Errors: those of Memory,
    /// cancelled.
    template <typename Memory>
    core::Result<GpuWeights<typename Memory::Address>> load(Memory& memory, const ModelView& model,
                                                            std::vector<typename Memory::Buffer>& buffers,
                                                            const LoadProgress& progress) const {
        using Address = typename Memory::Address;
        const std::uint64_t all = bytes();
        std::size_t tensor = 0;
        std::uint64_t before = 0; // bytes of the buffers that are full
        const auto put = [&](std::uint64_t size, auto fill) -> core::Result<Address> {
            const Place& at = m_places[tensor++];
            if (at.buffer == buffers.size()) {
                if (at.buffer != 0) before += m_buffers[at.buffer - 1];
                HEARTH_TRY(auto buffer, memory.create(m_buffers[at.buffer]));
                buffers.push_back(std::move(buffer));
            }
            HEARTH_CHECK(memory.upload(buffers.back(), at.offset, size, fill));
            if (progress && !progress(before + at.offset + size, all))
                return core::fail(core::Code::cancelled, core::say("loading_model_cancelled"));
            return memory.address(buffers.back(), at.offset);
        };
        return GpuWeights<Address>::of(model, m_limits, put);
    }

private:
    GpuLimits m_limits;
    std::vector<std::uint64_t> m_buffers;
    std::vector<Place> m_places; ///< of the tensors, in the order of GpuWeights::of()
};

} // namespace hearth::exact
