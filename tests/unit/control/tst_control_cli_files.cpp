// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"
#include "core/cbor.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/home.h"
#include "core/keys.h"
#include "gateway/evidence/envelope.h"

#include <QFile>
#include <QJsonArray>
#include <QtTest>

#include <fstream>

#include <nlohmann/json.hpp>

using namespace hearth;
using test::CliService;
using test::Ran;

/// What hearthctl does with files and without a service: receipts, key backups, the catalogue.
class tst_control_cli_files : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    core::Bytes m_receipt, m_unknown, m_without_model; ///< the last two: to the scripted service
    QString m_receipt_id;

    QString file(const QString& name) const { return m_folder.path() + "/" + name; }
    QString write(const QString& name, const core::Bytes& content) const {
        const auto written = core::write_file_atomic(file(name).toStdString(), content, 0600);
        return written ? file(name) : QString();
    }
    static QByteArray failed_row(const Ran& ran) {
        for (const QJsonValue& check : ran.json()["checks"].toArray())
            if (check["result"].toString() == "failed")
                return (check["name"].toString() + " " + check["detail"].toString()).toUtf8();
        return {};
    }

private slots:
    void initTestCase() {
        std::ifstream vectors(HEARTH_VECTORS_DIR "/proof/receipts.json");
        const auto items = nlohmann::json::parse(vectors)["cases"];
        for (const auto& [index, file] : {std::pair{0, &m_receipt}, {1, &m_unknown}, {2, &m_without_model}})
            *file = core::from_hex(items[static_cast<std::size_t>(index)]["file"].get<std::string>()).value();
        m_receipt_id = QString::fromStdString(items[0]["receipt_id"].get<std::string>());
    }

    void an_honest_receipt_file_verifies_without_service_and_home() {
        const QString honest = write("honest.cbor", m_receipt);
        const Ran ran = CliService::run({"--json", "--home", "/nowhere", "receipt", "verify", honest}, {},
                                        {"HOME=/nowhere", "PATH="});
        QVERIFY2(ran.exit == 0, (ran.out + ran.err).constData());
        QCOMPARE(ran.json()["receipt_id"].toString(), m_receipt_id);
        QVERIFY(ran.json()["valid"].toBool());
        QCOMPARE(ran.json()["level"].toString(), QString("E1"));
        bool open = false;
        for (const QJsonValue& check : ran.json()["checks"].toArray()) {
            QVERIFY(QStringList({"passed", "not checked"}).contains(check["result"].toString()));
            open = open || check["result"].toString() == "not checked";
        }
        QVERIFY2(open, "a replay that was not made must not look like one");
        const Ran plain = CliService::run({"receipt", "verify", honest});
        QVERIFY(plain.out.startsWith("Valid, level E1"));
    }

    void a_level_by_another_gateways_pins_is_its_claim() {
        std::ifstream vectors(HEARTH_VECTORS_DIR "/gateway/network_proofs.json");
        const auto one = nlohmann::json::parse(vectors)["cases"][0];
        const std::string asked = one["request"], answered = one["response"], pinned = one["pinned"];
        gateway::evidence::Envelope e;
        e.evidence_id = std::string(32, 'a');
        e.network = "box";
        e.kind = one["kind"];
        e.path = one["path"];
        e.model = one["model"];
        e.request_hash = core::sha256(core::as_bytes(asked));
        e.response_hash = core::sha256(core::as_bytes(answered));
        e.whole = true;
        e.level = proof::Level::signature;
        e.proof = gateway::evidence::NetworkProof{one["format"], core::to_bytes(core::as_bytes(one["document"].dump())),
                                                  pinned};
        const auto key = core::SigningKey::from_seed(core::Bytes(32, 7));
        const QString evidence = write("evidence.cbor", gateway::evidence::SignedEnvelope::sign(e, key).encode());
        const auto verified = [&](const QStringList& options, const QStringList& form = {"--json"}) {
            return CliService::run(form + QStringList{"--home", "/nowhere", "evidence", "verify", evidence} + options);
        };
        const Ran claimed = verified({});
        QVERIFY2(claimed.exit == 0, (claimed.out + claimed.err).constData());
        QCOMPARE(claimed.json()["level"].toString(), QString("E1"));
        QCOMPARE(claimed.json()["pins"].toString(), QString("gateway"));
        QVERIFY(
            verified({}, {}).out.startsWith("Nothing in it is wrong, level E1 as the gateway that wrote it claims"));
        const Ran own = verified({"--signer", QString::fromStdString(pinned).toUpper().replace("0X", "0x")});
        QCOMPARE(own.exit, 0);
        QCOMPARE(own.json()["pins"].toString(), QString("reader"));
        QCOMPARE(own.json()["level"].toString(), QString("E1"));
        const Ran other = verified({"--signer", "0x" + QString(40, '1')});
        QCOMPARE(other.exit, 5);
        QVERIFY2(failed_row(other).startsWith("signing key"), other.out);
        QCOMPARE(verified({"--measurement", "mrtd=" + QString(96, 'a')}).exit, 1); // a part of the software is nothing
        QCOMPARE(verified({"--signer", "nobody"}).exit, 1);
    }

    void every_flipped_bit_is_exit_5_and_names_what_is_wrong() {
        const std::size_t step = std::max<std::size_t>(1, m_receipt.size() / 60);
        for (std::size_t at = 0; at < m_receipt.size(); at += step) {
            core::Bytes forged = m_receipt;
            forged[at] = static_cast<std::uint8_t>(forged[at] ^ 1U);
            const Ran ran = CliService::run({"--json", "receipt", "verify", write("forged.cbor", forged)});
            const QByteArray where =
                "byte " + QByteArray::number(static_cast<qulonglong>(at)) + ": " + ran.out + ran.err;
            QVERIFY2(ran.exit == 5, where.constData());
            QVERIFY2(!ran.json()["valid"].toBool(), where.constData());
            QCOMPARE(ran.json()["level"].toString(), QString("E0"));
            QVERIFY2(!failed_row(ran).isEmpty(), where.constData());
            QCOMPARE(ran.error()["code"].toString(), QString("corrupt"));
        }
    }

    void other_files_do_not_verify_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("not a receipt\n");
        QTest::newRow("deep") << QByteArray(10'000, '\x81');
        QTest::newRow("huge") << QByteArray((16 << 20) + 1, '\0');
    }
    void other_files_do_not_verify() {
        QFETCH(QByteArray, content);
        const QString path = write("other", core::to_bytes(core::as_bytes(content.toStdString())));
        const Ran ran = CliService::run({"--json", "receipt", "verify", path});
        QCOMPARE(ran.exit, 5);
        QCOMPARE(ran.json()["level"].toString(), QString("E0"));
        QVERIFY(failed_row(ran).startsWith("format "));
        const QString detail = ran.json()["checks"].toArray().first()["detail"].toString();
        QVERIFY2(!detail.isEmpty() && ran.error()["message"].toString().contains(detail), ran.err.constData());
    }

    void what_is_neither_file_nor_id_or_no_file_is_said() {
        QCOMPARE(CliService::run({"--json", "receipt", "verify", "abc"}).error()["code"].toString(),
                 QString("not_found"));
        QCOMPARE(CliService::run({"receipt", "verify", m_folder.path()}).exit, 1);
    }

    void a_replay_of_a_file_joins_both_findings() {
        CliService service;
        QVERIFY(service.start());
        const auto replayed = [&](const core::Bytes& receipt) {
            return service.ctl({"--json", "receipt", "verify", write("one.cbor", receipt), "--replay"});
        };
        const Ran ran = replayed(m_receipt);
        QCOMPARE(ran.exit, 5);
        QCOMPARE(ran.json()["receipt_id"].toString(), m_receipt_id);
        QCOMPARE(failed_row(ran), QByteArray("replay token 3 differs"));
        QCOMPARE(replayed(m_unknown).error()["message"].toString(), QString("The file changed while it was examined."));
        QCOMPARE(replayed(m_without_model).error()["message"].toString(), QString("Its model is not here."));
        service.stop(); // a bad file is said before the service is missed
        QCOMPARE(service.ctl({"evidence", "verify", write("one.cbor", m_receipt), "--replay"}).exit, 3);
        m_receipt[m_receipt.size() / 2] ^= 1;
        QCOMPARE(service.ctl({"evidence", "verify", write("one.cbor", m_receipt), "--replay"}).exit, 5);
        m_receipt[m_receipt.size() / 2] ^= 1;
    }

    void keys_come_back_from_their_backup_and_only_with_the_passphrase() {
        const core::Home home{file("home").toStdString(), false};
        QVERIFY(home.create().ok());
        const auto key = core::SigningKey::generate();
        QVERIFY(key.save(home.keys() / "operator.key").ok());
        const auto key_file = core::read_file(home.keys() / "operator.key", 4096);
        QVERIFY(key_file.ok());
        // As they were made when any passphrase was good enough.
        const core::Bytes plain = core::cbor::encode(
            core::cbor::Map{{0, std::uint64_t{1}},
                            {1, core::cbor::Array{core::cbor::Map{{0, std::string("operator.key")}, {1, *key_file}}}}});
        const auto sealed = core::seal_with_passphrase(plain, "hearth/key-backup/1", "right");
        QVERIFY(sealed.ok());
        QVERIFY(!write("keys.backup", *sealed).isEmpty());
        const QString right = write("right", core::to_bytes(core::as_bytes("right\n")));
        const QString wrong = write("wrong", core::to_bytes(core::as_bytes("wrong")));

        const QString other = file("other-home");
        const QStringList line{"--json", "--home", other, "keys", "restore", file("keys.backup"), "--passphrase-file"};
        QCOMPARE(CliService::run(line + QStringList{wrong}).exit, 4);
        QVERIFY(!QFile::exists(other + "/keys/operator.key"));
        const Ran done = CliService::run(line + QStringList{right});
        QVERIFY2(done.exit == 0, done.err.constData());
        QCOMPARE(done.json()["files"].toArray().first().toString(), QString("operator.key"));
        const auto back = core::SigningKey::load((other + "/keys/operator.key").toStdString());
        QVERIFY(back.ok());
        QCOMPARE(back->public_key(), key.public_key());
    }

    void a_new_backup_wants_a_passphrase_that_is_not_guessed_at_once_data() {
        QTest::addColumn<QByteArray>("passphrase");
        QTest::addColumn<bool>("good");
        QTest::newRow("one character") << QByteArray("x") << false;
        QTest::newRow("nine characters") << QByteArray("abcdefghi") << false;
        QTest::newRow("nine characters of more bytes") << QByteArray("äöüßÄÖÜéè") << false;
        QTest::newRow("always the same") << QByteArray("aaaaaaaaaaaaaaaaaaaa") << false;
        QTest::newRow("ten characters") << QByteArray("abcdefghij") << true;
    }
    void a_new_backup_wants_a_passphrase_that_is_not_guessed_at_once() {
        QFETCH(QByteArray, passphrase);
        QFETCH(bool, good);
        CliService service;
        QVERIFY(service.start());
        const QString secret = write("secret", core::to_bytes(core::as_bytes(passphrase.toStdString())));
        const QString backup = service.file("new.backup");
        const Ran ran = service.ctl({"--json", "keys", "backup", backup, "--passphrase-file", secret});
        QCOMPARE(ran.exit, good ? 0 : 2);
        QCOMPARE(QFile::exists(backup), good);
        if (!good) QVERIFY(ran.error()["hint"].toString().contains("10 characters"));
    }

    void no_file_is_replaced_unless_told_so_data() {
        QTest::addColumn<QStringList>("verb");
        const QString id = QString("00112233445566778899aabbccddeeff").repeated(2);
        QTest::newRow("receipt") << QStringList{"receipt", "export", id};
        QTest::newRow("backup") << QStringList{"keys", "backup"};
        QTest::newRow("bundle") << QStringList{"doctor", "--bundle"};
        QTest::newRow("table") << QStringList{"earnings", "--csv"};
    }
    void no_file_is_replaced_unless_told_so() {
        QFETCH(QStringList, verb);
        CliService service;
        QVERIFY(service.start());
        const QString taken = write("taken", core::to_bytes(core::as_bytes("mine")));
        const QString dangling = service.file("link");
        QVERIFY(QFile::link(service.file("nothing"), dangling));
        const QString secret = write("secret", core::to_bytes(core::as_bytes("correct horse")));
        const auto line = [&](const QString& target) {
            QStringList words = QStringList{"--json"} + verb + QStringList{target};
            if (verb.first() == "keys") words << "--passphrase-file" << secret;
            return words;
        };
        for (const QString& target : {taken, dangling}) {
            const Ran refused = service.ctl(line(target));
            QCOMPARE(refused.exit, 1);
            QCOMPARE(refused.error()["code"].toString(), QString("conflict"));
            QVERIFY(refused.error()["hint"].toString().contains("--force"));
        }
        QCOMPARE(core::read_file(taken.toStdString(), 100)->size(), std::size_t{4});
        const Ran forced = service.ctl(line(taken) + QStringList{"--force"});
        QVERIFY2(forced.json().size() > 0 && QStringList({"0", "5"}).contains(QString::number(forced.exit)),
                 forced.err.constData());
        const auto now = core::read_file(taken.toStdString(), 1 << 20);
        QVERIFY(now.ok() && *now != core::to_bytes(core::as_bytes("mine")));
        const QStringList left = QDir(m_folder.path()).entryList({"taken.*"});
        QVERIFY2(left.isEmpty(), qPrintable(left.join(' ')));
    }

    void keys_are_not_restored_under_a_running_service() {
        const core::Home home{file("busy-home").toStdString(), false};
        QVERIFY(home.create().ok());
        const auto lock = core::FileLock::acquire(home.lock_file());
        QVERIFY(lock.ok());
        const QString secret = write("right", core::to_bytes(core::as_bytes("right\n")));
        const Ran ran = CliService::run({"--json", "--home", file("busy-home"), "keys", "restore", file("keys.backup"),
                                         "--passphrase-file", secret});
        QCOMPARE(ran.exit, 1);
        QCOMPARE(ran.error()["code"].toString(), QString("conflict"));
    }

    void a_passphrase_needs_a_terminal_or_a_file_that_is_not_empty() {
        const QString empty = write("empty", {});
        QCOMPARE(CliService::run({"--home", file("h"), "keys", "restore", "x", "--passphrase-file", empty}).exit, 2);
        QCOMPARE(
            CliService::run({"--home", file("h"), "keys", "restore", "x", "--passphrase-file", file("missing")}).exit,
            1);
    }

    void pulling_imports_only_the_file_that_the_catalogue_describes() {
        const auto catalogue = core::read_file(HEARTH_SOURCE_DIR "/resources/models/catalogue.json", 1 << 20);
        QVERIFY(catalogue.ok());
        const auto entry = nlohmann::json::parse(*catalogue)["models"][0];
        const QString name = QString::fromStdString(entry["name"].get<std::string>());
        CliService service;
        QVERIFY(service.start());
        const QString cache = "XDG_CACHE_HOME=" + file("cache");
        // What is not here the service is to fetch; it takes the name as it was typed.
        const Ran asked = service.ctl({"--json", "model", "pull", name}, {}, {cache});
        QVERIFY2(asked.exit == 0, asked.err.constData());
        QCOMPARE(asked.json()["reason"].toString(), name);
        QVERIFY(QDir().mkpath(file("cache/hearth/build/models")));
        const QString target =
            file("cache/hearth/build/models/" + QString::fromStdString(entry["file"].get<std::string>()));
        QFile bent(target);
        QVERIFY(bent.open(QIODevice::WriteOnly));
        QVERIFY(bent.resize(entry["bytes"].get<qint64>()));
        bent.close();
        QCOMPARE(service.ctl({"--json", "model", "pull", name}, {}, {cache}).exit, 1);

        const QString real = QStringLiteral(HEARTH_CACHE_DIR "/models/") + QFileInfo(target).fileName();
        if (!QFile::exists(real)) QSKIP("The default model was not fetched (installers/bootstrap).");
        QVERIFY(QFile::remove(target));
        QVERIFY(QFile::link(real, target));
        const Ran pulled = service.ctl({"--json", "model", "pull", name}, {}, {cache});
        QVERIFY2(pulled.exit == 0, pulled.err.constData());
        QCOMPARE(pulled.json()["name"].toString(), name);
    }

    // The node chooses the profile of who names none, in one place; a door that chose for itself gave slower answers of
    // less evidence for the same file.
    void no_way_in_chooses_a_profile_of_its_own() {
        const auto text = [](const char* file) {
            const auto raw = core::read_file(std::string(HEARTH_SOURCE_DIR "/") + file, 1 << 20);
            return raw ? QByteArray(reinterpret_cast<const char*>(raw->data()), static_cast<qsizetype>(raw->size()))
                       : QByteArray();
        };
        const QByteArray catalogue = text("resources/models/catalogue.json"),
                         bootstrap = text("installers/steps/run.sh");
        QVERIFY(catalogue.contains("sha256") && !catalogue.contains("profile"));
        QVERIFY(bootstrap.contains("model import") && !bootstrap.contains("--profile"));
        CliService service;
        QVERIFY(service.start());
        const Ran imported = service.ctl(
            {"--json", "model", "import", write("weights.gguf", core::to_bytes(core::as_bytes("weights")))});
        QVERIFY2(imported.exit == 0, imported.err.constData());
        // The scripted node tells the profile that it was asked for in place of its own.
        const auto own = imported.json()["profiles"].toArray();
        QCOMPARE(own, service.ctl({"--json", "model", "show", "smol"}).json()["profiles"].toArray());
        const auto entry = nlohmann::json::parse(catalogue.toStdString())["models"][0];
        const QString real =
            QStringLiteral(HEARTH_CACHE_DIR "/models/") + QString::fromStdString(entry["file"].get<std::string>());
        if (!QFile::exists(real)) QSKIP("The default model was not fetched (installers/bootstrap).");
        const QString name = QString::fromStdString(entry["name"].get<std::string>());
        QVERIFY(QDir().mkpath(file("cache/hearth/build/models")));
        QFile::remove(file("cache/hearth/build/models/") + QFileInfo(real).fileName());
        QVERIFY(QFile::link(real, file("cache/hearth/build/models/") + QFileInfo(real).fileName()));
        const Ran pulled = service.ctl({"--json", "model", "pull", name}, {}, {"XDG_CACHE_HOME=" + file("cache")});
        QVERIFY2(pulled.exit == 0, pulled.err.constData());
        QCOMPARE(pulled.json()["profiles"].toArray(), own);
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_files)
#include "tst_control_cli_files.moc"
