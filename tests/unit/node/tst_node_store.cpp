// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/hash.h"
#include "core/keys.h"
#include "node/jobs/receipt_book.h"
#include "node/state/earnings_book.h"
#include "node/state/short_id.h"
#include "node/state/store.h"
#include "support.h"

#include <chrono>
#include <future>
#include <sqlite3.h>

using namespace hearth;
using namespace hearth::test;
using control::MoneyState;
using control::PurchaseState;

class NodeStore : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_file;

    static node::JobRecord job(const std::string& id) {
        node::JobRecord record;
        record.job_id = id;
        record.model_id = "m";
        record.model_name = "model";
        record.profile = "fp32";
        record.created_at = 1'000;
        record.escrow = core::id_cast<core::EscrowId>(core::random_hash());
        record.executor = core::id_cast<core::PublicKey>(core::sha256(core::as_bytes("executor")));
        record.stage(control::JobStage::assigned, control::StageState::done, 1'000, "locked");
        return record;
    }

private slots:
    void init() { m_file = path_of(m_folder) / (std::to_string(std::rand()) + ".sqlite"); }

    void aJobComesBackAsItWasAfterReopening() {
        const node::JobRecord record = job("a");
        {
            const auto store = must(node::Store::open(m_file));
            must(store->add_job(record));
            must(store->change_job("a", [](node::JobRecord& j) {
                j.prompt_tokens = 7;
                j.stage(control::JobStage::running, control::StageState::current, 2'000, "now");
            }));
        }
        const auto store = must(node::Store::open(m_file));
        const auto back = must(store->job("a"));
        QCOMPARE(back.prompt_tokens, 7u);
        QCOMPARE(back.escrow, record.escrow);
        QCOMPARE(back.executor, record.executor);
        QCOMPARE(back.stage(control::JobStage::running).at, std::optional<core::Nanoseconds>(2'000));
        QCOMPARE(back.stage(control::JobStage::vested).state, control::StageState::waiting);
        QCOMPARE(must(store->running_jobs()).size(), std::size_t{1});
    }

    void theBeginningOfAnIdFindsTheNewestFirst() {
        const auto store = must(node::Store::open(m_file));
        const std::string tail(52, '0');
        const std::vector<std::string> ids{"abcdef012345" + tail, "abcdef999999" + tail, "abcdf0000000" + tail};
        for (const std::string& id : ids) {
            must(store->add_job(job("1" + id.substr(1))));
            must(store->add_receipt("1" + id.substr(1), id, job(id).executor, core::as_bytes("file"), [](auto&) {}));
        }
        const auto called = [&](const std::string& beginning) {
            std::vector<std::string> receipts;
            for (const node::AnswerId& found : must(store->answers_called(beginning)))
                receipts.push_back(found.receipt_id);
            return receipts;
        };
        QCOMPARE(called("abcdef"), (std::vector<std::string>{ids[1], ids[0]}));
        QCOMPARE(called(ids[2]), std::vector<std::string>{ids[2]});
        QVERIFY(called("abcde0").empty());
        QCOMPARE(called("1bcdf0"), std::vector<std::string>{ids[2]});
    }

    void whatCannotBeAnIdIsToldFromWhatIsOne() {
        QCOMPARE(node::as_id("ABCDEF"), std::string("abcdef"));
        for (const char* text : {"", "abcde", "abcdeg", "abc%ef"})
            QVERIFY(node::as_id(text).empty());
        const auto several = node::only_one({"abcdef01", "abcdef02"}, "abcdef", node::receipt_ids);
        QCOMPARE(several.error().code, core::Code::invalid_argument);
        QVERIFY(several.error().message.find("abcdef01, abcdef02") != std::string::npos);
        QCOMPARE(node::only_one({}, "abcdef", node::receipt_ids).error().code, core::Code::not_found);
    }

    void nobodyElseReadsIt() {
        const auto store = must(node::Store::open(m_file));
        must(store->set_setting("a", "b"));
        for (const char* suffix : {"", "-wal", "-shm"}) {
            const auto mode = std::filesystem::status(m_file.string() + suffix).permissions();
            QCOMPARE(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        }
    }

    void aStageKeepsTheTimeOfItsFirstMark() {
        node::JobRecord record = job("a");
        record.stage(control::JobStage::running, control::StageState::current, 5);
        record.stage(control::JobStage::running, control::StageState::done, 9);
        QCOMPARE(record.stage(control::JobStage::running).at, std::optional<core::Nanoseconds>(5));
        QCOMPARE(record.stage(control::JobStage::running).state, control::StageState::done);
    }

    void receiptAndJobChangeTogetherOrNotAtAll() {
        const auto store = must(node::Store::open(m_file));
        const core::PublicKey executor = job("a").executor;
        must(store->add_job(job("a")));
        must(store->add_job(job("b")));
        const core::Bytes file{1, 2, 3};
        must(store->add_receipt("a", "r1", executor, file,
                                [](node::JobRecord& j) { j.state = control::JobState::done; }));
        QCOMPARE(must(store->receipt_file("r1")), file);
        QCOMPARE(must(store->job_of_receipt("r1")).state, control::JobState::done);
        QCOMPARE(must(store->last_receipt(executor)), std::string("r1"));
        // The same receipt for another job must leave that job untouched.
        QVERIFY(!store->add_receipt("b", "r1", executor, file,
                                    [](node::JobRecord& j) { j.state = control::JobState::done; }));
        QCOMPARE(must(store->job("b")).state, control::JobState::running);
        QVERIFY(must(store->job("b")).receipt_id.empty());
        QVERIFY(!store->receipt_file("nope"));
    }

    void ofTwoThatComputedAnAnswerTheReceiptIsThatOfTheOneThatWasPaid() {
        const auto store = must(node::Store::open(m_file));
        QCOMPARE(node::receipt_of_answer(*store, "a").error().code, core::Code::not_found);
        must(store->add_job(job("a"))); // this home's own, which lost
        must(store->add_receipt("a", "slower", job("a").executor, core::Bytes{1}, [](auto&) {}));
        QCOMPARE(must(node::receipt_of_answer(*store, "a")), std::string("slower"));
        node::PurchaseRecord bought;
        bought.job_id = "a";
        must(store->add_purchase(bought));
        QVERIFY(must(node::receipt_of_answer(*store, "a")).empty()); // nobody has won yet
        bought.state = control::PurchaseState::done;
        bought.receipt_id = "winner";
        must(store->end_purchase(bought, core::Bytes{2}));
        QCOMPARE(must(node::receipt_of_answer(*store, "a")), std::string("winner"));
        sqlite3* other = nullptr;
        QCOMPARE(sqlite3_open(m_file.c_str(), &other), SQLITE_OK);
        QCOMPARE(sqlite3_exec(other, "DROP TABLE purchases", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(other);
        const auto broken = node::receipt_of_answer(*store, "a");
        QVERIFY(!broken && broken.error().code != core::Code::not_found);
    }

    void jobsComeNewestFirstInPages() {
        const auto store = must(node::Store::open(m_file));
        for (const char* id : {"a", "b", "c"})
            must(store->add_job(job(id)));
        const auto first = must(store->jobs(2, ""));
        QCOMPARE(first.front().job_id, std::string("c"));
        const auto rest = must(store->jobs(2, first.back().job_id));
        QCOMPARE(rest.size(), std::size_t{1});
        QCOMPARE(rest.front().job_id, std::string("a"));
    }

    void moneyIsSummedByItsState() {
        const auto store = must(node::Store::open(m_file));
        const auto earn = [&](const std::string& id, MoneyState state, std::uint64_t units, core::Epoch epoch) {
            must(store->add_job(job(id)));
            must(store->add_receipt(id, "r" + id, job(id).executor, core::Bytes{1}, [&](node::JobRecord& j) {
                j.state = control::JobState::done;
                j.money_state = state;
                j.earned = core::Amount::from_units(units);
                j.epoch = epoch;
            }));
        };
        earn("a", MoneyState::pending, 5, 1);
        earn("b", MoneyState::pending, 6, 2);
        earn("c", MoneyState::paid, 7, 2);
        earn("d", MoneyState::lost, 100, 3);
        const auto totals = must(store->totals());
        QCOMPARE(totals.pending.units(), std::uint64_t{11});
        QCOMPARE(totals.confirmed.units(), std::uint64_t{0});
        QCOMPARE(totals.paid.units(), std::uint64_t{7});
        QCOMPARE(must(store->moving_money()).size(), std::size_t{2});
        QCOMPARE(must(store->epochs_with_receipts(1, 3)).size(), std::size_t{2});
        QCOMPARE(must(store->receipts_of_epoch(2, job("a").executor)).size(), std::size_t{2});
        QCOMPARE(must(store->earning_rows(0, 2)).size(), std::size_t{2});
        QCOMPARE(must(store->earning_rows(2'000, 10)).size(), std::size_t{0});
        QCOMPARE(*must(store->earning_times()).first, core::Nanoseconds{1'000});
        const auto parts = must(node::EarningsBook(*store).series(0, 2'000, 900));
        QCOMPARE(parts.size(), std::size_t{3});
        QCOMPARE(parts[1].units(), std::uint64_t{18}); // what was lost was not earned
        QCOMPARE(must(store->receipts_in_window("m")), std::uint64_t{2});
    }

    void listsDoNotWaitForAJobThatIsBeingWritten() {
        const auto store = must(node::Store::open(m_file));
        must(store->add_job(job("a")));
        std::future<std::size_t> listed;
        must(store->change_job("a", [&](node::JobRecord& record) {
            listed = std::async(std::launch::async, [&] {
                must(store->count_jobs());
                must(store->totals());
                return must(store->jobs(10, "")).size();
            });
            QVERIFY(listed.wait_for(std::chrono::seconds(30)) == std::future_status::ready);
            record.state = control::JobState::done;
        }));
        QCOMPARE(listed.get(), std::size_t{1});
        QCOMPARE(must(store->count_jobs()).done, std::uint64_t{1});
    }

    void totalsThatAreNotThoseOfTheRowsAreFoundAndSummedAnew() {
        {
            const auto store = must(node::Store::open(m_file));
            must(store->add_job(job("a")));
            must(store->check());
        }
        const auto alter = [this](const char* sql) {
            sqlite3* database = nullptr;
            QCOMPARE(sqlite3_open(m_file.c_str(), &database), SQLITE_OK);
            QCOMPARE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
            sqlite3_close(database);
        };
        alter("UPDATE totals SET rows = 7");
        {
            const auto store = must(node::Store::open_to_read(m_file));
            const core::Status found = store->check();
            QVERIFY(!found && found.error().code == core::Code::corrupt);
            QVERIFY2(found.error().message.find("running totals") != std::string::npos, found.error().message.c_str());
        }
        alter("DELETE FROM totals"); // as its hint says
        const auto store = must(node::Store::open(m_file));
        must(store->check());
        QCOMPARE(must(store->count_jobs()).running, std::uint64_t{1});
    }

    void aChangeThatChangesNothingIsNotWritten() {
        const auto store = must(node::Store::open(m_file));
        must(store->add_job(job("a")));
        const auto log = m_file.string() + "-wal";
        const auto before = std::filesystem::file_size(log);
        must(store->change_job("a", [](node::JobRecord&) {}));
        QCOMPARE(std::filesystem::file_size(log), before);
        must(store->change_job("a", [](node::JobRecord& j) { j.prompt_tokens = 1; }));
        QVERIFY(std::filesystem::file_size(log) > before);
    }

    void whatAKeySpendsOutlivesAnyEnd() {
        node::PurchaseRecord asked;
        asked.caller = "key";
        asked.model_name = "model";
        asked.charged = core::Amount::from_units(100);
        const auto end = [&](const char* id, PurchaseState state, std::uint64_t units) {
            node::PurchaseRecord ended = asked;
            ended.job_id = id;
            ended.state = state;
            ended.charged = core::Amount::from_units(units);
            return ended;
        };
        {
            const auto store = must(node::Store::open(m_file));
            must(store->add_api_key(
                {"key", "laptop", core::sha256({}), 1, std::nullopt, core::Amount::from_units(500), 2, {}}));
            QVERIFY(store->add_api_key({"k2", "laptop", core::sha256({}), 1, {}, {}, {}, {}}).error().code ==
                    core::Code::conflict);
            QVERIFY(store->add_api_key({"k2", "key", core::sha256({}), 1, {}, {}, {}, {}}).error().code ==
                    core::Code::conflict);
            for (const char* id : {"a", "b", "c"}) {
                asked.job_id = id;
                must(store->add_purchase(asked));
            }
            must(store->add_job(job("c")));
            asked.caller = "";
            asked.job_id = "nobody's";
            must(store->add_purchase(asked));
            QCOMPARE(must(store->open_purchases()).size(), std::size_t{4});
            must(store->end_purchase(end("a", PurchaseState::done, 30), core::Bytes{1, 2}));
            must(store->end_purchase(end("b", PurchaseState::failed, 0)));
            must(store->end_purchase(end("b", PurchaseState::failed, 0), {}, {{"spent", "30"}}));
            QVERIFY(!store->end_purchase(end("d", PurchaseState::failed, 0), {}, {{"spent", "31"}}));
            QCOMPARE(must(store->setting("spent")), std::string("30")); // with its purchase, or not at all
        }
        const auto store = must(node::Store::open(m_file));
        const auto spending = must(store->spending("key"));
        QCOMPARE(spending.settled.units(), std::uint64_t{30});
        QCOMPARE(spending.reserved.units(), std::uint64_t{100});
        QCOMPARE(must(store->spending("")).reserved.units(), std::uint64_t{0});
        QCOMPARE(must(store->job("c")).caller, std::string("key"));
        QCOMPARE(must(store->purchase_file("a")), (core::Bytes{1, 2}));
        QCOMPARE(must(store->purchase_file("b")), core::Bytes());
        QCOMPARE(must(store->purchase("a")).charged.units(), std::uint64_t{30});
        QCOMPARE(must(store->purchase("c")).state, control::PurchaseState::open);
        QCOMPARE(must(store->api_keys()).front().budget->units(), std::uint64_t{500});
        must(store->revoke_api_key("key", 9));
        QCOMPARE(*must(store->api_keys()).front().revoked_at, core::Nanoseconds{9});
        must(store->add_api_key({"k2", "laptop", core::sha256({}), 1, {}, {}, {}, {}}));
    }

    void verdictsModelsAndSettingsAreKept() {
        const auto store = must(node::Store::open(m_file));
        QVERIFY(!store->verdict("r"));
        must(store->put_verdict("r", {5, "E2", audit::Outcome::passed, "All equal.", 8, 8}));
        QCOMPARE(must(store->verdict("r")).sentence, std::string("All equal."));
        must(store->put_verdict("s", {5, "E4", audit::Outcome::failed, core::say("exact_other_bits"), 8, 8}));
        QCOMPARE(must(store->verdict("s")).sentence.id(), "exact_other_bits");
        must(store->put_model({"id", "name", "fp32", 3, ""}));
        must(store->put_model({"id", "name", "fp32", 3, "crashes"}));
        QCOMPARE(must(store->models()).size(), std::size_t{1});
        QCOMPARE(must(store->models()).front().disabled, std::string("crashes"));
        QVERIFY(!store->put_model({"other", "name", "fp32", 3, ""})); // names are unique
        must(store->remove_model("id"));
        QVERIFY(must(store->models()).empty());
        QCOMPARE(must(store->setting("paused")), std::string());
        must(store->set_setting("paused", "yes"));
        QCOMPARE(must(store->setting("paused")), std::string("yes"));
    }

    void aFileThatIsNoDatabaseIsNamed() {
        must(core::write_file_atomic(m_file, core::as_bytes(std::string(5000, 'x'))));
        const auto opened = node::Store::open(m_file);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, core::Code::corrupt);
        QVERIFY(opened.error().message.find(m_file.string()) != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(NodeStore)
#include "tst_node_store.moc"
