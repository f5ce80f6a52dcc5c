// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "unit/link/proxy.h"
#include "validator_process.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::key_of;
using world::Signer;
using world::ValidatorProcess;

namespace {

constexpr std::size_t validators = 4;
constexpr int patience_ms = 40'000;

/// Four validators that reach each other over proxies only, and one who gives on each side of a cut between them.
struct Network {
    QTemporaryDir directory{"/tmp/hearth-part-XXXXXX"};
    std::array<ValidatorProcess, validators> nodes;
    std::map<std::pair<std::size_t, std::size_t>, std::unique_ptr<Proxy>> ways; ///< from one to another
    Signer near{key_of("near")}, far{key_of("far")};
    std::uint64_t given = 0;
    bool ready = false;

    Network() {
        Genesis genesis;
        genesis.chain_id = world::chain;
        genesis.time = core::system_clock().now();
        for (const Signer* giver : {&near, &far})
            genesis.accounts[giver->key().public_key()] = core::Amount::from_units(1'000'000);
        std::vector<ChainValidator> founders;
        std::array<QTcpServer, validators> reserved;
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < validators; ++i) {
            nodes[i].folder = directory.path().toStdString() + "/" + std::to_string(i);
            const auto keys = CometLedger::keys(nodes[i].folder);
            if (!keys || !reserved[i].listen(QHostAddress::LocalHost)) return;
            founders.push_back({keys->validator, 10, keys->commitment(), 0});
            ids.push_back(keys->peer_id);
        }
        const QString file = directory.path() + "/genesis";
        if (!core::write_file_atomic(file.toStdString(), ChainGenesis::from(genesis, 2'000'000'000, founders).encode()))
            return;
        for (std::size_t i = 0; i < validators; ++i) {
            nodes[i].arguments = QStringList{"--validator", QString::fromStdString(nodes[i].folder.string()), file,
                                             "127.0.0.1:" + QString::number(reserved[i].serverPort()), "patient"};
            for (std::size_t j = 0; j < validators; ++j) {
                if (i == j) continue;
                auto& way = ways[{i, j}] = std::make_unique<Proxy>(reserved[j].serverPort());
                nodes[i].arguments << QString::fromStdString(ids[j]) + "@127.0.0.1:" + QString::number(way->port());
            }
        }
        ready = true;
    }
    /// Between the first two and the others.
    void cut(bool apart) {
        for (auto& [ends, way] : ways) {
            if ((ends.first < 2) == (ends.second < 2)) continue;
            way->refuses = apart;
            if (apart) way->cut();
        }
    }
    void give(std::size_t node, Signer& giver) {
        const auto gift = giver.sign(Transfer{key_of("x").public_key(), core::Amount::from_units(1)});
        nodes[node].say("tx " + QByteArray::number(++given) + ' ' +
                        QByteArray::fromStdString(core::to_hex(gift.encode())));
    }
    std::size_t acknowledged() {
        std::size_t count = 0;
        for (ValidatorProcess& node : nodes) {
            node.listen();
            for (const auto& [number, answer] : node.answers)
                count += answer == "ok" ? 1 : 0;
        }
        return count;
    }
    core::Height height(std::size_t i) {
        const QStringList head = nodes[i].ask("head");
        return head.isEmpty() ? 0 : head[0].toULongLong();
    }
    bool agree() {
        const QStringList head = nodes[0].ask("head");
        return !head.isEmpty() &&
               std::all_of(nodes.begin(), nodes.end(), [&](auto& n) { return n.ask("head") == head; });
    }
};

} // namespace

class TestPartition : public QObject {
    Q_OBJECT
private slots:
    void halvesThatDoNotReachEachOtherWaitAndLoseNothing();
};

void TestPartition::halvesThatDoNotReachEachOtherWaitAndLoseNothing() {
    if (const auto program = find_comet(); !program) QSKIP(program.error().message.c_str());
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    Network net;
    QVERIFY(net.ready);
    for (ValidatorProcess& node : net.nodes)
        node.start();
    for (int i = 0; i < 5; ++i) {
        net.give(0, net.near);
        net.give(2, net.far);
    }
    QTRY_COMPARE_WITH_TIMEOUT(net.acknowledged(), std::size_t{10}, patience_ms);

    net.cut(true);
    QTest::qWait(1000); // what was under way arrives
    std::array<core::Height, validators> before{};
    for (std::size_t i = 0; i < validators; ++i)
        before[i] = net.height(i);
    for (int i = 0; i < 5; ++i) {
        net.give(0, net.near);
        net.give(2, net.far);
    }
    QTest::qWait(4000);
    for (std::size_t i = 0; i < validators; ++i)
        QCOMPARE(net.height(i), before[i]); // no half has more than two thirds
    QCOMPARE(net.acknowledged(), std::size_t{10});

    net.cut(false);
    QTRY_COMPARE_WITH_TIMEOUT(net.acknowledged(), std::size_t{20}, patience_ms);
    QTRY_VERIFY_WITH_TIMEOUT(net.agree(), patience_ms);
    for (ValidatorProcess& node : net.nodes) {
        const QByteArray key = QByteArray::fromStdString(key_of("x").public_key().hex());
        QCOMPARE(node.ask("account " + key).value(0), QString("20")); // each gift once
        QVERIFY(node.end());
    }
}

int main(int argc, char** argv) {
    if (argc > 4 && std::string(argv[1]) == "--validator") return world::run_validator(argc, argv);
    QCoreApplication application(argc, argv);
    TestPartition test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ledger_partition.moc"
