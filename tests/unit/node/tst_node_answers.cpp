// SPDX-License-Identifier: Apache-2.0
#include "service_test.h"

#include <atomic>
#include <thread>

using namespace hearth;
using namespace hearth::test;

/// Answers that go wrong, are cut short, or must be repeated.
class NodeAnswers : public ServiceTest {
    Q_OBJECT
private slots:
    void init() { make_node(); }
    void cleanup() { m_node.reset(); }

    void aDishonestWorkerIsFoundByTheReplay() {
        serve();
        const auto answer = must(m_node->ask("dishonest", 40));
        const auto view = must(m_node->node().verify_receipt(answer.receipt_id, true, {}));
        QVERIFY(!view.valid);
        QCOMPARE(result_of(view.checks, "replay"), std::string("failed"));
        QVERIFY(view.level != "E2");
    }

    void aWorkerCrashIsAnHonestErrorAndARefund() {
        serve();
        const auto failed = m_node->ask("crash", 10);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, core::Code::unavailable);
        QCOMPARE(newest().state, control::JobState::failed);
        QCOMPARE(newest().money_state, control::MoneyState::refunded);
        QCOMPARE(pool("escrow"), std::string("0"));
        QVERIFY(m_node->ask("hello"));
    }

    void anExactAnswerOutlivesTheWorkersThatComputeIt() {
        m_node->start();
        m_node->import("exact profile", "exact");
        control::ChatRequest request;
        request.prompt = "relay";
        request.max_tokens = 8;
        request.seed = 7;
        std::string seen;
        const auto answer = must(m_node->node().chat(request, [&](const std::string& text) {
            seen += text;
            return true;
        }));
        QCOMPARE(answer.token_ids.size(), std::size_t{8});
        QCOMPARE(seen, answer.text);
        QCOMPARE(must(m_node->node().status()).workers.front().restarts, 2U);
        const auto checked = must(m_node->node().verify_receipt(answer.receipt_id, true, {}));
        QVERIFY(checked.valid);
        QCOMPARE(checked.level, std::string("E4"));
        QCOMPARE(pool("escrow"), std::string("0"));
    }

    void whatKillsEveryWorkerAtTheSamePlaceEndsInAnErrorAndDoesNotTakeTheModelAlong() {
        m_node->start();
        m_node->import("exact profile", "exact");
        const auto failed = m_node->ask("crash", 10);
        QVERIFY(!failed);
        QVERIFY2(failed.error().message.find("signal 6") != std::string::npos, failed.error().message.c_str());
        QCOMPARE(must(m_node->node().status()).workers.front().restarts, 2U);
        QCOMPARE(newest().money_state, control::MoneyState::refunded);
        QVERIFY(m_node->ask("hello"));
        for (int i = 0; i < 2; ++i)
            QVERIFY(!m_node->ask("crash", 10));
        QTRY_COMPARE(must(m_node->node().models()).front().state, control::ModelState::disabled);
        QCOMPARE(m_node->ask("hello").error().code, core::Code::unavailable);
    }

    void aScoredPromptHasAReceiptAndAReplay() {
        m_node->start();
        m_node->import("exact profile", "exact");
        const QJsonObject scored = score(R"("prompt":"midway","max_tokens":0,"logprobs":2)");
        QCOMPARE(scored["text"].toString(), QString("midway")); // though its first worker died
        const QJsonObject logprobs = scored["logprobs"].toObject();
        QCOMPARE(logprobs["tokens"].toArray().size(), 6);
        QVERIFY(logprobs["token_logprobs"].toArray()[0].isNull());
        QCOMPARE(logprobs["token_logprobs"].toArray()[1].toDouble(), -0.105001);
        QCOMPARE(must(m_node->node().status()).workers.front().restarts, 1U);
        const control::JobRow job = newest();
        QCOMPARE(job.state, control::JobState::done);
        QCOMPARE(job.prompt_tokens, 6U);
        QCOMPARE(job.completion_tokens, 0U);
        QVERIFY(!job.receipt_id.empty());
        QCOMPARE(pool("escrow"), std::string("0"));
        const auto checked = must(m_node->node().verify_receipt(job.receipt_id, true, {}));
        QVERIFY(checked.valid);
        QCOMPARE(checked.level, std::string("E4"));
        // With an answer behind it.
        QCOMPARE(score(R"("prompt":[104,105],"max_tokens":3,"logprobs":1)")["logprobs"]
                     .toObject()["tokens"]
                     .toArray()
                     .size(),
                 5);
        QCOMPARE(must(m_node->node().verify_receipt(newest().receipt_id, true, {})).level, std::string("E4"));
    }

    void aPromptOfOneTokenIsNotScoredForMoney() {
        serve();
        const QByteArray refused =
            http("POST", "/completions", R"({"echo":true,"prompt":"x","max_tokens":0,"logprobs":2})");
        QVERIFY2(refused.contains("400 Bad Request") && refused.contains("nothing to score"), refused.constData());
        QVERIFY(must(m_node->node().jobs(1, "")).empty());
        QVERIFY(!score(R"("prompt":"x","max_tokens":1,"logprobs":2)").isEmpty());
    }

    void aFalseScoreIsFoundByTheReplayAndAMissingOneIsNotSigned() {
        m_node->start();
        m_node->import("exact profile", "exact");
        QVERIFY(!score(R"("prompt":"dishonest","max_tokens":0,"logprobs":2)").isEmpty());
        const auto checked = must(m_node->node().verify_receipt(newest().receipt_id, true, {}));
        QVERIFY(!checked.valid);
        QVERIFY(score(R"("prompt":"forgetful","max_tokens":0,"logprobs":2)").isEmpty());
        QVERIFY(newest().receipt_id.empty());
        QCOMPARE(newest().money_state, control::MoneyState::refunded);
    }

    void anAnswerThatContradictsItsRequestIsNotSigned() {
        serve();
        const auto failed = m_node->ask("toolong", 4);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, core::Code::corrupt);
        QVERIFY(newest().receipt_id.empty());
        QCOMPARE(pool("escrow"), std::string("0"));
    }

    void aHangUpIsPaidForWhatWasProduced() {
        serve();
        int pieces = 0;
        const auto answer = must(m_node->ask("slow", 60, [&](const std::string&) { return ++pieces < 3; }));
        QCOMPARE(answer.finish_reason, std::string("cancelled"));
        QVERIFY(answer.token_ids.size() >= 3 && answer.token_ids.size() < 20);
        QVERIFY(!answer.receipt_id.empty());
        QCOMPARE(newest().state, control::JobState::cancelled);
        QVERIFY(must(m_node->node().verify_receipt(answer.receipt_id, true, {})).valid);
    }

    void crashesInARowDisableTheModelUntilItIsResumed() {
        serve();
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_node->ask("crash", 10));
        QTRY_COMPARE(must(m_node->node().models()).front().state, control::ModelState::disabled);
        QCOMPARE(m_node->ask("hello").error().code, core::Code::unavailable);
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().status()).state, control::NodeState::problem);
        QCOMPARE(m_node->doctor("models"), std::string("failed"));
        must(m_node->node().resume());
        QVERIFY(m_node->ask("hello"));
    }

    void aDeviceThatFailsTheSelfTestDoesNotOfferTheModel() {
        serve();
        const auto folder = home() / "models" / must(m_node->node().models()).front().model_id;
        m_node->stop();
        must(core::write_file_atomic(folder / "behaviour", core::as_bytes("nonconforming")));
        m_node->start();
        const std::string sentence = "The device does not reproduce the exact profile CI8.1.";
        QVERIFY(!m_node->ask("hello"));
        QTRY_COMPARE(must(m_node->node().models()).front().state, control::ModelState::disabled);
        const auto status = must(m_node->node().status());
        QCOMPARE(status.models.front().reason, sentence);
        QCOMPARE(status.state, control::NodeState::problem);
        QVERIFY2(status.sentence.find(sentence) != std::string::npos, status.sentence.c_str());
        QCOMPARE(status.workers.front().state, control::WorkerState::disabled);
        QCOMPARE(status.workers.front().reason, sentence);
        QCOMPARE(status.devices.front().state, control::DeviceState::disabled);
        QCOMPARE(status.devices.front().reason, sentence);
        QCOMPARE(status.lamps.eligible.state, control::LampState::error);
        QVERIFY2(!offered().contains("\"fake\""), offered().constData());
        const auto refused = m_node->ask("hello");
        QCOMPARE(refused.error().code, core::Code::unavailable);
        QVERIFY(refused.error().message.find(sentence) != std::string::npos);
        std::filesystem::remove(folder / "behaviour");
        must(m_node->node().resume());
        QVERIFY(m_node->ask("hello"));
        QVERIFY2(offered().contains("\"fake\""), offered().constData());
    }

    void aProfileThatFailsOnRequestLeavesTheModelToOthers() {
        serve();
        const auto folder = home() / "models" / must(m_node->node().models()).front().model_id;
        m_node->stop();
        must(core::write_file_atomic(folder / "behaviour", core::as_bytes("nonconforming:fp32")));
        m_node->start();
        control::ChatRequest request;
        request.prompt = "hello";
        request.profile = "fp32";
        QCOMPARE(m_node->node().chat(request, {}).error().code, core::Code::unsupported);
        QVERIFY(m_node->ask("hello"));
    }

    void whatTheCacheCannotHoldIsRefusedBeforeMoneyIsLocked() {
        serve();
        const auto folder = home() / "models" / must(m_node->node().models()).front().model_id;
        m_node->stop();
        must(core::write_file_atomic(folder / "behaviour", core::as_bytes("tight")));
        m_node->start();
        const auto over = m_node->ask("hello", 30);
        QCOMPARE(over.error().code, core::Code::too_large);
        QVERIFY2(over.error().message.find("64") != std::string::npos, over.error().message.c_str());
        QVERIFY2(over.error().message.find("65") != std::string::npos, over.error().message.c_str());
        QVERIFY(must(m_node->node().jobs(1, "")).empty());
        QCOMPARE(must(m_node->ask("hello", 29)).token_ids.size(), std::size_t{29});
    }

    void theOwnersChatGoesBeforeTheEdge() {
        serve();
        QCOMPARE(must(m_node->ask("priority", 2)).token_ids, (std::vector<std::uint32_t>{2, 2}));
        const QByteArray answer = http("POST", "/completions", R"({"prompt":"priority","max_tokens":2})");
        QVERIFY2(answer.contains(R"("text":"w1 w1 ")"), answer.constData());
    }

    void pauseNowCutsAnswersShortWithTheirReceipt() {
        serve();
        std::atomic<int> pieces = 0;
        core::Result<control::ChatResult> slow = core::fail(core::Code::internal, "not run");
        std::thread caller([&] { slow = m_node->ask("slow", 60, [&](const std::string&) { return ++pieces > 0; }); });
        QTRY_VERIFY(pieces > 2);
        QCOMPARE(must(m_node->node().pause(true)).state, control::NodeState::paused);
        caller.join();
        QCOMPARE(must(std::move(slow)).finish_reason, std::string("cancelled"));
        QVERIFY(!newest().receipt_id.empty());
        QCOMPARE(must(m_node->node().snooze(5)).state, control::NodeState::snoozed);
        QVERIFY(must(m_node->node().status()).snoozed_until);
        QVERIFY(!m_node->node().snooze(0));
    }

    void aSeedRepeatsItsAnswer() {
        serve();
        const auto ids = [&](std::optional<std::uint64_t> seed) {
            control::ChatRequest request;
            request.prompt = "tell me";
            request.seed = seed;
            request.max_tokens = 12;
            return must(m_node->node().chat(request, {})).token_ids;
        };
        QCOMPARE(ids(42), ids(42));
        QVERIFY(ids(42) != ids(43));
        QVERIFY(ids(std::nullopt) != ids(std::nullopt));
    }

    void tooLongAndUnknownAreRefusedByName() {
        serve();
        const auto over = m_node->ask("hello", 500);
        QCOMPARE(over.error().code, core::Code::too_large);
        QVERIFY(over.error().message.find("128") != std::string::npos);
        control::ChatRequest request;
        request.model = "nobody";
        request.prompt = "x";
        QCOMPARE(m_node->node().chat(request, {}).error().code, core::Code::not_found);
        request = {};
        request.prompt = "\xff\xfe";
        QCOMPARE(m_node->node().chat(request, {}).error().code, core::Code::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(NodeAnswers)
#include "tst_node_answers.moc"
