// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"
#include "core/clock.h"
#include "core/result.h"
#include "telemetry/gpu_cards.h"
#include "telemetry/gpu_state.h"

#include <memory>

namespace hearth::telemetry {

using control::DeviceState;

/// Reads the GPUs of one vendor. It may hang or crash with the vendor's code, so it runs in hearth-probe only.
class GpuBackend {
public:
    virtual ~GpuBackend() = default;
    /// Fills state, reason and the figures that the driver gives. The card is awake.
    virtual void read(const GpuCard& card, control::DeviceStatus& status) = 0;
    /// Errors: refused (rights; the hint says which), unsupported, unavailable.
    virtual core::Status set_power_limit(const GpuCard& card, std::uint64_t milliwatts) = 0;
    /// Lets go of whatever would keep a card from sleeping.
    virtual void rest() {}
};

/// NVML, by dlopen; nouveau's sysfs.
std::unique_ptr<GpuBackend> make_nvidia(const Places& places);
/// amdgpu's sysfs and fdinfo.
std::unique_ptr<GpuBackend> make_amd(const Places& places, const core::Clock& clock);
/// The sysfs and fdinfo of i915 and xe.
std::unique_ptr<GpuBackend> make_intel(const Places& places, const core::Clock& clock);
/// Knows that the card is there.
std::unique_ptr<GpuBackend> make_unknown();

/// State and reason, the cause followed by what to do.
inline void set_state(control::DeviceStatus& status, control::DeviceState state, const core::Sentence& cause = {}) {
    status.state = state;
    status.reason = core::both(cause, advice(state, status.vendor));
}

} // namespace hearth::telemetry
