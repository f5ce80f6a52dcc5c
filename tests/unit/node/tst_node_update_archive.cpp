// SPDX-License-Identifier: Apache-2.0
#include "update_stage.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace hearth;
using namespace hearth::test;

/// The real programs, as many megabytes as they are, come as an update of a version before.
class NodeUpdateArchive : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<UpdateStage> m_stage;
    const QString m_old = QStringLiteral("hearth-0.0.1-linux-x86_64");

    static QString version_here() {
        QProcess program;
        program.start(QStringLiteral(HEARTH_BINARY_DIR "/hearthd"), {"--version"});
        program.waitForFinished(20'000);
        return QString::fromUtf8(program.readAllStandardOutput()).trimmed().section(QLatin1Char(' '), 1);
    }
    /// The version before is a script.
    void install_old() const {
        m_stage->clear();
        QDir(m_stage->file("programs")).removeRecursively();
        const QString program = "programs/" + m_old + "/bin/hearthd";
        QVERIFY(QDir().mkpath(m_stage->file("programs/" + m_old + "/bin")));
        QVERIFY(QDir().mkpath(m_stage->file("programs/" + m_old + "/lib/hearth/bundled")));
        m_stage->write(program, "#!/bin/sh\necho 'hearthd 0.0.1'\n");
        QFile::setPermissions(m_stage->file(program), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        for (const QString& folder : {QString("programs"), "programs/" + m_old})
            std::filesystem::permissions(m_stage->path(folder), std::filesystem::perms(0755));
    }
    void pack(const QString& version) const {
        const QString top = m_stage->file("packed/hearth-" + version + "-linux-x86_64/");
        QVERIFY(QDir().mkpath(top + "bin") && QDir().mkpath(top + "lib/hearth/bundled"));
        for (const QString& name :
             {QStringLiteral("bin/hearthd"), QStringLiteral("bin/hearthctl"),
              QStringLiteral("lib/hearth/hearth-worker"), QStringLiteral("lib/hearth/hearth-probe")})
            QVERIFY2(QFile::copy(HEARTH_BINARY_DIR "/" + QFileInfo(name).fileName(), top + name), qPrintable(name));
        m_stage->offer(version);
    }

private slots:
    void initTestCase() {
        m_stage = std::make_unique<UpdateStage>(m_folder.path());
        QVERIFY2(m_stage->start(), "update_server.py does not start; it needs python3 and openssl.");
    }

    void cutShortItLeavesTheVersionBeforeAndGoesOnThen() {
        const QString version = version_here();
        QVERIFY2(version.count(QLatin1Char('.')) == 2, qPrintable(version));
        install_old();
        pack(version);
        const auto store = must(node::Store::open(m_stage->path("home/node.sqlite")));
        node::Updates::Parts parts = m_stage->parts(*store);
        parts.version = "0.0.1";
        parts.installed = node::InstalledAs::look(m_stage->path("programs/" + m_old + "/bin"));
        node::Updates all(std::move(parts), {});
        const auto shown = must(all.check({}));
        QVERIFY2(shown.bytes > 10'000'000, "these are not the programs");

        m_stage->mood("cut");
        QVERIFY(!all.download({}));
        QVERIFY(!all.apply({}));
        const auto half = must(all.view());
        QVERIFY(half.done > 0 && half.done < half.bytes);
        QCOMPARE(m_stage->says(m_old), QByteArray("hearthd 0.0.1"));
        QVERIFY(!QFileInfo(m_stage->file("programs/hearth")).isSymLink());

        m_stage->mood("");
        QCOMPARE(must(all.download({})).state, control::UpdateState::downloaded);
        QVERIFY2(!m_stage->ranges().isEmpty(), "it began anew");
        QCOMPARE(must(all.apply({})).state, control::UpdateState::applied);
        QCOMPARE(m_stage->says("hearth"), "hearthd " + version.toUtf8());
        QCOMPARE(m_stage->says(m_old), QByteArray("hearthd 0.0.1"));
    }

    void cleanupTestCase() { m_stage.reset(); }
};

QTEST_GUILESS_MAIN(NodeUpdateArchive)
#include "tst_node_update_archive.moc"
