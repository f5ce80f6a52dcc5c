// SPDX-License-Identifier: Apache-2.0
#include "answer_flow.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/operator_key.h"
#include "ledger/consensus/chain_app.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/consensus/network_founding.h"

#include <future>
#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::key_of;
namespace fs = std::filesystem;

namespace {

/// A home that ran alone: an answer was paid, and an escrow is open.
struct SoloHome {
    QTemporaryDir directory{"/tmp/hearth-heir-XXXXXX"};
    core::Home home;
    world::LedgerFolder ledger;
    Head head;
    core::Hash state;
    world::Balances balances;
    core::ReceiptId paid;
    bool ready = false;

    SoloHome() {
        home.root = fs::path(directory.path().toStdString()) / "solo";
        if (!home.create()) return;
        for (const auto& [file, owner] :
             {std::pair("operator.key", "owner"), std::pair("caller.key", "caller"), std::pair("node.key", "node")})
            if (!key_of(owner).save(home.keys() / file)) return;
        ledger.options.folder = home.ledger();
        ledger.genesis = world::audited_genesis(ledger.clock.now());
        auto solo = ledger.open();
        if (!solo) return;
        world::AnswerFlow flow;
        flow.read = [&](const auto& read) { (*solo)->read(read); };
        flow.epoch = [&] { return (*solo)->head().epoch; };
        flow.submit = [&](const SignedTransaction& tx) {
            const auto result = (*solo)->submit(tx);
            return result ? result->height : core::Height{0};
        };
        flow.wait = [&] {
            ledger.clock.advance(ledger.options.epoch_length);
            return (*solo)->tick().ok();
        };
        if (!flow.run() || flow.send(key_of("caller"), ledger.world.escrow("open", 70, 1000)) == 0) return;
        head = (*solo)->head();
        flow.read([&](const State& now) { state = now.app_hash(); });
        balances = flow.balances();
        paid = flow.world.receipt_id("a");
        ready = true;
    }
    fs::path net() const { return fs::path(directory.path().toStdString()) / "net"; }
    core::Result<FoundedNetwork> found(unsigned validators) const {
        NetworkPlan plan;
        plan.validators = validators;
        plan.solo = home;
        return found_network(net(), plan, core::system_clock().now());
    }
    core::Hash content() const {
        return core::sha256(core::read_file(ledger.database(), std::size_t{64} << 20).value());
    }
};

SignedTransaction gift(const std::string& chain, std::uint64_t sequence) {
    Transaction tx;
    tx.sender = key_of("caller").public_key();
    tx.sequence = sequence;
    tx.valid_until = 1'000'000'000;
    tx.message = Transfer{key_of("x").public_key(), core::Amount::from_units(5)};
    return SignedTransaction::sign(std::move(tx), chain, key_of("caller"));
}

std::uint64_t sequence_of(const State& state) {
    return state.account(key_of("caller").public_key())->sequence;
}

world::Balances balances_of(const State& state) {
    world::AnswerFlow flow;
    flow.read = [&](const auto& read) { read(state); };
    return flow.balances();
}

} // namespace

class TestHeir : public QObject {
    Q_OBJECT
private slots:
    void whatWasOwnedAloneIsOwnedInTheNetwork();
    void keysOfEarlierReceiptsComeAlong();
    void anOperatorWhoseKeyIsElsewhereStaysTheOwner();
    void theHeirGoesOnWhereTheSoloChainStands();
    void aHomeThatRunsOrHasNothingIsNotPromoted();
    void validatorsMakeBlocksOfIt();
    void nobodyChecksItsOwnAnswersInAFreshNetwork();
    void whereToBeginStaysWithTheHome();
    void whoJoinsMayBeAGatewayItself();
};

void TestHeir::whatWasOwnedAloneIsOwnedInTheNetwork() {
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    const SoloHome solo;
    QVERIFY(solo.ready);
    const core::Hash before = solo.content();
    const auto network = solo.found(4);
    QVERIFY2(network.ok(), network ? "" : network.error().message.c_str());
    QCOMPARE(network->validators.size(), std::size_t{4});
    for (const core::Home& home : network->validators) {
        const NetworkPlace place = NetworkPlace::load(home).value();
        QCOMPARE(place.genesis.first_height, solo.head.height + 1);
        QCOMPARE(place.genesis.clock.epoch, solo.head.epoch);
        QVERIFY(place.genesis.chain_id != world::chain);
        const State state = State::from_cbor(place.genesis.state).value();
        QCOMPARE(state.app_hash(), solo.state);
        QCOMPARE(balances_of(state), solo.balances);
        QVERIFY(state.reward(solo.paid) != nullptr); // what was earned is known
        QVERIFY(state.escrow(world::World::escrow_id("open")) != nullptr);
        QVERIFY(state.check_conservation());
    }
    for (const char* file : {"operator.key", "caller.key", "node.key"}) {
        const auto key = core::SigningKey::load(network->gateway.keys() / file);
        QCOMPARE(key->public_key(), core::SigningKey::load(solo.home.keys() / file)->public_key());
    }
    QCOMPARE(solo.content(), before);
    auto again = solo.ledger.open(); // and it goes on
    QVERIFY(again.ok());
    QCOMPARE((*again)->head().app_hash, solo.head.app_hash);
    core::Home guest;
    guest.root = fs::path(solo.directory.path().toStdString()) / "guest";
    const auto invitation = Invitation::parse(network->invitation.text());
    QVERIFY(invitation.ok());
    QVERIFY(join_network(guest, *invitation, "127.0.0.1:26656"));
}

void TestHeir::keysOfEarlierReceiptsComeAlong() {
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    const SoloHome solo;
    QVERIFY(solo.ready);
    const char* files[] = {"node.next.key", "node.former-0011223344556677.key"};
    for (const char* file : files)
        QVERIFY(key_of(file).save(solo.home.keys() / file));
    const auto network = solo.found(1);
    QVERIFY2(network.ok(), network ? "" : network.error().message.c_str());
    for (const char* file : files)
        QCOMPARE(core::SigningKey::load(network->gateway.keys() / file)->public_key(), key_of(file).public_key());
}

void TestHeir::anOperatorWhoseKeyIsElsewhereStaysTheOwner() {
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    const SoloHome solo;
    QVERIFY(solo.ready);
    QVERIFY(core::take_operator_offline(solo.home.keys(), solo.net().parent_path() / "stick.key").ok());
    fs::rename(solo.home.keys() / "node.key", solo.home.keys() / "away");
    QVERIFY(!solo.found(1));
    QVERIFY2(!fs::exists(solo.net()), "what cannot be done writes nothing");
    fs::rename(solo.home.keys() / "away", solo.home.keys() / "node.key");
    const auto network = solo.found(1);
    QVERIFY2(network.ok(), network ? "" : network.error().message.c_str());
    const auto present = core::OperatorKey::load(network->gateway.keys());
    QVERIFY(present.ok() && !present->key);
    QCOMPARE(present->account, key_of("owner").public_key());
}

void TestHeir::theHeirGoesOnWhereTheSoloChainStands() {
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    const SoloHome solo;
    QVERIFY(solo.ready);
    QVERIFY(solo.found(2).ok());
    const core::Home home{solo.net() / "validator-1", false};
    const ChainGenesis genesis = NetworkPlace::load(home)->genesis;
    ChainApp::Options options;
    options.folder = solo.net() / "app";
    auto app = ChainApp::open(options, genesis).value();
    ChainStart start{genesis.chain_id, genesis.first_height, {}, genesis.encode()};
    for (const ChainValidator& validator : genesis.validators)
        start.validators.push_back({validator.key, validator.power});
    QVERIFY(app->init_chain(start).ok());
    std::uint64_t next = 0;
    app->read([&](const State& state) { next = sequence_of(state); });
    // What was signed for the solo chain counts on it alone.
    QVERIFY(!app->check_tx(gift(world::chain, next).encode(), false));
    const core::Bytes own = gift(genesis.chain_id, next).encode();
    QVERIFY(app->check_tx(own, false));
    OrderedBlock block;
    block.height = genesis.first_height;
    block.time = genesis.clock.start + 1;
    block.hash = world::hash_of("block");
    block.transactions = {own};
    const auto finalized = app->finalize_block(block);
    QVERIFY(finalized.ok() && finalized->results[0]);
    QVERIFY(app->commit().ok());
    QCOMPARE(app->head().epoch, solo.head.epoch);
    app = nullptr;
    app = ChainApp::open(options, genesis).value();
    QCOMPARE(app->head().height, genesis.first_height);
    QCOMPARE(app->head().app_hash, finalized->app_hash);
}

void TestHeir::aHomeThatRunsOrHasNothingIsNotPromoted() {
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    SoloHome solo;
    QVERIFY(solo.ready);
    const core::Hash before = solo.content();
    {
        const auto running = solo.ledger.open();
        QVERIFY(running.ok());
        QVERIFY(solo.found(4).error().code == core::Code::conflict);
    }
    QVERIFY(!fs::exists(solo.net()));
    QCOMPARE(solo.content(), before);
    solo.home.root = fs::path(solo.directory.path().toStdString()) / "nobody";
    const auto refused = solo.found(4);
    QVERIFY(refused.error().code == core::Code::not_found);
    QVERIFY(!refused.error().hint.empty());
    QVERIFY(!fs::exists(solo.net()));
}

void TestHeir::validatorsMakeBlocksOfIt() {
    if (const auto program = find_comet(); !program) QSKIP(program.error().message.c_str());
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    const SoloHome solo;
    QVERIFY(solo.ready);
    const auto network = solo.found(1);
    QVERIFY(network.ok());
    const NetworkPlace place = NetworkPlace::load(network->validators[0]).value();
    CometLedger::Options options;
    options.folder = NetworkPlace::folder(network->validators[0]);
    options.local = true;
    options.listen = "127.0.0.1:0";
    options.timing = CometTiming::local();
    auto opened = CometLedger::open(options, place.genesis);
    QVERIFY2(opened.ok(), opened ? "" : opened.error().message.c_str());
    Ledger& ledger = **opened;
    std::uint64_t next = 0;
    ledger.read([&](const State& state) { next = sequence_of(state); });
    std::promise<core::Result<TxResult>> promise;
    ledger.submit(gift(place.genesis.chain_id, next),
                  [&](core::Result<TxResult> result) { promise.set_value(std::move(result)); });
    const auto result = promise.get_future().get();
    QVERIFY2(result.ok(), result ? "" : result.error().message.c_str());
    QVERIFY(result->status);
    QVERIFY(result->height >= place.genesis.first_height);
    ledger.read([&](const State& state) {
        QCOMPARE(state.account(key_of("x").public_key())->balance.units(), std::uint64_t{5});
        QVERIFY(state.check_conservation());
    });
}

void TestHeir::nobodyChecksItsOwnAnswersInAFreshNetwork() {
    if (!CometLedger::is_built()) QSKIP("This build has no network mode.");
    const QTemporaryDir directory;
    const auto network =
        found_network(fs::path(directory.path().toStdString()) / "net", {}, core::system_clock().now());
    QVERIFY2(network.ok(), network ? "" : network.error().message.c_str());
    const auto genesis = ChainGenesis::decode(network->invitation.genesis);
    QVERIFY(genesis.ok());
    const auto state = State::from_cbor(genesis->state);
    QVERIFY(state.ok());
    QCOMPARE(state->params().get("audit.self_allowed"), std::uint64_t{0});
}

void TestHeir::whereToBeginStaysWithTheHome() {
    const QTemporaryDir directory;
    core::Home home;
    home.root = directory.path().toStdString();
    Genesis beginning = world::World().genesis();
    Invitation invitation;
    invitation.genesis =
        ChainGenesis::from(beginning, 1'000'000'000, {{key_of("v").public_key(), 1, world::hash_of("c"), 0}}).encode();
    invitation.peers = {"ab@127.0.0.1:1"};
    const std::string without = invitation.text(); // as programs wrote it that knew no snapshots
    QVERIFY(!Invitation::parse(without)->state_sync);
    invitation.state_sync = StateSync{{"10.0.0.1:26659", "unix:///net/rpc.sock"}, 4000, world::hash_of("header")};
    const auto read = Invitation::parse(invitation.text());
    QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
    QCOMPARE(read->state_sync->height, core::Height{4000});
    QVERIFY(join_network(home, *read, "127.0.0.1:26656"));
    NetworkPlace place = NetworkPlace::load(home).value();
    QCOMPARE(place.state_sync->headers, invitation.state_sync->headers);
    QCOMPARE(place.state_sync->hash, invitation.state_sync->hash);
    QCOMPARE(place.snapshot_every, usual_snapshot_distance);
    place.snapshot_every = 30;
    place.headers_listen = "127.0.0.1:26659";
    QVERIFY(place.save(home));
    QCOMPARE(NetworkPlace::load(home)->snapshot_every, core::Height{30});
    QCOMPARE(NetworkPlace::load(home)->headers_listen, place.headers_listen);
    for (const char* server : {"nonsense", "unix://a b", "10.0.0.1:1,10.0.0.2:2"}) {
        invitation.state_sync->headers = {server};
        QVERIFY2(!Invitation::parse(invitation.text()), server);
    }
    place.state_sync->height = 0; // half of it
    QVERIFY(place.save(home));
    const auto refused = NetworkPlace::load(home);
    QVERIFY(refused.error().code == core::Code::invalid_argument);
    QVERIFY(!refused.error().hint.empty());
}

void TestHeir::whoJoinsMayBeAGatewayItself() {
    const QTemporaryDir directory;
    core::Home home;
    home.root = fs::path(directory.path().toStdString()) / "guest";
    const ChainGenesis chain =
        ChainGenesis::from(world::audited_genesis(1'000'000'000), 1'000'000'000,
                           {{key_of("validator").public_key(), 10, core::sha256(core::as_bytes("c")), 0}});
    const Invitation invitation{chain.encode(), {"ab@10.0.0.7:26656"}, {}, false, {}};
    const std::string listen = "127.0.0.1:26656";
    for (const char* wrong : {"everywhere", "127.0.0.1:0", "127.0.0.1:26656", "localhost:26656", "0.0.0.0:26656",
                              "[::]:26656", "[0:0:0:0:0:0:0:0]:26656", "127.0.0.1:026656"}) {
        QVERIFY2(join_network(home, invitation, listen, wrong).error().code == core::Code::invalid_argument, wrong);
        QVERIFY2(!NetworkPlace::is_there(home), wrong);
    }
    QVERIFY(join_network(home, invitation, listen, "0.0.0.0:26661"));
    QCOMPARE(NetworkPlace::load(home)->link_listen, std::string("0.0.0.0:26661"));
}

QTEST_GUILESS_MAIN(TestHeir)
#include "tst_ledger_heir.moc"
