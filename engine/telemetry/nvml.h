// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <memory>
#include <string>

/// The part of NVIDIA's management library that Hearth asks, declared after its reference manual ("NVML API
/// Reference Guide"). Every function may be missing in an older driver; it then answers function_not_found.
namespace hearth::telemetry::nvml {

using Device = void*;

enum Return : int {
    success = 0,
    uninitialized = 1,
    not_supported = 3,
    no_permission = 4,
    insufficient_size = 7,
    driver_not_loaded = 9,
    function_not_found = 13,
    gpu_is_lost = 15,
    reset_required = 16,
    version_mismatch = 18, ///< library and kernel module are of different drivers
};

struct Utilization {
    unsigned gpu, memory; ///< percent
};
/// Bytes. Version 2 does not count what the driver keeps for itself as used.
struct Memory1 {
    unsigned long long total, free, used;
};
struct Memory2 {
    unsigned version;
    unsigned long long total, reserved, free, used;
};
struct Process1 {
    unsigned pid;
    unsigned long long memory; ///< bytes; all ones = unknown
};
struct Process2 {
    unsigned pid;
    unsigned long long memory;
    unsigned gpu_instance, compute_instance;
};

enum Clock : int { clock_graphics = 0, clock_memory = 2 };
enum Sensor : int { sensor_gpu = 0 };

/// A function of the library, or nothing.
template <typename... Args>
class Function {
public:
    void set(void* address) { m_address = reinterpret_cast<int (*)(Args...)>(address); }
    bool there() const { return m_address != nullptr; }
    int operator()(Args... args) const { return m_address != nullptr ? m_address(args...) : function_not_found; }

private:
    int (*m_address)(Args...) = nullptr;
};

/// The loaded and initialised library. For one thread.
class Library {
public:
    /// Errors: not_found (no library, or the kernel module is not loaded), unsupported (a library without the
    /// basic functions), conflict (library and module differ), unavailable (the driver refuses).
    static core::Result<std::unique_ptr<Library>> open(const std::string& file);
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    Function<char*, unsigned> driver_version;
    Function<const char*, Device*> handle_by_pci;
    Function<Device, char*, unsigned> name;
    Function<Device, Utilization*> utilization;
    Function<Device, Memory1*> memory1;
    Function<Device, Memory2*> memory2;
    Function<Device, int, unsigned*> temperature, clock;
    Function<Device, unsigned*> power, enforced_limit, set_limit, default_limit, fan;
    Function<Device, unsigned*, unsigned*> limit_range;
    Function<Device, unsigned> apply_limit;
    Function<Device, unsigned long long*> clock_reasons;
    Function<Device, unsigned*, Process1*> compute1, graphics1;
    Function<Device, unsigned*, Process2*> compute2, graphics2;
    /// The library's own words for a result.
    std::string text(int result) const;

private:
    explicit Library(void* handle);

    void* m_handle;
    bool m_initialised = false;
    Function<> m_init, m_shutdown;
    const char* (*m_error_text)(int) = nullptr;
};

} // namespace hearth::telemetry::nvml
