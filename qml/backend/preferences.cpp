// SPDX-License-Identifier: Apache-2.0
#include "backend/preferences.h"

#include <QEvent>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace hearth::desktop {
namespace {

int hour_of(const QVariant& stored) {
    return std::clamp(stored.toInt(), 0, 23);
}

} // namespace

Preferences::Preferences(bool keep, QObject* parent) : QObject(parent) {
    if (keep) {
        m_store = std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("hearth"),
                                              QStringLiteral("desktop"));
        setTheme(m_store->value(QStringLiteral("theme"), m_theme).toString());
        setTextScale(m_store->value(QStringLiteral("textScale"), 1.0).toDouble());
        m_reduced_motion = m_store->value(QStringLiteral("reducedMotion"), false).toBool();
        m_language = m_store->value(QStringLiteral("language")).toString();
        m_tray_icon = m_store->value(QStringLiteral("trayIcon"), true).toBool();
        m_notices = m_store->value(QStringLiteral("notices"), true).toBool();
        m_quiet_from = hour_of(m_store->value(QStringLiteral("quietFrom"), m_quiet_from));
        m_quiet_to = hour_of(m_store->value(QStringLiteral("quietTo"), m_quiet_to));
        m_proposals_told = m_store->value(QStringLiteral("proposalsTold")).toStringList();
        m_place = m_store->value(QStringLiteral("place")).toRect();
        m_maximised = m_store->value(QStringLiteral("maximised"), false).toBool();
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
    const double bounded = std::clamp(scale, 0.85, 2.0);
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

void Preferences::setTrayIcon(bool wanted) {
    if (wanted == m_tray_icon) return;
    m_tray_icon = wanted;
    store("trayIcon", wanted);
}

void Preferences::setTrayThere(bool there) {
    if (there == m_tray_there) return;
    m_tray_there = there;
    emit changed();
}

void Preferences::setNoticesThere(bool there) {
    if (there == m_notices_there) return;
    m_notices_there = there;
    emit changed();
}

void Preferences::setNotices(bool wanted) {
    if (wanted == m_notices) return;
    m_notices = wanted;
    store("notices", wanted);
}

void Preferences::setQuietFrom(int hour) {
    if (hour_of(hour) == m_quiet_from) return;
    m_quiet_from = hour_of(hour);
    store("quietFrom", m_quiet_from);
}

void Preferences::setQuietTo(int hour) {
    if (hour_of(hour) == m_quiet_to) return;
    m_quiet_to = hour_of(hour);
    store("quietTo", m_quiet_to);
}

void Preferences::setProposalsTold(const QStringList& told) {
    if (told == m_proposals_told) return;
    m_proposals_told = told;
    if (m_store) m_store->setValue(QStringLiteral("proposalsTold"), told);
}

void Preferences::setPlace(const QRect& place, bool maximised) {
    if (place == m_place && maximised == m_maximised) return;
    m_place = place;
    m_maximised = maximised;
    if (!m_store) return;
    m_store->setValue(QStringLiteral("place"), place);
    m_store->setValue(QStringLiteral("maximised"), maximised);
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
