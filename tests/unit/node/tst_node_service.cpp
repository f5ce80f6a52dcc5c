// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer.h"
#include "node/state/identity.h"
#include "service_test.h"

#include <atomic>
#include <fstream>
#include <QDirIterator>
#include <QFile>
#include <QTcpServer>
#include <thread>

using namespace hearth;
using namespace hearth::test;

class NodeService : public ServiceTest {
    Q_OBJECT
private slots:
    void init() { make_node(); }
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
        QCOMPARE(earnings.rows.front().state, control::MoneyState::pending);
        QCOMPARE(earnings.pending, earnings.rows.front().amount);
        QVERIFY(std::stoull(earnings.pending) > 0);
        QVERIFY(!earnings.estimate_value); // seconds of work are no sample
        QCOMPARE(must(m_node->node().ledger_head()).supply, supply);
        QCOMPARE(pool("escrow"), std::string("0"));
        QCOMPARE(m_node->doctor("ledger"), std::string("passed"));
        QCOMPARE(newest().stages[2].state, control::StageState::done);
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

    /// Of whoever signed it: nothing of the file is looked for in this home, and nothing is kept.
    void aReceiptFileIsReplayedByItsPath() {
        serve();
        control::Node& node = m_node->node();
        const auto answer = must(m_node->ask("hello"));
        const QTemporaryDir folder;
        const auto file = path_of(folder) / "one.receipt";
        must(core::write_file_atomic(file, must(node.export_receipt(answer.receipt_id))));
        const auto view = must(node.verify_receipt(file.string(), true, {}));
        QVERIFY(view.valid);
        QCOMPARE(view.receipt_id, answer.receipt_id);
        QCOMPARE(view.level, std::string("E2"));
        QCOMPARE(result_of(view.checks, "replay"), std::string("passed"));
        QCOMPARE(must(node.verify_receipt(answer.receipt_id, false, {})).level, std::string("E1"));
        QCOMPARE(node.verify_receipt(file.string(), false, {}).error().code, core::Code::not_found);
        const auto unseen = node.verify_receipt(file.string() + "s", true, {});
        QCOMPARE(unseen.error().code, core::Code::not_found);
        QCOMPARE(unseen.error().hint.id(), "put_receipt_where_read");
        // A profile that the model lacks is refused before a worker tries it, and the next receipt is replayed.
        auto foreign = must(proof::ReceiptFile::decode_bytes(must(node.export_receipt(answer.receipt_id))));
        proof::Receipt receipt = foreign.signed_receipt.receipt;
        receipt.profile = foreign.request.profile = "ci4.1";
        receipt.request_hash = foreign.request.hash();
        receipt.seed_commit = proof::seed_commitment(foreign.request, foreign.beacon);
        const auto key = core::SigningKey::generate();
        receipt.executor_key = key.public_key();
        foreign.signed_receipt = proof::SignedReceipt::sign(receipt, key);
        must(core::write_file_atomic(file, foreign.encode()));
        const core::Error refused = node.verify_receipt(file.string(), true, {}).error();
        QVERIFY(refused.code == core::Code::unsupported && refused.message.id() == std::string("model_no_profile"));
        QCOMPARE(must(node.verify_receipt(answer.receipt_id, true, {})).level, std::string("E2"));
        must(core::write_file_atomic(file, core::as_bytes("hello")));
        QCOMPARE(node.verify_receipt(file.string(), true, {}).error().code, core::Code::corrupt);
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

    void pauseFinishesWhatRunsAndTakesNothingNew() {
        serve();
        std::atomic<int> pieces = 0;
        core::Result<control::ChatResult> slow = core::fail(core::Code::internal, "not run");
        std::thread caller([&] { slow = m_node->ask("slow", 60, [&](const std::string&) { return ++pieces > 0; }); });
        QTRY_VERIFY(pieces > 2);
        QCOMPARE(must(m_node->node().pause(false)).state, control::NodeState::draining);
        const auto refused = m_node->ask("hello");
        QCOMPARE(refused.error().code, core::Code::unavailable);
        caller.join();
        QCOMPARE(must(std::move(slow)).token_ids.size(), std::size_t{60});
        QTRY_COMPARE(must(m_node->node().status()).state, control::NodeState::paused);
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().status()).state, control::NodeState::paused);
        must(m_node->node().resume());
        QVERIFY(m_node->ask("hello"));
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
        QTRY_COMPARE_WITH_TIMEOUT(state(), control::MoneyState::paid, 60'000);
        const auto view = must(m_node->node().receipt(answer.receipt_id));
        for (const control::Stage& stage : view.job.stages)
            if (stage.state != control::StageState::done) QCOMPARE(stage.state, control::StageState::skipped);
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
