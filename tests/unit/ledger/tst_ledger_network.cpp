// SPDX-License-Identifier: Apache-2.0
#include "answer_flow.h"
#include "core/clock.h"
#include "validator_process.h"

#include <future>
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
constexpr std::size_t window = 6; ///< transactions of one sender under way

/// A sender that gives one unit at a time to "x" until all its gifts have taken effect, whatever happens to the
/// validators that it asks.
struct Giver {
    explicit Giver(int number)
        : name("giver " + std::to_string(number)), signer(key_of(name)), validator(std::size_t(number) % validators) {}

    std::string name;
    Signer signer;
    std::size_t validator;
    std::vector<SignedTransaction> gifts;
    std::size_t settled = 0; ///< the first so many have taken effect
    std::set<std::size_t> under_way;
    std::set<std::size_t> acknowledged;

    std::uint64_t tag(std::size_t gift) const { return std::hash<std::string>()(name) % 1000 * 100'000 + gift; }
};

struct Network {
    QTemporaryDir directory{"/tmp/hearth-net-XXXXXX"};
    std::array<ValidatorProcess, validators> nodes;
    std::vector<Giver> givers;
    Genesis genesis;
    bool ready = false;

    Network() {
        std::vector<ChainValidator> first;
        QStringList peers;
        std::vector<QString> addresses;
        std::array<QTcpServer, validators> reserved;
        genesis.chain_id = world::chain;
        genesis.time = core::system_clock().now();
        for (std::size_t i = 0; i < validators; ++i) {
            nodes[i].folder = (directory.path() + "/" + QString::number(i)).toStdString();
            const auto keys = CometLedger::keys(nodes[i].folder);
            if (!keys || !reserved[i].listen(QHostAddress::LocalHost)) return;
            first.push_back({keys->validator, 10, keys->commitment(), 0});
            addresses.push_back("127.0.0.1:" + QString::number(reserved[i].serverPort()));
            peers << QString::fromStdString(keys->peer_id) + "@" + addresses.back();
            givers.emplace_back(static_cast<int>(i));
            genesis.accounts[givers.back().signer.key().public_key()] = core::Amount::from_units(1'000'000);
        }
        const QString file = directory.path() + "/genesis";
        const auto chain = ChainGenesis::from(genesis, 2'000'000'000, first);
        if (!core::write_file_atomic(file.toStdString(), chain.encode())) return;
        for (std::size_t i = 0; i < validators; ++i) {
            QStringList others = peers;
            others.removeAt(static_cast<int>(i));
            nodes[i].arguments =
                QStringList{"--validator", QString::fromStdString(nodes[i].folder.string()), file, addresses[i]} +
                others;
        }
        ready = true;
    }
    void start_all() {
        for (ValidatorProcess& node : nodes)
            node.start();
    }

    void hand_in(Giver& giver, std::size_t gift) {
        giver.under_way.insert(gift);
        nodes[giver.validator].answers.erase(giver.tag(gift));
        nodes[giver.validator].say("tx " + QByteArray::number(qulonglong(giver.tag(gift))) + ' ' +
                                   QByteArray::fromStdString(core::to_hex(giver.gifts[gift].encode())));
    }
    /// The chain's word counts, not the validator's that has not answered.
    void ask_chain(Giver& giver) {
        const QStringList account =
            nodes[giver.validator].ask("account " + QByteArray::fromStdString(giver.signer.key().public_key().hex()));
        if (account.size() == 2) giver.settled = std::max(giver.settled, std::size_t(account[1].toULongLong()));
    }
    void change_validator(Giver& giver) {
        do
            giver.validator = (giver.validator + 1) % validators;
        while (!nodes[giver.validator].running());
        giver.under_way.clear();
        ask_chain(giver);
    }
    void serve(Giver& giver, bool more) {
        ValidatorProcess& node = nodes[giver.validator];
        if (!node.running()) return change_validator(giver);
        bool refused = false;
        for (auto at = giver.under_way.begin(); at != giver.under_way.end();) {
            const auto answer = node.answers.find(giver.tag(*at));
            if (answer == node.answers.end()) {
                ++at;
                continue;
            }
            if (answer->second == "ok") giver.acknowledged.insert(*at);
            refused = refused || answer->second != "ok";
            at = giver.under_way.erase(at);
        }
        if (refused) ask_chain(giver);
        while (giver.acknowledged.count(giver.settled) != 0)
            ++giver.settled;
        for (std::size_t gift = giver.settled; gift < giver.settled + window; ++gift) {
            if (gift == giver.gifts.size()) {
                if (!more) break;
                giver.gifts.push_back(
                    giver.signer.sign(Transfer{key_of("x").public_key(), core::Amount::from_units(1)}));
            }
            if (giver.under_way.count(gift) == 0 && giver.acknowledged.count(gift) == 0) hand_in(giver, gift);
        }
    }
    void serve_all(bool more) {
        for (ValidatorProcess& node : nodes)
            node.listen();
        for (Giver& giver : givers)
            serve(giver, more);
        QTest::qSleep(20);
    }
    void give_for(int ms) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < ms;)
            serve_all(true);
    }
    bool settle(int ms) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < ms;) {
            serve_all(false);
            if (std::all_of(givers.begin(), givers.end(), [](const Giver& g) { return g.settled >= g.gifts.size(); }))
                return true;
        }
        return false;
    }
    std::size_t total() const {
        std::size_t sum = 0;
        for (const Giver& giver : givers)
            sum += giver.gifts.size();
        return sum;
    }
    core::Height height(std::size_t i) {
        const QStringList head = nodes[i].ask("head");
        return head.isEmpty() ? 0 : head[0].toULongLong();
    }
    bool reaches(std::size_t i, core::Height height_wanted, int ms) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < ms; QTest::qSleep(100))
            if (height(i) >= height_wanted) return true;
        return false;
    }
    /// All validators at one height with one app hash.
    bool agree(int ms) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < ms; QTest::qSleep(100)) {
            const QStringList head = nodes[0].ask("head");
            if (!head.isEmpty() &&
                std::all_of(nodes.begin(), nodes.end(), [&](auto& n) { return n.ask("head") == head; }))
                return true;
        }
        return false;
    }
    QStringList account(std::size_t i, const std::string& name) {
        return nodes[i].ask("account " + QByteArray::fromStdString(key_of(name).public_key().hex()));
    }
    /// The solo sequencer's state after the same transactions: transfers leave no trace of their block.
    QString solo_state() const {
        world::LedgerFolder folder;
        folder.genesis = genesis;
        auto solo = folder.open();
        QString hash;
        for (const Giver& giver : givers)
            for (const SignedTransaction& gift : giver.gifts)
                if (!solo || !(*solo)->submit(gift)) return "refused";
        (*solo)->read([&](const State& state) { hash = QString::fromStdString(state.app_hash().hex()); });
        return hash;
    }
    bool all_gifts_arrived_once() {
        for (std::size_t i = 0; i < validators; ++i) {
            if (account(i, "x") != QStringList{QString::number(total()), "0"}) return false;
            for (const Giver& giver : givers)
                if (account(i, giver.name).value(1) != QString::number(giver.gifts.size())) return false;
        }
        return true;
    }
};

} // namespace

class TestNetwork : public QObject {
    Q_OBJECT
private slots:
    void fourValidatorsSurviveWhatHappensToThem();
    void anAnswerIsPaidAsInSolo();
};

void TestNetwork::fourValidatorsSurviveWhatHappensToThem() {
    if (const auto program = find_comet(); !program) QSKIP(program.error().message.c_str());
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    Network net;
    QVERIFY(net.ready);
    net.start_all();
    for (std::size_t i = 0; i < validators; ++i)
        QVERIFY(net.reaches(i, 1, 60'000));
    net.give_for(3000);

    // One dies in the middle of its work, its engine with it, and comes back.
    const pid_t engine = net.nodes[3].ask("engine").value(0).toInt();
    QVERIFY(engine > 0);
    net.nodes[3].kill();
    net.give_for(3000);
    QVERIFY(::kill(engine, 0) != 0);
    const core::Height without = net.height(0);
    net.nodes[3].start();
    net.give_for(1000);
    QVERIFY(net.reaches(3, without, 60'000));

    // Another one stands still, and goes on.
    const pid_t still = net.nodes[2].ask("engine").value(0).toInt();
    for (Giver& giver : net.givers)
        if (giver.validator == 2) giver.validator = 1, giver.under_way.clear();
    net.nodes[2].signal(SIGSTOP, still);
    const core::Height before = net.height(0);
    net.give_for(3000);
    QVERIFY(net.height(0) > before);
    net.nodes[2].signal(SIGCONT, still);
    net.give_for(1000);

    // An engine alone dies: it is started again.
    const pid_t alone = net.nodes[1].ask("engine").value(0).toInt();
    ::kill(alone, SIGKILL);
    net.give_for(3000);

    QVERIFY(net.settle(60'000));
    QVERIFY(net.agree(60'000));
    QVERIFY(net.total() > 50);
    QVERIFY(net.all_gifts_arrived_once());
    const QStringList machine = net.nodes[1].ask("engine");
    QCOMPARE(machine.value(1), QString("2"));
    QVERIFY(machine.value(2).toULongLong() > 3); // every validator's numbers have entered the beacon

    // All stop and start again.
    const core::Height last = net.height(0);
    for (ValidatorProcess& node : net.nodes)
        QVERIFY(node.end());
    net.start_all();
    for (std::size_t i = 0; i < validators; ++i)
        QVERIFY(net.reaches(i, last, 60'000));
    for (Giver& giver : net.givers)
        giver.under_way.clear();
    net.give_for(1000);
    QVERIFY(net.settle(60'000));
    QVERIFY(net.agree(60'000));
    QVERIFY(net.all_gifts_arrived_once());
    for (ValidatorProcess& node : net.nodes)
        QCOMPARE(node.ask("state").value(0), net.solo_state());
    qInfo("%zu gifts in %llu blocks", net.total(), static_cast<unsigned long long>(net.height(0)));
    for (ValidatorProcess& node : net.nodes)
        QVERIFY(node.end());
}

void TestNetwork::anAnswerIsPaidAsInSolo() {
    if (const auto program = find_comet(); !program) QSKIP(program.error().message.c_str());
    QTemporaryDir directory("/tmp/hearth-net-XXXXXX");
    CometLedger::Options options;
    options.folder = directory.path().toStdString();
    options.local = true;
    options.listen = "127.0.0.1:0";
    options.timing = CometTiming::local();
    options.timing.heartbeat = 500'000'000;
    const auto keys = CometLedger::keys(options.folder);
    QVERIFY(keys.ok());
    const Genesis genesis = world::audited_genesis(core::system_clock().now());
    auto opened = CometLedger::open(
        options, ChainGenesis::from(genesis, 500'000'000, {{keys->validator, 10, keys->commitment(), 0}}));
    QVERIFY2(opened.ok(), opened ? "" : opened.error().message.c_str());
    Ledger& ledger = **opened;
    std::mutex mutex;
    std::set<EventKind> events;
    ledger.on_events([&](const std::vector<LedgerEvent>& some, core::Height) {
        const std::lock_guard lock(mutex);
        for (const LedgerEvent& event : some)
            events.insert(event.kind);
    });
    world::AnswerFlow flow;
    std::set<core::Hash> beacons;
    const auto submit = [&](const SignedTransaction& tx) {
        std::promise<core::Result<TxResult>> promise;
        ledger.submit(tx, [&](core::Result<TxResult> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    };
    flow.read = [&](const auto& read) { ledger.read(read); };
    flow.epoch = [&] { return ledger.head().epoch; };
    flow.submit = [&](const SignedTransaction& tx) {
        const auto result = submit(tx);
        if (!result || !result->status) return core::Height{0};
        beacons.insert(result->beacon);
        if (ledger.beacon(result->height).value() != result->beacon) return core::Height{0};
        return result->height;
    };
    flow.wait = [&] {
        QTest::qSleep(100);
        return ledger.tick().ok();
    };
    QVERIFY(flow.run());
    QCOMPARE(flow.balances(), world::paid_in_solo());
    QCOMPARE(beacons.size(), std::size_t{6}); // each transaction waited for its block
    // Refused at the door, and as a block's result.
    const auto gift = [&](const core::SigningKey& key) {
        return Transfer{key.public_key(), core::Amount::from_units(1)};
    };
    QVERIFY(flow.send(key_of("nobody"), gift(key_of("caller"))) == 0);
    std::optional<SignedTransaction> tx;
    ledger.read([&](const State& state) { tx = world::sign(state, key_of("caller"), gift(key_of("x"))); });
    QVERIFY(submit(*tx).ok());
    QVERIFY(submit(*tx).error().code == core::Code::conflict);
    // Two with one number: one of them takes effect, and the other one is told so.
    std::vector<std::promise<core::Result<TxResult>>> rivals(2);
    for (std::size_t i = 0; i < 2; ++i) {
        ledger.read(
            [&](const State& state) { tx = world::sign(state, key_of("caller"), gift(key_of(i == 0 ? "y" : "z"))); });
        ledger.submit(*tx, [&rivals, i](core::Result<TxResult> result) { rivals[i].set_value(std::move(result)); });
    }
    const auto first = rivals[0].get_future().get(), second = rivals[1].get_future().get();
    QVERIFY(first.ok() != second.ok());
    QVERIFY((first ? second : first).error().code == core::Code::conflict);
    ledger.read([&](const State& state) { QVERIFY(state.check_conservation()); });
    const std::lock_guard lock(mutex);
    QVERIFY(events.count(EventKind::paid) != 0);
}

int main(int argc, char** argv) {
    if (argc > 4 && std::string(argv[1]) == "--validator") return world::run_validator(argc, argv);
    QCoreApplication application(argc, argv);
    TestNetwork test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ledger_network.moc"
