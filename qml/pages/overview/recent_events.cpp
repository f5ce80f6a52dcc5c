// SPDX-License-Identifier: Apache-2.0
#include "recent_events.h"

#include "backend/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace hearth::desktop::recent {
namespace {

struct Happening {
    core::Nanoseconds at = 0;
    core::Sentence failure; ///< empty: something was released
    bool lost = false;      ///< the answer was given, and its money is not
    std::uint64_t units = 0;
    std::uint64_t answers = 1;
};

std::optional<Happening> failure_of(const control::JobRow& job) {
    for (const control::Stage& stage : job.stages)
        if (stage.state == control::StageState::failed)
            return Happening{stage.at.value_or(job.created_at), stage.detail.empty() ? job.reason : stage.detail,
                             job.money_state == control::MoneyState::lost};
    return std::nullopt;
}

QString told(const Happening& event) {
    if (!event.failure.empty())
        return (event.lost ? QCoreApplication::translate("RecentEvents", "An answer is not paid: %1")
                           : QCoreApplication::translate("RecentEvents", "An answer failed: %1"))
            .arg(format::worded(event.failure));
    return QCoreApplication::translate("RecentEvents", "%n answer(s) paid out: %1 EMB", nullptr,
                                       static_cast<int>(event.answers))
        .arg(format::money(std::to_string(event.units)));
}

} // namespace

QVariantList events(const std::vector<control::JobRow>& jobs, const std::vector<control::Payout>& payouts, Kind kind,
                    int most) {
    std::vector<Happening> all;
    if (kind != Kind::money)
        for (const control::JobRow& job : jobs)
            if (auto event = failure_of(job)) all.push_back(std::move(*event));
    if (kind != Kind::problems)
        for (const control::Payout& paid : payouts)
            all.push_back({paid.at, {}, false, QString::fromStdString(paid.amount).toULongLong(), paid.answers});
    std::stable_sort(all.begin(), all.end(), [](const Happening& a, const Happening& b) { return a.at > b.at; });
    std::vector<Happening> joined;
    for (const Happening& event : all) {
        const bool follows = !joined.empty() && joined.back().failure.empty() && event.failure.empty();
        if (follows && (kind != Kind::money || joined.back().at == event.at)) {
            joined.back().units += event.units;
            joined.back().answers += event.answers;
        } else {
            joined.push_back(event);
        }
    }
    QVariantList list;
    for (const Happening& event : joined) {
        if (list.size() == most) break;
        list.append(QVariantMap{
            {QStringLiteral("when"), format::time(event.at)},
            {QStringLiteral("text"), told(event)},
            {QStringLiteral("tone"), event.failure.empty() ? QStringLiteral("good") : QStringLiteral("bad")}});
    }
    return list;
}

} // namespace hearth::desktop::recent
