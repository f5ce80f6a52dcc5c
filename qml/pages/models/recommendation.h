// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/offers.h"

#include <vector>

namespace hearth::desktop {

/// Of a catalogue what to begin with on this machine, at most three, the smallest first: the smallest model that fits
/// and, of those that are expected to answer as fast as somebody reads, the largest. None needs a token.
std::vector<control::ModelOffer> recommended(std::vector<control::ModelOffer> offers);

} // namespace hearth::desktop
