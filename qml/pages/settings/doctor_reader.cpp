// SPDX-License-Identifier: Apache-2.0
#include "doctor_reader.h"

#include "backend/format.h"
#include "pages/jobs/words.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

int gravity(const control::DoctorCheck& check) {
    return check.result == "failed" ? 0 : check.result == "warning" ? 1 : 2;
}

} // namespace

DoctorReader::DoctorReader(QObject* parent) : NodeReader({}, parent) {}

void DoctorReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &DoctorReader::forgetAnotherRun);
    connect(connection(), &NodeConnection::conditionChanged, this, &DoctorReader::forgetAnotherRun);
}

/// What was found in one run of the node says nothing of the next.
void DoctorReader::forgetAnotherRun() {
    const bool same = connection()->online() && connection()->status() && connection()->status()->started_at == m_run;
    if (same || (m_checks.isEmpty() && error().isEmpty())) return;
    m_checks.clear();
    m_summary.clear();
    setError({});
    emit checksChanged();
}

void DoctorReader::examine() {
    if (m_running || connection() == nullptr || !connection()->online()) return;
    setRunning(true);
    setError({});
    m_run = connection()->status() ? connection()->status()->started_at : 0;
    connection()->run(
        this, [](control::Node& node) { return node.doctor(); },
        [this](std::vector<control::DoctorCheck> checks) {
            setRunning(false);
            show(std::move(checks));
            forgetAnotherRun();
        },
        [this](const core::Error& error) {
            setRunning(false);
            setError(explain(error));
        });
}

void DoctorReader::show(std::vector<control::DoctorCheck> checks) {
    std::stable_sort(checks.begin(), checks.end(), [](const control::DoctorCheck& a, const control::DoctorCheck& b) {
        return gravity(a) < gravity(b);
    });
    m_checks.clear();
    int wrong = 0;
    for (const control::DoctorCheck& check : checks) {
        if (gravity(check) < 2) ++wrong;
        m_checks.append(QVariantMap{{QStringLiteral("word"), words::examined(check.name)},
                                    {QStringLiteral("resultWord"), words::checkResult(check.result)},
                                    {QStringLiteral("tone"), words::checkTone(check.result)},
                                    {QStringLiteral("detail"), format::worded(check.detail)},
                                    {QStringLiteral("repair"), format::worded(check.repair)}});
    }
    m_summary = wrong == 0 ? tr("Everything is in order.") : tr("%n point(s) need a look.", nullptr, wrong);
    emit checksChanged();
}

void DoctorReader::setRunning(bool running) {
    m_running = running;
    emit runningChanged();
}

} // namespace hearth::desktop
