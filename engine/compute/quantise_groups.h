// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/quantise.h"

namespace hearth::compute {

/// quantise() of profile CI4.1.
core::Status quantise_groups(const model::Source& source, exact::ThreadTeam& team, const ExactSink& sink,
                             const model::Progress& progress);

} // namespace hearth::compute
