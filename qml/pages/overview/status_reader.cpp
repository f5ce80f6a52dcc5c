// SPDX-License-Identifier: Apache-2.0
#include "status_reader.h"

#include "backend/format.h"

namespace hearth::desktop {
namespace {

QVariantMap lamp(const QString& name, const control::Lamp& lamp, const QStringList& words) {
    QString tone, word = words.at(4);
    if (lamp.state == "on") {
        tone = QStringLiteral("good");
        word = words.at(0);
    } else if (lamp.state == "off") {
        word = words.at(1);
    } else if (lamp.state == "warning") {
        tone = QStringLiteral("warn");
        word = words.at(2);
    } else if (lamp.state == "error") {
        tone = QStringLiteral("bad");
        word = words.at(3);
    }
    return {{QStringLiteral("name"), name},
            {QStringLiteral("word"), word},
            {QStringLiteral("tone"), tone},
            {QStringLiteral("reason"), QString::fromStdString(lamp.reason)}};
}

} // namespace

StatusReader::StatusReader(QObject* parent) : NodeReader({}, parent) {}

void StatusReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &StatusReader::follow);
    connect(this, &NodeReader::activeChanged, this, &StatusReader::follow);
    follow();
}

void StatusReader::follow() {
    if (connection() == nullptr || !connection()->status() || !active()) return;
    const control::NodeStatus& status = *connection()->status();
    const QString unknown = tr("unknown");
    QVariantList lamps{
        lamp(tr("Service"), status.lamps.service, {tr("running"), tr("off"), tr("limited"), tr("failing"), unknown}),
        lamp(tr("GPU"), status.lamps.gpu, {tr("in use"), tr("none"), tr("not used"), tr("failing"), unknown}),
        lamp(tr("Eligible"), status.lamps.eligible, {tr("yes"), tr("no"), tr("not yet"), tr("no"), unknown}),
        lamp(tr("Earning"), status.lamps.earning, {tr("yes"), tr("not now"), tr("limited"), tr("failing"), unknown})};
    if (lamps != m_lamps) {
        m_lamps = std::move(lamps);
        emit lampsChanged();
    }
    m_devices.replace(status.devices);
    const QString counts = tr("%1 answers done, %2 failed").arg(format::count(status.jobs_done), format::count(status.jobs_failed));
    if (counts != m_counts) {
        m_counts = counts;
        emit countsChanged();
    }
    QString problem;
    for (const control::WorkerStatus& worker : status.workers)
        if (worker.state == "disabled" || worker.state == "backing off")
            problem = tr("Worker on %1: %2").arg(QString::fromStdString(worker.device), QString::fromStdString(worker.reason));
    if (problem != m_worker_problem) {
        m_worker_problem = problem;
        emit workerProblemChanged();
    }
}

} // namespace hearth::desktop
