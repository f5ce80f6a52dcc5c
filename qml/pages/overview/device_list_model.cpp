// SPDX-License-Identifier: Apache-2.0
#include "device_list_model.h"

#include "backend/format.h"

#include <QCoreApplication>

#include <tuple>

namespace hearth::desktop {
namespace {

QString state_word(const std::string& state) {
    if (state == "working") return QCoreApplication::translate("Devices", "working");
    if (state == "idle") return QCoreApplication::translate("Devices", "idle");
    if (state == "disabled") return QCoreApplication::translate("Devices", "disabled");
    if (state == "missing driver") return QCoreApplication::translate("Devices", "driver missing");
    if (state == "failed") return QCoreApplication::translate("Devices", "failed");
    return QString::fromStdString(state);
}

QString tone_of(const std::string& state) {
    if (state == "working") return QStringLiteral("good");
    if (state == "idle") return {};
    if (state == "disabled" || state == "failed") return QStringLiteral("bad");
    return QStringLiteral("warn");
}

double fraction(std::optional<std::uint64_t> part, std::optional<std::uint64_t> whole) {
    if (!part || !whole || *whole == 0) return -1;
    return static_cast<double>(*part) / static_cast<double>(*whole);
}

QString pair(const QString& part, const QString& whole) {
    return whole == format::unknown() ? part : part + QStringLiteral(" / ") + whole;
}

QString detail(const control::DeviceStatus& row) {
    QStringList parts;
    if (!row.isa.empty()) parts << QString::fromStdString(row.isa);
    const int threads = static_cast<int>(row.threads);
    if (threads > 0) parts << QCoreApplication::translate("Devices", "%n thread(s)", "", threads);
    return parts.join(QStringLiteral(" · "));
}

auto measured(const control::DeviceStatus& d) {
    return std::tie(d.name, d.state, d.reason, d.load_ppm, d.memory_used_bytes, d.memory_total_bytes,
                    d.temperature_millicelsius, d.power_milliwatts, d.power_limit_milliwatts, d.current_job);
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
        return QString::fromStdString(row.reason);
    case LoadFraction:
        return row.load_ppm ? *row.load_ppm / 1e6 : -1.0;
    case Load:
        return format::percent(row.load_ppm);
    case MemoryFraction:
        return fraction(row.memory_used_bytes, row.memory_total_bytes);
    case Memory:
        return pair(format::bytes(row.memory_used_bytes), format::bytes(row.memory_total_bytes));
    case PowerFraction:
        return fraction(row.power_milliwatts, row.power_limit_milliwatts);
    case Power:
        return pair(format::power(row.power_milliwatts), format::power(row.power_limit_milliwatts));
    case Temperature:
        return format::temperature(row.temperature_millicelsius);
    case Detail:
        return detail(row);
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
            {MemoryFraction, "memoryFraction"},
            {Memory, "memory"},
            {PowerFraction, "powerFraction"},
            {Power, "power"},
            {Temperature, "temperature"},
            {Detail, "detail"},
            {Job, "job"}};
}

} // namespace hearth::desktop
