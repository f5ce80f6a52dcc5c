// SPDX-License-Identifier: Apache-2.0
#include "core/operator_key.h"
#include "ledger/node_certificate.h"
#include "ledger/offline_transaction.h"
#include "ledger/sequencer.h"
#include "node/door/key_desk.h"
#include "node/door/offline_desk.h"
#include "node/money/settlement.h"
#include "node/money/shown_certificate.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;
using core::Code;
using core::second;
using ledger::OfflineTransaction;

namespace {

constexpr std::uint64_t start_money = 5'000'000'000;

/// A home whose operator's key was carried away before its first start, in a solo ledger of its own.
struct Orphan {
    QTemporaryDir folder;
    core::ManualClock clock{1'000 * second};
    const core::SigningKey owner = core::SigningKey::from_seed(core::Bytes(32, 7));
    std::unique_ptr<node::Store> store = must(node::Store::open(path_of(folder) / "node.sqlite"));
    std::unique_ptr<node::Identity> identity = make_identity();
    std::unique_ptr<ledger::Sequencer> sequencer = make_ledger();
    control::EventFan events;
    node::Settlement settlement{*sequencer, *identity, *store, events};
    const core::SigningKey validator = core::SigningKey::from_seed(core::Bytes(32, 11));
    node::OfflineDesk desk{*identity, *sequencer, settlement, *store, [this](const core::PublicKey& node_key) {
                               return core::Result<ledger::BondValidator>(ledger::BondValidator::certified(
                                   validator, node_key, sequencer->chain_id(), owner.public_key()));
                           }};

    std::filesystem::path keys() const { return path_of(folder) / "keys"; }
    std::unique_ptr<node::Identity> make_identity() const {
        must(core::restore_operator(keys(), owner, false));
        must(core::take_operator_offline(keys(), path_of(folder) / "stick.key"));
        return must(node::Identity::open(keys(), true));
    }
    std::unique_ptr<ledger::Sequencer> make_ledger() const {
        ledger::Genesis genesis;
        genesis.chain_id = "hearth-test";
        genesis.time = clock.now();
        genesis.accounts[identity->caller_key().public_key()] = core::Amount::from_units(3'000'000'000);
        genesis.accounts[owner.public_key()] = core::Amount::from_units(start_money);
        ledger::Sequencer::Options options;
        options.folder = path_of(folder) / "ledger";
        options.epoch_length = second;
        options.clock = &clock;
        return must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
    }
    bool knows(const core::PublicKey& node_key) const {
        bool known = false;
        sequencer->read([&](const ledger::State& state) { known = state.node(node_key) != nullptr; });
        return known;
    }
    core::Bytes shown() const { return node::shown_certificate(settlement, *identity->node_key(), *identity, *store); }
    core::Amount balance(const core::PublicKey& account) const { return must(settlement.balance(account)); }
    /// As on the other machine.
    std::string sign(const std::string& text, const core::SigningKey& key) const {
        OfflineTransaction file = must(OfflineTransaction::parse(text));
        must(file.sign(key));
        return file.text();
    }
    std::string prepared(const control::GovernanceAct& act, std::uint64_t blocks = 1000) const {
        return must(desk.prepare({act, blocks}));
    }
};

control::GovernanceAct act_of(const std::string& name) {
    control::GovernanceAct act;
    act.act = name;
    return act;
}

control::GovernanceAct transfer(const core::PublicKey& to, const std::string& units) {
    control::GovernanceAct act = act_of("transfer");
    act.to = to.hex();
    act.amount = units;
    return act;
}

} // namespace

/// A home that works although its operator's key is somewhere else.
class NodeOffline : public QObject {
    Q_OBJECT

    const core::PublicKey m_somebody = core::SigningKey::from_seed(core::Bytes(32, 9)).public_key();

private slots:
    void aHomeWithoutTheOperatorsKeyWaitsForItsRegistrationAndThenServes() {
        Orphan home;
        must(home.settlement.recover());
        must(home.settlement.tick(0));
        const auto node_key = home.identity->node_key();
        QVERIFY(!home.knows(node_key->public_key()));
        QVERIFY(home.shown().empty());
        QCOMPARE(home.identity->describe()[0].public_key, home.owner.public_key());

        const std::string text = home.prepared(act_of("register"));
        QVERIFY2(text.find(node_key->public_key().hex()) != std::string::npos, "it says what it does");
        const auto receipt = must(home.desk.send(home.sign(text, home.owner)));
        QCOMPARE(receipt.account, home.owner.public_key().hex());
        QVERIFY(home.knows(node_key->public_key()));
        // What was sent is what its peers are shown, as long as the ledger says the same.
        const core::Bytes shown = home.shown();
        const auto read = must(ledger::read_certificate(shown, "hearth-test", node_key->public_key()));
        QCOMPARE(read.operator_key, home.owner.public_key());
        ledger::RegisterNode other = home.settlement.registration_of(*node_key);
        other.certified_until = 77'777;
        must(home.store->set_setting("certificate." + node_key->public_key().hex(),
                                     core::to_hex(certificate_to_show(other, "hearth-test", home.owner))));
        must(home.store->set_setting("certificate.sent." + node_key->public_key().hex(), "nonsense"));
        QVERIFY(home.shown().empty());

        control::GovernanceAct stake = act_of("stake");
        stake.amount = "2000000000";
        must(home.desk.send(home.sign(home.prepared(stake), home.owner)));
        QCOMPARE(home.balance(home.owner.public_key()).units(), start_money - 2'000'000'000);
    }

    void aCertificateIsKeptAlsoWhereTheHomeDiesBeforeItHearsOfTheBlock() {
        Orphan home;
        must(home.settlement.recover());
        const auto file = must(OfflineTransaction::parse(home.sign(home.prepared(act_of("register")), home.owner)));
        const ledger::SignedTransaction tx = must(file.signed_by_sender());
        must(node::keep_certificate(tx, node::Sent::not_yet, *home.identity, *home.store));
        QVERIFY(home.shown().empty()); // no ledger says so
        QVERIFY(home.sequencer->submit(tx));
        must(ledger::read_certificate(home.shown(), "hearth-test", home.identity->node_key()->public_key()));
    }

    void whatNeedsTheKeySaysWhereItIsToBeSigned() {
        Orphan home;
        must(home.settlement.recover());
        const auto refused = home.settlement.govern(ledger::CastVote{1, ledger::Choice::yes});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::refused);
        QVERIFY(refused.error().hint.find("tx-export") != std::string::npos);
    }

    void aRotationWaitsForItsSignatureAlsoOverARestart() {
        Orphan home;
        must(home.settlement.recover());
        must(home.desk.send(home.sign(home.prepared(act_of("register")), home.owner)));
        const auto old = home.identity->node_key()->public_key();
        const auto refused = home.settlement.rotate_node_key();
        QVERIFY(!refused);
        QVERIFY(refused.error().hint.find("register") != std::string::npos);
        must(home.settlement.recover()); // as a new start does
        const auto next = home.identity->next_node_key();
        QVERIFY(next && home.identity->node_key()->public_key() == old);
        must(home.settlement.tick(0));
        QCOMPARE(home.identity->node_key()->public_key(), old);
        must(home.desk.send(home.sign(home.prepared(act_of("register")), home.owner)));
        must(home.settlement.tick(0));
        QCOMPARE(home.identity->node_key()->public_key(), next->public_key());
        QVERIFY(!home.identity->next_node_key());
    }

    // What it waits for is the registration alone: a renewal needs another signature, and the service starts without
    // it.
    void aRotationDoesNotWaitForARenewal() {
        Orphan home;
        home.settlement.set_certificate_epochs(9);
        must(home.settlement.recover());
        must(home.desk.send(home.sign(home.prepared(act_of("register")), home.owner)));
        QVERIFY(!home.settlement.rotate_node_key());
        const auto next = home.identity->next_node_key();
        must(home.desk.send(home.sign(home.prepared(act_of("register")), home.owner)));
        home.clock.advance(8 * second);
        must(home.sequencer->tick());
        must(home.settlement.recover()); // as a new start does
        QCOMPARE(home.identity->node_key()->public_key(), next->public_key());
        must(home.settlement.tick(0));
    }

    void aBackupWithoutTheOperatorsKeyIsNoneOfIt() {
        Orphan home;
        const auto desk_of = [&](const node::Identity& identity) {
            return node::KeyDesk({identity, home.settlement, home.events, home.keys(), [] {}, home.clock});
        };
        const node::KeyDesk desk = desk_of(*home.identity);
        must(desk.backup(path_of(home.folder) / "sealed", "correct horse"));
        QVERIFY(!must(desk.identity()).backup);
        must(core::restore_operator(home.keys(), home.owner, false));
        const auto whole = must(node::Identity::open(home.keys(), false));
        const node::KeyDesk other = desk_of(*whole);
        must(other.backup(path_of(home.folder) / "sealed too", "correct horse"));
        QCOMPARE(must(other.identity()).backup, std::optional<std::string>("file"));
    }

    void aFileThatDoesNotFitIsRefusedAndMovesNothing() {
        Orphan home;
        must(home.settlement.recover());
        const std::string text = home.prepared(transfer(m_somebody, "7"));
        QCOMPARE(home.desk.send(text).error().message.id(), std::string_view("offline_not_signed"));

        OfflineTransaction other = must(OfflineTransaction::parse(text));
        other.chain_id = "hearth-other";
        must(other.sign(home.owner));
        QCOMPARE(home.desk.send(other.text()).error().message.id(), std::string_view("offline_other_chain"));

        OfflineTransaction ahead = must(OfflineTransaction::parse(text));
        ahead.transaction.sequence += 1;
        must(ahead.sign(home.owner));
        QCOMPARE(home.desk.send(ahead.text()).error().message.id(), std::string_view("offline_number_ahead"));

        const std::string fine = home.sign(text, home.owner);
        must(home.desk.send(fine));
        const auto twice = home.desk.send(fine);
        QCOMPARE(twice.error().code, Code::conflict);
        QCOMPARE(twice.error().message.id(), std::string_view("offline_number_used"));
        QCOMPARE(home.balance(m_somebody).units(), std::uint64_t{7});
    }

    void aFileIsTooLateAfterItsLastBlock() {
        Orphan home;
        must(home.settlement.recover());
        const std::string late = home.sign(home.prepared(transfer(m_somebody, "7"), 1), home.owner);
        for (int i = 0; i < 2; ++i) // blocks by another account
            must(home.settlement.send_money(m_somebody, core::Amount::from_units(1)));
        QCOMPARE(home.desk.send(late).error().message.id(), std::string_view("offline_expired"));
        QCOMPARE(home.balance(home.owner.public_key()).units(), start_money);
        QCOMPARE(home.desk.prepare({transfer(m_somebody, "7"), 0}).error().code, Code::invalid_argument);
    }

    void aChangedFileAndAnotherKeyAreRefused() {
        Orphan home;
        must(home.settlement.recover());
        const std::string text = home.prepared(transfer(m_somebody, "7"));
        OfflineTransaction file = must(OfflineTransaction::parse(text));
        const auto stranger = core::SigningKey::from_seed(core::Bytes(32, 8));
        QCOMPARE(file.sign(stranger).error().message.id(), std::string_view("offline_key_of_another"));
        must(file.sign(home.owner));
        QCOMPARE(file.sign(home.owner).error().code, Code::conflict);
        file.transaction.message = ledger::Transfer{m_somebody, core::Amount::from_units(8)};
        QCOMPARE(home.desk.send(file.text()).error().code, Code::refused);
        for (const char* broken : {"", "{}", "[]", "{\"format\": \"hearth-transaction/1\"}"})
            QVERIFY2(!OfflineTransaction::parse(broken), broken);
        std::string extra = text;
        extra.insert(extra.find('{') + 1, "\"more\": 1,");
        QCOMPARE(OfflineTransaction::parse(extra).error().code, Code::corrupt);
        std::string twice = text; // whoever signs could read another one than whoever sends
        twice.insert(twice.find('{') + 1, "\"chain\": \"another\",");
        QCOMPARE(OfflineTransaction::parse(twice).error().code, Code::corrupt);
        QCOMPARE(home.balance(home.owner.public_key()).units(), start_money);
    }

    // Whoever signs reads words made from the content, whatever the file says.
    void itsWordsAreMadeAnewFromTheContent() {
        Orphan home;
        must(home.settlement.recover());
        std::string text = home.prepared(transfer(m_somebody, "1500000000"));
        const std::string said = "Sends 1.5 EMB";
        const auto at = text.find(said);
        QVERIFY2(at != std::string::npos, text.c_str());
        text.replace(at, said.size(), "Sends 0.1 EMB");
        const auto words = must(must(OfflineTransaction::parse(text)).words());
        QVERIFY2(words.front().find(said) != std::string::npos, words.front().c_str());
        QVERIFY(words[1].find("hearth-test") != std::string::npos);
    }

    static std::string said(const ledger::Message& message) {
        OfflineTransaction file;
        file.transaction.message = message;
        std::string all;
        for (const core::Sentence& line : must(file.words()))
            all += line + "\n";
        return all;
    }

    // An end and a predecessor are signed as well: a signature that stops the present key must say so.
    void aRegistrationSaysWhatItEndsAndWhenItEnds() {
        ledger::RegisterNode message{m_somebody, m_somebody, {}, {}, {}};
        QVERIFY(said(message).find("without end") != std::string::npos);
        QVERIFY(said(message).find("never works again") == std::string::npos);
        message.certified_until = 4711;
        message.replaces = core::SigningKey::from_seed(core::Bytes(32, 12)).public_key();
        const std::string text = said(message);
        QVERIFY2(text.find("until epoch 4711") != std::string::npos, text.c_str());
        QVERIFY2(text.find(message.replaces->hex() + ", which never works again") != std::string::npos, text.c_str());
    }

    void aProposedTextIsShownAndCannotActOnTheTerminal() {
        const std::string text = said(ledger::SubmitProposal{"Rules\x1b[2J", ledger::Statement{"One.\nTwo.\r\\"}});
        QVERIFY2(text.find("Rules\\x1b[2J") != std::string::npos, text.c_str());
        QVERIFY2(text.find("The whole text: One.\\nTwo.\\x0d\\\\\n") != std::string::npos, text.c_str());
        std::string letters;
        for (int i = 0; i < 300; ++i)
            letters += "ä";
        const std::string much = said(ledger::SubmitProposal{"Much", ledger::Statement{"x" + letters}});
        QVERIFY2(much.find("The text begins: x" + letters.substr(0, 398) + "…\n") != std::string::npos, much.c_str());
    }

    void channelsAndABondAreSignedElsewhereToo() {
        Orphan home;
        must(home.settlement.recover());
        control::GovernanceAct open = act_of("open_channel");
        open.channel.emplace();
        open.channel->payee = m_somebody.hex();
        open.channel->expires_epoch = home.sequencer->head().epoch + 50;
        open.amount = "2000000000";
        const std::string text = home.prepared(open);
        QVERIFY2(text.find("Puts 2.0 EMB into a channel") != std::string::npos, text.c_str());
        const auto number = must(OfflineTransaction::parse(text)).transaction.sequence;
        must(home.desk.send(home.sign(text, home.owner)));
        QCOMPARE(home.balance(home.owner.public_key()).units(), start_money - 2'000'000'000);

        const core::ChannelId id = ledger::channel_id(home.owner.public_key(), number);
        control::GovernanceAct close = act_of("close_channel");
        close.channel.emplace();
        close.channel->channel = id.hex();
        QVERIFY(home.prepared(close).find("Closes the channel " + id.hex()) != std::string::npos);
        must(home.desk.send(home.sign(home.prepared(close), home.owner)));
        home.sequencer->read(
            [&](const ledger::State& state) { QVERIFY(state.tables().channels().get(id)->closes.has_value()); });

        must(home.desk.send(home.sign(home.prepared(act_of("register")), home.owner)));
        const std::string bond = home.prepared(act_of("bond"));
        QVERIFY2(bond.find(home.validator.public_key().hex()) != std::string::npos, bond.c_str());
        must(home.desk.send(home.sign(bond, home.owner)));
        home.sequencer->read([&](const ledger::State& state) {
            QCOMPARE(*state.tables().bonds().get({home.validator.public_key()}),
                     home.identity->node_key()->public_key());
        });
    }

    void whatTheLedgerWouldRefuseIsNotEvenMade() {
        Orphan home;
        must(home.settlement.recover());
        QVERIFY(!home.desk.prepare({transfer(m_somebody, "6000000000"), 10}));
        control::GovernanceAct vote = act_of("vote");
        vote.proposal = 9;
        vote.choice = "yes";
        QVERIFY(!home.desk.prepare({vote, 10}));
    }
};

QTEST_GUILESS_MAIN(NodeOffline)
#include "tst_node_offline.moc"
