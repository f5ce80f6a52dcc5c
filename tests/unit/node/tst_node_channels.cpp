// SPDX-License-Identifier: Apache-2.0
#include "ledger/node_certificate.h"
#include "ledger/sequencer.h"
#include "link/dialer.h"
#include "link/listener.h"
#include "node/door/governance_desk.h"
#include "node/money/channels.h"
#include "node/money/owed_book.h"
#include "node/money/shown_certificate.h"
#include "support.h"

#include <atomic>

using namespace hearth;
using namespace hearth::test;
using core::Code;

namespace {

using core::second;

constexpr const char* chain = "hearth-test";

/// A home whose caller pays its operator, with the desk that does what it is asked.
struct Household {
    QTemporaryDir folder;
    core::ManualClock clock{1'000 * second};
    const core::SigningKey validator = core::SigningKey::generate();
    std::unique_ptr<node::Store> store = must(node::Store::open(path_of(folder) / "node.sqlite"));
    std::unique_ptr<node::Identity> identity = make_identity();
    std::unique_ptr<ledger::Sequencer> sequencer = make_ledger();
    control::EventFan events;
    node::Settlement settlement{*sequencer, *identity, *store, events};
    node::GovernanceDesk desk{*identity, settlement, [] { return second; },
                              [this](const core::PublicKey& node_key) {
                                  return core::Result<ledger::BondValidator>(ledger::BondValidator::certified(
                                      validator, node_key, chain, identity->operator_key()->public_key()));
                              }};

    Household() { must(settlement.recover()); }
    std::unique_ptr<node::Identity> make_identity() const {
        std::filesystem::create_directory(path_of(folder) / "keys");
        std::filesystem::permissions(path_of(folder) / "keys", std::filesystem::perms::owner_all);
        return must(node::Identity::open(path_of(folder) / "keys", true));
    }
    std::unique_ptr<ledger::Sequencer> make_ledger() const {
        ledger::Genesis genesis;
        genesis.chain_id = chain;
        genesis.time = clock.now();
        genesis.accounts[identity->caller_key().public_key()] = core::Amount::from_units(3'000'000'000);
        ledger::Sequencer::Options options;
        options.folder = path_of(folder) / "ledger";
        options.epoch_length = second;
        options.clock = &clock;
        return must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
    }
    std::string owner() const { return identity->operator_key()->public_key().hex(); }
    std::uint64_t balance(const core::SigningKey& key) const {
        return must(settlement.balance(key.public_key())).units();
    }
    control::GovernanceAct act(const std::string& name, const std::string& channel = {}) const {
        control::GovernanceAct wish;
        wish.act = name;
        wish.channel.emplace();
        if (!channel.empty()) wish.channel->channel = channel;
        return wish;
    }
    std::string open(std::uint64_t units) {
        control::GovernanceAct wish = act("open_channel");
        wish.channel->payee = owner();
        wish.channel->expires_epoch = 50;
        wish.amount = std::to_string(units);
        const auto receipt = must(desk.act(wish));
        if (!receipt.channel) qFatal("no channel");
        return *receipt.channel;
    }
    control::GovernanceAct with_voucher(const std::string& name, const std::string& channel, std::uint64_t units,
                                        const std::string& of_chain = chain) const {
        control::GovernanceAct wish = act(name, channel);
        const auto id = core::ChannelId::parse(channel).value();
        wish.channel->voucher = core::to_hex(
            ledger::Voucher::sign(of_chain, id, core::Amount::from_units(units), identity->caller_key()).encode());
        return wish;
    }
};

} // namespace

class NodeChannels : public QObject {
    Q_OBJECT
private slots:
    void aChannelIsOpenedPaidAndClosed() {
        Household home;
        const std::string id = home.open(50'000'000);
        control::ChannelView seen = must(home.desk.view()).channels.at(0);
        QCOMPARE(seen.id, id);
        QVERIFY(seen.pays && seen.gets);
        QCOMPARE(seen.deposit, std::string("50000000"));
        QCOMPARE(home.balance(home.identity->caller_key()), std::uint64_t{2'950'000'000});
        must(home.desk.act(home.with_voucher("redeem", id, 20'000'000)));
        QCOMPARE(home.balance(*home.identity->operator_key()), std::uint64_t{20'000'000});
        QCOMPARE(home.desk.act(home.with_voucher("redeem", id, 20'000'000)).error().code, Code::conflict);
        control::GovernanceAct more = home.act("top_up_channel", id);
        more.amount = "1000";
        QVERIFY(must(home.desk.act(more)).sentence.find("0.000001 EMB") != std::string::npos);
        // Of the home's own two accounts the payer closes.
        const auto closed = must(home.desk.act(home.act("close_channel", id)));
        QCOMPARE(closed.account, home.identity->caller_key().public_key().hex());
        seen = must(home.desk.view()).channels.at(0);
        QVERIFY(seen.closes && *seen.closes > seen.height);
        QCOMPARE(seen.paid, std::string("20000000"));
        // Its end needs a block; at the latest the expiry makes one.
        home.clock.advance(60 * second);
        must(home.settlement.tick(0));
        QVERIFY(must(home.desk.view()).channels.empty());
        QCOMPARE(home.balance(home.identity->caller_key()), std::uint64_t{2'980'000'000});
    }

    void aHomeWithItsOperatorsKeyShowsWhatTheLedgerSays() {
        Household home;
        const auto key = home.identity->node_key();
        const core::Bytes shown = node::shown_certificate(home.settlement, *key, *home.identity, *home.store);
        const core::PublicKey node_key = key->public_key();
        const auto read = must(ledger::read_certificate(shown, chain, node_key));
        QCOMPARE(read.operator_key, home.identity->operator_account());
        std::optional<core::Epoch> held;
        home.settlement.read([&](const ledger::State& state) { held = state.node(node_key)->certified_until; });
        QCOMPARE(read.until, held);
        // Nobody who is shown it can send it.
        QVERIFY(!home.sequencer->submit(must(ledger::SignedTransaction::decode(shown))));
    }

    /// However many strangers ask to see it.
    void whatIsShownIsMadeOnceForEachWordOfTheLedger() {
        Household home;
        int made = 0;
        const auto old = home.identity->node_key();
        node::ShownCertificate shown(home.settlement, old, [&](const core::SigningKey& key) {
            ++made;
            return node::shown_certificate(home.settlement, key, *home.identity, *home.store);
        });
        QVERIFY(shown.copy().empty() && made == 0);
        shown.renew();
        const auto first = must(ledger::read_certificate(shown.copy(), chain, old->public_key()));
        must(home.settlement.send_money(home.identity->payout(), core::Amount::from_units(1))); // another matter
        shown.renew();
        QCOMPARE(made, 1);
        ledger::RegisterNode renewal = home.settlement.registration_of(*old);
        renewal.certified_until = first.until.value_or(home.settlement.head().epoch) + 1'000;
        must(home.settlement.govern(renewal));
        shown.renew();
        QCOMPARE(made, 2);
        const auto second = must(ledger::read_certificate(shown.copy(), chain, old->public_key()));
        QCOMPARE(second.until, renewal.certified_until);
        must(home.settlement.rotate_node_key());
        shown.renew();
        QVERIFY(shown.copy().empty());
    }

    /// The links of a program that runs go on with the key that they were made with.
    void aRotationShutsNoLinkOut() {
        Household home;
        const auto old = home.identity->node_key();
        const auto shown = [&](const core::SigningKey& key) {
            return node::shown_certificate(home.settlement, key, *home.identity, *home.store);
        };
        std::atomic<int> ups = 0;
        link::LinkEvents events;
        events.up = [&ups](const auto&) { ++ups; };
        link::ListenerOptions taking;
        taking.network = chain;
        taking.credentials.read = [](const core::PublicKey& node,
                                     core::ByteView bytes) -> core::Result<core::Nanoseconds> {
            HEARTH_CHECK(ledger::read_certificate(bytes, chain, node));
            return INT64_MAX;
        };
        const core::SigningKey gateway_key = core::SigningKey::generate();
        const auto gateway = must(link::LinkListener::start(taking, gateway_key, events));
        link::DialerOptions dialling;
        dialling.network = chain;
        dialling.targets = {{"127.0.0.1", gateway->port(), std::nullopt}};
        dialling.credentials.own = [&] { return shown(*old); };
        auto dialer = must(link::LinkDialer::start(dialling, *old, {}));
        QTRY_COMPARE(ups.load(), 1);
        must(home.settlement.rotate_node_key());
        const auto present = home.identity->node_key();
        QVERIFY(present->public_key() != old->public_key());
        QVERIFY(shown(*old).empty()); // the ledger says that another one replaced it
        must(ledger::read_certificate(shown(*present), chain, present->public_key()));
        dialer.reset();
        dialer = must(link::LinkDialer::start(dialling, *old, {}));
        QTRY_COMPARE(ups.load(), 2);
    }

    void aDebtIsForgivenOnceItsTimeHasPassed() {
        Household home;
        const node::OwedBook::Time time = [&home] { return home.clock.now(); };
        constexpr core::Nanoseconds day = 86'400 * second;
        const core::PublicKey payer = home.identity->caller_key().public_key();
        const auto units = [](std::uint64_t count) { return core::Amount::from_units(count); };
        const auto owed = [&](core::Nanoseconds lasts) {
            return must(node::OwedBook(*home.store, lasts, time).of(payer)); // as after a restart
        };
        QCOMPARE(owed(30 * day).amount, units(0));
        must(node::OwedBook(*home.store, 30 * day, time).add(payer, units(700)));
        home.clock.advance(29 * day);
        QCOMPARE(owed(30 * day).amount, units(700));
        QCOMPARE(owed(30 * day).left.value(), day);
        must(node::OwedBook(*home.store, 30 * day, time).add(payer, units(300)));
        home.clock.advance(30 * day - 1); // more of it begins its time anew
        QCOMPARE(owed(30 * day).amount, units(1'000));
        QVERIFY(!owed(0).left && owed(0).amount == units(1'000)); // for ever
        home.clock.advance(1);
        QCOMPARE(owed(30 * day).amount, units(0));
        QCOMPARE(owed(0).amount, units(0)); // and it does not come back
        // One of before, whose beginning nobody wrote down.
        must(home.store->set_setting("owed." + payer.hex(), "500"));
        QCOMPARE(owed(30 * day).left.value(), 30 * day);
        home.clock.advance(30 * day);
        QCOMPARE(owed(30 * day).amount, units(0));
        // Somebody to whom the owner of the home is kind.
        must(node::OwedBook(*home.store, 0, time).add(payer, units(900)));
        node::OwedBook kind(*home.store, 0, time, {payer});
        QCOMPARE(must(kind.of(payer)).amount, units(0));
        QCOMPARE(owed(0).amount, units(0)); // written off, also when the kindness ends
        must(home.store->set_setting("owed." + payer.hex(), "much"));
        QVERIFY(!node::OwedBook(*home.store, 30 * day, time).of(payer)); // nothing is forgiven by damage
    }

    void noClockForgivesButTheLedgers() {
        Household home;
        constexpr core::Nanoseconds day = 86'400 * second;
        const core::PublicKey payer = home.identity->caller_key().public_key();
        const core::Amount units = core::Amount::from_units(700);
        core::Nanoseconds now = 0; // no block yet
        const auto owed = [&] { return must(node::OwedBook(*home.store, 30 * day, [&now] { return now; }).of(payer)); };
        must(node::OwedBook(*home.store, 30 * day, [&now] { return now; }).add(payer, units));
        QVERIFY(owed().amount == units && owed().left == 30 * day);
        now = 20'000 * day; // its time begins with the first look
        QVERIFY(owed().amount == units && owed().left == 30 * day);
        now -= 100 * day; // a ledger that begins again and catches up
        QVERIFY(owed().amount == units && owed().left == 30 * day);
        now += 129 * day;
        QVERIFY(owed().amount == units && owed().left == day);
        home.clock.advance(1'000 * day); // of this machine
        QVERIFY(owed().amount == units);
        now += day;
        QCOMPARE(owed().amount, core::Amount());
    }

    // Nobody else tells the payee that the time for its last voucher runs.
    void thePayeeIsToldThatItsChannelCloses() {
        Household home;
        const std::string id = home.open(50'000'000);
        std::atomic<int> told = 0;
        const auto listening =
            home.events.subscribe([&](const control::Event& event) { told += event.topic == "governance" ? 1 : 0; });
        must(home.desk.act(home.with_voucher("redeem", id, 5'000)));
        QCOMPARE(told.load(), 0);
        must(home.desk.act(home.act("close_channel", id)));
        QTRY_COMPARE(told.load(), 1);
        control::ChannelView seen = must(home.desk.view()).channels.at(0);
        QCOMPARE(*seen.closes - must(home.desk.view()).height, std::uint64_t{86'400}); // a day of blocks
    }

    void whatIsMissingOrWrongIsNamed() {
        Household home;
        const std::string id = home.open(50'000'000);
        const auto code = [&](const control::GovernanceAct& act) { return home.desk.act(act).error().code; };
        QCOMPARE(code(home.act("open_channel")), Code::invalid_argument);
        QCOMPARE(code(home.act("redeem", id)), Code::invalid_argument);
        QCOMPARE(code(home.act("redeem")), Code::invalid_argument);
        QCOMPARE(code(home.act("top_up_channel", id)), Code::invalid_argument);
        QCOMPARE(code(home.act("close_channel", "short")), Code::invalid_argument);
        QCOMPARE(code(home.with_voucher("redeem", id, 5, "another")), Code::refused);
        control::GovernanceAct other = home.with_voucher("redeem", std::string(64, 'a'), 5);
        other.channel->channel = id;
        QCOMPARE(code(other), Code::refused);
        other.channel->voucher = "no hex";
        QCOMPARE(code(other), Code::invalid_argument);
        other.channel->voucher = "a0";
        QVERIFY(!home.desk.act(other));
        QCOMPARE(code(home.act("close_channel", std::string(64, 'a'))), Code::not_found);
        control::GovernanceAct agreed = home.act("close_channel", id);
        agreed.channel->agreement = "ab";
        agreed.amount = "5";
        QCOMPARE(code(agreed), Code::invalid_argument);
        agreed.channel->agreement = std::string(128, '0');
        QCOMPARE(code(agreed), Code::refused);
        control::GovernanceAct bare;
        bare.act = "redeem";
        QCOMPARE(code(bare), Code::invalid_argument);
        QCOMPARE(must(home.desk.view()).channels.size(), std::size_t{1});
    }

    void thePayeesAgreementEndsItAtOnce() {
        Household home;
        const std::string id = home.open(50'000'000);
        const core::Hash digest =
            ledger::agreement_digest(chain, core::ChannelId::parse(id).value(), core::Amount::from_units(7'000), {});
        control::GovernanceAct agreed = home.act("close_channel", id);
        agreed.channel->agreement = core::to_hex(home.identity->operator_key()->sign(digest.view()));
        agreed.amount = "7000";
        must(home.desk.act(agreed));
        QVERIFY(must(home.desk.view()).channels.empty());
        QCOMPARE(home.balance(*home.identity->operator_key()), std::uint64_t{7'000});
    }

    void aNodeAnswersForTheValidatorOfItsHome() {
        Household home;
        control::GovernanceAct bond;
        bond.act = "bond";
        must(home.desk.act(bond));
        home.settlement.read([&](const ledger::State& state) {
            QCOMPARE(*state.tables().bonds().get({home.validator.public_key()}),
                     home.identity->node_key()->public_key());
        });
        QCOMPARE(home.desk.act(bond).error().code, Code::conflict);
        node::GovernanceDesk solo(*home.identity, home.settlement, [] { return second; }, {});
        QCOMPARE(solo.act(bond).error().code, Code::unsupported);
    }
};

QTEST_GUILESS_MAIN(NodeChannels)
#include "tst_node_channels.moc"
