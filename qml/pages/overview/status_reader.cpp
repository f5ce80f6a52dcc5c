// SPDX-License-Identifier: Apache-2.0
#include "status_reader.h"

#include "backend/format.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace hearth::desktop {
namespace {

using control::LampReason;
using control::LampState;

/// The cards of GPUs say why they are not used and what to do; the lamp names them.
QString unused_gpus(const control::NodeStatus& status) {
    QStringList names;
    for (const control::DeviceStatus& device : status.devices)
        if (device.kind == "gpu" && !device.reason.empty()) names << QString::fromStdString(device.name);
    return names.join(QStringLiteral(", "));
}

/// What the node's own sentence says stands at the top of the window already; a lamp does not say it again.
/// `elsewhere`: what it shows in place of a reason that stands elsewhere on the page.
QVariantMap lamp(const QString& name, const control::Lamp& lamp, const QStringList& words,
                 const QString& elsewhere = {}) {
    QString tone, word = words.at(4);
    if (lamp.state == LampState::on) {
        tone = QStringLiteral("good");
        word = words.at(0);
    } else if (lamp.state == LampState::off) {
        word = words.at(1);
    } else if (lamp.state == LampState::warning) {
        tone = QStringLiteral("warn");
        word = words.at(2);
    } else if (lamp.state == LampState::error) {
        tone = QStringLiteral("bad");
        word = words.at(3);
    }
    const bool told = lamp.cause == LampReason::as_stated;
    return {{QStringLiteral("name"), name},
            {QStringLiteral("word"), word},
            {QStringLiteral("tone"), tone},
            {QStringLiteral("reason"), format::worded(lamp.reason)},
            {QStringLiteral("shown"), told                   ? QString()
                                      : !elsewhere.isEmpty() ? elsewhere
                                                             : format::worded(lamp.reason)}};
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
    const QString unused = lamps.gpu.cause == LampReason::gpu_unused ? unused_gpus(*connection()->status()) : QString();
    return {lamp(tr("Service"), lamps.service, {tr("running"), tr("off"), tr("limited"), tr("failing"), unknown}),
            lamp(tr("GPU"), lamps.gpu, {tr("in use"), tr("none"), tr("not used"), tr("failing"), unknown}, unused),
            lamp(tr("Eligible"), lamps.eligible, {tr("yes"), tr("no"), tr("not yet"), tr("no"), unknown}),
            lamp(tr("Earning"), lamps.earning, {tr("yes"), tr("not now"), tr("limited"), tr("failing"), unknown})};
}

/// What the node said of itself is not known to hold any more; why is said once, at the top.
QVariantList StatusReader::absentLamps() const {
    const QString unknown = tr("unknown");
    const std::string reason = tr("The node cannot be asked now.").toStdString();
    const QStringList words{unknown, unknown, unknown, unknown, unknown};
    const control::Lamp dark{LampState::unknown, LampReason::as_stated, reason};
    const bool looking = connection()->condition() == QLatin1String("connecting");
    const std::string why = connection()->conditionSentence().toStdString();
    const control::Lamp service{looking ? LampState::unknown : LampState::error, LampReason::as_stated, why};
    return {lamp(tr("Service"), service, {unknown, unknown, unknown, tr("not reached"), unknown}),
            lamp(tr("GPU"), dark, words), lamp(tr("Eligible"), dark, words), lamp(tr("Earning"), dark, words)};
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
    const QString stage = stageNow();
    if (stage != m_stage) {
        m_stage = stage;
        emit stageChanged();
    }
}

QString StatusReader::stageNow() const {
    if (!connection()->status()) return QStringLiteral("unknown");
    const control::NodeStatus& status = *connection()->status();
    if (status.jobs_running + status.jobs_done + status.jobs_failed + status.jobs_cancelled > 0)
        return QStringLiteral("used");
    return status.models.empty() ? QStringLiteral("new") : QStringLiteral("ready");
}

void StatusReader::followStatus(const control::NodeStatus& status) {
    std::vector<control::DeviceStatus> devices = status.devices;
    std::stable_partition(devices.begin(), devices.end(), [](const control::DeviceStatus& device) {
        return device.state == control::DeviceState::disabled || device.state == control::DeviceState::probe_crashed;
    });
    m_devices.replace(std::move(devices));
    QString counts = tr("Answers: %1 done, %2 failed, %3 cancelled")
                         .arg(format::count(status.jobs_done), format::count(status.jobs_failed),
                              format::count(status.jobs_cancelled));
    // Of none there is no share; rounded down, so that a failure never reads as none.
    if (const std::uint64_t ended = status.jobs_done + status.jobs_failed; ended > 0)
        counts += QStringLiteral("  ·  ") +
                  tr("%1 % of those that nobody cancelled succeeded")
                      .arg(QLocale().toString(
                          std::floor(static_cast<double>(status.jobs_done) * 1000 / static_cast<double>(ended)) / 10,
                          'f', 1));
    if (counts != m_counts) {
        m_counts = counts;
        emit countsChanged();
    }
    QString problem;
    for (const control::WorkerStatus& worker : status.workers) {
        // The sentence at the top says it already, as a rule.
        const bool told = status.sentence.find(worker.reason) != std::string::npos;
        if ((worker.state == control::WorkerState::disabled || worker.state == control::WorkerState::backing_off) &&
            !told)
            problem = tr("Worker on %1: %2").arg(QString::fromStdString(worker.device), format::worded(worker.reason));
    }
    if (problem != m_worker_problem) {
        m_worker_problem = problem;
        emit workerProblemChanged();
    }
}

} // namespace hearth::desktop
