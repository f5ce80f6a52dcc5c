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
    /// Four maps {name, word, tone, reason, shown}: service, GPU, eligible, earning. `shown` is the reason unless the
    /// sentence at the top is the same or a device's card says it.
    Q_PROPERTY(QVariantList lamps READ lamps NOTIFY lampsChanged)
    Q_PROPERTY(hearth::desktop::DeviceListModel* devices READ devices CONSTANT)
    Q_PROPERTY(QString counts READ counts NOTIFY countsChanged)
    /// What is wrong with a worker, if anything.
    Q_PROPERTY(QString workerProblem READ workerProblem NOTIFY workerProblemChanged)
    /// How far the node has come: "unknown" = it never answered, "new" = no model and no job yet, "ready" = no job yet,
    /// "used".
    Q_PROPERTY(QString stage READ stage NOTIFY stageChanged)
public:
    explicit StatusReader(QObject* parent = nullptr);
    const QVariantList& lamps() const { return m_lamps; }
    DeviceListModel* devices() { return &m_devices; }
    const QString& counts() const { return m_counts; }
    const QString& workerProblem() const { return m_worker_problem; }
    const QString& stage() const { return m_stage; }

signals:
    void lampsChanged();
    void countsChanged();
    void workerProblemChanged();
    void stageChanged();

protected:
    void connected() override;

private:
    void follow();
    void followStatus(const control::NodeStatus& status);
    QVariantList presentLamps() const;
    QVariantList absentLamps() const;
    QString stageNow() const;

    QVariantList m_lamps;
    DeviceListModel m_devices;
    QString m_counts, m_worker_problem, m_stage = QStringLiteral("unknown");
};

} // namespace hearth::desktop
