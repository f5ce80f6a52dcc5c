// SPDX-License-Identifier: Apache-2.0
#include "../ledger/world.h"
#include "ledger/rules.h"
#include "ledger/sequencer.h"
#include "node/money/standing.h"
#include "node/network/found_gateways.h"
#include "support.h"

#include <set>

using namespace hearth;
using namespace hearth::test;
using core::second;
using node::FoundGateways;
using world::key_of;

namespace {

/// Gateways of these operators, all of whose nodes are registered; "far" has two addresses.
struct Ledger : world::Machine {
    Ledger() {
        for (const char* name : {"near", "far", "twin one", "twin two", "silent"}) {
            const core::SigningKey owner = key_of(std::string(name).starts_with("twin") ? "twins" : name);
            if (!run(owner, world::World::registration(key_of(name), owner))) qFatal("not registered");
        }
        say("near", {"near.example.net:8748"});
        say("far", {"far.example.net:8748", "[2001:db8::1]:8749"});
        say("twin one", {"one.example.net:1"});
        say("twin two", {"two.example.net:2"});
        say("silent", {});
    }
    void say(const char* name, std::vector<std::string> addresses,
             std::uint32_t roles = ledger::roles::gateway | ledger::roles::full_node) {
        if (!run(key_of(name), ledger::AnnounceNode{key_of(name).public_key(), roles, std::move(addresses)}))
            qFatal("not announced");
    }
    std::vector<link::DialTarget> seen_by(const std::string& name, bool local = false) const {
        return node::gateways_for(state, context.epoch, key_of(name).public_key(), local);
    }
};

std::vector<std::string> hosts_of(const std::vector<link::DialTarget>& targets) {
    std::vector<std::string> hosts;
    for (const link::DialTarget& each : targets)
        hosts.push_back(each.host);
    return hosts;
}

/// Dialers to ports of this machine at which nobody listens.
struct Dials {
    core::SigningKey key = key_of("home");
    std::vector<link::DialTarget> known;
    std::vector<std::string> dialled;
    bool refuses = false;
    FoundGateways found{[this] { return known; }, [this](const link::DialTarget& target) { return dial(target); }};

    explicit Dials(int count) {
        for (int i = 0; i < count; ++i)
            known.push_back(target(std::to_string(i)));
    }
    static link::DialTarget target(const std::string& name) {
        return {"host-" + name, 1, key_of("gateway " + name).public_key()};
    }
    core::Result<std::shared_ptr<link::LinkDialer>> dial(const link::DialTarget& target) {
        using Dialer = std::shared_ptr<link::LinkDialer>;
        if (refuses) return core::fail(core::Code::internal, "no thread");
        dialled.push_back(target.host);
        link::DialerOptions options;
        options.network = "hearth-test";
        options.targets = {{"127.0.0.1", 1, target.key}};
        auto started = link::LinkDialer::start(std::move(options), key, {});
        return started ? core::Result<Dialer>(std::move(*started)) : core::Result<Dialer>(started.error());
    }
};

/// A solo ledger, which answers at once, and may be seen in another state than its own.
class ShownLedger final : public ledger::Ledger {
public:
    explicit ShownLedger(std::unique_ptr<ledger::Sequencer> behind) : m_behind(std::move(behind)) {}

    const ledger::State* shown = nullptr;
    core::Epoch epoch = 0;

    std::string chain_id() const override { return m_behind->chain_id(); }
    ledger::Head head() const override {
        ledger::Head head = m_behind->head();
        head.epoch = std::max(head.epoch, epoch);
        return head;
    }
    core::Result<core::Hash> beacon(core::Height height) const override { return m_behind->beacon(height); }
    core::Nanoseconds epoch_ends_at() const override { return m_behind->epoch_ends_at(); }
    void submit(const ledger::SignedTransaction& tx, Done done) override { m_behind->submit(tx, std::move(done)); }
    void read(const std::function<void(const ledger::State&)>& read) const override {
        if (shown != nullptr) return read(*shown);
        m_behind->read(read);
    }
    core::Result<ledger::StateProof> prove(const std::vector<ledger::StateKey>& keys,
                                           core::Height from) const override {
        return m_behind->prove(keys, from);
    }
    core::Result<ledger::FoundTransaction> transaction(const core::Hash& hash) const override {
        return m_behind->transaction(hash);
    }
    void on_events(Listener listener) override { m_behind->on_events(std::move(listener)); }
    core::Status tick() override { return m_behind->tick(); }

private:
    std::unique_ptr<ledger::Sequencer> m_behind;
};

struct Home {
    QTemporaryDir folder;
    std::unique_ptr<node::Store> store = must(node::Store::open(path_of(folder) / "node.sqlite"));
    std::unique_ptr<node::Identity> identity = make_identity();
    ShownLedger ledger{make_ledger()};
    control::EventFan events;
    node::Settlement settlement{ledger, *identity, *store, events};
    std::shared_ptr<const core::SigningKey> key = identity->node_key();

    std::unique_ptr<node::Identity> make_identity() const {
        std::filesystem::create_directory(path_of(folder) / "keys");
        std::filesystem::permissions(path_of(folder) / "keys", std::filesystem::perms::owner_all);
        return must(node::Identity::open(path_of(folder) / "keys", true));
    }
    std::unique_ptr<ledger::Sequencer> make_ledger() const {
        ledger::Genesis genesis;
        genesis.chain_id = "hearth-test";
        genesis.time = core::system_clock().now();
        genesis.accounts[identity->caller_key().public_key()] = core::Amount::from_units(1'000'000'000);
        ledger::Sequencer::Options options;
        options.folder = path_of(folder) / "ledger";
        options.epoch_length = 86'400 * second;
        return must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
    }
    std::optional<ledger::Announcement> said() const {
        std::optional<ledger::Announcement> found;
        settlement.read([&](const ledger::State& state) {
            const auto* held = state.tables().announcements().get({key->public_key()});
            if (held != nullptr) found = *held;
        });
        return found;
    }
    core::Height height() const { return settlement.head().height; }
};

} // namespace

/// Gateways that a home finds on the ledger, and what it says of itself there.
class NodeFoundGateways : public QObject {
    Q_OBJECT
private slots:
    void everyNodeTriesThemInAnOrderOfItsOwn() {
        const Ledger ledger;
        std::set<std::string> first;
        for (int i = 0; i < 40; ++i) {
            const auto targets = ledger.seen_by("home " + std::to_string(i));
            const std::vector<std::string> hosts = hosts_of(targets);
            QCOMPARE(targets.size(), std::size_t{5});
            QCOMPARE(hosts, hosts_of(ledger.seen_by("home " + std::to_string(i))));
            first.insert(hosts.front());
            // One of each operator before the second one of anybody, and second addresses last.
            QVERIFY(hosts[3] == "one.example.net" || hosts[3] == "two.example.net");
            QCOMPARE(hosts[4], std::string("2001:db8::1"));
            QCOMPARE(targets[4].port, std::uint16_t{8749});
            QCOMPARE(*targets[4].key, key_of("far").public_key());
        }
        QCOMPARE(first.size(), std::size_t{4});
    }

    void whoIsNoGatewayAnyMoreIsNotTried() {
        Ledger ledger;
        QCOMPARE(ledger.seen_by("near").size(), std::size_t{4}); // itself is none
        ledger.say("near", {}, ledger::roles::executor);
        QCOMPARE(ledger.seen_by("home").size(), std::size_t{4});
        ledger::RegisterNode next = world::World::registration(key_of("next"), key_of("far"));
        next.replaces = key_of("far").public_key();
        QVERIFY(ledger.run(key_of("far"), next));
        QCOMPARE(ledger.seen_by("home").size(), std::size_t{2});
    }

    void nobodyIsLedToItsOwnMachine() {
        Ledger ledger;
        ledger.say("near", {"127.0.0.1:22", "[::ffff:127.0.0.1]:22", "169.254.169.254:80", "near.example.net:8748"});
        QCOMPARE(hosts_of(ledger.seen_by("home")).size(), std::size_t{5});
        for (const link::DialTarget& target : ledger.seen_by("home"))
            QVERIFY(*target.key != key_of("near").public_key() || target.host == "near.example.net");
        QCOMPARE(ledger.seen_by("home", true).size(), std::size_t{7}); // all of the network is there
    }

    void someAddressesAreNobodyElses() {
        for (const char* host : {"a", "a.example.net", "a.example.net.", "203.0.113.7", "192.168.1.2", "2001:db8::1"})
            QVERIFY2(node::others_call(host, false), host);
        for (const char* host : {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "localhost",
                                 "LocalHost", "a.localhost"}) {
            QVERIFY2(!node::others_call(host, false), host);
            QVERIFY2(node::others_call(host, true), host);
        }
        for (const char* host : {"0.0.0.0", "0.1.2.3", "::", "*", "169.254.169.254", "fe80::1", "ff02::1", "224.0.0.1",
                                 "255.255.255.255", "127.1", "2130706433", "0x7f000001", ".", ":::"})
            QVERIFY2(!node::others_call(host, true), host);
    }

    void threeAreDialledAndWhoIsNotReachedGivesWay() {
        Dials d(5);
        QVERIFY(d.found.tick(0));
        QCOMPARE(d.dialled, (std::vector<std::string>{"host-0", "host-1", "host-2"}));
        QCOMPARE(d.found.dialers().size(), link::max_gateways);
        QVERIFY(!d.found.tick(FoundGateways::patience - 1));
        QCOMPARE(d.dialled.size(), std::size_t{3});
        QVERIFY(d.found.tick(FoundGateways::patience));
        QCOMPARE(d.dialled, (std::vector<std::string>{"host-0", "host-1", "host-2", "host-3", "host-4"}));
        QCOMPARE(d.found.dialers().size(), std::size_t{2}); // the others rest
        const core::Nanoseconds rested = FoundGateways::patience + FoundGateways::rest;
        QVERIFY(d.found.tick(rested));
        QCOMPARE(d.dialled.size(), std::size_t{8});
    }

    void oneThatComesLaterIsDialledBesideTheOthers() {
        Dials d(1);
        QVERIFY(d.found.tick(0));
        const auto before = d.found.dialers();
        d.known.push_back(Dials::target("late"));
        QVERIFY2(!d.found.tick(FoundGateways::pause - 1), "the ledger is not read every second");
        QVERIFY(d.found.tick(FoundGateways::pause));
        QCOMPARE(d.dialled, (std::vector<std::string>{"host-0", "host-late"}));
        QCOMPARE(d.found.dialers().front(), before.front()); // its link stays
    }

    void oneGatewayIsDialledAtOneAddress() {
        Dials d(1);
        link::DialTarget other = d.known.front();
        other.host = "another";
        d.known.push_back(other);
        QVERIFY(d.found.tick(0));
        QCOMPARE(d.dialled, (std::vector<std::string>{"host-0"}));
        QVERIFY(d.found.tick(FoundGateways::patience));
        QCOMPARE(d.dialled, (std::vector<std::string>{"host-0", "another"}));
    }

    void whatCannotBeDialledNowIsTriedLater() {
        Dials d(2);
        d.refuses = true;
        QVERIFY(!d.found.tick(0));
        QVERIFY(d.found.dialers().empty());
        d.refuses = false;
        QVERIFY(d.found.tick(FoundGateways::pause));
        QCOMPARE(d.dialled.size(), std::size_t{2});
    }

    void aGatewayStatesWhereOthersCanReachIt_data() {
        QTest::addColumn<std::string>("listens");
        QTest::addColumn<std::vector<std::string>>("named");
        QTest::addColumn<bool>("local");
        QTest::addColumn<std::vector<std::string>>("stated");
        using Texts = std::vector<std::string>;
        QTest::newRow("none") << std::string() << Texts{"a:1"} << false << Texts{};
        QTest::newRow("named") << std::string("0.0.0.0:8748") << Texts{"a:1", "b:2"} << false << Texts{"a:1", "b:2"};
        QTest::newRow("everywhere") << std::string("0.0.0.0:8748") << Texts{} << false << Texts{};
        QTest::newRow("here") << std::string("127.0.0.1:8748") << Texts{} << false << Texts{};
        QTest::newRow("all are here") << std::string("127.0.0.1:8748") << Texts{} << true << Texts{"127.0.0.1:8748"};
        QTest::newRow("an address") << std::string("203.0.113.7:8748") << Texts{} << false << Texts{"203.0.113.7:8748"};
    }
    void aGatewayStatesWhereOthersCanReachIt() {
        QFETCH(std::string, listens);
        QFETCH(std::vector<std::string>, named);
        QFETCH(bool, local);
        QFETCH(std::vector<std::string>, stated);
        ledger::NetworkPlace place;
        place.link_listen = listens;
        place.reached_at = named;
        place.local = local;
        QCOMPARE(node::Standing::addresses_of(place), stated);
    }

    void aGatewayIsKnownOnceTheRulesFindIt() {
        Home home;
        const auto is_known = [&] {
            bool known = false;
            home.settlement.read(
                [&](const ledger::State& state) { known = state.node(home.key->public_key()) != nullptr; });
            return known;
        };
        const auto recovers = [&](std::uint64_t known_from) {
            node::Settlement settlement(home.ledger, *home.identity, *home.store, home.events, known_from);
            must(settlement.recover());
            must(settlement.tick(0));
        };
        recovers(ledger::present_rules + 1);
        QVERIFY(!is_known());
        recovers(ledger::present_rules);
        QVERIFY(is_known());
    }

    void aHomeStatesItsRolesOnceTheLedgerKnowsItsNode() {
        Home home;
        node::Standing first({home.settlement, home.key, ledger::roles::executor, {}, {}, {}});
        first.tick(0);
        QVERIFY(!home.said()); // nobody knows the node yet
        must(home.settlement.recover());
        first.tick(second);
        QVERIFY(home.said() == (ledger::Announcement{ledger::roles::executor, {}}));
        const core::Height then = home.height();
        first.tick(2 * second);
        QCOMPARE(home.height(), then); // once
        node::Standing changed({home.settlement, home.key, ledger::roles::gateway, {"a.example.net:1"}, {}, {}});
        changed.tick(3 * second);
        QVERIFY(home.said() == (ledger::Announcement{ledger::roles::gateway, {"a.example.net:1"}}));
    }

    void aValidatorComesBackAndAsksLaterEachTime() {
        Home home;
        must(home.settlement.recover());
        const core::SigningKey validator = key_of("validator");
        world::Machine jailing;
        jailing.begin_block();
        jailing.state.punish({{validator.public_key(), 1, ledger::OffenceKind::absence}}, jailing.context,
                             jailing.events);
        std::vector<core::Height> asked;
        const auto back = [&](const core::PublicKey& sender, core::Height jailed) {
            asked.push_back(jailed);
            if (asked.size() < 5) return core::Result<ledger::UnjailValidator>(core::fail(core::Code::unavailable, ""));
            return core::Result<ledger::UnjailValidator>(
                ledger::UnjailValidator::certified(validator, "hearth-test", sender, jailed));
        };
        node::Standing standing({home.settlement, home.key, 0, {}, validator.public_key(), back});
        home.ledger.shown = &jailing.state;
        standing.tick(0);
        QVERIFY2(asked.empty(), "its time is not up");
        home.ledger.epoch = jailing.state.tables().jails().get({validator.public_key()})->until;
        for (int i = 1; i < 17; ++i)
            standing.tick(i * second);
        QCOMPARE(asked, (std::vector<core::Height>{1, 1, 1, 1, 1})); // after 1, 2, 4 and 8 seconds
        home.ledger.shown = nullptr;                                 // nobody is in jail there
        for (int i = 17; i < 100; ++i)
            standing.tick(i * second);
        QCOMPARE(asked.size(), std::size_t{5});
        QVERIFY(home.said());
    }
};

QTEST_GUILESS_MAIN(NodeFoundGateways)
#include "tst_node_found_gateways.moc"
