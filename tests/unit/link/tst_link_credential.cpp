// SPDX-License-Identifier: Apache-2.0
#include "hostile.h"
#include "link/job_codec.h"

#include <QTest>
#include <set>

using namespace hearth;
using namespace hearth::link;

namespace {

core::Nanoseconds wall() {
    return core::system_clock().now();
}

/// Shows until when it holds, as a text; "forged" is not believed.
std::function<core::Bytes()> shows(std::function<std::string()> text) {
    return [text = std::move(text)] { return core::to_bytes(core::as_bytes(text())); };
}
std::function<core::Bytes()> shows_end(core::Nanoseconds end) {
    return shows([end] { return std::to_string(end); });
}

core::Result<core::Nanoseconds> read_end(const core::PublicKey&, core::ByteView shown) {
    const std::string text(shown.begin(), shown.end());
    if (text == "forged") return core::fail(core::Code::refused, "Nobody signed this.");
    return std::stoll(text);
}

ListenerOptions reading() {
    ListenerOptions options = listener_options();
    options.credentials.read = read_end;
    return options;
}

DialerOptions showing(const Ends& ends, std::function<core::Bytes()> own) {
    DialerOptions options = dialer_options(ends.gateway->port());
    options.credentials.own = std::move(own);
    return options;
}

bool refuses(const core::Result<JobId>& job) {
    return !job && job.error().code == core::Code::refused;
}

const JobMessage& voucher() {
    static const JobMessage pay = Pay{{0xA0, 1, 2}};
    return pay;
}

/// Brings a voucher over the link; the job that does it.
JobId pay(const std::shared_ptr<Link>& link) {
    const JobId job = link->open_job(Link::Opens::something).value();
    if (const auto sent = link->send(job, voucher()); !sent) qFatal("%s", sent.error().message.c_str());
    return job;
}

} // namespace

class LinkCredential : public QObject {
    Q_OBJECT
private slots:
    void whoseCertificateHoldsIsServed() {
        Ends e;
        e.listen(reading());
        e.dial(showing(e, shows_end(INT64_MAX)));
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const JobId job = e.ask();
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{4});
    }

    void whoseCertificateHasEndedGetsNoNewWork() {
        Ends e;
        e.listen(reading());
        e.dial(showing(e, shows_end(wall() - 1)));
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        QTRY_COMPARE(e.node_log.ups(), 1);
        QVERIFY(e.gateway_log.link()->expired());
        QVERIFY(refuses(e.gateway_log.link()->open_job()));
        // What it asks itself is refused in words.
        const auto node = e.node_log.link();
        const JobId asked = node->open_job().value();
        QVERIFY(node->send(asked, samples::conversation()).ok());
        QTRY_COMPARE(e.node_log.count(asked), std::size_t{1});
        const auto* failed = std::get_if<Failed>(&std::get<JobMessage>(e.node_log.of(asked)[0].content));
        QVERIFY(failed != nullptr && failed->error.code == core::Code::refused);
        QVERIFY2(failed->error.message.find("has ended") != std::string::npos, failed->error.message.c_str());
        QVERIFY(failed->error.hint.find("hearthctl") != std::string::npos);
        QCOMPARE(e.gateway_log.count(asked), std::size_t{0});
        // What it owes, or is owed, it brings and gets.
        const JobId paid = pay(node), owed = pay(e.gateway_log.link());
        QTRY_COMPARE(e.gateway_log.count(paid), std::size_t{1});
        QTRY_VERIFY(e.node_log.count(owed) > 0);
        QVERIFY(e.gateway_log.downs().empty() && e.node_log.downs().empty());
    }

    void aForgedCertificateIsRefusedWithItsReason() {
        Ends e;
        e.listen(reading());
        e.dial(showing(e, shows([] { return std::string("forged"); })));
        QTRY_VERIFY2(e.problem().contains("Nobody signed"), qPrintable(e.problem()));
        QCOMPARE(e.gateway_log.ups() + e.node_log.ups(), 0);
    }

    void aGatewaysCertificateIsReadAsWell() {
        Ends e;
        ListenerOptions gateway = listener_options();
        gateway.credentials.own = shows_end(wall() - 1);
        e.listen(gateway);
        DialerOptions options = showing(e, {});
        options.credentials.read = read_end;
        e.dial(options);
        QTRY_COMPARE(e.node_log.ups(), 1);
        QVERIFY(refuses(e.node_log.link()->open_job()));
        QTest::qWait(100);
        QCOMPARE(e.gateway_log.ups(), 1); // and it stays
        QVERIFY(e.gateway_log.downs().empty());
    }

    /// However often it is dialled.
    void aGatewayThatIsNotTakenHasNoLinkForAMoment() {
        Ends e;
        ListenerOptions gateway = listener_options();
        gateway.credentials.own = shows([] { return std::string("forged"); });
        e.listen(gateway);
        DialerOptions options = showing(e, {});
        options.credentials.read = read_end;
        e.dial(options);
        QTRY_VERIFY2(e.problem().contains("Nobody signed"), qPrintable(e.problem()));
        QTRY_VERIFY(e.status().attempts > 2);
        QCOMPARE(e.gateway_log.ups() + e.node_log.ups(), 0);
    }

    /// Its certificate is the ledger's matter alone, as before there were any on a link.
    void anOlderHomeIsStillServed() {
        std::atomic<int> reads = 0;
        Ends e;
        ListenerOptions options = listener_options();
        options.credentials.read = [&](const core::PublicKey&, core::ByteView) -> core::Result<core::Nanoseconds> {
            ++reads;
            return core::fail(core::Code::refused, "No.");
        };
        e.listen(options);
        HostileNode older(e.gateway->port(), {encode(Drain{}, 2)}, 1, {1}); // its only fault: a gap
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        QCOMPARE(reads.load(), 0);
        QCOMPARE(QString(core::code_name(older.goodbye()->code)), QString("corrupt"));
        HostileNode present(e.gateway->port(), {}, link_version, {1});
        QCOMPARE(QString(core::code_name(present.goodbye()->code)), QString("refused"));
        QCOMPARE(reads.load(), 1);
        // Who says another version than it speaks is told which side to update.
        HostileNode liar(e.gateway->port(), {}, 1, {1}, link_version);
        QCOMPARE(QString(core::code_name(liar.goodbye()->code)), QString("unsupported"));
        QVERIFY(QString::fromStdString(liar.goodbye()->hint).contains("Update"));
    }

    void aCertificateThatEndsMeanwhileCutsNothingOff() {
        Ends e;
        e.listen(reading());
        // The job is answered by hand.
        auto started =
            LinkDialer::start(showing(e, shows_end(wall() + 2000 * milliseconds)), e.node_key, e.node_log.events());
        QVERIFY(started.ok());
        e.node = std::move(*started);
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const JobId job = e.ask();
        QTRY_COMPARE(e.node_log.count(job), std::size_t{1});
        const auto gateway = e.gateway_log.link();
        QVERIFY(!gateway->expired());
        QTRY_VERIFY(gateway->expired());
        QVERIFY(refuses(gateway->open_job()));
        QVERIFY(e.node_log.link()->send(job, Result{}).ok());
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{1});
        const JobId paid = pay(gateway); // the answer
        QTRY_COMPARE(e.node_log.count(paid), std::size_t{1});
        QTest::qWait(100);
        QCOMPARE(e.gateway_log.ups(), 1);
        QVERIFY(e.gateway_log.downs().empty() && e.node_log.downs().empty());
    }

    /// What is shown stays as it was; who reads it learns of the renewal from somewhere else.
    void aRenewalHelpsALinkThatIsUp() {
        const core::Nanoseconds first = wall() + 2000 * milliseconds;
        std::atomic<core::Nanoseconds> end = first;
        std::atomic<int> reads = 0;
        Ends e;
        ListenerOptions options = listener_options();
        options.credentials.again = 50 * milliseconds;
        options.credentials.read = [&](const core::PublicKey&, core::ByteView) -> core::Result<core::Nanoseconds> {
            ++reads;
            return end.load();
        };
        e.listen(options);
        e.dial(showing(e, shows([] { return std::string("the first one"); })));
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const auto link = e.gateway_log.link();
        QCOMPARE(reads.load(), 1);
        end = first + 2000 * milliseconds; // in time: it is read when the first one ends
        QTRY_COMPARE(reads.load(), 2);
        QVERIFY(wall() >= first && !link->expired());
        QTRY_VERIFY(link->expired());
        end = INT64_MAX; // too late, and then it is read now and then
        QTRY_VERIFY(!link->expired());
        const JobId job = e.ask();
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{4});
        QCOMPARE(e.gateway_log.ups(), 1);
        const int all = reads;
        QTest::qWait(150);
        QCOMPARE(reads.load(), all);
    }

    /// However much it likes to go on.
    void whoAsksAfterwardsIsToldWhyNot() {
        std::vector<JobId> jobs;
        LinkEvents events;
        events.job = [&jobs](const std::shared_ptr<Link>&, const Arrival& arrival) { jobs.push_back(arrival.job); };
        const auto gateway = std::make_shared<Link>(Side::listener, core::PublicKey{}, events);
        const core::Bytes question = encode(samples::conversation());
        std::uint64_t number = 0;
        const auto came = [&](JobId job, bool sealed, bool last, const core::Bytes& message) {
            return gateway->arrived(encode(JobPart{job, sealed, true, last, message}, ++number)).ok();
        };
        QVERIFY(came(1, true, false, {1}));
        gateway->expire(true);
        QVERIFY(came(1, true, false, {1})); // of a job that is under way
        QVERIFY(came(3, true, false, {1}));
        QVERIFY(came(5, false, false, question));
        QVERIFY(came(7, false, false, encode(voucher())));
        QCOMPARE(jobs, (std::vector<JobId>{1, 1, 7}));
        std::set<JobId> told;
        while (const auto bytes = gateway->next_frame()) {
            const auto frame = decode_frame(*bytes);
            QVERIFY(frame.ok());
            const auto* part = std::get_if<JobPart>(&frame->frame);
            if (part != nullptr && part->last) told.insert(part->job);
        }
        QCOMPARE(told, (std::set<JobId>{3, 5}));
        gateway->expire(false);
        QVERIFY(came(9, false, false, question));
        QCOMPARE(jobs.back(), JobId{9});
    }
};

QTEST_GUILESS_MAIN(LinkCredential)
#include "tst_link_credential.moc"
