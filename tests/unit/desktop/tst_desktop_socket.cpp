// SPDX-License-Identifier: Apache-2.0
#include "backend/node_connection.h"
#include "backend/socket_door.h"
#include "control/server.h"
#include "core/file.h"
#include "fake/scripted_node.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <future>
#include <optional>

using namespace hearth;
using namespace hearth::desktop;

namespace {

constexpr int within_ms = 2000;

core::Home home_in(const QTemporaryDir& folder) {
    core::Home home;
    home.root = folder.path().toStdString();
    std::filesystem::create_directories(home.run());
    std::filesystem::permissions(home.run(), std::filesystem::perms::owner_all);
    return home;
}

std::shared_ptr<fake::ScriptedNode> scripted_node() {
    return std::make_shared<fake::ScriptedNode>(*fake::tell("working", core::system_clock().now()),
                                                core::system_clock(), false);
}

} // namespace

/// The window's conditions against real sockets.
class DesktopSocket : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_home = home_in(*m_folder);
        m_executor = std::make_unique<BackendExecutor>();
        m_door = std::make_shared<SocketDoor>(m_home);
        m_connection = std::make_unique<NodeConnection>(*m_executor, m_door);
    }
    void cleanup() {
        m_connection.reset();
        m_door->hurry();
        m_executor.reset();
    }

    void nobodyListens() {
        m_connection->begin();
        QVERIFY(
            QTest::qWaitFor([this] { return m_connection->condition() != QLatin1String("connecting"); }, within_ms));
        // Without the service's program beside the test the same emptiness means that nothing is installed.
        const QStringList possible{QStringLiteral("stopped"), QStringLiteral("not installed")};
        QVERIFY2(possible.contains(m_connection->condition()), qPrintable(m_connection->condition()));
        QVERIFY(!m_connection->conditionHint().isEmpty());
    }

    void aServiceIsFoundLostAndFoundAgain() {
        auto server = serve();
        m_connection->begin();
        QVERIFY(QTest::qWaitFor([this] { return m_connection->online(); }, within_ms));
        QCOMPARE(m_connection->status()->jobs_done, std::uint64_t{1284});
        server->stop();
        server.reset();
        QVERIFY(QTest::qWaitFor([this] { return !m_connection->online(); }, within_ms));
        QVERIFY(m_connection->known());
        server = serve();
        QVERIFY(QTest::qWaitFor([this] { return m_connection->online(); }, 6000));
    }

    void eventsCrossTheSocket() {
        auto node = scripted_node();
        auto server = control::Server::start(m_home.control_socket(), node, {});
        QVERIFY2(server.ok(), server.ok() ? "" : server.error().message.c_str());
        m_connection->begin();
        QVERIFY(QTest::qWaitFor([this] { return m_connection->online(); }, within_ms));
        bool heard = false;
        connect(m_connection.get(), &NodeConnection::changed, this,
                [&](const QString& topic) { heard |= topic == QLatin1String("status"); });
        node->tick();
        QTRY_VERIFY(heard);
    }

    void aServiceThatAcceptsButSaysNothingIsSilent() {
        QLocalServer mute;
        QVERIFY(mute.listen(QString::fromStdString(m_home.control_socket().string())));
        m_connection->begin();
        QVERIFY(QTest::qWaitFor([this] { return m_connection->condition() == QLatin1String("silent"); }, within_ms));
        mute.close();
    }

    void aServiceThatTalksNonsenseIsAnotherVersion() {
        QLocalServer odd;
        QVERIFY(odd.listen(QString::fromStdString(m_home.control_socket().string())));
        connect(&odd, &QLocalServer::newConnection, this, [&] {
            QLocalSocket* socket = odd.nextPendingConnection();
            socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
            socket->flush();
        });
        m_connection->begin();
        QVERIFY(
            QTest::qWaitFor([this] { return m_connection->condition() == QLatin1String("other version"); }, within_ms));
        QVERIFY(!m_connection->canStart());
    }

    /// A service that was asked to end holds its home until it has finished what it computes.
    void aStartWaitsForTheEndOfTheServiceBefore() {
        QVERIFY(m_door->await_end().ok()); // no home was ever locked
        std::optional<core::FileLock> held;
        {
            auto locked = core::FileLock::acquire(m_home.lock_file());
            QVERIFY(locked.ok());
            held.emplace(std::move(*locked));
        }
        auto ended = std::async(std::launch::async, [this] { return m_door->await_end().ok(); });
        QVERIFY(ended.wait_for(std::chrono::milliseconds(300)) == std::future_status::timeout);
        held.reset();
        QVERIFY(ended.get());
        auto locked = core::FileLock::acquire(m_home.lock_file());
        QVERIFY(locked.ok()); // it keeps none
        auto given_up = std::async(std::launch::async, [this] { return m_door->await_end(); });
        m_door->hurry();
        const core::Status status = given_up.get();
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, core::Code::cancelled);
    }

private:
    std::unique_ptr<control::Server> serve() {
        auto server = control::Server::start(m_home.control_socket(), scripted_node(), {});
        return server ? std::move(server).value() : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::Home m_home;
    std::unique_ptr<BackendExecutor> m_executor;
    std::shared_ptr<SocketDoor> m_door;
    std::unique_ptr<NodeConnection> m_connection;
};

QTEST_GUILESS_MAIN(DesktopSocket)
#include "tst_desktop_socket.moc"
