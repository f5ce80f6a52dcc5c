// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <thread>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string asked = R"({"model":"m","messages":[{"role":"user","content":"hi"}]})";
const std::string asked_stream = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]})";
const std::string fine = R"({"model":"m","choices":[]})";

/// The beginning of a gzip file, up to its checksum, that unpacks to a hundred and fifty times its size. One block of
/// fixed Huffman codes: a zero, then copies of the 258 zeros from there.
std::string bomb(std::size_t copies) {
    std::string bytes("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    unsigned held = 0, bits = 0;
    const auto put = [&](unsigned value, unsigned count) {
        held |= value << bits;
        for (bits += count; bits >= 8; bits -= 8, held >>= 8)
            bytes += static_cast<char>(held & 0xFF);
    };
    put(0b011, 3);      // the last block, fixed codes
    put(0b00001100, 8); // literal 0 is 00110000, written from its highest bit
    for (std::size_t i = 0; i < copies; ++i) {
        put(0b10100011, 8); // length 258 is code 285: 11000101
        put(0, 5);          // distance 1
    }
    put(0, 7); // the end
    put(0, 8);
    return bytes;
}

/// Source of a test program, wherever it stands.
QString source_of(const QString& program) {
    QDirIterator files(QStringLiteral(HEARTH_SOURCE_DIR "/tests"), {program + ".cpp"}, QDir::Files,
                       QDirIterator::Subdirectories);
    if (!files.hasNext()) return {};
    QFile file(files.next());
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

/// What happened to other gateways, as far as no other test has it: README.md beside this file.
class TestGatewayIncidents : public QObject {
    Q_OBJECT

private slots:
    void everyIncidentHasATestThatExistsOrANote() {
        QFile document(QStringLiteral(HEARTH_SOURCE_DIR "/tests/unit/gateway/README.md"));
        QVERIFY(document.open(QIODevice::ReadOnly));
        static const QRegularExpression row("^\\| (\\d+) \\|"), name("`(tst_\\w+)::(\\w+)`");
        int last = 0;
        for (const QString& line : QString::fromUtf8(document.readAll()).split('\n')) {
            const auto number = row.match(line);
            if (!number.hasMatch()) continue;
            QCOMPARE(number.captured(1).toInt(), ++last);
            bool said = line.contains("Note: ");
            for (auto found = name.globalMatch(line); found.hasNext();) {
                const auto test = found.next();
                said = true;
                QVERIFY2(source_of(test.captured(1)).contains("void " + test.captured(2) + "()"),
                         qPrintable(test.captured(0)));
            }
            QVERIFY2(said, qPrintable(line));
        }
        QCOMPARE(last, 23);
    }

    void noRedirectIsFollowedWhereverItLeads() {
        ScriptedUpstream inside(Behaviour{{{plain_answer(200, fine)}}}); // what a machine keeps for itself
        const std::string address = "127.0.0.1:" + std::to_string(inside.port());
        for (const std::string& to :
             {"http://" + address + "/v1/chat/completions", "//" + address + "/", std::string("/v1/models"),
              std::string("http://169.254.169.254/latest/meta-data/"), std::string("http://[::ffff:127.0.0.1]:80/"),
              std::string("file:///etc/passwd")})
            for (const int status : {301, 302, 303, 307, 308}) {
                ScriptedUpstream box(
                    Behaviour{{{plain_answer(status, "{}", "application/json", "Location: " + to + "\r\n")}}});
                DoorBench bench;
                bench.add("box", box.url());
                const HttpReply reply = bench.post(status == 307 ? asked_stream : asked);
                QVERIFY2(reply.status == 502, reply.body.c_str());
                QCOMPARE(reply.error()["code"].toString(), QString("upstream_refused"));
                QVERIFY(reply.headers.count("location") == 0); // nor is the caller sent there
                QCOMPARE(box.requests().size(), std::size_t{1});
            }
        QVERIFY(inside.requests().empty());
        QCOMPARE(inside.connections(), std::size_t{0});
    }

    void aFileThatGrowsIsNeverUnpacked() {
        const std::string small = bomb(40'000); // 65 KB that would be 10 MB
        QVERIFY(small.size() < 70'000);
        const std::string coded = "Content-Encoding: gzip\r\n";
        for (const bool stream : {false, true}) {
            const std::string type = stream ? "text/event-stream" : "application/json";
            ScriptedUpstream box(Behaviour{{{plain_answer(200, small, type, coded)}}});
            DoorBench bench;
            bench.add("box", box.url());
            const HttpReply reply = bench.post(stream ? asked_stream : asked);
            QVERIFY2(reply.status == 502, reply.body.c_str());
            QCOMPARE(reply.error()["code"].toString(), QString("upstream_broken_answer"));
            QVERIFY(reply.body.size() < 4096);
            QVERIFY(box.last_request().find("Accept-Encoding: identity\r\n") != std::string::npos);
        }
        // Without the header it is what it looks like: no JSON.
        ScriptedUpstream silent(Behaviour{{{plain_answer(200, small)}}});
        DoorBench bench;
        bench.add("box", silent.url());
        QCOMPARE(bench.post(asked).error()["code"].toString(), QString("upstream_broken_answer"));
        // At the door it is not read either.
        QCOMPARE(bench.post(small, chat_path, coded).status, 415);
        QCOMPARE(bench.post(small).status, 400);
    }

    void aNetworkThatHangsHoldsNobodyElseUp() {
        ScriptedUpstream hangs(Behaviour{{}, true}, {"slow"}), box(Behaviour{{{plain_answer(200, fine)}}});
        gateway::Upstreams::Options patient = DoorBench::impatient();
        patient.call.first_byte = 60'000'000'000;
        DoorBench bench(patient);
        bench.add("hangs", hangs.url());
        bench.add("box", box.url());
        std::vector<std::unique_ptr<TestClient>> waiting;
        const std::string body = R"({"model":"slow","messages":[]})";
        for (int i = 0; i < 12; ++i) { // more than there are threads
            waiting.push_back(std::make_unique<TestClient>(bench.server->port()));
            waiting.back()->send("POST " + chat_path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\n\r\n" + body);
        }
        for (int i = 0; i < 500 && hangs.requests().size() < waiting.size(); ++i)
            std::this_thread::sleep_for(Millis(10));
        QCOMPARE(hangs.requests().size(), waiting.size());
        QCOMPARE(bench.post(asked).status, 200);
        QCOMPARE(bench.post(chat()).header("x-hearth-network"), std::string("home"));
    }

    void whatIsKeptIsForWhoeverMayAskAlone() {
        class Kept final : public gateway::CallMemory {
        public:
            core::Result<Recall> recall(const gateway::RepeatKey& call) override {
                if (call.caller != "one") return Recall{};
                return Recall{Known::kept,
                              gateway::KeptAnswer{200, false, "application/json", {}, "\"the answer of one\""}};
            }
            core::Status keep(const gateway::RepeatKey&, const std::optional<gateway::KeptAnswer>&) override {
                return {};
            }
            core::Status forget(const gateway::RepeatKey&) override { return {}; }
        };
        const auto key = [](const char* end) { return std::string(gateway::KeyRing::prefix) + end; };
        const auto ring = std::make_shared<gateway::KeyRing>();
        ring->replace({{"one", gateway::KeyRing::hash_of(key("one")), false},
                       {"two", gateway::KeyRing::hash_of(key("two")), false},
                       {"gone", gateway::KeyRing::hash_of(key("gone")), true}});
        gateway::ServerOptions options;
        options.keys = ring;
        options.key_rule = gateway::KeyRule::always;
        options.memory = std::make_shared<Kept>();
        Bench bench(Script{}, options);
        const auto ask = [&](const std::string& bearer) {
            return call(bench.port(), "POST", chat_path, chat(),
                        "Idempotency-Key: k\r\n" +
                            (bearer.empty() ? std::string() : "Authorization: Bearer " + bearer + "\r\n"));
        };
        QCOMPARE(ask(key("one")).body, std::string("\"the answer of one\""));
        QCOMPARE(ask({}).status, 401);
        QCOMPARE(ask(key("gone")).status, 403);
        const HttpReply two = ask(key("two"));
        QVERIFY(two.status == 200 && two.body.find("the answer of one") == std::string::npos);
        QCOMPARE(bench.backend->requests().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestGatewayIncidents)
#include "tst_gateway_incidents.moc"
