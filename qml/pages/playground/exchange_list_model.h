// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_model.h"

#include <QString>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace hearth::desktop {

/// One question and what came of it.
struct Exchange {
    enum class State { waiting, streaming, done, stopped, failed };
    std::string id;
    int conversation = 0; ///< exchanges of one are sent along with what is asked next in it
    QString system;       ///< what the model was told before
    QString prompt, answer, error;
    State state = State::waiting;
    QString network; ///< that answered; "home" is this one
    QString tier;    ///< of privacy, of whoever computed it; empty: an older version did not say it
    QString level, level_text, receipt_id, evidence_id, figures;
    QVariantList checks;
};

/// "waiting", "streaming", "done", "stopped", "failed".
QString stateName(Exchange::State state);

/// The questions of this window and, where a history is kept, of earlier ones; oldest first.
class ExchangeListModel : public RowModel<Exchange> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Talk fills it.")
public:
    enum Role {
        Prompt = Qt::UserRole + 1,
        Answer,
        Error,
        State,
        Level,
        LevelText,
        LevelTone,
        ReceiptId,
        Figures,
        Checks,
        Network,    ///< who answered, in a sentence
        EvidenceId, ///< of another network's answer
        Privacy,    ///< who computed it, in a sentence
        Summary,    ///< how much was checked and how much was not
        Begins      ///< a conversation
    };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

protected:
    std::string key(const Exchange& row) const override { return row.id; }
    bool same(const Exchange&, const Exchange&) const override { return false; }

private:
    QVariant evidence(const Exchange& row, int role) const;
};

} // namespace hearth::desktop
