// SPDX-License-Identifier: Apache-2.0
#include "doctor_reader.h"

#include "pages/jobs/words.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

int gravity(const control::DoctorCheck& check) {
    return check.result == "failed" ? 0 : check.result == "warning" ? 1 : 2;
}

} // namespace

DoctorReader::DoctorReader(QObject* parent) : NodeReader({}, parent) {}

void DoctorReader::examine() {
    if (m_running || connection() == nullptr) return;
    setRunning(true);
    setError({});
    connection()->run(
        this, [](control::Node& node) { return node.doctor(); },
        [this](std::vector<control::DoctorCheck> checks) {
            setRunning(false);
            show(std::move(checks));
        },
        [this](const core::Error& error) {
            setRunning(false);
            setError(explain(error));
        });
}

void DoctorReader::show(std::vector<control::DoctorCheck> checks) {
    std::stable_sort(checks.begin(), checks.end(),
                     [](const control::DoctorCheck& a, const control::DoctorCheck& b) { return gravity(a) < gravity(b); });
    m_checks.clear();
    int wrong = 0;
    for (const control::DoctorCheck& check : checks) {
        if (gravity(check) < 2) ++wrong;
        QString name = QString::fromStdString(check.name);
        if (!name.isEmpty()) name[0] = name[0].toUpper();
        m_checks.append(QVariantMap{{QStringLiteral("word"), name},
                                    {QStringLiteral("resultWord"), words::checkResult(check.result)},
                                    {QStringLiteral("tone"), words::checkTone(check.result)},
                                    {QStringLiteral("detail"), QString::fromStdString(check.detail)},
                                    {QStringLiteral("repair"), QString::fromStdString(check.repair)}});
    }
    m_summary = wrong == 0 ? tr("Everything is in order.") : tr("%n point(s) need a look.", nullptr, wrong);
    emit checksChanged();
}

void DoctorReader::setRunning(bool running) {
    m_running = running;
    emit runningChanged();
}

} // namespace hearth::desktop
