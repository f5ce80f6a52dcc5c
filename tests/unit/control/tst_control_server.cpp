// SPDX-License-Identifier: Apache-2.0
#include "control/client.h"
#include "control/server.h"
#include "raw_client.h"
#include "samples.h"
#include "service.h"

#include <QtTest>

#include <future>
#include <sys/stat.h>

using namespace hearth;
using namespace hearth::control;
using namespace std::chrono_literals;
using core::Code;
namespace fs = std::filesystem;

class tst_control_server : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<test::Service> m_service;
    ConnectOptions m_connect;

private slots:
    void init() {
        m_service = std::make_unique<test::Service>();
        m_connect = {};
        QVERIFY(m_service->start());
    }
    void cleanup() {
        m_service->node->release = true;
        m_service->server.reset();
        QVERIFY(!fs::exists(m_service->path));
        QCOMPARE(m_service->node->running.load(), 0);
    }

    void socket_and_folder_are_for_their_user_alone() {
        struct stat info {};
        QCOMPARE(::stat(m_service->path.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
        QCOMPARE(::stat(m_service->path.parent_path().c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0700U);
    }

    void the_socket_of_another_home_in_its_place_stays() {
        const fs::path folder = m_service->path.parent_path(), aside = folder.string() + ".aside";
        fs::rename(folder, aside);
        {
            const auto other = Listener::open(m_service->path, 1);
            QVERIFY(other.ok());
            m_service->server.reset();
            QVERIFY(fs::exists(m_service->path));
        }
        QVERIFY(!fs::exists(m_service->path));
        fs::remove_all(aside);
    }

    void who_has_not_subscribed_gets_no_events() {
        test::RawClient raw(m_service->path);
        raw.hello();
        QVERIFY(raw.receive());
        m_service->node->announce("jobs");
        QVERIFY(!raw.receive(100ms));
    }

    void a_reader_that_does_not_read_is_dropped_and_its_call_stopped() {
        m_service->server.reset();
        m_service->options.max_unread_bytes = std::size_t{1} << 20;
        QVERIFY(m_service->start());
        test::RawClient raw(m_service->path);
        raw.hello();
        raw.send(
            R"({"jsonrpc":"2.0","id":1,"method":"chat","params":{"model":"","profile":"","system":"","history":[],"prompt":"flood","networks":[],"min_level":"", "min_tier":""}})");
        QVERIFY(test::soon([&] { return m_service->node->running == 1; }));
        QVERIFY(test::soon([&] { return m_service->node->running == 0 && m_service->server->clients() == 0; }));
        QCOMPARE(m_service->node->cancelled.load(), 1);
        QVERIFY(m_service->connect(m_connect)->status().ok());
    }

    void a_client_that_leaves_stops_its_calls() {
        {
            test::RawClient raw(m_service->path);
            raw.hello();
            raw.send(
                R"({"jsonrpc":"2.0","id":1,"method":"chat","params":{"model":"","profile":"","system":"","history":[],"prompt":"hang","networks":[],"min_level":"", "min_tier":""}})");
            QVERIFY(test::soon([&] { return m_service->node->running == 1; }));
        }
        QVERIFY(test::soon([&] { return m_service->node->running == 0; }));
        QCOMPARE(m_service->node->cancelled.load(), 1);
    }

    void malformed_messages_get_an_error_and_break_nothing_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("in_answer");
        QTest::newRow("no JSON") << QByteArray("hello?") << QByteArray("-32700");
        QTest::newRow("deep") << QByteArray(5000, '[') << QByteArray("too_large");
        QTest::newRow("batch") << QByteArray("[]") << QByteArray("JSON-RPC");
        QTest::newRow("no version") << QByteArray(R"({"id":1,"method":"status"})") << QByteArray("jsonrpc");
        QTest::newRow("negative id") << QByteArray(R"({"jsonrpc":"2.0","id":-1,"method":"status"})")
                                     << QByteArray("'id'");
        QTest::newRow("text id") << QByteArray(R"({"jsonrpc":"2.0","id":"x","method":"status"})") << QByteArray("'id'");
        QTest::newRow("list of params") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"status","params":[1]})")
                                        << QByteArray("'params'");
        QTest::newRow("unknown call") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"dance"})")
                                      << QByteArray("-32601");
        QTest::newRow("second hello") << QByteArray(
                                             R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"protocol":3}})")
                                      << QByteArray("-32601");
        QTest::newRow("missing param") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"snooze","params":{}})")
                                       << QByteArray("params.minutes");
        QTest::newRow("surplus param") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"resume","params":{"x":1}})")
                                       << QByteArray("params.x");
        QTest::newRow("bad cancel") << QByteArray(R"({"jsonrpc":"2.0","method":"cancel","params":{"id":"1"}})")
                                    << QByteArray("params.id");
    }

    void malformed_messages_get_an_error_and_break_nothing() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, in_answer);
        test::RawClient raw(m_service->path);
        raw.hello();
        QVERIFY(raw.receive());
        raw.send(body.toStdString());
        const auto answer = raw.receive();
        QVERIFY(answer);
        QVERIFY2(answer->find("\"error\"") != std::string::npos, answer->c_str());
        QVERIFY2(answer->find(in_answer.toStdString()) != std::string::npos, answer->c_str());
        raw.send(R"({"jsonrpc":"2.0","id":9,"method":"status"})");
        QVERIFY(raw.receive()->find("\"result\"") != std::string::npos);
    }

    void a_frame_over_the_limit_or_empty_ends_the_connection() {
        for (const std::string& header :
             {std::string("\x7f\xff\xff\xff", 4), std::string("\x01\x00\x00\x01", 4), std::string(4, '\0')}) {
            test::RawClient raw(m_service->path);
            raw.hello();
            QVERIFY(raw.receive());
            raw.send_bytes(header);
            QVERIFY(raw.receive()->find("\"error\"") != std::string::npos);
            QVERIFY(raw.closed());
        }
        QVERIFY(m_service->connect(m_connect)->status().ok());
    }

    void bytes_may_come_one_at_a_time() {
        test::RawClient raw(m_service->path);
        raw.hello();
        QVERIFY(raw.receive());
        for (const char c : make_frame(R"({"jsonrpc":"2.0","id":5,"method":"status"})"))
            raw.send_bytes(std::string(1, c));
        QVERIFY(raw.receive()->find("\"id\":5") != std::string::npos);
    }

    void a_client_that_does_not_greet_is_not_served() {
        test::RawClient raw(m_service->path);
        raw.send(R"({"jsonrpc":"2.0","id":5,"method":"status"})");
        QVERIFY(raw.receive()->find("hello") != std::string::npos);
        QVERIFY(raw.closed());
    }

    void a_client_that_says_nothing_is_dropped() {
        m_service->server.reset();
        m_service->options.handshake_deadline = 100ms;
        QVERIFY(m_service->start());
        test::RawClient raw(m_service->path);
        QVERIFY(raw.closed());
    }

    void another_version_is_told_which_side_to_update() {
        test::RawClient newer(m_service->path);
        newer.hello(static_cast<int>(protocol_version) + 1);
        const auto to_newer = newer.receive();
        QVERIFY(to_newer->find("Update the service") != std::string::npos);
        QVERIFY(to_newer->find("\"protocol\":" + std::to_string(protocol_version)) != std::string::npos);
        QVERIFY(newer.closed());
        test::RawClient older(m_service->path);
        older.hello(0);
        QVERIFY(older.receive()->find("Update this program") != std::string::npos);
        QVERIFY(older.closed());
    }

    void a_second_server_is_refused_and_the_first_lives_on() {
        const auto second = Server::start(m_service->path, m_service->node, m_service->options);
        QVERIFY(!second);
        QCOMPARE(second.error().code, Code::conflict);
        QVERIFY(m_service->connect(m_connect)->status().ok());
    }

    void a_stale_socket_is_replaced_a_live_stranger_and_a_file_are_not() {
        m_service->server.reset();
        {
            const test::MutePeer gone(m_service->path);
            QVERIFY(gone.ok());
            QCOMPARE(Server::start(m_service->path, m_service->node, m_service->options).error().code, Code::conflict);
        }
        QVERIFY(fs::exists(m_service->path));
        QVERIFY(m_service->start());
        QVERIFY(m_service->connect(m_connect)->status().ok());
        m_service->server.reset();
        QVERIFY(core::write_file_atomic(m_service->path, core::as_bytes("precious")).ok());
        QCOMPARE(Server::start(m_service->path, m_service->node, m_service->options).error().code, Code::conflict);
        QVERIFY(fs::exists(m_service->path));
        fs::remove(m_service->path);
    }

    void a_folder_that_others_may_enter_is_refused() {
        m_service->server.reset();
        fs::permissions(m_service->path.parent_path(), fs::perms(0755));
        const auto server = Server::start(m_service->path, m_service->node, m_service->options);
        QCOMPARE(server.error().code, Code::refused);
        QVERIFY(server.error().hint.find("chmod 700") != std::string::npos);
    }

    void the_client_after_the_last_place_is_told_so() {
        std::vector<std::unique_ptr<SocketNode>> nodes;
        for (std::size_t i = 0; i < m_service->options.max_clients; ++i)
            nodes.push_back(m_service->connect(m_connect));
        for (int i = 0; i < 8; ++i)
            QCOMPARE(control::connect(m_service->path, m_connect).error().code, Code::busy);
        for (const auto& node : nodes)
            QVERIFY(node && node->status().ok());
        nodes.clear();
        QVERIFY(test::soon([&] { return m_service->server->clients() == 0; }));
        QVERIFY(m_service->connect(m_connect) != nullptr);
    }

    void stopping_ends_running_calls_and_answers_them() {
        const auto node = m_service->connect(m_connect);
        auto call = std::async(std::launch::async, [&] { return node->chat(test::ask("hang"), {}); });
        QVERIFY(test::soon([&] { return m_service->node->running == 1; }));
        const auto begin = std::chrono::steady_clock::now();
        m_service->server->stop();
        QVERIFY(std::chrono::steady_clock::now() - begin < 3s);
        QCOMPARE(call.get().error().code, Code::cancelled);
        QVERIFY(test::soon([&] { return !node->connected(); }));
        QCOMPARE(node->status().error().code, Code::unavailable);
        QVERIFY(!fs::exists(m_service->path));
    }

    void stopping_waits_for_a_call_that_does_not_listen() {
        const auto node = m_service->connect(m_connect);
        auto call = std::async(std::launch::async, [&] { return node->chat(test::ask("stubborn"), {}); });
        QVERIFY(test::soon([&] { return m_service->node->running == 1; }));
        auto stopped = std::async(std::launch::async, [&] { m_service->server->stop(); });
        QVERIFY(stopped.wait_for(200ms) == std::future_status::timeout);
        m_service->node->release = true;
        QVERIFY(stopped.wait_for(5s) == std::future_status::ready);
        QVERIFY(call.get().ok());
    }
};

QTEST_GUILESS_MAIN(tst_control_server)
#include "tst_control_server.moc"
