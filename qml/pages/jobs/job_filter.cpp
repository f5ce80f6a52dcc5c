// SPDX-License-Identifier: Apache-2.0
#include "job_filter.h"

#include "job_list_model.h"

namespace hearth::desktop {

JobFilter::JobFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    connect(this, &QAbstractItemModel::rowsInserted, this, &JobFilter::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &JobFilter::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &JobFilter::countChanged);
}

void JobFilter::setGroup(const QString& group) {
    if (group == m_group) return;
    m_group = group;
    emit groupChanged();
    invalidateRowsFilter();
}

void JobFilter::setText(const QString& text) {
    const QString wanted = text.trimmed().toLower();
    if (wanted == m_text) return;
    m_text = wanted;
    emit textChanged();
    invalidateRowsFilter();
}

bool JobFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_group.isEmpty() && index.data(JobListModel::Group).toString() != m_group) return false;
    return m_text.isEmpty() || index.data(JobListModel::Search).toString().contains(m_text);
}

QString JobFilter::receiptAt(int row) const {
    return index(row, 0).data(JobListModel::ReceiptId).toString();
}
QString JobFilter::jobAt(int row) const {
    return index(row, 0).data(JobListModel::JobId).toString();
}
QString JobFilter::reasonAt(int row) const {
    return index(row, 0).data(JobListModel::Reason).toString();
}

} // namespace hearth::desktop
