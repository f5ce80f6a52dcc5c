// SPDX-License-Identifier: Apache-2.0
#include "hostile.h"

#include <QTest>

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
    options.keepalive = 50 * milliseconds; // its pings bring the acknowledgements that an ending link waits for
    options.credentials.own = std::move(own);
    return options;
}

bool is_over(const core::Result<JobId>& job) {
    return !job && job.error().code == core::Code::unavailable;
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

    void whoseCertificateHasEndedIsRefusedInWords() {
        Ends e;
        e.listen(reading());
        e.dial(showing(e, shows_end(wall() - 1)));
        QTRY_VERIFY2(e.problem().contains("has ended"), qPrintable(e.problem()));
        QVERIFY2(e.problem().startsWith("refused"), qPrintable(e.problem()));
        QVERIFY(QString::fromStdString(e.status().problem->hint).contains("hearthctl"));
        QCOMPARE(e.gateway_log.ups() + e.node_log.ups(), 0);
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
        QTRY_VERIFY2(e.problem().contains("has ended"), qPrintable(e.problem()));
        QCOMPARE(e.node_log.ups(), 0);
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

    void aCertificateThatEndsDrainsTheLink() {
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
        QTRY_VERIFY(e.gateway_log.link()->expired());
        QVERIFY(is_over(e.gateway_log.link()->open_job()));
        QTRY_VERIFY(is_over(e.node_log.link()->open_job()));
        QTest::qWait(100);
        QVERIFY2(e.gateway_log.downs().empty(), "a job was cut off");
        QVERIFY(e.node_log.link()->send(job, Result{}).ok());
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{1});
        QTRY_COMPARE(e.gateway_log.downs().size(), std::size_t{1});
        QCOMPARE(QString(core::code_name(e.gateway_log.downs()[0].code)), QString("refused"));
        QTRY_VERIFY2(e.problem().contains("has ended"), qPrintable(e.problem()));
        QTest::qWait(100); // it knocks in vain
        QCOMPARE(e.gateway_log.ups(), 1);
    }

    void aRenewedCertificateBringsTheLinkBack() {
        std::atomic<core::Nanoseconds> end = wall() + 2000 * milliseconds;
        Ends e;
        e.listen(reading());
        e.dial(showing(e, shows([&end] { return std::to_string(end.load()); })));
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        end = INT64_MAX;
        QTRY_COMPARE(e.gateway_log.ups(), 2);
        const JobId job = e.ask();
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{4});
    }

    /// However much it likes to go on.
    void whoOpensAJobAfterwardsIsToldWhyNot() {
        int jobs = 0;
        LinkEvents events;
        events.job = [&jobs](const std::shared_ptr<Link>&, const Arrival&) { ++jobs; };
        const auto gateway = std::make_shared<Link>(Side::listener, core::PublicKey{}, events);
        const JobPart begun{1, true, true, false, {1}}, late{3, true, true, false, {1}};
        QVERIFY(gateway->arrived(encode(begun, 1)).ok());
        gateway->expire();
        QVERIFY(gateway->arrived(encode(begun, 2)).ok()); // of a job that is under way
        QVERIFY(gateway->arrived(encode(late, 3)).ok());
        QCOMPARE(jobs, 2);
        bool told = false;
        while (const auto bytes = gateway->next_frame()) {
            const auto frame = decode_frame(*bytes);
            QVERIFY(frame.ok());
            const auto* part = std::get_if<JobPart>(&frame->frame);
            told = told || (part != nullptr && part->job == 3 && part->last);
        }
        QVERIFY(told);
    }
};

QTEST_GUILESS_MAIN(LinkCredential)
#include "tst_link_credential.moc"
