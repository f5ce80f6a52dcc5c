// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_cuda.h"

#include "compute/torch/torch_error.h"

#include <ATen/Context.h>

#include <charconv>
#include <dlfcn.h>
#include <fstream>
#include <link.h>
#include <string>
#include <string_view>

namespace hearth::compute::torch_cuda {

namespace {

using core::Code;
using core::fail;
using core::Status;
namespace fs = std::filesystem;

constexpr char library[] = "libtorch_cuda.so";
constexpr int capability_major = 75; // cudaDevAttrComputeCapabilityMajor
constexpr int least_major = 8;       // Ampere

/// Where the loader found libtorch_cpu.so; empty if it cannot be told.
fs::path torch_folder() {
    void* const self = ::dlopen("libtorch_cpu.so", RTLD_LAZY | RTLD_NOLOAD);
    if (self == nullptr) return {};
    link_map* map = nullptr;
    const bool known = ::dlinfo(self, RTLD_DI_LINKMAP, &map) == 0;
    const fs::path folder = known ? fs::path(map->l_name).parent_path() : fs::path();
    ::dlclose(self);
    return folder;
}

/// Bytes of the library as a wheel's RECORD has them: "torch/lib/libtorch_cuda.so,sha256=…,469850385".
std::optional<std::uint64_t> recorded_size(const fs::path& record) {
    std::ifstream lines(record);
    const std::string wanted = "torch/lib/" + std::string(library) + ",";
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(wanted)) continue;
        const std::string_view digits = std::string_view(line).substr(line.rfind(',') + 1);
        std::uint64_t size = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), size).ec == std::errc{}) return size;
    }
    return std::nullopt;
}

Status open_library() {
    if (!present())
        return fail(Code::unavailable, core::say("libtorch_cuda_half_not"),
                    core::say("fetch_installers_bootstrap_torch"));
    const fs::path folder = torch_folder();
    HEARTH_CHECK(check_release(folder));
    // Global, since libtorch's libraries register their operators with one another; every symbol now, since a missing
    // one would end the process in the middle of an answer.
    if (::dlopen((folder / library).c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr)
        return fail(Code::unavailable, core::say("libtorch_cuda_half_cannot", {std::string(::dlerror())}),
                    core::say("fetch_again_installers_bootstrap"));
    return {};
}

/// By its place on the bus: the plug-in leaves out GPUs that libtorch counts. libtorch's own runtime is asked.
core::Result<std::uint32_t> number_of(const exact::DeviceInfo& gpu) {
    using ByBus = int (*)(int*, const char*);
    using Attribute = int (*)(int*, int, int);
    const auto by_bus = reinterpret_cast<ByBus>(::dlsym(RTLD_DEFAULT, "cudaDeviceGetByPCIBusId"));
    const auto attribute = reinterpret_cast<Attribute>(::dlsym(RTLD_DEFAULT, "cudaDeviceGetAttribute"));
    int number = 0, major = 0;
    if (by_bus == nullptr || attribute == nullptr || by_bus(&number, gpu.pci.c_str()) != 0 ||
        attribute(&major, capability_major, number) != 0)
        return fail(Code::unavailable, core::say("libtorch_does_not_find", {gpu.id, gpu.pci}),
                    core::say("hearthctl_status_lists_devices"));
    if (major < least_major)
        return fail(Code::unavailable, core::say("older_than_bf_compute", {gpu.name, std::to_string(major)}),
                    core::say("use_ci_ci"));
    return static_cast<std::uint32_t>(number);
}

} // namespace

bool present() {
    std::error_code error;
    const fs::path folder = torch_folder();
    return !folder.empty() && fs::exists(folder / library, error);
}

Status check_release(const fs::path& folder) {
    std::error_code error;
    const fs::path site = folder.parent_path().parent_path();
    for (const auto& entry : fs::directory_iterator(site, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("torch-") || !name.ends_with(".dist-info")) continue;
        const auto recorded = recorded_size(entry.path() / "RECORD");
        if (recorded && *recorded != fs::file_size(folder / library, error))
            return fail(Code::conflict,
                        core::say("does_not_belong", {(folder / library).string(), entry.path().stem().string()}),
                        core::say("fetch_again_installers_bootstrap"));
    }
    return {};
}

core::Result<std::uint32_t> open(const exact::DeviceInfo& gpu) {
    static const Status opened = open_library();
    HEARTH_CHECK(opened);
    try {
        at::globalContext().lazyInitDevice(c10::DeviceType::CUDA);
    } catch (const std::exception& problem) {
        return fail(Code::unavailable, core::say("libtorch_cannot_use_nvidia", {first_sentence(problem.what())}),
                    core::say("install_nvidia_driver_use"));
    }
    return number_of(gpu);
}

} // namespace hearth::compute::torch_cuda
