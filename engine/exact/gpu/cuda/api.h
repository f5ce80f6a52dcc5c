// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cuda_runtime.h>
#include <utility>

namespace hearth::exact::cuda {

/// What an error of the runtime means for whoever asked for `what`.
/// `what`: the id of the sentence that says what was being done.
core::Error error_of(cudaError_t error, const char* what);

inline core::Status check(cudaError_t error, const char* what) {
    if (error == cudaSuccess) return {};
    cudaGetLastError(); // or it would be reported once more
    return error_of(error, what);
}

/// Owns one object of the runtime.
template <typename Handle, cudaError_t (*Destroy)(Handle)>
class Owned {
public:
    Owned() = default;
    explicit Owned(Handle handle) : m_handle(handle) {}
    Owned(Owned&& other) noexcept : m_handle(std::exchange(other.m_handle, Handle{})) {}
    Owned& operator=(Owned&& other) noexcept {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~Owned() {
        if (m_handle != Handle{}) Destroy(m_handle);
    }
    Handle get() const { return m_handle; }

private:
    Handle m_handle{};
};

using Graph = Owned<cudaGraphExec_t, cudaGraphExecDestroy>;

} // namespace hearth::exact::cuda
