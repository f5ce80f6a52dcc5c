// SPDX-License-Identifier: Apache-2.0
#include "node_facts.h"

#include "backend/format.h"

#include <QDesktopServices>
#include <QUrl>

namespace hearth::desktop {
namespace {

QString worker_word(control::WorkerState state) {
    switch (state) {
    case control::WorkerState::stopped:
        return NodeFacts::tr("stopped");
    case control::WorkerState::starting:
        return NodeFacts::tr("starting");
    case control::WorkerState::ready:
        return NodeFacts::tr("ready");
    case control::WorkerState::busy:
        return NodeFacts::tr("computing");
    case control::WorkerState::backing_off:
        return NodeFacts::tr("waiting before it starts again");
    case control::WorkerState::yielding:
        return NodeFacts::tr("making room for other programs");
    case control::WorkerState::failed:
        return NodeFacts::tr("can not load its model");
    case control::WorkerState::disabled:
        return NodeFacts::tr("disabled");
    }
    return {};
}

QString described(const control::WorkerStatus& worker) {
    QString text = worker_word(worker.state);
    if (worker.resident_bytes) text += QStringLiteral(", ") + format::bytes(worker.resident_bytes);
    if (worker.restarts > 0)
        text += NodeFacts::tr(", restarted %n time(s)", nullptr, static_cast<int>(worker.restarts));
    if (!worker.reason.empty()) text += QStringLiteral(". ") + format::sentence(worker.reason);
    return text;
}

} // namespace

NodeFacts::NodeFacts(QObject* parent) : NodeReader({}, parent) {}

void NodeFacts::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, [this] {
        if (active()) emit factsChanged();
    });
    connect(this, &NodeReader::activeChanged, this, &NodeFacts::factsChanged);
    emit factsChanged();
}

const control::NodeStatus* NodeFacts::status() const {
    return connection() != nullptr && connection()->status() ? &*connection()->status() : nullptr;
}

QString NodeFacts::home() const {
    return status() != nullptr ? QString::fromStdString(status()->home) : QString();
}
QString NodeFacts::apiBound() const {
    if (status() == nullptr || status()->api_bound.empty()) return {};
    return QString::fromStdString(status()->api_bound) + QStringLiteral(": ") + format::worded(status()->api_access);
}

QString NodeFacts::api() const {
    return status() != nullptr ? QString::fromStdString(status()->api) : QString();
}
QString NodeFacts::version() const {
    return status() != nullptr ? QString::fromStdString(status()->version) : QString();
}

QString NodeFacts::payoutAccount() const {
    return status() != nullptr ? QString::fromStdString(status()->payout_account) : QString();
}

QString NodeFacts::mode() const {
    if (status() == nullptr) return {};
    if (status()->mode == "solo") return tr("solo: this machine settles and audits its own work");
    if (status()->mode == "network") return tr("network: other homes order the blocks and audit this one's work");
    return QString::fromStdString(status()->mode);
}

QString NodeFacts::sandbox() const {
    return status() != nullptr && !status()->workers.empty() ? format::worded(status()->workers.front().sandbox)
                                                             : QString();
}

QString NodeFacts::worker() const {
    if (status() == nullptr) return {};
    const auto& workers = status()->workers;
    QStringList lines;
    for (const control::WorkerStatus& worker : workers)
        lines << (workers.size() > 1 ? QString::fromStdString(worker.device) + QStringLiteral(": ") : QString()) +
                     described(worker);
    return lines.join(QLatin1Char('\n'));
}

void NodeFacts::openHome() const {
    if (!home().isEmpty()) QDesktopServices::openUrl(QUrl::fromLocalFile(home()));
}

} // namespace hearth::desktop
