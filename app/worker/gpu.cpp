// SPDX-License-Identifier: Apache-2.0
#include "gpu.h"

#include "compute/torch_plugin.h"
#include "core/file.h"
#include "exact/profile/registry.h"
#include "proof/profile.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace hearth::app {

namespace {

constexpr std::size_t max_cache_bytes = std::size_t{60} << 20; // it travels in one frame

/// Floating point runs on NVIDIA GPUs alone, and there only where libtorch has its CUDA half.
nlohmann::json profiles_on(const exact::DeviceInfo& info) {
    nlohmann::json profiles = nlohmann::json::array();
    for (const exact::Profile profile : exact::exact_profiles())
        profiles.push_back(exact::exact_profile_name(profile));
    if (!info.id.starts_with("cuda:")) return profiles;
    if (const auto torch = compute::torch_plugin(); torch && (*torch)->cuda_present())
        profiles.push_back(proof::profile(proof::ProfileId::bf16).name);
    return profiles;
}

nlohmann::json described(const exact::DeviceInfo& info) {
    return {{"id", info.id},
            {"name", info.name},
            {"driver", info.driver},
            {"kernels", info.kernels},
            {"pci", info.pci},
            {"software", info.software},
            {"integrated", info.integrated},
            {"memory_bytes", info.memory_total},
            {"profiles", profiles_on(info)}};
}

} // namespace

core::Result<Gpu> open_gpu(const std::string& name, const std::optional<std::string>& pci,
                           const std::string& cache_file) {
    HEARTH_TRY(const auto parsed, exact::DeviceName::parse(name));
    Gpu gpu;
    if (parsed.kind == "cpu") return gpu;
    // Without the cache the kernels are compiled again; that is all.
    if (!cache_file.empty())
        if (auto kept = core::read_file(cache_file, max_cache_bytes)) gpu.kernel_cache = std::move(*kept);
    exact::DeviceOptions options;
    options.kernel_cache = gpu.kernel_cache;
    auto opened = exact::open_gpu(parsed, options);
    if (pci && (!opened || (*opened)->info().pci != *pci)) {
        HEARTH_TRY(const auto moved, exact::gpu_at(parsed, *pci));
        if (moved.text() != parsed.text()) opened = exact::open_gpu(moved, options);
    }
    HEARTH_TRY(gpu.device, std::move(opened));
    return gpu;
}

int list_devices(std::string_view kind) {
    nlohmann::json all = nlohmann::json::array();
    for (const exact::PluginReport& report : exact::probe_plugins(kind)) {
        nlohmann::json one{{"kind", report.kind}, {"devices", nlohmann::json::array()}};
        one["problem"] = report.problem ? nlohmann::json(core::kept(report.problem->message)) : nlohmann::json();
        one["hint"] = report.problem ? nlohmann::json(core::kept(report.problem->hint)) : nlohmann::json();
        for (const exact::DeviceInfo& info : report.devices)
            one["devices"].push_back(described(info));
        one["rejected"] = nlohmann::json::array();
        for (const exact::RejectedDevice& rejected : report.rejected)
            one["rejected"].push_back({{"name", rejected.name}, {"cause", core::kept(rejected.cause)}});
        all.push_back(std::move(one));
    }
    std::puts(all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    return 0;
}

} // namespace hearth::app
