// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QVariantList>

namespace hearth::desktop::recent {

enum class Kind { all, problems, money };

/// What happened last to answers and their money: maps {when, text, tone}, newest first, at most `most`. What was
/// released with nothing in between is one event; of money alone, what was released in one moment. Payouts are not seen
/// from the last answers: those wait for days.
QVariantList events(const std::vector<control::JobRow>& jobs, const std::vector<control::Payout>& payouts,
                    Kind kind = Kind::all, int most = 4);

} // namespace hearth::desktop::recent
