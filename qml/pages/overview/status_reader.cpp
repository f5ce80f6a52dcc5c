// SPDX-License-Identifier: Apache-2.0
#include "status_reader.h"

#include "backend/format.h"

#include <algorithm>

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
    connect(connection(), &NodeConnection::conditionChanged, this, &StatusReader::follow);
    connect(this, &NodeReader::activeChanged, this, &StatusReader::follow);
    follow();
}

QVariantList StatusReader::presentLamps() const {
    const control::Lamps& lamps = connection()->status()->lamps;
    const QString unknown = tr("unknown");
    return {
        lamp(tr("Service"), lamps.service, {tr("running"), tr("off"), tr("limited"), tr("failing"), unknown}),
        lamp(tr("GPU"), lamps.gpu, {tr("in use"), tr("none"), tr("not used"), tr("failing"), unknown}),
        lamp(tr("Eligible"), lamps.eligible, {tr("yes"), tr("no"), tr("not yet"), tr("no"), unknown}),
        lamp(tr("Earning"), lamps.earning,
             {tr("yes"), tr("not now"), tr("limited"), tr("failing"), unknown})};
}

/// What the node said of itself is not known to hold any more.
QVariantList StatusReader::absentLamps() const {
    const QString unknown = tr("unknown"), reason = tr("The node cannot be asked now.");
    const QStringList words{unknown, unknown, unknown, unknown, unknown};
    const control::Lamp dark{"unknown", reason.toStdString()};
    const bool looking = connection()->condition() == QLatin1String("connecting");
    const control::Lamp service{looking ? "unknown" : "error",
                                connection()->conditionSentence().toStdString()};
    return {lamp(tr("Service"), service, {unknown, unknown, unknown, tr("not reached"), unknown}),
            lamp(tr("GPU"), dark, words), lamp(tr("Eligible"), dark, words),
            lamp(tr("Earning"), dark, words)};
}

void StatusReader::follow() {
    if (connection() == nullptr || !active()) return;
    const bool present = connection()->online() && connection()->status();
    QVariantList lamps = present ? presentLamps() : absentLamps();
    if (lamps != m_lamps) {
        m_lamps = std::move(lamps);
        emit lampsChanged();
    }
    if (present) followStatus(*connection()->status());
}

void StatusReader::followStatus(const control::NodeStatus& status) {
    std::vector<control::DeviceStatus> devices = status.devices;
    std::stable_partition(devices.begin(), devices.end(), [](const control::DeviceStatus& device) {
        return device.state == "disabled" || device.state == "probe crashed";
    });
    m_devices.replace(std::move(devices));
    const QString counts = tr("Answers: %1 done, %2 failed, %3 cancelled")
                               .arg(format::count(status.jobs_done), format::count(status.jobs_failed),
                                    format::count(status.jobs_cancelled));
    if (counts != m_counts) {
        m_counts = counts;
        emit countsChanged();
    }
    QString problem;
    for (const control::WorkerStatus& worker : status.workers) {
        // The sentence at the top says it already, as a rule.
        const bool told = status.sentence.find(worker.reason) != std::string::npos;
        if ((worker.state == "disabled" || worker.state == "backing off") && !told)
            problem = tr("Worker on %1: %2")
                          .arg(QString::fromStdString(worker.device), QString::fromStdString(worker.reason));
    }
    if (problem != m_worker_problem) {
        m_worker_problem = problem;
        emit workerProblemChanged();
    }
}

} // namespace hearth::desktop
