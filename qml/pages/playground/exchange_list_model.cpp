// SPDX-License-Identifier: Apache-2.0
#include "exchange_list_model.h"

#include "pages/jobs/words.h"
#include "talk_wish.h"

namespace hearth::desktop {
namespace {

QString summary_of(const QVariantList& checks) {
    int passed = 0, failed = 0, open = 0;
    for (const QVariant& check : checks) {
        const QString result = check.toMap().value(QStringLiteral("result")).toString();
        ++(result == QLatin1String("passed") ? passed : result == QLatin1String("failed") ? failed : open);
    }
    if (checks.isEmpty()) return ExchangeListModel::tr("Nothing was checked.");
    QStringList parts{ExchangeListModel::tr("%n checked", nullptr, passed)};
    if (failed > 0) parts << ExchangeListModel::tr("%n failed", nullptr, failed);
    if (open > 0) parts << ExchangeListModel::tr("%n not checked", nullptr, open);
    return parts.join(QStringLiteral(", "));
}

QString privacy_of(const QString& tier) {
    if (tier.isEmpty()) return {};
    if (tier == QLatin1String("P0"))
        return ExchangeListModel::tr("Privacy P0: whoever computed the answer could read the question.");
    if (tier == QLatin1String("P1"))
        return ExchangeListModel::tr("Privacy P1: only this home and nodes that it trusts computed it; in a network, "
                                     "whoever the ledger draws may check it.");
    return ExchangeListModel::tr("Privacy %1.").arg(tier);
}

} // namespace

QString stateName(Exchange::State state) {
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

QVariant ExchangeListModel::evidence(const Exchange& row, int role) const {
    switch (role) {
    case Level:
        return row.level;
    case LevelText:
        return row.level_text;
    case LevelTone:
        return words::levelTone(row.level.toStdString());
    case ReceiptId:
        return row.receipt_id;
    case EvidenceId:
        return row.receipt_id.isEmpty() ? row.evidence_id : QString();
    case Checks:
        return row.checks;
    case Summary:
        return row.level.isEmpty() ? QString() : summary_of(row.checks);
    case Privacy:
        return privacy_of(row.tier);
    case Network:
        return row.network.isEmpty() ? QString() : tr("Answered by %1").arg(networkWord(row.network));
    default:
        return {};
    }
}

QVariant ExchangeListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto at = static_cast<std::size_t>(index.row());
    const Exchange& row = rows()[at];
    switch (role) {
    case Qt::DisplayRole:
    case Prompt:
        return row.prompt;
    case Answer:
        return row.answer;
    case Error:
        return row.error;
    case State:
        return stateName(row.state);
    case Figures:
        return row.figures;
    case Begins:
        return at > 0 && rows()[at - 1].conversation != row.conversation;
    default:
        return evidence(row, role);
    }
}

QHash<int, QByteArray> ExchangeListModel::roleNames() const {
    return {{Prompt, "prompt"},   {Answer, "answer"},       {Error, "error"},         {State, "exchangeState"},
            {Level, "level"},     {LevelText, "levelText"}, {LevelTone, "levelTone"}, {ReceiptId, "receiptId"},
            {Figures, "figures"}, {Checks, "checks"},       {Network, "network"},     {EvidenceId, "evidenceId"},
            {Summary, "summary"}, {Begins, "begins"},       {Privacy, "privacy"}};
}

} // namespace hearth::desktop
