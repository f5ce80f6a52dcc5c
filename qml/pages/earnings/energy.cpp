// SPDX-License-Identifier: Apache-2.0
#include "energy.h"

#include "backend/format.h"
#include "series.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace hearth::desktop::energy {
namespace {

constexpr double joules_per_kwh = 3.6e6;

QString money_of(double cost, const std::string& currency) {
    const QString figure = QLocale().toString(cost, 'f', cost != 0 && std::abs(cost) < 0.1 ? 4 : 2);
    return (figure + QLatin1Char(' ') + QString::fromStdString(currency)).trimmed();
}

/// Their times, for what names and marks those of the earnings.
std::vector<control::EarningsPoint> times_of(const control::Energy& energy) {
    std::vector<control::EarningsPoint> points;
    for (const control::EnergyPoint& point : energy.series)
        points.push_back({point.at, "0"});
    return points;
}

} // namespace

QString amount(std::uint64_t joules) {
    const double kwh = static_cast<double>(joules) / joules_per_kwh;
    if (kwh < 0.1) return QCoreApplication::translate("Energy", "%1 Wh").arg(QLocale().toString(kwh * 1000, 'f', 1));
    return QCoreApplication::translate("Energy", "%1 kWh").arg(QLocale().toString(kwh, 'f', kwh < 100 ? 2 : 0));
}

QString cost(const control::Energy& energy) {
    bool is_number = false;
    const double value = energy.cost ? QString::fromStdString(*energy.cost).toDouble(&is_number) : 0;
    return is_number ? money_of(value, energy.currency) : QString();
}

QString net(const control::Energy& energy) {
    bool is_number = false;
    const double value = energy.net ? QString::fromStdString(*energy.net).toDouble(&is_number) : 0;
    return is_number ? money_of(value, energy.currency) : QString();
}

QVariantMap shown(const std::optional<control::Energy>& energy) {
    if (!energy) return {};
    QString note = QCoreApplication::translate("Energy", "estimated while the node computed");
    if (energy->estimated_joules == 0)
        note = QCoreApplication::translate("Energy", "measured while the node computed");
    else if (energy->measured_joules > 0)
        note = QCoreApplication::translate("Energy", "while the node computed; %1 of it estimated")
                   .arg(amount(energy->estimated_joules));
    QVariantList values;
    for (const control::EnergyPoint& point : energy->series)
        values.append(static_cast<double>(point.joules) / joules_per_kwh);
    return {{QStringLiteral("amount"), amount(energy->measured_joules + energy->estimated_joules)},
            {QStringLiteral("note"), note},
            {QStringLiteral("cost"), cost(*energy)},
            {QStringLiteral("net"), net(*energy)},
            {QStringLiteral("estimated"), energy->estimated_joules > 0},
            {QStringLiteral("values"), values},
            {QStringLiteral("ticks"), series::ticks(times_of(*energy))}};
}

QString column(const control::Energy& energy, int index) {
    if (index < 0 || index >= static_cast<int>(energy.series.size())) return {};
    const std::uint64_t joules = energy.series[static_cast<std::size_t>(index)].joules;
    const QString figure = series::bucketName(times_of(energy), index) + QStringLiteral("   ") + amount(joules);
    const double all = static_cast<double>(energy.measured_joules + energy.estimated_joules);
    const double price = energy.cost ? QString::fromStdString(*energy.cost).toDouble() : 0;
    if (all <= 0 || price <= 0) return figure;
    return figure + QStringLiteral("   ") + money_of(price * static_cast<double>(joules) / all, energy.currency);
}

} // namespace hearth::desktop::energy
