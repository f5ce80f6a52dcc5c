// SPDX-License-Identifier: Apache-2.0
#include "ledger/message_codec.h"
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

Machine network(std::uint64_t rules = present_rules) {
    Genesis genesis = world::World().genesis();
    genesis.rules = rules;
    if (!genesis.params.set_all({{"audit.self_allowed", 0}, {"audit.new_ppm", 1'000'000}}))
        qFatal("the parameters could not be set");
    if (rules < announced_rules) genesis.params = world::before_the_eighth_rules(genesis.params);
    Machine m{genesis};
    bool built = bool(m.register_node());
    for (const char* name : {"ann", "ben", "cleo"})
        built = built && m.register_stranger(name);
    if (!built) qFatal("the network could not be prepared");
    return m;
}

AnnounceNode says(const core::SigningKey& node, std::uint32_t roles, std::vector<std::string> addresses = {}) {
    return {node.public_key(), roles, std::move(addresses)};
}

const Announcement* said(const Machine& m, const core::SigningKey& node) {
    return m.state.tables().announcements().get({node.public_key()});
}

/// Who is asked for the audit of a receipt that is settled now; each receipt is drawn.
std::vector<core::PublicKey> asked(Machine& m, const std::string& name) {
    if (!m.run(m.world.caller, m.world.escrow(name, 100'000, m.context.epoch + 50)) || !m.settle(name))
        qFatal("the receipt could not be settled");
    m.end_epochs(1);
    std::vector<core::PublicKey> keys;
    for (const AuditDuty& duty : m.state.reward(m.world.receipt_id(name))->audits)
        keys.push_back(duty.auditor);
    return keys;
}

} // namespace

class TestAnnouncement : public QObject {
    Q_OBJECT
private slots:
    void aNodeOrItsOperatorStatesItsRoles();
    void whatNoNodeCanStateIsRefused_data();
    void whatNoNodeCanStateIsRefused();
    void onlyACertifiedNodeStatesAnything();
    void whoDoesNotAuditIsNotDrawn();
    void whoSaysNothingIsDrawnAsEver();
    void announcementsSurviveASnapshotAndAreProved();
    void olderRulesKnowNone();
    void messagesWithoutRulesAreRefusedByName_data();
    void messagesWithoutRulesAreRefusedByName();
};

void TestAnnouncement::aNodeOrItsOperatorStatesItsRoles() {
    Machine m = network();
    const core::SigningKey &node = m.world.node, &owner = m.world.owner;
    QVERIFY(
        m.run(node, says(node, roles::gateway | roles::full_node, {"gateway.example.net:8748", "[2001:db8::1]:8748"})));
    QCOMPARE(said(m, node)->roles, roles::gateway | roles::full_node);
    QCOMPARE(said(m, node)->addresses.front(), std::string("gateway.example.net:8748"));
    QVERIFY(m.run(owner, says(node, roles::executor))); // in place of the other one
    QCOMPARE(said(m, node)->roles, roles::executor);
    QVERIFY(said(m, node)->addresses.empty());
    QVERIFY(m.run(owner, says(node, 0)));
    QCOMPARE(said(m, node)->roles, std::uint32_t{0});
    const Announcement before = *said(m, node);
    for (const char* name : {"ann", "ann's node", "caller"})
        QVERIFY2(is(m.run(key_of(name), says(node, roles::auditor)), Code::refused), name);
    QVERIFY(*said(m, node) == before);
    QCOMPARE(role_names(roles::all).size(), std::size_t{6});
    QCOMPARE(role_names(roles::auditor | roles::store), (std::vector<std::string>{"auditor", "store"}));
}

void TestAnnouncement::whatNoNodeCanStateIsRefused_data() {
    QTest::addColumn<std::uint32_t>("bits");
    QTest::addColumn<std::vector<std::string>>("addresses");
    using Texts = std::vector<std::string>;
    QTest::newRow("a role that there is not") << std::uint32_t{64} << Texts{};
    QTest::newRow("an address of no gateway") << roles::executor << Texts{"a:1"};
    QTest::newRow("no port") << roles::gateway << Texts{"gateway.example.net"};
    QTest::newRow("port 0") << roles::gateway << Texts{"gateway.example.net:0"};
    QTest::newRow("too large a port") << roles::gateway << Texts{"gateway.example.net:65536"};
    QTest::newRow("no host") << roles::gateway << Texts{":8748"};
    QTest::newRow("with a path") << roles::gateway << Texts{"https://gateway.example.net:8748"};
    QTest::newRow("with a line") << roles::gateway << Texts{"gateway\n.example.net:8748"};
    QTest::newRow("too long") << roles::gateway << Texts{std::string(124, 'a') + ":8748"};
    QTest::newRow("twice") << roles::gateway << Texts{"a:1", "b:1", "a:1"};
    QTest::newRow("too many") << roles::gateway << Texts{"a:1", "a:2", "a:3", "a:4", "a:5"};
}

void TestAnnouncement::whatNoNodeCanStateIsRefused() {
    QFETCH(std::uint32_t, bits);
    QFETCH(std::vector<std::string>, addresses);
    Machine m = network();
    const std::uint64_t before = m.balance(m.world.caller.public_key());
    const AnnounceNode message = says(m.world.node, bits, addresses);
    QVERIFY(is(check_announced(message), Code::invalid_argument));
    QVERIFY(m.run(m.world.caller, Transfer{m.world.node.public_key(), core::Amount::from_units(9)}));
    QVERIFY(is(m.run(m.world.node, message, 4), Code::invalid_argument));
    QVERIFY(said(m, m.world.node) == nullptr);
    QCOMPARE(m.balance(m.world.node.public_key()), std::uint64_t{5}); // the fee is gone, and nothing else
    QCOMPARE(m.balance(m.world.caller.public_key()), before - 9);
    QVERIFY(m.state.check_conservation());
}

void TestAnnouncement::onlyACertifiedNodeStatesAnything() {
    Machine m = network();
    const core::SigningKey next = key_of("next node");
    QVERIFY(is(m.run(next, says(next, roles::auditor)), Code::not_found));
    RegisterNode rotation =
        RegisterNode::certified(next, m.world.owner.public_key(), world::chain, m.world.owner.public_key());
    rotation.replaces = m.world.node.public_key();
    rotation.certified_until = m.context.epoch + 1;
    QVERIFY(m.run(m.world.owner, rotation));
    QVERIFY(is(m.run(m.world.node, says(m.world.node, roles::auditor)), Code::refused));
    QVERIFY(m.run(next, says(next, roles::auditor)));
    m.end_epochs(2);
    QVERIFY(is(m.run(m.world.owner, says(next, roles::executor)), Code::refused));
    QCOMPARE(said(m, next)->roles, roles::auditor);
}

void TestAnnouncement::whoDoesNotAuditIsNotDrawn() {
    Machine m = network();
    for (const char* name : {"ann", "cleo"})
        QVERIFY(m.run(key_of(name), says(key_of(std::string(name) + "'s node"), roles::executor | roles::gateway)));
    QVERIFY(m.run(key_of("ben"), says(key_of("ben's node"), roles::auditor)));
    for (const char* name : {"0", "1", "2", "3", "4", "5"})
        QCOMPARE(asked(m, name), (std::vector<core::PublicKey>{key_of("ben's node").public_key()}));
    QVERIFY(m.run(key_of("ben"), says(key_of("ben's node"), roles::full_node)));
    QVERIFY2(asked(m, "6").empty(), "nobody is left, and a check that could not run is no pass");
    QVERIFY(m.state.reward(m.world.receipt_id("6"))->state == RewardState::pending);
}

/// Else the first one to speak would judge everybody.
void TestAnnouncement::whoSaysNothingIsDrawnAsEver() {
    Machine m = network();
    QVERIFY(m.run(key_of("ben"), says(key_of("ben's node"), roles::auditor)));
    std::set<core::PublicKey> drawn;
    for (int i = 0; i < 20; ++i)
        for (const core::PublicKey& key : asked(m, std::to_string(i)))
            drawn.insert(key);
    QVERIFY(drawn.size() > 1);
}

void TestAnnouncement::announcementsSurviveASnapshotAndAreProved() {
    Machine m = network();
    QVERIFY(m.run(m.world.node, says(m.world.node, roles::gateway, {"a:1", "b:2"})));
    QVERIFY(m.run(key_of("ann"), says(key_of("ann's node"), roles::auditor)));
    const auto again = State::from_cbor(m.state.to_cbor());
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(again->app_hash(), m.state.app_hash());
    QVERIFY(again->tables().announcements().all() == m.state.tables().announcements().all());
    const std::string text = "announcement:" + m.world.node.public_key().hex();
    const auto key = StateKey::parse(text);
    QVERIFY2(key.ok(), text.c_str());
    QCOMPARE(key->text(), text);
    const auto shown = m.state.prove({*key});
    QVERIFY(shown.ok() && (*shown)[0].record.has_value());
    QCOMPARE(*proven_root(key->map_key(), (*shown)[0].record, (*shown)[0].proof), m.state.app_hash());
}

void TestAnnouncement::olderRulesKnowNone() {
    Machine m = network(announced_rules - 1);
    const core::Hash before = m.state.app_hash();
    const AnnounceNode message = says(m.world.node, roles::auditor);
    QVERIFY(is(known_under(announced_rules - 1, message), Code::unsupported));
    QVERIFY(known_under(announced_rules, message));
    m.begin_block();
    QVERIFY(is(m.state.check(world::sign(m.state, m.world.node, message), m.context), Code::unsupported));
    QCOMPARE(m.state.app_hash(), before);
    QVERIFY(m.state.upgrade(announced_rules, m.context.epoch));
    QVERIFY(m.run(m.world.node, message));
    QCOMPARE(m.state.params().get("downtime.window_blocks"), std::uint64_t{1'000});
}

void TestAnnouncement::messagesWithoutRulesAreRefusedByName_data() {
    QTest::addColumn<std::uint64_t>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("a dispute") << std::uint64_t{27} << "open_dispute";
    QTest::newRow("a tile") << std::uint64_t{28} << "submit_tile";
    QTest::newRow("a feed") << std::uint64_t{29} << "register_feed";
    QTest::newRow("a value") << std::uint64_t{30} << "report_feed";
    QTest::newRow("nothing") << std::uint64_t{9'999} << "9999";
}

void TestAnnouncement::messagesWithoutRulesAreRefusedByName() {
    QFETCH(std::uint64_t, kind);
    QFETCH(QString, name);
    using core::cbor::Map;
    const auto read = codec::to_message(Map{{0, kind}, {1, Map{{0, std::uint64_t{7}}}}});
    QVERIFY(!read && read.error().code == Code::unsupported);
    QVERIFY2(read.error().message.find(name.toStdString()) != std::string::npos, read.error().message.c_str());
    QCOMPARE(read.error().hint.empty(), kind == 9'999);
}

QTEST_GUILESS_MAIN(TestAnnouncement)
#include "tst_ledger_announcement.moc"
