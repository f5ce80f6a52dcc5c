// SPDX-License-Identifier: Apache-2.0
#include "sparkline.h"

#include <QPainter>

#include <algorithm>

namespace hearth::desktop {

Sparkline::Sparkline(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &Sparkline::changed, this, [this] { update(); });
}

void Sparkline::paint(QPainter* painter) {
    const double floor = height() - 1.5, tall = std::max(1.0, height() - 4);
    const auto place = [&](double at, double value) {
        const double share = m_most > 0 ? std::clamp(value / m_most, 0.0, 1.0) : 0;
        return QPointF(std::clamp(at, 0.0, 1.0) * width(), floor - share * tall);
    };
    painter->setPen(QPen(m_grid, 1));
    painter->drawLine(QPointF(0, floor), QPointF(width(), floor));
    if (m_limit > 0) {
        QPen dashes(m_grid, 1);
        dashes.setDashPattern({4, 4});
        painter->setPen(dashes);
        painter->drawLine(place(0, m_limit), place(1, m_limit));
    }
    painter->setPen(QPen(m_color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QPointF before;
    for (const QVariant& entry : m_points) {
        const QVariantMap point = entry.toMap();
        const QPointF here =
            place(point.value(QStringLiteral("at")).toDouble(), point.value(QStringLiteral("value")).toDouble());
        if (point.value(QStringLiteral("joined")).toBool())
            painter->drawLine(before, here);
        else
            painter->drawPoint(here);
        before = here;
    }
}

} // namespace hearth::desktop
