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
    QString prompt, answer, error;
    State state = State::waiting;
    QString level, level_text, receipt_id, figures;
    QVariantList checks;
};

/// The questions of this window, oldest first. Nothing of it is stored anywhere.
class ExchangeListModel : public RowModel<Exchange> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Talk fills it.")
public:
    enum Role { Prompt = Qt::UserRole + 1, Answer, Error, State, Level, LevelText, ReceiptId, Figures, Checks };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

protected:
    std::string key(const Exchange& row) const override { return row.id; }
    bool same(const Exchange&, const Exchange&) const override { return false; }
};

} // namespace hearth::desktop
