// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/exact_file.h"
#include "exact/cpu/thread_team.h"
#include "model/manifest.h"

namespace hearth::compute {

/// Takes one tensor of the weights file after the other, in the file's order; false cancels.
using ExactSink = std::function<bool(const ExactTensor& tensor, core::ByteView bytes)>;

/// A model's weights in an exact profile. CI8.1: norm gains folded into the matrices that follow, the value heads
/// rotated by Hadamard blocks, the residual stream too unless rounding is seen to disturb the products less without,
/// `down` made ready for the rotation that the profile does, then int8 with one scale a row. CI4.1: 4-bit values in
/// groups of 32, on the source's own grid where it has one. fp32 additions and multiplications in a fixed order: the
/// same source gives the same bytes on every machine. Definition: resources/profiles/ci8.1.md, section 4, and ci4.1.md,
/// section 3. Errors: unsupported, cancelled, corrupt (naming a tensor whose values are beyond the bounds).
core::Status quantise(const model::Source& source, exact::Profile profile, exact::ThreadTeam& team,
                      const ExactSink& sink, const model::Progress& progress);
/// The whole weights file in memory.
core::Result<core::Bytes> quantised(const model::Source& source, exact::Profile profile,
                                    const model::Progress& progress);

} // namespace hearth::compute
