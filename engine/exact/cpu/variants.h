// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/kernels.h"

/// One table per instruction set, each in a file of its own flags; only kernels.cpp asks for them, after it
/// looked at the processor.
namespace hearth::exact {

const Kernels& scalar_kernels();
const Kernels& avx2_kernels();
const Kernels& avxvnni_kernels();
const Kernels& avx512vnni_kernels();
const Kernels& amx_kernels();

} // namespace hearth::exact
