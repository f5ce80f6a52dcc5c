// SPDX-License-Identifier: Apache-2.0
#include "backend/node_connection.h"
#include "backend/preferences.h"
#include "fake/scripted_door.h"

#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <memory>

using namespace hearth;
using namespace hearth::desktop;

namespace {

/// A scripted node that goes away does so after some three seconds, and its page fades then.
constexpr int settle_ms = 6000, watch_ms = 10'000, most_frames = 2 * watch_ms / 1000;

/// A node of its own behind the connection of each window.
struct Node {
    explicit Node(const std::string& scenario)
        : door(fake::ScriptedDoor::make(scenario, core::system_clock(), false)), connection(executor, door) {
        connection.begin();
    }
    ~Node() { executor.shutdown(std::chrono::seconds(2)); }

    BackendExecutor executor{2};
    std::shared_ptr<fake::ScriptedDoor> door;
    NodeConnection connection;
};

struct Watched {
    QString name;
    std::unique_ptr<Node> node;
    std::unique_ptr<QQuickWindow> window;
    int frames = 0;
};

const char* const pages[] = {"overview", "jobs",       "earnings", "playground", "models",  "devices",
                             "work",     "governance", "network",  "gateway",    "settings"};

} // namespace

/// All windows stand side by side and are watched in the same ten seconds.
class QmlStillness : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_component =
            std::make_unique<QQmlComponent>(&m_engine, QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Window/Main.qml")));
        QVERIFY2(m_component->isReady(), qPrintable(m_component->errorString()));
        for (const char* page : pages) {
            open("idle", page, false);
            open("idle", page, true);
        }
        for (const char* scenario :
             {"first-run", "problem", "paused", "offline", "offline-refused", "onboarding", "onboarding-work"})
            open(scenario, "overview", false);
        for (const auto& watched : m_windows)
            QVERIFY2(watched->window != nullptr, qPrintable(watched->name));
        // Figures that move with each answer, told as often as the node likes.
        connect(&m_jitter, &QTimer::timeout, this, [this] {
            for (Node* node : m_restless)
                node->door->node()->tick();
        });
        m_jitter.start(250);
        QTest::qWait(settle_ms);
        for (const auto& watched : m_windows)
            connect(watched->window.get(), &QQuickWindow::frameSwapped, this,
                    [counted = watched.get()] { ++counted->frames; });
        QTest::qWait(watch_ms);
    }

    void nothingIsDrawnWhileNothingChanges_data() {
        QTest::addColumn<int>("frames");
        for (const auto& watched : m_windows)
            QTest::newRow(qPrintable(watched->name)) << watched->frames;
    }
    void nothingIsDrawnWhileNothingChanges() {
        QFETCH(int, frames);
        qInfo("%d frames in ten seconds", frames);
        QVERIFY2(frames <= most_frames, qPrintable(QString::number(frames)));
    }

    /// A window that were never drawn would pass as well.
    void figuresThatMoveAreDrawn() {
        const auto overview = std::find_if(m_windows.begin(), m_windows.end(), [](const auto& watched) {
            return watched->name == QLatin1String("idle, figures move: overview");
        });
        QVERIFY(overview != m_windows.end());
        QVERIFY((*overview)->frames > 0);
    }

    void cleanupTestCase() {
        m_jitter.stop();
        m_restless.clear();
        for (const auto& watched : m_windows)
            watched->window.reset();
        m_windows.clear();
    }

private:
    void open(const char* scenario, const char* page, bool restless) {
        auto watched = std::make_unique<Watched>();
        watched->name = QStringLiteral("%1%2: %3")
                            .arg(QLatin1String(scenario), restless ? QStringLiteral(", figures move") : QString(),
                                 QLatin1String(page));
        watched->node = std::make_unique<Node>(scenario);
        if (restless) m_restless.push_back(watched->node.get());
        QObject* made = m_component->createWithInitialProperties(
            {{QStringLiteral("connection"), QVariant::fromValue(&watched->node->connection)},
             {QStringLiteral("preferences"), QVariant::fromValue(&m_preferences)},
             {QStringLiteral("page"), QString::fromLatin1(page)}});
        watched->window.reset(qobject_cast<QQuickWindow*>(made));
        if (watched->window) watched->window->show();
        m_windows.push_back(std::move(watched));
    }

    QQmlApplicationEngine m_engine;
    std::unique_ptr<QQmlComponent> m_component;
    Preferences m_preferences{false};
    std::vector<std::unique_ptr<Watched>> m_windows;
    std::vector<Node*> m_restless;
    QTimer m_jitter;
};

QTEST_MAIN(QmlStillness)
#include "tst_qml_stillness.moc"
