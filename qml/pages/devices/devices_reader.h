// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "pages/overview/device_list_model.h"

#include <QVariantMap>

namespace hearth::desktop {

/// Processor and graphics cards, who uses them, and their limits, which fall back unless they are confirmed.
class DevicesReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hearth::desktop::DeviceListModel* devices READ devices CONSTANT)
    /// By device: users, usersKnown, canSwitch, isOn, canPower, canReserve, canPause, power, reserve, pauseAt (texts,
    /// empty = none), powerRange, powerLimit (W, 0 = unknown), waits.
    Q_PROPERTY(QVariantMap facts READ facts NOTIFY factsChanged)
    /// Seconds until limits that wait fall back, by device.
    Q_PROPERTY(QVariantMap left READ left NOTIFY leftChanged)
    /// Why there is no graphics card; empty = there is one.
    Q_PROPERTY(QString noGpu READ noGpu NOTIFY factsChanged)
    Q_PROPERTY(bool known READ known NOTIFY factsChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    /// The device that `error` is about.
    Q_PROPERTY(QString errorDevice READ errorDevice NOTIFY errorChanged)
public:
    explicit DevicesReader(QObject* parent = nullptr);

    DeviceListModel* devices() { return &m_devices; }
    const QVariantMap& facts() const { return m_facts; }
    const QVariantMap& left() const { return m_left; }
    const QString& noGpu() const { return m_no_gpu; }
    bool known() const { return m_known; }
    bool busy() const { return m_busy; }
    const QString& errorDevice() const { return m_error_device; }

    /// Watts, GiB and degrees as they were typed; an empty text is no limit of that kind.
    Q_INVOKABLE void tryLimits(const QString& device, const QString& watts, const QString& gibibytes,
                               const QString& degrees);
    Q_INVOKABLE void keepLimits(const QString& device);
    /// A card that is switched off ends what it computes and gets no more.
    Q_INVOKABLE void switchDevice(const QString& device, bool on);

signals:
    void factsChanged();
    void leftChanged();
    void busyChanged();

protected:
    void connected() override;

private:
    void follow();
    void count();
    void verb(const QString& device, std::function<core::Result<control::NodeStatus>(control::Node&)> work);
    void setBusy(bool busy);

    DeviceListModel m_devices;
    QVariantMap m_facts, m_left;
    QString m_no_gpu, m_error_device;
    QTimer m_countdown; ///< runs only while limits wait
    bool m_known = false, m_busy = false;
};

} // namespace hearth::desktop
