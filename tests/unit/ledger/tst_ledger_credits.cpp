// SPDX-License-Identifier: Apache-2.0
#include "ledger/rules.h"
#include "world.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::is;
using world::key_of;
using world::Machine;

namespace {

constexpr std::uint64_t price = 9000, earned = price * 82 / 100;

core::Amount units(std::uint64_t count) {
    return core::Amount::from_units(count);
}

/// What is burned becomes EMB again over ten epochs; rewards fall due two epochs after they were settled.
struct Till : Machine {
    explicit Till(const std::map<std::string, std::uint64_t>& changes = {}, std::uint64_t rules = present_rules)
        : Machine(genesis(changes, rules)) {
        if (!register_node()) qFatal("no node");
    }
    static Genesis genesis(const std::map<std::string, std::uint64_t>& changes, std::uint64_t rules) {
        Genesis genesis = world::World().genesis();
        genesis.rules = rules;
        if (!genesis.params.set_all({{"credit.least", 100},
                                     {"credit.window_epochs", 10},
                                     {"credit.drain_ppm", 1},
                                     {"vesting.epochs", 2}}) ||
            !genesis.params.set_all(changes))
            qFatal("the parameters could not be set");
        return genesis;
    }
    core::PublicKey caller() const { return world.caller.public_key(); }
    core::Status buy(std::uint64_t amount) { return run(world.caller, BuyCredits{caller(), units(amount)}); }
    OpenEscrow with_credits(const std::string& name, std::uint64_t cap) const {
        OpenEscrow escrow = world.escrow(name, cap, context.epoch + 5);
        escrow.credits = true;
        return escrow;
    }
    core::ReceiptId answered(const std::string& name) {
        if (!run(world.caller, with_credits(name, price)) || !settle(name)) qFatal("no answer");
        return world.receipt_id(name);
    }
    /// Ends the epoch with a beacon that draws none of them.
    void end_undrawn(const std::vector<core::ReceiptId>& ids) {
        for (int i = 0;; ++i) {
            const core::Hash beacon = world::hash_of("quiet " + std::to_string(i));
            if (std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return is_drawn(beacon, id, 200'000); }))
                continue;
            end_until(context.epoch, beacon);
            return;
        }
    }
    std::uint64_t credits(const core::PublicKey& key) const { return state.account(key)->credits.units(); }
    std::uint64_t credits() const { return credits(caller()); }
    std::uint64_t payout() const { return balance(world.owner.public_key()); }
    bool holds() const {
        const auto again = State::from_cbor(core::cbor::decode(core::cbor::encode(state.to_cbor())).value());
        return state.check_conservation() && again && again->app_hash() == state.app_hash() &&
               again->tables().remint() == state.tables().remint() &&
               again->tables().waiting_to_remint() == state.tables().waiting_to_remint();
    }
};

} // namespace

class TestCredits : public QObject {
    Q_OBJECT
private slots:
    void moneyBecomesCreditsAndNothingElse();
    void whatNobodyEarnedComesBackAsCredits();
    void aRefundOfALostAnswerIsCredits();
    void noEpochMakesMoreThanWasBurnedOnAverage();
    void theWayOutIsNeverShut();
    void nothingIsSavedUp();
    void aLongQueueTakesNoNewCredits();
    void creditsOpenChannelsOfNodesAlone();
    void olderRulesKnowNoCredits();
    void recentSumsForget();
};

void TestCredits::moneyBecomesCreditsAndNothingElse() {
    Till t;
    const core::PublicKey other = key_of("other").public_key();
    QVERIFY(is(t.buy(99), Code::refused));
    QVERIFY(!t.buy(world::allotment + 1));
    QVERIFY(is(t.run(t.world.caller, BuyCredits{{}, units(1000)}), Code::invalid_argument));
    QVERIFY(t.buy(5'000) && t.run(t.world.caller, BuyCredits{other, units(700)}));
    QCOMPARE(t.balance(t.caller()), world::allotment - 5'700);
    QCOMPARE(t.credits(), std::uint64_t{5'000});
    QCOMPARE(t.credits(other), std::uint64_t{700});
    QCOMPARE(t.pool("credits"), std::uint64_t{5'700});
    QCOMPARE(t.state.supply().units(), world::allotment);
    QVERIFY(t.happened(EventKind::credits_bought) && t.holds());
    // Who has nothing but credits can neither send nor stake them.
    const auto poor = key_of("other");
    QVERIFY(!t.run(poor, Transfer{t.caller(), units(1)}));
    QVERIFY(!t.run(poor, BuyCredits{t.caller(), units(100)}));
    QVERIFY(t.run(poor, world::World::registration(key_of("other's node"), poor)));
    QVERIFY(!t.run(poor, Stake{key_of("other's node").public_key(), units(1)}));
    QVERIFY(is(t.run(t.world.caller, t.with_credits("dear", 5'001)), Code::refused)); // although there is money
    QCOMPARE(t.credits(other), std::uint64_t{700});
    QVERIFY(t.state.prove({StateKey::parse("remint").value()})->front().record.has_value());
}

void TestCredits::whatNobodyEarnedComesBackAsCredits() {
    Till t;
    QVERIFY(t.buy(100'000));
    const std::uint64_t money = t.balance(t.caller());
    QVERIFY(t.run(t.world.caller, t.with_credits("returned", 40'000)));
    QCOMPARE(t.credits(), std::uint64_t{60'000});
    QCOMPARE(t.pool("escrow"), std::uint64_t{40'000});
    QVERIFY(t.holds());
    QVERIFY(t.run(t.world.node, CancelEscrow{world::World::escrow_id("returned")}));
    QCOMPARE(t.credits(), std::uint64_t{100'000});
    QVERIFY(t.run(t.world.caller, t.with_credits("expires", 30'000)));
    t.end_epochs(6);
    QCOMPARE(t.credits(), std::uint64_t{100'000});
    QVERIFY(t.run(t.world.caller, t.with_credits("answered", 50'000)) && t.settle("answered"));
    QCOMPARE(t.credits(), 100'000 - price);
    QVERIFY(t.state.reward(t.world.receipt_id("answered"))->credits);
    QCOMPARE(t.balance(t.caller()), money);
    QVERIFY(t.holds());
}

void TestCredits::aRefundOfALostAnswerIsCredits() {
    Till t; // a machine alone, which judges itself
    QVERIFY(t.buy(20'000));
    const core::ReceiptId id = t.answered("a");
    const PostVerdict failed{id, proof::Level::none, false, 20, 3};
    t.end_epoch(id, true);
    QVERIFY(t.run(t.world.owner, failed));
    t.end_epochs(1);
    QVERIFY(t.run(t.world.owner, failed));
    QVERIFY(t.state.reward(id)->state == RewardState::lost);
    QCOMPARE(t.credits(), std::uint64_t{20'000});
    QCOMPARE(t.balance(t.caller()), world::allotment - 20'000);
    QVERIFY(t.holds());
}

void TestCredits::noEpochMakesMoreThanWasBurnedOnAverage() {
    Till t;
    QVERIFY(t.buy(2 * price)); // 1800 in each of ten epochs
    const core::ReceiptId a = t.answered("a"), b = t.answered("b");
    t.end_undrawn({a, b});
    QCOMPARE(t.state.tables().waiting_to_remint().units(), 2 * price);
    t.end_epochs(1);
    QCOMPARE(t.payout(), std::uint64_t{0}); // not due
    t.end_epochs(1);                        // epoch 2: one of them, ahead of four epochs
    QCOMPARE(t.payout(), earned);
    QCOMPARE(t.state.tables().remint().ahead.units(), price - 1800);
    for (int epoch = 3; epoch <= 6; ++epoch) {
        t.end_epochs(1);
        QCOMPARE(t.payout(), earned);
        QVERIFY(!t.state.idle_until(t.context.epoch) && t.holds());
    }
    t.end_epochs(1);
    QCOMPARE(t.payout(), 2 * earned);
    QVERIFY(t.state.reward(a)->state == RewardState::paid && t.state.reward(b)->state == RewardState::paid);
    QCOMPARE(t.state.tables().credits().units(), std::uint64_t{0});
    QCOMPARE(t.state.supply().units(), world::allotment);
    QCOMPARE(t.pool("burned"), 2 * price * 5 / 100);
    QVERIFY(t.holds());
}

/// However long ago it was burned, a part of what waits is paid, and one at least.
void TestCredits::theWayOutIsNeverShut() {
    Till t({{"credit.drain_ppm", 1'000'000}});
    QVERIFY(t.buy(3 * price));
    t.end_epochs(30); // nothing was burned lately
    const core::ReceiptId a = t.answered("a"), b = t.answered("b"), c = t.answered("c");
    t.end_undrawn({a, b, c});
    t.end_epochs(2);
    QCOMPARE(t.payout(), 3 * earned);
    Till slow;
    QVERIFY(slow.buy(price));
    slow.end_epochs(30);
    const core::ReceiptId d = slow.answered("d");
    slow.end_undrawn({d});
    slow.end_epochs(2);
    QCOMPARE(slow.payout(), earned);
    QCOMPARE(slow.state.tables().remint().ahead.units(), price - 1);
    QVERIFY(t.holds() && slow.holds());
}

void TestCredits::nothingIsSavedUp() {
    const Params params = Till::genesis({}, present_rules).params;
    Remint remint;
    remint.bought.add(0, units(10'000), 10);
    QCOMPARE(remint.begin(5, {}, params).units(), std::uint64_t{1'000}); // not six times as much
    QCOMPARE(remint.begin(5, {}, params).units(), std::uint64_t{0});     // once an epoch
    remint.ahead = units(2'500);
    QCOMPARE(remint.begin(7, {}, params).units(), std::uint64_t{0}); // one epoch makes up for it while nothing is paid
    QCOMPARE(remint.ahead.units(), std::uint64_t{500});
    QCOMPARE(remint.begin(8, {}, params).units(), std::uint64_t{500});
    QCOMPARE(remint.ahead.units(), std::uint64_t{0});
    QCOMPARE(remint.begin(1'000, units(5), params).units(), std::uint64_t{1}); // forgotten
    remint.ahead = units(UINT64_MAX);
    QCOMPARE(remint.begin(1'001, units(UINT64_MAX), params).units(), std::uint64_t{0});
    // One large reward that was paid ahead is made up for by a part of itself, although nobody buys.
    Remint large{{}, 3, units(50'000'000)};
    QCOMPARE(large.begin(4, {}, params).units(), std::uint64_t{0});
    QCOMPARE(large.ahead.units(), std::uint64_t{49'999'950});
}

void TestCredits::aLongQueueTakesNoNewCredits() {
    Till t({{"credit.waiting", 1}});
    QVERIFY(t.buy(10 * price));
    const core::ReceiptId a = t.answered("a"), b = t.answered("b");
    QVERIFY(credits_cover(t.state, t.caller(), units(price)));
    t.end_undrawn({a, b});
    QVERIFY(is(t.run(t.world.caller, t.with_credits("c", price)), Code::busy));
    QVERIFY(!credits_cover(t.state, t.caller(), units(price)));
    QVERIFY(t.run(t.world.caller, t.world.escrow("c", price)));
    t.end_epochs(2);
    QVERIFY(t.run(t.world.caller, t.with_credits("d", price)));
    QVERIFY(t.holds());
}

void TestCredits::creditsOpenChannelsOfNodesAlone() {
    Till t;
    QVERIFY(t.buy(3'000'000));
    OpenChannel message{t.world.owner.public_key(), units(2'000'000), 50};
    message.credits = true;
    QVERIFY(is(t.run(t.world.caller, message), Code::refused)); // whose vouchers would be money
    message.payee = t.world.node.public_key();
    const core::ChannelId id = channel_id(t.caller(), t.state.account(t.caller())->sequence);
    QVERIFY(t.run(t.world.caller, message));
    QCOMPARE(t.credits(), std::uint64_t{1'000'000});
    QVERIFY(is(t.run(t.world.caller, TopUpChannel{id, units(1'000'001)}), Code::refused));
    QVERIFY(t.run(t.world.caller, TopUpChannel{id, units(1'000'000)}));
    const Voucher voucher = Voucher::sign(world::chain, id, units(price), t.world.caller);
    QVERIFY(is(t.run(t.world.node, RedeemVoucher{id, voucher.amount, voucher.signature}), Code::refused));
    proof::Receipt receipt = t.world.receipt("a");
    receipt.escrow_id = escrow_of(id);
    receipt.height = t.state.tables().channels().get(id)->height;
    QVERIFY(t.run(t.world.node, SettleByVoucher{id,
                                                voucher.amount,
                                                voucher.signature,
                                                {proof::SignedReceipt::sign(receipt, t.world.node).encode()}}));
    QVERIFY(t.state.reward(receipt.id())->credits);
    QVERIFY(t.run(t.world.node, CloseChannel{id, {}}));
    QCOMPARE(t.credits(), 3'000'000 - price);
    QVERIFY(t.holds());
}

void TestCredits::olderRulesKnowNoCredits() {
    Till t({}, 7);
    const BuyCredits bought{t.caller(), units(1000)};
    const OpenEscrow escrow = t.with_credits("a", price);
    OpenChannel channel{t.world.node.public_key(), units(2'000'000), 50};
    channel.credits = true;
    for (const Message& message : std::vector<Message>{bought, escrow, channel}) {
        QVERIFY(!known_under(7, message) && known_under(8, message));
        QVERIFY(!t.run(t.world.caller, message));
    }
    QCOMPARE(t.balance(t.caller()), world::allotment);
    QVERIFY(t.state.upgrade(8, t.context.epoch));
    QVERIFY(t.run(t.world.caller, bought));
    QVERIFY(t.holds());
    // A flag that is not set has one encoding.
    core::Bytes encoded = world::sign(t.state, t.world.caller, escrow).encode();
    QVERIFY(std::get<OpenEscrow>(SignedTransaction::decode(encoded)->transaction.message).credits);
    const core::Bytes set{0x09, 0xf5}; // 9: true
    const auto at = std::search(encoded.begin(), encoded.end(), set.begin(), set.end());
    QVERIFY(at != encoded.end());
    *(at + 1) = 0xf4;
    QVERIFY(!SignedTransaction::decode(encoded));
}

void TestCredits::recentSumsForget() {
    Lately sum;
    sum.add(100, units(1'000), 10);
    QCOMPARE(sum.at(100, 10).units(), std::uint64_t{1'000});
    QCOMPARE(sum.at(109, 10).units(), std::uint64_t{1'000});
    QCOMPARE(sum.at(115, 10).units(), std::uint64_t{500});
    QCOMPARE(sum.at(120, 10).units(), std::uint64_t{0});
    sum.add(115, units(100), 10); // the second span begins at 110
    QCOMPARE(sum.at(115, 10).units(), std::uint64_t{600});
    QCOMPARE(sum.at(120, 10).units(), std::uint64_t{100});
    sum.add(1'000, units(UINT64_MAX), 10);
    sum.add(1'000, units(5), 10);
    QCOMPARE(sum.at(1'000, 10).units(), UINT64_MAX);
    QCOMPARE(sum.at(0, 10).units(), UINT64_MAX); // an earlier epoch is none of another span
}

QTEST_GUILESS_MAIN(TestCredits)
#include "tst_ledger_credits.moc"
