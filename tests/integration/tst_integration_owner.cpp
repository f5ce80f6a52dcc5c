// SPDX-License-Identifier: Apache-2.0
#include "control/client.h"
#include "core/home.h"
#include "core/keys.h"
#include "node_process.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace hearth;
using namespace hearth::test;

/// A real service changes its home at its owner's wish, over its socket, and serves on.
class IntegrationOwner : public QObject {
    Q_OBJECT

    static std::unique_ptr<control::SocketNode> connected(const NodeProcess& node) {
        const core::Home home{node.home().toStdString(), false};
        auto client = control::connect(home.control_socket(), {});
        return client ? std::move(*client) : nullptr;
    }
    static std::string account_of(const NodeProcess& node) {
        const auto client = connected(node);
        if (!client) return {};
        const auto identity = client->identity();
        return identity ? identity->account : std::string();
    }

private slots:
    void anOwnerIsRestoredInTheSameProcessAndNoWordIsWrittenDown() {
        NodeProcess node;
        QVERIFY2(node.start(), node.log().constData());
        const qint64 pid = node.pid();
        const core::SigningKey owner = core::SigningKey::generate();
        const auto words = owner.recovery_words();
        {
            const auto client = connected(node);
            QVERIFY(client != nullptr);
            QVERIFY(client->move_first_run("identity").ok());
            const auto asked = client->restore_operator(words);
            QVERIFY2(asked.ok(), asked ? "" : asked.error().message.c_str());
            QCOMPARE(asked->state, control::ChangeState::under_way);
        }
        QTRY_COMPARE_WITH_TIMEOUT(account_of(node), owner.public_key().hex(), 60'000);
        QVERIFY(node.running() && node.pid() == pid);
        const auto client = connected(node);
        QVERIFY(client != nullptr);
        QCOMPARE(client->home_change()->state, control::ChangeState::done);
        QCOMPARE(client->first_run()->step, std::string("identity")); // the set-up goes on there
        const QByteArray pair = QByteArray::fromStdString(words[3] + " " + words[4]),
                         listed = QByteArray::fromStdString(words[3] + "\",\"" + words[4]);
        QDirIterator files(node.home(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly)) continue;
            const QByteArray content = file.readAll();
            QVERIFY2(!content.contains(pair) && !content.contains(listed), qPrintable(file.fileName()));
        }
        QVERIFY(!node.log().contains(pair) && !node.log().contains(listed));
        QCOMPARE(node.terminate(), 0);
    }

    void aStopWithoutAChangeIsAStop() {
        NodeProcess node;
        QVERIFY2(node.start(), node.log().constData());
        const std::string before = account_of(node);
        QCOMPARE(node.terminate(), 0);
        QVERIFY(!node.running());
        QVERIFY2(node.start(), node.log().constData());
        QCOMPARE(account_of(node), before);
        QCOMPARE(node.ctl({"stop"}).exit_code, 0); // no change waits: it ends
        QTRY_VERIFY_WITH_TIMEOUT(!node.running(), 30'000);
    }
};

QTEST_GUILESS_MAIN(IntegrationOwner)
#include "tst_integration_owner.moc"
