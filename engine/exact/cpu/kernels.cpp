// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/kernels.h"

#include "exact/cpu/variants.h"

#ifdef __x86_64__
#include <cpuid.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <unistd.h>
#endif
#endif

namespace hearth::exact {

namespace {

#ifdef __x86_64__
/// CPUID leaf 7, subleaf 1, EAX bit 4; GCC 12 has no name for it.
bool has_avxvnni() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 4 & 1) != 0;
}
bool has_avx512vnni() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
}
/// What the system saves of the processor's state; only where it saves AVX's, too, is the question allowed.
std::uint64_t saved_state() {
    std::uint32_t low = 0, high = 0;
    asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return std::uint64_t{high} << 32 | low;
}
/// The tiles are 8 KiB of state a thread, which a process has to ask for before a thread of it touches them; later
/// threads have it as well. Refused where a thread has a signal stack too small for them.
bool may_use_tiles() {
#ifdef __linux__
    constexpr long request_permission = 0x1023, tile_data = 18; // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
    return ::syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
#else
    return false; // nobody has tried these tiles under another system
#endif
}
/// CPUID leaf 7, EDX bits 24 (AMX-TILE) and 25 (AMX-INT8); bits 17 and 18 of the saved state.
bool has_amx() {
    constexpr unsigned tiles_and_int8 = 3U << 24;
    constexpr std::uint64_t config_and_data = 3U << 17;
    unsigned a = 0, b = 0, c = 0, d = 0;
    return has_avx512vnni() && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & tiles_and_int8) == tiles_and_int8 &&
           (saved_state() & config_and_data) == config_and_data && may_use_tiles();
}
#endif

std::vector<const Kernels*> find_variants() {
    std::vector<const Kernels*> found{&scalar_kernels()};
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) found.push_back(&avx2_kernels());
    if (has_avxvnni()) found.push_back(&avxvnni_kernels());
    if (has_avx512vnni()) found.push_back(&avx512vnni_kernels());
    if (has_amx()) found.push_back(&amx_kernels());
#endif
    return found;
}

const std::vector<const Kernels*>& variants() {
    static const std::vector<const Kernels*> found = find_variants();
    return found;
}

} // namespace

const Kernels& best_kernels() {
    return *variants().back();
}

const Kernels* kernels_by_name(std::string_view name) {
    for (const Kernels* kernels : variants())
        if (name == kernels->name) return kernels;
    return nullptr;
}

std::vector<std::string_view> available_kernels() {
    std::vector<std::string_view> names;
    for (const Kernels* kernels : variants())
        names.emplace_back(kernels->name);
    return names;
}

} // namespace hearth::exact
