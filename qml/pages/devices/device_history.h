// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"

#include <QVariantMap>

#include <deque>
#include <map>

namespace hearth::desktop {

/// What devices did in the last ten minutes, as far as this window has seen it: power where it is measured, else the
/// load. Nothing is made up for the time before, nor for a time without an answer.
class DeviceHistory : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// By device, a map {points, kind, most, from}: points are maps {at: 0…1, value}, a gap between two where nothing
    /// was heard; `kind` is "power" (W) or "load" (%).
    Q_PROPERTY(QVariantMap lines READ lines NOTIFY linesChanged)
public:
    struct Sample {
        qint64 at_ms = 0;
        std::optional<double> watts, percent;
    };
    static constexpr qint64 span_ms = 600'000, step_ms = 4000, gap_ms = 20'000;

    explicit DeviceHistory(QObject* parent = nullptr);
    QVariantMap lines() const;
    /// What connected() does with each status; tests pass a time of their own.
    void take(const std::vector<control::DeviceStatus>& devices, qint64 now_ms);

signals:
    void linesChanged();

protected:
    void connected() override;

private:
    std::map<std::string, std::deque<Sample>> m_samples;
    qint64 m_now = 0;
};

} // namespace hearth::desktop
