// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/kernels.h"
#include "exact/cpu/thread_team.h"
#include "exact/device.h"

namespace hearth::exact {

/// The processor behind the seam. `team` must outlive it and its runners.
class CpuDevice final : public Device {
public:
    CpuDevice(ThreadTeam& team, const Kernels& kernels);

    const DeviceInfo& info() const override { return m_info; }
    std::optional<std::uint64_t> memory_free() const override;
    Footprint footprint(const ModelView& model) const override;
    core::Result<std::unique_ptr<PartRunner>> load(const ModelView& model, std::uint32_t pages,
                                                   const LoadProgress& progress) override;
    core::Result<double> read_bandwidth() override;

private:
    ThreadTeam& m_team;
    const Kernels& m_kernels;
    DeviceInfo m_info;
};

} // namespace hearth::exact
