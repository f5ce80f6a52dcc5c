// SPDX-License-Identifier: Apache-2.0
#include "live_homes.h"

#include <functional>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>
#include <utility>

using namespace hearth::test;

namespace {

constexpr int patience_ms = 90'000;

QString settings() {
    return "[api]\nlisten = \"127.0.0.1:0\"\n[worker]\nthreads = 1\n";
}

QString stage(const QJsonObject& receipt, const QString& name) {
    for (const QJsonValue& each : receipt["stages"].toArray())
        if (each["name"].toString() == name) return each["state"].toString();
    return {};
}

} // namespace

/// Seven homes: four order the blocks, one is a gateway, two compute and check each other.
class IntegrationNetwork : public QObject {
    Q_OBJECT

    QTemporaryDir m_place;
    std::unique_ptr<NodeProcess> m_first, m_second;
    const NodeProcess* m_checked_at = nullptr; ///< who computed what the other one checked,
    QString m_checked;                         ///< and that receipt
    int m_ports = 0;

    QString folder() const { return m_place.filePath("net"); }
    CommandResult network(const QStringList& words) const {
        return run_program(program_path("hearthctl"), QStringList{"--json", "network"} + words, patience_ms);
    }
    QString gateway_url() const {
        QFile file(folder() + "/gateway/run/api.json");
        if (!file.open(QIODevice::ReadOnly)) return {};
        return QJsonDocument::fromJson(file.readAll())["base_url"].toString();
    }
    CommandResult of_gateway(const QStringList& words) const {
        return run_program(program_path("hearthctl"), QStringList{"--home", folder() + "/gateway", "--json"} + words,
                           patience_ms);
    }

private slots:
    void initTestCase() {
        m_ports = free_ports(12);
        QVERIFY(m_ports > 0);
        const auto made = network({"init", "--validators", "4", "--first-port", QString::number(m_ports),
                                   "--epoch-seconds", "2", "--snapshot-every", "40", folder()});
        if (made.err.contains("without network mode") || made.err.contains("cometbft"))
            QSKIP("CometBFT is not here; network mode is not built.");
        QVERIFY2(made.exit_code == 0, made.err.constData());
        QFile own(folder() + "/gateway/hearth.toml");
        QVERIFY(own.open(QIODevice::Append | QIODevice::Unbuffered));
        QVERIFY(own.write("\n[channels]\nafter = 3\n") > 0);
        {
            QTcpServer other; // a port that the third home needs
            QVERIFY(other.listen(QHostAddress::LocalHost, static_cast<quint16>(m_ports + 2)));
            const auto refused = network({"up", folder()});
            QVERIFY(refused.exit_code != 0);
            QVERIFY2(refused.err.contains("validator-3, 127.0.0.1:" + QByteArray::number(m_ports + 2)),
                     refused.err.constData());
            for (const QJsonValue& home : network({"status", folder()}).json()["homes"].toArray())
                QCOMPARE(home["state"].toString(), QString("stopped"));
        }
        const auto up = network({"up", folder()});
        QVERIFY2(up.exit_code == 0, up.err.constData());
    }
    void cleanupTestCase() {
        m_first.reset();
        m_second.reset();
        if (QDir(folder()).exists()) network({"down", folder()});
    }

    void twoHomesJoinWithAnInvitation() {
        const QJsonObject invited = network({"invite", folder()}).json();
        const QString invitation = invited["invitation"].toString();
        QVERIFY(invitation.startsWith("hearth-network-1."));
        QVERIFY(invited["trusted_height"].isNull()); // the chain is so short that its blocks are fetched
        int port = m_ports + 6;
        for (auto* node : {&m_first, &m_second}) {
            *node = std::make_unique<NodeProcess>(settings());
            const auto joined = (*node)->ctl(
                {"--json", "network", "join", invitation, "--listen", "127.0.0.1:" + QString::number(port++)});
            QVERIFY2(joined.exit_code == 0, joined.err.constData());
            QVERIFY((*node)->ctl({"--json", "network", "join", invitation}).exit_code != 0); // once is enough
            QVERIFY2((*node)->start(), (*node)->log().constData());
            QVERIFY(!(*node)->import(tiny_model("llama-tied"), "tiny").isEmpty());
            QTRY_VERIFY_WITH_TIMEOUT((*node)->ctl({"doctor"}).out.contains("is the last one"), patience_ms);
            QCOMPARE((*node)->status()["mode"].toString(), QString("network"));
        }
        QVERIFY(network({"invite", folder() + "/nothing"}).exit_code != 0);
        QVERIFY(m_first->ctl({"network", "join", "hearth-network-1.AAAA"}).exit_code != 0);
        // One character that changed on the way spoils no home.
        NodeProcess fresh(settings());
        QString damaged = invitation;
        for (const int at : {40, 900, static_cast<int>(invitation.size()) - 30}) {
            damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
            const auto refused = fresh.ctl({"--json", "network", "join", damaged});
            QVERIFY(refused.exit_code != 0 && refused.err.contains("not whole"));
        }
        QVERIFY(fresh.ctl({"network", "join", invitation, "--listen", "hello"}).exit_code != 0);
        QVERIFY(!QDir(fresh.home() + "/network").exists());
    }

    void aStockClientIsAnsweredByOneAndTheOtherChecksIt() {
        QTRY_VERIFY_WITH_TIMEOUT(of_gateway({"status"}).json()["height"].toInt() > 0, patience_ms);
        // A wrong name is not a matter of waiting.
        const auto unknown = of_gateway({"chat", "--model", "nothing", "hello"});
        QVERIFY(unknown.exit_code != 0 && !unknown.err.contains("executor role"));
        const auto chat = [&](int number) {
            return of_gateway({"chat", "--model", "tiny", "--max-tokens", "4", "question " + QString::number(number)});
        };
        QString evidence;
        QTRY_VERIFY_WITH_TIMEOUT(!(evidence = ask_endpoint(gateway_url(), "tiny", "question 0", 4)).isEmpty(),
                                 patience_ms);
        const QJsonArray bought = of_gateway({"receipt", "list", "--bought"}).json()["purchases"].toArray();
        QVERIFY(!bought.isEmpty());
        QCOMPARE(bought.first()["job_id"].toString(), evidence);
        // The beacon draws a fifth of a new node's receipts.
        const auto checked = [](const NodeProcess& node) {
            for (const QJsonValue& each : node.receipts())
                if (stage(each.toObject(), "verified") == "done") return each.toObject();
            return QJsonObject();
        };
        QJsonObject found;
        for (int i = 1; i < 60 && found.isEmpty(); ++i) {
            const auto next = chat(i);
            QVERIFY2(next.exit_code == 0, next.err.constData());
            for (const auto* node : {m_first.get(), m_second.get()})
                if (found.isEmpty()) found = checked(*node);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!(found = checked(*m_first)).isEmpty() || !(found = checked(*m_second)).isEmpty(),
                                 patience_ms);
        QCOMPARE(found["level"].toString(), QString("E4"));
        m_checked = found["receipt_id"].toString();
        for (const auto* node : {m_first.get(), m_second.get()})
            for (const QJsonValue& each : node->receipts())
                if (each["receipt_id"].toString() == m_checked) m_checked_at = node;
    }

    /// Out of the escrow, past the audit and the time after it, onto the account of whoever owns the executor.
    void theRewardVestsAndItsExecutorHasIt() {
        QVERIFY(m_checked_at != nullptr);
        const auto rests = m_checked_at->ctl(
            {"--json", "--timeout", QString::number(2 * patience_ms / 1000), "earnings", "--wait", m_checked},
            3 * patience_ms);
        QVERIFY2(rests.exit_code == 0, rests.err.constData());
        qint64 earned = 0;
        for (const QJsonValue& row : rests.json()["rows"].toArray())
            if (row["receipt_id"].toString() == m_checked && row["state"].toString() == "paid")
                earned = row["amount"].toString().toLongLong();
        QVERIFY2(earned > 0, rests.out.constData());
        QString payout;
        for (const QJsonValue& key : m_checked_at->ctl({"--json", "keys", "show"}).json()["keys"].toArray())
            if (key["role"].toString() == "payout") payout = key["public_key"].toString();
        // As everybody's ledger says it.
        QTRY_VERIFY_WITH_TIMEOUT(
            of_gateway({"ledger", "account", payout}).json()["balance"].toString().toLongLong() >= earned, patience_ms);
    }

    void aHomeTellsWithWhomItStandsInTheNetwork() {
        const auto shown = [&](const NodeProcess& node) { return node.ctl({"--json", "network", "show"}).json(); };
        QJsonObject seen;
        // The first ping of a link goes as soon as it is up.
        QTRY_VERIFY_WITH_TIMEOUT(!(seen = shown(*m_first))["links"][0]["latency_us"].isNull() &&
                                     !seen["peers"].toArray().isEmpty(),
                                 patience_ms);
        QCOMPARE(seen["mode"].toString(), QString("network"));
        QCOMPARE(seen["genesis"].toString().size(), 64);
        QCOMPARE(seen["validators"].toArray().size(), 4);
        for (const QJsonValue& validator : seen["validators"].toArray()) {
            QVERIFY(!validator["own"].toBool());
            QVERIFY(!validator["signed_last"].isNull());
        }
        QCOMPARE(seen["links"][0]["state"].toString(), QString("up"));
        QVERIFY(seen["links"][0]["roles"].toArray().contains("gateway"));
        QVERIFY(seen["roles"].toArray().contains("full node") && !seen["roles"].toArray().contains("validator"));
        QTRY_VERIFY_WITH_TIMEOUT(!shown(*m_first)["peers"][0]["height"].isNull(), patience_ms);
        const QJsonObject gateway = of_gateway({"network", "show"}).json();
        QCOMPARE(gateway["links"].toArray().size(), 2);
        QVERIFY(gateway["roles"].toArray().contains("gateway"));
        const auto ordering = run_program(
            program_path("hearthctl"), {"--home", folder() + "/validator-1", "--json", "network", "show"}, patience_ms);
        QVERIFY(ordering.json()["roles"].toArray().contains("validator"));
    }

    /// By the ledgers of the others: the real window on homes of this network, from a program of its own.
    void eachWindowShowsItsOwnPartTruthfully() {
        QVERIFY(m_checked_at != nullptr);
        const QString other = (m_checked_at == m_first.get() ? m_second : m_first)->home();
        const LiveHomes homes{m_checked_at->home(), other, folder() + "/validator-1", folder() + "/gateway", m_checked};
        const auto seen = homes.look(3 * patience_ms);
        if (!seen) QSKIP("The window is not built.");
        QVERIFY2(seen->exit_code == 0, what_failed(seen->out).constData());
    }

    void anExecutorKilledInMidAnswerIsNotMissed() {
        const QString model = roomy_model(m_place.path());
        for (auto* node : {m_first.get(), m_second.get()})
            QVERIFY(!node->import(model, "roomy").isEmpty());
        QJsonObject body = chat_body("roomy", "go on", 3000);
        body["seed"] = 7;
        body["ignore_eos"] = true;
        const auto is_answer = [](const QString& text) { return !text.isEmpty() && !text.startsWith("error"); };
        QString whole;
        for (int i = 0; i < 60 && !is_answer(whole); ++i) { // until the gateway has heard of the model
            if (i > 0) QTest::qWait(500);
            whole = streamed(gateway_url(), body);
        }
        QVERIFY2(is_answer(whole), qPrintable(whole));
        const auto signed_here = [](const NodeProcess& node) {
            int count = 0;
            for (const QJsonValue& each : node.receipts())
                if (each["model_name"].toString() == "roomy" && each["completion_tokens"].toInt() == 3000) ++count;
            return count;
        };
        const int by_first = signed_here(*m_first), by_second = signed_here(*m_second);
        QCOMPARE(by_first + by_second, 1);
        QVERIFY(m_second->ctl({"node", "pause"}).exit_code == 0); // so that the first one is asked
        bool killed = false;
        const QString spliced = streamed(gateway_url(), body, [&](int pieces) {
            if (pieces < 30 || std::exchange(killed, true)) return;
            QVERIFY(m_second->ctl({"node", "resume"}).exit_code == 0);
            m_first->kill9();
        });
        QVERIFY(killed);
        QVERIFY2(spliced == whole, qPrintable(spliced.right(200)));
        // The second one signed all of it; the first one, which comes back, signed nothing and gives the money back.
        QVERIFY2(m_first->start(), m_first->log().constData());
        QCOMPARE(signed_here(*m_first), by_first);
        QCOMPARE(signed_here(*m_second), by_second + 1);
    }

    void theGatewayKnowsWhatItBoughtAndSendsMoney() {
        const QJsonArray bought = of_gateway({"receipt", "list", "--bought"}).json()["purchases"].toArray();
        QVERIFY(!bought.isEmpty());
        bool checked = false;
        for (const QJsonValue& each : bought) {
            QCOMPARE(each["node"].toString().size(), 64);
            checked = checked || (each["level"].toString() == "E4" && each["checked"].toString().contains("another"));
        }
        QVERIFY(checked);
        // A home that joined has nothing until somebody sends some.
        const QJsonObject account = m_second->ctl({"--json", "ledger", "account"}).json();
        QCOMPARE(account["balance"].toString(), QString("0"));
        const auto sent = of_gateway({"ledger", "send", account["address"].toString(), "1.5"});
        QVERIFY2(sent.exit_code == 0, sent.err.constData());
        QTRY_COMPARE_WITH_TIMEOUT(m_second->ctl({"--json", "ledger", "account"}).json()["balance"].toString(),
                                  QString("1500000000"), patience_ms);
        QVERIFY(of_gateway({"ledger", "send", "nobody", "1"}).exit_code != 0);
        QVERIFY(of_gateway({"ledger", "send", account["address"].toString(), "9999999"}).exit_code != 0);
    }

    /// By a home that only follows, examined with nothing but the invitation and the file.
    void whatTheLedgerHoldsIsShownToOthers() {
        const QString account = m_second->ctl({"--json", "ledger", "account"}).json()["address"].toString();
        const QString tx = of_gateway({"ledger", "send", account, "0.5"}).json()["tx"].toString();
        QTRY_VERIFY_WITH_TIMEOUT(m_second->ctl({"--json", "ledger", "tx", tx}).json()["applied"].toBool(), patience_ms);
        const QString file = folder() + "/account.proof";
        for (const QStringList& from : {QStringList{}, QStringList{"--from", "1"}}) {
            const auto shown = m_second->ctl(
                QStringList{"--json", "ledger", "prove", account, QString(64, 'a'), "--out", file, "--force"} + from);
            QVERIFY2(shown.exit_code == 0, shown.err.constData());
            const auto read =
                m_second->ctl({"--json", "ledger", "verify-proof", file, "--trust", folder() + "/invitation.txt"});
            QVERIFY2(read.exit_code == 0, (read.out + read.err).constData());
            QVERIFY(read.json()["records"][0]["value"].toString().startsWith("2.0 EMB"));
            QVERIFY(!read.json()["records"][1]["present"].toBool(true));
            for (const QJsonValue& check : read.json()["checks"].toArray())
                QCOMPARE(check["result"].toString(), QString("passed"));
        }
    }

    /// From a snapshot, whose header the invitation names, and not from the first block.
    void aHomeThatJoinsLateCatchesUp() {
        QTRY_VERIFY_WITH_TIMEOUT(of_gateway({"ledger", "head"}).json()["height"].toInt() > 45, patience_ms);
        const QJsonObject invited = network({"invite", folder()}).json();
        QVERIFY(invited["trusted_height"].toInt() >= 40);
        const QString elsewhere("hearth.example:26660");
        QCOMPARE(network({"invite", folder(), "--address", elsewhere}).json()["headers"].toArray(),
                 QJsonArray{elsewhere});
        QVERIFY(network({"invite", folder(), "--address", "0.0.0.0:26660"}).exit_code != 0);
        QFile file(m_place.filePath("late.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(invited["invitation"].toString().toUtf8()) > 0);
        file.close();
        NodeProcess late(settings());
        const auto joined = late.ctl(
            {"--json", "network", "join", file.fileName(), "--listen", "127.0.0.1:" + QString::number(m_ports + 8)});
        QVERIFY2(joined.exit_code == 0, joined.err.constData());
        QCOMPARE(joined.json()["trusted_height"], invited["trusted_height"]);
        QVERIFY2(late.start(), late.log().constData());
        QTRY_VERIFY_WITH_TIMEOUT(late.ctl({"doctor"}).out.contains("is the last one"), patience_ms);
        QTRY_VERIFY2_WITH_TIMEOUT(late.log().contains("snapshot taken over"), late.log().constData(), patience_ms);
        const QStringList account{"--json", "ledger", "account",
                                  m_second->ctl({"--json", "ledger", "account"}).json()["address"].toString()};
        QTRY_COMPARE_WITH_TIMEOUT(late.ctl(account).json()["balance"], m_second->ctl(account).json()["balance"],
                                  patience_ms);
    }

    void aKilledNodeIsPaidByTheVouchersItHad() {
        const auto paid = [&] {
            (void)of_gateway({"chat", "--model", "tiny", "--max-tokens", "4", "and"});
            return of_gateway({"ledger", "channel", "show"}).json()["channels"][0]["paid"].toString().toLongLong() > 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(paid(), 2 * patience_ms);
        m_first->kill9();
        QVERIFY2(m_first->start(), m_first->log().constData());
        const auto waits = [&] {
            for (const QJsonValue& each : m_first->receipts())
                if (each["state"].toString() == "done" && stage(each.toObject(), "committed") != "done") return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(!waits(), patience_ms);
    }

    void everyHomeComputesTheSameState() {
        // Blocks go on while homes are asked one after the other: look for a height that all of them showed.
        const auto hash_at = [&](qint64 height, const QJsonArray& rows) {
            QStringList hashes;
            for (const QJsonValue& row : rows)
                if (row["height"].toInteger() == height) hashes << row["app_hash"].toString();
            return hashes;
        };
        bool agreed = false;
        for (int i = 0; i < 60 && !agreed; ++i) {
            const QJsonArray rows = network({"status", folder()}).json()["homes"].toArray();
            QCOMPARE(rows.size(), 5);
            const QStringList hashes = hash_at(rows.first()["height"].toInteger(), rows);
            QCOMPARE(QSet<QString>(hashes.begin(), hashes.end()).size(), 1);
            agreed = hashes.size() == 5;
            if (!agreed) QTest::qWait(300);
        }
        QVERIFY(agreed);
    }
};

QTEST_GUILESS_MAIN(IntegrationNetwork)
#include "tst_integration_network.moc"
