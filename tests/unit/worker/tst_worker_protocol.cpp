// SPDX-License-Identifier: Apache-2.0
#include "worker/protocol.h"

#include <QTest>
#include <random>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace hearth;
using namespace hearth::worker;

namespace {

Generate sample_generate() {
    Generate m;
    m.job = 7;
    m.messages_json = R"([{"role":"user","content":"grüß dich"}])";
    m.prompt_ids = {0, 1, 0xFFFFFFFF};
    m.tools_json = "[]";
    m.date = "01 Jan 2026";
    m.params.temperature_q16 = 52429;
    m.params.top_k = 40;
    m.params.max_tokens = 128;
    m.key.bytes[3] = 9;
    m.stop_strings = {"\n\n", "END"};
    m.ignore_eos = true;
    m.top_logprobs = 5;
    m.cache_salt.bytes[0] = 3;
    m.chain_start = core::sha256({});
    m.priority = core::Priority::interactive;
    m.known_ids = {7, 8};
    m.score_prompt = true;
    m.constraint = "start: \"x\"";
    return m;
}

std::vector<Message> samples() {
    Generate plain;
    plain.prompt = "Once";
    Generate vector;
    vector.prompt_ids = {2, 5, 3};
    vector.embed = true;
    Replay again{1, {2, 5, 3}, {0x3F800000, 0x80000000}, {}, {}, std::nullopt, std::nullopt, {}, {}, true};
    Token token;
    token.job = 3;
    token.id = 12;
    token.text = "é";
    token.text_offset = 7;
    token.logprob = LogprobEntry{12, std::string("\xC3", 1), -123456};
    token.top = {{12, "a", -1}, {13, std::string("\0b", 2), -2}};
    Token first;
    first.logprob = LogprobEntry{1, "<s>", std::nullopt};
    first.of_prompt = true;
    Replay scored{1, {1, 2}, {}, {}, {}, std::nullopt, 1, {{-5, {{7, -3}}}}, "start: \"y\""};
    Replayed replayed;
    replayed.compared = 10;
    replayed.equal = 9;
    replayed.first_difference = 4;
    replayed.worst_deficit = INT64_MAX;
    replayed.scores = 8;
    replayed.equal_scores = 7;
    replayed.worst_score = 12;
    return {Load{"/model", "bf16", 2, 1 << 20},
            Import{"/in/model.gguf", "ci8.1"},
            sample_generate(),
            plain,
            vector,
            again,
            Cancel{9},
            Replay{1, {1, 2}, {3}, {}, {}, std::nullopt, std::nullopt, {}, {}},
            scored,
            Tokenize{2, "[]", std::nullopt, "", "", R"({"enable_thinking":false})", "start: \"z\""},
            Hello{1, "0.1.0", "AVX2", "seccomp", "vulkan:0", "a card", "no driver"},
            Loaded{{}, 2048, 134'000'000, 512, "vulkan:0", 150'000'000},
            ProgressReport{"hashing", 5, 10},
            Imported{{1, 2, 3}},
            Started{4, {5, 6}},
            token,
            first,
            Finished{4, 1, "tail", {1, 2, 3}, 10, 20, core::sha256({})},
            Finished{4, 1, "", {1}, 10, 20, std::nullopt, 32},
            replayed,
            Tokenized{8, {}},
            Failed{0, core::fail(core::Code::out_of_memory, "too big", "buy more")},
            FileData{"exact/ci8.1.weights", {1, 2, 3}},
            KernelCache{{4, 5}},
            Benchmark{"1b", "ci8.1"},
            Benchmarked{1, {{"ci8.1", 2, 3, 4, 5}}, "7b", "ci4.1", 6},
            DeviceMemory{8, 4, 2}};
}

} // namespace

class WorkerProtocol : public QObject {
    Q_OBJECT
private slots:
    void everyMessageSurvivesEncoding() {
        for (const Message& message : samples()) {
            const core::Bytes bytes = encode(message);
            const auto back = decode(bytes);
            QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
            QCOMPARE(back->index(), message.index());
            QVERIFY(encode(*back) == bytes);
        }
    }

    void sentencesArriveAsTheyWereSaid() {
        const core::Error lost = core::fail(core::Code::corrupt, core::say("model_file_missing", {"config.json"}),
                                            core::say("fetch_model_again"));
        const core::Error back = std::get<Failed>(*decode(encode(Failed{3, lost}))).error;
        QCOMPARE(back.message, lost.message);
        QCOMPARE(back.message.id(), "model_file_missing");
        QCOMPARE(back.hint.id(), "fetch_model_again");
        const ProgressReport report{core::say("quantising"), 1, 2};
        QCOMPARE(std::get<ProgressReport>(*decode(encode(report))).stage.id(), "quantising");
        Hello hello;
        hello.sandbox = core::say("seccomp_gpu");
        QCOMPARE(std::get<Hello>(*decode(encode(hello))).sandbox.id(), "seccomp_gpu");
    }

    void fieldsArriveAsSent() {
        const auto back = decode(encode(sample_generate()));
        QVERIFY(back.ok());
        const auto& m = std::get<Generate>(*back);
        QCOMPARE(m.prompt_ids, (std::vector<std::uint32_t>{0, 1, 0xFFFFFFFF}));
        QVERIFY(!m.prompt.has_value());
        QCOMPARE(m.stop_strings.size(), std::size_t{2});
        QCOMPARE(m.top_logprobs.value_or(0), 5u);
        QCOMPARE(m.params.temperature_q16, 52429u);
        QVERIFY(m.priority == core::Priority::interactive);
    }

    void truncatedAndMutatedFramesAreRefusedOrReencode() {
        std::mt19937 random(1);
        for (const Message& message : samples()) {
            const core::Bytes bytes = encode(message);
            for (std::size_t cut = 0; cut < bytes.size(); ++cut)
                QVERIFY(!decode(core::ByteView(bytes).first(cut)).ok());
            for (int round = 0; round < 300; ++round) {
                core::Bytes mutated = bytes;
                mutated[random() % mutated.size()] ^= static_cast<std::uint8_t>(1u << (random() % 8));
                if (const auto back = decode(mutated); back.ok()) QVERIFY(encode(*back) == mutated);
            }
        }
    }

    void framesCrossASocketWhole() {
        int fds[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
        Replay big;
        big.prompt_ids.assign(500'000, 17);
        std::thread sender([&] {
            for (const Message& message : samples())
                if (!send_frame(fds[0], message)) return;
            (void)send_frame(fds[0], big);
            ::close(fds[0]);
        });
        for (const Message& message : samples()) {
            const auto back = receive_frame(fds[1]);
            QVERIFY(back.ok());
            QVERIFY(encode(*back) == encode(message));
        }
        const auto large = receive_frame(fds[1]);
        QVERIFY(large.ok());
        QCOMPARE(std::get<Replay>(*large).prompt_ids.size(), std::size_t{500'000});
        const auto end = receive_frame(fds[1]);
        QVERIFY(!end.ok());
        QVERIFY(end.error().code == core::Code::unavailable);
        sender.join();
        ::close(fds[1]);
    }

    void anAnnouncedLengthOverTheCapIsRefusedBeforeAllocation() {
        int fds[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
        const std::uint8_t head[4] = {0xFF, 0xFF, 0xFF, 0xFF};
        QCOMPARE(::send(fds[0], head, 4, 0), 4);
        const auto back = receive_frame(fds[1]);
        QVERIFY(!back.ok());
        QVERIFY(back.error().code == core::Code::too_large);
        ::close(fds[0]);
        ::close(fds[1]);
    }
};

QTEST_GUILESS_MAIN(WorkerProtocol)
#include "tst_worker_protocol.moc"
