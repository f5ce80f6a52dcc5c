// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"

#include <QFile>
#include <QJsonArray>
#include <QtTest>

#include <csignal>

using hearth::test::CliService;
using hearth::test::Ran;

namespace {

const QString some_id = QString("00112233445566778899aabbccddeeff").repeated(2);

} // namespace

class tst_control_cli : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<CliService> m_service;

private slots:
    void init() {
        m_service = std::make_unique<CliService>();
        QVERIFY(m_service->start());
    }

    void json_of_every_verb_holds_what_scripts_rely_on_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("members");
        const QStringList model{"model_id", "name", "arch", "profiles", "bytes", "license", "quality"};
        const QStringList state{"state", "sentence"};
        QTest::newRow("status") << "status" << QStringList{"state",  "sentence", "lamps",   "mode", "height", "epoch",
                                                           "models", "workers",  "devices", "api",  "version"};
        QTest::newRow("list") << "model list" << QStringList{"models"};
        QTest::newRow("show") << "model show smol" << model;
        QTest::newRow("check") << "model check smol" << model + QStringList{"valid", "checks"};
        QTest::newRow("remove") << "model remove smol" << model;
        QTest::newRow("import") << "model import /etc/hostname --name new --profile bf16" << model;
        QTest::newRow("chat") << "chat hello" << QStringList{"text",       "token_ids",   "usage",   "network",
                                                             "receipt_id", "evidence_id", "evidence"};
        QTest::newRow("receipts") << "receipt list" << QStringList{"receipts"};
        QTest::newRow("receipt") << "receipt show " + some_id << QStringList{"receipt_id", "level", "valid", "checks"};
        QTest::newRow("verify") << "receipt verify " + some_id << QStringList{"receipt_id", "level", "valid", "checks"};
        QTest::newRow("earnings") << "earnings --since 7d"
                                  << QStringList{"pending", "confirmed", "paid", "estimate", "rows"};
        QTest::newRow("pause") << "node pause" << state;
        QTest::newRow("pause now") << "node pause --now" << state;
        QTest::newRow("resume") << "node resume" << state;
        QTest::newRow("snooze") << "node snooze 30" << state;
        QTest::newRow("limits") << "node limits" << state;
        QTest::newRow("limit") << "node limits gpu:0 --power 150 --pause-at 85" << state;
        QTest::newRow("keys") << "keys show" << QStringList{"keys"};
        QTest::newRow("rotate") << "keys rotate node" << QStringList{"keys"};
        QTest::newRow("spent") << "gateway spent --days 7" << QStringList{"days"};
        QTest::newRow("payments") << "gateway payments --limit 7" << QStringList{"payments"};
        QTest::newRow("api keys") << "keys api list" << QStringList{"keys"};
        QTest::newRow("api key") << "keys api create --name laptop --budget 1.5 --concurrency 2 --per-minute 60"
                                 << QStringList{"key", "info"};
        QTest::newRow("revoke") << "keys api revoke laptop" << QStringList{"key_id", "name", "revoked_at"};
        QTest::newRow("ledger") << "ledger head" << QStringList{"height", "app_hash"};
        QTest::newRow("bought") << "receipt list --bought" << QStringList{"purchases"};
        QTest::newRow("account") << "ledger account" << QStringList{"address", "balance"};
        QTest::newRow("send") << "ledger send " + some_id + " 1.5"
                              << QStringList{"tx", "height", "from", "to", "amount"};
    }
    void json_of_every_verb_holds_what_scripts_rely_on() {
        QFETCH(QString, line);
        QFETCH(QStringList, members);
        const Ran json = m_service->ctl(QStringList{"--json"} + line.split(' '));
        QVERIFY2(json.exit == 0, json.err.constData());
        QVERIFY(json.err.isEmpty());
        for (const QString& member : members)
            QVERIFY2(json.json().contains(member), qPrintable(member + " in " + json.out));
        if (!line.startsWith("chat")) QCOMPARE(json.out.count('\n'), 1);
        const Ran plain = m_service->ctl(line.split(' '));
        QCOMPARE(plain.exit, 0);
        QVERIFY(!plain.out.isEmpty());
        QVERIFY2(!plain.out.contains('\x1b'), "colours without a terminal");
    }

    // Why a model, a worker or a device does not serve is told in both forms.
    void status_gives_the_reason_of_every_part() {
        const QByteArray plain = m_service->ctl({"status"}).out;
        const QJsonObject json = m_service->ctl({"--json", "status"}).json();
        for (const char* part : {"models", "workers", "devices"}) {
            const QJsonObject first = json[part].toArray().first().toObject();
            const QString shown = first["state"].toString() + " – " + first["reason"].toString();
            QVERIFY2(!first["reason"].toString().isEmpty(), part);
            QVERIFY2(plain.contains(shown.toUtf8()), plain.constData());
        }
    }

    void global_options_may_stand_after_the_verb() {
        const Ran ran = m_service->run({"status", "--json", "--home", m_service->home()});
        QCOMPARE(ran.exit, 0);
        QCOMPARE(ran.json()["state"].toString(), QString("serving"));
        const Ran nested = m_service->run({"ledger", "head", "--home", m_service->home(), "--json", "--timeout", "5"});
        QCOMPARE(nested.json()["height"].toInt(), 9);
    }

    void what_the_node_refuses_is_told_with_its_exit_code_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QString>("code");
        QTest::newRow("refused") << QStringList{"node", "snooze", "9999"} << 4 << "refused";
        QTest::newRow("refused chat") << QStringList{"chat", "refuse"} << 4 << "refused";
        QTest::newRow("unknown model") << QStringList{"model", "show", "nothing"} << 1 << "not_found";
        QTest::newRow("unknown receipt") << QStringList{"receipt", "show", QString("f").repeated(64)} << 1
                                         << "not_found";
        QTest::newRow("bent model") << QStringList{"model", "check", "bent"} << 5 << "corrupt";
        QTest::newRow("replay differs") << QStringList{"receipt", "verify", some_id, "--replay"} << 5 << "corrupt";
        QTest::newRow("no such file") << QStringList{"model", "import", "/nowhere/x.gguf"} << 1 << "not_found";
        QTest::newRow("unwritable") << QStringList{"receipt", "export", some_id, "/nowhere/x"} << 1 << "not_found";
        QTest::newRow("defect") << QStringList{"chat", "throw"} << 1 << "internal";
        QTest::newRow("silent") << QStringList{"--timeout", "0.3", "chat", "hang"} << 3 << "timed_out";
        QTest::newRow("needed model") << QStringList{"model", "remove", "needed"} << 4 << "refused";
        QTest::newRow("not in the catalogue") << QStringList{"model", "pull", "nothing"} << 1 << "not_found";
    }
    void what_the_node_refuses_is_told_with_its_exit_code() {
        QFETCH(QStringList, arguments);
        QFETCH(int, exit);
        QFETCH(QString, code);
        const Ran json = m_service->ctl(QStringList{"--json"} + arguments);
        QVERIFY2(json.exit == exit, (json.out + json.err).constData());
        QCOMPARE(json.error()["code"].toString(), code);
        QVERIFY(!json.error()["message"].toString().isEmpty());
        QVERIFY(json.error().contains("hint"));
        const Ran plain = m_service->ctl(arguments);
        QCOMPARE(plain.exit, exit);
        QVERIFY(plain.err.startsWith("hearthctl: ") && (arguments.front() != "chat" || plain.out.isEmpty()));
    }

    void wrong_usage_is_exit_2_data() {
        QTest::addColumn<QString>("line");
        for (const char* line : {"",
                                 "dance",
                                 "model",
                                 "model import",
                                 "chat",
                                 "chat --max-tokens -1 x",
                                 "model pull https://hub.example/x",
                                 "model pull nothing --profile ci9",
                                 "model import /nowhere --profile ci9",
                                 "chat --max-tokens 0 x",
                                 "chat --temperature 2.1 x",
                                 "chat --top-p 2 x",
                                 "chat --seed -4 x",
                                 "chat --min-level E9 x",
                                 "chat --min-tier p1 x",
                                 "chat --max-price dear x",
                                 "chat a b",
                                 "node snooze",
                                 "node snooze 0",
                                 "node snooze x",
                                 "node limits --power 100",
                                 "node limits gpu:0 --power 0",
                                 "node limits gpu:0 --pause-at hot",
                                 "earnings --since yesterday",
                                 "earnings --since 0h",
                                 "earnings --since 999999999d",
                                 "keys rotate operator",
                                 "keys api",
                                 "keys api create --budget 1,5",
                                 "keys api create --budget -1",
                                 "keys api create --budget 1.0000000001",
                                 "keys api create --concurrency 0",
                                 "keys api revoke",
                                 "gov vote 7 perhaps",
                                 "gov vote -18446744073709551615 yes",
                                 "gov vote 18446744073709551616 yes",
                                 "gov vote 07 yes",
                                 "gov vote 0x7 yes",
                                 "gov show -1",
                                 "gov show 18446744073709551616",
                                 "receipt list --limit -18446744073709551615",
                                 "receipt list --since soon",
                                 "receipt list --state running",
                                 "receipt list --bought --search smol",
                                 "chat --seed 18446744073709551616 hello",
                                 "network init /dev/null/net --validators -18446744073709551612",
                                 "ledger send nobody 1.5",
                                 "ledger send nobody -1",
                                 "ledger account nobody",
                                 "network join /nonexistent",
                                 "network join hearth-network-1.AA --listen nonsense",
                                 "network status",
                                 "--timeout 0 status",
                                 "status --nothing",
                                 "receipt verify"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void wrong_usage_is_exit_2() {
        QFETCH(QString, line);
        const Ran ran = m_service->ctl(QStringList{"--json"} + line.split(' ', Qt::SkipEmptyParts));
        QVERIFY2(ran.exit == 2, (ran.out + ran.err).constData());
        QCOMPARE(ran.error()["code"].toString(), QString("invalid_argument"));
        QVERIFY(ran.out.isEmpty());
        const QString hint = ran.error()["hint"].toString();
        QVERIFY2(!hint.contains("--budget") && !hint.contains("mv "), qPrintable(hint));
    }

    void what_is_wrong_in_a_verb_names_the_help_of_the_verb() {
        const auto hint = [&](const QStringList& words) {
            return m_service->ctl(QStringList{"--json"} + words).error()["hint"].toString();
        };
        QCOMPARE(hint({"gateway", "add", "http://127.0.0.1:1"}), QString("See: hearthctl help gateway add"));
        QCOMPARE(hint({"gov", "vote", "7", "perhaps"}), QString("See: hearthctl help gov vote"));
        QCOMPARE(hint({"node", "snooze", "x"}), QString("See: hearthctl help node snooze"));
    }

    void an_api_key_is_shown_once_with_what_was_asked_for() {
        const Ran json = m_service->ctl({"--json", "keys", "api", "create", "--name", "laptop", "--budget", "0.5"});
        QCOMPARE(json.json()["key"].toString(), QString("hearth-5ec4e7"));
        const QJsonObject info = json.json()["info"].toObject();
        QCOMPARE(info["name"].toString(), QString("laptop"));
        QCOMPARE(info["budget"].toString(), QString("500000000"));
        QVERIFY(info["concurrency"].isNull());
        QVERIFY(m_service->ctl({"keys", "api", "create"}).out.contains("hearth-5ec4e7"));
        QVERIFY(!m_service->ctl({"keys", "api", "list"}).out.contains("5ec4e7"));
        QCOMPARE(m_service->ctl({"keys", "api", "create", "--name", "taken"}).exit, 1);
        QCOMPARE(m_service->ctl({"keys", "api", "revoke", "nobody"}).exit, 1);
    }

    void a_vote_gives_the_receipt_of_its_block() {
        const QString list = m_service->ctl({"gov", "list"}).out;
        QVERIFY2(list.contains("58 epochs left") && list.contains("50.0 % of 10.0 %") && list.contains("no say"),
                 qPrintable(list));
        const Ran shown = m_service->ctl({"gov", "show", "7"});
        QVERIFY2(shown.out.contains("vesting.epochs: 10 → 12 epochs") && shown.out.contains("You voted yes"),
                 shown.out);
        QCOMPARE(m_service->ctl({"--json", "gov", "show", "7"}).json()["houses"].toArray().size(), 2);
        QCOMPARE(m_service->ctl({"gov", "show", "8"}).exit, 1);
        const Ran voted = m_service->ctl({"--json", "gov", "vote", "7", "yes"});
        QCOMPARE(voted.json()["height"].toInt(), 13);
        QCOMPARE(voted.json()["tx"].toString().size(), 64);
        QCOMPARE(m_service->ctl({"gov", "vote", "7", "no"}).exit, 4);
        QCOMPARE(m_service->ctl({"gov", "vote", "8", "yes"}).exit, 1);
        QVERIFY(m_service->ctl({"gov", "delegate", "nobody"}).out.contains("nobody"));
    }

    void a_proposal_is_made_of_a_file() {
        QTemporaryDir folder;
        const auto propose = [&](const QByteArray& text) {
            QFile file(folder.filePath("draft.json"));
            if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return Ran{};
            file.close();
            return m_service->ctl({"gov", "propose", file.fileName()});
        };
        QVERIFY(
            propose(R"({"title": "Sooner", "kind": "parameter", "changes": [{"name": "vesting.epochs", "value": 9}]})")
                .out.contains("Sooner"));
        const Ran wrong = propose(R"({"title": "Sooner", "kind": "parameter", "changed": []})");
        QVERIFY2(wrong.exit == 2 && wrong.err.contains("changed"), wrong.err);
        QCOMPARE(m_service->ctl({"gov", "propose", folder.filePath("nothing.json")}).exit, 1);
        const QJsonObject inside = m_service->ctl({"--json", "gov", "propose", folder.path()}).error();
        QCOMPARE(inside["message"].toString(), folder.path() + " is a folder, not a file.");
        QCOMPARE(inside["hint"].toString(), QString("Name a file."));
    }

    void other_networks_are_told_with_what_their_evidence_is_worth() {
        const Ran added =
            m_service->ctl({"--json", "gateway", "add", "http://10.0.0.7:8080", "--name", "cloud", "--key-file", "k"});
        QCOMPARE(added.exit, 0);
        QCOMPARE(added.json()["name"].toString(), QString("cloud"));
        QCOMPARE(added.json()["kind"].toString(), QString("openai"));
        QCOMPARE(added.json()["has_key"].toBool(), true);
        const QByteArray told = m_service->ctl({"gateway", "add", "http://10.0.0.7:8080", "--name", "cloud"}).out;
        QVERIFY2(told.contains("It offers one model: m.") && told.contains("nothing was proven"), told.constData());
        const Ran refused = m_service->ctl({"--json", "gateway", "add", "http://nobody", "--name", "cloud"});
        QCOMPARE(refused.exit, 1);
        QVERIFY(!refused.error()["hint"].toString().isEmpty());
        const QJsonObject one =
            m_service->ctl({"--json", "gateway", "list"}).json()["networks"].toArray()[0].toObject();
        QCOMPARE(one["state"].toString(), QString("failing"));
        QCOMPARE(one["level"].toString(), QString("E0"));
        QCOMPARE(one["models"].toArray().size(), 2);
        QVERIFY(m_service->ctl({"gateway", "list"}).out.contains("The worker has stopped."));
        const Ran listed = m_service->ctl({"--json", "evidence", "list"});
        QCOMPARE(listed.json()["evidence"].toArray().size(), 3);
        QCOMPARE(m_service->ctl({"evidence", "list", "--limit", "0"}).exit, 2);
        QCOMPARE(m_service->ctl({"evidence", "prove", "ab12"}).exit, 5); // what this service says is no proof
        QCOMPARE(m_service->ctl({"gateway", "test", "box"}).exit, 0);
        QCOMPARE(m_service->ctl({"gateway", "test", "nobody"}).exit, 1);
        QVERIFY(m_service->ctl({"gateway", "remove", "box"}).out.contains("is asked nothing any more"));
        QCOMPARE(m_service->ctl({"gateway", "remove", "nobody"}).exit, 1);
    }

    void help_and_version_are_no_errors() {
        const Ran help = CliService::run({"--help"});
        QCOMPARE(help.exit, 0);
        for (const char* verb : {"status", "model", "chat", "receipt", "earnings", "node", "keys", "doctor", "ledger"})
            QVERIFY2(help.out.contains(verb), verb);
        QCOMPARE(CliService::run({"model", "import", "--help"}).exit, 0);
        QVERIFY(CliService::run({"--version"}).out.startsWith("hearthctl "));
    }

    void a_stopped_and_a_silent_service_are_exit_3() {
        QCOMPARE(::kill(static_cast<pid_t>(m_service->pid()), SIGSTOP), 0);
        const Ran silent = m_service->ctl({"--json", "--timeout", "0.4", "status"});
        ::kill(static_cast<pid_t>(m_service->pid()), SIGCONT);
        QCOMPARE(silent.exit, 3);
        QCOMPARE(silent.error()["condition"].toString(), QString("silent"));
        m_service->stop();
        const Ran stopped = m_service->ctl({"--json", "status"});
        QCOMPARE(stopped.exit, 3);
        QVERIFY(QStringList({"stopped", "not installed"}).contains(stopped.error()["condition"].toString()));
        const Ran nowhere = CliService::run({"--json", "--home", m_service->file("nothing"), "status"});
        QCOMPARE(nowhere.exit, 3);
        QCOMPARE(nowhere.error()["condition"].toString(), QString("not installed"));
    }

    void an_answer_that_its_caller_cut_short_is_marked() {
        const QList<QByteArray> list = m_service->ctl({"receipt", "list", "--limit", "2"}).out.split('\n');
        QVERIFY2(list.value(0).contains("ANSWER") && list.value(1).contains("whole") &&
                     list.value(2).contains("cut short"),
                 list.join('\n').constData());
        const QByteArray earned = m_service->ctl({"earnings"}).out;
        QVERIFY2(earned.contains("ANSWER") && earned.contains("cut short"), earned.constData());
        const QJsonObject row = m_service->ctl({"--json", "earnings"}).json()["rows"].toArray()[0].toObject();
        QCOMPARE(row["cut_short"], QJsonValue(true));
    }

    void a_new_node_key_wants_a_new_backup() {
        const QByteArray plain = m_service->ctl({"keys", "rotate", "node"}).out;
        const QByteArray command = "hearthctl --home " + m_service->home().toUtf8() + " keys backup FILE";
        QVERIFY2(plain.contains("do not hold the new node key") && plain.contains(command), plain.constData());
        QVERIFY(
            m_service->ctl({"--json", "keys", "rotate", "node"}).json()["advice"].toString().contains("keys backup"));
        QVERIFY(!m_service->ctl({"keys", "show"}).out.contains("backup"));
    }

    void receipts_are_listed_and_exported_byte_for_byte() {
        QVERIFY(m_service->ctl({"receipt", "list", "--before", "49"}).out.contains("receipt list --bought"));
        const Ran list = m_service->ctl({"--json", "receipt", "list", "--limit", "7", "--search", "SMOL"});
        QCOMPARE(list.json()["receipts"].toArray().size(), 7);
        QCOMPARE(m_service->ctl({"receipt", "list", "--search", "another"}).out, QByteArray("No receipt fits.\n"));
        const QString file = m_service->file("r.cbor");
        QCOMPARE(m_service->ctl({"--json", "receipt", "export", some_id, file}).json()["bytes"].toInt(), 4);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll().toHex(), QByteArray("00ff1080"));
    }
};

QTEST_GUILESS_MAIN(tst_control_cli)
#include "tst_control_cli.moc"
