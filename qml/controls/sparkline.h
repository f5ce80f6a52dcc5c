// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace hearth::desktop {

/// A small line over time from 0 to `most`, with a dashed line at a limit. Where nothing is known there is no line.
/// A figure beside it must say what matters.
class Sparkline : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// Maps {at: 0…1, value, joined: with the point before}.
    Q_PROPERTY(QVariantList points MEMBER m_points NOTIFY changed)
    Q_PROPERTY(double most MEMBER m_most NOTIFY changed)
    /// 0 = none.
    Q_PROPERTY(double limit MEMBER m_limit NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)
    Q_PROPERTY(QColor gridColor MEMBER m_grid NOTIFY changed)
public:
    explicit Sparkline(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

signals:
    void changed();

private:
    QVariantList m_points;
    double m_most = 1, m_limit = 0;
    QColor m_color, m_grid;
};

} // namespace hearth::desktop
