// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_runtime.h>

namespace hearth::exact::cuda {

/// Enqueues a kernel that takes one block of arguments.
template <typename Arguments>
cudaError_t launch(void (*kernel)(Arguments), dim3 grid, unsigned threads, const Arguments& arguments,
                   cudaStream_t stream) {
    Arguments copy = arguments;
    void* parameters[] = {&copy};
    return cudaLaunchKernel(kernel, grid, dim3(threads), parameters, 0, stream);
}

constexpr unsigned ceil_div(unsigned n, unsigned unit) {
    return (n + unit - 1) / unit;
}

} // namespace hearth::exact::cuda
