// SPDX-License-Identifier: Apache-2.0
#include "ledger_folder.h"

#include <QtTest>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::ledger;
using world::key_of;
using world::LedgerFolder;
using world::Machine;
using world::submit;

namespace {

using core::second;
constexpr std::uint64_t half = 500'000; // ppm
const std::vector<std::string> strangers{"ann", "ben", "cleo", "dan", "eve"};

Transfer gift(const world::World& world) {
    return {world.owner.public_key(), core::Amount::from_units(1)};
}

/// Five strangers with a node each, and the executor.
Machine network(const std::map<std::string, std::uint64_t>& rules = {}) {
    Genesis genesis = world::World().genesis();
    if (!genesis.params.set_all({{"audit.self_allowed", 0}, {"audit.new_ppm", half}}) || !genesis.params.set_all(rules))
        qFatal("the parameters could not be set");
    Machine m{genesis};
    bool built = bool(m.register_node());
    for (const std::string& name : strangers)
        built = built && m.register_stranger(name);
    if (!built) qFatal("the network could not be prepared");
    return m;
}

core::ReceiptId settled(Machine& m, const std::string& name) {
    if (!m.run(m.world.caller, m.world.escrow(name, 100'000, m.context.epoch + 50)) || !m.settle(name))
        qFatal("the receipt could not be settled");
    return m.world.receipt_id(name);
}

/// A ledger with one settled receipt "a" whose epoch has ended, killed before it drew.
core::Status cut_off_before_the_draw(LedgerFolder& f) {
    {
        HEARTH_TRY(const auto s, f.open());
        HEARTH_CHECK(f.found_node(*s));
        HEARTH_CHECK(f.open_escrow(*s, "a"));
        HEARTH_CHECK(submit(*s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    }
    f.clock.advance(second);
    const pid_t child = ::fork();
    if (child == 0) {
        int blocks = 0;
        f.options.probe = [&](std::string_view now) {
            if (now == "applied" && ++blocks == 2) ::_exit(42);
        };
        const auto s = f.open();
        if (s) (void)(*s)->tick();
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 42) return {};
    return core::fail(core::Code::internal, "The child drew.");
}

RewardState state_of(const Sequencer& s, const core::ReceiptId& id, bool& drawn) {
    RewardState found = RewardState::lost;
    s.read([&](const State& state) {
        found = state.reward(id)->state;
        drawn = state.reward(id)->drawn;
    });
    return found;
}

bool awaits_draw(const Sequencer& s) {
    bool awaits = false;
    s.read([&](const State& state) { awaits = state.tables().draw().has_value(); });
    return awaits;
}

} // namespace

class TestDraw : public QObject {
    Q_OBJECT
private slots:
    void executorsCannotTryAgain();
    void theNextBlockCannotMoveTheDraw();
    void moreKeysGiveNoBetterLot();
    void aDrawMakesItsOwnBlock();
    void aDrawThatWasCutOffHappensOnTheNextTick();
    void aTransactionBringsTheDrawAlong();
    void paidWorkAloneEndsAProbation();
    void oneselfProvesNothing();
    void dutiesAreFoundByTheirNode();
};

/// Whoever sends transactions sees the beacon after each of them. An executor that goes on sending until the present
/// one spares all its receipts must gain nothing by it.
void TestDraw::executorsCannotTryAgain() {
    LedgerFolder f;
    QVERIFY(f.genesis.params.set("audit.new_ppm", half));
    auto s = f.open().value();
    QVERIFY(f.found_node(*s));
    constexpr int epochs = 20, each = 2;
    int drawn = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        std::vector<core::ReceiptId> ids;
        core::Hash beacon;
        for (int i = 0; i < each; ++i) {
            const std::string name = std::to_string(epoch) + "." + std::to_string(i);
            QVERIFY(f.open_escrow(*s, name));
            const auto done = submit(*s, f.world.node, f.world.settlement(f.world.receipt(name)));
            QVERIFY(done.ok());
            beacon = done->beacon;
            ids.push_back(f.world.receipt_id(name));
        }
        const auto spared = [&](const core::ReceiptId& id) { return !is_drawn(beacon, id, half); };
        while (!std::all_of(ids.begin(), ids.end(), spared)) {
            const auto again = submit(*s, f.world.caller, gift(f.world));
            QVERIFY(again.ok());
            beacon = again->beacon;
        }
        f.clock.advance(second);
        QVERIFY(s->tick());
        s->read([&](const State& state) {
            for (const core::ReceiptId& id : ids)
                drawn += state.reward(id)->drawn;
        });
    }
    // Of forty about twenty; seven or fewer happen once in fifty thousand times.
    QVERIFY2(drawn > 7, qPrintable(QString("%1 of %2 were drawn").arg(drawn).arg(epochs * each)));
}

/// Once the epoch has ended its beacon is known, and everybody may send what they like.
void TestDraw::theNextBlockCannotMoveTheDraw() {
    std::mt19937_64 random(7);
    int drawn = 0;
    for (int round = 0; round < 60; ++round) {
        Machine quiet = network();
        std::vector<core::ReceiptId> ids;
        for (int i = 0; i < 3; ++i)
            ids.push_back(settled(quiet, std::to_string(round) + "." + std::to_string(i)));
        quiet.begin_block();
        quiet.context.epoch = 1;
        quiet.state.end_epoch(0, quiet.context, quiet.events);
        const core::Hash beacon = world::hash_of("round " + std::to_string(round));
        State busy = quiet.state;
        quiet.begin_block(beacon);
        const BlockContext context = quiet.context;
        std::vector<LedgerEvent> told;
        busy.begin_block(context, told);
        for (int i = 0; i < 12; ++i) {
            const auto& name = strangers[random() % strangers.size()];
            const auto another = key_of("key " + std::to_string(random()));
            const core::SigningKey sender = random() % 2 == 0 ? key_of(name) : key_of(name + "'s node");
            Message message = world::World::registration(another, sender);
            if (random() % 3 == 0) message = PostVerdict{ids[random() % 3], proof::Level::statistical, true, 20, 20};
            if (random() % 3 == 0) message = OfferTariff{quiet.world.model, "fp32", quiet.world.tariff};
            (void)busy.apply(world::sign(busy, sender, std::move(message)), context, told);
        }
        for (const core::ReceiptId& id : ids) {
            const Reward &left = *quiet.state.reward(id), &moved = *busy.reward(id);
            QCOMPARE(moved.drawn, left.drawn);
            QCOMPARE(moved.audits.size(), left.audits.size());
            for (std::size_t i = 0; i < left.audits.size(); ++i)
                QCOMPARE(moved.audits[i].auditor, left.audits[i].auditor);
            drawn += left.drawn;
        }
    }
    QVERIFY(drawn > 50);
}

void TestDraw::moreKeysGiveNoBetterLot() {
    Machine m = network({{"audit.new_ppm", 1'000'000}});
    const auto ann = key_of("ann");
    for (int k = 0; k < 40; ++k)
        QVERIFY(m.run(ann, world::World::registration(key_of("more of ann's " + std::to_string(k)), ann)));
    int anns = 0;
    constexpr int draws = 150;
    std::set<core::PublicKey> nodes;
    for (int i = 0; i < draws; ++i) {
        const auto id = settled(m, std::to_string(i));
        m.end_until(m.context.epoch, world::hash_of("draw " + std::to_string(i)));
        const core::PublicKey auditor = m.state.reward(id)->audits.at(0).auditor;
        if (m.state.node(auditor)->operator_key != ann.public_key()) continue;
        ++anns;
        nodes.insert(auditor);
    }
    // One of five: about thirty.
    QVERIFY2(anns > 8 && anns < 60, qPrintable(QString("%1 of %2").arg(anns).arg(draws)));
    QVERIFY(nodes.size() > 5); // each of her nodes takes its turn
}

void TestDraw::aDrawMakesItsOwnBlock() {
    LedgerFolder f;
    QVERIFY(f.genesis.params.set("rewards.keep_epochs", 1000));
    auto s = f.open().value();
    QVERIFY(f.found_node(*s));
    QVERIFY(f.open_escrow(*s, "a"));
    QVERIFY(submit(*s, f.world.node, f.world.settlement(f.world.receipt("a"))));
    std::vector<std::pair<EventKind, core::Height>> told;
    s->on_events([&](const std::vector<LedgerEvent>& events, core::Height height) {
        for (const LedgerEvent& event : events)
            told.emplace_back(event.kind, height);
    });
    f.clock.advance(second);
    QVERIFY(s->tick());
    QCOMPARE(s->head().height, core::Height{6}); // one ends the epoch, one draws
    QVERIFY(!told.empty() && told.front().second == core::Height{6});
    bool drawn = false;
    const RewardState state = state_of(*s, f.world.receipt_id("a"), drawn);
    QVERIFY(drawn ? state == RewardState::pending : state == RewardState::confirmed);
    for (int i = 0; i < 5; ++i) { // nothing waits any more
        QVERIFY(s->tick());
        f.clock.advance(second);
        QVERIFY(s->tick());
    }
    QCOMPARE(s->head().height, core::Height{6});
    const core::Hash app_hash = s->head().app_hash;
    s.reset();
    QCOMPARE(f.open().value()->head().app_hash, app_hash);
}

void TestDraw::aDrawThatWasCutOffHappensOnTheNextTick() {
    LedgerFolder f;
    QVERIFY(cut_off_before_the_draw(f));
    core::Hash app_hash;
    {
        auto s = f.open().value();
        QCOMPARE(s->head().height, core::Height{5});
        QVERIFY(awaits_draw(*s));
        QVERIFY(s->tick());
        QCOMPARE(s->head().height, core::Height{6});
        QVERIFY(!awaits_draw(*s));
        app_hash = s->head().app_hash;
    }
    QCOMPARE(f.open().value()->head().app_hash, app_hash);
}

void TestDraw::aTransactionBringsTheDrawAlong() {
    for (const bool passes : {true, false}) {
        LedgerFolder f;
        QVERIFY(cut_off_before_the_draw(f));
        core::Hash app_hash;
        {
            auto s = f.open().value();
            Transfer sent = gift(f.world);
            if (!passes) sent.amount = core::Amount::from_units(2 * world::allotment);
            QCOMPARE(submit(*s, f.world.caller, sent).ok(), passes);
            QVERIFY(!awaits_draw(*s));
            QCOMPARE(s->head().height, core::Height{6});
            QVERIFY(s->tick());
            QCOMPARE(s->head().height, core::Height{6});
            app_hash = s->head().app_hash;
        }
        QCOMPARE(f.open().value()->head().app_hash, app_hash);
    }
}

void TestDraw::paidWorkAloneEndsAProbation() {
    Machine m = network({{"audit.new_receipts", 3}, {"audit.probation_receipts", 8}, {"vesting.epochs", 1}});
    const Params& params = m.state.params();
    const auto rate = [&] { return audit_rate_ppm(*m.state.node(m.world.node.public_key()), false, params); };
    const auto spare_all = [&](const std::vector<core::ReceiptId>& ids) {
        for (int i = 0;; ++i) {
            const core::Hash beacon = world::hash_of("spare " + std::to_string(i));
            if (std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return is_drawn(beacon, id, half); }))
                continue;
            m.end_until(m.context.epoch, beacon);
            m.end_epochs(3);
            return;
        }
    };
    const auto work = [&](const std::string& name, const ledger::Tariff& tariff) {
        m.world.tariff = tariff;
        QVERIFY(m.run(m.world.node, m.world.offer()));
        std::vector<core::ReceiptId> ids;
        for (int i = 0; i < 9; ++i)
            ids.push_back(settled(m, name + std::to_string(i)));
        QCOMPARE(rate(), half); // what is not paid yet proves nothing either
        spare_all(ids);
        for (const core::ReceiptId& id : ids)
            QVERIFY(m.state.reward(id)->state == RewardState::paid);
    };
    work("free ", {});
    QCOMPARE(rate(), half);
    work("cheap ", {core::Amount::from_units(1), core::Amount()});
    QCOMPARE(rate(), half);
    QCOMPARE(m.state.node(m.world.node.public_key())->receipts, std::uint64_t{18});
    QCOMPARE(m.state.node(m.world.node.public_key())->paid_receipts, std::uint64_t{9});
    work("paid ", usual_tariff(params));
    QCOMPARE(rate(), params.get("audit.steady_ppm"));
    const auto again = State::from_cbor(core::cbor::decode(core::cbor::encode(m.state.to_cbor())).value());
    QVERIFY(again.ok());
    QCOMPARE(again->app_hash(), m.state.app_hash());
}

void TestDraw::oneselfProvesNothing() {
    for (const bool alone : {false, true}) {
        Machine m = network({{"audit.self_allowed", alone}, {"audit.new_ppm", 200'000}, {"vesting.epochs", 1}});
        QVERIFY(m.run(m.world.caller, Transfer{m.world.owner.public_key(), core::Amount::from_units(1'000'000)}));
        QVERIFY(m.run(m.world.owner, m.world.escrow("a")));
        QVERIFY(m.settle("a"));
        const proof::Receipt receipt = m.world.receipt("a");
        m.end_epoch(receipt.id(), false);
        m.end_epochs(1);
        QVERIFY(m.state.reward(receipt.id())->state == RewardState::paid);
        QCOMPARE(m.state.node(m.world.node.public_key())->paid_receipts, std::uint64_t{alone});
    }
}

void TestDraw::dutiesAreFoundByTheirNode() {
    Machine m = network({{"audit.new_ppm", 1'000'000}, {"audit.window_epochs", 9}});
    for (int i = 0; i < 30; ++i) {
        (void)settled(m, std::to_string(i));
        m.end_until(m.context.epoch, world::hash_of("duty " + std::to_string(i)));
    }
    std::size_t all = 0;
    for (const std::string& name : strangers) {
        const auto node = key_of(name + "'s node").public_key();
        const auto duties = m.state.duties_of(node);
        all += duties.size();
        QVERIFY(duties.size() > 1);
        core::Epoch window = 0;
        for (const core::ReceiptId& id : duties) {
            QVERIFY(waiting_duty(*m.state.reward(id), node) != nullptr);
            QVERIFY(m.state.reward(id)->window_end >= window); // the most urgent first
            window = m.state.reward(id)->window_end;
        }
        // Answered, it is none any more.
        QVERIFY(m.run(key_of(name), PostVerdict{duties[0], proof::Level::statistical, true, 20, 20}) ||
                m.context.epoch > m.state.reward(duties[0])->window_end);
        const auto left = m.state.duties_of(node);
        if (m.state.reward(duties[0])->state == RewardState::confirmed)
            QVERIFY(std::count(left.begin(), left.end(), duties[0]) == 0);
    }
    QCOMPARE(all, std::size_t{30});
    QVERIFY(m.state.duties_of(m.world.node.public_key()).empty());
}

QTEST_GUILESS_MAIN(TestDraw)
#include "tst_ledger_draw.moc"
