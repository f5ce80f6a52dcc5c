// SPDX-License-Identifier: Apache-2.0
#include "device_list_model.h"

#include "backend/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace hearth::desktop {
namespace {

constexpr std::uint32_t telling_load_ppm = 150'000;

/// By DeviceState.
constexpr const char* state_words[]{
    QT_TRANSLATE_NOOP("Devices", "waiting"),      QT_TRANSLATE_NOOP("Devices", "working"),
    QT_TRANSLATE_NOOP("Devices", "asleep"),       QT_TRANSLATE_NOOP("Devices", "disabled"),
    QT_TRANSLATE_NOOP("Devices", "no GPU"),       QT_TRANSLATE_NOOP("Devices", "driver missing"),
    QT_TRANSLATE_NOOP("Devices", "driver busy"),  QT_TRANSLATE_NOOP("Devices", "probe crashed"),
    QT_TRANSLATE_NOOP("Devices", "switched off"), QT_TRANSLATE_NOOP("Devices", "too little memory"),
    QT_TRANSLATE_NOOP("Devices", "not used"),
};
static_assert(std::size(state_words) == control::words<control::DeviceState>.size(), "Each state needs its word here.");

QString state_word(control::DeviceState state) {
    return QCoreApplication::translate("Devices", state_words[static_cast<std::size_t>(state)]);
}

QString tone_of(control::DeviceState state) {
    using control::DeviceState;
    if (state == DeviceState::working) return QStringLiteral("good");
    if (state == DeviceState::idle || state == DeviceState::asleep || state == DeviceState::cpu_fallback ||
        state == DeviceState::disabled_by_you)
        return {};
    if (state == DeviceState::disabled || state == DeviceState::probe_crashed) return QStringLiteral("bad");
    return QStringLiteral("warn");
}

double fraction(std::optional<std::uint64_t> part, std::optional<std::uint64_t> whole) {
    if (!part || !whole || *whole == 0) return -1;
    return static_cast<double>(*part) / static_cast<double>(*whole);
}

QString pair(const QString& part, const QString& whole) {
    return whole == format::unknown() ? part : part + QStringLiteral(" / ") + whole;
}

QString joined(const QStringList& parts) {
    return parts.join(QStringLiteral(" · "));
}

QString detail(const control::DeviceStatus& row) {
    QStringList parts;
    if (!row.isa.empty()) parts << QString::fromStdString(row.isa);
    const int threads = static_cast<int>(row.threads);
    if (threads > 0) parts << QCoreApplication::translate("Devices", "%n thread(s)", "", threads);
    if (row.driver) parts << QString::fromStdString(*row.driver);
    if (!row.pci_address.empty()) parts << QString::fromStdString(row.pci_address);
    return joined(parts);
}

QString speeds(const control::DeviceStatus& row) {
    QStringList parts;
    if (row.core_clock_mhz) parts << QCoreApplication::translate("Devices", "%1 MHz").arg(*row.core_clock_mhz);
    if (row.memory_clock_mhz)
        parts << QCoreApplication::translate("Devices", "memory %1 MHz").arg(*row.memory_clock_mhz);
    if (row.fan_ppm)
        parts << QCoreApplication::translate("Devices", "fan %1").arg(format::percent(row.fan_ppm));
    else if (row.fan_rpm)
        parts << QCoreApplication::translate("Devices", "fan %1/min").arg(*row.fan_rpm);
    return joined(parts);
}

QString held_back(const control::DeviceStatus& row) {
    static constexpr const char* words[] = {
        QT_TRANSLATE_NOOP("Devices", "power"),    QT_TRANSLATE_NOOP("Devices", "temperature"),
        QT_TRANSLATE_NOOP("Devices", "current"),  QT_TRANSLATE_NOOP("Devices", "power brake"),
        QT_TRANSLATE_NOOP("Devices", "hardware"), QT_TRANSLATE_NOOP("Devices", "other")};
    QStringList parts;
    for (const QString& reason :
         QString::fromStdString(row.throttle.value_or("")).split(QStringLiteral(", "), Qt::SkipEmptyParts)) {
        const auto word = std::find(std::begin(words), std::end(words), reason);
        parts << (word == std::end(words) ? reason : QCoreApplication::translate("Devices", *word));
    }
    return parts.join(QStringLiteral(", "));
}

QString limits(const control::DeviceStatus& row) {
    QStringList parts;
    if (row.limits.power_milliwatts) parts << format::power(row.limits.power_milliwatts);
    if (row.limits.memory_reserve_bytes)
        parts << QCoreApplication::translate("Devices", "%1 stay free")
                     .arg(format::bytes(row.limits.memory_reserve_bytes));
    if (row.limits.pause_at_millicelsius)
        parts << QCoreApplication::translate("Devices", "pause at %1")
                     .arg(format::temperature(row.limits.pause_at_millicelsius));
    return joined(parts);
}

/// A busy processor beside "waiting" looks like a contradiction: it works, but not on an answer.
QString load_note(const control::DeviceStatus& row) {
    if (row.state != control::DeviceState::idle || row.load_ppm.value_or(0) < telling_load_ppm) return {};
    return QCoreApplication::translate("Devices", "The load of all programs; no answer is computed now.");
}

auto measured(const control::DeviceStatus& d) {
    return std::tie(d.name, d.state, d.reason, d.driver, d.load_ppm, d.memory_used_bytes, d.memory_total_bytes,
                    d.temperature_millicelsius, d.power_milliwatts, d.power_limit_milliwatts, d.core_clock_mhz,
                    d.memory_clock_mhz, d.fan_ppm, d.fan_rpm, d.throttle, d.limits, d.limits_revert_at, d.current_job);
}

} // namespace

bool DeviceListModel::same(const control::DeviceStatus& a, const control::DeviceStatus& b) const {
    return measured(a) == measured(b);
}

QVariant DeviceListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const control::DeviceStatus& row = rows()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case DeviceId:
        return QString::fromStdString(row.id);
    case Kind:
        return QString::fromStdString(row.kind);
    case Qt::DisplayRole:
    case Name:
        return QString::fromStdString(row.name);
    case State:
        return state_word(row.state);
    case Tone:
        return tone_of(row.state);
    case Reason:
        return format::worded(row.reason);
    case LoadFraction:
        return row.load_ppm ? *row.load_ppm / 1e6 : -1.0;
    case Load:
        return format::percent(row.load_ppm);
    case Measured:
        return row.load_ppm || row.memory_used_bytes || row.power_milliwatts || row.temperature_millicelsius;
    case LoadNote:
        return load_note(row);
    case MemoryFraction:
        return fraction(row.memory_used_bytes, row.memory_total_bytes);
    case Memory:
        return format::bytesOf(row.memory_used_bytes, row.memory_total_bytes);
    case PowerFraction:
        return fraction(row.power_milliwatts, row.power_limit_milliwatts);
    case Power:
        return pair(format::power(row.power_milliwatts), format::power(row.power_limit_milliwatts));
    case Temperature:
        return format::temperature(row.temperature_millicelsius);
    case Detail:
        return detail(row);
    case Speeds:
        return speeds(row);
    case HeldBack:
        return held_back(row);
    case Limits:
        return limits(row);
    case LimitsWait:
        return row.limits_revert_at.has_value();
    case Job:
        return row.current_job ? format::shortId(*row.current_job) : QString();
    default:
        return {};
    }
}

QHash<int, QByteArray> DeviceListModel::roleNames() const {
    return {{DeviceId, "deviceId"},
            {Kind, "kind"},
            {Name, "name"},
            {State, "deviceState"},
            {Tone, "tone"},
            {Reason, "reason"},
            {LoadFraction, "loadFraction"},
            {Load, "load"},
            {LoadNote, "loadNote"},
            {Measured, "measured"},
            {MemoryFraction, "memoryFraction"},
            {Memory, "memory"},
            {PowerFraction, "powerFraction"},
            {Power, "power"},
            {Temperature, "temperature"},
            {Detail, "detail"},
            {Speeds, "speeds"},
            {HeldBack, "heldBack"},
            {Limits, "limits"},
            {LimitsWait, "limitsWait"},
            {Job, "job"}};
}

} // namespace hearth::desktop
