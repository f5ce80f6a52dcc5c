// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSortFilterProxyModel>
#include <QtQml/qqmlregistration.h>

namespace hearth::desktop {

/// The jobs of one group that hold a text; "" = all.
class JobFilter : public QSortFilterProxyModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString group READ group WRITE setGroup NOTIFY groupChanged)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
public:
    explicit JobFilter(QObject* parent = nullptr);

    const QString& group() const { return m_group; }
    void setGroup(const QString& group);
    const QString& text() const { return m_text; }
    void setText(const QString& text);
    int count() const { return rowCount(); }
    Q_INVOKABLE QString receiptAt(int row) const;
    Q_INVOKABLE QString jobAt(int row) const;
    /// Why the job ended before its time; empty = it did not.
    Q_INVOKABLE QString reasonAt(int row) const;

signals:
    void groupChanged();
    void textChanged();
    void countChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_group, m_text;
};

} // namespace hearth::desktop
