// SPDX-License-Identifier: Apache-2.0
#include "core/keys.h"
#include "node/network/sightings.h"

#include <QTest>

using namespace hearth;
using core::Nanoseconds;
using gateway::schedule::Candidate;
using node::Post;
using node::Sightings;

namespace {

constexpr Nanoseconds milli = 1'000'000;

template <class Id>
Id random_id() {
    return *Id::from_view(core::random_hash().view());
}

struct Silent final : link::JobEnd {
    std::size_t heard = 0;
    void receive(link::JobMessage) override { ++heard; }
};

link::Chunk chunk(std::size_t tokens, bool of_prompt = false) {
    link::Chunk made;
    made.tokens.resize(tokens);
    for (link::ChunkToken& token : made.tokens)
        token.of_prompt = of_prompt;
    return made;
}

link::Failed failure(core::Code code) {
    return {core::fail(code, "It did not work.")};
}

} // namespace

/// What a gateway learns of nodes by watching their jobs.
class NodeSightings : public QObject {
    Q_OBJECT

    core::ManualClock m_clock{1'000'000 * milli};
    std::shared_ptr<Sightings> m_book;
    const Post m_post{random_id<core::PublicKey>(), random_id<core::ModelId>(), "ci8.1"};

    struct Job {
        std::shared_ptr<Silent> caller_end = std::make_shared<Silent>(), execution_end = std::make_shared<Silent>();
        std::shared_ptr<link::JobEnd> caller, execution;
    };
    Job begin() {
        Job job;
        const auto watch = m_book->watch(m_post);
        job.caller = watch->before(job.caller_end);
        job.execution = watch->behind(job.execution_end);
        return job;
    }
    Candidate known() const {
        Candidate candidate;
        m_book->describe(m_post, candidate);
        return candidate;
    }
    void fail(core::Code code) { begin().caller->receive(failure(code)); }

private slots:
    void init() { m_book = std::make_shared<Sightings>(m_clock); }

    void timesAreCountedFromThePaymentAndBetweenTokens() {
        QVERIFY(!known().first_token_s);
        Job job = begin();
        job.caller->receive(link::Quote{});
        m_clock.advance(3000 * milli); // the ledger takes its time
        job.execution->receive(link::Assign{});
        m_clock.advance(100 * milli);
        job.caller->receive(chunk(4, true)); // the prompt's own
        m_clock.advance(300 * milli);
        job.caller->receive(chunk(1));
        m_clock.advance(200 * milli);
        job.caller->receive(chunk(4));
        job.caller->receive(link::Result{});
        QCOMPARE(*known().first_token_s, 0.4);
        QCOMPARE(*known().token_gap_s, 0.05);
        QCOMPARE(job.caller_end->heard, std::size_t{5});
        QCOMPARE(job.execution_end->heard, std::size_t{1});
    }
    void anAnswerThatGoesOnSaysNothingOfFirstTokens() {
        Job job = begin();
        link::Assign assign;
        assign.known_ids = {1, 2, 3};
        job.execution->receive(assign);
        m_clock.advance(9000 * milli);
        job.caller->receive(chunk(1));
        QVERIFY(!known().first_token_s);
    }
    void threeFailuresShutAndTimeOpens() {
        const double beginner = known().failure_share;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(!known().shut);
            fail(core::Code::internal);
        }
        QVERIFY(known().shut);
        QVERIFY(known().failure_share > beginner);
        m_clock.advance(gateway::schedule::first_pause + milli);
        QVERIFY(!known().shut);
        Job trial = begin(); // one call tries it, others do not
        QVERIFY(known().shut);
        trial.caller->receive(link::Result{});
        QVERIFY(!known().shut);
    }
    void aSilentNodeThatIsGivenUpHasFailed() {
        for (int i = 0; i < 3; ++i)
            begin().execution->receive(failure(core::Code::timed_out));
        QVERIFY(known().shut);
    }
    void whoLosesARaceIsNoFailureButSlow() {
        const double beginner = known().failure_share;
        Job job = begin();
        job.execution->receive(link::Assign{});
        m_clock.advance(800 * milli);
        job.execution->receive(failure(core::Code::cancelled));
        QCOMPARE(*known().first_token_s, 0.8);
        QCOMPARE(known().failure_share, beginner);
    }
    void whatIsNotTheNodesFaultCountsForNothing_data() {
        QTest::addColumn<int>("code");
        for (const auto code : {core::Code::busy, core::Code::invalid_argument, core::Code::too_large,
                                core::Code::cancelled, core::Code::refused, core::Code::not_found})
            QTest::newRow(core::code_name(code)) << static_cast<int>(code);
    }
    void whatIsNotTheNodesFaultCountsForNothing() {
        QFETCH(const int, code);
        const double beginner = known().failure_share;
        for (int i = 0; i < 5; ++i)
            fail(static_cast<core::Code>(code));
        QVERIFY(!known().shut);
        QCOMPARE(known().failure_share, beginner);
    }
    void aCallThatShowedNothingLeavesTheWayForTheNext() {
        for (int i = 0; i < 3; ++i)
            fail(core::Code::internal);
        m_clock.advance(gateway::schedule::first_pause + milli);
        begin(); // dropped before it said anything
        QVERIFY(!known().shut);
    }
    void aTrialThatAnotherNodeAnswersLeavesTheWayForTheNext() {
        for (int i = 0; i < 3; ++i)
            fail(core::Code::internal);
        m_clock.advance(gateway::schedule::first_pause + milli);
        const auto watch = m_book->watch(m_post);
        watch->follow_quote();
        const auto caller = watch->before(std::make_shared<Silent>());
        QVERIFY(known().shut);
        Post answering = m_post;
        answering.node = random_id<core::PublicKey>();
        link::Quote quote;
        quote.node_key = answering.node;
        caller->receive(quote);
        QVERIFY(!known().shut);
        const double failing = known().failure_share;
        caller->receive(link::Result{});
        QCOMPARE(known().failure_share, failing); // what came of it is the other one's
        Candidate other;
        m_book->describe(answering, other);
        QVERIFY(other.failure_share < failing);
    }
    void aNodeDoesNotFailTwiceInOneJob() {
        for (int i = 0; i < 2; ++i) {
            Job job = begin();
            job.execution->receive(failure(core::Code::timed_out));
            job.caller->receive(failure(core::Code::internal));
        }
        QVERIFY(!known().shut);
    }
};

QTEST_APPLESS_MAIN(NodeSightings)
#include "tst_node_sightings.moc"
