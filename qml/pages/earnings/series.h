// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QList>
#include <QVariantList>

/// What a chart of earnings shows, from the node's series. Pure.
namespace hearth::desktop::series {

QList<double> values(const std::vector<control::EarningsPoint>& points);
/// Three to six marks {at: 0…1, text} along the time of the points.
QVariantList ticks(const std::vector<control::EarningsPoint>& points);
/// The projection per day as one per bucket; negative without one.
double estimatePerBucket(const control::Earnings& earnings);
/// How long each bucket is, in words; empty without two of them.
QString bucketLength(const std::vector<control::EarningsPoint>& points);
/// "14:00–14:30" or "12 Nov", whichever names bucket `index`.
QString bucketName(const std::vector<control::EarningsPoint>& points, int index);

} // namespace hearth::desktop::series
