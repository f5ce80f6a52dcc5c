// SPDX-License-Identifier: Apache-2.0
#include "backend/preferences.h"

#include <QEvent>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace hearth::desktop {

Preferences::Preferences(bool keep, QObject* parent) : QObject(parent) {
    if (keep) {
        m_store = std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("hearth"),
                                              QStringLiteral("desktop"));
        setTheme(m_store->value(QStringLiteral("theme"), m_theme).toString());
        setTextScale(m_store->value(QStringLiteral("textScale"), 1.0).toDouble());
        m_reduced_motion = m_store->value(QStringLiteral("reducedMotion"), false).toBool();
        m_language = m_store->value(QStringLiteral("language")).toString();
    }
    qApp->installEventFilter(this);
}

void Preferences::setTheme(const QString& theme) {
    static const QStringList known{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
    if (theme == m_theme || !known.contains(theme)) return;
    m_theme = theme;
    store("theme", theme);
}

bool Preferences::dark() const {
    if (m_theme != QLatin1String("system")) return m_theme == QLatin1String("dark");
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Preferences::setTextScale(double scale) {
    const double bounded = std::clamp(scale, 0.85, 1.6);
    if (qFuzzyCompare(bounded, m_text_scale)) return;
    m_text_scale = bounded;
    store("textScale", bounded);
}

void Preferences::setReducedMotion(bool reduced) {
    if (reduced == m_reduced_motion) return;
    m_reduced_motion = reduced;
    store("reducedMotion", reduced);
}

void Preferences::setLanguage(const QString& language) {
    if (language == m_language) return;
    m_language = language;
    store("language", language);
}

void Preferences::store(const char* key, const QVariant& value) {
    if (m_store) m_store->setValue(QString::fromLatin1(key), value);
    emit changed();
}

bool Preferences::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange && watched == qApp) emit changed();
    return QObject::eventFilter(watched, event);
}

} // namespace hearth::desktop
