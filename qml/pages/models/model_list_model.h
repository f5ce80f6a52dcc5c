// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_model.h"
#include "control/values.h"

#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// The node's models.
class ModelListModel : public RowModel<control::ModelInfo> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("ModelsReader fills it.")
public:
    enum Role {
        ModelId = Qt::UserRole + 1,
        Name,
        Arch,
        Profiles,
        Size,
        Parameters,
        Context,
        License,
        Quality, ///< "perplexity 32.31 · …", "" when nothing was measured
        State,
        StateKey, ///< "ready", "loaded" or "disabled"
        Tone,
        Reason,
        IsDefault,
        Price,            ///< what the node asks, in a sentence; "" where the ledger knows no price
        ReceiptsInWindow, ///< that may still be audited and need the model for it
        SourceSize,       ///< of what it was made of, where that is kept: "88 MiB"; else ""
        Kind,             ///< "text", or of what answers no questions "embedding" or "tensors"
    };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

protected:
    std::string key(const control::ModelInfo& row) const override { return row.model_id; }
    bool same(const control::ModelInfo& a, const control::ModelInfo& b) const override;
};

} // namespace hearth::desktop
