// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu_device.h"

#include "exact/cpu_runner.h"

#include <algorithm>
#include <atomic>
#include <chrono>

namespace hearth::exact {

namespace {

constexpr std::size_t probe_bytes = 256U << 20; // beyond any cache
constexpr int probe_rounds = 3;

/// All values added up, in eight streams so that no addition waits for the last.
std::uint64_t sum_of(const std::uint64_t* values, std::size_t count) {
    std::uint64_t sums[8] = {};
    for (std::size_t i = 0; i + 8 <= count; i += 8)
        for (std::size_t k = 0; k < 8; ++k)
            sums[k] += values[i + k];
    std::uint64_t all = 0;
    for (const std::uint64_t sum : sums)
        all += sum;
    return all;
}

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
    HEARTH_TRY(const PageBuffer memory, PageBuffer::allocate(probe_bytes));
    std::fill_n(memory.data(), memory.size(), std::uint8_t{1});
    const auto* const values = reinterpret_cast<const std::uint64_t*>(memory.data());
    const std::size_t pieces = m_team.size(), count = memory.size() / sizeof *values / pieces;
    std::atomic<std::uint64_t> sink = 0; // so that no read can be left out
    double best = 0;
    for (int round = 0; round < probe_rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        m_team.run([&](ThreadTeam::Member& me) {
            me.share(static_cast<std::uint32_t>(pieces), [&](std::uint32_t i) { sink += sum_of(values + i * count, count); });
        });
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(probe_bytes) / took.count());
    }
    return best;
}

} // namespace hearth::exact
