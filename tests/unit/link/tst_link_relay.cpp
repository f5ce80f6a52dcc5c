// SPDX-License-Identifier: Apache-2.0
#include "link/job_codec.h"
#include "link/link_jobs.h"
#include "link/relay.h"
#include "link/stream_pipe.h"
#include "samples.h"

#include <atomic>
#include <functional>
#include <QTest>
#include <sys/socket.h>

using namespace hearth;
using namespace hearth::link;

namespace {

constexpr const char* prompt = "the heron stands in cold water";
constexpr const char* answer = "and waits for the silver fish";

/// Quotes, answers with one chunk and ends.
class Executor final : public JobRoute {
public:
    explicit Executor(core::PublicKey key) : m_key(key) {}
    std::vector<OfferedModel> models() override { return {}; }
    core::Result<OfferedModel> find(const std::string&) override { return OfferedModel{}; }
    core::Result<OpenedJob> open(const std::string&, Ask ask, std::shared_ptr<JobEnd> caller, const Terms&) override {
        if (full) return core::fail(core::Code::busy, "It is full.");
        read = ask.messages_json;
        struct Execution final : JobEnd {
            explicit Execution(std::shared_ptr<JobEnd> to) : m_to(std::move(to)) {}
            void receive(JobMessage message) override {
                if (!std::holds_alternative<Assign>(message)) return;
                Chunk chunk = samples::chunk();
                chunk.tokens.front().text = answer;
                m_to->receive(std::move(chunk));
                m_to->receive(Result{});
            }
            const std::shared_ptr<JobEnd> m_to;
        };
        auto quote = std::get<Quote>(samples::messages()[3]);
        quote.node_key = m_key;
        caller->receive(std::move(quote));
        return OpenedJob{std::make_shared<Execution>(caller), {}, {}};
    }
    std::atomic<bool> full = false;
    std::string read;

private:
    const core::PublicKey m_key;
};

class Caller final : public JobEnd {
public:
    void receive(JobMessage message) override {
        const std::lock_guard lock(m_mutex);
        m_messages.push_back(std::move(message));
    }
    std::vector<JobMessage> heard() const {
        const std::lock_guard lock(m_mutex);
        return m_messages;
    }
    std::string failure() const {
        const auto all = heard();
        const auto* failed = all.empty() ? nullptr : std::get_if<Failed>(&all.back());
        return failed == nullptr ? std::string() : failed->error.message;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<JobMessage> m_messages;
};

int socket_pair(int (&ends)[2]) {
    return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

/// A home that is linked with the gateway.
struct Home {
    core::SigningKey key = core::SigningKey::generate();
    SealingKeys keys{key, core::system_clock()};
    Executor executor{key.public_key()};
    std::atomic<int> altered = 0;
    std::atomic<bool> ready = false; ///< jobs is there
    std::shared_ptr<LinkJobs> jobs;
    std::unique_ptr<StreamPipe> pipe;

    void dial(int fd, const core::PublicKey& gateway) {
        LinkEvents events;
        events.up = [this](const auto& link) {
            LinkJobs::Options options;
            options.executor = &executor;
            options.keys = &keys;
            options.new_id = [this] { return "job-" + std::to_string(++m_named); };
            options.on_altered = [this](const core::PublicKey&) { ++altered; };
            jobs = LinkJobs::make(link, std::move(options));
            ready = true;
        };
        events.job = [this](const auto&, Arrival arrival) { jobs->arrived(std::move(arrival)); };
        events.down = [this](const auto&, const core::Error& error) { jobs->lost(error); };
        pipe = std::make_unique<StreamPipe>(fd, Side::dialer, gateway, std::move(events));
        pipe->link()->announce({role_executor, {}, 1, false, keys.card()});
    }

private:
    std::atomic<int> m_named = 0;
};

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
    std::shared_ptr<Relay> relay = std::make_shared<Relay>([this] { return links(); });

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
        QTRY_COMPARE(m_gateway->relay->reach(m_asker->key.public_key()).nodes.size(), std::size_t{2});
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
};

QTEST_GUILESS_MAIN(LinkRelay)
#include "tst_link_relay.moc"
