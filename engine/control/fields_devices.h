// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/calls.h"

#include <type_traits>

/// Members in JSON of the devices; see fields.h.
namespace hearth::control {

template <class V, class T>
using Of = std::conditional_t<V::writes, const T, T>;

template <class V>
void describe(V& v, Of<V, DeviceProcess>& x) {
    v("pid", x.pid);
    v("name", x.name);
    v("use", x.use);
    v("memory_bytes", x.memory_bytes);
    v("load_ppm", x.load_ppm);
}

template <class V>
void describe(V& v, Of<V, DeviceLimits>& x) {
    v("power_milliwatts", x.power_milliwatts);
    v("memory_reserve_bytes", x.memory_reserve_bytes);
    v("pause_at_millicelsius", x.pause_at_millicelsius);
}

template <class V>
void describe(V& v, Of<V, DeviceStatus>& x) {
    v("id", x.id);
    v("kind", x.kind);
    v("name", x.name);
    v("state", x.state);
    v("reason", x.reason);
    v("isa", x.isa);
    v("threads", x.threads);
    v("vendor", x.vendor);
    v("pci_address", x.pci_address);
    v("integrated", x.integrated);
    v("driver", x.driver);
    v("load_ppm", x.load_ppm);
    v("memory_used_bytes", x.memory_used_bytes);
    v("memory_total_bytes", x.memory_total_bytes);
    v("temperature_millicelsius", x.temperature_millicelsius);
    v("power_milliwatts", x.power_milliwatts);
    v("power_limit_milliwatts", x.power_limit_milliwatts);
    v("power_limit_min_milliwatts", x.power_limit_min_milliwatts);
    v("power_limit_max_milliwatts", x.power_limit_max_milliwatts);
    v("power_limit_default_milliwatts", x.power_limit_default_milliwatts);
    v("core_clock_mhz", x.core_clock_mhz);
    v("memory_clock_mhz", x.memory_clock_mhz);
    v("fan_ppm", x.fan_ppm);
    v("fan_rpm", x.fan_rpm);
    v("throttle", x.throttle);
    v("processes", x.processes);
    v("limits", x.limits);
    v("limits_revert_at", x.limits_revert_at);
    v("current_job", x.current_job);
}

template <class V>
void describe(V& v, Of<V, ProfileSpeed>& x) {
    v("profile", x.profile);
    v("prefill_millitokens_per_s", x.prefill_millitokens_per_s);
    v("decode_millitokens_per_s", x.decode_millitokens_per_s);
    v("streams_millitokens_per_s", x.streams_millitokens_per_s);
    v("decode_over_bandwidth_ppm", x.decode_over_bandwidth_ppm);
}
template <class V>
void describe(V& v, Of<V, BenchmarkReport>& x) {
    v("device", x.device);
    v("name", x.name);
    v("model_class", x.model_class);
    v("read_bytes_per_s", x.read_bytes_per_s);
    v("profiles", x.profiles);
    v("advised_class", x.advised_class);
    v("advised_profile", x.advised_profile);
    v("advised_millitokens_per_s", x.advised_millitokens_per_s);
}
template <class V>
void describe(V& v, Of<V, BenchmarkParams>& x) {
    v("device", x.device);
    v("model_class", x.model_class);
}

template <class V>
void describe(V& v, Of<V, LimitParams>& x) {
    v("device", x.device);
    v("limits", x.limits);
}
template <class V>
void describe(V& v, Of<V, DeviceParams>& x) {
    v("device", x.device);
}

} // namespace hearth::control
