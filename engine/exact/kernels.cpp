// SPDX-License-Identifier: Apache-2.0
#include "exact/kernels.h"

#include "exact/cpu/variants.h"

#ifdef __x86_64__
#include <cpuid.h>
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
#endif

std::vector<const Kernels*> find_variants() {
    std::vector<const Kernels*> found{&scalar_kernels()};
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) found.push_back(&avx2_kernels());
    if (has_avxvnni()) found.push_back(&avxvnni_kernels());
    if (has_avx512vnni()) found.push_back(&avx512vnni_kernels());
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
