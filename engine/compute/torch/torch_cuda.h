// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"

#include <cstdint>
#include <filesystem>

/// libtorch's CUDA half. Nothing links it: it is a download of its own (installers/bootstrap torch-cuda) that lies
/// beside libtorch_cpu.so and is opened only where a model runs in floating point on an NVIDIA GPU.
namespace hearth::compute::torch_cuda {

/// Whether it is installed. Opens nothing.
bool present();

/// Opens it, once a process and for good, and returns the number that libtorch knows the GPU by, which may be another
/// one than ours: "cuda:<number>" names it from then on. Call before libtorch computes anything else, for it looks for
/// its CUDA half only once. Errors: unavailable (not installed; the loader refused it; no driver; no such GPU, or one
/// that is older than bf16), conflict (it belongs to another libtorch).
core::Result<std::uint32_t> open(const exact::DeviceInfo& gpu);

/// Whether libtorch_cuda.so in `folder` is the file that came with the libtorch_cpu.so beside it, as the list of files
/// of their wheel says; where there is no such list the loader has to judge. Errors: conflict.
core::Status check_release(const std::filesystem::path& folder);

} // namespace hearth::compute::torch_cuda
