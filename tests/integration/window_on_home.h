// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QQuickItem>
#include <QQuickStyle>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace hearth::test {

/// What QML has to complain about names a file of ours.
inline void fail_on_complaints() {
    QTest::failOnWarning(QRegularExpression(QStringLiteral("qrc:/")));
}

/// The first visible item below `root` that `fits`, in the order in which they are drawn.
template <typename Fits>
QQuickItem* find(QQuickItem* root, const Fits& fits) {
    if (root == nullptr || !root->isVisible()) return nullptr;
    if (fits(*root)) return root;
    for (QQuickItem* child : root->childItems())
        if (QQuickItem* found = find(child, fits)) return found;
    return nullptr;
}

/// Every text that is shown below `root`, but for the log's lines, which are in one language for whoever helps.
inline void gather(const QQuickItem* root, QStringList& texts) {
    if (!root->isVisible() || root->objectName() == QLatin1String("logLine")) return;
    if (root->inherits("QQuickText")) texts << root->property("text").toString();
    for (const QQuickItem* child : root->childItems())
        gather(child, texts);
}

inline void press(QWindow* window, const QQuickItem& item) {
    QTest::mouseClick(window, Qt::LeftButton, {}, item.mapToScene({item.width() / 2, item.height() / 2}).toPoint());
}

/// The window on somebody's home, from outside: items by name, texts as they are shown.
class WindowOnHome : public QObject {
protected:
    std::unique_ptr<desktop::Application> m_application;
    QQuickWindow* m_window = nullptr;

    QQuickItem* named(const char* name) const {
        return find(m_window->contentItem(),
                    [&](const QQuickItem& item) { return item.objectName() == QLatin1String(name); });
    }
    bool reads(const QString& text) const {
        return find(m_window->contentItem(), [&](const QQuickItem& item) {
                   return item.property("text").toString().startsWith(text);
               }) != nullptr;
    }
    QString text_of(const char* name) const {
        const QQuickItem* item = named(name);
        return item != nullptr ? item->property("text").toString() : QString();
    }
    void click(const char* name) {
        const QQuickItem* item = named(name);
        QVERIFY2(item != nullptr, name);
        press(m_window, *item);
    }
    void open_on(const QString& home) {
        desktop::Options options;
        options.home = home.toStdString();
        options.language = QStringLiteral("en");
        m_window = nullptr;
        m_application.reset(); // one window a home
        m_application = std::make_unique<desktop::Application>(options, QElapsedTimer());
        const auto opened = m_application->open();
        QVERIFY2(opened.ok(), opened ? "" : opened.error().message.c_str());
        m_window = qobject_cast<QQuickWindow*>(QGuiApplication::topLevelWindows().value(0));
        QVERIFY(m_window != nullptr);
    }
    void open_page(const char* key) { m_window->setProperty("page", QString::fromLatin1(key)); }
};

/// Runs a test of the window: an application in its own style, with settings of its own.
template <typename Test>
int run_window(int argc, char** argv) {
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    const QApplication application(argc, argv);
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace hearth::test
