// SPDX-License-Identifier: Apache-2.0
#include "link/job_codec.h"
#include "link/link_jobs.h"
#include "link/stream_pipe.h"
#include "samples.h"

#include <atomic>
#include <QTest>
#include <sys/socket.h>

using namespace hearth;
using namespace hearth::link;

namespace {

/// What came, and to answer with.
class Caller final : public JobEnd {
public:
    void receive(JobMessage message) override {
        const std::lock_guard lock(m_mutex);
        m_messages.push_back(std::move(message));
    }
    std::size_t count() const {
        const std::lock_guard lock(m_mutex);
        return m_messages.size();
    }
    JobMessage last() const {
        const std::lock_guard lock(m_mutex);
        return m_messages.back();
    }

private:
    mutable std::mutex m_mutex;
    std::vector<JobMessage> m_messages;
};

/// Quotes at once, and gives a result once the money is there.
class Executor final : public JobRoute {
public:
    std::vector<OfferedModel> models() override { return {}; }
    core::Result<OfferedModel> find(const std::string&) override { return OfferedModel{}; }
    core::Result<OpenedJob> open(const std::string& id, Ask ask, std::shared_ptr<JobEnd> caller,
                                 const Terms& terms) override {
        asker = terms.asker;
        if (ask.messages_json.empty()) return core::fail(core::Code::invalid_argument, "No conversation.");
        ids.push_back(id);
        class Execution final : public JobEnd {
        public:
            explicit Execution(std::shared_ptr<JobEnd> to) : m_to(std::move(to)) {}
            void receive(JobMessage message) override {
                if (std::holds_alternative<Assign>(message)) m_to->receive(Result{});
            }

        private:
            std::shared_ptr<JobEnd> m_to;
        };
        caller->receive(std::get<Quote>(samples::messages()[3]));
        return OpenedJob{std::make_shared<Execution>(caller), {}, {}};
    }
    std::vector<std::string> ids;
    std::optional<core::PublicKey> asker;
};

/// A link whose jobs go to an exchange.
struct End {
    std::shared_ptr<LinkJobs> jobs;
    std::atomic<int> plain{0}, sealed{0};
    LinkEvents events(std::function<LinkJobs::Options()> options) {
        LinkEvents events;
        events.up = [this, options](const auto& link) { jobs = LinkJobs::make(link, options()); };
        events.job = [this](const auto&, Arrival arrival) {
            ++(std::holds_alternative<JobMessage>(arrival.content) ? plain : sealed);
            jobs->arrived(std::move(arrival));
        };
        events.down = [this](const auto&, const core::Error& error) { jobs->lost(error); };
        return events;
    }
};

} // namespace

class LinkJobsTest : public QObject {
    Q_OBJECT
private slots:
    void aPurchaseReachesAnExecutionOverALink_data() {
        QTest::addColumn<bool>("sealed");
        QTest::newRow("plain") << false;
        QTest::newRow("sealed") << true;
    }

    void aPurchaseReachesAnExecutionOverALink() {
        QFETCH(bool, sealed);
        const core::SigningKey key = core::SigningKey::generate();
        SealingKeys keys(key, core::system_clock());
        Executor executor;
        End gateway, node;
        int fds[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
        int named = 0;
        const core::PublicKey peer = core::SigningKey::generate().public_key();
        auto far = std::make_unique<StreamPipe>(fds[1], Side::dialer, peer, node.events([&] {
            return LinkJobs::Options{&executor, &keys, nullptr, [&] { return "job-" + std::to_string(++named); },
                                     64,        {}};
        }));
        StreamPipe near(fds[0], Side::listener, key.public_key(), gateway.events([] { return LinkJobs::Options{}; }));
        far->link()->announce({role_executor, {}, 1, false, sealed ? std::optional(keys.card()) : std::nullopt});
        QTRY_COMPARE(near.link()->capability().roles, std::uint32_t{role_executor});

        const auto caller = std::make_shared<Caller>();
        const auto opened = gateway.jobs->exchange()->open("asked-here", samples::conversation(), caller);
        QVERIFY(opened.ok());
        QTRY_COMPARE(caller->count(), std::size_t{1});
        QVERIFY(std::holds_alternative<Quote>(caller->last()));
        QVERIFY(executor.asker == peer); // whatever the question says of its tenant
        (*opened)->receive(std::get<Assign>(samples::messages()[4]));
        QTRY_COMPARE(caller->count(), std::size_t{2});
        QVERIFY(std::holds_alternative<Result>(caller->last()));
        QCOMPARE(executor.ids, std::vector<std::string>{"job-1"});
        QTRY_COMPARE(near.link()->open_jobs() + far->link()->open_jobs(), std::size_t{0});
        QCOMPARE(gateway.plain + node.plain, sealed ? 0 : 4);
        QCOMPARE(gateway.sealed + node.sealed, sealed ? 4 : 0);

        // A refusal at once, and a link that is lost, reach the caller.
        const auto refused = std::make_shared<Caller>(), cut = std::make_shared<Caller>();
        Ask text = samples::ask();
        text.prompt = "Once";
        QVERIFY(gateway.jobs->exchange()->open("refused", text, refused).ok());
        QTRY_COMPARE(refused->count(), std::size_t{1});
        QVERIFY(std::holds_alternative<Failed>(refused->last()));
        QVERIFY(gateway.jobs->exchange()->open("cut", samples::conversation(), cut).ok());
        QTRY_COMPARE(cut->count(), std::size_t{1});
        far.reset();
        QTRY_COMPARE(cut->count(), std::size_t{2});
        QVERIFY(std::holds_alternative<Failed>(cut->last()));
        QVERIFY(!gateway.jobs->exchange()->open("late", samples::conversation(), cut).ok());
    }

    /// The answer of before is paid, its receipt is shown.
    void anEndedCertificateKeepsNewWorkAwayAndNothingElse() {
        Executor executor;
        End gateway, node;
        int fds[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
        LinkJobs::Options options;
        options.executor = &executor;
        options.new_id = [] { return core::random_hash().hex(); };
        options.show = [](const Fetch&, const std::function<void(JobMessage)>& answer) { answer(Result{}); };
        options.take = [](const core::Bytes&, const std::function<void(JobMessage)>& answer) { answer(Result{}); };
        StreamPipe far(fds[1], Side::dialer, core::PublicKey{}, node.events([&] { return options; }));
        StreamPipe near(fds[0], Side::listener, core::PublicKey{}, gateway.events([] { return LinkJobs::Options{}; }));
        far.link()->announce({role_executor, {}, 1, false, std::nullopt});
        QTRY_COMPARE(near.link()->capability().roles, std::uint32_t{role_executor});
        for (const auto& link : {near.link(), far.link()}) { // either may be the one that knows
            link->expire(true);
            const auto caller = std::make_shared<Caller>();
            const auto asked = gateway.jobs->exchange()->open("ask", samples::conversation(), caller);
            if (asked) QTRY_COMPARE(caller->count(), std::size_t{1});
            const core::Error why = asked ? std::get<Failed>(caller->last()).error : asked.error();
            QCOMPARE(why.code, core::Code::refused);
            QVERIFY2(why.message.find("has ended") != std::string::npos, why.message.c_str());
            for (const JobMessage& due : {JobMessage(Pay{{0xA0, 1}}), JobMessage(Fetch{})}) {
                const auto paid = std::make_shared<Caller>();
                QVERIFY(gateway.jobs->exchange()->open("due", due, paid).ok());
                QTRY_COMPARE(paid->count(), std::size_t{1});
                QVERIFY(std::holds_alternative<Result>(paid->last()));
            }
            link->expire(false);
        }
        QVERIFY(executor.ids.empty());
    }

    void aSealedQuestionThatDoesNotOpenFailsAtTheCaller() {
        const core::SigningKey key = core::SigningKey::generate();
        SealingKeys keys(key, core::system_clock()), others(key, core::system_clock());
        Executor executor;
        End gateway, node;
        int fds[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
        StreamPipe far(fds[1], Side::dialer, core::PublicKey{}, node.events([&] {
            return LinkJobs::Options{&executor, &keys, nullptr, [] { return std::string("job"); }, 64, {}};
        }));
        StreamPipe near(fds[0], Side::listener, key.public_key(), gateway.events([] { return LinkJobs::Options{}; }));
        far.link()->announce({role_executor, {}, 1, false, others.card()});
        QTRY_VERIFY(near.link()->capability().card.has_value());
        const auto caller = std::make_shared<Caller>();
        QVERIFY(gateway.jobs->exchange()->open("a", samples::conversation(), caller).ok());
        QTRY_COMPARE(caller->count(), std::size_t{1});
        const JobMessage failed = caller->last();
        QVERIFY(std::holds_alternative<Failed>(failed));
        QCOMPARE(core::code_name(std::get<Failed>(failed).error.code), "not_found");
        QVERIFY(executor.ids.empty());
    }
};

QTEST_GUILESS_MAIN(LinkJobsTest)
#include "tst_link_jobs.moc"
