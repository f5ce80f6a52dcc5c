// SPDX-License-Identifier: Apache-2.0
#include "channel_world.h"

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::allotment;
using world::Channels;
using world::is;
using world::key_of;

class TestChannel : public QObject {
    Q_OBJECT
private slots:
    void onlyWhatAVoucherAddsMoves();
    void wrongVouchersAreRefused();
    void aPayeeChecksBeforeItGives();
    void thePayeeClosesAtOnce();
    void thePayerWaitsForTheLastVouchers();
    void bothAgreeOnTheEnd();
    void anExpiredChannelGoesBack();
    void whatAVoucherIsWorthNobodyReplays();
    void thereAreLimits();
    void othersAreKeptOut();
    void olderRulesKnowNone();
    void aVouchersBytesAreStrict();
    void channelsSurviveASnapshotAndAreProved();
};

void TestChannel::onlyWhatAVoucherAddsMoves() {
    Channels m;
    const auto id = m.opened(10'000);
    QCOMPARE(m.of(m.payer), allotment - 10'000);
    QCOMPARE(m.pool("channels"), std::uint64_t{10'000});
    QVERIFY(m.redeem(id, 300));
    QVERIFY(m.redeem(id, 1'000));
    QCOMPARE(m.of(m.payee), allotment + 1'000);
    QCOMPARE(m.channel(id)->paid, Channels::units(1'000));
    QVERIFY(m.run(m.payer, TopUpChannel{id, Channels::units(500)}));
    QVERIFY(m.redeem(id, 10'500));
    QCOMPARE(m.of(m.payee), allotment + 10'500);
    QCOMPARE(m.of(m.payer), allotment - 10'500);
    QCOMPARE(m.locked(), std::uint64_t{0});
    QVERIFY(m.channel(id) != nullptr); // it may be topped up again
    QVERIFY(m.state.check_conservation());
}

void TestChannel::wrongVouchersAreRefused() {
    Channels m;
    const auto id = m.opened(10'000), another = m.opened(10'000);
    QVERIFY(m.redeem(id, 500));
    const auto refused = [&](const Voucher& v, Code code) {
        const core::Status done = m.run(m.payee, Channels::redemption(v));
        return is(done, code) && m.of(m.payee) == allotment + 500;
    };
    QVERIFY(refused(m.voucher(id, 500), Code::conflict)); // the same again
    QVERIFY(refused(m.voucher(id, 499), Code::conflict));
    QVERIFY(refused(m.voucher(id, 10'001), Code::refused)); // above the deposit
    QVERIFY(refused(Voucher::sign(world::chain, id, Channels::units(600), m.payee), Code::refused));
    QVERIFY(refused(Voucher::sign("another", id, Channels::units(600), m.payer), Code::refused));
    Voucher moved = m.voucher(another, 600);
    moved.channel = id;
    QVERIFY(refused(moved, Code::refused));
    Voucher higher = m.voucher(id, 600);
    higher.amount = Channels::units(700);
    QVERIFY(refused(higher, Code::refused));
    QVERIFY(refused(m.voucher(core::ChannelId{}, 600), Code::not_found));
    QVERIFY(is(m.run(m.payer, Channels::redemption(m.voucher(id, 600))), Code::refused)); // by the payer
    QVERIFY(m.redeem(id, 600));
}

/// What a gateway asks for each voucher, without a ledger.
void TestChannel::aPayeeChecksBeforeItGives() {
    Channels m;
    const auto id = m.opened(10'000, 9);
    Channel channel = *m.channel(id);
    const auto check = [&](const Voucher& v, std::uint64_t accepted, core::Height height = 3, core::Epoch epoch = 0) {
        return check_voucher(v, {world::chain, id, channel, Channels::units(accepted), height, epoch});
    };
    QCOMPARE(check(m.voucher(id, 700), 200).value(), Channels::units(500));
    QCOMPARE(check(m.voucher(id, 700), 0).value(), Channels::units(700));
    QVERIFY(check(m.voucher(id, 700), 700).error().code == Code::conflict);
    channel.paid = Channels::units(800); // the ledger knows of more than was accepted here
    QVERIFY(check(m.voucher(id, 700), 0).error().code == Code::conflict);
    channel.paid = {};
    const auto sentence = [&](const Voucher& v) { return check(v, 0).error().message; };
    QVERIFY(sentence(Voucher::sign("another", id, Channels::units(1), m.payer)).find("another") != std::string::npos);
    QVERIFY(sentence(m.voucher(core::ChannelId{}, 1)).find("another channel") != std::string::npos);
    QVERIFY(check(m.voucher(id, 1), 0, 3, 9).ok());
    QVERIFY(check(m.voucher(id, 1), 0, 3, 10).error().code == Code::refused); // expired
    channel.closes = 5;
    QVERIFY(check(m.voucher(id, 1), 0, 5).ok());
    QVERIFY(check(m.voucher(id, 1), 0, 6).error().code == Code::refused);
}

void TestChannel::thePayeeClosesAtOnce() {
    Channels m;
    const auto id = m.opened(10'000), idle = m.opened(2'000);
    const Voucher last = m.voucher(id, 4'000);
    Voucher wrong = last;
    wrong.amount = Channels::units(5'000);
    QVERIFY(is(m.run(m.payee, CloseChannel{id, CloseChannel::Last{wrong.amount, wrong.signature}}), Code::refused));
    QVERIFY(m.channel(id) != nullptr);
    QVERIFY(m.run(m.payee, CloseChannel{id, CloseChannel::Last{last.amount, last.signature}}));
    QVERIFY(m.run(m.payee, CloseChannel{idle, {}}));
    QVERIFY(m.channel(id) == nullptr && m.channel(idle) == nullptr);
    QCOMPARE(m.of(m.payee), allotment + 4'000);
    QCOMPARE(m.of(m.payer), allotment - 4'000);
    QVERIFY(m.state.check_conservation());
}

void TestChannel::thePayerWaitsForTheLastVouchers() {
    Channels m;
    const auto id = m.opened(10'000);
    QVERIFY(m.run(m.payer, CloseChannel{id, {}}));
    const core::Height last = *m.channel(id)->closes;
    QCOMPARE(last, m.context.height + 5);
    QVERIFY(is(m.run(m.payer, CloseChannel{id, {}}), Code::conflict));
    QVERIFY(is(m.run(m.payer, TopUpChannel{id, Channels::units(5)}), Code::conflict));
    QVERIFY(m.redeem(id, 100));
    while (m.context.height + 1 < last)
        m.begin_block();
    QVERIFY(!m.state.awaits_block(last));
    QVERIFY(m.redeem(id, 250)); // in the last block in which it counts
    QCOMPARE(m.context.height, last);
    QVERIFY(m.state.awaits_block(last + 1));
    QCOMPARE(m.of(m.payer), allotment - 10'000);
    QVERIFY(is(m.redeem(id, 300), Code::not_found));
    QCOMPARE(m.of(m.payer), allotment - 250);
    QCOMPARE(m.of(m.payee), allotment + 250);
    QVERIFY(m.happened(EventKind::channel_closing) && m.happened(EventKind::channel_closed));
    QVERIFY(m.state.check_conservation());
}

void TestChannel::bothAgreeOnTheEnd() {
    Channels m;
    const auto id = m.opened(10'000);
    QVERIFY(m.redeem(id, 1'000));
    QVERIFY(is(m.run(m.payer, m.agreed(id, 2'000, m.payer)), Code::refused)); // with itself
    QVERIFY(is(m.run(m.payer, m.agreed(id, 999, m.payee)), Code::refused));   // back behind what is paid
    QVERIFY(is(m.run(m.payer, m.agreed(id, 10'001, m.payee)), Code::refused));
    // A voucher is no agreement, and an agreement no voucher.
    const Voucher v = m.voucher(id, 2'000);
    QVERIFY(is(m.run(m.payer, CloseChannel{id, CloseChannel::Last{v.amount, v.signature}}), Code::refused));
    const auto agreement = m.agreed(id, 2'000, m.payer);
    QVERIFY(is(m.run(m.payee, RedeemVoucher{id, agreement.last->amount, agreement.last->signature}), Code::refused));
    // Redeeming ends an agreement that the payer has kept.
    const auto old = m.agreed(id, 1'900, m.payee);
    QVERIFY(m.redeem(id, 1'800));
    QVERIFY(is(m.run(m.payer, old), Code::refused));
    QVERIFY(m.run(m.payer, m.agreed(id, 2'000, m.payee)));
    QVERIFY(m.channel(id) == nullptr);
    QCOMPARE(m.of(m.payee), allotment + 2'000);
    QCOMPARE(m.of(m.payer), allotment - 2'000);
}

void TestChannel::anExpiredChannelGoesBack() {
    Channels m;
    const auto id = m.opened(10'000, 2);
    QVERIFY(m.redeem(id, 1'000));
    m.end_epochs(2);
    QVERIFY(m.channel(id) != nullptr && m.redeem(id, 1'500)); // in the last epoch
    QVERIFY(!m.state.idle_until(m.context.epoch));
    m.end_epochs(1);
    QVERIFY(m.channel(id) == nullptr && is(m.redeem(id, 2'000), Code::not_found));
    QCOMPARE(m.of(m.payer), allotment - 1'500);
    QVERIFY(m.state.check_conservation());
}

void TestChannel::whatAVoucherIsWorthNobodyReplays() {
    Channels m;
    const auto first = m.opened(10'000);
    const Voucher old = m.voucher(first, 5'000);
    QVERIFY(m.run(m.payee, Channels::redemption(old)));
    QVERIFY(m.run(m.payee, CloseChannel{first, {}}));
    const auto second = m.opened(10'000);
    QVERIFY(first != second);
    Voucher again = old;
    again.channel = second;
    QVERIFY(is(m.run(m.payee, Channels::redemption(old)), Code::not_found));
    QVERIFY(is(m.run(m.payee, Channels::redemption(again)), Code::refused));
}

void TestChannel::thereAreLimits() {
    Channels m{{{"channel.per_payer", 2}, {"channel.max_epochs", 100}}};
    const auto open = [&](std::uint64_t deposit, core::Epoch expires) {
        return m.run(m.payer, OpenChannel{m.payee.public_key(), Channels::units(deposit), expires});
    };
    QVERIFY(is(open(99, 50), Code::refused));
    QVERIFY(is(open(1'000, 101), Code::refused));
    QVERIFY(!open(allotment + 1, 50));
    QVERIFY(is(m.run(m.payer, OpenChannel{m.payer.public_key(), Channels::units(500), 5}), Code::invalid_argument));
    QVERIFY(is(m.run(m.payer, OpenChannel{{}, Channels::units(500), 5}), Code::invalid_argument));
    const auto id = m.opened();
    QVERIFY(open(1'000, 100));
    QVERIFY(is(open(1'000, 50), Code::refused));
    QVERIFY(m.run(m.payee, CloseChannel{id, {}}));
    QVERIFY(open(1'000, 50));
    // Channels in which the account is paid do not count.
    QVERIFY(m.run(m.payee, OpenChannel{m.payer.public_key(), Channels::units(500), 5}));
    m.end_epochs(1);
    QVERIFY(is(open(1'000, 0), Code::refused)); // an epoch that has passed
    const auto another = m.state.tables().paying().begin()->second;
    QVERIFY(!m.run(m.payer, TopUpChannel{another, Channels::units(UINT64_MAX)}));
    QVERIFY(m.state.check_conservation());
}

void TestChannel::othersAreKeptOut() {
    Channels m;
    const auto id = m.opened();
    const Voucher v = m.voucher(id, 500);
    for (const Message& message :
         std::vector<Message>{TopUpChannel{id, Channels::units(5)}, Channels::redemption(v), CloseChannel{id, {}},
                              CloseChannel{id, CloseChannel::Last{v.amount, v.signature}}})
        QVERIFY(is(m.run(m.other, message), Code::refused));
    QVERIFY(is(m.run(m.payee, TopUpChannel{id, Channels::units(5)}), Code::refused));
    QCOMPARE(m.of(m.other), allotment);
    QCOMPARE(m.locked(), std::uint64_t{10'000});
}

void TestChannel::olderRulesKnowNone() {
    Channels m{{}, 4};
    QVERIFY(is(m.run(m.payer, OpenChannel{m.payee.public_key(), Channels::units(500), 5}), Code::unsupported));
    QVERIFY(is(m.run(m.payer, CloseChannel{{}, {}}), Code::unsupported));
    QVERIFY(m.run(m.payer, Transfer{m.payee.public_key(), Channels::units(1)}));
    QVERIFY(m.state.upgrade(5, m.context.epoch));
    (void)m.opened();
    QVERIFY(m.state.check_conservation());
}

void TestChannel::aVouchersBytesAreStrict() {
    Channels m;
    const Voucher good = m.voucher(m.opened(), 123'456);
    core::Bytes raw = good.encode();
    const auto same = Voucher::decode(raw);
    QVERIFY(same.ok() && same->encode() == raw && same->signed_by(m.payer.public_key()));
    std::size_t decodable = 0;
    for (std::size_t bit = 0; bit < raw.size() * 8; ++bit) {
        raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        if (const auto v = Voucher::decode(raw)) {
            ++decodable;
            QVERIFY(v->encode() == raw && !v->signed_by(m.payer.public_key()));
        }
        raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    }
    QVERIFY(decodable > 300);
    for (std::size_t size = 0; size < raw.size(); ++size)
        QVERIFY(!Voucher::decode(core::ByteView(raw).first(size)));
    raw.push_back(0);
    QVERIFY(!Voucher::decode(raw));
    QVERIFY(Voucher::decode(core::Bytes(10'000)).error().code == Code::too_large);
}

void TestChannel::channelsSurviveASnapshotAndAreProved() {
    Channels m;
    const auto id = m.opened(), closing = m.opened();
    QVERIFY(m.redeem(id, 40));
    QVERIFY(m.run(m.payer, CloseChannel{closing, {}}));
    auto again = State::from_cbor(m.state.to_cbor());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(again->app_hash(), m.state.app_hash());
    QVERIFY(*again->tables().channels().get(closing) == *m.channel(closing));
    const auto key = StateKey::parse("channel:" + id.hex());
    QVERIFY(key.ok());
    const auto shown = m.state.prove({*key});
    QVERIFY(shown.ok() && (*shown)[0].record.has_value());
    QCOMPARE(*proven_root(key->map_key(), (*shown)[0].record, (*shown)[0].proof), m.state.app_hash());
    // What was restored ends its channels in the same block.
    std::vector<LedgerEvent> events;
    while (m.channel(closing) != nullptr) {
        m.begin_block();
        again->begin_block(m.context, events);
    }
    QCOMPARE(again->app_hash(), m.state.app_hash());
    QVERIFY(again->check_conservation());
}

QTEST_GUILESS_MAIN(TestChannel)
#include "tst_ledger_channel.moc"
