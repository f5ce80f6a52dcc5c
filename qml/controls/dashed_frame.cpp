// SPDX-License-Identifier: Apache-2.0
#include "dashed_frame.h"

#include <QPainter>

namespace hearth::desktop {

DashedFrame::DashedFrame(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &DashedFrame::changed, this, [this] { update(); });
}

void DashedFrame::paint(QPainter* painter) {
    QPen pen(m_color, 1.4);
    pen.setDashPattern({4, 3.5});
    painter->setPen(pen);
    if (height() < 4)
        painter->drawLine(QPointF(0, height() / 2), QPointF(width(), height() / 2));
    else
        painter->drawRoundedRect(boundingRect().adjusted(0.7, 0.7, -0.7, -0.7), m_radius, m_radius);
}

} // namespace hearth::desktop
