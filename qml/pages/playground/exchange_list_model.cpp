// SPDX-License-Identifier: Apache-2.0
#include "exchange_list_model.h"

namespace hearth::desktop {
namespace {

QString state_name(Exchange::State state) {
    switch (state) {
    case Exchange::State::waiting:
        return QStringLiteral("waiting");
    case Exchange::State::streaming:
        return QStringLiteral("streaming");
    case Exchange::State::done:
        return QStringLiteral("done");
    case Exchange::State::stopped:
        return QStringLiteral("stopped");
    case Exchange::State::failed:
        return QStringLiteral("failed");
    }
    return {};
}

} // namespace

QVariant ExchangeListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Exchange& row = rows()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Prompt:
        return row.prompt;
    case Answer:
        return row.answer;
    case Error:
        return row.error;
    case State:
        return state_name(row.state);
    case Level:
        return row.level;
    case LevelText:
        return row.level_text;
    case ReceiptId:
        return row.receipt_id;
    case Figures:
        return row.figures;
    case Checks:
        return row.checks;
    default:
        return {};
    }
}

QHash<int, QByteArray> ExchangeListModel::roleNames() const {
    return {{Prompt, "prompt"}, {Answer, "answer"}, {Error, "error"}, {State, "exchangeState"}, {Level, "level"},
            {LevelText, "levelText"}, {ReceiptId, "receiptId"}, {Figures, "figures"}, {Checks, "checks"}};
}

} // namespace hearth::desktop
