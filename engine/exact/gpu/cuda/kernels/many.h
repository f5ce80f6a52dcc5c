// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/kernels.h"

namespace hearth::exact::cuda {

/// linear() of many inputs on tensor cores.
cudaError_t linear_imma(const LinearArguments& arguments, cudaStream_t stream);
/// The same with packed dot products, or without them.
cudaError_t linear_many(const LinearArguments& arguments, bool plain, cudaStream_t stream);

} // namespace hearth::exact::cuda
