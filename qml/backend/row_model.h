// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/row_order.h"

#include <QAbstractListModel>

#include <string>
#include <unordered_set>
#include <vector>

namespace hearth::desktop {

/// A list of values with a key each. replace() turns the old list into the new one by the fewest insertions,
/// removals and changes, so that views keep their place; an order that changed resets the list.
template <typename Row>
class RowModel : public QAbstractListModel {
public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    const std::vector<Row>& rows() const { return m_rows; }

    void replace(std::vector<Row> rows) {
        if (!keepsOrder(m_rows, rows, [this](const Row& row) { return key(row); })) {
            beginResetModel();
            m_rows = std::move(rows);
            endResetModel();
            return;
        }
        removeMissing(rows);
        insertNew(rows);
        updateChanged(std::move(rows));
    }

    void append(std::vector<Row> rows) {
        if (rows.empty()) return;
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
        endInsertRows();
    }

    /// Changes one row in place; `roles` empty = any of them.
    template <typename Change>
    void edit(int row, Change change, const QList<int>& roles = {}) {
        if (row < 0 || row >= rowCount()) return;
        change(m_rows[static_cast<std::size_t>(row)]);
        emit dataChanged(index(row), index(row), roles);
    }

    int indexOf(const std::string& wanted) const {
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            if (key(m_rows[i]) == wanted) return static_cast<int>(i);
        return -1;
    }

protected:
    virtual std::string key(const Row& row) const = 0;
    virtual bool same(const Row& a, const Row& b) const = 0;

private:
    void removeMissing(const std::vector<Row>& rows) {
        std::unordered_set<std::string> wanted;
        for (const Row& row : rows)
            wanted.insert(key(row));
        for (int last = rowCount() - 1; last >= 0; --last) {
            if (wanted.contains(key(at(last)))) continue;
            int first = last;
            while (first > 0 && !wanted.contains(key(at(first - 1))))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first;
        }
    }

    void insertNew(const std::vector<Row>& rows) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i < m_rows.size() && key(m_rows[i]) == key(rows[i])) continue;
            // Everything of the old list is in the new one, in order: what differs here is new.
            std::size_t end = i + 1;
            const std::string next = i < m_rows.size() ? key(m_rows[i]) : std::string();
            while (end < rows.size() && (i >= m_rows.size() || key(rows[end]) != next))
                ++end;
            beginInsertRows({}, static_cast<int>(i), static_cast<int>(end) - 1);
            m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(i),
                          rows.begin() + static_cast<std::ptrdiff_t>(i),
                          rows.begin() + static_cast<std::ptrdiff_t>(end));
            endInsertRows();
            i = end - 1;
        }
    }

    void updateChanged(std::vector<Row> rows) {
        for (int i = 0; i < rowCount(); ++i) {
            Row& now = rows[static_cast<std::size_t>(i)];
            if (same(at(i), now)) continue;
            m_rows[static_cast<std::size_t>(i)] = std::move(now);
            emit dataChanged(index(i), index(i));
        }
    }

    const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    std::vector<Row> m_rows;
};

} // namespace hearth::desktop
