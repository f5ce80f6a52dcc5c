// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_model.h"
#include "control/values.h"

#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// Jobs, newest first. Asks for older ones when a view reaches the end.
class JobListModel : public RowModel<control::JobRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("JobsReader fills it.")
public:
    enum Role {
        JobId = Qt::UserRole + 1,
        ReceiptId,
        ModelName,
        Profile,
        At,      ///< text
        AtExact, ///< text with date
        Tokens,  ///< "18 → 240"
        Level,
        LevelText,
        LevelTone,
        State, ///< one or two words
        Tone,
        Reason,
        Earned,
        EarnedExact,
        MoneyState,
        MoneyTone,
        Stages
    };
    Q_ENUM(Role)

    using RowModel::RowModel;

    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// So many rows may come by themselves, without anybody scrolling to older ones.
    static constexpr std::size_t most_followed = 12'000;

    void setMore(bool more) { m_more = more; }
    Q_INVOKABLE QString receiptAt(int row) const;
    Q_INVOKABLE QString jobAt(int row) const;
    /// Why the job ended before its time; empty = it did not.
    Q_INVOKABLE QString reasonAt(int row) const;
    /// The newest rows as they are now; older rows that are known stay.
    void mergeNewest(std::vector<control::JobRow> newest);

signals:
    void moreWanted();

protected:
    std::string key(const control::JobRow& row) const override { return row.job_id; }
    bool same(const control::JobRow& a, const control::JobRow& b) const override;

private:
    bool m_more = false;
};

} // namespace hearth::desktop
