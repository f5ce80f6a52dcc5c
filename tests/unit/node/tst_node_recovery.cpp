// SPDX-License-Identifier: Apache-2.0
#include "test_node.h"

#include <QProcess>
#include <QStandardPaths>
#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>

using namespace hearth;
using namespace hearth::test;

namespace {

control::JobRow newest(TestNode& node) {
    return must(node.node().jobs(1, "")).front();
}
std::string escrowed(TestNode& node) {
    return must(node.node().ledger_head()).pools["escrow"];
}

} // namespace

/// What a crash or a full disk at the worst moment leaves.
class NodeRecovery : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;

    std::filesystem::path home() const { return path_of(*m_folder) / "home"; }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<TestNode>(home());
    }
    void cleanup() { m_node.reset(); }

    void killAfterAnyStepSettlesOnceOrRefunds_data() {
        QTest::addColumn<QString>("step");
        QTest::addColumn<bool>("answered");
        QTest::newRow("job stored") << "job stored" << false;
        QTest::newRow("purchase stored") << "purchase stored" << false;
        QTest::newRow("escrow opened") << "escrow opened" << false;
        QTest::newRow("running stored") << "running stored" << false;
        QTest::newRow("receipt stored") << "receipt stored" << true;
        QTest::newRow("settled") << "settled" << true;
        QTest::newRow("purchase kept") << "purchase kept" << true;
    }
    void killAfterAnyStepSettlesOnceOrRefunds() {
        QFETCH(QString, step);
        QFETCH(bool, answered);
        QProcess helper;
        helper.start(HEARTH_CRASH_HELPER, {QString::fromStdString(home().string()), step});
        QVERIFY(helper.waitForFinished(30'000));
        QCOMPARE(helper.exitCode(), 9);
        for (int start = 0; start < 2; ++start) { // a second restart must not change anything any more
            m_node->start();
            const control::JobRow job = newest(*m_node);
            const auto earnings = must(m_node->node().earnings(0, 10));
            QCOMPARE(must(m_node->node().jobs(10, "")).size(), std::size_t{1});
            QCOMPARE(escrowed(*m_node), std::string("0"));
            QCOMPARE(m_node->doctor("ledger"), std::string("passed"));
            if (answered) {
                QCOMPARE(job.state, control::JobState::done);
                QCOMPARE(earnings.rows.size(), std::size_t{1});
                QCOMPARE(earnings.pending, earnings.rows.front().amount);
                QVERIFY(must(m_node->node().receipt(job.receipt_id)).valid);
            } else {
                QCOMPARE(job.state, control::JobState::failed);
                QCOMPARE(job.reason, std::string("interrupted by a restart"));
                // Before it is assigned a job knows nothing of its escrow; the purchase gives that back.
                QCOMPARE(job.money_state,
                         step == "running stored" ? control::MoneyState::refunded : control::MoneyState::none);
                QCOMPARE(earnings.rows.size(), std::size_t{0});
            }
            m_node->stop();
        }
        m_node->start();
        QVERIFY(m_node->ask("life goes on"));
    }

    void killInARotationLeavesOneNodeKeyThatTheLedgerKnows_data() {
        QTest::addColumn<QString>("step");
        for (const char* step : {"next key stored", "next key registered", "former key stored", "node key replaced"})
            QTest::newRow(step) << step;
    }
    void killInARotationLeavesOneNodeKeyThatTheLedgerKnows() {
        QFETCH(QString, step);
        m_node->start();
        const core::PublicKey before = m_node->key("node");
        m_node->stop();
        QProcess helper;
        helper.start(HEARTH_CRASH_HELPER, {QString::fromStdString(home().string()), "rotate:" + step});
        QVERIFY(helper.waitForFinished(30'000));
        QCOMPARE(helper.exitCode(), 9);
        m_node->start();
        const core::PublicKey after = m_node->key("node");
        QVERIFY2(after != before, "a rotation that began is ended");
        QVERIFY(!std::filesystem::exists(home() / "keys" / "node.next.key"));
        QCOMPARE(m_node->doctor("keys"), std::string("passed"));
        m_node->import();
        QVERIFY2(m_node->ask("with the new key"), "escrows go to it");
        m_node->stop();
        m_node->start(); // nothing is left to do
        QCOMPARE(m_node->key("node"), after);
        QVERIFY(m_node->ask("again"));
    }

    void killWhileEvidenceIsWrittenDownLosesNoneThatSomebodyRead_data() {
        QTest::addColumn<QString>("step");
        QTest::addColumn<int>("kept");
        QTest::newRow("evidence signed") << "evidence signed" << 1;
        QTest::newRow("evidence kept") << "evidence kept" << 2;
    }
    void killWhileEvidenceIsWrittenDownLosesNoneThatSomebodyRead() {
        QFETCH(QString, step);
        QFETCH(int, kept);
        QProcess helper;
        helper.start(HEARTH_CRASH_HELPER, {QString::fromStdString(home().string()), "evidence:" + step});
        QVERIFY(helper.waitForFinished(30'000));
        QCOMPARE(helper.exitCode(), 9);
        std::vector<std::string> ids;
        for (const QByteArray& line : helper.readAllStandardOutput().split('\n'))
            if (line.size() == 32) ids.push_back(line.toStdString());
        QCOMPARE(ids.size(), std::size_t{2});
        m_node->start();
        const auto found = must(m_node->node().network_evidence(9, ""));
        QCOMPARE(found.size(), static_cast<std::size_t>(kept));
        QCOMPARE(found.back().evidence_id, ids.front());
        must(m_node->node().evidence_log("", 0)); // the log fits its heads, with the second one or without
        must(m_node->node().evidence_log(ids.front(), 0));
        QCOMPARE(m_node->node().evidence_log(ids.back(), 0).ok(), kept == 2);
    }
    void killInMidImportLeavesNoHalfModelAndGivesTheDiskBack_data() {
        QTest::addColumn<QString>("step");
        QTest::addColumn<bool>("there");
        QTest::newRow("import made") << "import made" << false;
        QTest::newRow("model copied") << "model copied" << false;
        QTest::newRow("model tried") << "model tried" << false;
        QTest::newRow("model moved") << "model moved" << true;
        QTest::newRow("model named") << "model named" << true;
    }
    void killInMidImportLeavesNoHalfModelAndGivesTheDiskBack() {
        QFETCH(QString, step);
        QFETCH(bool, there);
        QProcess helper;
        helper.start(HEARTH_CRASH_HELPER, {QString::fromStdString(home().string()), "import:" + step});
        QVERIFY(helper.waitForFinished(30'000));
        QCOMPARE(helper.exitCode(), 9);
        m_node->start();
        const auto models = must(m_node->node().models());
        QCOMPARE(models.size(), std::size_t{there});
        std::vector<std::string> folders, ids;
        for (const control::ModelInfo& model : models)
            ids.push_back(model.model_id);
        for (const auto& entry : std::filesystem::directory_iterator(home() / "models"))
            folders.push_back(entry.path().filename().string());
        QCOMPARE(folders, ids);
        const std::string id = m_node->import().model_id;
        QCOMPARE(must(m_node->node().models()).size(), std::size_t{1});
        QVERIFY(!there || ids.front() == id);
        must(m_node->ask("with it"));
        for (const control::Check& check : must(m_node->node().check_model(id, {})))
            QCOMPARE(check.result, std::string("passed"));
    }

    void aNodeGoesOnByItselfOnceItsDiskHasRoomAgain() {
        std::atomic<std::uint64_t> room{std::uint64_t{1} << 20};
        m_node->free_bytes = [&room] { return std::optional<std::uint64_t>(room); };
        m_node->start();
        m_node->import();
        QTRY_COMPARE(must(m_node->node().status()).state, control::NodeState::problem);
        const std::string said = must(m_node->node().status()).sentence;
        for (const char* part : {"1.0 MiB are free", "goes on by itself", "hearthctl node resume"})
            QVERIFY2(said.find(part) != std::string::npos, said.c_str());
        const auto refused = m_node->ask("while it is full");
        QVERIFY(!refused && refused.error().code == core::Code::unavailable);
        // Resuming does not help as long as there is no room.
        must(m_node->node().resume());
        QTRY_COMPARE(must(m_node->node().status()).state, control::NodeState::problem);
        room = std::uint64_t{1} << 40;
        QTRY_VERIFY(must(m_node->node().status()).state != control::NodeState::problem);
        must(m_node->ask("there is room"));
        m_node->stop();
    }

    void aHomeThatIsTakenOutStopsTheNodeUntilItIsBack() {
        m_node->start();
        m_node->import();
        must(m_node->ask("before"));
        const std::filesystem::path drive = path_of(*m_folder) / "drive";
        std::filesystem::rename(home(), drive);
        QTRY_COMPARE(must(m_node->node().status()).state, control::NodeState::problem);
        const control::NodeStatus status = must(m_node->node().status());
        for (const std::string& part : {home().string() + " is not there any more", std::string("goes on by itself")})
            QVERIFY2(status.sentence.find(part) != std::string::npos, status.sentence.c_str());
        QVERIFY(status.lamps.service.state == control::LampState::error);
        QVERIFY(status.lamps.service.cause == control::LampReason::problem);
        const auto refused = m_node->ask("while it is away");
        QVERIFY(!refused && refused.error().code == core::Code::unavailable);

        // What is left of a drive may be an empty folder: nothing is set up in it.
        std::filesystem::create_directory(home());
        must(m_node->node().resume());
        QTRY_COMPARE(must(m_node->node().status()).state, control::NodeState::problem);
        const auto source = path_of(*m_folder) / "fake.gguf";
        QCOMPARE(m_node->node().import_model(source, "", "", {}).error().code, core::Code::io);
        QCOMPARE(m_node->node().pull_model("hf:org/name", "", "", {}).error().code, core::Code::io);
        QTest::qWait(1500); // a look at it, and what else is done once a second
        QVERIFY(std::filesystem::is_empty(home()));
        std::filesystem::remove(home());

        std::filesystem::rename(drive, home());
        QTRY_VERIFY(must(m_node->node().status()).state != control::NodeState::problem);
        must(m_node->ask("it is back"));
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().jobs(10, "")).size(), std::size_t{2});
        QCOMPARE(m_node->doctor("ledger"), std::string("passed"));
    }

    void aHomeThatIsBackAndInUseEndsNothing() {
        std::atomic<bool> ends = false;
        node::ServiceOptions options = m_node->options();
        options.on_stop_requested = [&ends] { ends = true; };
        m_node->service = must(node::Service::start(std::move(options)));
        m_node->import();
        const std::filesystem::path drive = path_of(*m_folder) / "drive";
        std::filesystem::rename(home(), drive);
        QTRY_COMPARE(must(m_node->node().status()).state, control::NodeState::problem);
        {
            SQLite::Database other((drive / "node.sqlite").string(), SQLite::OPEN_READWRITE);
            other.exec("BEGIN IMMEDIATE");
            std::filesystem::rename(drive, home());
            QTest::qWait(7000); // the patience with a file that another program writes to, and a look at the home
            QVERIFY(!ends);
            other.exec("ROLLBACK");
        }
        QTRY_VERIFY_WITH_TIMEOUT(must(m_node->node().status()).state != control::NodeState::problem, 30'000);
        must(m_node->ask("nobody else uses it"));
        QVERIFY(!ends);
        m_node->stop();
    }

    void anotherHomeInItsPlaceEndsTheServiceThatDidNotOpenIt() {
        const std::filesystem::path first = path_of(*m_folder) / "first", second = path_of(*m_folder) / "second";
        m_node->start();
        m_node->import();
        m_node->stop();
        std::filesystem::copy(home(), second, std::filesystem::copy_options::recursive);
        for (const char* file : {"api.json", "hearthd.sock"}) // of a service on the second
            must(core::write_file_atomic(second / "run" / file, {}));
        std::atomic<bool> ends = false;
        node::ServiceOptions options = m_node->options();
        options.on_stop_requested = [&ends] { ends = true; };
        m_node->service = must(node::Service::start(std::move(options)));
        must(m_node->ask("in the first"));
        std::filesystem::rename(home(), first);
        std::filesystem::rename(second, home());
        QTRY_VERIFY(ends);
        QVERIFY(std::string(must(m_node->node().status()).sentence).starts_with("What stands at " + home().string()));
        m_node->stop();
        for (const char* file : {"api.json", "hearthd.sock"})
            QVERIFY2(std::filesystem::remove(home() / "run" / file), file);
        m_node->start();
        QVERIFY2(must(m_node->node().jobs(10, "")).empty(), "what it kept went to the home that it had opened");
        must(m_node->ask("in the second"));
        m_node->stop();
        std::filesystem::rename(home(), second);
        std::filesystem::rename(first, home());
        m_node->start();
        QCOMPARE(newest(*m_node).state, control::JobState::done);
        QCOMPARE(must(m_node->node().jobs(10, "")).size(), std::size_t{1});
        QCOMPARE(m_node->doctor("ledger"), std::string("passed"));
    }

    void aFullDiskStopsTheNodeWithAClearSentenceAndLosesNothing() {
        const QString bwrap = QStandardPaths::findExecutable("bwrap");
        if (bwrap.isEmpty()) QSKIP("bubblewrap is not here to make a small disk.");
        QProcess helper;
        helper.setProcessChannelMode(QProcess::MergedChannels);
        helper.start(bwrap, {"--dev-bind", "/", "/", "--size", "340000000", "--tmpfs", m_folder->path(), "--",
                             HEARTH_CRASH_HELPER, QString::fromStdString(home().string()), "fill-disk"});
        QVERIFY(helper.waitForFinished(60'000));
        const QByteArray said = helper.readAll();
        if (said.contains("bwrap:")) QSKIP("The kernel forbids the namespaces that bubblewrap needs.");
        QVERIFY2(helper.exitCode() == 0, said.constData());
    }
};

QTEST_GUILESS_MAIN(NodeRecovery)
#include "tst_node_recovery.moc"
