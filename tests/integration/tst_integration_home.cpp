// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <csignal>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace hearth::test;

/// Where a node lives, and what its programs say of a home that does not hold together.
class IntegrationHome : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static void write(const QString& path, const QByteArray& content) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
    }
    static CommandResult run(const QString& program, const QStringList& arguments, const QString& folder = {},
                             const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
        QProcess process;
        process.setProcessEnvironment(environment);
        if (!folder.isEmpty()) process.setWorkingDirectory(folder);
        process.start(program, arguments);
        if (!process.waitForFinished(60'000)) process.kill();
        process.waitForFinished();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
                process.readAllStandardError()};
    }
    CommandResult check_config(const QByteArray& settings) {
        const QString home = m_folder.filePath("checked");
        QDir().mkpath(home);
        write(home + "/hearth.toml", settings);
        return run(program_path("hearthd"), {"--home", home, "--check-config"});
    }

private slots:
    void noKeyIsEverMadeInTheCurrentFolder() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"HEARTH_HOME", "HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"})
            environment.remove(name);
        const QString here = m_folder.filePath("here");
        QVERIFY(QDir().mkpath(here));
        for (const char* name : {"HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"})
            for (const char* value : {"", "relative"}) {
                QProcessEnvironment one = environment;
                one.insert(name, value);
                const CommandResult checked = run(program_path("hearthd"), {"--check-config"}, here, one);
                const QByteArray said = checked.out + checked.err;
                QVERIFY2(!said.contains("relative") && said.contains("/hearth/hearth.toml") &&
                             !said.contains(here.toUtf8()),
                         said.constData());
                const CommandResult doctor = run(program_path("hearthctl"), {"doctor"}, here, one);
                QVERIFY2(!doctor.out.contains("relative") && !doctor.out.contains(here.toUtf8()),
                         doctor.out.constData());
            }
        environment.insert("HEARTH_HOME", "relative");
        for (const char* program : {"hearthd", "hearthctl"}) {
            const CommandResult refused =
                run(program_path(program),
                    program == QByteArray("hearthd") ? QStringList{"--foreground"} : QStringList{"status"}, here,
                    environment);
            QVERIFY(refused.exit_code != 0);
            QVERIFY2(refused.err.contains("HEARTH_HOME") && refused.err.contains("--home"), refused.err.constData());
        }
        QCOMPARE(QDir(here).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden), QStringList());
    }

    void theBootstrapReadsTheUsersFoldersAsTheirSpecificationSays() {
        const QString script = QStringLiteral(". \"$1/installers/steps/common.sh\"; user_folders; echo "
                                              "\"$HOME|${XDG_CACHE_HOME-absent}|${XDG_DATA_HOME-absent}\"");
        const auto bash = [&](const QByteArray& home, const QByteArray& cache) {
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert("HOME", home);
            environment.insert("XDG_CACHE_HOME", cache);
            environment.insert("XDG_DATA_HOME", "relative");
            return run("bash", {"-euc", script, "bash", QStringLiteral(HEARTH_SOURCE_DIR)}, m_folder.path(),
                       environment);
        };
        QCOMPARE(bash("/u", "/c").out, QByteArray("/u|/c|absent\n"));
        QCOMPARE(bash("/u", "c").out, QByteArray("/u|absent|absent\n"));
        const CommandResult known = bash("u", "");
        QVERIFY2(known.out.startsWith('/') && known.out.endsWith("|absent|absent\n"),
                 (known.out + known.err).constData());
    }

    void checkConfigSaysWhatAStartWouldSay_data() {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("refused"); // by the start; else it serves and says the same
        const auto row = [](const char* settings, const char* key, bool refused) {
            QTest::newRow(settings) << QByteArray(settings) << QByteArray(key) << refused;
        };
        row("[api]\nlisten = \"localhost:0\"\n", "api.listen", true);
        row("[api]\nlisten = \"192.0.2.1:0\"\n", "api.listen", true);
        row("[api]\nlisten = \"127.0.0.1\"\n", "api.listen", true);
        row("[api]\nlisten = \"0.0.0.0:0\"\n", "--create-api-key", true);
        row("[api]\nallowed_hosts = [\"http://me/\"]\n", "api.allowed_hosts", true);
        row("[api]\nallowed_origins = [\"chat.example\"]\n", "api.allowed_origins", true);
        row("[worker]\npath = \"/nowhere/hearth-worker\"\n", "/nowhere/hearth-worker", true);
        row("[worker]\npath = \"/etc/passwd\"\n", "/etc/passwd", true);
        row("[worker]\ndevices = [\"vulkan:\"]\n", "worker.devices", true);
        row("[worker]\nthreads = 5000\n", "worker.threads", true);
        row("[devices]\ndisabled = [\"the left one\"]\n", "devices.disabled", true);
        row("[models]\nprofile = \"int9\"\n", "models.profile", true);
        row("[log]\nlevel = \"loud\"\n", "log.level", true);
        row("[prices]\nprompt_million = \"cheap\"\n", "prices.prompt_million", true);
        row("[prices]\ncompletion_million = \"2000000\"\n", "at most 1000000.0 EMB", true);
        row("[prices]\nmodels = [\"ghost=0.1/0.2\"]\n", "ghost", false);
        row("[worker]\ndevices = [\"vulkan:9\"]\n", "vulkan:9", false);
        row("[models]\ndefault = \"no-such-model\"\n", "no-such-model", false);
    }
    void checkConfigSaysWhatAStartWouldSay() {
        QFETCH(QByteArray, settings);
        QFETCH(QByteArray, key);
        QFETCH(bool, refused);
        const CommandResult checked = check_config(settings);
        QCOMPARE(checked.exit_code, 1);
        QVERIFY2(checked.err.contains(key), checked.err.constData());
        QVERIFY(!checked.out.contains("good"));
        if (!settings.startsWith("[api]")) settings = "[api]\nlisten = \"127.0.0.1:0\"\n" + settings;
        NodeProcess node(QString::fromUtf8(settings));
        const bool started = node.start();
        const QByteArray log = node.log();
        QCOMPARE(!started, refused);
        QVERIFY2(log.contains(key), log.constData());
        // A start stops at the first fault. The file is another one there, with lines of its own.
        QByteArray sentence = checked.err.left(checked.err.indexOf('\n')).mid(9);
        if (const qsizetype file = sentence.indexOf("hearth.toml"); file >= 0)
            sentence = sentence.mid(sentence.indexOf(": ", file) + 2);
        QVERIFY2(!sentence.isEmpty() && log.contains(sentence), (sentence + "\n--\n" + log).constData());
    }

    void theDefaultsAreGood() {
        const CommandResult checked = check_config("");
        QVERIFY2(checked.exit_code == 0 && checked.out.contains("hearth.toml are good"), checked.err.constData());
        const QString none = m_folder.filePath("nothing here yet");
        const CommandResult defaults = run(program_path("hearthd"), {"--home", none, "--check-config"});
        QCOMPARE(defaults.exit_code, 0);
        QVERIFY2(
            defaults.out.startsWith("There is no " + none.toUtf8() + "/hearth.toml; every setting has its default"),
            defaults.out.constData());
        QVERIFY(!QFile::exists(none));
    }

    void aHomeThatIsAFileIsToldByEveryProgram() {
        const QString home = m_folder.filePath("file");
        write(home, "x");
        const QByteArray sentence = "The file " + home.toUtf8() + " stands where a folder belongs.";
        const QByteArray repair = "mv " + home.toUtf8() + " " + home.toUtf8() + ".old";
        for (const auto& [program, word] :
             std::initializer_list<std::pair<const char*, const char*>>{{"hearthd", "--check-config"},
                                                                        {"hearthd", "--check-home"},
                                                                        {"hearthd", "--foreground"},
                                                                        {"hearthctl", "doctor"},
                                                                        {"hearthctl", "status"}}) {
            const CommandResult told = run(program_path(program), {"--home", home, word});
            const QByteArray said = told.out + told.err;
            QVERIFY2(said.contains(sentence) && said.contains(repair), (QByteArray(word) + ": " + said).constData());
            QCOMPARE(told.exit_code == 0, word == QByteArray("--check-home")); // its findings are its answer
        }
        for (const char* word : {"--check-config", "--foreground"}) {
            const CommandResult below = run(program_path("hearthd"), {"--home", home + "/node", word});
            QCOMPARE(below.exit_code, 1);
            QVERIFY2(below.err.contains(sentence) && below.err.contains(repair), below.err.constData());
        }
    }

    void aKeyMadeWithoutTheServiceHasTheSameLimits() {
        NodeProcess node;
        const auto make = [&](const QStringList& limits) {
            return run(program_path("hearthd"), QStringList{"--home", node.home()} + limits);
        };
        QCOMPARE(make({"--key-names"}).out, QByteArray());
        QCOMPARE(make({"--create-api-key", "laptop", "--budget", "1.5", "--concurrency=2"}).exit_code, 0);
        QCOMPARE(make({"--key-names"}).out, QByteArray("laptop\n"));
        // What is passed on names none, also while no service runs.
        QVERIFY(QDir().mkpath(node.home() + "/logs"));
        write(node.home() + "/logs/hearthd.log", "asked by laptop\n");
        const QString bundle = m_folder.filePath("bundle.json");
        (void)node.ctl({"doctor", "--bundle", bundle});
        QFile made(bundle);
        QVERIFY(made.open(QIODevice::ReadOnly));
        const QByteArray passed_on = made.readAll();
        QVERIFY2(passed_on.contains("asked by [key name]") && !passed_on.contains("laptop"), passed_on.constData());
        for (const QStringList& wrong :
             {QStringList{"--budget", "1"}, QStringList{"--create-api-key", "a", "--budget", "much"},
              QStringList{"--create-api-key", "a", "--budget"},
              QStringList{"--create-api-key", "a", "--concurrency", "0"},
              QStringList{"--create-api-key", "a", "--concurrency", "2x"}}) {
            const CommandResult refused = make(wrong);
            QVERIFY2(refused.exit_code == 2 && refused.err.count('\n') >= 2, (wrong.join(' ') + refused.err).toUtf8());
        }
        QVERIFY2(node.start(), node.log().constData());
        const QJsonArray keys = node.ctl({"--json", "keys", "api", "list"}).json()["keys"].toArray();
        QCOMPARE(keys.size(), 1);
        QCOMPARE(keys[0].toObject()["budget"].toString(), QString("1500000000"));
        QCOMPARE(keys[0].toObject()["concurrency"].toInt(), 2);
    }

    void doctorWithoutAServiceExaminesTheFiles() {
        NodeProcess node;
        QVERIFY2(node.start(), node.log().constData());
        QCOMPARE(node.terminate(), 0);
        const CommandResult whole = node.ctl({"--json", "doctor"});
        QCOMPARE(whole.exit_code, 3);
        QStringList passed;
        for (const QJsonValue& check : whole.json()["checks"].toArray())
            if (check.toObject()["result"] == "passed") passed.append(check.toObject()["name"].toString());
        for (const char* name : {"settings", "keys", "database", "ledger", "models", "folders"})
            QVERIFY2(passed.contains(name), whole.out.constData());
        const QString key = node.home() + "/keys/node.key";
        write(key, "");
        const CommandResult broken = node.ctl({"--json", "doctor"});
        QCOMPARE(broken.exit_code, 5);
        bool told = false;
        for (const QJsonValue& value : broken.json()["checks"].toArray()) {
            const QJsonObject check = value.toObject();
            if (check["name"] == "keys" && check["result"] == "failed" && check["detail"].toString().contains(key) &&
                check["repair"].toString().contains("hearthctl keys restore"))
                told = true;
            if (check["name"] == "service")
                QVERIFY(check["repair"].toString().startsWith("Repair what failed above first."));
        }
        QVERIFY2(told, broken.out.constData());
        QVERIFY(!node.start());
        QVERIFY2(node.log().contains(key.toUtf8()), node.log().constData());
    }
};

QTEST_GUILESS_MAIN(IntegrationHome)
#include "tst_integration_home.moc"
