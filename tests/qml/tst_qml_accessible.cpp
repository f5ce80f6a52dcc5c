// SPDX-License-Identifier: Apache-2.0
#include "backend/node_connection.h"
#include "backend/preferences.h"
#include "fake/scripted_door.h"

#include <QAccessible>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSet>
#include <QTest>

#include <memory>

using namespace hearth;
using namespace hearth::desktop;

namespace {

constexpr int most_stops = 400; ///< of the Tab key in one page
constexpr int most_depth = 64;

const char* const pages[] = {"overview", "jobs",       "earnings", "playground", "models",  "devices",
                             "work",     "governance", "network",  "gateway",    "settings"};

/// What a screen reader has no word for.
bool says_nothing(QAccessible::Role role) {
    return role == QAccessible::NoRole || role == QAccessible::Client || role == QAccessible::Window;
}

QString described(QAccessibleInterface* face) {
    const QObject* object = face->object();
    return QStringLiteral("%1 \"%2\" (%3, role %4)")
        .arg(QLatin1String(object != nullptr ? object->metaObject()->className() : "?"),
             object != nullptr ? object->objectName() : QString(), face->text(QAccessible::Name))
        .arg(static_cast<int>(face->role()));
}

/// Everything that a screen reader comes to from `face` downwards.
void walk(QAccessibleInterface* face, QSet<QObject*>& found, QStringList& faults, int depth = 0) {
    if (face == nullptr || !face->isValid() || face->state().invisible) return;
    if (depth > most_depth) {
        faults << QStringLiteral("The tree has no end below ") + described(face);
        return;
    }
    found << face->object();
    const bool nameless = face->text(QAccessible::Name).trimmed().isEmpty();
    if (face->state().focusable && !face->state().disabled && depth > 0 && (nameless || says_nothing(face->role())))
        faults << described(face);
    for (int i = 0; i < face->childCount(); ++i) {
        QAccessibleInterface* child = face->child(i);
        if (child != nullptr && child->parent() == nullptr)
            faults << QStringLiteral("No way back from ") + described(child);
        walk(child, found, faults, depth + 1);
    }
}

/// The visible item of this name.
QQuickItem* find(QQuickItem* root, const char* name) {
    if (!root->isVisible()) return nullptr;
    if (root->objectName() == QLatin1String(name)) return root;
    for (QQuickItem* child : root->childItems())
        if (QQuickItem* found = find(child, name)) return found;
    return nullptr;
}

} // namespace

/// The window as a screen reader gets it: from its own interface down, and along the Tab key.
class QmlAccessible : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        QAccessible::setActive(true);
        m_door = fake::ScriptedDoor::make("working", core::system_clock(), false);
        m_door->node()->setPace(std::chrono::milliseconds(0));
        m_connection = std::make_unique<NodeConnection>(m_executor, m_door);
        m_connection->begin();
        m_engine = std::make_unique<QQmlApplicationEngine>();
        m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_engine->setInitialProperties({{QStringLiteral("connection"), QVariant::fromValue(m_connection.get())},
                                        {QStringLiteral("preferences"), QVariant::fromValue(&m_preferences)},
                                        {QStringLiteral("page"), QStringLiteral("overview")}});
        m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Window/Main.qml")));
        m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().value(0));
        QVERIFY(m_window != nullptr);
        m_window->show();
        m_window->requestActivate();
        QVERIFY(QTest::qWaitForWindowActive(m_window));
        QTRY_VERIFY(m_connection->online());
    }

    void everyStopOfTheTabKeyHasANameARoleAndAPlaceInTheTree_data() {
        QTest::addColumn<QString>("page");
        for (const char* page : pages)
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void everyStopOfTheTabKeyHasANameARoleAndAPlaceInTheTree() {
        QFETCH(QString, page);
        m_window->setProperty("page", page);
        QTRY_VERIFY(m_window->property("pageItem").value<QQuickItem*>() != nullptr);
        QTest::qWait(200); // what the page reads
        QSet<QObject*> found;
        QStringList faults;
        walk(QAccessible::queryAccessibleInterface(m_window), found, faults);
        QVERIFY2(found.size() > 20, "a window without a tree would have no fault");

        QSet<QQuickItem*> stops;
        for (int i = 0; i < most_stops; ++i) {
            QTest::keyClick(m_window, Qt::Key_Tab);
            QQuickItem* item = m_window->activeFocusItem();
            if (item == nullptr || stops.contains(item)) break;
            stops << item;
            QAccessibleInterface* face = QAccessible::queryAccessibleInterface(item);
            if (face == nullptr || face->text(QAccessible::Name).trimmed().isEmpty() || says_nothing(face->role()))
                faults << QStringLiteral("At the Tab key: ") +
                              (face != nullptr ? described(face) : QLatin1String(item->metaObject()->className()));
            // What a row that is come to opens beside it is there since a moment ago.
            if (!found.contains(item)) walk(QAccessible::queryAccessibleInterface(m_window), found, faults);
            if (!found.contains(item))
                faults << QStringLiteral("Not in the tree: ") +
                              (face != nullptr ? described(face) : QLatin1String(item->metaObject()->className()));
        }
        faults.removeDuplicates();
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
        QVERIFY2(stops.size() > 10 && stops.size() < most_stops, qPrintable(QString::number(stops.size())));
    }

    /// As a screen reader presses: by the interface's action.
    void whatIsPressedThroughItsInterfaceActs() {
        const auto press = [this](const char* name) {
            QQuickItem* const item = find(m_window->contentItem(), name);
            QAccessibleInterface* const face = item != nullptr ? QAccessible::queryAccessibleInterface(item) : nullptr;
            QVERIFY2(face != nullptr && face->actionInterface() != nullptr, name);
            const QString action = QAccessibleActionInterface::pressAction();
            QVERIFY2(face->actionInterface()->actionNames().contains(action), name);
            face->actionInterface()->doAction(action);
        };
        press("page-earnings");
        QTRY_COMPARE(m_window->property("page").toString(), QStringLiteral("earnings"));
        press("page-overview");
        QTRY_COMPARE(m_window->property("page").toString(), QStringLiteral("overview"));
        press("pauseMenu");
        QTRY_VERIFY(find(m_window->contentItem(), "entry-now") != nullptr);
        press("entry-now");
        QTRY_COMPARE(m_door->node()->status()->state, control::NodeState::paused);
    }

    void cleanupTestCase() {
        m_engine.reset();
        m_connection.reset();
        m_executor.shutdown(std::chrono::seconds(2));
    }

private:
    BackendExecutor m_executor{4};
    Preferences m_preferences{false};
    std::shared_ptr<fake::ScriptedDoor> m_door;
    std::unique_ptr<NodeConnection> m_connection;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow* m_window = nullptr;
};

QTEST_MAIN(QmlAccessible)
#include "tst_qml_accessible.moc"
