// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/memory.h"

namespace hearth::exact {

/// Reads a block of memory far larger than any cache, with as many threads as the kernels use: the most that
/// decoding could reach on this machine at this moment.
class BandwidthProbe {
public:
    explicit BandwidthProbe(unsigned threads);
    /// GB/s of one pass.
    double measure();

private:
    unsigned m_threads;
    PageBuffer m_block; ///< in huge pages where the system has them, like the weights
};

} // namespace hearth::exact
