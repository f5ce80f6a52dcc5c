// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"
#include "link/job_codec.h"
#include "samples.h"

#include <QTest>
#include <random>

using namespace hearth;
using namespace hearth::link;
using core::cbor::Array;
using core::cbor::Map;
using core::cbor::Value;

namespace {

/// The fields of a sample's body, to be changed by a test.
Map body_of_sample(const JobMessage& message) {
    return *(*core::cbor::decode(encode(message)).value().as_map())[1].second.as_map();
}

core::Result<JobMessage> decode_with(std::uint64_t number, Map body) {
    return decode_job_message(core::cbor::encode(Map{{0, number}, {1, std::move(body)}}));
}

core::Result<JobMessage> decode_changed(const JobMessage& sample, std::uint64_t key, Value value) {
    Map body = body_of_sample(sample);
    for (auto& [k, v] : body)
        if (k == key) v = std::move(value);
    return decode_with(sample.index(), std::move(body));
}

} // namespace

class LinkJob : public QObject {
    Q_OBJECT
private slots:
    void bytesEqualTheSecondImplementation() {
        const auto vectors = samples::vectors("link/job.json");
        const auto messages = samples::messages();
        QCOMPARE(vectors.size(), messages.size());
        for (std::size_t i = 0; i < messages.size(); ++i) {
            const std::string name = vectors[i]["name"];
            QVERIFY2(core::to_hex(encode(messages[i])) == vectors[i]["encoded"].get<std::string>(), name.c_str());
            const auto back = decode_job_message(samples::bytes(vectors[i]["encoded"]));
            QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
            QCOMPARE(back->index(), messages[i].index());
            QVERIFY2(encode(*back) == encode(messages[i]), name.c_str());
        }
    }

    void fieldsArriveAsSent() {
        const auto ask = decode_job_message(encode(samples::conversation()));
        QVERIFY(ask.ok());
        const auto& m = std::get<Ask>(*ask);
        const Ask sent = samples::conversation();
        QCOMPARE(m.messages_json, sent.messages_json);
        QVERIFY(!m.prompt.has_value());
        QCOMPARE(m.asked_at, sent.asked_at);
        QVERIFY(m.decode == sent.decode);
        QVERIFY(m.max_tokens == sent.max_tokens && m.stop == sent.stop && m.top_logprobs == sent.top_logprobs);
        QVERIFY(m.tenant == sent.tenant && m.priority == sent.priority);
        const auto chunk = decode_job_message(encode(samples::chunk()));
        QVERIFY(chunk.ok());
        const auto& token = std::get<Chunk>(*chunk).tokens.at(0);
        QCOMPARE(token.text, std::string("é"));
        QCOMPARE(token.text_offset, 7u);
        QCOMPARE(token.logprob->bytes, std::string("\xC3"));
        QVERIFY(!token.top.at(1).micronats.has_value());
    }

    void everyCutAndEveryFlippedBitIsRefusedOrReencodes() {
        for (const JobMessage& message : samples::messages()) {
            core::Bytes raw = encode(message);
            for (std::size_t cut = 0; cut < raw.size(); ++cut)
                QVERIFY(!decode_job_message(core::ByteView(raw).first(cut)).ok());
            for (std::size_t bit = 0; bit < raw.size() * 8; ++bit) {
                raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
                if (const auto back = decode_job_message(raw)) QVERIFY(encode(*back) == raw);
                raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            }
        }
    }

    void hostileMessagesAreRefused_data() {
        const auto all = samples::messages();
        const JobMessage &conversation = all[0], &ids = all[2], &chunk = all[5], &result = all[7], &failed = all[11],
                         &resumed = all[12];
        const auto refused = [](const char* name, core::Result<JobMessage> outcome) {
            QTest::newRow(name) << (outcome.ok() ? QString("accepted") : core::code_name(outcome.error().code));
        };
        QTest::addColumn<QString>("reason");
        refused("two questions", decode_changed(conversation, 3, "text as well"));
        refused("no question", decode_changed(ids, 4, core::Bytes{}));
        refused("half a token id", decode_changed(ids, 4, core::Bytes(5)));
        refused("too many token ids", decode_changed(ids, 4, core::Bytes((std::size_t{4} << 20) + 4)));
        refused("question too long", decode_changed(conversation, 2, std::string((std::size_t{8} << 20) + 1, 'a')));
        refused("no profile", decode_changed(conversation, 1, ""));
        refused("a path for a profile", decode_changed(conversation, 1, "../x"));
        refused("too many stop strings", decode_changed(conversation, 10, Array(max_stops + 1, Value("x"))));
        refused("stop string too long", decode_changed(conversation, 10, Array{Value(std::string(4097, 'x'))}));
        refused("stop string of bytes", decode_changed(conversation, 10, Array{Value(core::Bytes{1})}));
        refused("too many alternatives", decode_changed(conversation, 12, 21));
        refused("unknown priority", decode_changed(conversation, 15, 3));
        refused("too many tokens", decode_changed(chunk, 1, Array(max_chunk_tokens + 1, Value(Map{}))));
        refused("a token of nothing", decode_changed(chunk, 1, Array{Value(Map{})}));
        refused("a file that is none", decode_changed(result, 0, core::Bytes{0xA0}));
        refused("unknown stop reason", decode_changed(result, 1, 4));
        refused("unknown reason", decode_changed(failed, 0, "because"));
        refused("sentence too long", decode_changed(failed, 1, std::string(max_error_text_bytes + 1, 'a')));
        refused("fewer known tokens than it says", decode_changed(resumed, 4, core::Bytes(8)));
        Map known = body_of_sample(all[4]);
        known.emplace_back(4, core::Bytes(8));
        refused("known tokens of an answer that was not begun", decode_with(2, known));
        Map extra = body_of_sample(failed);
        extra.emplace_back(3, 1);
        refused("a field that nobody asked for", decode_with(6, extra));
        refused("a cancel with something in it", decode_with(5, {{0, 1}}));
        refused("unknown message", decode_with(9, {}));
        refused("a voucher too long", decode_with(8, {{0, core::Bytes(max_voucher_bytes + 1)}}));
        refused("no map", decode_job_message(core::Bytes{0x00}));
        refused("nothing", decode_job_message({}));
    }

    void hostileMessagesAreRefused() {
        QFETCH(QString, reason);
        QVERIFY2(reason == "corrupt" || reason == "unsupported" || reason == "too_large", qPrintable(reason));
    }

    void aShortMessageMayNotTakeTheRoomOfALongOne() {
        // The message says "cancel" and goes on for megabytes.
        const auto outcome = decode_with(5, {{0, core::Bytes(std::size_t{1} << 20)}});
        QVERIFY(!outcome.ok());
        QCOMPARE(core::code_name(outcome.error().code), "too_large");
    }

    void itemsAreBoundedAndNotBytesAlone() {
        // Three million nulls are three megabytes on the wire and more than a hundred in memory.
        core::Bytes raw{0xA2, 0x00, 0x03, 0x01, 0xA2, 0x00, 0x00, 0x01, 0x9A, 0x00, 0x30, 0x00, 0x00};
        raw.resize(raw.size() + 0x300000, 0xF6);
        const auto outcome = decode_job_message(raw);
        QVERIFY(!outcome.ok());
        QCOMPARE(core::code_name(outcome.error().code), "too_large");
    }

    void aLongSentenceIsCutBetweenCharacters() {
        std::string sentence(max_error_text_bytes - 1, 'a');
        sentence += "é and more";
        const auto back = decode_job_message(encode(Failed{core::fail(core::Code::busy, sentence, sentence)}));
        QVERIFY(back.ok());
        QCOMPARE(std::get<Failed>(*back).error.message.size(), max_error_text_bytes - 1);
    }
};

QTEST_GUILESS_MAIN(LinkJob)
#include "tst_link_job.moc"
