// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QVariantList>

namespace hearth::desktop::recent {

/// What happened last to answers and their money: maps {when, text, tone}, newest first, not more than a few. What was
/// released with nothing in between is one event. Payouts are not seen from the last answers: those wait for days.
QVariantList events(const std::vector<control::JobRow>& jobs, const std::vector<control::Payout>& payouts);

} // namespace hearth::desktop::recent
