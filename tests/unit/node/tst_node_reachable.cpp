// SPDX-License-Identifier: Apache-2.0
#include "link/stream_pipe.h"
#include "node/network/link_route.h"
#include "support.h"

#include <sys/socket.h>

using namespace hearth;
using namespace hearth::test;
using link::Side;
using node::LinkDesk;

namespace {

constexpr const char* profile = "ci8.1";
constexpr core::Nanoseconds list_time = 11 * core::second; ///< a list is old by then

/// What comes at one end of a job.
class Ear final : public link::JobEnd {
public:
    void receive(link::JobMessage message) override {
        const std::lock_guard lock(m_mutex);
        if (const auto* quote = std::get_if<link::Quote>(&message)) m_quoted = quote->node_key;
        m_failed |= std::holds_alternative<link::Failed>(message);
    }
    std::optional<core::PublicKey> quoted() const {
        const std::lock_guard lock(m_mutex);
        return m_quoted;
    }
    bool failed() const {
        const std::lock_guard lock(m_mutex);
        return m_failed;
    }

private:
    mutable std::mutex m_mutex;
    std::optional<core::PublicKey> m_quoted;
    bool m_failed = false;
};

/// Quotes, and does nothing more.
class Quoter final : public link::JobRoute {
public:
    explicit Quoter(core::PublicKey node) : m_node(node) {}
    std::vector<link::OfferedModel> models() override { return {}; }
    core::Result<link::OfferedModel> find(const std::string&) override { return link::OfferedModel{}; }
    core::Result<link::OpenedJob> open(const std::string&, link::Ask, std::shared_ptr<link::JobEnd> caller,
                                       const link::Terms&) override {
        link::Quote quote;
        quote.node_key = m_node;
        caller->receive(std::move(quote));
        return link::OpenedJob{std::make_shared<Ear>(), m_node, {}};
    }

private:
    const core::PublicKey m_node;
};

struct Home {
    explicit Home(const core::Clock& clock, LinkDesk::Certified relays_to = {})
        : keys(key, clock), executor(key.public_key()),
          desk(
              &executor, &keys, [](const auto&, const auto&) { return core::fail(core::Code::not_found, "Not here."); },
              [](core::ByteView) { return core::Status(); }, std::move(relays_to), clock) {}
    core::SigningKey key = core::SigningKey::generate();
    core::PublicKey node = key.public_key();
    link::SealingKeys keys;
    Quoter executor;
    LinkDesk desk;
    std::unique_ptr<link::StreamPipe> pipe; ///< the last one that it has an end of
};

link::Capability offering(Home& home, std::uint64_t price) {
    link::Capability mine{link::role_executor, {}, 1, false, home.keys.card()};
    link::ModelOffer offer;
    offer.profile = profile;
    offer.completion_token = core::Amount::from_units(price);
    mine.models.push_back(offer);
    return mine;
}

} // namespace

/// What a home makes of the nodes that gateways list.
class NodeReachable : public QObject {
    Q_OBJECT

    core::ManualClock m_clock{1'700'000'000 * core::second};
    std::atomic<bool> m_spoils = false; ///< the gateway alters what is sealed
    std::set<core::PublicKey> m_certified;
    std::unique_ptr<Home> m_gateway, m_asker, m_one, m_two, m_dear;
    std::unique_ptr<node::Reachable> m_reachable;
    std::vector<std::unique_ptr<link::StreamPipe>> m_far; ///< the gateway's ends

    link::LinkEvents spoiling() {
        link::LinkEvents events = m_gateway->desk.events();
        events.job = [this, job = events.job](const LinkDesk::LinkPtr& link, link::Arrival arrival) {
            auto* sealed = std::get_if<core::Bytes>(&arrival.content);
            if (sealed != nullptr && m_spoils && !arrival.opens) sealed->back() ^= 1;
            job(link, std::move(arrival));
        };
        return events;
    }
    /// A node that dialled the asker.
    struct Neighbour {
        core::PublicKey node;
        link::Capability offers;
        std::unique_ptr<link::StreamPipe> near, far;
    };
    Neighbour neighbour(std::uint64_t price) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) qFatal("no sockets");
        Home home(m_clock);
        Neighbour made{home.node, offering(home, price), {}, {}};
        made.near = std::make_unique<link::StreamPipe>(ends[1], Side::listener, made.node, m_asker->desk.events());
        made.far = std::make_unique<link::StreamPipe>(ends[0], Side::dialer, m_asker->node, link::LinkEvents());
        made.far->link()->announce(made.offers);
        return made;
    }
    void dial(Home& home) {
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        m_far.push_back(std::make_unique<link::StreamPipe>(ends[1], Side::listener, home.node, spoiling()));
        m_far.back()->link()->announce({link::role_gateway, {}, 0, false, {}});
        home.pipe = std::make_unique<link::StreamPipe>(ends[0], Side::dialer, m_gateway->node, home.desk.events());
    }
    std::size_t known() {
        m_clock.advance(list_time);
        m_reachable->refresh();
        return m_reachable->nodes().size();
    }

private slots:
    void init() {
        m_gateway = std::make_unique<Home>(m_clock, [](const core::PublicKey&) { return true; });
        for (auto* home : {&m_asker, &m_one, &m_two, &m_dear}) {
            *home = std::make_unique<Home>(m_clock);
            dial(**home);
        }
        m_one->pipe->link()->announce(offering(*m_one, 1000));
        m_two->pipe->link()->announce(offering(*m_two, 1200));
        m_dear->pipe->link()->announce(offering(*m_dear, 900'000));
        m_certified = {m_one->node, m_two->node, m_dear->node};
        m_reachable = std::make_unique<node::Reachable>(
            m_asker->desk, m_clock, m_asker->node,
            [this](const core::PublicKey& node) { return m_certified.contains(node); });
    }
    void cleanup() {
        m_far.clear();
        for (auto* home : {&m_asker, &m_one, &m_two, &m_dear})
            (*home)->pipe.reset();
        m_reachable.reset();
        for (auto* home : {&m_asker, &m_one, &m_two, &m_dear, &m_gateway})
            home->reset();
        m_spoils = false;
    }

    void certifiedNodesAreKnownForAsLongAsTheGatewayIsThere() {
        m_certified.erase(m_two->node);
        QTRY_COMPARE(known(), std::size_t{2});
        m_asker->pipe.reset();
        QTRY_VERIFY(m_asker->desk.links().empty());
        m_reachable->refresh();
        dial(*m_asker);
        QTRY_VERIFY(!m_asker->desk.links().empty());
        QVERIFY(m_reachable->nodes().empty()); // the old list is gone
        QTRY_COMPARE(known(), std::size_t{2});
    }

    /// As it was shown on the link, whatever the ledger of this home knows.
    void whoseCertificateHasEndedIsLeftOut() {
        QTRY_COMPARE(known(), std::size_t{3});
        m_far[2]->link()->expire(true);
        QTRY_COMPARE(known(), std::size_t{2});
        node::LinkRoute route(m_asker->desk, *m_reachable, {}, m_clock,
                              [](const core::PublicKey&) { return core::Status(); });
        link::Ask ask;
        ask.profile = profile;
        ask.prompt = "hello";
        QVERIFY(!route.models().empty());
        m_asker->pipe->link()->expire(true); // its gateway
        QVERIFY(route.models().empty());
        const auto refused = route.open("a", ask, std::make_shared<Ear>(), {});
        QVERIFY(!refused && refused.error().code == core::Code::refused);
        m_asker->pipe->link()->expire(false);
        must(route.open("b", ask, std::make_shared<Ear>(), {}));
    }

    void whoeverDialledThisHomeIsNotAskedForAList() {
        std::atomic<int> asked = 0;
        link::LinkEvents counting;
        counting.job = [&asked](const LinkDesk::LinkPtr&, const link::Arrival&) { ++asked; };
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        const core::PublicKey stranger = core::SigningKey::generate().public_key();
        const auto near = std::make_unique<link::StreamPipe>(ends[1], Side::listener, stranger, m_asker->desk.events());
        const auto far = std::make_unique<link::StreamPipe>(ends[0], Side::dialer, m_asker->node, std::move(counting));
        far->link()->announce({link::role_gateway, {}, 0, false, {}});
        QTRY_VERIFY(near->link()->capability().roles == link::role_gateway && near->link()->carried());
        QTRY_COMPARE(known(), std::size_t{3});
        QCOMPARE(asked.load(), 0);
    }

    void whoIsSilentLeavesOrIsNotPinnedIsNotAsked() {
        const Neighbour one = neighbour(1000);
        Neighbour other = neighbour(1000);
        const auto offers = [](const Neighbour& each) { return !each.near->link()->capability().models.empty(); };
        QTRY_VERIFY(offers(one) && offers(other));
        node::LinkRoute route(m_asker->desk, *m_reachable, {one.node}, m_clock,
                              [](const core::PublicKey&) { return core::Status(); });
        link::Ask ask;
        ask.profile = profile;
        ask.prompt = "hello";
        const auto all_go_to = [&](const core::PublicKey& node, const link::Terms& terms) {
            for (int i = 0; i < 10; ++i)
                if (must(route.open("a", ask, std::make_shared<Ear>(), terms)).node != node) return false;
            return true;
        };
        link::Terms pinned;
        pinned.pinned_only = true;
        QVERIFY(all_go_to(one.node, pinned));

        one.near->link()->heard(m_clock.monotonic()); // and no pong since
        m_clock.advance(31 * core::second);
        other.near->link()->heard(m_clock.monotonic());
        QVERIFY(all_go_to(other.node, {}));
        QVERIFY(all_go_to(one.node, pinned)); // nobody else may: it may still answer
        one.near->link()->heard(m_clock.monotonic());

        other.offers.draining = true;
        other.far->link()->announce(other.offers);
        QTRY_VERIFY(other.near->link()->capability().draining);
        QVERIFY(all_go_to(one.node, {}));
        link::Terms besides;
        besides.avoid = {one.node};
        QVERIFY(!route.open("a", ask, std::make_shared<Ear>(), besides));
    }

    void aQuestionIsSealedToThoseThatCostAboutTheSameAndBadNewsEnds() {
        QTRY_COMPARE(known(), std::size_t{3});
        node::LinkRoute route(m_asker->desk, *m_reachable, {}, m_clock,
                              [](const core::PublicKey&) { return core::Status(); });
        link::Ask ask;
        ask.profile = profile;
        ask.prompt = "hello";
        link::Terms terms;
        terms.avoid = {m_dear->node};
        const auto ear = std::make_shared<Ear>();
        const auto opened = must(route.open("a", ask, ear, terms));
        QCOMPARE(opened.others, link::Avoid{opened.node == m_one->node ? m_two->node : m_one->node});
        QTRY_VERIFY(ear->quoted() == opened.node);
        terms.avoid = {m_two->node};
        terms.max_price = core::Amount::from_units(1); // a quote says what it costs; who stands in must be cheap
        const auto dearer = std::make_shared<Ear>();
        QVERIFY(must(route.open("b", ask, dearer, terms)).others.empty());
        QTRY_VERIFY(dearer->quoted() || dearer->failed()); // of this one nothing is spoiled

        m_spoils = true;
        terms = {};
        terms.avoid = {m_dear->node};
        const auto deceived = std::make_shared<Ear>();
        must(route.open("c", ask, deceived, terms));
        QTRY_VERIFY(deceived->failed());
        QVERIFY(m_asker->desk.shuns(m_gateway->node, m_one->node) && m_asker->desk.shuns(m_gateway->node, m_two->node));
        QCOMPARE(m_reachable->nodes().size(), std::size_t{1}); // the one that had no part in it
        m_clock.advance(10 * core::minute);
        QCOMPARE(m_reachable->nodes().size(), std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(NodeReachable)
#include "tst_node_reachable.moc"
