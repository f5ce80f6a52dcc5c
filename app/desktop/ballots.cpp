// SPDX-License-Identifier: Apache-2.0
#include "ballots.h"

#include "backend/format.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

bool waits_for_vote(const control::ProposalView& p, const std::string& account) {
    return p.state == control::ProposalState::voting && !p.own_vote && p.proposer != account &&
           std::any_of(p.houses.begin(), p.houses.end(),
                       [](const control::HouseView& house) { return house.own_weight > 0 || house.lent_weight > 0; });
}

/// A chain's id and number are a proposal's name; the account's beginning tells homes of one person apart.
QString prefix_of(const control::GovernanceView& view) {
    return QString::fromStdString(view.chain) + QLatin1Char('/') + QString::fromStdString(view.account.substr(0, 16)) +
           QLatin1Char('/');
}

/// Whether a vote has ended, or was cast. What is not there is over once a later one is: a home that catches up with
/// its chain has none yet.
bool is_past(const control::GovernanceView& view, std::uint64_t id) {
    bool later = false;
    for (const control::ProposalView& p : view.proposals) {
        if (p.id == id)
            return p.own_vote ||
                   (p.state != control::ProposalState::waiting && p.state != control::ProposalState::voting);
        later = later || p.id > id;
    }
    return later;
}

} // namespace

Ballots::Ballots(QObject* parent) : NodeReader({QStringLiteral("governance")}, parent) {}

void Ballots::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, [this] {
        const auto& status = connection()->status();
        if (status && std::exchange(m_epoch, status->epoch) != status->epoch) request();
    });
}

void Ballots::read() {
    fetch([](control::Node& node) { return node.governance(); },
          [this](control::GovernanceView view) { m_view = std::move(view); });
}

std::optional<Incidents::Notice> Ballots::look(const control::GovernanceView& view, QStringList& told, bool quiet) {
    const QString prefix = prefix_of(view);
    std::vector<const control::ProposalView*> fresh;
    QStringList known;
    for (const QString& each : told)
        if (!each.startsWith(prefix) || !is_past(view, each.mid(prefix.size()).toULongLong())) known << each;
    for (const control::ProposalView& p : view.proposals) {
        const QString name = prefix + QString::number(p.id);
        if (!waits_for_vote(p, view.account) || told.contains(name)) continue;
        fresh.push_back(&p);
        if (!quiet) known << name;
    }
    told = known;
    if (quiet || fresh.empty()) return std::nullopt;
    const control::ProposalView& first = **std::min_element(
        fresh.begin(), fresh.end(), [](const auto* a, const auto* b) { return a->deadline_epoch < b->deadline_epoch; });
    Incidents::Notice notice;
    notice.incident = QStringLiteral("votes");
    notice.proposal = static_cast<int>(first.id);
    notice.title = fresh.size() == 1 ? tr("Proposal %1 waits for your vote").arg(first.id)
                                     : tr("%1 proposals wait for your vote").arg(fresh.size());
    notice.text = format::worded(first.summary);
    return notice;
}

} // namespace hearth::desktop
