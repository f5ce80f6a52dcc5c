// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QVariantMap>

/// Electricity beside the earnings, in words and for the chart.
namespace hearth::desktop::energy {

/// "1.24 kWh"; below a tenth in Wh.
QString amount(std::uint64_t joules);
/// "0.39 EUR"; empty without a price.
QString cost(const control::Energy& energy);
/// "-0.12 EUR", what the range earned less that; empty where it is not told what an EMB is worth.
QString net(const control::Energy& energy);
/// Maps {amount, note, cost, net, estimated, values, ticks}; `values` in kWh, `estimated`: a part of it is. Empty:
/// nothing is known.
QVariantMap shown(const std::optional<control::Energy>& energy);
/// A column of the chart: when, how much, and its share of the cost.
QString column(const control::Energy& energy, int index);

} // namespace hearth::desktop::energy
