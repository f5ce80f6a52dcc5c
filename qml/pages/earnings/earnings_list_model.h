// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_model.h"
#include "control/values.h"

#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// Single earnings, newest first. Asks for more when a view reaches the end.
class EarningsListModel : public RowModel<control::EarningsRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("EarningsReader fills it.")
public:
    enum Role {
        ReceiptId = Qt::UserRole + 1,
        ShortId,
        ModelName,
        At,
        AtExact,
        State,
        Tone,
        Amount,
        AmountExact,
        Epoch,
        CutShort ///< its caller ended the answer
    };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override { return !parent.isValid() && m_more; }
    void fetchMore(const QModelIndex& parent) override;
    void setMore(bool more) { m_more = more; }

signals:
    void moreWanted();

protected:
    std::string key(const control::EarningsRow& row) const override { return row.receipt_id; }
    bool same(const control::EarningsRow& a, const control::EarningsRow& b) const override {
        return a.state == b.state && a.amount == b.amount && a.at == b.at && a.epoch == b.epoch &&
               a.cut_short == b.cut_short;
    }

private:
    bool m_more = false;
};

} // namespace hearth::desktop
