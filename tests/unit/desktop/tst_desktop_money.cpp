// SPDX-License-Identifier: Apache-2.0
#include "pages/devices/devices_reader.h"
#include "pages/earnings/earnings_reader.h"
#include "pages/earnings/energy.h"
#include "pages/earnings/money_sender.h"
#include "pages/settings/settings_reader.h"
#include "stage.h"

#include <QLocale>

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

const QString somebody(64, QLatin1Char('a'));

} // namespace

/// What the window does so that nobody needs a terminal: money that is sent, cards that are switched, a service that
/// starts anew.
class DesktopMoney : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void whatIsTypedIsCheckedBeforeItIsSent() {
        Stage stage("working");
        MoneySender sender;
        QCOMPARE(sender.balance(), QStringLiteral("—"));
        QVERIFY(!sender.amountFault(QStringLiteral("1")).isEmpty()); // nothing is known of the balance
        sender.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(sender.balance(), QStringLiteral("125"));
        for (const QString& wrong : {QString(), QStringLiteral("anna"), somebody.mid(1), somebody + QLatin1Char('a')})
            QVERIFY2(!sender.addressFault(wrong).isEmpty(), qPrintable(wrong));
        QVERIFY(!sender.addressFault(sender.address()).isEmpty());
        QVERIFY(sender.addressFault(somebody).isEmpty());
        for (const char* wrong : {"", "0", "-1", "much", "1e2", "0.0000000001", "125.000000001", "1 EMB"})
            QVERIFY2(!sender.amountFault(QString::fromLatin1(wrong)).isEmpty(), wrong);
        QVERIFY(sender.amountFault(QStringLiteral("125")).isEmpty());
        QVERIFY(sender.amountFault(QStringLiteral("1,5")) != QString());
        QLocale::setDefault(QLocale(QLocale::German));
        QVERIFY(sender.amountFault(QStringLiteral("1,5")).isEmpty());
        for (const char* wrong : {"1.5", "1.000", "1.000,5"}) // no guess what the point separates
            QVERIFY2(!sender.amountFault(QString::fromLatin1(wrong)).isEmpty(), wrong);
        sender.send(somebody, QStringLiteral("126"));
        QVERIFY(!sender.busy() && sender.receipt().isEmpty());
    }

    void whatWasSentHasItsBlockAndIsGone() {
        Stage stage("working");
        MoneySender sender;
        sender.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(sender.balance(), QStringLiteral("125"));
        sender.send(QStringLiteral(" ") + somebody, QStringLiteral("0.25"));
        QVERIFY(sender.busy());
        QTRY_VERIFY(!sender.busy());
        QVERIFY2(sender.error().isEmpty(), qPrintable(sender.error()));
        const QVariantMap receipt = sender.receipt();
        QCOMPARE(receipt.value(QStringLiteral("to")).toString(), somebody);
        QVERIFY(receipt.value(QStringLiteral("amount")).toString().startsWith(QStringLiteral("0.25")));
        QCOMPARE(receipt.value(QStringLiteral("tx")).toString().size(), qsizetype{64});
        QVERIFY(!receipt.value(QStringLiteral("height")).toString().isEmpty());
        QTRY_VERIFY(sender.balanceExact().startsWith(QStringLiteral("124.75")));
        // What is refused is told, and nothing is booked here.
        sender.send(QString(64, QLatin1Char('0')), QStringLiteral("1"));
        QTRY_VERIFY(!sender.busy());
        QVERIFY(sender.error().contains(QStringLiteral("sends no money")));
        QCOMPARE(sender.receipt(), receipt);
    }

    void netIsToldOnlyByAWorthThatWasSet() {
        Stage stage("working");
        EarningsReader earnings;
        SettingsReader settings;
        earnings.setConnection(&stage.connection);
        settings.setConnection(&stage.connection);
        earnings.setRange(QStringLiteral("30d"));
        QVERIFY(stage.open());
        QTRY_VERIFY(earnings.loaded() && settings.loaded());
        QVERIFY(earnings.energy().contains(QStringLiteral("net")));
        QCOMPARE(earnings.energy().value(QStringLiteral("net")).toString(), QString());
        settings.change(QStringLiteral("power.emb_worth"), QStringLiteral("0.05"));
        QTRY_VERIFY(!settings.busy());
        QVERIFY(!settings.waits());
        earnings.refresh();
        QTRY_VERIFY(earnings.energy().value(QStringLiteral("net")).toString().endsWith(QStringLiteral("EUR")));

        control::Energy energy;
        energy.currency = "CHF";
        QVERIFY(energy::net(energy).isEmpty());
        energy.net = "-0.2";
        QCOMPARE(energy::net(energy), QStringLiteral("-0.20 CHF"));
        energy.net = "0.012";
        QCOMPARE(energy::net(energy), QStringLiteral("0.0120 CHF"));
        energy.net = "much";
        QVERIFY(energy::net(energy).isEmpty());
        energy.estimated_joules = 1;
        QVERIFY(energy::shown(energy).value(QStringLiteral("estimated")).toBool());
    }

    void aCardIsSwitchedByItsAddress() {
        Stage stage("gpus");
        DevicesReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.known());
        QString card;
        for (const auto& [id, facts] : reader.facts().asKeyValueRange())
            if (facts.toMap().value(QStringLiteral("isOn")).toBool() &&
                facts.toMap().value(QStringLiteral("canSwitch")).toBool())
                card = id;
        QVERIFY(!card.isEmpty());
        const auto is_on = [&] { return reader.facts().value(card).toMap().value(QStringLiteral("isOn")).toBool(); };
        const auto off = [&] {
            const auto settings = stage.node().settings();
            for (const control::SettingInfo& setting : settings.value())
                if (setting.key == "devices.disabled") return setting.value;
            return std::vector<std::string>{"there is no such setting"};
        };
        QVERIFY(!reader.facts().value(QStringLiteral("cpu")).toMap().value(QStringLiteral("canSwitch")).toBool());
        reader.switchDevice(QStringLiteral("cpu"), false);
        QVERIFY(!reader.busy());
        reader.switchDevice(card, false);
        QTRY_VERIFY(!reader.busy() && !is_on());
        QCOMPARE(off().size(), std::size_t{1});
        QVERIFY2(off().front().starts_with("0000:"), off().front().c_str());
        reader.switchDevice(card, false); // twice is once
        QTRY_VERIFY(!reader.busy());
        QCOMPARE(off().size(), std::size_t{1});
        reader.switchDevice(card, true);
        QTRY_VERIFY(!reader.busy() && is_on());
        QVERIFY(off().empty());
    }

    void whatWaitsHoldsAfterOneRestart() {
        Stage stage("working");
        SettingsReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.loaded());
        reader.change(QStringLiteral("worker.threads"), QStringLiteral("2"));
        QTRY_VERIFY(!reader.busy());
        QVERIFY(!reader.waits()); // in force already
        reader.change(QStringLiteral("api.listen"), QStringLiteral("127.0.0.1:9000"));
        QTRY_VERIFY(reader.waits());
        bool started = false;
        connect(&stage.connection, &NodeConnection::conditionChanged, this,
                [&] { started = started || stage.connection.starting(); });
        reader.restartService();
        QTRY_VERIFY(started && stage.connection.online() && !stage.connection.starting());
        stage.connection.disconnect(this);
        reader.refresh();
        QTRY_VERIFY(!reader.waits());
        QCOMPARE(reader.settings().value(QStringLiteral("api.listen")).toMap().value(QStringLiteral("text")).toString(),
                 QStringLiteral("127.0.0.1:9000"));
    }
};

QTEST_GUILESS_MAIN(DesktopMoney)
#include "tst_desktop_money.moc"
