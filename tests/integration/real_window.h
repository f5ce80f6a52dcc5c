// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "application.h"
#include "control/client.h"
#include "core/home.h"
#include "node_process.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QQuickItem>
#include <QQuickStyle>
#include <QRegularExpression>
#include <QTest>

namespace hearth::test {

inline constexpr int within_ms = 2000;

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

/// The window on a real node, from outside: items by name, texts as they are shown.
class RealWindow : public QObject {
protected:
    void begin() {
        fail_on_complaints();
        // The window looks for hearthd beside its own program, which is this test, and on the path.
        qputenv("PATH", QByteArray(HEARTH_BINARY_DIR ":") + qgetenv("PATH"));
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QVERIFY(!m_node->import(tiny_model("llama-tied"), "tiny").isEmpty());
        open_window();
    }

    void end() {
        fail_on_complaints();
        if (m_application) QVERIFY(m_application->close());
        m_application.reset();
        // The service that the window started is nobody's child.
        core::Home home;
        home.root = m_node->home().toStdString();
        if (const auto node = control::connect(home.control_socket(), {})) (void)node.value()->shutdown();
        QTRY_VERIFY_WITH_TIMEOUT(!control::connect(home.control_socket(), {}).ok(), 30'000);
    }

    std::unique_ptr<NodeProcess> m_node;
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
    void open_window() {
        desktop::Options options;
        options.home = m_node->home().toStdString();
        options.language = QStringLiteral("en");
        m_application.reset(); // one window a home
        m_application = std::make_unique<desktop::Application>(options, QElapsedTimer());
        const auto opened = m_application->open();
        QVERIFY2(opened.ok(), opened ? "" : opened.error().message.c_str());
        m_window = qobject_cast<QQuickWindow*>(QGuiApplication::topLevelWindows().value(0));
        QVERIFY(m_window != nullptr);
        QTRY_VERIFY(serves());
    }
    void open_page(const char* key) { m_window->setProperty("page", QString::fromLatin1(key)); }
    bool serves() const { return text_of("sentence").startsWith(QLatin1String("Ready with tiny")); }
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
