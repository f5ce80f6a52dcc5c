// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kernels.h"

namespace hearth::compute {

/// Products of many rows at once, through ATen. args.weights must be fp32. Runs on the calling thread alone;
/// several threads may call it at the same time for different slices.
/// False if libtorch failed (it is out of memory).
bool multiply(const DotArgs& args);

/// One thread per call from now on; once per process, before the first multiply().
void prepare_multiply();

} // namespace hearth::compute
