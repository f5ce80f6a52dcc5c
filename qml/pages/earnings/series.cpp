// SPDX-License-Identifier: Apache-2.0
#include "series.h"

#include "backend/format.h"

#include <QDateTime>
#include <QLocale>

namespace hearth::desktop::series {
namespace {

using core::second;
constexpr core::Nanoseconds day = 86'400 * second;
constexpr int marks = 5;

core::Nanoseconds step_of(const std::vector<control::EarningsPoint>& points) {
    return points.size() < 2 ? 0 : points[1].at - points[0].at;
}

QDateTime when(core::Nanoseconds at) {
    return QDateTime::fromMSecsSinceEpoch(at / 1'000'000);
}

} // namespace

QList<double> values(const std::vector<control::EarningsPoint>& points) {
    QList<double> list;
    list.reserve(static_cast<qsizetype>(points.size()));
    for (const control::EarningsPoint& point : points)
        list.append(format::moneyNumber(point.amount));
    return list;
}

QVariantList ticks(const std::vector<control::EarningsPoint>& points) {
    QVariantList list;
    if (points.size() < 2) return list;
    const core::Nanoseconds from = points.front().at, length = points.back().at + step_of(points) - from;
    const auto text = [&](const QDateTime& at) {
        if (length > 2 * day && length <= 300 * day) return format::day(at, false);
        return QLocale().toString(at, length <= 2 * day ? QStringLiteral("HH:mm") : QStringLiteral("MMM yyyy"));
    };
    for (int i = 0; i < marks; ++i) {
        const core::Nanoseconds at = from + length / (marks - 1) * i;
        list.append(QVariantMap{{QStringLiteral("at"), static_cast<double>(i) / (marks - 1)},
                                {QStringLiteral("text"), text(when(at))}});
    }
    return list;
}

double estimatePerBucket(const control::Earnings& earnings) {
    const core::Nanoseconds step = step_of(earnings.series);
    if (!earnings.estimate_value || step <= 0) return -1;
    const double per_day = format::moneyNumber(*earnings.estimate_value);
    return per_day >= 0 ? per_day * static_cast<double>(step) / static_cast<double>(day) : -1;
}

QString bucketLength(const std::vector<control::EarningsPoint>& points) {
    const core::Nanoseconds step = step_of(points);
    return step > 0 ? format::span(step / second) : QString();
}

QString bucketName(const std::vector<control::EarningsPoint>& points, int index) {
    if (index < 0 || index >= static_cast<int>(points.size())) return {};
    const core::Nanoseconds from = points[static_cast<std::size_t>(index)].at, step = step_of(points);
    const QLocale locale;
    const QDateTime begin = when(from), end = when(from + step);
    if (step >= day) return format::day(begin, true);
    const QString clock = QStringLiteral("HH:mm");
    return format::day(begin, false) + QLatin1Char(' ') + locale.toString(begin, clock) + QStringLiteral("–") +
           locale.toString(end, clock);
}

} // namespace hearth::desktop::series
