// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/keys.h"
#include "control/settings.h"

#include <QString>
#include <QVariantList>

/// Calls that are paid one by one (x402), in the user's language; tones as in words.h of the jobs. Pure.
namespace hearth::desktop::payments {

/// What hearth.toml says of them.
struct Terms {
    QString pay_to; ///< empty: nobody pays
    QString network, asset, asset_name, schemes, most, prompt_million, completion_million, facilitator;
    unsigned decimals = 6;
    bool waits = false; ///< something of it holds only from the next start

    bool sold() const { return !pay_to.isEmpty(); }
    bool local() const { return facilitator == QLatin1String("local"); } ///< nothing is settled
};
Terms terms(const std::vector<control::SettingInfo>& settings);

/// Whether calls are sold, and whether money moves, in one or two sentences.
QString state(const Terms& terms);
QString tone(const Terms& terms);
/// Maps {name, value, isId}; none where nothing is sold.
QVariantList facts(const Terms& terms);

/// "0.0123" of the smallest units; unknown() where it is no whole number.
QString amount(const std::string& units, unsigned decimals);
/// Maps {name, value} of what was settled, owed and lost, without those that are nothing.
QVariantList sums(const std::vector<control::PaymentRow>& rows, const Terms& terms);
/// Maps {payer, when, amount, word, tone, note}.
QVariantList rows(const std::vector<control::PaymentRow>& rows, const Terms& terms);

} // namespace hearth::desktop::payments
