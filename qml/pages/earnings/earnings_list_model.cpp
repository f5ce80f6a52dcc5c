// SPDX-License-Identifier: Apache-2.0
#include "earnings_list_model.h"

#include "backend/format.h"
#include "pages/jobs/words.h"

namespace hearth::desktop {

QVariant EarningsListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const control::EarningsRow& row = rows()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case ReceiptId:
        return QString::fromStdString(row.receipt_id);
    case Qt::DisplayRole:
    case ShortId:
        return format::shortId(row.receipt_id);
    case ModelName:
        return QString::fromStdString(row.model_name);
    case At:
        return format::time(std::optional(row.at));
    case AtExact:
        return format::dateTime(row.at);
    case State:
        return words::money(row.state);
    case Tone:
        return words::moneyTone(row.state);
    case Amount:
        return format::money(row.amount);
    case AmountExact:
        return format::moneyExact(row.amount);
    case Epoch:
        return QString::number(row.epoch);
    case CutShort:
        return row.cut_short;
    default:
        return {};
    }
}

QHash<int, QByteArray> EarningsListModel::roleNames() const {
    return {{ReceiptId, "receiptId"},     {ShortId, "shortId"},  {ModelName, "modelName"}, {At, "at"},
            {AtExact, "atExact"},         {State, "moneyState"}, {Tone, "tone"},           {Amount, "amount"},
            {AmountExact, "amountExact"}, {Epoch, "epoch"},      {CutShort, "cutShort"}};
}

void EarningsListModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent)) emit moreWanted();
}

} // namespace hearth::desktop
