// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <string>
#include <unistd.h>

/// A library with NVML's names that misbehaves on command: the file "behaviour" beside it holds "ok", "not
/// supported", "lost", "hang", "crash", "no driver", "mismatch", "no permission" or "root". With
/// HEARTH_OLD_NVML it has the functions of an old driver only. The limit that was set stands in "limit"; "hangs" is
/// there once somebody hangs.
namespace {

constexpr int success = 0, not_supported = 3, no_permission = 4, no_driver = 9, lost = 15, mismatch = 18;

std::string beside(const char* name) {
    Dl_info info{};
    ::dladdr(reinterpret_cast<void*>(&beside), &info);
    const std::string self = info.dli_fname;
    return self.substr(0, self.rfind('/') + 1) + name;
}

std::string word(const char* name) {
    std::ifstream file(beside(name));
    std::string line;
    std::getline(file, line);
    return line;
}

/// For every question about a figure.
int answer() {
    const std::string now = word("behaviour");
    if (now == "hang") {
        std::ofstream(beside("hangs")) << ::getpid();
        while (true)
            ::pause();
    }
    if (now == "crash") std::abort();
    if (now == "lost") return lost;
    if (now == "not supported") return not_supported;
    return success;
}

int give(unsigned* place, unsigned value) {
    const int result = answer();
    if (result == success) *place = value;
    return result;
}

struct Old {
    unsigned pid;
    unsigned long long memory;
};
struct New {
    unsigned pid;
    unsigned long long memory;
    unsigned instance, compute;
};

template <typename Info>
int one_process(unsigned* count, Info* list, unsigned pid, unsigned long long memory) {
    const int result = answer();
    if (result != success) return result;
    *count = 1;
    list[0].pid = pid;
    list[0].memory = memory;
    return success;
}

} // namespace

#define NVML extern "C" __attribute__((visibility("default"))) int

NVML nvmlInit() {
    const std::string now = word("behaviour");
    if (now == "no driver") return no_driver;
    if (now == "mismatch") return mismatch;
    if (now == "no permission") return no_permission;
    return success;
}
NVML nvmlShutdown() {
    return success;
}
NVML nvmlDeviceGetHandleByPciBusId(const char* pci, void** device) {
    static int card;
    *device = &card;
    return std::strcmp(pci, "0000:01:00.0") == 0 ? success : 6;
}
NVML nvmlDeviceGetName(void*, char* text, unsigned size) {
    std::snprintf(text, size, "NVIDIA GeForce RTX 3060");
    return success;
}
NVML nvmlDeviceGetUtilizationRates(void*, unsigned* percent) {
    percent[1] = 3;
    return give(percent, 42);
}
NVML nvmlDeviceGetMemoryInfo(void*, unsigned long long* bytes) {
    bytes[0] = 12'884'901'888;
    bytes[1] = 10'000'000'000;
    bytes[2] = 2'884'901'888;
    return answer();
}
NVML nvmlDeviceGetTemperature(void*, int, unsigned* degrees) {
    return give(degrees, 61);
}
NVML nvmlDeviceGetComputeRunningProcesses(void*, unsigned* count, Old* list) {
    return one_process(count, list, 4242, 2'000'000'000);
}

#ifndef HEARTH_OLD_NVML
NVML nvmlInit_v2() {
    return nvmlInit();
}
NVML nvmlSystemGetDriverVersion(char* text, unsigned size) {
    std::snprintf(text, size, "550.54.14");
    return success;
}
NVML nvmlDeviceGetHandleByPciBusId_v2(const char* pci, void** device) {
    return nvmlDeviceGetHandleByPciBusId(pci, device);
}
struct Memory2 {
    unsigned version;
    unsigned long long total, reserved, free, used;
};
NVML nvmlDeviceGetMemoryInfo_v2(void*, Memory2* memory) {
    if (memory->version != (sizeof(Memory2) | (2U << 24))) return 25;
    *memory = {memory->version, 12'884'901'888, 300'000'000, 10'300'000'000, 2'284'901'888};
    return answer();
}
NVML nvmlDeviceGetPowerUsage(void*, unsigned* milliwatts) {
    return give(milliwatts, 95'500);
}
NVML nvmlDeviceGetEnforcedPowerLimit(void*, unsigned* milliwatts) {
    const std::string set = word("limit");
    return give(milliwatts, set.empty() ? 170'000 : static_cast<unsigned>(std::stoul(set)));
}
NVML nvmlDeviceGetPowerManagementDefaultLimit(void*, unsigned* milliwatts) {
    return give(milliwatts, 170'000);
}
NVML nvmlDeviceGetPowerManagementLimitConstraints(void*, unsigned* least, unsigned* most) {
    *most = 212'000;
    return give(least, 100'000);
}
NVML nvmlDeviceSetPowerManagementLimit(void*, unsigned milliwatts) {
    if (word("behaviour") == "root") return no_permission;
    const int result = answer();
    if (result == success) std::ofstream(beside("limit")) << milliwatts;
    return result;
}
NVML nvmlDeviceGetClockInfo(void*, int kind, unsigned* mhz) {
    return give(mhz, kind == 0 ? 1777 : 7301);
}
NVML nvmlDeviceGetFanSpeed(void*, unsigned* percent) {
    return give(percent, 55);
}
NVML nvmlDeviceGetCurrentClocksEventReasons(void*, unsigned long long* reasons) {
    *reasons = 0x4 | 0x8 | 0x40;
    return answer();
}
NVML nvmlDeviceGetComputeRunningProcesses_v3(void*, unsigned* count, New* list) {
    return one_process(count, list, 4242, 2'000'000'000);
}
NVML nvmlDeviceGetGraphicsRunningProcesses_v3(void*, unsigned* count, New* list) {
    return one_process(count, list, 1201, ~0ULL);
}
#endif
