// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/device.h"

#include "exact/cpu/bandwidth_probe.h"
#include "exact/cpu/runner.h"

#include <algorithm>

namespace hearth::exact {

namespace {

constexpr int probe_rounds = 3;

} // namespace

CpuDevice::CpuDevice(ThreadTeam& team, const Kernels& kernels) : m_team(team), m_kernels(kernels) {
    m_info.id = "cpu";
    m_info.name = "processor";
    m_info.kernels = kernels.name;
}

std::optional<std::uint64_t> CpuDevice::memory_free() const {
    const auto limit = available_memory();
    return limit ? std::optional(limit->bytes) : std::nullopt;
}

Footprint CpuDevice::footprint(const ModelView& model) const {
    return {CpuWeights::bytes_for(model), CpuRunner::page_bytes_for(model.shape),
            CpuRunner::workspace_bytes(model.shape, m_team.size())};
}

core::Result<std::unique_ptr<PartRunner>> CpuDevice::load(const ModelView& model, std::uint32_t pages,
                                                          const LoadProgress& progress) {
    HEARTH_TRY(PageBuffer cache, PageBuffer::allocate(pages * CpuRunner::page_bytes_for(model.shape)));
    HEARTH_TRY(CpuWeights weights, CpuWeights::load(model, m_kernels.offset, m_team, progress));
    return std::unique_ptr<PartRunner>(
        std::make_unique<CpuRunner>(model.shape, std::move(weights), std::move(cache), m_team, m_kernels));
}

core::Result<double> CpuDevice::read_bandwidth() {
    BandwidthProbe probe(m_team.size());
    double best = 0;
    for (int round = 0; round < probe_rounds; ++round)
        best = std::max(best, probe.measure());
    if (best == 0)
        return core::fail(core::Code::out_of_memory, core::say("no_memory_bandwidth_probe"),
                          core::say("close_other_programs"));
    return best * 1e9;
}

} // namespace hearth::exact
