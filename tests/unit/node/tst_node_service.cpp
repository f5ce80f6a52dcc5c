// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer.h"
#include "node/state/identity.h"
#include "test_node.h"

#include <atomic>
#include <fstream>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <thread>

using namespace hearth;
using namespace hearth::test;

namespace {

std::string result_of(const std::vector<control::Check>& checks, const std::string& name) {
    for (const control::Check& check : checks)
        if (check.name == name) return check.result;
    return "missing";
}

} // namespace

class NodeService : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;

    std::filesystem::path home() const { return path_of(*m_folder) / "home"; }
    void serve() {
        m_node->start();
        m_node->import();
    }
    control::JobRow newest() { return must(m_node->node().jobs(1, "")).front(); }
    /// What the edge answers, head and body.
    QByteArray http(const QByteArray& method, const QByteArray& path, const QByteArray& body = {}) {
        const QUrl url(QString::fromStdString(must(m_node->node().status()).api));
        QTcpSocket socket;
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        socket.write(method + " " + url.path().toUtf8() + path + " HTTP/1.1\r\nHost: " + url.authority().toUtf8() +
                     "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
        while (socket.waitForReadyRead(5000)) {
        }
        return socket.readAll();
    }
    /// The one choice of a completion whose prompt is scored; empty if it was refused.
    QJsonObject score(const QByteArray& members) {
        const QByteArray answer = http("POST", "/completions", R"({"echo":true,)" + members + "}");
        const QByteArray body = answer.mid(answer.indexOf("\r\n\r\n") + 4);
        return QJsonDocument::fromJson(body).object()["choices"].toArray().first().toObject();
    }
    QByteArray offered() { return http("GET", "/models"); }
    std::string pool(const std::string& name) { return must(m_node->node().ledger_head()).pools[name]; }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<TestNode>(home());
    }
    void cleanup() { m_node.reset(); }

    void anAnswerHasAReceiptAnEarningAndConservedMoney() {
        serve();
        const std::string supply = must(m_node->node().ledger_head()).supply;
        std::string streamed;
        const auto answer = must(m_node->ask("hello", 6, [&](const std::string& text) {
            streamed += text;
            return true;
        }));
        QCOMPARE(answer.token_ids.size(), std::size_t{6});
        QCOMPARE(answer.text, streamed);
        QCOMPARE(answer.finish_reason, std::string("length"));
        QCOMPARE(answer.level, std::string("E1"));
        QCOMPARE(result_of(answer.checks, "signature"), std::string("passed"));
        QCOMPARE(result_of(answer.checks, "executor_registered"), std::string("passed"));
        QCOMPARE(result_of(answer.checks, "replay"), std::string("not checked"));
        const auto earnings = must(m_node->node().earnings(3600, 10));
        QCOMPARE(earnings.rows.size(), std::size_t{1});
        QCOMPARE(earnings.rows.front().receipt_id, answer.receipt_id);
        QCOMPARE(earnings.rows.front().state, std::string("pending"));
        QCOMPARE(earnings.pending, earnings.rows.front().amount);
        QVERIFY(std::stoull(earnings.pending) > 0);
        QVERIFY(!earnings.estimate_value); // seconds of work are no sample
        QCOMPARE(must(m_node->node().ledger_head()).supply, supply);
        QCOMPARE(pool("escrow"), std::string("0"));
        QCOMPARE(m_node->doctor("ledger"), std::string("passed"));
        QCOMPARE(newest().stages[2].state, std::string("done"));
    }

    void aBenchmarkHasItsDeviceToItself() {
        serve();
        must(m_node->ask("hello"));
        QVERIFY(must(m_node->node().status()).workers.front().pid);
        std::atomic<bool> measures = false, enough = false;
        core::Result<control::BenchmarkReport> report = core::fail(core::Code::internal, "");
        std::thread caller([&] {
            report = m_node->node().benchmark("cpu", "silent", [&](const control::Progress& progress) {
                measures = measures || progress.stage == "measuring";
                return !enough;
            });
        });
        while (!measures)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const auto second = m_node->node().benchmark("cpu", "1b", {});
        const auto during = must(m_node->node().status()).workers.front();
        const auto answer = m_node->ask("hello");
        enough = true; // the worker itself never looks
        caller.join();
        QCOMPARE(second.error().code, core::Code::busy);
        QVERIFY2(!during.pid, "the device's worker still holds its memory");
        QVERIFY(!answer);
        QCOMPARE(report.error().code, core::Code::cancelled);
        must(m_node->ask("hello"));
        QCOMPARE(must(m_node->node().benchmark("cpu", "1b", {})).device, std::string("cpu"));
    }

    void theDeviceNamesItsJob() {
        serve();
        QVERIFY(!must(m_node->node().status()).devices.front().current_job);
        std::optional<std::string> job;
        const auto answer = must(m_node->ask("slow", 6, [&](const std::string&) {
            job = must(m_node->node().status()).devices.front().current_job;
            return true;
        }));
        QCOMPARE(job.value_or(""), newest().job_id);
        QTRY_VERIFY(!must(m_node->node().status()).devices.front().current_job);
    }

    void anAnswerIsFoundByItsEvidenceIdWhereverAReceiptIdIsAsked() {
        serve();
        control::Node& node = m_node->node();
        core::Code early = core::Code::internal;
        const std::string receipt =
            must(m_node->ask("slow", 20, [&, first = true](const std::string&) mutable {
                // The last piece may come when the receipt is there.
                if (const auto found = node.receipt(newest().job_id); std::exchange(first, false) && !found)
                    early = found.error().code;
                return true;
            })).receipt_id;
        QCOMPARE(early, core::Code::busy); // it will have one
        const std::string id = newest().job_id;
        const core::Bytes file = must(node.export_receipt(receipt));
        for (const std::string& text : {id, id.substr(0, 10), receipt, receipt.substr(0, 10)}) {
            QCOMPARE(must(node.receipt(text)).receipt_id, receipt);
            QCOMPARE(must(node.verify_receipt(text, false, {})).receipt_id, receipt);
            QVERIFY(must(node.export_receipt(text)) == file);
        }
        must(m_node->ask("hello"));
        for (const std::string& text : {newest().job_id, newest().receipt_id})
            QCOMPARE(must(node.jobs(9, text)).front().job_id, id);
        QCOMPARE(node.receipt("0000000000").error().code, core::Code::not_found);
    }

    void aReplayByAFreshWorkerRaisesTheLevel() {
        serve();
        const auto answer = must(m_node->ask("hello"));
        int reports = 0;
        const auto view = must(m_node->node().verify_receipt(answer.receipt_id, true,
                                                             [&](const control::Progress&) { return ++reports > 0; }));
        QVERIFY(view.valid);
        QCOMPARE(view.level, std::string("E2"));
        QCOMPARE(result_of(view.checks, "replay"), std::string("passed"));
        QCOMPARE(must(m_node->node().verify_receipt(answer.receipt_id, false, {})).level, std::string("E2"));
    }

    void aRemovedModelIsMissedByItsNameUntilItIsImportedAgain() {
        serve();
        const auto answer = must(m_node->ask("hello"));
        const auto model = must(m_node->node().models()).front();
        QCOMPARE(model.receipts_in_window, std::uint64_t{1});
        must(m_node->node().remove_model(model.model_id));
        const auto replayed = m_node->node().verify_receipt(answer.receipt_id, true, {});
        QCOMPARE(replayed.error().code, core::Code::not_found);
        QVERIFY2(replayed.error().message.find("model " + model.name) != std::string::npos,
                 replayed.error().message.c_str());
        QVERIFY2(replayed.error().hint.find("Import " + model.name + " again") != std::string::npos,
                 replayed.error().hint.c_str());
        QCOMPARE(m_node->import().receipts_in_window, std::uint64_t{1});
        const auto view = must(m_node->node().verify_receipt(answer.receipt_id, true, {}));
        QCOMPARE(result_of(view.checks, "replay"), std::string("passed"));
    }

    void aRemovedModelIsOfferedNoMore() {
        const auto offers = [&] {
            m_node->stop();
            const auto identity = must(node::Identity::open(home() / "keys", false));
            ledger::Genesis genesis;
            genesis.chain_id = "hearth-solo-" + must(identity->sequencer_key()).public_key().hex().substr(0, 12);
            ledger::Sequencer::Options options;
            options.folder = home() / "ledger";
            options.epoch_length = m_node->epoch_length;
            const auto sequencer = must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
            std::vector<ledger::Tariff> found;
            sequencer->read([&](const ledger::State& state) {
                for (const auto& of : state.offers_of(identity->node_key()->public_key()))
                    found.push_back(*state.tariff(of.node, of.model, of.profile));
            });
            return found;
        };
        serve();
        must(m_node->ask("hello"));
        QCOMPARE(offers().size(), std::size_t{1});
        m_node->prices = must(node::Prices::parse("", "", {"fake=0.007/0.009"}));
        m_node->start(); // the new price is offered before anybody asks
        const auto changed = offers();
        QCOMPARE(changed.size(), std::size_t{1});
        QCOMPARE(changed.front().prompt_token.units(), std::uint64_t{7});
        m_node->start();
        must(m_node->ask("hello"));
        must(m_node->node().remove_model("fake"));
        QVERIFY(offers().empty());
        m_node->start();
    }

    void aDishonestWorkerIsFoundByTheReplay() {
        serve();
        const auto answer = must(m_node->ask("dishonest", 40));
        const auto view = must(m_node->node().verify_receipt(answer.receipt_id, true, {}));
        QVERIFY(!view.valid);
        QCOMPARE(result_of(view.checks, "replay"), std::string("failed"));
        QVERIFY(view.level != "E2");
    }

    void aRestartKeepsIdentityReceiptsModelsAndMoney() {
        serve();
        const auto answer = must(m_node->ask("hello"));
        const auto keys = must(m_node->node().keys());
        const auto earned = must(m_node->node().earnings(0, 10));
        m_node->stop();
        m_node->start();
        const auto again = must(m_node->node().keys());
        for (std::size_t i = 0; i < keys.size(); ++i)
            QCOMPARE(again[i].public_key, keys[i].public_key);
        QCOMPARE(must(m_node->node().models()).front().name, std::string("fake"));
        QCOMPARE(must(m_node->node().receipt(answer.receipt_id)).valid, true);
        QCOMPARE(must(m_node->node().earnings(0, 10)).pending, earned.pending);
        QVERIFY(m_node->ask("hello again"));
        QCOMPARE(m_node->doctor("ledger"), std::string("passed"));
    }

    void aWorkerCrashIsAnHonestErrorAndARefund() {
        serve();
        const auto failed = m_node->ask("crash", 10);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, core::Code::unavailable);
        QCOMPARE(newest().state, std::string("failed"));
        QCOMPARE(newest().money_state, std::string("refunded"));
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
        QCOMPARE(newest().money_state, std::string("refunded"));
        QVERIFY(m_node->ask("hello"));
        for (int i = 0; i < 2; ++i)
            QVERIFY(!m_node->ask("crash", 10));
        QTRY_COMPARE(must(m_node->node().models()).front().state, std::string("disabled"));
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
        QCOMPARE(job.state, std::string("done"));
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
        QCOMPARE(newest().money_state, std::string("refunded"));
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
        QCOMPARE(newest().state, std::string("cancelled"));
        QVERIFY(must(m_node->node().verify_receipt(answer.receipt_id, true, {})).valid);
    }

    void crashesInARowDisableTheModelUntilItIsResumed() {
        serve();
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_node->ask("crash", 10));
        QTRY_COMPARE(must(m_node->node().models()).front().state, std::string("disabled"));
        QCOMPARE(m_node->ask("hello").error().code, core::Code::unavailable);
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().status()).state, std::string("problem"));
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
        QTRY_COMPARE(must(m_node->node().models()).front().state, std::string("disabled"));
        const auto status = must(m_node->node().status());
        QCOMPARE(status.models.front().reason, sentence);
        QCOMPARE(status.state, std::string("problem"));
        QVERIFY2(status.sentence.find(sentence) != std::string::npos, status.sentence.c_str());
        QCOMPARE(status.workers.front().state, control::WorkerState::disabled);
        QCOMPARE(status.workers.front().reason, sentence);
        QCOMPARE(status.devices.front().state, std::string("disabled"));
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

    void pauseFinishesWhatRunsAndTakesNothingNew() {
        serve();
        std::atomic<int> pieces = 0;
        core::Result<control::ChatResult> slow = core::fail(core::Code::internal, "not run");
        std::thread caller([&] { slow = m_node->ask("slow", 60, [&](const std::string&) { return ++pieces > 0; }); });
        QTRY_VERIFY(pieces > 2);
        QCOMPARE(must(m_node->node().pause(false)).state, std::string("draining"));
        const auto refused = m_node->ask("hello");
        QCOMPARE(refused.error().code, core::Code::unavailable);
        caller.join();
        QCOMPARE(must(std::move(slow)).token_ids.size(), std::size_t{60});
        QTRY_COMPARE(must(m_node->node().status()).state, std::string("paused"));
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().status()).state, std::string("paused"));
        must(m_node->node().resume());
        QVERIFY(m_node->ask("hello"));
    }

    void pauseNowCutsAnswersShortWithTheirReceipt() {
        serve();
        std::atomic<int> pieces = 0;
        core::Result<control::ChatResult> slow = core::fail(core::Code::internal, "not run");
        std::thread caller([&] { slow = m_node->ask("slow", 60, [&](const std::string&) { return ++pieces > 0; }); });
        QTRY_VERIFY(pieces > 2);
        QCOMPARE(must(m_node->node().pause(true)).state, std::string("paused"));
        caller.join();
        QCOMPARE(must(std::move(slow)).finish_reason, std::string("cancelled"));
        QVERIFY(!newest().receipt_id.empty());
        QCOMPARE(must(m_node->node().snooze(5)).state, std::string("snoozed"));
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

    void aSecondServiceOnThisHomeIsRefused() {
        m_node->start();
        TestNode second(home());
        const auto started = node::Service::start(second.options());
        QVERIFY(!started);
        QCOMPARE(started.error().code, core::Code::conflict);
        QVERIFY(started.error().message.find(home().string()) != std::string::npos);
        QVERIFY(m_node->node().status()); // and the first one is unharmed
    }

    void aPortInUseIsNamed() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        auto options = m_node->options();
        options.settings.api_port = taken.serverPort();
        const auto started = node::Service::start(std::move(options));
        QVERIFY(!started);
        QVERIFY2(started.error().message.find(std::to_string(taken.serverPort())) != std::string::npos,
                 started.error().message.c_str());
        m_node->start(); // nothing is left locked or half open
    }

    void apiJsonStandsOnlyWhileItServes() {
        m_node->start();
        QFile file(QString::fromStdString((home() / "run/api.json").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject api = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(api["base_url"].toString().toStdString(), m_node->service->base_url());
        QVERIFY(api["port"].toInt() > 0);
        m_node->stop();
        QVERIFY(!file.exists());
    }

    void rotationSignsWithTheNewKeyAndOldReceiptsStayValid() {
        serve();
        const auto before = must(m_node->ask("hello"));
        const std::string old = must(m_node->node().status()).node_key;
        must(m_node->node().rotate_node_key());
        QVERIFY(must(m_node->node().status()).node_key != old);
        const auto after = must(m_node->ask("hello"));
        QVERIFY(must(m_node->node().receipt(before.receipt_id)).valid);
        QVERIFY(must(m_node->node().receipt(after.receipt_id)).valid);
        m_node->stop();
        m_node->start();
        QVERIFY(m_node->ask("hello"));
    }

    void eventsTellWhatChanged() {
        serve();
        std::mutex mutex;
        QStringList topics;
        std::uint64_t last = 0;
        bool in_order = true;
        auto subscription = must(m_node->node().subscribe([&](const control::Event& event) {
            const std::lock_guard lock(mutex);
            topics << QString::fromStdString(event.topic);
            in_order = in_order && event.number > last;
            last = event.number;
        }));
        must(m_node->ask("hello"));
        QTRY_VERIFY([&] {
            const std::lock_guard lock(mutex);
            return topics.contains("jobs") && topics.contains("earnings");
        }());
        subscription.reset();
        const std::lock_guard lock(mutex);
        QVERIFY(in_order);
    }

    void rewardsVestOverTheEpochs() {
        m_node->epoch_length = 100'000'000;
        serve();
        const auto answer = must(m_node->ask("hello"));
        const auto state = [&] { return must(m_node->node().earnings(0, 10)).rows.front().state; };
        QTRY_COMPARE_WITH_TIMEOUT(state(), std::string("paid"), 60'000);
        const auto view = must(m_node->node().receipt(answer.receipt_id));
        for (const control::Stage& stage : view.job.stages)
            QVERIFY2(stage.state == "done" || stage.state == "skipped", (stage.name + " " + stage.state).c_str());
        QCOMPARE(m_node->doctor("ledger"), std::string("passed"));
        QCOMPARE(must(m_node->node().earnings(0, 10)).pending, std::string("0"));
    }

    void noPromptAnswerOrKeyStandsInAnyLog() {
        serve();
        const auto answer = must(m_node->ask("canary-zebra-4711"));
        (void)m_node->ask("canary-zebra-4711 crash", 10);
        const auto keys = must(core::read_file(home() / "keys/node.key", 4096));
        m_node->stop();
        int files = 0;
        QDirIterator logs(QString::fromStdString((home() / "logs").string()), QDir::Files);
        while (logs.hasNext()) {
            QFile file(logs.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray content = file.readAll();
            ++files;
            QVERIFY(!content.contains("canary-zebra-4711"));
            QVERIFY(!content.contains(answer.text.substr(0, 10).c_str()));
            QVERIFY(!content.contains(QByteArray(reinterpret_cast<const char*>(keys.data()) + keys.size() - 16, 16)));
        }
        QVERIFY(files > 0);
    }
};

QTEST_GUILESS_MAIN(NodeService)
#include "tst_node_service.moc"
