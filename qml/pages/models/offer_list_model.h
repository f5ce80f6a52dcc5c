// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_model.h"
#include "control/values.h"

#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// Models that could be here.
class OfferListModel : public RowModel<control::ModelOffer> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("HubReader fills it.")
public:
    enum Role {
        Reference = Qt::UserRole + 1,
        Title,
        Facts,        ///< "638 MiB · Q4_K_M · Apache-2.0 · …", what is known of it
        Speed,        ///< said to be an estimate; "" where there is none
        Fit,          ///< whether it fits, or why it cannot be used, in a sentence
        FitWord,      ///< the same in a word or two; "" where nobody knows
        Tone,         ///< of that word
        Pinned,       ///< the bytes that will come are known by their hash
        IsRepository, ///< its files are what can be pulled
        Usable,
    };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    /// One by itself: {reference, title, facts, speed}.
    static QVariantMap inWords(const control::ModelOffer& offer);

protected:
    std::string key(const control::ModelOffer& row) const override { return row.reference; }
    bool same(const control::ModelOffer& a, const control::ModelOffer& b) const override;
};

} // namespace hearth::desktop
