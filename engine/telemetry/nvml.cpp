// SPDX-License-Identifier: Apache-2.0
#include "telemetry/nvml.h"

#include <dlfcn.h>

namespace hearth::telemetry::nvml {
namespace {

using core::Code;
using core::fail;

/// The first of these names that the library has; newer versions stand first.
void* find(void* handle, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (void* const address = ::dlsym(handle, name)) return address;
    return nullptr;
}

core::Error not_initialised(int result, const std::string& words) {
    if (result == driver_not_loaded) return fail(Code::not_found, core::say("nvidia_kernel_module_not"));
    if (result == version_mismatch) return fail(Code::conflict, core::say("nvidia_driver_updated_while"));
    if (result == no_permission) return fail(Code::refused, core::say("user_may_not_open_nvidia"));
    return fail(Code::unavailable, core::say("nvidia_driver_does_not_start", {words}));
}

} // namespace

Library::Library(void* handle) : m_handle(handle) {
    m_init.set(find(handle, {"nvmlInit_v2", "nvmlInit"}));
    m_shutdown.set(find(handle, {"nvmlShutdown"}));
    m_error_text = reinterpret_cast<const char* (*)(int)>(find(handle, {"nvmlErrorString"}));
    driver_version.set(find(handle, {"nvmlSystemGetDriverVersion"}));
    handle_by_pci.set(find(handle, {"nvmlDeviceGetHandleByPciBusId_v2", "nvmlDeviceGetHandleByPciBusId"}));
    name.set(find(handle, {"nvmlDeviceGetName"}));
    utilization.set(find(handle, {"nvmlDeviceGetUtilizationRates"}));
    memory2.set(find(handle, {"nvmlDeviceGetMemoryInfo_v2"}));
    memory1.set(find(handle, {"nvmlDeviceGetMemoryInfo"}));
    temperature.set(find(handle, {"nvmlDeviceGetTemperature"}));
    clock.set(find(handle, {"nvmlDeviceGetClockInfo"}));
    power.set(find(handle, {"nvmlDeviceGetPowerUsage"}));
    enforced_limit.set(find(handle, {"nvmlDeviceGetEnforcedPowerLimit"}));
    set_limit.set(find(handle, {"nvmlDeviceGetPowerManagementLimit"}));
    default_limit.set(find(handle, {"nvmlDeviceGetPowerManagementDefaultLimit"}));
    limit_range.set(find(handle, {"nvmlDeviceGetPowerManagementLimitConstraints"}));
    apply_limit.set(find(handle, {"nvmlDeviceSetPowerManagementLimit"}));
    fan.set(find(handle, {"nvmlDeviceGetFanSpeed"}));
    clock_reasons.set(
        find(handle, {"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"}));
    compute2.set(find(handle, {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2"}));
    graphics2.set(
        find(handle, {"nvmlDeviceGetGraphicsRunningProcesses_v3", "nvmlDeviceGetGraphicsRunningProcesses_v2"}));
    compute1.set(find(handle, {"nvmlDeviceGetComputeRunningProcesses"}));
    graphics1.set(find(handle, {"nvmlDeviceGetGraphicsRunningProcesses"}));
}

Library::~Library() {
    if (m_initialised) m_shutdown();
    ::dlclose(m_handle);
}

core::Result<std::unique_ptr<Library>> Library::open(const std::string& file) {
    void* const handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) return fail(Code::not_found, core::say("nvidia_library_not_installed", {file}));
    std::unique_ptr<Library> library(new Library(handle));
    if (!library->m_init.there() || !library->m_shutdown.there() || !library->handle_by_pci.there())
        return fail(Code::unsupported, core::say("nvidia_library_lacks_functions", {file}));
    const int result = library->m_init();
    if (result != success) return not_initialised(result, library->text(result));
    library->m_initialised = true;
    return library;
}

std::string Library::text(int result) const {
    const char* const words = m_error_text != nullptr ? m_error_text(result) : nullptr;
    return words != nullptr ? words : "error " + std::to_string(result);
}

} // namespace hearth::telemetry::nvml
