// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QVariantList>

namespace hearth::desktop::vesting {

/// For the card: maps {when, amount, exact, note}, the next first. Of many the last stands for all that follow.
QVariantList steps(const std::vector<control::VestingStep>& vesting);

} // namespace hearth::desktop::vesting
