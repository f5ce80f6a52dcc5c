// SPDX-License-Identifier: Apache-2.0
#include "cli_service.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace hearth;
using test::CliService;
using test::Ran;

/// Verbs of `update`: what they ask of the service and show of its answer.
class tst_control_cli_updates : public QObject {
    Q_OBJECT

private:
    CliService m_service;

private slots:
    void initTestCase() { QVERIFY(m_service.start()); }

    void the_state_is_told_in_words_and_in_json() {
        const Ran told = m_service.ctl({"update", "status"});
        QCOMPARE(told.exit, 0);
        for (const char* piece : {"Version 0.2.0 is downloaded", "Running: 0.1.0", "Offered: 0.2.0",
                                  "Answers begin sooner.", "Run: sudo apt install /tmp/hearth_0.2.0_amd64.deb"})
            QVERIFY2(told.out.contains(piece), told.out + piece);
        const Ran json = m_service.ctl({"--json", "update", "check"});
        const QJsonObject view = QJsonDocument::fromJson(json.out).object();
        QCOMPARE(view["state"].toString(), QString("downloaded"));
        QCOMPARE(view["can_apply"].toBool(), true);
        QCOMPARE(m_service.ctl({"update", "check"}).exit, 0);
    }

    void a_refusal_says_why_and_what_helps() {
        const Ran wrong = m_service.ctl({"update", "download"});
        QCOMPARE(wrong.exit, 5); // does not verify
        QVERIFY2(wrong.err.contains("not those that were signed"), wrong.err);
        const Ran root = m_service.ctl({"update", "apply"});
        QVERIFY(root.exit != 0);
        QVERIFY2(root.err.contains("sudo apt install /tmp/hearth_0.2.0_amd64.deb"), root.err);
        QCOMPARE(m_service.ctl({"update"}).exit, 2);
        QCOMPARE(m_service.ctl({"update", "now"}).exit, 2);
    }
};

QTEST_GUILESS_MAIN(tst_control_cli_updates)
#include "tst_control_cli_updates.moc"
