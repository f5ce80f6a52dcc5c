// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QFont>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace hearth::desktop {

/// Sums per bucket of time as columns over a scale that starts at 0, with a dashed line for an estimate where it
/// is within that scale. A table beside it must say the same; arrow keys and the mouse move `current`.
class BarChart : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QList<double> values MEMBER m_values WRITE setValues NOTIFY dataChanged)
    /// Maps {at: 0…1, text}.
    Q_PROPERTY(QVariantList ticks MEMBER m_ticks NOTIFY dataChanged)
    /// Per bucket; negative = none.
    Q_PROPERTY(double estimate MEMBER m_estimate NOTIFY dataChanged)
    /// Whether the estimate is within the scale, so that its line is there.
    Q_PROPERTY(bool estimateShown READ estimateShown NOTIFY dataChanged)
    Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY currentChanged)
    Q_PROPERTY(QColor barColor MEMBER m_bar NOTIFY styleChanged)
    Q_PROPERTY(QColor lineColor MEMBER m_line NOTIFY styleChanged)
    Q_PROPERTY(QColor textColor MEMBER m_text NOTIFY styleChanged)
    Q_PROPERTY(QColor estimateColor MEMBER m_dashes NOTIFY styleChanged)
    Q_PROPERTY(double fontSize MEMBER m_font_size NOTIFY styleChanged)
public:
    explicit BarChart(QQuickItem* parent = nullptr);

    void setValues(const QList<double>& values);
    int current() const { return m_current; }
    void setCurrent(int index);
    bool estimateShown() const { return m_estimate > 0 && m_estimate <= top(); }
    void paint(QPainter* painter) override;
    /// The bucket under a point of the item, -1 beside the columns.
    Q_INVOKABLE int bucketAt(double x) const;
    /// Where the middle of a bucket is.
    Q_INVOKABLE double xOf(int index) const;

    /// The least "round" number (1, 2, 2.5 or 5 × 10ⁿ) that is not below `value`.
    static double roundUp(double value);

signals:
    void dataChanged();
    void styleChanged();
    void currentChanged();

private:
    QRectF plot() const;
    double top() const;
    QStringList scale() const; ///< figures from 0 upward; empty without data
    QFont font() const;
    void paintScale(QPainter& painter, const QRectF& area) const;
    void paintBars(QPainter& painter, const QRectF& area) const;
    void paintEstimate(QPainter& painter, const QRectF& area) const;

    QList<double> m_values;
    QVariantList m_ticks;
    double m_estimate = -1, m_font_size = 12;
    int m_current = -1;
    QColor m_bar, m_line, m_text, m_dashes;
};

} // namespace hearth::desktop
