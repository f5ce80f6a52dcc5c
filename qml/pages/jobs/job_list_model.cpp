// SPDX-License-Identifier: Apache-2.0
#include "job_list_model.h"

#include "backend/format.h"
#include "words.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

QString tokens(const control::JobRow& row) {
    const QString answer = row.state == control::JobState::running && row.completion_tokens == 0
                               ? QStringLiteral("…")
                               : format::count(row.completion_tokens);
    return format::count(row.prompt_tokens) + QStringLiteral(" → ") + answer;
}

QVariant moneyData(const control::JobRow& row, int role) {
    switch (role) {
    case JobListModel::Earned:
        return row.receipt_id.empty() ? format::unknown() : format::money(row.earned);
    case JobListModel::EarnedExact:
        return row.receipt_id.empty() ? QString() : format::moneyExact(row.earned);
    case JobListModel::MoneyState:
        return words::money(row.money_state);
    case JobListModel::MoneyTone:
        return words::moneyTone(row.money_state);
    default:
        return {};
    }
}

} // namespace

QVariant JobListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const control::JobRow& row = rows()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case JobId:
        return QString::fromStdString(row.job_id);
    case ReceiptId:
        return QString::fromStdString(row.receipt_id);
    case Qt::DisplayRole:
    case ModelName:
        return QString::fromStdString(row.model_name);
    case Profile:
        return QString::fromStdString(row.profile);
    case At:
        return format::time(std::optional(row.created_at));
    case AtExact:
        return format::dateTime(row.created_at);
    case Tokens:
        return tokens(row);
    case Level:
        return QString::fromStdString(row.level);
    case LevelText:
        return words::level(row.level);
    case LevelTone:
        return words::levelTone(row.level);
    case State:
        return words::job(row);
    case Tone:
        return words::jobTone(row);
    case Reason:
        return format::worded(row.reason);
    case Stages:
        return words::stages(row);
    default:
        return moneyData(row, role);
    }
}

QHash<int, QByteArray> JobListModel::roleNames() const {
    return {{JobId, "jobId"},
            {ReceiptId, "receiptId"},
            {ModelName, "modelName"},
            {Profile, "profile"},
            {At, "at"},
            {AtExact, "atExact"},
            {Tokens, "tokens"},
            {Level, "level"},
            {LevelText, "levelText"},
            {LevelTone, "levelTone"},
            {State, "jobState"},
            {Tone, "tone"},
            {Reason, "reason"},
            {Earned, "earned"},
            {EarnedExact, "earnedExact"},
            {MoneyState, "moneyState"},
            {MoneyTone, "moneyTone"},
            {Stages, "stages"}};
}

QString JobListModel::receiptAt(int row) const {
    return index(row).data(ReceiptId).toString();
}
QString JobListModel::jobAt(int row) const {
    return index(row).data(JobId).toString();
}
QString JobListModel::reasonAt(int row) const {
    return index(row).data(Reason).toString();
}

bool JobListModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_more;
}

void JobListModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent)) emit moreWanted();
}

bool JobListModel::same(const control::JobRow& a, const control::JobRow& b) const {
    const auto same_stage = [](const control::Stage& x, const control::Stage& y) {
        return x.state == y.state && x.at == y.at && x.detail == y.detail;
    };
    return a.state == b.state && a.reason == b.reason && a.receipt_id == b.receipt_id && a.level == b.level &&
           a.money_state == b.money_state && a.earned == b.earned && a.completion_tokens == b.completion_tokens &&
           a.prompt_tokens == b.prompt_tokens &&
           std::equal(a.stages.begin(), a.stages.end(), b.stages.begin(), b.stages.end(), same_stage);
}

void JobListModel::mergeNewest(std::vector<control::JobRow> newest) {
    if (!newest.empty()) {
        const int last = indexOf(newest.back().job_id);
        if (last >= 0) newest.insert(newest.end(), rows().begin() + last + 1, rows().end());
    }
    // As many as somebody has scrolled to; what only time brings does not pile up for as long as the window is open.
    const std::size_t most = std::max(most_followed, rows().size());
    if (newest.size() > most) {
        newest.resize(most);
        m_more = true;
    }
    replace(std::move(newest));
}

} // namespace hearth::desktop
