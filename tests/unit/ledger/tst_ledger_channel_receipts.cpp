// SPDX-License-Identifier: Apache-2.0
#include "channel_world.h"

#include <functional>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::allotment;
using world::Channels;
using world::is;

namespace {

/// A channel from a caller to a registered node, and receipts that it pays.
struct Paid : Channels {
    core::SigningKey owner = world::key_of("owner"), node = world::key_of("node");
    core::ChannelId id;

    explicit Paid(const std::map<std::string, std::uint64_t>& rules = {}, std::uint64_t version = 0)
        : Channels(rules, version) {
        payee = world::key_of("node");
        if (!run(owner, world::World::registration(node, owner))) qFatal("no node");
        id = opened(1'000'000);
    }
    proof::Receipt receipt(const std::string& name, std::uint64_t price = 1'000) const {
        proof::Receipt r = world::World().receipt(name);
        r.escrow_id = escrow_of(id);
        r.height = channel(id)->height;
        r.price = units(price);
        return r;
    }
    SettleByVoucher settlement(std::uint64_t amount, const std::vector<proof::Receipt>& receipts) const {
        const Voucher v = voucher(id, amount);
        SettleByVoucher m{id, v.amount, v.signature, {}};
        for (const proof::Receipt& r : receipts)
            m.signed_receipts.push_back(proof::SignedReceipt::sign(r, node).encode());
        return m;
    }
    core::Status settle(std::uint64_t amount, const std::vector<proof::Receipt>& receipts) {
        return run(node, settlement(amount, receipts));
    }
};

} // namespace

/// Answers that a channel pays, many of them in one transaction.
class TestChannelReceipts : public QObject {
    Q_OBJECT
private slots:
    void beforeTheSixthRulesAChannelPaysItsPayee();
    void manyAnswersAreSettledByOneTransaction();
    void whatIsNotOfTheChannelIsRefused();
    void aVoucherPaysNoMoreThanItSays();
    void theyAreDrawnLikeOthers();
    void anOldCloseIsContested();
    void aNodeGetsNothingPastItsReceipts();
    void noEscrowHasAChannelsId();
    void theLedgerKeepsTheBeacon();
};

/// What a chain did under the fifth rules it does again.
void TestChannelReceipts::beforeTheSixthRulesAChannelPaysItsPayee() {
    Paid m({}, 5);
    m.begin_block();
    QVERIFY(!m.channel(m.id)->beacon);
    QVERIFY(is(m.settle(1'000, {m.receipt("a")}), core::Code::unsupported));
    QVERIFY(m.redeem(m.id, 1'000));
    const auto later = Message{TopUpChannel{m.id, Channels::units(1)}};
    QVERIFY(known_under(5, later) && !known_under(5, m.settlement(1'000, {})) &&
            known_under(6, m.settlement(1'000, {})));
    QVERIFY(m.state.upgrade(6, m.context.epoch));
    QVERIFY(is(m.redeem(m.id, 2'000), core::Code::refused));
    QVERIFY(m.settle(3'000, {m.receipt("a"), m.receipt("b")}));
    QVERIFY(m.state.check_conservation());
}

void TestChannelReceipts::manyAnswersAreSettledByOneTransaction() {
    Paid m;
    std::vector<proof::Receipt> receipts;
    for (std::size_t i = 0; i < SettleByVoucher::max_receipts; ++i)
        receipts.push_back(m.receipt("job " + std::to_string(i)));
    const std::uint64_t sum = 1'000 * SettleByVoucher::max_receipts;
    QVERIFY(m.settle(sum, receipts));
    QCOMPARE(m.channel(m.id)->paid, Channels::units(sum));
    QCOMPARE(m.pool("rewards"), sum);
    QCOMPARE(m.locked(), 1'000'000 - sum);
    QCOMPARE(m.of(m.node), std::uint64_t{0}); // it vests first
    for (const proof::Receipt& r : receipts) {
        const Reward* reward = m.state.reward(r.id());
        QVERIFY(reward != nullptr && reward->payer == m.payer.public_key() && reward->price == r.price);
        QVERIFY(reward->terms && reward->terms->height == m.channel(m.id)->height);
    }
    QCOMPARE(m.state.node(m.node.public_key())->receipts, std::uint64_t{SettleByVoucher::max_receipts});
    QVERIFY(m.state.check_conservation());
}

void TestChannelReceipts::whatIsNotOfTheChannelIsRefused() {
    Paid m;
    QVERIFY(m.settle(5'000, {m.receipt("first")}));
    const auto refused = [&](const SettleByVoucher& message, Code code) {
        const core::Status done = m.run(m.node, message);
        return is(done, code) && m.channel(m.id)->paid == Channels::units(1'000) && m.pool("rewards") == 1'000;
    };
    const auto changed = [&](const std::function<void(proof::Receipt&)>& change) {
        proof::Receipt r = m.receipt("second");
        change(r);
        return m.settlement(5'000, {r});
    };
    QVERIFY(refused(m.settlement(5'000, {}), Code::invalid_argument));
    QVERIFY(refused(m.settlement(5'000, {m.receipt("first")}), Code::conflict)); // a second time
    QVERIFY(refused(m.settlement(5'000, {m.receipt("second"), m.receipt("second")}), Code::conflict));
    QVERIFY(refused(changed([](auto& r) { r.escrow_id = world::World::escrow_id("second"); }), Code::refused));
    QVERIFY(refused(changed([](auto& r) { ++r.height; }), Code::refused));
    QVERIFY(refused(changed([](auto& r) { r.price = {}; }), Code::refused));
    QVERIFY(refused(changed([&](auto& r) { r.client_key = m.other.public_key(); }), Code::refused));
    QVERIFY(refused(changed([&](auto& r) { r.executor_key = m.other.public_key(); }), Code::refused));
    QVERIFY(refused(changed([](auto& r) { r.profile = "nothing"; }), Code::unsupported));
    SettleByVoucher forged = m.settlement(5'000, {m.receipt("second")});
    forged.signed_receipts.front() = proof::SignedReceipt::sign(m.receipt("second"), m.other).encode();
    QVERIFY(refused(forged, Code::refused));
    SettleByVoucher raised = m.settlement(5'000, {m.receipt("second")});
    raised.amount = Channels::units(6'000);
    QVERIFY(refused(raised, Code::refused)); // not what the payer signed
    QVERIFY(is(m.run(m.payer, m.settlement(5'000, {m.receipt("second")})), Code::refused));
    QVERIFY(m.settle(5'000, {m.receipt("second")}));
}

void TestChannelReceipts::aVoucherPaysNoMoreThanItSays() {
    Paid m;
    QVERIFY(is(m.settle(1'999, {m.receipt("a"), m.receipt("b")}), Code::refused));
    QVERIFY(m.settle(2'500, {m.receipt("a"), m.receipt("b")}));
    QVERIFY(is(m.settle(2'500, {m.receipt("c")}), Code::refused)); // 500 are left
    QVERIFY(m.settle(2'500, {m.receipt("d", 500)}));               // the same voucher, up to what it says
    QVERIFY(is(m.settle(2'500, {m.receipt("e", 0)}), Code::conflict));
    QCOMPARE(m.channel(m.id)->paid, Channels::units(2'500));
    QVERIFY(m.state.check_conservation());
}

void TestChannelReceipts::theyAreDrawnLikeOthers() {
    Paid m({{"audit.new_ppm", 1'000'000}});
    QVERIFY(m.settle(1'000, {m.receipt("a")}));
    const core::ReceiptId id = m.receipt("a").id();
    m.end_epochs(1);
    QVERIFY(m.state.reward(id)->drawn);
}

/// The payer asks for everything back; the answers that it has vouched for are settled in the time that is left.
void TestChannelReceipts::anOldCloseIsContested() {
    Paid m;
    QVERIFY(m.run(m.payer, CloseChannel{m.id, std::nullopt}));
    QVERIFY(m.channel(m.id)->closes.has_value());
    QVERIFY(m.settle(3'000, {m.receipt("a"), m.receipt("b"), m.receipt("c")}));
    QCOMPARE(m.pool("rewards"), std::uint64_t{3'000});
    QCOMPARE(m.locked(), std::uint64_t{1'000'000 - 3'000});
}

/// What it earns is drawn, audited and shared, whoever agrees to something else.
void TestChannelReceipts::aNodeGetsNothingPastItsReceipts() {
    Paid m;
    QVERIFY(m.settle(5'000, {m.receipt("first")}));
    const Voucher v = m.voucher(m.id, 5'000);
    QVERIFY(is(m.redeem(m.id, 5'000), Code::refused));
    QVERIFY(is(m.run(m.node, CloseChannel{m.id, CloseChannel::Last{v.amount, v.signature}}), Code::refused));
    QVERIFY(is(m.run(m.payer, m.agreed(m.id, 5'000, m.node)), Code::refused));
    QCOMPARE(m.of(m.node), std::uint64_t{0});
    QVERIFY(m.run(m.payer, m.agreed(m.id, 1'000, m.node))); // what was settled, and nothing more
    QVERIFY(m.channel(m.id) == nullptr);
    QCOMPARE(m.of(m.node), std::uint64_t{0});
    QCOMPARE(m.pool("rewards"), std::uint64_t{1'000});
    QVERIFY(m.state.check_conservation());
}

void TestChannelReceipts::noEscrowHasAChannelsId() {
    Paid m;
    QVERIFY(m.run(m.node, m.world.offer()));
    OpenEscrow escrow = m.world.escrow("one");
    escrow.escrow_id = escrow_of(m.id);
    QVERIFY(is(m.run(m.payer, escrow), Code::conflict));
    // Nor a channel an escrow's, although its payer knows the id beforehand.
    const std::uint64_t next = m.state.account(m.payer.public_key())->sequence;
    escrow.escrow_id = escrow_of(channel_id(m.payer.public_key(), next + 1));
    QVERIFY(m.run(m.payer, escrow));
    QCOMPARE(m.state.account(m.payer.public_key())->sequence, next + 1);
    const OpenChannel open{m.node.public_key(), Channels::units(10'000), 50};
    QVERIFY(is(m.run(m.payer, open), Code::conflict));
}

/// So that a node that has only the state, and not the blocks before it, can answer and audit.
void TestChannelReceipts::theLedgerKeepsTheBeacon() {
    Paid m;
    const core::Height height = m.channel(m.id)->height;
    QVERIFY(!m.channel(m.id)->beacon);
    m.begin_block();
    const auto beacon = world::hash_of("block " + std::to_string(height));
    QVERIFY(m.channel(m.id)->beacon == beacon);
    m.begin_block();
    QVERIFY(m.channel(m.id)->beacon == beacon);
    QVERIFY(m.state.tables().unsealed_channels().empty());
    QVERIFY(m.settle(1'000, {m.receipt("a")}));
    QVERIFY(m.state.reward(m.receipt("a").id())->terms->beacon == beacon);
    const auto again = State::from_cbor(m.state.to_cbor());
    QVERIFY(again && again->tables().channels().get(m.id)->beacon == beacon);
    QCOMPARE(again->app_hash(), m.state.app_hash());
}

QTEST_GUILESS_MAIN(TestChannelReceipts)
#include "tst_ledger_channel_receipts.moc"
