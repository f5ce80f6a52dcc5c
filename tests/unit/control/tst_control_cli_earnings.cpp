// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"

#include <QFile>
#include <QtTest>

using namespace hearth;
using test::CliService;
using test::Ran;

/// `earnings`: what it shows of the service's answer and writes into files.
class tst_control_cli_earnings : public QObject {
    Q_OBJECT

private:
    CliService m_service;

private slots:
    void initTestCase() { QVERIFY(m_service.start()); }

    void earnings_go_into_a_csv_file() {
        const QString file = m_service.file("rows.csv");
        QCOMPARE(m_service.ctl({"earnings", "--csv", file}).exit, 0);
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readLine(), QByteArray("receipt_id,model,at,state,amount_1e-9_EMB,epoch,answer,device\r\n"));
        const QByteArray row = csv.readLine();
        QVERIFY2(row.contains("\"smol\",2026-09-21T") && row.endsWith(",\"cut short\",\"vulkan:0\"\r\n"),
                 row.constData());
    }

    void what_vests_is_told_with_its_epoch() {
        const QByteArray out = m_service.ctl({"earnings"}).out;
        for (const char* piece : {"RELEASED", "after its proof", "0.0000015 EMB"})
            QVERIFY2(out.contains(piece), out + piece);
    }

    void energy_and_its_cost_stand_apart_from_the_earnings() {
        const QByteArray out = m_service.ctl({"earnings"}).out;
        for (const char* piece : {"1.500 kWh, of it 0.500 kWh estimated", "0.48 EUR"})
            QVERIFY2(out.contains(piece), out + piece);
    }

    void sums_of_models_and_devices_take_the_place_of_rows() {
        const Ran models = m_service.ctl({"earnings", "--by", "model"});
        QCOMPARE(models.exit, 0);
        QVERIFY2(models.out.contains("MODEL") && !models.out.contains("RECEIPT"), models.out.constData());
        const Ran devices = m_service.ctl({"earnings", "--by", "device"});
        for (const char* piece : {"DEVICE", "vulkan:0 Radeon", "0.0000014 EMB", "not noted"})
            QVERIFY2(devices.out.contains(piece), devices.out + piece);
        QCOMPARE(m_service.ctl({"earnings", "--by", "colour"}).exit, 2);
        const QString file = m_service.file("devices.csv");
        QCOMPARE(m_service.ctl({"earnings", "--by", "device", "--csv", file}).exit, 0);
        QFile csv(file);
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll(),
                 QByteArray("device,answers,amount_1e-9_EMB\r\n\"vulkan:0\",1,\"1400\"\r\n\"\",2,\"100\"\r\n"));
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_earnings)
#include "tst_control_cli_earnings.moc"
