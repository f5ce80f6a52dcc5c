// SPDX-License-Identifier: Apache-2.0
#include "compute/kernels.h"

namespace hearth::compute {

extern const Kernels kernels_generic;
#ifdef __x86_64__
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
extern const Kernels kernels_avx512bf16;
#endif

namespace {

std::vector<const Kernels*> runnable() {
    std::vector<const Kernels*> list;
#ifdef __x86_64__
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma")) {
        list.push_back(&kernels_avx512);
        if (__builtin_cpu_supports("avx512bf16")) list.push_back(&kernels_avx512bf16);
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) list.push_back(&kernels_avx2);
#endif
    list.push_back(&kernels_generic);
    return list;
}

} // namespace

const Kernels& best_kernels() {
    static const Kernels& best = *runnable().front();
    return best;
}

const Kernels* kernels_by_name(std::string_view name) {
    for (const Kernels* kernels : runnable())
        if (name == kernels->name) return kernels;
    return nullptr;
}

std::vector<std::string_view> available_kernels() {
    std::vector<std::string_view> names;
    for (const Kernels* kernels : runnable())
        names.emplace_back(kernels->name);
    return names;
}

} // namespace hearth::compute
