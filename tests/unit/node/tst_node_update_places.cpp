// SPDX-License-Identifier: Apache-2.0
#include "node/updates/trial.h"
#include "node/updates/update_watch.h"
#include "update_stage.h"

#include <fcntl.h>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <sys/file.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::test;
using core::Code;

/// Where a new version is put: what somebody else left there is neither run nor moved, and nothing is brought in place
/// where others may write.
class NodeUpdatePlaces : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<UpdateStage> m_stage;
    std::unique_ptr<node::Store> m_store;
    const QString m_new = "programs/hearth-0.2.0-linux-x86_64";

    static void bring(node::Updates& all) {
        must(all.check({}));
        must(all.download({}));
    }
    static QString refusal(const core::Result<control::UpdateView>& result) {
        return result ? QString("done") : QString(result.error().message.id());
    }
    QString link() const { return QFileInfo(m_stage->file("programs/hearth")).symLinkTarget(); }
    bool nothing_ran() const { return !QFile::exists(m_stage->file("ran")); }
    /// A folder of the new version's name whose program says the right thing and leaves a trace.
    void somebody_makes(const QString& folder) const {
        QDir().mkpath(m_stage->file(folder + "/bin"));
        m_stage->write(folder + "/bin/hearthd",
                       "#!/bin/sh\ntouch '" + m_stage->file("ran").toUtf8() + "'\necho 'hearthd 0.2.0'\n");
        for (const char* part : {"", "/bin", "/bin/hearthd"})
            std::filesystem::permissions(m_stage->path(folder + part), std::filesystem::perms(0755));
    }

private slots:
    void initTestCase() {
        m_stage = std::make_unique<UpdateStage>(m_folder.path());
        QVERIFY2(m_stage->start(), "update_server.py does not start; it needs python3 and openssl.");
    }
    void init() {
        m_stage->clear();
        QFile::remove(m_stage->file("ran"));
        m_store = must(node::Store::open(m_stage->path("home/node.sqlite")));
        m_stage->show("0.2.0");
    }
    void cleanup() { m_store.reset(); }
    void cleanupTestCase() { m_stage.reset(); }

    void aFolderThatSomebodyMadeIsNotRun() {
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        somebody_makes(m_new);
        const auto refused = all.apply({});
        QCOMPARE(refusal(refused), QString("update_place_taken"));
        QCOMPARE(refused.error().code, Code::conflict);
        QVERIFY(nothing_ran() && link().isEmpty());
        QDir(m_stage->file(m_new)).removeRecursively();
        must(all.apply({}));
        QVERIFY(!link().isEmpty());
        // Nor is one that takes the place of the folder that was put there.
        QVERIFY(QDir().rename(m_stage->file(m_new), m_stage->file("programs/away")));
        somebody_makes(m_new);
        QCOMPARE(refusal(all.apply({})), QString("update_place_taken"));
        QVERIFY(nothing_ran());
    }

    void anotherFileOfTheSameVersionIsNoneOfThisFolder() {
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        must(all.apply({}));
        std::string kept = must(m_store->setting("updates.placed.0.2.0"));
        QVERIFY(kept.size() > 64);
        kept[0] = kept[0] == '0' ? '1' : '0';
        must(m_store->set_setting("updates.placed.0.2.0", kept));
        QCOMPARE(refusal(all.apply({})), QString("update_place_taken"));
    }

    void whereOthersMayWriteNothingIsPut() {
        using std::filesystem::perms;
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        for (const unsigned mode : {0775U, 0757U}) {
            std::filesystem::permissions(m_stage->path("programs"), perms(mode));
            QCOMPARE(refusal(all.apply({})), QString("update_folder_shared"));
        }
        std::filesystem::permissions(m_stage->path("programs"), perms(0755));
        somebody_makes("elsewhere");
        std::filesystem::create_directory_symlink(m_stage->path("elsewhere"), m_stage->path(m_new));
        QCOMPARE(refusal(all.apply({})), QString("update_folder_shared"));
        QVERIFY(nothing_ran() && link().isEmpty());
        QVERIFY(QFile::remove(m_stage->file(m_new)));
        must(all.apply({}));
        std::filesystem::permissions(m_stage->path(m_new), perms(0777));
        QCOMPARE(refusal(all.apply({})), QString("update_folder_shared"));
    }

    void aLinkToSomewhereElseIsItsOwners() {
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        for (const char* target : {"/opt/mine", "../hearth-0.1.0-linux-x86_64", "hearth-0.1.0-linux-x86_64/",
                                   "hearth-mine-linux-x86_64", "hearth-0.1.0-linux-z80", "hearth-linux-x86_64"}) {
            QVERIFY(QFile::link(target, m_stage->file("programs/hearth")));
            QCOMPARE(refusal(all.apply({})), QString("update_link_taken"));
            QVERIFY2(!QFile::exists(m_stage->file(m_new)), target);
            QVERIFY(QFile::remove(m_stage->file("programs/hearth")));
        }
        QVERIFY(QFile::link("hearth-0.1.0-linux-x86_64", m_stage->file("programs/hearth")));
        must(all.apply({}));
    }

    void oneAtATimeAndNothingIsLeftLying() {
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        const int held = ::open(m_stage->path("programs/.hearth-update.lock").c_str(), O_RDWR | O_CREAT, 0600);
        QCOMPARE(::flock(held, LOCK_EX), 0);
        QCOMPARE(all.apply({}).error().code, Code::busy);
        ::close(held);
        for (const char* left : {"programs/.hearth-0.1.9.unpacking/a", "programs/.hearth-unpacking-abcdef/a"})
            QVERIFY(QDir().mkpath(m_stage->file(left)));
        must(all.apply({}));
        QCOMPARE(QDir(m_stage->file("programs")).entryList({".hearth*"}, QDir::AllEntries | QDir::Hidden),
                 QStringList(".hearth-update.lock"));
    }

    void aStopEndsWhatIsBeingUnpacked() {
        m_stage->show("0.2.0", {}, "'; exec sleep 60; echo '");
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        const core::Nanoseconds begun = core::monotonic();
        const auto stopped = all.apply([&](const control::Progress&) {
            if (core::monotonic() - begun > core::second) all.stop();
            return true;
        });
        QCOMPARE(stopped.error().code, Code::cancelled);
        QVERIFY(core::monotonic() - begun < 10 * core::second);
        QVERIFY(link().isEmpty() && !QFile::exists(m_stage->file(m_new)));
        QCOMPARE(all.apply({}).error().code, Code::cancelled); // and nothing begins any more
    }

    void whatGaveWayComesBackOnlyWhenAPersonWantsIt() {
        node::UpdateSettings settings;
        settings.apply = "idle";
        node::Updates all(m_stage->parts(*m_store), settings);
        bring(all);
        m_stage->write("programs/.update-gave-way", "hearth-0.2.0-linux-x86_64\n");
        constexpr core::Nanoseconds soon = 10'000'000, later = 200'000'000;
        const node::UpdateWatch watch(all, core::system_clock(), {soon, later, soon, soon}, [] { return false; });
        QTest::qWait(300);
        const auto waits = must(all.view());
        QCOMPARE(waits.state, control::UpdateState::downloaded);
        QCOMPARE(std::string(waits.sentence.id()), std::string("update_gave_way"));
        QVERIFY(link().isEmpty());
        m_stage->show("0.3.0");
        const auto newer = [&] { return must(all.view()); };
        QTRY_COMPARE_WITH_TIMEOUT(newer().state, control::UpdateState::applied, 20'000);
        QCOMPARE(newer().offered, std::string("0.3.0"));
    }

    void aPersonMayTryAgainWhatGaveWay() {
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        m_stage->write("programs/.update-gave-way", "hearth-0.2.0-linux-x86_64\n");
        QVERIFY(must(all.view()).can_apply);
        QCOMPARE(must(all.apply({})).state, control::UpdateState::applied);
    }

    /// 0.2.0 was in its place and never started.
    void theWayBackIsToWhatServed() {
        node::Updates all(m_stage->parts(*m_store), {});
        bring(all);
        must(all.apply({}));
        m_stage->show("0.3.0");
        bring(all);
        must(all.apply({}));
        const auto note = must(core::read_file(m_stage->path("programs/.update-on-trial"), 200));
        QCOMPARE(std::string(note.begin(), note.end()),
                 std::string("hearth-0.1.0-linux-x86_64 hearth-0.3.0-linux-x86_64\n"));
    }

    void rootsCommandIsShownOnlyForWhatWasExaminedHere() {
        const auto of_package = [&] {
            node::Updates::Parts parts = m_stage->parts(*m_store);
            parts.installed = node::InstalledAs::look("/usr/bin");
            return std::make_unique<node::Updates>(std::move(parts), node::UpdateSettings());
        };
        const auto applying = [](const node::Updates& all) { return QString(must(all.view()).applying.id()); };
        auto all = of_package();
        must(all->check({}));
        QCOMPARE(applying(*all), QString("update_by_package"));
        must(all->download({}));
        QCOMPARE(applying(*all), QString("update_run_command"));
        all = of_package(); // nothing is known of what lay there before this process
        QCOMPARE(applying(*all), QString("update_examine_first"));
        QVERIFY(must(all->view()).can_download);
        must(all->download({}));
        QCOMPARE(applying(*all), QString("update_run_command"));
        m_stage->write("home/cache/updates/0.2.0/hearth_0.2.0_amd64.deb", QByteArray(5000, 'x')); // as long
        QCOMPARE(applying(*all), QString("update_examine_first"));
        QCOMPARE(refusal(all->download({})), QString("update_wrong_bytes"));
        QCOMPARE(applying(*all), QString("update_by_package"));
    }
};

QTEST_GUILESS_MAIN(NodeUpdatePlaces)
#include "tst_node_update_places.moc"
