// SPDX-License-Identifier: Apache-2.0
#include "device_history.h"

#include <QDateTime>

#include <algorithm>

namespace hearth::desktop {
namespace {

std::optional<double> scaled(std::optional<std::uint64_t> value, double divisor) {
    if (!value) return std::nullopt;
    return static_cast<double>(*value) / divisor;
}

} // namespace

DeviceHistory::DeviceHistory(QObject* parent) : NodeReader({}, parent) {}

void DeviceHistory::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, [this] {
        if (connection()->online() && connection()->status())
            take(connection()->status()->devices, QDateTime::currentMSecsSinceEpoch());
    });
}

void DeviceHistory::take(const std::vector<control::DeviceStatus>& devices, qint64 now_ms) {
    if (now_ms < m_now) m_samples.clear(); // the clock was set back
    if (now_ms < m_now + step_ms && now_ms >= m_now && m_now != 0) return;
    m_now = now_ms;
    for (const control::DeviceStatus& device : devices)
        m_samples[device.id].push_back(
            {now_ms, scaled(device.power_milliwatts, 1000.0), scaled(device.load_ppm, 10'000.0)});
    for (auto& [id, samples] : m_samples)
        while (!samples.empty() && samples.front().at_ms < now_ms - span_ms)
            samples.pop_front();
    emit linesChanged();
}

QVariantMap DeviceHistory::lines() const {
    QVariantMap lines;
    for (const auto& [id, samples] : m_samples) {
        const bool power = std::any_of(samples.begin(), samples.end(), [](const Sample& s) { return s.watts; });
        QVariantList points;
        double most = 0;
        qint64 before = 0;
        for (const Sample& sample : samples) {
            const std::optional<double>& value = power ? sample.watts : sample.percent;
            if (!value) continue;
            const double at = 1.0 - static_cast<double>(m_now - sample.at_ms) / static_cast<double>(span_ms);
            points << QVariantMap{{QStringLiteral("at"), at},
                                  {QStringLiteral("value"), *value},
                                  {QStringLiteral("joined"), before != 0 && sample.at_ms - before <= gap_ms}};
            before = sample.at_ms;
            most = std::max(most, *value);
        }
        if (points.isEmpty()) continue;
        lines.insert(QString::fromStdString(id),
                     QVariantMap{{QStringLiteral("points"), points},
                                 {QStringLiteral("kind"), power ? QStringLiteral("power") : QStringLiteral("load")},
                                 {QStringLiteral("most"), most}});
    }
    return lines;
}

} // namespace hearth::desktop
