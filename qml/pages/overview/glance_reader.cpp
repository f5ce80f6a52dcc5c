// SPDX-License-Identifier: Apache-2.0
#include "glance_reader.h"

#include "backend/format.h"
#include "pages/earnings/energy.h"
#include "pages/governance/proposal_words.h"
#include "recent_events.h"

#include <QDateTime>

#include <algorithm>
#include <set>

namespace hearth::desktop {
namespace {

constexpr int calm_ms = 5000;
constexpr std::uint32_t looked_at = 60; ///< jobs
constexpr int few_events = 4, many_events = 40;

/// What each source said; one that failed says nothing.
struct Sources {
    std::optional<control::Earnings> today;
    std::optional<control::GovernanceView> governance;
    std::optional<control::UpdateView> update;
    std::optional<std::vector<control::JobRow>> jobs, failed;
};

template <typename T>
std::optional<T> told_by(core::Result<T> answer) {
    return answer ? std::optional<T>(std::move(*answer)) : std::nullopt;
}

std::uint64_t seconds_today() {
    const QDateTime now = QDateTime::currentDateTime();
    return static_cast<std::uint64_t>(std::max<qint64>(now.date().startOfDay().secsTo(now), 1)); // 0 would be all
}

QVariantMap day_of(const control::Earnings& earnings) {
    std::uint64_t units = 0;
    for (const control::EarningsPoint& point : earnings.series)
        units += QString::fromStdString(point.amount).toULongLong();
    const std::string sum = std::to_string(units);
    QVariantMap day{{QStringLiteral("amount"), format::money(sum)}, {QStringLiteral("exact"), format::moneyExact(sum)}};
    if (!earnings.energy) return day;
    const QVariantMap energy = energy::shown(earnings.energy);
    day[QStringLiteral("energy")] = energy.value(QStringLiteral("amount"));
    day[QStringLiteral("note")] = energy.value(QStringLiteral("note"));
    day[QStringLiteral("cost")] = energy.value(QStringLiteral("cost"));
    return day;
}

bool weighs(const control::ProposalView& proposal) {
    return std::any_of(proposal.houses.begin(), proposal.houses.end(), [](const control::HouseView& house) {
        return house.total > 0 && house.own_weight + house.lent_weight > 0;
    });
}

QString vote_of(const control::GovernanceView& view) {
    const control::ProposalView* next = nullptr;
    for (const control::ProposalView& proposal : view.proposals)
        if (proposal.state == control::ProposalState::voting && (proposal.own_vote || weighs(proposal)) &&
            (next == nullptr || proposal.deadline_epoch < next->deadline_epoch))
            next = &proposal;
    if (next == nullptr) return {};
    const QString own =
        next->own_vote ? GlanceReader::tr("You have voted.") : GlanceReader::tr("You have not voted yet.");
    const QString told =
        GlanceReader::tr("Open vote: \"%1\", %2. %3")
            .arg(QString::fromStdString(next->title), proposals::when(*next, {view.epoch, view.epoch_length}), own);
    const QString weight = proposals::ownPart(*next);
    return weight.isEmpty() ? told : told + QLatin1Char(' ') + weight;
}

/// Older ones, too, that failed: among the newest there may be none.
std::vector<control::JobRow> with_failed(std::vector<control::JobRow> jobs,
                                         const std::optional<std::vector<control::JobRow>>& failed) {
    std::set<std::string> known;
    for (const control::JobRow& job : jobs)
        known.insert(job.job_id);
    for (const control::JobRow& job : failed.value_or(std::vector<control::JobRow>()))
        if (!known.contains(job.job_id)) jobs.push_back(job);
    return jobs;
}

recent::Kind kind_called(const QString& name) {
    if (name == QLatin1String("problems")) return recent::Kind::problems;
    return name == QLatin1String("money") ? recent::Kind::money : recent::Kind::all;
}

QString update_of(const control::UpdateView& view) {
    const bool waits = view.state == control::UpdateState::offered || view.state == control::UpdateState::downloaded ||
                       view.state == control::UpdateState::applied;
    return waits ? format::sentence(view.sentence) : QString();
}

} // namespace

GlanceReader::GlanceReader(QObject* parent)
    : NodeReader(
          {QStringLiteral("earnings"), QStringLiteral("jobs"), QStringLiteral("governance"), QStringLiteral("updates")},
          parent, calm_ms) {}

void GlanceReader::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &GlanceReader::follow);
    follow();
}

void GlanceReader::follow() {
    if (connection() == nullptr || !connection()->status()) return;
    const core::Nanoseconds started = connection()->status()->started_at;
    const QString running = started > 0 ? tr("since %1").arg(format::time(started)) : QString();
    if (running == m_running) return;
    m_running = running;
    emit runningChanged();
}

void GlanceReader::choose_events(Glance& glance) const {
    const QVariantList all = recent::events(m_jobs, m_payouts, kind_called(m_kind), many_events);
    glance.events = m_many ? all : all.mid(0, few_events);
    glance.more = all.size() > few_events;
    glance.eventful = !recent::events(m_jobs, m_payouts).isEmpty();
}

void GlanceReader::chooseAgain() {
    choose_events(m_shown);
    emit glanceChanged();
}

void GlanceReader::setEventKind(const QString& kind) {
    if (kind == m_kind) return;
    m_kind = kind;
    chooseAgain();
}

void GlanceReader::setManyEvents(bool many) {
    if (many == m_many) return;
    m_many = many;
    chooseAgain();
}

void GlanceReader::read() {
    fetch(
        [since = seconds_today()](control::Node& node) -> core::Result<Sources> {
            auto today = node.earnings(since, 0);
            if (!today && today.error().code == core::Code::unavailable) return today.error();
            return Sources{told_by(std::move(today)), told_by(node.governance()), told_by(node.update_status()),
                           told_by(node.jobs(looked_at, {})),
                           told_by(node.find_jobs({{}, control::JobGroup::failed, {}, {}}, looked_at, {}))};
        },
        [this](const Sources& sources) {
            Glance shown = m_shown;
            if (sources.today) shown.today = day_of(*sources.today);
            if (sources.governance) shown.vote = vote_of(*sources.governance);
            if (sources.update) shown.update = update_of(*sources.update);
            if (sources.jobs && sources.today) {
                m_jobs = with_failed(*sources.jobs, sources.failed);
                m_payouts = sources.today->payouts;
            }
            choose_events(shown);
            if (shown == m_shown) return;
            m_shown = std::move(shown);
            emit glanceChanged();
        });
}

} // namespace hearth::desktop
