// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "ledger/consensus/chain_store.h"
#include "validator_process.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QtTest>
#include <sqlite3.h>

using namespace hearth;
using namespace hearth::ledger;
using world::key_of;
using world::Signer;
using world::ValidatorProcess;

namespace {

constexpr std::size_t validators = 3; ///< that agree
constexpr int patience_ms = 90'000;

/// Four validators, the last of which has another genesis, and a full node that has not started yet.
struct Network {
    QTemporaryDir directory{"/tmp/hearth-join-XXXXXX"};
    std::array<ValidatorProcess, validators> nodes;
    ValidatorProcess odd, late;
    QStringList peers; ///< of those that agree
    QString headers;   ///< where the first one shows them
    Signer giver{key_of("giver")};
    std::uint64_t given = 0;
    core::Hash first_gift;
    bool ready = false;

    std::filesystem::path at(const std::string& name) const { return directory.path().toStdString() + "/" + name; }
    bool write(const std::string& name, std::uint64_t money, const std::vector<ChainValidator>& founders) const {
        Genesis genesis;
        genesis.chain_id = world::chain;
        genesis.time = m_founded;
        genesis.accounts[giver.key().public_key()] = core::Amount::from_units(money);
        const auto chain = ChainGenesis::from(genesis, 2'000'000'000, founders);
        return core::write_file_atomic(at(name), chain.encode()).ok();
    }
    static QString text(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

    Network() {
        std::vector<ChainValidator> founders;
        std::array<ValidatorProcess*, validators + 2> all{&nodes[0], &nodes[1], &nodes[2], &odd, &late};
        std::array<QTcpServer, all.size()> reserved;
        QStringList addresses, named;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i]->folder = at(std::to_string(i));
            const auto keys = CometLedger::keys(all[i]->folder);
            if (!keys || !reserved[i].listen(QHostAddress::LocalHost)) return;
            if (all[i] != &late) founders.push_back({keys->validator, 10, keys->commitment(), 0});
            addresses << "127.0.0.1:" + QString::number(reserved[i].serverPort());
            named << QString::fromStdString(keys->peer_id) + "@" + addresses.back();
        }
        peers = named.first(validators);
        if (!write("genesis", 1'000'000, founders) || !write("other", 1'000'001, founders)) return;
        for (std::size_t i = 0; i < all.size(); ++i) {
            QStringList others = all[i] == &late ? peers : named.first(validators + 1);
            others.removeAll(named[static_cast<int>(i)]);
            all[i]->arguments =
                QStringList{"--validator", text(all[i]->folder), text(at(all[i] == &odd ? "other" : "genesis")),
                            addresses[static_cast<int>(i)]} +
                others;
        }
        QTcpServer door;
        if (!door.listen(QHostAddress::LocalHost)) return;
        headers = "127.0.0.1:" + QString::number(door.serverPort());
        nodes[0].arguments << "headers=" + headers;
        ready = true;
    }
    static core::Height height(ValidatorProcess& node) {
        const QStringList head = node.ask("head");
        return head.isEmpty() ? 0 : head[0].toULongLong();
    }
    static bool reaches(ValidatorProcess& node, core::Height wanted) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < patience_ms; QTest::qSleep(50))
            if (height(node) >= wanted) return true;
        return false;
    }
    /// Gifts, one a block and more, until the chain is that long.
    bool grow(core::Height wanted) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < patience_ms; QTest::qSleep(100)) {
            if (height(nodes[0]) >= wanted) return true;
            const auto gift = giver.sign(Transfer{key_of("x").public_key(), core::Amount::from_units(1)});
            if (given == 0) first_gift = gift.hash();
            nodes[0].say("tx " + QByteArray::number(++given) + ' ' +
                         QByteArray::fromStdString(core::to_hex(gift.encode())));
        }
        return false;
    }
    bool agree(std::vector<ValidatorProcess*> some) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < patience_ms; QTest::qSleep(100)) {
            const QStringList head = some[0]->ask("head");
            if (!head.isEmpty() &&
                std::all_of(some.begin(), some.end(), [&](auto* n) { return n->ask("head") == head; }))
                return true;
        }
        return false;
    }
    /// As an operator hands it out.
    QString trusted(core::Height height) const {
        CometRpc rpc(nodes[0].folder / "comet" / "rpc.sock");
        const auto block = rpc.light_block(height);
        if (!block) return {};
        return "sync=" + QString::number(height) + ',' + QString::fromStdString(block->header.hash().hex()) + ',' +
               headers;
    }

private:
    const core::Nanoseconds m_founded = core::system_clock().now();
};

/// Of a validator's newest snapshot, as a failing disk leaves it.
bool damage_snapshot(const std::filesystem::path& folder) {
    constexpr int patience = 5000;
    sqlite3* database = nullptr;
    const bool done = sqlite3_open((folder / "chain.sqlite").c_str(), &database) == SQLITE_OK &&
                      sqlite3_busy_timeout(database, patience) == SQLITE_OK &&
                      sqlite3_exec(database,
                                   "UPDATE snapshot_chunks SET chunk = CAST(substr(chunk, 1, length(chunk) - 1) || "
                                   "CASE substr(chunk, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) "
                                   "WHERE height = (SELECT MAX(height) FROM snapshot_chunks)",
                                   nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    return done;
}

} // namespace

class TestJoining : public QObject {
    Q_OBJECT
    std::unique_ptr<Network> m_net;

private slots:
    void initTestCase();
    void aValidatorWithAnotherStateStopsInsteadOfForking();
    void whoJoinsLateBeginsWithASnapshot();
    void whoIsToldAWrongHeaderFetchesEveryBlock();
    void cleanupTestCase() { m_net.reset(); }
};

void TestJoining::initTestCase() {
    if (const auto program = find_comet(); !program) QSKIP(program.error().message.c_str());
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    m_net = std::make_unique<Network>();
    QVERIFY(m_net->ready);
    for (ValidatorProcess& node : m_net->nodes)
        node.start();
    m_net->odd.start();
}

void TestJoining::aValidatorWithAnotherStateStopsInsteadOfForking() {
    Network& net = *m_net;
    QVERIFY(net.grow(2));
    QTRY_COMPARE_WITH_TIMEOUT(net.odd.ask("engine").value(3), QString("differs"), patience_ms);
    QTRY_COMPARE_WITH_TIMEOUT(net.odd.ask("engine").value(0), QString("0"), patience_ms); // and its engine has ended
    const core::Height after = Network::height(net.nodes[0]);
    QVERIFY(net.grow(after + 2)); // the others go on
    QCOMPARE(Network::height(net.odd), core::Height{0});
    QCOMPARE(net.odd.ask("engine").value(1), QString("1")); // nobody started it again
    for (ValidatorProcess& node : net.nodes)
        QCOMPARE(node.ask("engine").value(3), QString("agrees"));
    QVERIFY(net.odd.end());
}

void TestJoining::whoJoinsLateBeginsWithASnapshot() {
    Network& net = *m_net;
    QVERIFY(net.grow(11)); // snapshots at 5 and 10
    const core::Height before = Network::height(net.nodes[0]);
    const QString trusted = net.trusted(5);
    QVERIFY(!trusted.isEmpty());
    for (std::size_t i : {1U, 2U}) // two of three have a chunk that is not what they say
        QVERIFY(damage_snapshot(net.nodes[i].folder));
    net.late.arguments << trusted;
    net.late.start();
    QVERIFY(Network::reaches(net.late, 1));
    net.late.kill(); // perhaps before its engine has noted what was fetched
    net.late.start();
    QVERIFY(Network::reaches(net.late, before + 1));
    QVERIFY(net.agree({&net.nodes[0], &net.nodes[1], &net.nodes[2], &net.late}));
    QCOMPARE(net.late.ask("account " + QByteArray::fromStdString(key_of("x").public_key().hex())).value(0),
             net.nodes[0].ask("account " + QByteArray::fromStdString(key_of("x").public_key().hex())).value(0));
    QVERIFY(net.late.end());
    const auto store = ChainStore::open(net.late.folder / "chain.sqlite").value();
    QVERIFY(!store->result_of(net.first_gift).value().has_value()); // it never had the first blocks
    QVERIFY(store->snapshots()->front() >= 10);
}

void TestJoining::whoIsToldAWrongHeaderFetchesEveryBlock() {
    Network& net = *m_net;
    std::filesystem::remove_all(net.late.folder / "comet" / "data");
    for (const char* name : {"chain.sqlite", "chain.sqlite-wal", "chain.sqlite-shm"})
        std::filesystem::remove(net.late.folder / name);
    const core::Height wanted = Network::height(net.nodes[0]);
    QStringList sync = net.late.arguments.back().split(',');
    sync[1] = QString(64, '0'); // no block has this hash
    net.late.arguments.back() = sync.join(',');
    net.late.start();
    QVERIFY(Network::reaches(net.late, wanted));
    QVERIFY(net.late.end());
    const auto store = ChainStore::open(net.late.folder / "chain.sqlite").value();
    QVERIFY(store->result_of(net.first_gift).value().has_value());
    for (ValidatorProcess& node : net.nodes)
        QVERIFY(node.end());
}

int main(int argc, char** argv) {
    if (argc > 4 && std::string(argv[1]) == "--validator") return world::run_validator(argc, argv);
    QCoreApplication application(argc, argv);
    TestJoining test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ledger_joining.moc"
