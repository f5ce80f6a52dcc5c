// SPDX-License-Identifier: Apache-2.0
#include "link/credential.h"
#include "link/job_codec.h"
#include "link/sealing_keys.h"
#include "link/session.h"
#include "samples.h"
#include "session_pair.h"

#include <QTest>
#include <random>

using namespace hearth;
using namespace hearth::link;
using test::carry;
using test::settle;

namespace {

using Event = Session::Event;

core::Bytes message_of(std::size_t size, std::uint8_t fill = 7) {
    return core::Bytes(size, fill);
}

QString reason(const core::Result<Event>& outcome) {
    return outcome.ok() ? "accepted" : core::code_name(outcome.error().code);
}

std::vector<Frame> frames() {
    const core::ManualClock clock{1'700'000'000'000'000'000};
    const auto key = core::SigningKey::from_seed(samples::label("node").view());
    SealingKeys keys(key, clock);
    Capability capability{role_executor | role_auditor,
                          {{core::id_cast<core::ModelId>(samples::label("model")), "ci8.1", core::Amount::from_units(1),
                            core::Amount::from_units(UINT64_MAX), "SmolLM2", 2048}},
                          3,
                          true,
                          keys.card()};
    return {
        Hello{1, Side::dialer, "hearth-test", key.public_key(), samples::label("nonce"), samples::label("token"), 5},
        Hello{},
        Hello{2, Side::listener, "hearth-test", key.public_key(), samples::label("nonce"), {}, 0, core::Bytes(300, 5)},
        Proof{key.sign({})},
        Welcome{samples::label("token"), true, 9},
        capability,
        Capability{},
        JobPart{3, true, true, false, {1, 2, 3}},
        Credit{4, 5},
        Ack{6},
        Ping{7},
        Pong{8},
        Drain{},
        Goodbye{core::fail(core::Code::corrupt, "Why.", "What next.")}};
}

core::Bytes encoded(const Frame& frame) {
    return encode(frame, is_numbered(frame) ? std::optional<std::uint64_t>(1) : std::nullopt);
}

} // namespace

class LinkSession : public QObject {
    Q_OBJECT
private slots:
    void everyFrameSurvivesEncodingAndHostileBytesDoNot() {
        for (const Frame& frame : frames()) {
            core::Bytes raw = encoded(frame);
            const auto back = decode_frame(raw);
            QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
            QVERIFY(encode(back->frame, back->number) == raw);
            for (std::size_t cut = 0; cut < raw.size(); ++cut)
                QVERIFY(!decode_frame(core::ByteView(raw).first(cut)).ok());
            for (std::size_t bit = 0; bit < raw.size() * 8; ++bit) {
                raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
                if (const auto other = decode_frame(raw)) QVERIFY(encode(other->frame, other->number) == raw);
                raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            }
        }
        Hello wordy;
        wordy.credential.resize(max_credential_bytes + 1);
        QVERIFY(!decode_frame(encode(wordy)).ok());
        QVERIFY(!decode_frame(encode(Ping{1}, 1)).ok());
        QVERIFY(!decode_frame(encode(Drain{})).ok());
        QVERIFY(!decode_frame(encode(JobPart{2, false, true, false, message_of(max_part_bytes + 1)}, 1)).ok());
        Capability crowd;
        crowd.models.resize(max_offers + 1, {{}, "ci8.1", {}, {}, "m", 1});
        QVERIFY(!decode_frame(encode(crowd, 1)).ok());
    }

    void bytesEqualTheSecondImplementation() {
        const auto key = core::SigningKey::from_seed(samples::label("node").view());
        SealingCard card{key.public_key(), core::id_cast<SealingKey>(samples::label("sealing")), 5, 6, {}};
        card.signature = key.sign(card.id().view());
        const ModelOffer offer{core::id_cast<core::ModelId>(samples::label("model")),
                               "ci8.1",
                               core::Amount::from_units(1),
                               core::Amount::from_units(UINT64_MAX),
                               "SmolLM2",
                               2048};
        const std::vector<NumberedFrame> same{{Hello{1, Side::dialer, "hearth-test", key.public_key(),
                                                     samples::label("nonce"), samples::label("token"), 5},
                                               {}},
                                              {Proof{key.sign({})}, {}},
                                              {Welcome{samples::label("token"), true, 9}, {}},
                                              {Capability{role_executor | role_auditor, {offer}, 3, true, card}, 7},
                                              {JobPart{3, true, true, false, {1, 2, 3}}, std::uint64_t{1} << 33},
                                              {Credit{4, 5}, 1},
                                              {Ack{6}, {}},
                                              {Ping{7}, {}},
                                              {Pong{8}, {}},
                                              {Drain{}, 1},
                                              {Goodbye{core::fail(core::Code::corrupt, "Why.", "What next.")}, {}},
                                              {Hello{2,
                                                     Side::listener,
                                                     "hearth-test",
                                                     key.public_key(),
                                                     samples::label("nonce"),
                                                     std::nullopt,
                                                     0,
                                                     {1, 2, 3}},
                                               {}}};
        const auto vectors = samples::vectors("link/link.json");
        QCOMPARE(vectors.size(), same.size());
        for (std::size_t i = 0; i < same.size(); ++i)
            QCOMPARE(core::to_hex(encode(same[i].frame, same[i].number)), vectors[i]["encoded"].get<std::string>());
    }

    void aLongNameIsCutBetweenCharacters() {
        Capability capability;
        capability.models = {{{}, "ci8.1", {}, {}, std::string(max_model_name_bytes - 1, 'a') + "é", 1}};
        const auto back = decode_frame(encode(capability, 1));
        QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
        QCOMPARE(std::get<Capability>(back->frame).models.at(0).name, std::string(max_model_name_bytes - 1, 'a'));
    }

    void theProofIsBoundToTheConnectionAndToBothHellos() {
        const Hello a{1, Side::dialer, "n", {}, samples::label("a"), {}, 0};
        const Hello b{1, Side::listener, "n", {}, samples::label("b"), {}, 0};
        const core::Hash exporter = samples::label("connection");
        const core::Hash digest = proof_digest(Side::dialer, exporter.view(), a, b);
        QVERIFY(digest != proof_digest(Side::listener, exporter.view(), a, b));
        QVERIFY(digest != proof_digest(Side::dialer, samples::label("other").view(), a, b));
        Hello downgraded = b;
        downgraded.version = 0;
        QVERIFY(digest != proof_digest(Side::dialer, exporter.view(), a, downgraded));
    }

    void messagesOfAnySizeArriveWholeAndInOrder() {
        Session gateway(Side::listener), node(Side::dialer);
        const JobId job = gateway.lanes().open();
        const std::vector<std::size_t> sizes{1, 0, max_part_bytes, max_part_bytes + 1, 300'000, 17 << 20, 5};
        for (const std::size_t size : sizes)
            QVERIFY(gateway.lanes().send(job, message_of(size), false, false).ok());
        const auto came = settle(gateway, node);
        QCOMPARE(came.size(), sizes.size());
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            QCOMPARE(came[i].job, job);
            QCOMPARE(came[i].message.size(), sizes[i]);
            QCOMPARE(came[i].opens, i == 0);
        }
        QCOMPARE(node.lanes().open_jobs(), std::size_t{1});
        QVERIFY(node.lanes().send(job, message_of(3), true, true).ok());
        const auto answer = settle(gateway, node);
        QVERIFY(answer.size() == 1 && answer[0].last && answer[0].sealed && !answer[0].opens);
        QCOMPARE(node.lanes().open_jobs() + gateway.lanes().open_jobs(), std::size_t{0});
        QCOMPARE(gateway.lanes().backlog_bytes(), std::size_t{0});
    }

    void aSlowReaderOfOneJobDoesNotStallAnother() {
        Session gateway(Side::listener), node(Side::dialer);
        const JobId slow = gateway.lanes().open(), quick = gateway.lanes().open();
        for (int i = 0; i < 200; ++i)
            QVERIFY(gateway.lanes().send(slow, message_of(20'000), false, false).ok());
        QVERIFY(!carry(gateway, node).empty()); // nobody reads them
        while (!carry(gateway, node).empty() || !carry(node, gateway).empty())
            ;
        QVERIFY(gateway.lanes().backlog_bytes() > 3'000'000);
        for (int i = 0; i < 50; ++i) {
            QVERIFY(gateway.lanes().send(quick, message_of(20'000), false, false).ok());
            std::size_t came = 0;
            for (int round = 0; round < 5; ++round) {
                for (const Delivery& d : carry(gateway, node)) {
                    QCOMPARE(d.job, quick);
                    node.lanes().consumed(d.job, d.cost);
                    ++came;
                }
                (void)carry(node, gateway);
            }
            QCOMPARE(came, std::size_t{1});
        }
    }

    void whoTakesNothingIsNotSentMoreThanMemoryHolds() {
        LaneLimits limits;
        limits.max_job_backlog_bytes = 1000;
        limits.max_link_backlog_bytes = 1500;
        limits.max_message_bytes = 900;
        Lanes lanes(Side::listener, limits);
        const JobId one = lanes.open(), two = lanes.open();
        QVERIFY(lanes.send(one, message_of(900), false, false).ok());
        QCOMPARE(core::code_name(lanes.send(one, message_of(200), false, false).error().code), "busy");
        QCOMPARE(core::code_name(lanes.send(one, message_of(901), false, false).error().code), "too_large");
        QVERIFY(lanes.send(two, message_of(600), false, true).ok());
        QCOMPARE(core::code_name(lanes.send(two, message_of(1), false, false).error().code), "not_found");
        QCOMPARE(core::code_name(lanes.send(one, message_of(100), false, false).error().code), "busy");
        lanes.close(two);
        QVERIFY(lanes.send(one, message_of(100), false, false).ok());
    }

    void longMessagesOfManyJobsDoNotFillTheMemory() {
        LaneLimits limits;
        limits.max_held_bytes = std::size_t{1} << 20;
        Session gateway(Side::listener), node(Side::dialer, limits);
        for (int i = 0; i < 8; ++i)
            QVERIFY(gateway.lanes().send(gateway.lanes().open(), message_of(std::size_t{3} << 20), false, false).ok());
        QCOMPARE(settle(gateway, node).size(), std::size_t{8});
    }

    void jobsOfBothSidesDoNotCollide() {
        Session gateway(Side::listener), node(Side::dialer);
        const JobId down = gateway.lanes().open(), up = node.lanes().open();
        QVERIFY(down != up);
        QVERIFY(gateway.lanes().send(down, message_of(1), false, false).ok());
        QVERIFY(node.lanes().send(up, message_of(2), false, false).ok());
        const auto came = settle(gateway, node);
        QVERIFY(came.size() == 2 && came[0].opens && came[1].opens);
    }

    void violationsAreRefused_data() {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const Frame& frame, const char* expected, std::uint64_t number = 1) {
            const core::Bytes raw =
                encode(frame, is_numbered(frame) ? std::optional<std::uint64_t>(number) : std::nullopt);
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(raw.data()), qsizetype(raw.size()))
                                << expected;
        };
        row("a job that was never opened", JobPart{5, false, true, false, {1}}, "corrupt");
        row("credit for a job that was never opened", Credit{5, 1}, "corrupt");
        row("out of order", JobPart{2, false, true, false, {1}}, "corrupt", 2);
        row("repeated", JobPart{2, false, true, false, {1}}, "corrupt", 0);
        row("acknowledges what was not sent", Ack{1}, "corrupt");
        row("a job that ends in the middle", JobPart{2, false, false, true, {1}}, "corrupt");
        row("a second hello", Hello{}, "corrupt");
        row("a job that is over", JobPart{3, false, true, false, {1}}, "accepted");
        row("its credit", Credit{3, 1}, "accepted");
    }

    void violationsAreRefused() {
        QFETCH(QByteArray, frame);
        QFETCH(QString, expected);
        Session node(Side::dialer);
        node.lanes().close(node.lanes().open()); // 3
        const auto outcome =
            node.receive({reinterpret_cast<const std::uint8_t*>(frame.constData()), std::size_t(frame.size())});
        QCOMPARE(reason(outcome), expected);
    }

    void aFloodPastTheCreditIsAViolation() {
        Session node(Side::dialer);
        QString outcome = "accepted";
        std::uint64_t number = 0;
        while (outcome == "accepted" && number < 10'000)
            outcome = reason(node.receive(encode(JobPart{2, false, true, false, message_of(100)}, ++number)));
        QCOMPARE(outcome, QString("too_large"));
        QVERIFY(number * 164 > LaneLimits{}.window && number * 100 < LaneLimits{}.window);
        // So are messages of nothing, and more jobs than anybody needs.
        Session empty(Side::dialer), many(Side::dialer);
        number = 0;
        while (reason(empty.receive(encode(JobPart{2, false, true, false, {}}, ++number))) == "accepted")
            QVERIFY(number < 10'000);
        number = 0;
        while (reason(many.receive(encode(JobPart{2 * number + 2, false, true, false, {1}}, number + 1))) == "accepted")
            QVERIFY(++number < 10'000);
        QCOMPARE(number, LaneLimits{}.max_jobs);
    }

    void aJobCannotBeOpenedTwice() {
        Session node(Side::dialer);
        QVERIFY(node.receive(encode(JobPart{8, false, true, true, {1}}, 1)).ok());
        const auto again = node.receive(encode(JobPart{8, false, true, false, {1}}, 2));
        QVERIFY(again.ok() && std::holds_alternative<std::monostate>(*again));
        QCOMPARE(node.lanes().open_jobs(), std::size_t{0});
    }

    void whatWasNotAcknowledgedIsSentAgainAfterACut() {
        std::mt19937 random(3);
        Session gateway(Side::listener), node(Side::dialer);
        const JobId job = gateway.lanes().open();
        std::vector<std::size_t> sizes, came;
        for (int i = 0; i < 60; ++i) {
            sizes.push_back(random() % 60'000);
            QVERIFY(gateway.lanes().send(job, message_of(sizes.back()), false, false).ok());
        }
        for (int cuts = 0; came.size() < sizes.size(); ++cuts) {
            QVERIFY(cuts < 1000);
            for (const Delivery& d : carry(gateway, node, random() % 6)) {
                came.push_back(d.message.size());
                node.lanes().consumed(d.job, d.cost);
            }
            (void)carry(node, gateway, random() % 3);
            for (auto lost = random() % 5; lost > 0; --lost) {
                (void)gateway.next();
                (void)node.next();
            }
            // A new connection: each tells what it has.
            const std::uint64_t has_node = node.received(), has_gateway = gateway.received();
            QVERIFY(gateway.resume(has_node).ok());
            QVERIFY(node.resume(has_gateway).ok());
        }
        QCOMPARE(came, sizes);
    }

    void aLieAboutWhatCameIsRefused() {
        Session gateway(Side::listener);
        gateway.say(Drain{});
        QVERIFY(gateway.next().has_value());
        QVERIFY(!gateway.resume(2).ok());
        QVERIFY(gateway.receive(encode(Ack{1})).ok());
        QVERIFY(!gateway.resume(0).ok());
        QVERIFY(gateway.resume(1).ok());
    }

    void pingsAreAnsweredAndAFloodOfThemIsNot() {
        Session node(Side::dialer);
        for (std::uint64_t i = 0; i < 1000; ++i)
            QVERIFY(node.receive(encode(Ping{i})).ok());
        QVERIFY(node.next() == encode(Pong{999}));
        QVERIFY(!node.next().has_value());
    }

    void onlyTheNewestCapabilityIsSent() {
        Session node(Side::dialer);
        for (std::uint32_t places = 0; places < 10; ++places)
            node.say(Capability{role_executor, {}, places, false, std::nullopt});
        const auto frame = decode_frame(node.next().value());
        QVERIFY(frame.ok());
        QCOMPARE(std::get<Capability>(frame->frame).free_places, 9u);
        QVERIFY(!node.next().has_value());
    }
};

QTEST_GUILESS_MAIN(LinkSession)
#include "tst_link_session.moc"
