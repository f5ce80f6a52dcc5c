// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTest>

using namespace hearth::test;

/// What a package holds, in a folder instead of /usr: found by its own programs, with nothing of the build tree.
class IntegrationInstalled : public QObject {
    Q_OBJECT

    QTemporaryDir m_root;
    std::unique_ptr<NodeProcess> m_node;
    QString m_receipt;

    QString file(const QString& name) const { return m_root.path() + "/usr/" + name; }
    static QStringList names(const QString& folder) {
        return QDir(folder).entryList(QDir::Files | QDir::NoDotAndDotDot, QDir::Name);
    }

private slots:
    void initTestCase() {
        const CommandResult installed = run_program(
            "cmake", {"--install", QFileInfo(HEARTH_BINARY_DIR).path(), "--component", "hearth", "--prefix", file("")});
        QVERIFY2(installed.exit_code == 0, installed.err.constData());
        qputenv("HEARTH_TEST_PROGRAMS", file("bin").toUtf8());
    }

    void theTreeHoldsWhatItShould() {
        QStringList programs{"hearthctl", "hearthd"};
        if (QFile::exists(QStringLiteral(HEARTH_BINARY_DIR "/hearth"))) programs.prepend("hearth");
        QCOMPARE(names(file("bin")), programs);
        QStringList opened = names(file("lib/hearth"));
        opened.removeAll("libhearth-cuda.so");
        QCOMPARE(opened, (QStringList{"hearth-probe", "hearth-worker", "libhearth-vulkan.so"}));
        for (const QString& name : programs)
            QVERIFY2(QFile::exists(file("share/man/man1/" + name + ".1.gz")), qPrintable(name));
        QVERIFY(QFile::exists(file("lib/systemd/user/hearthd.service")));
    }

    void nothingNeedsLibtorchOrTheBuildTree() {
        for (const QString& folder : {file("bin"), file("lib/hearth")})
            for (const QString& name : names(folder)) {
                const CommandResult read = run_program("readelf", {"--dynamic", folder + "/" + name});
                QVERIFY2(read.exit_code == 0 && read.out.contains("NEEDED"), read.err.constData());
                QVERIFY2(!read.out.contains("torch"), qPrintable(name));
                QVERIFY2(!read.out.contains("PATH)"),
                         qPrintable(name + " looks for libraries in a folder of the build"));
            }
    }

    void theServiceFindsItsWorkerAndAnswers() {
        m_node = std::make_unique<NodeProcess>();
        QVERIFY2(m_node->start(), m_node->log().constData());
        QVERIFY(!m_node->import(tiny_model("llama-tied"), "tiny").isEmpty());
        const HttpAnswer answer = m_node->post("/chat/completions", chat_body("tiny", "hello"));
        QVERIFY2(answer.status == 200, answer.body.constData());
        m_receipt = answer.headers.value("x-evidence-id");
        QStringList running;
        for (const QString& process : QDir("/proc").entryList({"[1-9]*"}, QDir::Dirs))
            running << QFileInfo("/proc/" + process + "/exe").symLinkTarget();
        for (const char* program : {"hearth-worker", "hearth-probe"})
            QVERIFY2(running.contains(QFileInfo(file("lib/hearth/") + program).canonicalFilePath()), program);
    }

    void theAnswerIsReplayed() {
        const CommandResult checked = m_node->ctl({"--json", "receipt", "verify", m_receipt, "--replay"});
        QVERIFY2(checked.exit_code == 0, checked.err.constData());
        QCOMPARE(checked.json().value("valid").toBool(), true);
    }

    void floatingPointOnTheProcessorNeedsNoPluginEither() {
        QJsonObject body = chat_body("tiny", "hello");
        body["profile"] = "bf16";
        const HttpAnswer answer = m_node->post("/chat/completions", body);
        QVERIFY2(answer.status == 200, answer.body.constData());
    }

    void theWorkerFindsItsPlugin() {
        const CommandResult listed = run_program(file("lib/hearth/hearth-worker"), {"--list-devices", "vulkan"});
        QCOMPARE(listed.exit_code, 0);
        QVERIFY2(listed.out.contains("\"devices\"") && !listed.out.contains("not installed"), listed.out.constData());
    }

    void theCatalogueIsFound() {
        const CommandResult refused = m_node->ctl({"model", "pull", "nothing-of-this-name"});
        QVERIFY2(refused.err.contains("The catalogue has no model"), refused.err.constData());
    }

    void cleanupTestCase() {
        m_node.reset();
        qunsetenv("HEARTH_TEST_PROGRAMS");
    }
};

QTEST_GUILESS_MAIN(IntegrationInstalled)
#include "tst_integration_installed.moc"
