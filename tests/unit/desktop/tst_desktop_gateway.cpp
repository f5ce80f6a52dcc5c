// SPDX-License-Identifier: Apache-2.0
#include "backend/format.h"
#include "core/file.h"
#include "pages/gateway/callers_reader.h"
#include "pages/gateway/gateway_reader.h"
#include "pages/gateway/payment_words.h"
#include "pages/gateway/payments_reader.h"
#include "pages/playground/talk.h"
#include "stage.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;
using namespace std::chrono_literals;

namespace {

QVariantMap at(const QVariantList& list, int index) {
    return list.value(index).toMap();
}
QVariant last(Talk& talk, int role) {
    return talk.exchanges()->index(talk.count() - 1).data(role);
}

/// Asks and waits for the end.
void ask(Talk& talk, const char* prompt, const QString& model = {}) {
    talk.ask(QString::fromLatin1(prompt), {}, model, 0.7, 8);
    QTRY_VERIFY(!talk.busy());
}

} // namespace

/// Networks behind the door, keys of callers, and conversations over both.
class DesktopGateway : public QObject {
    Q_OBJECT
private slots:
    void aNetworkIsAddedTestedAndRemoved() {
        Stage stage("first-run");
        GatewayReader gateway;
        gateway.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(gateway.loaded() && gateway.upstreams().isEmpty());
        QSignalSpy added(&gateway, &GatewayReader::added);
        gateway.add(QStringLiteral("10.0.0.7"), QStringLiteral("box"), QStringLiteral("openai"), {}, {}, {});
        QTRY_COMPARE(gateway.noteTone(), QStringLiteral("bad"));
        gateway.add(QStringLiteral("http://nobody/v1"), QStringLiteral("box"), QStringLiteral("openai"), {}, {}, {});
        QTRY_VERIFY(!gateway.working());
        QVERIFY(gateway.note().contains(QStringLiteral("cannot be reached")));
        QCOMPARE(added.count(), 0);
        gateway.add(QStringLiteral("http://10.0.0.7/v1"), QStringLiteral("box"), QStringLiteral("redpill"),
                    QStringLiteral("secret"), {}, {}, QStringLiteral("0.1"), QStringLiteral("0.4"));
        QTRY_COMPARE(added.count(), 1);
        QVERIFY(gateway.noteDetail().contains(QStringLiteral("It offers 2 models")));
        QTRY_COMPARE(gateway.upstreams().size(), 1);
        const QVariantMap box = at(gateway.upstreams(), 0);
        QVERIFY(box[QStringLiteral("secret")].toBool() && box[QStringLiteral("level")] == QStringLiteral("E1"));
        QVERIFY(box[QStringLiteral("price")].toString().contains(QStringLiteral("0.4")));
        gateway.add(QStringLiteral("http://10.0.0.8/v1"), QStringLiteral("sealed"), QStringLiteral("phala"), {},
                    QStringLiteral("0x00, mrtd=00 rtmr0=11"), {});
        QTRY_COMPARE(gateway.upstreams().size(), 2);
        QCOMPARE(at(gateway.upstreams(), 1)[QStringLiteral("level")].toString(), QStringLiteral("E3"));
        gateway.remove(QStringLiteral("sealed"));
        QTRY_COMPARE(gateway.upstreams().size(), 1);
        gateway.test(QStringLiteral("box"));
        QTRY_COMPARE(gateway.noteTone(), QStringLiteral("good"));
        gateway.remove(QStringLiteral("box"));
        QTRY_VERIFY(gateway.upstreams().isEmpty());
    }

    void addingCanBeCancelledAndThenNothingIsThere() {
        Stage stage("first-run");
        stage.node().setPace(10ms);
        GatewayReader gateway;
        gateway.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(gateway.loaded());
        gateway.add(QStringLiteral("http://10.0.0.7/v1"), QStringLiteral("box"), QStringLiteral("openai"), {}, {}, {});
        QVERIFY(gateway.working());
        gateway.cancel();
        QVERIFY(!gateway.working());
        QTest::qWait(600); // longer than all of it takes
        QVERIFY(stage.node().upstreams()->empty());
        QCOMPARE(gateway.note(), QStringLiteral("Cancelled."));
    }

    void whatANetworkLacksIsSaid() {
        Stage stage("problem");
        GatewayReader gateway;
        gateway.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(gateway.upstreams().size(), 3);
        const QVariantMap resting = at(gateway.upstreams(), 0), keyless = at(gateway.upstreams(), 1);
        QVERIFY(resting[QStringLiteral("reason")].toString().contains(QStringLiteral("Connection refused")));
        const QStringList breakers = resting[QStringLiteral("breakers")].toStringList();
        QCOMPARE(breakers.size(), 2);
        QVERIFY(breakers[0].contains(QStringLiteral("4 times in a row and is asked again in")));
        QCOMPARE(resting[QStringLiteral("latency")].toString(), QStringLiteral("—"));
        QCOMPARE(keyless[QStringLiteral("tone")].toString(), QStringLiteral("bad"));
        QCOMPARE(at(gateway.upstreams(), 2)[QStringLiteral("offered")].toString(), QStringLiteral("—"));
        for (const QString& kind : gateway.kinds())
            QVERIFY2(gateway.worth(kind).contains(QStringLiteral("E")), qPrintable(kind));
    }

    void aKeyIsShownOnceAndRevoked() {
        Stage stage("working");
        CallersReader callers;
        callers.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(callers.keys().size(), 3);
        QCOMPARE(callers.address(), QStringLiteral("http://127.0.0.1:8747/v1"));
        QCOMPARE(at(callers.keys(), 2)[QStringLiteral("inForce")].toBool(), false); // the revoked one stands last
        callers.create(QStringLiteral("laptop"), {}, {}, {});
        QTRY_VERIFY(callers.error().contains(QStringLiteral("laptop")));
        callers.create(QStringLiteral("new"), QStringLiteral("2.5"), QStringLiteral("3"), QStringLiteral("30"));
        QTRY_VERIFY(callers.freshKey().startsWith(QStringLiteral("hearth-")));
        QTRY_COMPARE(callers.keys().size(), 4);
        QVariantMap made;
        for (const QVariant& key : callers.keys())
            if (key.toMap()[QStringLiteral("name")] == QStringLiteral("new")) made = key.toMap();
        QCOMPARE(made[QStringLiteral("budget")].toString(), QStringLiteral("2.50"));
        QVERIFY(made[QStringLiteral("limits")].toString().contains(QStringLiteral("30 a minute")));
        callers.forgetKey();
        QVERIFY(callers.freshKey().isEmpty());
        callers.revoke(made[QStringLiteral("keyId")].toString());
        QTRY_COMPARE(at(callers.keys(), 2)[QStringLiteral("inForce")].toBool(), false);
        QVERIFY(!CallersReader::budgetFault(QStringLiteral("much")).isEmpty());
        QVERIFY(CallersReader::budgetFault(QStringLiteral(" 0.5 ")).isEmpty());
        for (const char* wrong : {"0", "-1", "1000001", "x"})
            QVERIFY2(!CallersReader::numberFault(QString::fromLatin1(wrong)).isEmpty(), wrong);
        QVERIFY(CallersReader::numberFault({}).isEmpty() && CallersReader::numberFault(QStringLiteral("7")).isEmpty());
    }

    void theChartHoldsWhatTheTableDoes() {
        Stage stage("working");
        CallersReader callers;
        callers.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(callers.anySpent());
        QCOMPARE(callers.values().size(), CallersReader::days);
        qsizetype columns = 0;
        for (const double value : callers.values())
            columns += value > 0 ? 1 : 0;
        QCOMPARE(callers.table().size(), columns);
        QVERIFY(columns < CallersReader::days); // days without a question are no columns
        QVERIFY(at(callers.table(), 0)[QStringLiteral("parts")].toString().contains(QStringLiteral("laptop")));
        Stage empty("first-run");
        CallersReader nobody;
        nobody.setConnection(&empty.connection);
        QVERIFY(empty.open());
        QTRY_VERIFY(nobody.loaded());
        QVERIFY(!nobody.anySpent() && nobody.keys().isEmpty());
    }

    void whatMakesVectorsIsNotAskedQuestions() {
        Stage stage("gpus");
        Talk talk;
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        talk.setNetwork(QStringLiteral("home"));
        QTRY_COMPARE(talk.models().size(), 2);
        QVERIFY(!talk.models().contains(QStringLiteral("all-minilm-l6-v2")));
        TalkOffers offers;
        offers.own.resize(2);
        offers.own[0].kind = "tensors";
        offers.own[1].kind = "text";
        QCOMPARE(offers.models({}).size(), 1);
    }

    void aQuestionGoesWhereItIsSent() {
        Stage stage("working");
        Talk talk;
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(talk.networkKeys().size(), 5); // any, home, and three
        QVERIFY(talk.models().contains(QStringLiteral("box/llama-3.2-3b-instruct")));
        talk.setNetwork(QStringLiteral("box"));
        QCOMPARE(talk.models(),
                 (QStringList{QStringLiteral("llama-3.2-3b-instruct"), QStringLiteral("qwen2.5-7b-instruct")}));
        ask(talk, "hello", talk.models().first());
        QCOMPARE(last(talk, ExchangeListModel::Network).toString(), QStringLiteral("Answered by box"));
        QCOMPARE(last(talk, ExchangeListModel::Level).toString(), QStringLiteral("E0"));
        QVERIFY(last(talk, ExchangeListModel::ReceiptId).toString().isEmpty());
        const QString id = last(talk, ExchangeListModel::EvidenceId).toString();
        QVERIFY(talk.evidenceUrl(id).toString().endsWith(QStringLiteral("/v1/evidence/") + id));
        talk.setMinLevel(QStringLiteral("E1"));
        ask(talk, "hello", talk.models().first());
        QVERIFY(last(talk, ExchangeListModel::Error).toString().contains(QStringLiteral("E0 at most")));
        talk.setNetwork(QStringLiteral("home"));
        ask(talk, "hello");
        QCOMPARE(last(talk, ExchangeListModel::Network).toString(), QStringLiteral("Answered by this home"));
        QVERIFY(last(talk, ExchangeListModel::Summary).toString().contains(QStringLiteral("not checked")));
        QVERIFY(!last(talk, ExchangeListModel::ReceiptId).toString().isEmpty());
        const int before = talk.count();
        talk.setMaxPrice(QStringLiteral("99999999999999999999"));
        QVERIFY(talk.wishFault().contains(QStringLiteral("18446744073")));
        talk.setMaxPrice(QStringLiteral("cheap"));
        QVERIFY(!talk.wishFault().isEmpty());
        ask(talk, "hello");
        QCOMPARE(talk.count(), before);
    }

    void whatWasSaidIsSentAlongUntilAnotherConversationBegins() {
        Stage stage("working");
        Talk talk;
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        const auto prompt_tokens = [&] {
            return last(talk, ExchangeListModel::Figures).toString().section(QLatin1Char(' '), 0, 0).toInt();
        };
        ask(talk, "hello");
        const int alone = prompt_tokens();
        QVERIFY(talk.continues());
        ask(talk, "hello");
        QVERIFY(prompt_tokens() > alone);
        talk.beginAnew();
        QVERIFY(!talk.continues());
        ask(talk, "hello");
        QCOMPARE(prompt_tokens(), alone);
        QVERIFY(last(talk, ExchangeListModel::Begins).toBool());
    }

    void privacyIsKeptToOrRefusedAndShown() {
        Stage stage("working");
        Talk talk;
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(talk.networkKeys().size(), 5);
        talk.setNetwork(QStringLiteral("box"));
        ask(talk, "hello", talk.models().first());
        QVERIFY(last(talk, ExchangeListModel::Privacy).toString().contains(QStringLiteral("P0")));
        talk.setMinTier(QStringLiteral("P1"));
        ask(talk, "hello", talk.models().first());
        QVERIFY(last(talk, ExchangeListModel::Error).toString().contains(QStringLiteral("P1")));
        QVERIFY(last(talk, ExchangeListModel::Privacy).toString().isEmpty());
        talk.setNetwork(QStringLiteral("home"));
        ask(talk, "hello");
        QVERIFY(last(talk, ExchangeListModel::Privacy).toString().contains(QStringLiteral("P1")));
        talk.setMinTier(QStringLiteral("P2"));
        ask(talk, "hello");
        QVERIFY(last(talk, ExchangeListModel::Error).toString().contains(QStringLiteral("P2")));
        QVERIFY(last(talk, ExchangeListModel::Answer).toString().isEmpty());
    }

    void aHistoryIsKeptExportedAndErased() {
        QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "window" / "playground.json";
        {
            Stage stage("working");
            Talk talk;
            talk.setHistoryFile(file);
            talk.setConnection(&stage.connection);
            QVERIFY(stage.open());
            ask(talk, "one");
            ask(talk, "two");
            QTRY_VERIFY(std::filesystem::exists(file));
            QTRY_VERIFY(QString::fromUtf8(reinterpret_cast<const char*>(core::read_file(file, 1 << 20)->data()),
                                          static_cast<qsizetype>(core::read_file(file, 1 << 20)->size()))
                            .contains(QStringLiteral("two")));
            QCOMPARE(std::filesystem::status(file).permissions() & std::filesystem::perms::all,
                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        }
        Stage stage("working");
        Talk talk;
        talk.setHistoryFile(file);
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(talk.count(), 2);
        QVERIFY(!talk.continues()); // an earlier window's conversation is over
        ask(talk, "three");
        QVERIFY(last(talk, ExchangeListModel::Begins).toBool());
        const QString exported = folder.filePath(QStringLiteral("talk.md"));
        talk.exportTo(QUrl::fromLocalFile(exported));
        QTRY_VERIFY(!talk.note().isEmpty());
        const core::Bytes bytes = *core::read_file(exported.toStdString(), 1 << 20);
        const std::string text(bytes.begin(), bytes.end());
        for (const char* part :
             {"two", "three", "A hearth", "Answered by this home, evidence E1.", "Privacy P1.", "Receipt "})
            QVERIFY2(text.find(part) != std::string::npos, part);
        talk.clear();
        QCOMPARE(talk.count(), 0);
        QTRY_VERIFY(!std::filesystem::exists(file));
        QVERIFY(talk.trouble().isEmpty());
    }

    void whatWasPaidIsToldInTheAssetAndTriedOutMoneyIsNotCalledPaid() {
        QCOMPARE(payments::amount("412", 6), QStringLiteral("0.000412"));
        QCOMPARE(payments::amount("1230000", 6), QStringLiteral("1.23"));
        QCOMPARE(payments::amount("7", 0), QStringLiteral("7"));
        QCOMPARE(payments::amount("0", 6), QStringLiteral("0"));
        QCOMPARE(payments::amount("", 6), format::unknown());
        QCOMPARE(payments::amount("-1", 6), format::unknown());
        payments::Terms terms;
        QVERIFY(payments::facts(terms).isEmpty());
        QVERIFY(payments::state(terms).contains(QStringLiteral("No call is sold")));
        terms.pay_to = QStringLiteral("0xaa");
        terms.asset_name = QStringLiteral("Coin");
        terms.facilitator = QStringLiteral("local");
        QVERIFY(payments::state(terms).contains(QStringLiteral("no money moves")));
        QVERIFY(payments::tone(terms).isEmpty());
        control::PaymentRow row;
        row.state = control::PaymentState::settled;
        row.amount = "5";
        const QVariantList tried = payments::rows({row}, terms);
        QCOMPARE(at(tried, 0)[QStringLiteral("word")].toString(), QStringLiteral("tried out"));
        QCOMPARE(at(tried, 0)[QStringLiteral("note")].toString(), QStringLiteral("No money moved."));
        row.transaction = "0x12";
        const QVariantList sums = payments::sums({row, row}, terms);
        QCOMPARE(sums.size(), 1);
        QVERIFY(at(sums, 0)[QStringLiteral("value")].toString().startsWith(QStringLiteral("0.00001 Coin")));
        terms.waits = true;
        QVERIFY(payments::state(terms).contains(QStringLiteral("next start")));
    }

    void changedTermsHoldFromTheNextStart() {
        Stage stage("working");
        PaymentsReader sales;
        sales.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(sales.loaded() && sales.sold());
        QCOMPARE(sales.rows().size(), 9);
        QCOMPARE(sales.tone(), QStringLiteral("good"));
        QVERIFY(stage.node().change_settings({{"payment.most", {"0.05"}}}).ok());
        QTRY_COMPARE(sales.tone(), QStringLiteral("warn"));
        QVERIFY(sales.sold() && sales.state().contains(QStringLiteral("next start")));
    }

    void aHistoryThatCannotBeReadIsSaidAndNotWrittenOver() {
        QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "playground.json";
        QVERIFY(core::write_file_atomic(file, core::as_bytes(std::string("not ours"))).ok());
        Stage stage("working");
        Talk talk;
        talk.setHistoryFile(file);
        talk.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(talk.trouble().contains(QStringLiteral("cannot be read")));
        ask(talk, "hello");
        QTest::qWait(50);
        QCOMPARE(core::read_file(file, 1 << 20)->size(), std::size_t{8});
        talk.clear();
        QTRY_VERIFY(!std::filesystem::exists(file));
        QTRY_VERIFY(talk.trouble().isEmpty());
    }
};

QTEST_GUILESS_MAIN(DesktopGateway)
#include "tst_desktop_gateway.moc"
