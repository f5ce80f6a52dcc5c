// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"

#include <QFile>
#include <QJsonArray>
#include <QtTest>

#include <csignal>

using hearth::test::CliService;
using hearth::test::Ran;

/// Verbs for what a home has: models, devices, settings, its network and its stake, and how it is.
class tst_control_cli_home : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<CliService> m_service;

private slots:
    void init() {
        m_service = std::make_unique<CliService>();
        QVERIFY(m_service->start());
    }

    void a_guardian_cancels_and_nobody_else_is_asked() {
        QVERIFY(m_service->ctl({"gov", "veto", "7"}).out.contains("proposal 7 has no effect"));
        QCOMPARE(m_service->ctl({"gov", "veto", "8"}).exit, 1);
        QCOMPARE(m_service->ctl({"gov", "veto"}).exit, 2);
    }

    void a_stake_is_added_withdrawn_and_shown() {
        QVERIFY(m_service->ctl({"stake", "add", "1.5"}).out.contains("stake 1500000000 of this one"));
        const Ran other = m_service->ctl({"stake", "withdraw", "0.25", "--node", "abc"});
        QVERIFY2(other.out.contains("unstake 250000000 of abc"), other.out);
        QCOMPARE(m_service->ctl({"stake", "add", "a lot"}).exit, 2);
        const Ran shown = m_service->ctl({"stake", "show"});
        QVERIFY2(shown.out.contains("holds 7.0 EMB") && shown.out.contains("until epoch 30243 has ended"), shown.out);
        QVERIFY(shown.out.contains("30240 epochs more"));
        QCOMPARE(m_service->ctl({"--json", "stake", "show"}).json()["stakes"].toArray().size(), 1);
    }

    void a_stake_is_locked_for_epochs_from_now_on() {
        const Ran locked = m_service->ctl({"stake", "lock", "100", "--node", "abc"});
        QVERIFY2(locked.out.contains("lock until 103 of abc"), locked.out);
        QCOMPARE(m_service->ctl({"stake", "lock", "0"}).exit, 2);
        QVERIFY(m_service->ctl({"stake", "show"}).out.contains("until epoch 500"));
    }

    void credits_are_bought_and_shown() {
        QVERIFY(m_service->ctl({"ledger", "buy-credits", "1.5"}).out.contains("credits for 1500000000 to the caller"));
        const Ran given = m_service->ctl({"ledger", "buy-credits", "0.25", "--for", "abc"});
        QVERIFY2(given.out.contains("credits for 250000000 to abc"), given.out);
        QCOMPARE(m_service->ctl({"ledger", "buy-credits", "many"}).exit, 2);
        const Ran shown = m_service->ctl({"ledger", "credits"});
        for (const char* part : {"credits of 0.25 EMB", "0.06 EMB", "about 0.007 EMB"})
            QVERIFY2(shown.out.contains(part), shown.out);
        const QJsonObject told = m_service->ctl({"--json", "ledger", "credits"}).json();
        QCOMPARE(told["credits"].toString(), QString("250000000"));
        QCOMPARE(told["waiting"].toString(), QString("60000000"));
        QVERIFY(m_service->ctl({"ledger", "account"}).out.contains("0.25 EMB"));
    }

    void a_network_is_told_with_its_validators_peers_and_links() {
        const Ran shown = m_service->ctl({"network", "show"});
        for (const char* part :
             {"hearth-test", "no block of it has come yet", "not signed", "10.0.0.7:26656", "23.4 ms",
              "Signed two blocks of height 7; 2.5 EMB", "gateway, full node", "The gateway did not answer in time."})
            QVERIFY2(shown.out.contains(part), part);
        QVERIFY(!shown.out.contains('\x1b'));
        QCOMPARE(m_service->ctl({"--json", "network", "show"}).json()["links"].toArray().size(), 2);
    }

    void settings_are_shown_and_changed() {
        const QJsonObject first =
            m_service->ctl({"--json", "settings", "list"}).json()["settings"].toArray()[0].toObject();
        QCOMPARE(first["key"].toString(), QString("work.hours"));
        const Ran changed = m_service->ctl({"settings", "set", "work.hours", "sat 0-24", "sun 22-6"});
        QCOMPARE(changed.exit, 0);
        QVERIFY2(changed.out.contains("work.hours = 'sat 0-24' 'sun 22-6'"), changed.out);
        QVERIFY(m_service->ctl({"settings", "show", "work.hours"}).out.contains("Hours of the week."));
        QCOMPARE(m_service->ctl({"settings", "set", "work.hours", "wrong"}).exit, 2);
        const Ran unknown = m_service->ctl({"--json", "settings", "set", "work.hour", "x"});
        QCOMPARE(unknown.exit, 2);
        QVERIFY(unknown.error()["hint"].toString().contains("work.hours"));
        QCOMPARE(m_service->ctl({"settings", "show", "nothing"}).exit, 2);
    }

    void the_rules_of_work_say_which_of_them_holds() {
        const QJsonObject times = m_service->ctl({"--json", "node", "when"}).json();
        QCOMPARE(times["works"].toBool(), false);
        QCOMPARE(times["rule"].toString(), QString("hours"));
        QCOMPARE(times["rules"].toObject()["idle_minutes"].toInt(), 15);
        const QByteArray told = m_service->ctl({"node", "when"}).out;
        QVERIFY2(told.startsWith("Resting outside of its hours; it goes on by itself at 18:00."), told);
        QVERIFY2(told.contains("unknown"), told);
    }

    void keys_of_callers_are_found_at_the_gateway_too() {
        const Ran keys = m_service->ctl({"keys", "api", "list"}), same = m_service->ctl({"gateway", "keys", "list"});
        QCOMPARE(same.exit, 0);
        QVERIFY(!keys.out.isEmpty());
        QCOMPARE(same.out, keys.out);
        QCOMPARE(m_service->ctl({"gateway", "keys"}).exit, 2);
    }

    void a_model_tells_what_its_tokens_cost() {
        for (const QStringList& line :
             {QStringList{"model", "list"}, QStringList{"model", "show", "smol"}, QStringList{"status"}}) {
            const QByteArray plain = m_service->ctl(line).out;
            QVERIFY2(plain.contains("0.1 EMB read, 0.4 EMB written"), plain.constData());
        }
    }

    // A figure that nobody gives is null in one form and a dash in the other, never zero and never left out.
    void status_shows_every_figure_of_a_device_or_that_it_is_unknown() {
        const QJsonArray devices = m_service->ctl({"--json", "status"}).json()["devices"].toArray();
        const QJsonObject known = devices[0].toObject(), bare = devices[1].toObject();
        QCOMPARE(known.keys(), bare.keys());
        for (const char* figure :
             {"load_ppm", "memory_used_bytes", "memory_total_bytes", "temperature_millicelsius", "power_milliwatts",
              "power_limit_milliwatts", "power_limit_min_milliwatts", "power_limit_max_milliwatts",
              "power_limit_default_milliwatts", "core_clock_mhz", "memory_clock_mhz", "fan_ppm", "fan_rpm", "throttle",
              "driver", "integrated", "processes", "limits_revert_at", "current_job"}) {
            QVERIFY2(bare.contains(figure) && bare[figure].isNull(), figure);
            QVERIFY2(known.contains(figure) && !known[figure].isNull(), figure);
        }
        const QByteArray plain = m_service->ctl({"status"}).out;
        for (const char* words :
             {"load 43 %", "95 W of 200 W", "1777 MHz core, 7301 MHz memory", "fan 55 % (1340 rpm)",
              "held back by power", "0000:01:00.0, driver nvidia 550.54.14, integrated no",
              "(4242, compute, 1.9 GiB, load 41 %)", "memory to stay free 1.0 GiB", "load –, memory –, –, power –"})
            QVERIFY2(plain.contains(words), (words + QByteArray(" in\n") + plain).constData());
    }

    void devices_are_proved_and_measured_and_what_was_measured_is_shown() {
        const Ran proved = m_service->ctl({"--json", "node", "test", "vulkan:0"});
        QCOMPARE(proved.exit, 5); // one of its profiles fails
        QCOMPARE(proved.json()["checks"].toArray()[0].toObject()["result"].toString(), QString("passed"));
        QVERIFY(m_service->ctl({"node", "test"}).out.contains("ci4.1: failed. Other bytes came out."));
        QVERIFY(m_service->ctl({"node", "test", "vulkan:9"}).err.contains("There is no device vulkan:9."));
        const Ran before = m_service->ctl({"--json", "node", "benchmark", "--history"});
        QCOMPARE(before.exit, 0);
        const QJsonObject record = before.json()["benchmarks"].toArray()[0].toObject();
        QVERIFY(record["at"].toInteger() > 0);
        QCOMPARE(record["report"].toObject()["device"].toString(), QString("vulkan:0"));
        QVERIFY(m_service->ctl({"node", "benchmark", "--history"}).out.contains("ci8.1"));
        QCOMPARE(m_service->ctl({"node", "benchmark", "cpu", "--history"}).exit, 2);
    }

    void what_starts_the_service_is_shown_and_changed() {
        const Ran shown = m_service->ctl({"--json", "node", "autostart"});
        QVERIFY(shown.json()["autostart"].toBool() && !shown.json()["reason"].toString().isEmpty());
        QCOMPARE(m_service->ctl({"--json", "node", "autostart", "off"}).json()["autostart"].toBool(), false);
        QVERIFY(m_service->ctl({"node", "autostart", "on"}).err.contains("no unit for systemd"));
        QCOMPARE(m_service->ctl({"node", "autostart", "perhaps"}).exit, 2);
    }

    void limits_are_proposed_confirmed_and_refused() {
        const auto limits = [](const Ran& ran) {
            return ran.json()["devices"].toArray()[0].toObject()["limits"].toObject();
        };
        QCOMPARE(m_service->ctl({"--json", "node", "limits", "gpu:0", "--confirm"}).error()["code"].toString(),
                 QString("conflict"));
        const Ran set =
            m_service->ctl({"--json", "node", "limits", "0000:01:00.0", "--power", "150", "--pause-at", "85"});
        QCOMPARE(limits(set)["power_milliwatts"].toInt(), 150'000);
        QCOMPARE(limits(set)["pause_at_millicelsius"].toInt(), 85'000);
        QCOMPARE(limits(set)["memory_reserve_bytes"].toInteger(), qint64{1} << 30);
        QVERIFY(m_service->ctl({"node", "limits"}).out.contains("hearthctl node limits gpu:0 --confirm"));
        QCOMPARE(m_service->ctl({"node", "limits", "gpu:0", "--confirm"}).exit, 0);
        const Ran less = m_service->ctl({"--json", "node", "limits", "gpu:0", "--none", "--reserve", "512"});
        QVERIFY(limits(less)["power_milliwatts"].isNull());
        QCOMPARE(limits(less)["memory_reserve_bytes"].toInteger(), qint64{512} << 20);
        const Ran refused = m_service->ctl({"node", "limits", "gpu:0", "--power", "9"});
        QCOMPARE(refused.exit, 4);
        QVERIFY2(refused.err.contains("Only root may.") && refused.err.contains("sudo"), refused.err.constData());
        QCOMPARE(m_service->ctl({"--json", "node", "limits", "gpu:9", "--power", "9"}).error()["code"].toString(),
                 QString("not_found"));
    }

    // Whatever is wrong with a model, a script sees one code; 5 is for what is here and does not verify.
    void verbs_about_models_of_a_hub_answer_scripts_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("member");
        QTest::newRow("pull") << QStringList{"pull", "hf:a/b/c.gguf@main", "--name", "new"} << "model_id";
        QTest::newRow("drop the source") << QStringList{"drop-source", "smol"} << "state";
        QTest::newRow("search") << QStringList{"search", "tiny", "llama"} << "offers";
        QTest::newRow("catalogue") << QStringList{"search"} << "offers";
        QTest::newRow("files") << QStringList{"files", "hf:a/b"} << "offers";
        QTest::newRow("downloads") << QStringList{"downloads"} << "downloads";
        QTest::newRow("disable") << QStringList{"disable", "smol"} << "state";
        QTest::newRow("enable") << QStringList{"enable", "smol"} << "state";
        QTest::newRow("load") << QStringList{"load", "smol"} << "state";
        QTest::newRow("unload") << QStringList{"unload", "smol"} << "state";
    }
    void verbs_about_models_of_a_hub_answer_scripts() {
        QFETCH(QStringList, words);
        QFETCH(QString, member);
        const Ran json = m_service->ctl(QStringList{"--json", "model"} + words);
        QVERIFY2(json.exit == 0 && json.err.isEmpty(), json.err.constData());
        QVERIFY2(json.json().contains(member), json.out.constData());
    }

    // People choose by these before gigabytes come; the speed is said to be an estimate.
    void offers_show_size_licence_hash_fit_and_an_estimate() {
        const Ran table = m_service->ctl({"model", "files", "hf:a/b"});
        QCOMPARE(table.exit, 0);
        for (const char* shown : {"638 MiB", "apache-2.0", "Q4_K_M", "~12 tok/s", "ESTIMATE", "model pull REFERENCE"})
            QVERIFY2(table.out.contains(shown), table.out.constData());
        QVERIFY(m_service->ctl({"model", "search", "nothing"}).out.contains("nothing for these words"));
        QCOMPARE(m_service->ctl({"--json", "model", "pull", "hf:a/missing"}).error()["code"].toString(),
                 QString("not_found"));
        for (const QStringList& verb : {QStringList{"pull", "hf:a/b"}, QStringList{"import", "/dev/null"}}) {
            const QStringList line = QStringList{"--json", "model"} + verb;
            QCOMPARE(m_service->ctl(line).json()["source_bytes"].toInt(), 0);
            QCOMPARE(m_service->ctl(line + QStringList{"--keep-source"}).json()["source_bytes"].toInt(), 5);
        }
        QCOMPARE(m_service->ctl({"model", "drop", "hf:a/c"}).exit, 1);
        QCOMPARE(m_service->ctl({"model", "drop", "hf:a/b"}).exit, 0);
    }

    void an_import_fails_evenly_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("exit");
        for (const char* code : {"corrupt", "unsupported", "conflict", "io", "busy", "out_of_memory"})
            QTest::newRow(code) << code << 1;
        QTest::newRow("usage") << "invalid_argument" << 2;
        QTest::newRow("refused") << "refused" << 4;
    }

    void an_import_fails_evenly() {
        QFETCH(QString, code);
        QFETCH(int, exit);
        const QString file = m_service->file(code);
        QVERIFY(QFile(file).open(QIODevice::WriteOnly));
        const Ran json = m_service->ctl({"--json", "model", "import", file});
        QCOMPARE(json.exit, exit);
        QCOMPARE(json.error()["code"].toString(), code);
        QCOMPARE(m_service->ctl({"model", "import", file}).exit, exit);
    }

    void what_is_here_already_is_said_in_one_line() {
        const Ran plain = m_service->ctl({"model", "import", "/etc/hostname", "--name", "again"});
        QCOMPARE(plain.exit, 0);
        QCOMPARE(plain.out, QByteArray("already here as smol; nothing was done\n"));
        const Ran json = m_service->ctl({"--json", "model", "import", "/etc/hostname", "--name", "again"});
        QCOMPARE(json.exit, 0);
        QCOMPARE(json.json()["note"].toString(), QString("already here as smol; nothing was done"));
        QCOMPARE(json.json()["model_id"].toString().size(), 64);
        QVERIFY(m_service->ctl({"--json", "model", "import", "/etc/hostname"}).json()["note"].toString().isEmpty());
    }

    // A log shows that an import goes on, and where it is; an import that is over is not told about.
    void an_import_without_a_terminal_tells_its_stages_and_ends_on_interrupt_data() {
        QTest::addColumn<bool>("json");
        QTest::newRow("for people") << false;
        QTest::newRow("for programs") << true;
    }

    void an_import_without_a_terminal_tells_its_stages_and_ends_on_interrupt() {
        QFETCH(bool, json);
        const QStringList import{"model", "import", "/etc/hostname", "--name", "slow"};
        QProcess process;
        process.start(CliService::program(),
                      QStringList{"--home", m_service->home()} + (json ? QStringList{"--json"} + import : import));
        QVERIFY(process.waitForStarted());
        process.setReadChannel(QProcess::StandardError);
        if (json)
            QTest::qWait(1500); // silence cannot be awaited
        else
            QVERIFY(process.waitForReadyRead(20'000));
        const QByteArray told = process.readAllStandardError();
        QVERIFY2(json ? told.isEmpty() : told.startsWith("hashing tensors") && told.endsWith("\n"), told.constData());
        QVERIFY2(!told.contains('\r') && !told.contains('\x1b'), told.constData());
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(10'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("cancelled"));
        QVERIFY(process.readAllStandardOutput().isEmpty());
        QCOMPARE(m_service->ctl({"status"}).exit, 0);
    }

    // An audit that cannot be replayed costs the reward; nobody removes a model unwarned.
    void removing_a_model_that_receipts_need_says_how_many_and_goes_on_with_yes() {
        const Ran refused = m_service->ctl({"--json", "model", "remove", "needed"}, "y\n");
        QCOMPARE(refused.exit, 4);
        QVERIFY2(refused.error()["message"].toString().startsWith("3 receipts of needed "), refused.err.constData());
        QVERIFY(refused.error()["hint"].toString().contains("model remove needed --yes"));
        QVERIFY(refused.out.isEmpty());
        const Ran removed = m_service->ctl({"--json", "model", "remove", "needed", "--yes"});
        QVERIFY2(removed.exit == 0, removed.err.constData());
        QCOMPARE(removed.json()["receipts_in_window"].toInt(), 3);
        QVERIFY(m_service->ctl({"model", "show", "needed"}).out.contains("3 receipts"));
    }

    void doctor_speaks_also_without_a_service_and_writes_a_bundle() {
        const QString file = m_service->file("bundle.json");
        const Ran ran = m_service->ctl({"--json", "doctor", "--bundle", file});
        QCOMPARE(ran.json()["condition"].toString(), QString("running"));
        QVERIFY(ran.out.contains("Free some space, or"));
        QCOMPARE(ran.out.count("\"disk\""), 1);
        QFile bundle(file);
        QVERIFY(bundle.open(QIODevice::ReadOnly));
        const QJsonObject content = QJsonDocument::fromJson(bundle.readAll()).object();
        QVERIFY(content.contains("hearth") && content.contains("made_at"));
        const QJsonObject log = content["files"].toArray().at(0).toObject();
        QCOMPARE(log["name"].toString(), QString("log.txt"));
        QCOMPARE(log["bytes"].toInt(), 13);
        QCOMPARE(log["redacted"].toObject()["secret"].toInt(), 2);
        QCOMPARE(log["text"].toArray(), (QJsonArray{"first", "second"}));
        QCOMPARE(bundle.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        // Nothing that was found is lost where the bundle cannot be written.
        const Ran nowhere = m_service->ctl({"--json", "doctor", "--bundle", m_service->file("none/bundle.json")});
        QCOMPARE(nowhere.exit, 1);
        QVERIFY2(nowhere.out.contains("Free some space, or"), nowhere.out.constData());
        m_service->stop();
        const Ran alone = m_service->ctl({"--json", "doctor"});
        QCOMPARE(alone.exit, 3);
        QVERIFY(alone.json()["checks"].toArray().size() >= 4);
        QCOMPARE(alone.out.count("\"disk\""), 1);
        // Without a service hearthctl makes it of what lies in the home, and says what it took out.
        const Ran made = m_service->ctl({"doctor", "--bundle", m_service->file("alone.json")});
        QVERIFY2(made.out.contains("hearth.toml") && made.out.contains("TAKEN OUT"), made.out.constData());
    }

    // As one of an older version, or with a broken database.
    void a_service_without_a_bundle_leaves_it_to_the_files() {
        qputenv("FAKE_MAKES_NO_BUNDLE", "1");
        CliService service;
        QVERIFY(service.start());
        qunsetenv("FAKE_MAKES_NO_BUNDLE");
        const Ran made = service.ctl({"doctor", "--bundle", service.file("bundle.json")});
        QVERIFY2(made.err.contains("This service knows no bundle."), made.err.constData());
        QVERIFY2(made.out.contains("hearth.toml") && made.out.contains("status.json"), made.out.constData());
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_home)
#include "tst_control_cli_home.moc"
