// SPDX-License-Identifier: Apache-2.0
#include "backend/node_connection.h"
#include "backend/socket_door.h"
#include "backend/truth.h"
#include "fake/story.h"
#include "pages/earnings/earnings_reader.h"
#include "pages/jobs/jobs_reader.h"
#include "small_service.h"
#include "stage.h"

#include <QDir>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::SmallService;

namespace {

constexpr int within_ms = 2000;

/// Wall and running time apart, as where somebody sets the clock.
class JumpingClock final : public core::Clock {
public:
    core::Nanoseconds now() const override { return wall; }
    core::Nanoseconds monotonic() const override { return running; }
    std::atomic<core::Nanoseconds> wall{1'763'700'000'000'000'000}, running{5'000'000'000};
};

control::NodeStatus honest(std::uint64_t jobs_done = 7) {
    control::NodeStatus status = fake::tell("working", core::system_clock().now())->status;
    status.jobs_done = jobs_done;
    return status;
}

std::string with(std::uint64_t id, const std::string& from, const std::string& to) {
    std::string text = control::to_json(honest());
    const std::size_t at = text.find(from);
    return control::result_text(id, at == std::string::npos ? "{}" : text.replace(at, from.size(), to));
}

} // namespace

/// The window against services that hang, lie, flood, start anew and are older or newer, on a real socket.
class DesktopRobustness : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_pace = {};
        m_folder = std::make_unique<QTemporaryDir>();
        makeHome(m_folder->path() + QStringLiteral("/home"));
    }
    void cleanup() {
        m_connection.reset();
        m_door->hurry();
        m_executor.reset();
        m_service.reset();
    }

    void howeverManyEventsWaitTheyStayFew() {
        int woken = 0;
        EventRelay relay([&] { ++woken; });
        std::uint64_t number = 5;
        const auto pass = [&](const std::string& topic, const std::string& id) { relay.pass({number++, topic, id}); };
        for (int i = 0; i < 1000; ++i)
            pass("jobs", "same");
        QCOMPARE(relay.take().size(), std::size_t{1});
        for (std::size_t i = 0; i < EventRelay::most_waiting; ++i)
            pass("jobs", std::to_string(i));
        QCOMPARE(relay.take().size(), EventRelay::most_waiting);
        for (int i = 0; i < 10'000; ++i)
            pass("jobs", std::to_string(i));
        QVERIFY2(relay.take().at(0).topic.isEmpty(), "too many stand for everything");
        number += 3;
        pass("jobs", "after a gap");
        QVERIFY(relay.take().at(0).topic.isEmpty());
        relay.begin();
        number = 1;
        pass("jobs", "of another connection");
        QCOMPARE(relay.take().at(0).topic, QStringLiteral("jobs"));
        QCOMPARE(woken, 5);
        relay.leave();
        pass("jobs", "late");
        QCOMPARE(woken, 5);
    }

    void aFloodOfDeltasIsToldInFewWordsAndEndsInTheTruth() {
        constexpr std::uint64_t deltas = 20'000, a_second = 10'000;
        QVERIFY(serve(honest()) && online());
        QSignalSpy changed(m_connection.get(), &NodeConnection::changed);
        const int asked_before = m_service->asked("status");
        int turns = 0;
        QTimer heart; // of the window: it goes on between any two of them
        connect(&heart, &QTimer::timeout, this, [&] { ++turns; });
        heart.start(10);
        std::atomic<bool> over{false};
        std::thread flood([&] {
            m_service->flood(deltas, a_second);
            m_service->setReply([](const std::string& method, std::uint64_t id) {
                return SmallService::usual(method, id, honest(99));
            });
            m_service->flood(2, a_second);
            over = true;
        });
        const bool ended = QTest::qWaitFor([&] { return over.load(); }, 30'000);
        flood.join();
        QVERIFY(ended && m_connection->online());
        QTRY_COMPARE(m_connection->status()->jobs_done, std::uint64_t{99});
        QVERIFY2(changed.count() < int{deltas / 2}, qPrintable(QString::number(changed.count())));
        QVERIFY2(m_service->asked("status") - asked_before < int{deltas / 40}, "it does not ask once for each");
        QVERIFY2(turns > 20, qPrintable(QString::number(turns)));
        const int told = static_cast<int>(changed.count());
        m_service->flood(1, 1); // what comes after it is heard as ever
        QTRY_VERIFY(changed.count() > told);
    }

    void aServiceThatHangsInMidTalkIsSilentAndComesBack() {
        QVERIFY(serve(honest()) && online());
        m_service->setReply([](const std::string&, std::uint64_t) { return std::string(); });
        QVERIFY(shows("silent"));
        QVERIFY2(m_connection->known(), "the last data stays");
        m_service->setReply({});
        // What was asked of it is never answered; the next service is not made to wait for that.
        m_service.reset();
        QVERIFY(serve(honest(8)));
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->online(), 15'000);
        QCOMPARE(m_connection->status()->jobs_done, std::uint64_t{8});
    }

    void aServiceThatLiesIsCalledAnotherVersionAndTheLastTruthStays_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("a figure that is none") << QByteArray("\"jobs_done\":7") << QByteArray("\"jobs_done\":NaN");
        QTest::newRow("a figure below zero") << QByteArray("\"jobs_done\":7") << QByteArray("\"jobs_done\":-7");
        QTest::newRow("a figure out of range") << QByteArray("\"jobs_done\":7") << QByteArray("\"jobs_done\":1e400");
        QTest::newRow("a word for a figure") << QByteArray("\"jobs_done\":7") << QByteArray("\"jobs_done\":\"7\"");
        QTest::newRow("a member is missing") << QByteArray("\"jobs_done\":7,") << QByteArray();
        QTest::newRow("a key twice") << QByteArray("\"jobs_done\":7") << QByteArray("\"jobs_done\":7,\"jobs_done\":8");
    }
    void aServiceThatLiesIsCalledAnotherVersionAndTheLastTruthStays() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QVERIFY(serve(honest()) && online());
        m_service->setReply(
            [from = from.toStdString(), to = to.toStdString()](const std::string& method, std::uint64_t id) {
                return method == "status" ? with(id, from, to) : SmallService::usual(method, id, honest());
            });
        QVERIFY2(shows("other version"), qPrintable(m_connection->condition()));
        QVERIFY(!m_connection->conditionSentence().isEmpty() && !m_connection->conditionHint().isEmpty());
        QCOMPARE(m_connection->status()->jobs_done, std::uint64_t{7});
        m_service->setReply({});
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->online(), 15'000);
    }

    void noiseOnTheLineIsNotTheEndOfIt() {
        QVERIFY(serve(honest()) && online());
        m_service->say(std::string("\xff\xff\xff\xff") + std::string(64, 'x'));
        QTRY_VERIFY(!m_connection->online());
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->online(), 15'000);
    }

    void aServiceThatStartsAnewIsReadAnew() {
        QVERIFY(serve(honest(7)) && online());
        QSignalSpy changed(m_connection.get(), &NodeConnection::changed);
        m_service.reset();
        QVERIFY(QTest::qWaitFor([this] { return !m_connection->online(); }, within_ms));
        QVERIFY(m_connection->known());
        QVERIFY(serve(honest(0)));
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->online(), 15'000);
        QCOMPARE(m_connection->status()->jobs_done, std::uint64_t{0});
        const bool all = std::any_of(changed.begin(), changed.end(),
                                     [](const QList<QVariant>& told) { return told.at(0).toString().isEmpty(); });
        QVERIFY2(all, "every page reads again");
    }

    void anOlderOrNewerServiceSaysWhichSideToUpdate_data() {
        QTest::addColumn<int>("step");
        QTest::addColumn<bool>("by_error");
        for (const int step : {-1, 1})
            for (const bool by_error : {false, true})
                QTest::addRow("%s, %s", step < 0 ? "older" : "newer", by_error ? "it refuses" : "it greets")
                    << step << by_error;
    }
    void anOlderOrNewerServiceSaysWhichSideToUpdate() {
        QFETCH(int, step);
        QFETCH(bool, by_error);
        const std::uint64_t theirs = control::protocol_version + static_cast<std::uint64_t>(step);
        QVERIFY(serve(honest(), [theirs, by_error](const std::string&, std::uint64_t id) {
            const std::string version = std::to_string(theirs);
            return by_error ? R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
                                  R"(,"error":{"code":-32000,"message":"x","data":{"code":"unsupported","hint":"",)" +
                                  R"("protocol":)" + version + "}}}"
                            : control::result_text(id, control::hello_text({theirs, "hearthd", "9"}));
        }));
        m_connection->begin();
        QVERIFY2(shows("other version"), qPrintable(m_connection->condition()));
        const QString hint = m_connection->conditionHint();
        const core::Error error = control::version_error(control::protocol_version, theirs);
        QCOMPARE(hint, QString::fromStdString(error.hint));
        QVERIFY(!m_connection->canStart());
    }

    void aServiceWithoutRoomForUsIsCalledRefusing() {
        QVERIFY(serve(honest(), [](const std::string&, std::uint64_t id) {
            return control::error_text(id, core::fail(core::Code::busy, "Too many.", "Close one."));
        }));
        m_connection->begin();
        QVERIFY2(shows("refused"), qPrintable(m_connection->condition()));
    }

    void oneSourceThatIsLateHoldsUpNothingElse() {
        const auto waiting = std::make_shared<std::atomic<std::uint64_t>>(0);
        QVERIFY(serve(honest(), [waiting](const std::string& method, std::uint64_t id) {
            if (method != "jobs") return SmallService::usual(method, id, honest());
            *waiting = id;
            return std::string();
        }));
        JobsReader jobs;
        jobs.setConnection(m_connection.get());
        QVERIFY(online());
        QTRY_VERIFY(*waiting != 0);
        QTest::qWait(within_ms); // longer than the window calls a service silent
        QVERIFY(m_connection->online() && jobs.error().isEmpty() && !jobs.loaded());
        std::vector<control::JobRow> rows(10'000);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].job_id = rows[i].receipt_id = std::to_string(i);
        m_service->say(control::make_frame(control::result_text(*waiting, control::to_json(rows))));
        QTRY_VERIFY_WITH_TIMEOUT(jobs.loaded(), 15'000);
        QVERIFY(m_connection->online());
    }

    void anErrorOfOneSourceStaysThere() {
        QVERIFY(serve(honest()));
        JobsReader jobs;
        jobs.setConnection(m_connection.get());
        QVERIFY(online());
        QTRY_VERIFY(!jobs.error().isEmpty());
        QVERIFY(m_connection->online() && m_connection->conditionSentence().isEmpty());
    }

    void aClockThatJumpsDoesNotMakeTheFiguresOlder() {
        static JumpingClock clock; // the connection outlives this function
        m_pace.clock = &clock;
        makeHome(QString::fromStdString(m_home.root.string()));
        QVERIFY(serve(honest()) && online());
        Truth truth;
        truth.setConnection(m_connection.get());
        m_service.reset();
        QTRY_VERIFY(!m_connection->online());
        for (const core::Nanoseconds jump : {-86'400'000'000'000, 172'800'000'000'000}) {
            clock.wall += jump;
            QVERIFY(m_connection->ageSeconds() >= 0 && m_connection->ageSeconds() < 60);
        }
        clock.running += 120'000'000'000;
        QVERIFY(m_connection->ageSeconds() >= 120 && m_connection->ageSeconds() < 180);
        QTRY_VERIFY2(truth.age().contains(QStringLiteral("2 min")), qPrintable(truth.age()));
    }

    /// A limit on the size of files stands for a disk without room: writing fails in the midst of the file.
    void aFullDiskIsSaidAndLeavesNoHalfAFile() {
        const QString csv = m_folder->filePath(QStringLiteral("earnings.csv"));
        testing::Stage stage("many");
        EarningsReader earnings;
        earnings.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(earnings.loaded()); // what is read later takes the place of an error
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit little{4096, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &little), 0);
        const auto back = qScopeGuard([&] { ::setrlimit(RLIMIT_FSIZE, &before); });
        earnings.exportCsv(QUrl::fromLocalFile(csv));
        QVERIFY(QTest::qWaitFor([&] { return !earnings.exporting(); }, 10'000));
        QVERIFY(earnings.error().contains(csv) && earnings.note().isEmpty());
        QVERIFY2(QDir(m_folder->path()).entryList({"earnings*", "*.csv*"}, QDir::Files).isEmpty(), "half a file");
        QVERIFY(stage.connection.online());
    }

    void aHomeOnADriveThatIsTakenOutIsNotSetUpAnew() {
        QVERIFY(serve(honest()) && online());
        const auto away = m_home.root.string() + "-away";
        std::filesystem::rename(m_home.root, away);
        m_service.reset();
        QVERIFY(QTest::qWaitFor([this] { return m_connection->condition() == QLatin1String("not installed"); }, 4000));
        QVERIFY(m_connection->conditionSentence().contains(QString::fromStdString(m_home.root.string())));
        QVERIFY(m_connection->conditionHint().contains(QStringLiteral("drive")));
        QVERIFY2(!m_connection->canStart(), "a start would make a second home");
        std::filesystem::rename(away, m_home.root);
        QVERIFY(serve(honest()));
        QTRY_VERIFY_WITH_TIMEOUT(m_connection->online(), 15'000);
    }

    void aChosenHomeWhosePlaceIsNotThereIsNotMade() {
        makeHome(m_folder->path() + QStringLiteral("/drive/home"), false);
        m_connection->begin();
        QVERIFY(shows("not installed"));
        QVERIFY(!m_connection->canStart() && m_connection->conditionHint().contains(QStringLiteral("drive")));
    }

private:
    void makeHome(const QString& root, bool there = true) {
        m_connection.reset();
        m_executor.reset();
        m_home = {};
        m_home.root = root.toStdString();
        if (there) std::filesystem::create_directories(m_home.run());
        if (there) std::filesystem::permissions(m_home.run(), std::filesystem::perms::owner_all);
        m_executor = std::make_unique<BackendExecutor>();
        m_door = std::make_shared<SocketDoor>(m_home);
        m_connection = std::make_unique<NodeConnection>(*m_executor, m_door, m_pace);
    }
    bool serve(control::NodeStatus status, SmallService::Reply reply = {}) {
        m_service = std::make_unique<SmallService>(m_home.control_socket(), std::move(status), std::move(reply));
        return m_service->listens();
    }
    bool online() {
        m_connection->begin();
        return QTest::qWaitFor([this] { return m_connection->online(); }, within_ms);
    }
    bool shows(const char* condition) {
        return QTest::qWaitFor([&] { return m_connection->condition() == QLatin1String(condition); }, within_ms);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    core::Home m_home;
    ConnectionPace m_pace;
    std::unique_ptr<SmallService> m_service;
    std::unique_ptr<BackendExecutor> m_executor;
    std::shared_ptr<SocketDoor> m_door;
    std::unique_ptr<NodeConnection> m_connection;
};

QTEST_GUILESS_MAIN(DesktopRobustness)
#include "tst_desktop_robustness.moc"
