// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/device.h"

namespace hearth::test {

/// A "GPU" that computes on the processor and goes wrong as it is told. Steps of all its runners count together.
class FaultyDevice final : public exact::Device {
public:
    struct Faults {
        std::uint64_t memory_total = std::uint64_t{1} << 40;
        std::uint64_t lost_from = UINT64_MAX;  ///< step after which the device is gone
        std::uint64_t wrong_from = UINT64_MAX; ///< step after which one logit is wrong
    };
    explicit FaultyDevice(const Faults& faults);
    ~FaultyDevice() override;

    const exact::DeviceInfo& info() const override { return m_info; }
    std::optional<std::uint64_t> memory_free() const override { return std::nullopt; }
    exact::Footprint footprint(const exact::ModelView& model) const override { return m_device.footprint(model); }
    core::Result<std::unique_ptr<exact::PartRunner>> load(const exact::ModelView& model, std::uint32_t pages,
                                                          const exact::LoadProgress& progress) override;
    core::Result<double> read_bandwidth() override { return m_device.read_bandwidth(); }

    std::uint64_t steps = 0;
    Faults faults;

private:
    class FaultyRunner;
    exact::ThreadTeam m_team{1};
    exact::CpuDevice m_device;
    exact::DeviceInfo m_info;
};

} // namespace hearth::test
