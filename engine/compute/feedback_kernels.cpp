// SPDX-License-Identifier: Apache-2.0
#include "compute/error_feedback.h"

#include <vector>

namespace hearth::compute {

extern const FeedbackKernels feedback_generic;
#ifdef __x86_64__
extern const FeedbackKernels feedback_avx2;
extern const FeedbackKernels feedback_avx512;
#endif

std::span<const FeedbackKernels* const> feedback_kernels() {
    static const std::vector<const FeedbackKernels*> runnable = [] {
        std::vector<const FeedbackKernels*> list;
#ifdef __x86_64__
        __builtin_cpu_init();
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
            list.push_back(&feedback_avx512);
        if (__builtin_cpu_supports("avx2")) list.push_back(&feedback_avx2);
#endif
        list.push_back(&feedback_generic);
        return list;
    }();
    return runnable;
}

} // namespace hearth::compute
