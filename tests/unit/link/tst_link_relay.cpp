// SPDX-License-Identifier: Apache-2.0
#include "link/job_codec.h"
#include "link/relay.h"
#include "relay_home.h"

#include <functional>
#include <QTest>

using namespace hearth;
using namespace hearth::link;
using namespace hearth::link::homes;

namespace {

/// The home in between. What it was given, as it was given it, is kept.
class Gateway {
public:
    ~Gateway() { cut(); }
    void cut() {
        std::vector<std::unique_ptr<StreamPipe>> gone;
        {
            const std::lock_guard lock(m_mutex);
            gone.swap(m_pipes);
        }
    }
    core::SigningKey key = core::SigningKey::generate();
    std::function<void(core::Bytes&)> spoil; ///< under the lock
    void set_spoil(std::function<void(core::Bytes&)> how) {
        const std::lock_guard lock(m_mutex);
        spoil = std::move(how);
    }
    std::set<core::PublicKey> strangers; ///< under the lock
    core::ManualClock clock{core::system_clock().now()};
    static constexpr std::size_t most_bytes = std::size_t{256} << 10;
    RelayOptions options() {
        RelayOptions made;
        made.certified = [this](const core::PublicKey& node) {
            const std::lock_guard lock(m_mutex);
            return !strangers.contains(node);
        };
        made.clock = &clock;
        made.most_bytes = most_bytes;
        made.most_listed_bytes = 4096;
        return made;
    }
    std::shared_ptr<Relay> relay = std::make_shared<Relay>([this] { return links(); }, options());

    void make_strangers(std::set<core::PublicKey> nodes) {
        const std::lock_guard lock(m_mutex);
        strangers = std::move(nodes);
    }

    void take(int fd, const core::PublicKey& peer) {
        LinkEvents events;
        events.job = [this](const std::shared_ptr<Link>& from, Arrival arrival) {
            {
                const std::lock_guard lock(m_mutex);
                auto* sealed = std::get_if<core::Bytes>(&arrival.content);
                if (sealed != nullptr && spoil && !arrival.opens) spoil(*sealed);
                m_seen.push_back(sealed != nullptr ? *sealed : encode(std::get<JobMessage>(arrival.content)));
            }
            if (!relay->take(from, arrival)) ++m_not_relayed;
        };
        events.down = [this](const std::shared_ptr<Link>& link, const core::Error&) { relay->lost(link); };
        auto pipe = std::make_unique<StreamPipe>(fd, Side::listener, peer, std::move(events));
        const std::lock_guard lock(m_mutex);
        m_pipes.push_back(std::move(pipe));
    }
    std::vector<std::shared_ptr<Link>> links() const {
        std::vector<std::shared_ptr<Link>> all;
        const std::lock_guard lock(m_mutex);
        for (const auto& pipe : m_pipes)
            all.push_back(pipe->link());
        return all;
    }
    std::string seen() const {
        const std::lock_guard lock(m_mutex);
        std::string all;
        for (const core::Bytes& each : m_seen)
            all.append(each.begin(), each.end());
        return all;
    }
    std::atomic<int> m_not_relayed = 0;

private:
    mutable std::mutex m_mutex;
    std::vector<core::Bytes> m_seen;
    std::vector<std::unique_ptr<StreamPipe>> m_pipes;
};

} // namespace

/// What a gateway between two homes can and cannot do with the jobs that it relays.
class LinkRelay : public QObject {
    Q_OBJECT

    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<Home> m_asker, m_one, m_two;

    void join(std::unique_ptr<Home>& home) {
        int ends[2];
        QCOMPARE(socket_pair(ends), 0);
        home = std::make_unique<Home>();
        m_gateway->take(ends[1], home->key.public_key());
        home->dial(ends[0], m_gateway->key.public_key());
    }
    /// Nodes that the asker hears of.
    std::size_t reached() {
        m_gateway->clock.advance(core::second); // a list is made anew
        return m_gateway->relay->reach(m_asker->key.public_key()).nodes.size();
    }
    std::shared_ptr<Caller> ask_long(const std::string& id, std::vector<SealingCard> of) {
        auto caller = std::make_shared<Caller>();
        Ask question = samples::conversation();
        question.messages_json = std::string(Gateway::most_bytes / 6, 'x');
        (void)m_asker->jobs->ask_behind(id, std::move(question), caller, std::move(of));
        return caller;
    }
    std::vector<SealingCard> cards() const { return {m_one->keys.card(), m_two->keys.card()}; }
    std::shared_ptr<Caller> ask(std::shared_ptr<JobEnd>& execution) {
        auto caller = std::make_shared<Caller>();
        Ask question = samples::conversation();
        question.messages_json = std::string(R"([{"role":"user","content":")") + prompt + "\"}]";
        auto opened = m_asker->jobs->ask_behind("asked", std::move(question), caller, cards());
        if (opened) execution = *opened;
        return caller;
    }

private slots:
    void init() {
        m_gateway = std::make_unique<Gateway>();
        join(m_asker);
        join(m_one);
        join(m_two);
        QTRY_COMPARE(reached(), std::size_t{2});
        QTRY_VERIFY(m_asker->ready.load());
    }
    void cleanup() {
        m_gateway->cut();
        m_asker.reset();
        m_one.reset();
        m_two.reset();
        m_gateway.reset();
    }

    void aJobPassesAndTheGatewayReadsNeitherQuestionNorAnswer() {
        std::shared_ptr<JobEnd> execution;
        const auto caller = ask(execution);
        QTRY_COMPARE(caller->heard().size(), std::size_t{1});
        QCOMPARE(std::get<Quote>(caller->heard()[0]).node_key, m_one->key.public_key());
        execution->receive(std::get<Assign>(samples::messages()[4]));
        QTRY_COMPARE(caller->heard().size(), std::size_t{3});
        QCOMPARE(std::get<Chunk>(caller->heard()[1]).tokens.front().text, std::string(answer));
        QVERIFY(std::holds_alternative<Result>(caller->heard()[2]));
        QVERIFY(m_one->executor.read.find(prompt) != std::string::npos);
        QVERIFY(m_two->executor.read.empty());
        QCOMPARE(m_gateway->m_not_relayed.load(), 0);
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{0});
        const QByteArray seen = QByteArray::fromStdString(m_gateway->seen());
        QVERIFY(seen.size() > 2048); // it did pass there
        for (const char* canary : {prompt, answer, "heron", "silver", samples::conversation().profile.c_str()}) {
            QVERIFY2(!seen.contains(canary), canary);
            QVERIFY2(!seen.contains(QByteArray(canary).toHex()), canary);
            // Wherever it began, a base64 of the text holds one of these.
            for (int lead = 0; lead < 3; ++lead) {
                const QByteArray coded = (QByteArray(lead, 'x') + canary).toBase64();
                QVERIFY2(!seen.contains(coded.mid(4, coded.size() - 8)) || coded.size() < 16, canary);
            }
        }
    }

    void theNextCandidateIsAskedWhereTheFirstIsFullOrGone() {
        m_one->executor.full = true;
        std::shared_ptr<JobEnd> execution;
        const auto caller = ask(execution);
        QTRY_COMPARE(caller->heard().size(), std::size_t{1});
        QCOMPARE(std::get<Quote>(caller->heard()[0]).node_key, m_two->key.public_key());
        execution->receive(Failed{core::fail(core::Code::cancelled, "Enough.")});
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{0});

        m_two->executor.full = true;
        const auto refused = ask(execution);
        QTRY_COMPARE(refused->failure(), std::string("It is full."));
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{0});
    }

    void aGatewayThatAltersAnAnswerIsNamed() {
        m_gateway->set_spoil([](core::Bytes& sealed) { sealed.back() ^= 1; });
        std::shared_ptr<JobEnd> execution;
        const auto caller = ask(execution);
        QTRY_COMPARE(caller->heard().size(), std::size_t{1});
        const std::string named = m_gateway->key.public_key().hex();
        QVERIFY2(caller->failure().find(named) != std::string::npos, caller->failure().c_str());
        QCOMPARE(m_asker->altered.load(), 1);
        QCOMPARE(m_asker->blamed, (std::vector{m_one->key.public_key(), m_two->key.public_key()}));
    }

    void nobodyButTheNodeThatAnsweredIsBlamedWithTheGateway() {
        std::shared_ptr<JobEnd> execution;
        const auto caller = ask(execution);
        QTRY_COMPARE(caller->heard().size(), std::size_t{1});
        m_gateway->set_spoil([](core::Bytes& sealed) {
            if (sealed.size() < 1024) sealed.back() ^= 1; // an answer
        });
        execution->receive(std::get<Assign>(samples::messages()[4]));
        QTRY_COMPARE(m_asker->altered.load(), 1);
        QCOMPARE(m_asker->blamed, std::vector{m_one->key.public_key()});
    }

    void aNodeThatGetsAnAlteredMessageRefusesWithTheReason() {
        std::shared_ptr<JobEnd> execution;
        const auto caller = ask(execution);
        QTRY_COMPARE(caller->heard().size(), std::size_t{1});
        m_gateway->set_spoil([](core::Bytes& sealed) { sealed.back() ^= 1; });
        execution->receive(std::get<Assign>(samples::messages()[4]));
        QTRY_VERIFY2(caller->failure().find("altered") != std::string::npos, caller->failure().c_str());
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{0});
    }

    void aHomeThatIsLostEndsWhatItAskedAndWhatItWasAsked() {
        std::shared_ptr<JobEnd> execution;
        const auto caller = ask(execution);
        QTRY_COMPARE(caller->heard().size(), std::size_t{1});
        m_one->pipe.reset();
        QTRY_VERIFY(!caller->failure().empty());
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{0});
        const auto again = ask(execution); // the other candidate is still there
        QTRY_COMPARE(again->heard().size(), std::size_t{1});
        QCOMPARE(std::get<Quote>(again->heard()[0]).node_key, m_two->key.public_key());
        m_asker->pipe.reset();
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{0});
    }

    void nobodyButTheCandidatesIsAsked() {
        Home stranger;
        const auto caller = std::make_shared<Caller>();
        QVERIFY(m_asker->jobs->ask_behind("far", samples::conversation(), caller, {stranger.keys.card()}).ok());
        QTRY_COMPARE(caller->heard().size(), std::size_t{1});
        QVERIFY(caller->failure().find("reaches none") != std::string::npos);
        QCOMPARE(m_asker->altered.load(), 0);
    }

    void whatNobodyIsHeardOfForTooLongIsGivenUp() {
        m_one->executor.silent = true;
        std::shared_ptr<JobEnd> execution;
        const auto unanswered = ask(execution);
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{1});
        m_gateway->clock.advance(RelayOptions().patience);
        m_gateway->relay->expire();
        QTRY_VERIFY(unanswered->failure().find("too long") != std::string::npos);
        QCOMPARE(m_gateway->relay->jobs(), std::size_t{0});
        m_one->executor.silent = false;
        const auto answered = ask(execution);
        QTRY_COMPARE(answered->heard().size(), std::size_t{1});
        m_gateway->clock.advance(RelayOptions().patience);
        m_gateway->relay->expire();
        QCOMPARE(m_gateway->relay->jobs(), std::size_t{1}); // whoever pays takes its time
        m_gateway->clock.advance(RelayOptions().silence);
        m_gateway->relay->expire();
        QTRY_VERIFY(!answered->failure().empty());
        QCOMPARE(m_gateway->relay->jobs(), std::size_t{0});
        const auto late = ask(execution); // sealed more than an hour ago, as the gateway sees it
        QTRY_VERIFY(late->failure().find("too old") != std::string::npos);
    }

    void oneHomeHasAQuarterOfTheRoomForQuestions() {
        m_one->executor.silent = true;
        const auto kept = ask_long("a", cards());
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{1});
        const auto refused = ask_long("b", cards());
        QTRY_VERIFY(refused->failure().find("as it has room for") != std::string::npos);
        m_gateway->clock.advance(RelayOptions().patience);
        m_gateway->relay->expire();
        // Of what its last candidate has nothing is kept.
        const auto one = ask_long("c", {m_one->keys.card()}), other = ask_long("d", {m_one->keys.card()});
        QTRY_COMPARE(m_gateway->relay->jobs(), std::size_t{2});
        QVERIFY(one->heard().empty() && other->heard().empty());
    }

    void onlyCertifiedNodesWithACardThatHoldsAreListedTheShortestFirst() {
        Capability many{role_executor, {}, 1, false, m_two->keys.card()};
        many.models.resize(100);
        for (ModelOffer& offer : many.models)
            offer.profile = samples::conversation().profile;
        m_two->pipe->link()->announce(many);
        QTRY_COMPARE(reached(), std::size_t{1});
        const auto listed = m_gateway->relay->reach(m_asker->key.public_key());
        const auto first = decode_frame(listed.nodes.front());
        QVERIFY(first.ok());
        QCOMPARE(std::get<Capability>(first->frame).card->node_key, m_one->key.public_key());
        m_gateway->make_strangers({m_one->key.public_key(), m_two->key.public_key()});
        QCOMPARE(reached(), std::size_t{0});
        m_gateway->make_strangers({});
        SealingCard forged = m_one->keys.card();
        forged.signature[0] ^= 1;
        m_one->pipe->link()->announce({role_executor, {}, 1, false, forged});
        QTRY_COMPARE(reached(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(LinkRelay)
#include "tst_link_relay.moc"
