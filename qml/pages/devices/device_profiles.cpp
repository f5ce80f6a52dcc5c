// SPDX-License-Identifier: Apache-2.0
#include "device_profiles.h"

#include "backend/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace hearth::desktop::device_profiles {
namespace {

using control::DeviceLimits;
using control::DeviceStatus;

/// Shares in percent; of the memory, what stays free.
struct Shares {
    std::uint64_t power, free_memory, threads;
};

Shares shares(const QString& key) {
    if (key == QLatin1String("quiet")) return {60, 50, 25};
    if (key == QLatin1String("balanced")) return {80, 25, 50};
    return {100, 0, 100};
}

bool has_power(const DeviceStatus& card) {
    return card.power_limit_default_milliwatts && card.power_limit_min_milliwatts && card.power_limit_max_milliwatts;
}

QString tr(const char* text) {
    return QCoreApplication::translate("Devices", text);
}

} // namespace

const QStringList& keys() {
    static const QStringList all{QStringLiteral("quiet"), QStringLiteral("balanced"), QStringLiteral("full")};
    return all;
}

QString word(const QString& key) {
    if (key == QLatin1String("quiet")) return QCoreApplication::translate("Devices", "Quiet");
    if (key == QLatin1String("balanced")) return QCoreApplication::translate("Devices", "Balanced");
    return QCoreApplication::translate("Devices", "Full");
}

DeviceLimits limits(const QString& key, const DeviceStatus& card) {
    const Shares share = shares(key);
    DeviceLimits limits;
    limits.pause_at_millicelsius = card.limits.pause_at_millicelsius;
    if (share.power < 100 && has_power(card)) {
        const std::uint64_t watts = *card.power_limit_default_milliwatts * share.power / 100 / 1000;
        limits.power_milliwatts =
            std::clamp(watts * 1000, *card.power_limit_min_milliwatts, *card.power_limit_max_milliwatts);
    }
    // In whole hundreds of MiB, so that it reads as it is.
    constexpr std::uint64_t grain = std::uint64_t{100} << 20;
    if (share.free_memory > 0 && card.memory_total_bytes)
        limits.memory_reserve_bytes = *card.memory_total_bytes * share.free_memory / 100 / grain * grain;
    return limits;
}

std::uint32_t threads(const QString& key, std::uint32_t usable) {
    const auto share = static_cast<std::uint32_t>(shares(key).threads);
    return share == 100 ? 0 : std::max(1U, usable * share / 100);
}

QString current(const DeviceStatus& card) {
    for (auto key = keys().crbegin(); key != keys().crend(); ++key)
        if (limits(*key, card) == card.limits) return *key;
    return {};
}

QString current(std::uint32_t wanted, std::uint32_t usable) {
    const std::uint32_t in_force = wanted >= usable ? 0 : wanted;
    for (auto key = keys().crbegin(); key != keys().crend(); ++key)
        if (threads(*key, usable) == in_force) return *key;
    return {};
}

QString detail(const QString& key, const DeviceStatus& device) {
    if (device.kind == "cpu") {
        const std::uint32_t wanted = threads(key, device.threads);
        if (wanted == 0) return tr(QT_TRANSLATE_NOOP("Devices", "All %1 threads")).arg(device.threads);
        return tr(QT_TRANSLATE_NOOP("Devices", "%1 of %2 threads")).arg(wanted).arg(device.threads);
    }
    const DeviceLimits would = limits(key, device);
    QStringList parts;
    if (would.power_milliwatts)
        parts << tr(QT_TRANSLATE_NOOP("Devices", "at most %1")).arg(format::power(would.power_milliwatts));
    if (would.memory_reserve_bytes)
        parts << tr(QT_TRANSLATE_NOOP("Devices", "%1 of its memory stay free for others"))
                     .arg(format::bytes(would.memory_reserve_bytes));
    if (parts.isEmpty()) return tr(QT_TRANSLATE_NOOP("Devices", "No limit but the driver's own"));
    QString text = parts.join(QStringLiteral(", "));
    text[0] = text[0].toUpper();
    return text;
}

bool possible(const DeviceStatus& device) {
    if (device.kind == "cpu") return device.threads > 1;
    return has_power(device) || device.memory_total_bytes.has_value();
}

} // namespace hearth::desktop::device_profiles
