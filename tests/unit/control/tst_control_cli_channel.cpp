// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"
#include "core/file.h"
#include "ledger/channel.h"

#include <QJsonArray>
#include <QtTest>

using namespace hearth;
using ledger::Voucher;
using test::CliService;
using test::Ran;

/// Verbs of payment channels: what they ask of the service, and vouchers that need none.
class tst_control_cli_channel : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<CliService> m_service;
    const core::SigningKey m_payer = core::SigningKey::from_seed(core::Bytes(32, 7));
    const QString m_channel = QString(64, 'c');

    QString file(const char* name) const { return m_folder.path() + "/" + name; }
    /// A home that has a key and no service.
    QString home() const {
        const std::filesystem::path keys = file("home").toStdString() + "/keys";
        std::filesystem::create_directories(keys);
        if (!m_payer.save(keys / "caller.key")) qFatal("no key");
        return file("home");
    }
    static Ran alone(const QStringList& arguments) {
        return CliService::run(arguments, {}, {"HOME=/nowhere", "PATH="});
    }
    core::ChannelId channel_id() const { return core::ChannelId::parse(m_channel.toStdString()).value(); }

private slots:
    void init() {
        m_service = std::make_unique<CliService>();
        QVERIFY(m_service->start());
    }

    void channels_are_opened_topped_up_and_closed() {
        const QString payee(64, 'd');
        const Ran opened = m_service->ctl({"ledger", "channel", "open", payee, "1.5", "--epochs", "10"});
        QVERIFY2(opened.out.contains(("open_channel - 1500000000 " + payee).toUtf8()), opened.out + opened.err);
        QVERIFY(opened.out.contains("Channel 0011"));
        const Ran more = m_service->ctl({"ledger", "channel", "topup", m_channel, "0.25"});
        QVERIFY2(more.out.contains(("top_up_channel " + m_channel + " 250000000").toUtf8()), more.out);
        QVERIFY(!more.out.contains("\nChannel "));
        const Ran closed = m_service->ctl({"ledger", "channel", "close", m_channel});
        QVERIFY2(closed.out.contains(("close_channel " + m_channel + " - - 0 - -").toUtf8()), closed.out);
        const Ran agreed =
            m_service->ctl({"ledger", "channel", "close", m_channel, "--agreement", "ab", "--paid", "2"});
        QVERIFY2(agreed.out.contains(("close_channel " + m_channel + " 2000000000 - 0 - ab").toUtf8()), agreed.out);
        QCOMPARE(m_service->ctl({"ledger", "channel", "close", m_channel, "--agreement", "ab"}).exit, 2);
        QCOMPARE(m_service->ctl({"ledger", "channel", "topup", m_channel, "a lot"}).exit, 2);
        QCOMPARE(m_service->ctl({"ledger", "channel", "open", payee}).exit, 2);
        QCOMPARE(m_service->ctl({"ledger", "channel"}).exit, 2);
        QVERIFY(m_service->ctl({"stake", "bond"}).out.contains("bond of this one"));
        QVERIFY(m_service->ctl({"stake", "bond", "--node", "abc"}).out.contains("bond of abc"));
    }

    void channels_are_shown() {
        const Ran shown = m_service->ctl({"ledger", "channel", "show"});
        for (const char* part : {"payer", "payee", "18446744073.709551615 EMB", "until epoch 99", "closes after block"})
            QVERIFY2(shown.out.contains(part), qPrintable(shown.out));
        QCOMPARE(m_service->ctl({"--json", "ledger", "channel", "show"}).json()["channels"].toArray().size(), 2);
        const Ran one = m_service->ctl({"--json", "ledger", "channel", "show", QString(64, 'a')});
        QCOMPARE(one.json()["channels"].toArray().size(), 1);
        QCOMPARE(m_service->ctl({"ledger", "channel", "show", QString(64, 'b')}).exit, 1);
    }

    void a_voucher_is_made_and_checked_without_a_service() {
        const QString out = file("one.voucher"), payer = QString::fromStdString(m_payer.public_key().hex());
        const QStringList make{"--home", home(),    "ledger",   "channel", "voucher", m_channel,
                               "1.5",    "--chain", "hearth-x", "--out",   out};
        const Ran made = alone(make);
        QVERIFY2(made.exit == 0, made.err);
        QVERIFY(made.out.contains("1.5 EMB in all"));
        const auto voucher = Voucher::decode(core::read_file(out.toStdString(), 1000).value());
        QVERIFY(voucher.ok());
        QCOMPARE(voucher->encode(),
                 Voucher::sign("hearth-x", channel_id(), core::Amount::from_units(1'500'000'000), m_payer).encode());
        QCOMPARE(alone(make).exit, 1); // the file is there
        QCOMPARE(alone(make + QStringList{"--force"}).exit, 0);
        const Ran checked = alone({"--json", "ledger", "channel", "check", out, "--payer", payer});
        QVERIFY2(checked.exit == 0, checked.err);
        QVERIFY(checked.json()["valid"].toBool());
        QCOMPARE(checked.json()["amount"].toString(), QString("1500000000"));
        QCOMPARE(alone({"ledger", "channel", "check", out, "--payer", QString(64, '0')}).exit, 5);
        QCOMPARE(alone({"ledger", "channel", "check", out, "--payer", "me"}).exit, 2);
        core::Bytes flipped = core::read_file(out.toStdString(), 1000).value();
        flipped.back() ^= 1;
        QVERIFY(core::write_file_atomic(file("flipped").toStdString(), flipped));
        QCOMPARE(alone({"ledger", "channel", "check", file("flipped"), "--payer", payer}).exit, 5);
        QVERIFY(core::write_file_atomic(file("none").toStdString(), core::as_bytes("nothing")));
        QCOMPARE(alone({"ledger", "channel", "check", file("none"), "--payer", payer}).exit, 5);
        // The service is given the whole file, and of a channel that it does not have it says so.
        const Ran redeemed = m_service->ctl({"ledger", "channel", "redeem", out});
        QVERIFY2(redeemed.out.contains(("redeem " + m_channel + " - - 0 a5").toUtf8()), redeemed.out + redeemed.err);
        QCOMPARE(m_service->ctl({"ledger", "channel", "check", out}).exit, 5);
        QCOMPARE(m_service->ctl({"ledger", "channel", "redeem", file("none")}).exit, 5);
    }

    void a_payee_agrees_with_its_own_key() {
        const QStringList agree{"--home",  home(),     "ledger",    "channel", "agree",  m_channel, "2",
                                "--chain", "hearth-x", "--account", "caller",  "--paid", "0.5"};
        const Ran signed_here = alone(agree);
        QVERIFY2(signed_here.exit == 0, signed_here.err);
        const core::Bytes raw = core::from_hex(signed_here.out.trimmed().toStdString()).value();
        core::Signature signature{};
        QCOMPARE(raw.size(), signature.size());
        std::copy(raw.begin(), raw.end(), signature.begin());
        const core::Hash digest = ledger::agreement_digest(
            "hearth-x", channel_id(), core::Amount::from_units(2'000'000'000), core::Amount::from_units(500'000'000));
        QVERIFY(core::verify(m_payer.public_key(), digest.view(), signature));
        QVERIFY2(alone(agree.mid(0, agree.size() - 2)).exit != 0, "without a service somebody must say what was paid");
        QCOMPARE(
            alone({"--home", home(), "ledger", "channel", "agree", "short", "2", "--chain", "x", "--account", "caller"})
                .exit,
            2);
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_channel)
#include "tst_control_cli_channel.moc"
