// SPDX-License-Identifier: Apache-2.0
#include "hostile.h"
#include "proxy.h"

#include <boost/asio/write.hpp>
#include <QTest>

using namespace hearth;
using namespace hearth::link;

namespace {

constexpr core::Nanoseconds hour = core::Nanoseconds{3600} * 1'000'000'000;

} // namespace

class LinkTransport : public QObject {
    Q_OBJECT
private slots:
    void aJobRunsOverTheNodesOwnLink() {
        Ends e;
        e.listen();
        e.gateway->announce({role_gateway, {}, 0, false, std::nullopt});
        e.dial(dialer_options(e.gateway->port()));
        const Capability offer{role_executor,
                               {{core::id_cast<core::ModelId>(samples::label("model")), "ci8.1",
                                 core::Amount::from_units(1), core::Amount::from_units(2), "SmolLM2", 2048}},
                               2,
                               false,
                               std::nullopt};
        e.node->announce(offer);
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        QTRY_VERIFY(e.gateway_log.link()->capability() == offer);
        QTRY_COMPARE(e.node_log.link()->capability().roles, std::uint32_t{role_gateway});
        QVERIFY(e.gateway_log.link()->peer() == e.node_key.public_key());
        QVERIFY(e.node_log.link()->peer() == e.gateway_key.public_key());
        QVERIFY(e.status().state == DialState::up && e.status().peer == e.gateway_key.public_key());
        const JobId job = e.ask();
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{4});
        QCOMPARE(wrong_answer(e.gateway_log.of(job), 3), QString());
        QCOMPARE(e.gateway->links().size(), std::size_t{1});
        // A gateway that stops says so: nothing is left to be resumed.
        e.gateway.reset();
        QTRY_COMPARE(e.node_log.downs().size(), std::size_t{1});
        QCOMPARE(e.gateway_log.downs().size(), std::size_t{1});
    }

    void aSealedJobPassesAGatewayThatCannotReadIt() {
        Ends e;
        SealingKeys keys(e.node_key, core::system_clock());
        e.listen();
        std::optional<SealedExecution> execution;
        auto started = LinkDialer::start(
            dialer_options(e.gateway->port()), e.node_key,
            e.node_log.events([&](const auto& link, const Arrival& arrival) {
                auto accepted = keys.accept(std::get<core::Bytes>(arrival.content));
                QVERIFY(accepted.ok());
                QCOMPARE(std::get<Ask>(accepted->question).messages_json, samples::conversation().messages_json);
                execution = std::move(accepted->execution);
                QVERIFY(link->send_sealed(arrival.job, execution->seal(Result{}), true).ok());
            }));
        QVERIFY(started.ok());
        (*started)->announce({role_executor, {}, 1, false, keys.card()});
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const auto link = e.gateway_log.link();
        QTRY_VERIFY(link->capability().card.has_value());
        auto purchase = SealedPurchase::to(*link->capability().card, core::system_clock().now()).value();
        const JobId job = link->open_job().value();
        QVERIFY(link->send_sealed(job, purchase.seal(samples::conversation()), false).ok());
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{1});
        const auto answer = purchase.open(std::get<core::Bytes>(e.gateway_log.of(job)[0].content));
        QVERIFY(answer.ok() && std::holds_alternative<Result>(*answer));
    }

    void aManInTheMiddleIsRefused() {
        Ends e;
        e.listen();
        ManInTheMiddle middle(e.gateway->port());
        e.dial(dialer_options(middle.port()));
        QTRY_VERIFY(e.problem().contains("did not prove its node key"));
        QVERIFY(middle.frames() > 0);
        QCOMPARE(e.gateway_log.ups() + e.node_log.ups(), 0);
        QVERIFY(e.status().state != DialState::up);
    }

    void certificatesOfAnotherTimeAreRefused_data() {
        QTest::addColumn<qlonglong>("from");
        QTest::addColumn<qlonglong>("to");
        QTest::addColumn<QString>("reason");
        QTest::newRow("expired") << -2 * qlonglong(hour) << -qlonglong(hour) << "has expired";
        QTest::newRow("not valid yet") << qlonglong(hour) << 2 * qlonglong(hour) << "not valid yet";
    }

    void certificatesOfAnotherTimeAreRefused() {
        QFETCH(qlonglong, from);
        QFETCH(qlonglong, to);
        QFETCH(QString, reason);
        Ends e;
        const core::Nanoseconds now = core::system_clock().now();
        ListenerOptions options = listener_options();
        options.certificate = make_certificate(now + from, now + to).value();
        e.listen(options);
        e.dial(dialer_options(e.gateway->port()));
        QTRY_VERIFY2(e.problem().contains(reason), qPrintable(e.problem()));
        QVERIFY(e.problem().startsWith("refused"));
        QCOMPARE(e.gateway_log.ups(), 0);
    }

    void whoIsNotExpectedIsRefusedWithTheReason() {
        Ends e;
        e.listen(listener_options(), [](const core::PublicKey&) {
            return core::fail(core::Code::refused, "This node is not registered.");
        });
        DialerOptions options = dialer_options(e.gateway->port());
        e.dial(options);
        QTRY_VERIFY2(e.problem().contains("not registered"), qPrintable(e.problem()));
        options.targets[0].key = e.node_key.public_key();
        e.dial(options);
        QTRY_VERIFY2(e.problem().contains("Another node answers"), qPrintable(e.problem()));
        options.targets[0].key.reset();
        options.network = "another";
        e.dial(options);
        QTRY_VERIFY2(e.problem().contains("belongs to the network"), qPrintable(e.problem()));
        QCOMPARE(e.gateway_log.ups() + e.node_log.ups(), 0);
        options.targets.resize(max_gateways + 1);
        QVERIFY(!LinkDialer::start(options, e.node_key, {}).ok());
    }

    void anAnswerSurvivesCutsWhole() {
        Ends e;
        e.listen();
        Proxy proxy(e.gateway->port());
        e.dial(dialer_options(proxy.port()), 20'000);
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const JobId job = e.ask();
        for (std::size_t cuts = 1; cuts <= 3; ++cuts) {
            QTRY_VERIFY_WITH_TIMEOUT(e.gateway_log.count(job) > 1000 * cuts, 60'000);
            proxy.cut();
        }
        QTRY_COMPARE_WITH_TIMEOUT(e.gateway_log.count(job), std::size_t{20'001}, 60'000);
        QCOMPARE(wrong_answer(e.gateway_log.of(job), 20'000), QString());
        QVERIFY(proxy.connections() > 1);
        QCOMPARE(e.gateway_log.ups(), 1);
        QCOMPARE(e.node_log.ups(), 1);
        QVERIFY(e.gateway_log.downs().empty() && e.node_log.downs().empty());
    }

    void aBadNetworkCostsTimeAndNothingElse_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"delays", "drops", "reorders", "flips", "floods"})
            QTest::newRow(what) << what;
    }

    void aBadNetworkCostsTimeAndNothingElse() {
        QFETCH(QString, what);
        Ends e;
        ListenerOptions listener = listener_options();
        listener.silence_timeout = 500 * milliseconds;
        e.listen(listener);
        Proxy proxy(e.gateway->port());
        DialerOptions options = dialer_options(proxy.port());
        options.keepalive = options.answer_timeout = 200 * milliseconds;
        e.dial(options, 3000);
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const JobId job = e.ask();
        QTRY_VERIFY(e.gateway_log.count(job) > 10);
        if (what == "delays") proxy.delay_ms = 3;
        if (what == "drops") proxy.drop = 1;
        if (what == "reorders") proxy.swap = 1;
        if (what == "flips") proxy.flip = 1;
        if (what == "floods") proxy.flood = 500;
        QTRY_COMPARE_WITH_TIMEOUT(e.gateway_log.count(job), std::size_t{3001}, 60'000);
        QCOMPARE(wrong_answer(e.gateway_log.of(job), 3000), QString());
        QCOMPARE(e.gateway_log.ups(), 1);
    }

    void silenceIsNoticedAtBothEndsAndTheLinkResumed() {
        Ends e;
        ListenerOptions listener = listener_options();
        listener.silence_timeout = 300 * milliseconds;
        e.listen(listener);
        Proxy proxy(e.gateway->port());
        DialerOptions options = dialer_options(proxy.port());
        options.keepalive = options.answer_timeout = 100 * milliseconds;
        e.dial(options);
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        proxy.stalls = true;
        QTRY_VERIFY2(e.problem().contains("silent"), qPrintable(e.problem()));
        QVERIFY(e.status().state != DialState::up && !e.status().round_trip);
        proxy.stalls = false;
        QTRY_VERIFY(e.status().state == DialState::up && e.status().round_trip > 0); // and how far it is to there
        const JobId job = e.ask();
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{4});
        QVERIFY(e.gateway_log.link()->heard_at() > core::Nanoseconds(0)); // who chooses among links looks at it
        QCOMPARE(e.gateway_log.ups(), 1);
    }

    void whoDoesNotComeBackIsGivenUp() {
        Ends e;
        ListenerOptions listener = listener_options();
        listener.resume_window = 100 * milliseconds;
        e.listen(listener);
        Proxy proxy(e.gateway->port());
        DialerOptions options = dialer_options(proxy.port());
        options.resume_window = 100 * milliseconds;
        e.dial(options);
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const auto link = e.gateway_log.link();
        const JobId job = link->open_job().value();
        proxy.refuses = true;
        proxy.cut();
        QTRY_COMPARE(e.gateway_log.downs().size(), std::size_t{1});
        QTRY_COMPARE(e.node_log.downs().size(), std::size_t{1});
        QCOMPARE(core::code_name(link->send(job, Cancel{}).error().code), "unavailable");
        proxy.refuses = false;
        QTRY_COMPARE(e.gateway_log.ups(), 2);
        QVERIFY(e.gateway_log.link() != link);
    }

    void aGatewayThatStartsAgainIsFoundAgain() {
        Ends e;
        e.listen();
        ListenerOptions options = listener_options();
        options.port = e.gateway->port();
        e.dial(dialer_options(options.port));
        QTRY_COMPARE(e.node_log.ups(), 1);
        e.gateway.reset();
        QTRY_COMPARE(e.node_log.downs().size(), std::size_t{1});
        e.listen(options);
        QTRY_COMPARE(e.node_log.ups(), 2);
    }

    void aSecondLinkOfANodeTakesThePlaceOfTheFirst() {
        Ends e;
        e.listen();
        e.dial(dialer_options(e.gateway->port()));
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        LinkLog second;
        auto started = LinkDialer::start(dialer_options(e.gateway->port()), e.node_key, second.events());
        QVERIFY(started.ok());
        QTRY_VERIFY(second.ups() > 0);
        QTRY_VERIFY(!e.gateway_log.downs().empty());
        QCOMPARE(e.gateway->links().size(), std::size_t{1});
    }

    void aNodeThatDrainsFinishesItsJobs() {
        Ends e;
        e.listen();
        auto started = LinkDialer::start(dialer_options(e.gateway->port()), e.node_key, e.node_log.events());
        QVERIFY(started.ok());
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const JobId job = e.ask();
        QTRY_COMPARE(e.node_log.count(job), std::size_t{1});
        (*started)->drain();
        const auto link = e.gateway_log.link();
        QTRY_VERIFY(link->capability().draining);
        QCOMPARE(core::code_name(link->open_job().error().code), "unavailable");
        QVERIFY(!link->over());
        QVERIFY(e.node_log.link()->send(job, Result{}).ok());
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{1});
        QTRY_COMPARE(e.gateway_log.downs().size(), std::size_t{1});
        QCOMPARE(core::code_name(e.gateway_log.downs()[0].code), "cancelled");
        QTRY_COMPARE(e.node_log.downs().size(), std::size_t{1});
        QTest::qWait(100); // it is not dialled again
        QCOMPARE(e.gateway_log.ups(), 1);
    }

    void violationsEndTheLinkWithAReason_data() {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const core::Bytes& raw, const char* reason) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(raw.data()), qsizetype(raw.size()))
                                << reason;
        };
        row("a job that was never opened", encode(JobPart{2, false, true, false, {1}}, 1), "corrupt");
        row("out of order", encode(Drain{}, 2), "corrupt");
        row("no frame", {0x00}, "corrupt");
        row("unknown frame", core::cbor::encode(core::cbor::Map{{0, 11}, {1, core::cbor::Map{}}}), "unsupported");
        row("oversized", core::Bytes(max_frame_bytes + 1), "too_large");
    }

    void violationsEndTheLinkWithAReason() {
        QFETCH(QByteArray, frame);
        QFETCH(QString, reason);
        Ends e;
        e.listen();
        e.dial(dialer_options(e.gateway->port())); // an honest one, beside it
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        const auto link = e.gateway_log.link();
        const auto* data = reinterpret_cast<const std::uint8_t*>(frame.constData());
        HostileNode hostile(e.gateway->port(), {core::Bytes(data, data + frame.size())});
        QTRY_COMPARE(e.gateway_log.downs().size(), std::size_t{1});
        QCOMPARE(QString(core::code_name(e.gateway_log.downs()[0].code)), reason);
        QVERIFY(hostile.goodbye().has_value());
        QCOMPARE(QString(core::code_name(hostile.goodbye()->code)), reason);
        QVERIFY(!link->over());
    }

    void strangersAreDroppedInTimeAndHurtNobody() {
        Ends e;
        ListenerOptions options = listener_options();
        options.handshake_timeout = 200 * milliseconds;
        options.max_strangers = 8;
        e.listen(options);
        e.dial(dialer_options(e.gateway->port()));
        QTRY_COMPARE(e.gateway_log.ups(), 1);
        boost::asio::io_context io;
        std::vector<boost::asio::ip::tcp::socket> strangers;
        for (int i = 0; i < 20; ++i) {
            strangers.emplace_back(io);
            strangers.back().connect({boost::asio::ip::address_v4::loopback(), e.gateway->port()});
            boost::system::error_code ec;
            if (i % 2 == 0) boost::asio::write(strangers.back(), boost::asio::buffer("GET / HTTP/1.1\r\n\r\n", 18), ec);
        }
        for (auto& stranger : strangers) {
            char bytes[512];
            boost::system::error_code ec;
            while (!ec)
                stranger.read_some(boost::asio::buffer(bytes), ec);
            QVERIFY(ec != boost::asio::error::would_block);
        }
        const JobId job = e.ask();
        QTRY_COMPARE(e.gateway_log.count(job), std::size_t{4});
        QVERIFY(e.gateway_log.downs().empty());
    }

    void aPortInUseIsNamed() {
        Ends e;
        e.listen();
        ListenerOptions options = listener_options();
        options.port = e.gateway->port();
        const auto second = LinkListener::start(options, e.gateway_key, {});
        QVERIFY(!second.ok());
        QCOMPARE(core::code_name(second.error().code), "conflict");
        QVERIFY(QString::fromStdString(second.error().message).contains(QString::number(options.port)));
    }

    void pausesGrowAndAreSpread() {
        const core::Nanoseconds least = 1000, most = 60'000;
        QCOMPARE(back_off(0, 0, least, most), least);
        QCOMPARE(back_off(0, 1000, least, most), core::Nanoseconds{2000});
        QCOMPARE(back_off(0, 1001, least, most), least);
        QCOMPARE(back_off(3, 15'000, least, most), core::Nanoseconds{16'000});
        for (const unsigned attempt : {10u, 1000u, UINT32_MAX - 1})
            QCOMPARE(back_off(attempt, 59'000, least, most), most);
    }
};

QTEST_GUILESS_MAIN(LinkTransport)
#include "tst_link_transport.moc"
