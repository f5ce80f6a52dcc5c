// SPDX-License-Identifier: Apache-2.0
#include "screenshots.h"

#include "options.h"

#include <QCoreApplication>
#include <QDir>
#include <QImage>
#include <QQuickItem>

#include <algorithm>
#include <cstdio>

namespace hearth::desktop {
namespace {

constexpr int look_every_ms = 60, least_wait_ms = 420, longest_wait_ms = 12'000;

} // namespace

Screenshots::Screenshots(QQuickWindow& window, NodeConnection& connection, Preferences& preferences, QMenu& tray_menu,
                         QString folder, QObject* parent)
    : QObject(parent), m_window(window), m_connection(connection), m_preferences(preferences), m_tray_menu(tray_menu),
      m_folder(std::move(folder)) {
    for (const QSize size : {QSize(1280, 800), QSize(900, 600)})
        for (const char* theme : {"light", "dark"})
            for (const QString& page : connection.scenario().startsWith(QLatin1String("onboarding"))
                                           ? QStringList{QStringLiteral("onboarding")}
                                           : pageKeys())
                m_shots.push_back({page, QString::fromLatin1(theme), size});
}

void Screenshots::begin() {
    if (!QDir().mkpath(m_folder)) {
        std::fprintf(stderr, "The folder %s cannot be made.\n", qPrintable(m_folder));
        QMetaObject::invokeMethod(
            qApp, [] { QCoreApplication::exit(1); }, Qt::QueuedConnection);
        return;
    }
    m_preferences.setReducedMotion(true);
    m_window.show();
    next();
}

void Screenshots::next() {
    if (m_current >= m_shots.size()) {
        shootMenu();
        std::printf("%zu pictures in %s\n", m_shots.size() + 1, qPrintable(m_folder));
        QCoreApplication::exit(m_failed ? 1 : 0);
        return;
    }
    prepare(m_shots[m_current]);
    m_waited_ms = 0;
    QTimer::singleShot(look_every_ms, this, &Screenshots::settle);
}

void Screenshots::prepare(const Shot& shot) {
    m_window.resize(shot.size);
    m_preferences.setTheme(shot.theme);
    m_window.setProperty("page", shot.page);
    if (shot.page == QLatin1String("onboarding")) return chooseOther(shot.theme == QLatin1String("dark"));
    auto* page = m_window.property("pageItem").value<QQuickItem*>();
    // A real node is not made to work for a picture.
    if (page == nullptr || m_connection.scenario().isEmpty()) return;
    // In one theme what an invitation means is shown as well.
    if (auto* join = page->findChild<QQuickItem*>(QStringLiteral("join"));
        join != nullptr && shot.theme == QLatin1String("dark"))
        QMetaObject::invokeMethod(join, "examine", Q_ARG(QString, QStringLiteral("hearth-network-1.scripted")));
    if (shot.page == QLatin1String("settings"))
        if (auto* doctor = page->findChild<QQuickItem*>(QStringLiteral("doctor")))
            QMetaObject::invokeMethod(doctor, "examine");
}

/// In one theme the steps of the set-up show what is not proposed.
void Screenshots::chooseOther(bool other) {
    const std::pair<const char*, const char*> choices[] = {{"identityWay", other ? "restore" : "create"},
                                                           {"company", other ? "network" : "solo"}};
    for (const auto& [name, key] : choices)
        if (auto* choice = m_window.findChild<QQuickItem*>(QString::fromLatin1(name)))
            QMetaObject::invokeMethod(choice, "chosen", Q_ARG(QString, QString::fromLatin1(key)));
}

void Screenshots::settle() {
    m_waited_ms += look_every_ms;
    auto* page = m_window.property("pageItem").value<QQuickItem*>();
    if (m_shots[m_current].page == QLatin1String("playground") && !m_asked && !m_connection.scenario().isEmpty() &&
        page->property("ready").toBool()) {
        m_asked = true;
        QMetaObject::invokeMethod(page, "ask",
                                  Q_ARG(QString, tr("What is a hearth, and what has it to do with this program?")));
    }
    const bool talking = page != nullptr && page->property("busy").toBool();
    const bool connected = m_connection.online() || m_connection.condition() != QLatin1String("connecting");
    const bool calm = connected && !talking && m_waited_ms >= least_wait_ms;
    // The connection's own questions come and go; whatever a page reads has come by then.
    if (calm || m_waited_ms >= longest_wait_ms)
        shoot();
    else
        QTimer::singleShot(look_every_ms, this, &Screenshots::settle);
}

void Screenshots::shoot() {
    const Shot& shot = m_shots[m_current];
    // What could be here stands below what is: in one theme the lower end is shown.
    auto* page = m_window.property("pageItem").value<QQuickItem*>();
    if (shot.page == QLatin1String("models") && shot.theme == QLatin1String("dark") && page != nullptr)
        page->setProperty("contentY", std::max(0.0, page->property("contentHeight").toReal() - page->height()));
    save(m_window.grabWindow(),
         QStringLiteral("%1-%2-%3x%4").arg(shot.page, shot.theme).arg(shot.size.width()).arg(shot.size.height()));
    ++m_current;
    next();
}

void Screenshots::shootMenu() {
    m_tray_menu.adjustSize();
    save(m_tray_menu.grab().toImage(), QStringLiteral("tray-menu"));
}

void Screenshots::save(const QImage& image, const QString& name) {
    const QString file = m_folder + QLatin1Char('/') + name + QStringLiteral(".png");
    if (!image.isNull() && image.save(file)) return;
    std::fprintf(stderr, "%s could not be written.\n", qPrintable(file));
    m_failed = true;
}

} // namespace hearth::desktop
