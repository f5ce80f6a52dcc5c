// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "device_list_model.h"

#include <QVariantList>

namespace hearth::desktop {

/// The lamps, devices and counts of the last status. Follows the connection's own questions.
class StatusReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    /// Four maps {name, word, tone, reason}: service, GPU, eligible, earning.
    Q_PROPERTY(QVariantList lamps READ lamps NOTIFY lampsChanged)
    Q_PROPERTY(hearth::desktop::DeviceListModel* devices READ devices CONSTANT)
    Q_PROPERTY(QString counts READ counts NOTIFY countsChanged)
    /// What is wrong with a worker, if anything.
    Q_PROPERTY(QString workerProblem READ workerProblem NOTIFY workerProblemChanged)
public:
    explicit StatusReader(QObject* parent = nullptr);
    const QVariantList& lamps() const { return m_lamps; }
    DeviceListModel* devices() { return &m_devices; }
    const QString& counts() const { return m_counts; }
    const QString& workerProblem() const { return m_worker_problem; }

signals:
    void lampsChanged();
    void countsChanged();
    void workerProblemChanged();

protected:
    void connected() override;

private:
    void follow();
    void followStatus(const control::NodeStatus& status);
    QVariantList presentLamps() const;
    QVariantList absentLamps() const;

    QVariantList m_lamps;
    DeviceListModel m_devices;
    QString m_counts, m_worker_problem;
};

} // namespace hearth::desktop
