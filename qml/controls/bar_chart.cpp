// SPDX-License-Identifier: Apache-2.0
#include "bar_chart.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace hearth::desktop {
namespace {

constexpr int lines = 4;
constexpr double right_margin = 4, top_margin = 8, label_gap = 9;

} // namespace

BarChart::BarChart(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    const auto redraw = [this] { update(); };
    connect(this, &BarChart::dataChanged, this, redraw);
    connect(this, &BarChart::styleChanged, this, redraw);
    connect(this, &BarChart::currentChanged, this, redraw);
}

void BarChart::setValues(const QList<double>& values) {
    if (values == m_values) return;
    m_values = values;
    emit dataChanged();
    if (m_current >= m_values.size()) setCurrent(-1);
}

void BarChart::setCurrent(int index) {
    const int bounded = std::clamp(index, -1, static_cast<int>(m_values.size()) - 1);
    if (bounded == m_current) return;
    m_current = bounded;
    emit currentChanged();
}

double BarChart::roundUp(double value) {
    if (!(value > 0)) return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0})
        if (step * power >= value * (1 - 1e-12)) return step * power;
    return 10 * power;
}

double BarChart::top() const {
    double most = 0;
    for (const double value : m_values)
        if (std::isfinite(value)) most = std::max(most, value);
    return roundUp(most / lines) * lines;
}

QStringList BarChart::scale() const {
    const bool anything = std::any_of(m_values.begin(), m_values.end(), [](double v) { return v > 0; });
    // A scale without figures on it would only look like one.
    if (!anything) return {};
    const double step = top() / lines;
    int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 8);
    // 0.25 has one digit more than its size says.
    const double shifted = step * std::pow(10, decimals);
    if (std::abs(shifted - std::round(shifted)) > 1e-6) ++decimals;
    QStringList figures{QStringLiteral("0")};
    for (int i = 1; i <= lines; ++i)
        figures << QLocale().toString(step * i, 'f', decimals);
    return figures;
}

QFont BarChart::font() const {
    QFont font = QGuiApplication::font();
    font.setPixelSize(std::max(6, static_cast<int>(std::lround(m_font_size))));
    return font;
}

QRectF BarChart::plot() const {
    const QFontMetricsF metrics(font());
    double widest = metrics.horizontalAdvance(QStringLiteral("0.00"));
    for (const QString& figure : scale())
        widest = std::max(widest, metrics.horizontalAdvance(figure));
    const double left = widest + label_gap, bottom = m_font_size * 2;
    return {left, top_margin, std::max(10.0, width() - left - right_margin),
            std::max(10.0, height() - bottom - top_margin)};
}

int BarChart::bucketAt(double x) const {
    const QRectF area = plot();
    if (m_values.isEmpty() || x < area.left() || x >= area.right()) return -1;
    return static_cast<int>((x - area.left()) / area.width() * static_cast<double>(m_values.size()));
}

double BarChart::xOf(int index) const {
    const QRectF area = plot();
    if (m_values.isEmpty()) return area.left();
    return area.left() + (index + 0.5) * area.width() / static_cast<double>(m_values.size());
}

void BarChart::paint(QPainter* painter) {
    const QRectF area = plot();
    painter->setFont(font());
    paintScale(*painter, area);
    paintBars(*painter, area);
    paintEstimate(*painter, area);
}

void BarChart::paintScale(QPainter& painter, const QRectF& area) const {
    const QStringList figures = scale();
    for (int i = 0; i <= lines; ++i) {
        const double y = std::round(area.bottom() - area.height() * i / lines) + 0.5;
        painter.setPen(QPen(m_line, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        if (figures.isEmpty()) continue;
        painter.setPen(m_text);
        const QRectF place(0, y - m_font_size, area.left() - label_gap, 2 * m_font_size);
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, figures[i]);
    }
    const double half = m_font_size * 4;
    painter.setPen(m_text);
    for (const QVariant& entry : m_ticks) {
        const QVariantMap tick = entry.toMap();
        const double x = area.left() + tick.value(QStringLiteral("at")).toDouble() * area.width();
        const double left = std::clamp(x - half, 0.0, std::max(0.0, width() - 2 * half));
        int align = Qt::AlignHCenter;
        if (left > x - half) align = Qt::AlignLeft;
        if (left < x - half) align = Qt::AlignRight;
        painter.drawText(QRectF(left, area.bottom() + 6, 2 * half, 1.6 * m_font_size), align | Qt::AlignTop,
                         tick.value(QStringLiteral("text")).toString());
    }
}

void BarChart::paintBars(QPainter& painter, const QRectF& area) const {
    if (m_values.isEmpty()) return;
    const double most = top(), step = area.width() / static_cast<double>(m_values.size());
    const double bar = std::max(1.0, std::min(step * 0.72, 28.0));
    painter.setPen(Qt::NoPen);
    painter.setClipRect(area);
    for (int i = 0; i < m_values.size(); ++i) {
        const double value = m_values[i];
        if (!std::isfinite(value) || value <= 0) continue;
        const double tall = std::max(1.5, area.height() * value / most);
        const double round = std::min({3.0, bar / 2, tall});
        const QRectF column(xOf(i) - bar / 2, area.bottom() - tall, bar, tall);
        QPainterPath path;
        path.addRoundedRect(column.adjusted(0, 0, 0, round), round, round);
        QColor color = m_bar;
        if (m_current >= 0 && m_current != i) color.setAlphaF(0.45f);
        painter.fillPath(path, color);
    }
    painter.setClipping(false);
}

void BarChart::paintEstimate(QPainter& painter, const QRectF& area) const {
    if (!estimateShown()) return;
    const double y = area.bottom() - area.height() * m_estimate / top();
    QPen pen(m_dashes, 1.5);
    pen.setDashPattern({4, 4});
    painter.setPen(pen);
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
}

} // namespace hearth::desktop
