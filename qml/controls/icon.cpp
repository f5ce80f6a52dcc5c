// SPDX-License-Identifier: Apache-2.0
#include "icon.h"

#include <QFile>
#include <QHash>
#include <QPainter>
#include <QSvgRenderer>

namespace hearth::desktop {
namespace {

/// The icon's text; the files never change, so each is read once.
const QByteArray& drawing(const QString& name) {
    static QHash<QString, QByteArray> read;
    const auto known = read.constFind(name);
    if (known != read.constEnd()) return *known;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return *read.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
}

} // namespace

Icon::Icon(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    setImplicitSize(20, 20);
}

void Icon::setName(const QString& name) {
    if (name == m_name) return;
    m_name = name;
    emit nameChanged();
    update();
}

void Icon::setColor(const QColor& color) {
    if (color == m_color) return;
    m_color = color;
    emit colorChanged();
    update();
}

void Icon::paint(QPainter* painter) {
    if (m_name.isEmpty()) return;
    QByteArray text = drawing(m_name);
    if (text.isEmpty()) return;
    text.replace("currentColor", m_color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(text);
    painter->setOpacity(m_color.alphaF());
    renderer.render(painter, boundingRect());
}

} // namespace hearth::desktop
