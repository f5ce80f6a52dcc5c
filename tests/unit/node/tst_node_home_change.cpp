// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/operator_key.h"
#include "core/recovery_words.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/consensus/left_ledgers.h"
#include "node/home_change.h"
#include "service_test.h"

using namespace hearth;
using namespace hearth::test;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> words_of_another() {
    return core::SigningKey::generate().recovery_words();
}

std::string invitation_to(const std::string& chain) {
    ledger::Genesis genesis;
    genesis.chain_id = chain;
    const auto made = ledger::ChainGenesis::from(genesis, 60'000'000'000,
                                                 {{core::SigningKey::generate().public_key(), 10, core::Hash{}, 0}});
    return ledger::Invitation{made.encode(), {"ab@127.0.0.1:1"}, {}, false, {}}.text();
}

node::WantedChange joining(const std::string& chain, const std::string& listen = "127.0.0.1:26656") {
    node::WantedChange wanted;
    wanted.kind = node::WantedChange::Kind::join;
    wanted.invitation = must(ledger::Invitation::parse(invitation_to(chain)));
    wanted.listen = listen;
    return wanted;
}

struct Killed : std::exception {};

ledger::LeavingSteps dies_at(std::string_view point) {
    return [point](std::string_view here) {
        if (here == point) throw Killed();
    };
}

} // namespace

/// A home gets another owner or another ledger while its service stands still.
class NodeHomeChange : public ServiceTest {
    Q_OBJECT

    core::Home place() const { return core::Home{home(), false}; }
    std::string account() { return must(m_node->node().identity()).account; }
    /// As hearthd does once the service was asked to stop.
    node::MadeChange change_and_start() {
        auto wanted = m_node->service->take_change();
        m_node->stop();
        node::ServiceOptions options = m_node->options();
        options.changed = node::make_change(place(), *wanted);
        m_node->service = must(node::Service::start(options));
        return *options.changed;
    }

private slots:
    void init() { make_node(); }
    void cleanup() { m_node.reset(); }

    void anOwnerIsRestoredFromWordsIntoANewHome() {
        m_node->start();
        const std::string before = account();
        must(m_node->node().move_first_run("identity"));
        m_node->import();
        const auto words = words_of_another();
        QCOMPARE(must(m_node->node().home_change()).kind, std::string());
        const auto asked = must(m_node->node().restore_operator(words));
        QCOMPARE(asked.kind, std::string("restore"));
        QCOMPARE(asked.state, control::ChangeState::under_way);
        QCOMPARE(m_node->node().restore_operator(words).error().code, core::Code::conflict); // one at a time
        QVERIFY(!change_and_start().failure);
        QCOMPARE(account(), must(core::key_of_words(words)).public_key().hex());
        QVERIFY(account() != before);
        const auto identity = must(m_node->node().identity());
        QVERIFY(identity.covers_accounts && identity.backup == std::optional<std::string>("words"));
        const auto became = must(m_node->node().home_change());
        QCOMPARE(became.kind, std::string("restore"));
        QCOMPARE(became.state, control::ChangeState::done);
        QVERIFY(fs::exists(fs::path(became.kept) / "ledger" / "ledger.sqlite"));
        // The set-up goes on where it was, the model is there and answers, paid by the owner's own account.
        QCOMPARE(must(m_node->node().first_run()).step, std::string("identity"));
        QCOMPARE(must(m_node->node().models()).size(), std::size_t{1});
        must(m_node->ask("hello"));
        // The keys of before are not lost.
        bool kept = false;
        for (const auto& entry : fs::directory_iterator(home()))
            kept = kept || entry.path().filename().string().starts_with("keys.replaced-");
        QVERIFY(kept);
    }

    void wrongWordsAreNamedAndChangeNothing() {
        m_node->start();
        auto words = words_of_another();
        words[4] = "hearthh";
        const auto unknown = m_node->node().restore_operator(words);
        QCOMPARE(unknown.error().code, core::Code::invalid_argument);
        QVERIFY(unknown.error().message.find("hearthh") != std::string::npos);
        words.pop_back();
        QCOMPARE(m_node->node().restore_operator(words).error().code, core::Code::invalid_argument);
        QVERIFY(!m_node->service->take_change());
        QCOMPARE(must(m_node->node().home_change()).kind, std::string());
        const auto own = must(m_node->node().recovery_words());
        QCOMPARE(m_node->node().restore_operator(own).error().message.id(), std::string_view("operator_already"));
    }

    void aHomeWithJobsKeepsItsOwner() {
        serve();
        must(m_node->ask("hello"));
        const auto refused = m_node->node().restore_operator(words_of_another());
        QCOMPARE(refused.error().message.id(), std::string_view("home_of_another_operator"));
        QVERIFY(!m_node->service->take_change());
    }

    void aRestoreThatWasKilledIsFinishedOrNeverWas() {
        m_node->start();
        for (const char* at : {"ready", "recorded", "moved", "keys gone"}) {
            const std::string before = account();
            m_node->stop();
            node::WantedChange wanted;
            wanted.kind = node::WantedChange::Kind::restore;
            wanted.operator_key = core::SigningKey::generate();
            QVERIFY_EXCEPTION_THROWN((void)node::make_change(place(), wanted, core::system_clock(), dies_at(at)),
                                     Killed);
            m_node->start();
            const bool begun = at == std::string("moved") || at == std::string("keys gone");
            QVERIFY2(account() == (begun ? wanted.operator_key->public_key().hex() : before), at);
            QVERIFY2(!fs::exists(home() / "keys.restored"), at);
            QVERIFY2(fs::exists(home() / ("keys.replaced-" + before.substr(0, 16))) == begun, at);
        }
    }

    void aJoinThatWasKilledIsFinishedOrNeverWas() {
        serve();
        must(m_node->ask("hello"));
        const std::string chain = must(m_node->node().network()).chain;
        m_node->stop();
        for (const char* at : {"ready", "recorded", "moved", "gone"}) {
            QVERIFY_EXCEPTION_THROWN(
                (void)node::make_change(place(), joining("net"), core::system_clock(), dies_at(at)), Killed);
            QVERIFY2(!ledger::NetworkPlace::is_there(place()), at);
            must(node::finish_change(place()));
            const bool joined = ledger::NetworkPlace::is_there(place());
            QVERIFY2(joined == (at == std::string("moved") || at == std::string("gone")), at);
            QVERIFY2(joined != fs::exists(home() / "ledger" / "ledger.sqlite"), at); // on one of the two
            if (!joined) continue;
            QCOMPARE(must(ledger::NetworkPlace::load(place())).peers.size(), std::size_t{1});
            node::MadeChange made;
            made.kind = node::WantedChange::Kind::join;
            made.aside = home() / "left" / "solo-1";
            QVERIFY2(node::undo_change(place(), made, core::fail(core::Code::io, "It does not start.")), at);
            QVERIFY2(!made.aside, at);
        }
        m_node->start();
        QCOMPARE(must(m_node->node().network()).chain, chain);
        QCOMPARE(must(m_node->node().jobs(10, {})).size(), std::size_t{1});
    }

    void whatTheHomeHasIsTold() {
        serve();
        must(m_node->ask("hello"));
        const auto has = must(m_node->node().holdings());
        QVERIFY(has.chain.starts_with("hearth-solo-") && has.height > 0);
        QVERIFY(has.accounts != "0");
        QCOMPARE(has.all_power, std::uint64_t{0});
        QCOMPARE(m_node->node().leave_network().error().message.id(), std::string_view("in_no_network"));
    }

    void anInvitationThatCannotBeFollowedChangesNothing() {
        serve();
        must(m_node->ask("hello"));
        QCOMPARE(m_node->node().join_network("hearth-network-1.AAAA", {}).error().code, core::Code::corrupt);
        const auto stopped = m_node->node().join_network(invitation_to("net"), [](const auto&) { return false; });
        QVERIFY(!stopped); // cancelled, or there is no engine here
        QVERIFY(!fs::exists(home() / "joining") && !ledger::NetworkPlace::is_there(place()));
        QVERIFY(!m_node->service->take_change());
        // What fails at the change itself leaves the ledger where it was, with its jobs.
        m_node->stop();
        const node::MadeChange made = node::make_change(place(), joining("net", "nonsense"));
        QVERIFY(made.failure && !made.aside);
        QCOMPARE(made.view().state, control::ChangeState::failed);
        m_node->start();
        QCOMPARE(must(m_node->node().jobs(10, {})).size(), std::size_t{1});
    }

    void aHomeThatCannotStartInItsNetworkIsAsItWas() {
        serve();
        must(m_node->ask("hello"));
        const std::string chain = must(m_node->node().network()).chain;
        m_node->stop();
        node::MadeChange made = node::make_change(place(), joining("net"));
        QVERIFY(!made.failure && made.aside && ledger::NetworkPlace::is_there(place()));
        must(core::write_file_atomic(home() / "network" / "network.toml", core::as_bytes("nonsense")));
        QVERIFY(!node::Service::start(m_node->options()));
        QVERIFY(node::undo_change(place(), made, core::fail(core::Code::io, "It does not start.")));
        QVERIFY(!ledger::NetworkPlace::is_there(place()));
        QCOMPARE(made.view().reason, std::string("It does not start."));
        QVERIFY(!node::undo_change(place(), made, core::fail(core::Code::io, "Again."))); // once
        made.failure.reset();
        made.aside = home() / "left" / "solo-1"; // which no start has to part with any more
        QVERIFY(!node::undo_change(place(), made, core::fail(core::Code::io, "Again.")) && !made.failure);
        m_node->start();
        QCOMPARE(must(m_node->node().network()).chain, chain);
        QCOMPARE(must(m_node->node().jobs(10, {})).size(), std::size_t{1});
        must(m_node->ask("again"));
    }

    void aHomeThatLeavesBeginsALedgerOfItsOwn() {
        m_node->start();
        m_node->stop();
        QVERIFY(!node::make_change(place(), joining("net")).failure);
        node::WantedChange leaving;
        const node::MadeChange left = node::make_change(place(), leaving);
        QVERIFY(!left.failure && left.aside && fs::exists(*left.aside / "network" / "genesis.cbor"));
        m_node->start();
        QCOMPARE(must(m_node->node().network()).mode, std::string("solo"));
        QVERIFY(node::make_change(place(), leaving).failure); // its service runs
    }
};

QTEST_GUILESS_MAIN(NodeHomeChange)
#include "tst_node_home_change.moc"
