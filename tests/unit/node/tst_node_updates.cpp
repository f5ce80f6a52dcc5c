// SPDX-License-Identifier: Apache-2.0
#include "node/updates/update_watch.h"
#include "update_stage.h"

#include <csignal>
#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace hearth;
using namespace hearth::test;
using core::Code;

/// New versions of the program from a server that a packager's script made: what is taken, what is refused, and what a
/// kill leaves. Nothing that could be started before may stop to start.
class NodeUpdates : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<UpdateStage> m_stage;
    std::unique_ptr<node::Store> m_store;

    node::Updates updates() const { return node::Updates(m_stage->parts(*m_store), {}); }
    std::unique_ptr<node::Updates>
    with(const std::function<void(node::Updates::Parts&, node::UpdateSettings&)>& change) {
        node::Updates::Parts parts = m_stage->parts(*m_store);
        node::UpdateSettings settings;
        change(parts, settings);
        return std::make_unique<node::Updates>(std::move(parts), settings);
    }
    static QString refusal(const core::Result<control::UpdateView>& result) {
        return result ? QString("done") : QString(result.error().message.id());
    }
    void helper(QProcess& process, const QString& verb) const {
        process.start(HEARTH_UPDATE_HELPER,
                      {QString::fromStdString(m_stage->endpoint()), m_stage->file("cert.pem"), m_stage->file("home"),
                       m_stage->file("programs/hearth-0.1.0-linux-x86_64/bin"), QString::fromStdString(m_stage->key()),
                       verb});
        QVERIFY(process.waitForStarted());
    }
    QString link() const { return QFileInfo(m_stage->file("programs/hearth")).symLinkTarget(); }
    void both_start() const {
        QCOMPARE(m_stage->says("hearth-0.1.0-linux-x86_64"), QByteArray("hearthd 0.1.0"));
        QCOMPARE(m_stage->says("hearth"), QByteArray("hearthd 0.2.0"));
    }
    void reopen() {
        m_store.reset();
        m_store = must(node::Store::open(m_stage->path("home/node.sqlite")));
    }

private slots:
    void initTestCase() {
        m_stage = std::make_unique<UpdateStage>(m_folder.path());
        QVERIFY2(m_stage->start(), "update_server.py does not start; it needs python3 and openssl.");
    }
    void init() {
        m_stage->clear();
        reopen();
    }
    void cleanup() { m_store.reset(); }
    void cleanupTestCase() { m_stage.reset(); }

    void aVersionIsShownFetchedAndPutBeside() {
        m_stage->show("0.2.0");
        node::Updates all = updates();
        QCOMPARE(must(all.view()).state, control::UpdateState::unknown);
        QCOMPARE(refusal(all.download({})), QString("update_never_looked"));
        const auto shown = must(all.check({}));
        QCOMPARE(shown.state, control::UpdateState::offered);
        QCOMPARE(shown.notes, std::string("Answers begin sooner."));
        QVERIFY(shown.can_download && !shown.can_apply && shown.checked_at && shown.bytes > 400'000);
        const auto here = must(all.download({}));
        QCOMPARE(here.state, control::UpdateState::downloaded);
        QVERIFY(here.can_apply && here.done == here.bytes);
        QVERIFY(link().isEmpty());
        QCOMPARE(must(all.apply({})).state, control::UpdateState::applied);
        both_start();
        QCOMPARE(must(all.apply({})).state, control::UpdateState::applied);
        reopen();
        QCOMPARE(must(updates().view()).state, control::UpdateState::applied);
    }

    void whatIsNotRightIsRefused_data() {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("sentence");
        const auto now = core::system_clock().now() / core::second;
        const auto issued = [&](std::int64_t seconds) {
            return QStringList{"--issued", QString::number(now + seconds)};
        };
        QTest::newRow("downgrade") << "0.0.9" << QStringList() << "update_downgrade";
        QTest::newRow("an hour in the future") << "0.3.0" << issued(3600) << "update_of_the_future";
        QTest::newRow("expired") << "0.3.0" << issued(-40 * 86400) << "update_too_old";
        QTest::newRow("older than shown") << "0.3.0" << issued(-86400) << "update_older_than_shown";
        QTest::newRow("below the floor") << "0.1.5" << QStringList() << "update_below_floor";
    }
    void whatIsNotRightIsRefused() {
        QFETCH(QString, version);
        QFETCH(QStringList, options);
        QFETCH(QString, sentence);
        m_stage->show("0.2.0", {"--floor", "0.1.9"});
        node::Updates all = updates();
        must(all.check({}));
        must(all.download({}));
        m_stage->show(version, options);
        if (sentence == "update_downgrade") must(m_store->set_setting("updates.floor", "0.0.0"));
        const auto refused = all.check({});
        QCOMPARE(refusal(refused), sentence);
        QCOMPARE(refused.error().code, Code::refused);
        QVERIFY(!refused.error().hint.empty());
        const auto left = must(all.view()); // what was there before is there, and the reason stays on show
        QCOMPARE(left.offered, std::string("0.2.0"));
        QCOMPARE(left.state, control::UpdateState::downloaded);
        QCOMPARE(QString(left.problem.id()), sentence);
        QCOMPARE(must(all.apply({})).state, control::UpdateState::applied);
    }

    void onlyTheOwnKeyCounts() {
        UpdateStage::run({release_script, "key", m_stage->file("other.pem")});
        m_stage->show("0.2.0", {}, {}, "other.pem");
        node::Updates all = updates();
        QCOMPARE(refusal(all.check({})), QString("update_other_key"));
        m_stage->show("0.2.0");
        core::Bytes manifest = must(core::read_file(m_stage->path("show/manifest.cbor"), 1 << 20));
        manifest.back() ^= 1;
        must(core::write_file_atomic(m_stage->path("show/manifest.cbor"), manifest));
        QCOMPARE(refusal(all.check({})), QString("update_bad_signature"));
        manifest.resize(manifest.size() / 2);
        must(core::write_file_atomic(m_stage->path("show/manifest.cbor"), manifest));
        QCOMPARE(refusal(all.check({})), QString("update_manifest_unreadable"));
        QCOMPARE(must(all.view()).state, control::UpdateState::unknown);
        const auto none = with([](auto& parts, auto&) { parts.key.clear(); });
        QCOMPARE(must(none->view()).state, control::UpdateState::off);
        QCOMPARE(refusal(none->check({})), QString("update_none_in_build"));
    }

    void aClockThatIsLateIsSaid() {
        m_stage->show("0.2.0");
        const core::Nanoseconds now = core::system_clock().now(), hour = 3600 * core::second;
        const core::ManualClock late(now - hour), early(now + hour);
        const auto at = [&](const core::Clock& clock) {
            const node::Updates::Parts all = m_stage->parts(*m_store);
            return node::Updates({all.store,
                                  all.key,
                                  all.server,
                                  all.folder,
                                  all.version,
                                  all.installed,
                                  all.node_key,
                                  all.idle,
                                  all.changed,
                                  {},
                                  clock},
                                 {});
        };
        QCOMPARE(refusal(at(late).check({})), QString("update_of_the_future"));
        QCOMPARE(must(at(early).check({})).state, control::UpdateState::offered);
    }

    void halfADownloadIsNotApplied() {
        m_stage->show("0.2.0");
        node::Updates all = updates();
        must(all.check({}));
        m_stage->mood("cut");
        QCOMPARE(refusal(all.download({})), QString("update_server_failed"));
        const auto half = must(all.view());
        QVERIFY(half.done >= 100'000 && half.done < half.bytes && half.can_download && !half.can_apply);
        QCOMPARE(refusal(all.apply({})), QString("update_not_whole"));
        m_stage->mood("");
        QCOMPARE(must(all.download({})).state, control::UpdateState::downloaded);
        QVERIFY(m_stage->ranges().contains("bytes=150000-"));
    }

    void wrongBytesAreRemoved() {
        m_stage->show("0.2.0");
        node::Updates all = updates();
        must(all.check({}));
        for (const auto& [mood, sentence] : {std::pair{"wrong", "update_wrong_bytes"},
                                             {"gone", "update_server_has_not"},
                                             {"away", "update_server_failed"}}) {
            m_stage->mood(mood);
            QCOMPARE(refusal(all.download({})), QString(sentence));
            QCOMPARE(must(all.view()).done, std::uint64_t{0});
        }
        m_stage->mood("");
        must(all.download({}));
        const QString place = m_stage->file("home/cache/updates/0.2.0/hearth-0.2.0-linux-x86_64.tar.gz");
        QFile package(place); // somebody changes it where it lies
        QVERIFY(package.open(QIODevice::ReadWrite) && package.seek(1000) && package.write("x") == 1);
        package.close();
        QCOMPARE(refusal(all.apply({})), QString("update_wrong_bytes"));
        QVERIFY(!QFile::exists(place) && link().isEmpty());
    }

    void aPartOfTheNodesComesFirst() {
        m_stage->show("0.2.0", {"--percent", "0"});
        node::Updates all = updates();
        const auto waits = must(all.check({}));
        QCOMPARE(waits.state, control::UpdateState::waiting);
        QVERIFY(!waits.can_download);
        QCOMPARE(refusal(all.download({})), QString("update_not_drawn"));
        node::Release release;
        release.version = must(node::Version::parse("0.2.0"));
        int drawn = 0;
        for (std::uint8_t i = 0; i < 200; ++i) {
            const core::PublicKey key = core::SigningKey::from_seed(core::Bytes(32, i)).public_key();
            release.share_ppm = 300'000;
            const bool early = is_drawn(release, key);
            drawn += early ? 1 : 0;
            QCOMPARE(is_drawn(release, key), early);
            release.share_ppm = 600'000;
            QVERIFY(!early || is_drawn(release, key));
            release.share_ppm = 1'000'000;
            QVERIFY(is_drawn(release, key));
        }
        QVERIFY(drawn > 30 && drawn < 90);
    }

    void whoMayApplyAndWhen() {
        m_stage->show("0.2.0");
        const auto package = with([](auto& parts, auto&) { parts.installed = node::InstalledAs::look("/usr/bin"); });
        must(package->check({}));
        QVERIFY(!must(package->download({})).can_apply);
        const auto command = package->apply({});
        QCOMPARE(command.error().code, Code::unsupported);
        QCOMPARE(std::string(command.error().hint),
                 "Run: sudo apt install " + m_stage->path("home/cache/updates/0.2.0/hearth_0.2.0_amd64.deb").string());
        bool idle = false;
        const auto archive = with([&](auto& parts, auto&) { parts.idle = [&idle] { return idle; }; });
        must(archive->download({}));
        QCOMPARE(archive->apply({}).error().code, Code::busy);
        node::UpdateSettings never;
        never.apply = "never";
        archive->set(never);
        idle = true;
        QCOMPARE(refusal(archive->apply({})), QString("update_apply_never"));
        QVERIFY(link().isEmpty());
        archive->set({});
        must(archive->apply({}));
        both_start();
    }

    void whatDoesNotStartIsNotPutInPlace() {
        m_stage->show("0.2.0", {}, "hearthd 9.9.9");
        node::Updates all = updates();
        must(all.check({}));
        must(all.download({}));
        QCOMPARE(refusal(all.apply({})), QString("update_does_not_run"));
        QVERIFY(link().isEmpty());
        QVERIFY(!QFile::exists(m_stage->file("programs/hearth-0.2.0-linux-x86_64")));
        m_stage->write("programs/hearth", "somebody's file");
        QCOMPARE(refusal(all.apply({})), QString("update_link_taken"));
    }

    void aKilledDownloadGoesOn() {
        m_stage->show("0.2.0");
        m_stage->mood("slow");
        m_store.reset();
        QProcess process;
        helper(process, "download");
        QByteArray told;
        const auto some_came = [&] {
            told += process.readAllStandardOutput();
            return told.contains("0000\n"); // the server sends pieces of 20,000 bytes
        };
        QTRY_VERIFY_WITH_TIMEOUT(some_came(), 20'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished();
        reopen();
        node::Updates all = updates();
        const auto half = must(all.view());
        QVERIFY(half.done > 0 && half.done < half.bytes);
        m_stage->mood("");
        QCOMPARE(must(all.download({})).state, control::UpdateState::downloaded);
        QVERIFY(!m_stage->ranges().isEmpty());
    }

    void aKillBetweenTheStepsOfApplyingLosesNothing_data() {
        QTest::addColumn<QString>("step");
        for (const char* step : {"update unpacked", "update placed", "update link made", "update shown"})
            QTest::newRow(step) << step;
    }
    void aKillBetweenTheStepsOfApplyingLosesNothing() {
        QFETCH(QString, step);
        QFile::link("hearth-0.1.0-linux-x86_64", m_stage->file("programs/hearth"));
        m_stage->show("0.2.0");
        {
            node::Updates all = updates();
            must(all.check({}));
            must(all.download({}));
        }
        m_store.reset();
        QProcess process;
        helper(process, step);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        QCOMPARE(m_stage->says("hearth"), QByteArray(step == "update shown" ? "hearthd 0.2.0" : "hearthd 0.1.0"));
        QCOMPARE(m_stage->says("hearth-0.1.0-linux-x86_64"), QByteArray("hearthd 0.1.0"));
        reopen();
        QCOMPARE(must(updates().apply({})).state, control::UpdateState::applied);
        both_start();
        QCOMPARE(QDir(m_stage->file("programs")).entryList({".hearth*"}, QDir::AllEntries | QDir::Hidden),
                 QStringList(".hearth-update.lock"));
    }

    void theSettingLetsItComeByItself() {
        m_stage->show("0.2.0");
        std::atomic<bool> idle{false}, metered{true};
        const auto all = with([&](auto& parts, auto& settings) {
            parts.idle = [&idle] { return idle.load(); };
            settings.apply = "idle";
        });
        constexpr core::Nanoseconds soon = 10'000'000;
        const node::UpdateWatch watch(*all, core::system_clock(), {soon, 3600 * core::second, soon, soon},
                                      [&metered] { return metered.load(); });
        QTRY_COMPARE_WITH_TIMEOUT(must(all->view()).state, control::UpdateState::offered, 20'000);
        QTest::qWait(100);
        QCOMPARE(must(all->view()).done, std::uint64_t{0});
        metered = false;
        QTRY_COMPARE_WITH_TIMEOUT(must(all->view()).state, control::UpdateState::downloaded, 20'000);
        QTest::qWait(100);
        QVERIFY(link().isEmpty());
        idle = true;
        QTRY_COMPARE_WITH_TIMEOUT(must(all->view()).state, control::UpdateState::applied, 20'000);
        both_start();
    }
};

QTEST_GUILESS_MAIN(NodeUpdates)
#include "tst_node_updates.moc"
