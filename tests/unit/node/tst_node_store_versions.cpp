// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/hash.h"
#include "node/state/benchmark_store.h"
#include "node/state/call_book.h"
#include "node/state/store.h"
#include "node/state/upstream_store.h"
#include "support.h"

#include <sqlite3.h>

using namespace hearth;
using namespace hearth::test;

/// node.sqlite as older trees made it.
class NodeStoreVersions : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_file;

    void make(int version, const std::string& rows) const {
        const std::string number = std::to_string(version);
        const core::Bytes schema =
            must(core::read_file(HEARTH_SOURCE_DIR "/tests/vectors/node/node_v" + number + ".sql", 1 << 20));
        const std::string made =
            std::string(schema.begin(), schema.end()) + rows + "PRAGMA user_version = " + number + ";";
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(m_file.c_str(), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, made.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    }

private slots:
    void init() { m_file = path_of(m_folder) / (std::to_string(std::rand()) + ".sqlite"); }

    void aFileOfVersionOneOpensWithItsJobs() {
        make(1, "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, escrow_id, executor) "
                "VALUES ('old', 'm', 'model', 'fp32', 5, 'done', zeroblob(32), zeroblob(32));"
                "INSERT INTO receipts (receipt_id, executor, file) VALUES ('r', zeroblob(32), x'0102');");
        for (int round = 0; round < 2; ++round) {
            const auto store = must(node::Store::open(m_file));
            QCOMPARE(must(store->job("old")).model_name, std::string("model"));
            QCOMPARE(must(store->job("old")).caller, std::string());
            QCOMPARE(must(store->receipt_file("r")), (core::Bytes{1, 2}));
            QCOMPARE(must(store->api_keys()).size(), std::size_t{0});
            QCOMPARE(must(store->count_jobs()).done, std::uint64_t{1});
            must(store->check());
        }
        const auto store = must(node::Store::open(m_file));
        node::JobRecord added;
        added.job_id = "new";
        must(store->add_job(added));
        QCOMPARE(must(store->jobs(9, "")).size(), std::size_t{2});
    }

    /// A word that no version before this one wrote.
    void aStateThatIsUnknownIsNamedAndNotGuessed() {
        make(1, "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, escrow_id, executor) "
                "VALUES ('odd', 'm', 'model', 'fp32', 5, 'resurrected', zeroblob(32), zeroblob(32)),"
                "('whole', 'm', 'model', 'fp32', 6, 'done', zeroblob(32), zeroblob(32));"
                "INSERT INTO stages (job_id, name, state, detail) VALUES ('whole', 'assigned', 'half', 'was kept'),"
                "('whole', 'beamed', 'done', '');");
        const auto store = must(node::Store::open(m_file));
        const core::Error error = store->job("odd").error();
        QCOMPARE(error.code, core::Code::corrupt);
        QVERIFY2(error.message.find("resurrected") != std::string::npos, error.message.c_str());
        QVERIFY2(error.message.find(m_file.string()) != std::string::npos, error.message.c_str());
        QVERIFY(!error.hint.empty());
        QVERIFY(!store->change_job("odd", [](node::JobRecord& job) { job.state = control::JobState::done; }));
        const auto jobs = must(store->jobs(9, "")); // it keeps no other out of the list
        QCOMPARE(jobs.size(), std::size_t{2});
        QCOMPARE(jobs[0].state, control::JobState::done);
        QCOMPARE(jobs[1].state, control::JobState::failed);
        QCOMPARE(jobs[1].reason, error.message);
        const control::Stage& assigned = jobs[0].stage(control::JobStage::assigned);
        QCOMPARE(assigned.state, control::StageState::skipped);
        QVERIFY2(assigned.detail.find("half") != std::string::npos, assigned.detail.c_str());
        must(store->change_job("whole", [](node::JobRecord& job) { job.level = "E1"; }));
        QCOMPARE(must(store->job("whole")).stage(control::JobStage::assigned).detail, assigned.detail);
    }

    void aFileOfVersionTwoKeepsWhatWasSpent() {
        make(2, "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, "
                "escrow_id, executor, receipt_id, caller, charged) VALUES "
                "('done', 'm', 'model', 'fp32', 5, 'done', zeroblob(32), zeroblob(32), 'r', 'key', 30),"
                "('runs', 'm', 'model', 'fp32', 6, 'running', zeroblob(32), zeroblob(32), NULL, 'key', 70),"
                "('ended', 'm', 'model', 'fp32', 7, 'failed', zeroblob(32), zeroblob(32), NULL, 'key', 9);");
        const auto store = must(node::Store::open(m_file));
        QCOMPARE(must(store->spending("key")).settled.units(), std::uint64_t{30});
        QCOMPARE(must(store->spending("key")).reserved.units(), std::uint64_t{70});
        QCOMPARE(must(store->job("ended")).caller, std::string("key"));
        QCOMPARE(must(store->open_purchases()).size(), std::size_t{1});
        QCOMPARE(must(store->purchase("done")).receipt_id, std::string("r"));
        QCOMPARE(must(store->count_jobs()).running, std::uint64_t{1});
        must(store->check());
    }

    void aFileOfVersionFourTakesOtherNetworks() {
        make(4, "INSERT INTO purchases (job_id, caller, model_id, model_name, profile, created_at, state, executor, "
                "escrow_id, charged) VALUES ('old', 'key', 'm', 'model', 'fp32', 5, 'open', zeroblob(32), "
                "zeroblob(32), 7);");
        for (int round = 0; round < 2; ++round) {
            const auto store = must(node::Store::open(m_file));
            QCOMPARE(must(store->spending("key")).reserved.units(), std::uint64_t{7});
            QCOMPARE(must(node::UpstreamStore(*store).all()).size(), static_cast<std::size_t>(2 * round));
            if (round == 1) break;
            must(node::UpstreamStore(*store).add({"b", "openai", "http://b/v1", true, 9}));
            must(node::UpstreamStore(*store).add({"a", "openai", "http://a/v1", false, 8}));
            must(node::UpstreamStore(*store).put_evidence({{"e", 3, {1, 2}, {3}}}));
        }
        const auto store = must(node::Store::open(m_file));
        const auto upstreams = must(node::UpstreamStore(*store).all());
        QCOMPARE(upstreams[0].name + upstreams[1].name, std::string("ba")); // as they were added
        QVERIFY(upstreams[0].has_key && !upstreams[1].has_key);
        QCOMPARE(node::UpstreamStore(*store).add({"a", "openai", "http://c/v1", false, 8}).error().code,
                 core::Code::conflict);
        must(node::UpstreamStore(*store).remove("b"));
        QCOMPARE(must(node::UpstreamStore(*store).all()).size(), std::size_t{1});
        QCOMPARE(must(node::UpstreamStore(*store).evidence("e")), (core::Bytes{1, 2}));
        QCOMPARE(node::UpstreamStore(*store).evidence("f").error().code, core::Code::not_found);
    }

    void aFileOfVersionSixKeepsItsEvidenceAndBeginsALog() {
        make(6,
             "INSERT INTO upstreams (name, kind, url, has_key, added_at) VALUES ('old', 'openai', 'http://o/v1', 0, 1);"
             "INSERT INTO evidence (evidence_id, at, file) VALUES ('e', 3, x'0102');");
        const auto store = must(node::Store::open(m_file));
        must(store->check());
        node::UpstreamStore networks(*store);
        QVERIFY(must(networks.all()).front().signers.empty());
        QCOMPARE(must(networks.evidence("e")), (core::Bytes{1, 2}));
        QCOMPARE(must(networks.log_size()), std::uint64_t{0});
        must(networks.add({"new", "phala", "http://n/v1", false, 2, {"0xab"}, {}}));
        must(networks.put_evidence({{"f", 4, {5}, {6}}, {"g", 9, {7}, {8}}}));
        QCOMPARE(must(networks.all()).back().signers, std::vector<std::string>{"0xab"});
        QCOMPARE(must(networks.log_place("g")).leaf, std::uint64_t{1});
        QCOMPARE(must(networks.prune_evidence(9)), std::uint64_t{2});
        QCOMPARE(networks.evidence("f").error().code, core::Code::not_found);
        QCOMPARE(must(networks.log_place("f")).entry, (core::Bytes{6})); // its line stays
        QCOMPARE(must(networks.evidence_files(10, "")).size(), std::size_t{1});
    }

    void aFileOfVersionSevenBeginsToKeepMeasurements() {
        make(7, "INSERT INTO settings (name, value) VALUES ('a', 'b');");
        for (std::size_t round = 0; round < 2; ++round) {
            const auto store = must(node::Store::open(m_file));
            must(store->check());
            QCOMPARE(must(store->setting("a")), std::string("b"));
            node::BenchmarkStore kept(*store);
            QCOMPARE(must(kept.all()).size(), round);
            must(kept.add({7, {"cpu", "processor", "1b", 9, {{"ci8.1", 1, 2, 3, 4}}, "3b", "ci4.1", 5}}));
        }
        const auto store = must(node::Store::open(m_file));
        const auto newest = must(node::BenchmarkStore(*store).all()).front();
        QCOMPARE(newest.at, core::Nanoseconds{7});
        QCOMPARE(newest.report.profiles.front().streams_millitokens_per_s, std::uint64_t{3});
        QCOMPARE(newest.report.advised_profile, std::string("ci4.1"));
    }

    void aFileOfVersionSevenTellsWhatWasSpentPerDay() {
        constexpr core::Nanoseconds day = 86400 * core::second;
        const auto bought = [](const char* id, core::Nanoseconds at, const char* caller, const char* state,
                               int charged) {
            return "INSERT INTO purchases (job_id, caller, model_id, model_name, profile, created_at, state, executor, "
                   "escrow_id, charged) VALUES ('" +
                   std::string(id) + "', '" + caller + "', 'm', 'model', 'ci8.1', " + std::to_string(at) + ", '" +
                   state + "', zeroblob(32), zeroblob(32), " + std::to_string(charged) + ");";
        };
        make(7, "INSERT INTO api_keys (key_id, name, hash, created_at) VALUES ('key', 'old', zeroblob(32), 1);" +
                    bought("a", 20000 * day + 5, "key", "done", 30) + bought("b", 20000 * day + 9, "key", "done", 12) +
                    bought("c", 20000 * day + 9, "", "done", 7) + bought("d", 20001 * day, "key", "done", 1) +
                    bought("e", 20001 * day, "key", "open", 100) + bought("f", 19000 * day, "key", "done", 2));
        for (int round = 0; round < 2; ++round) {
            const auto store = must(node::Store::open(m_file));
            must(store->check());
            const auto days = must(store->spent_by_day(20000 * day + 77));
            QCOMPARE(days.size(), std::size_t{3});
            QCOMPARE(days[0].key_id, std::string());
            QCOMPARE(days[1].day, 20000 * day);
            QCOMPARE(days[1].amount, std::string("42"));
            QCOMPARE(days[1].answers, std::uint64_t{2});
            QCOMPARE(days[2].amount, std::string("1")); // what is open is not spent yet
            QCOMPARE(must(store->spent_by_day(0)).size(), std::size_t{4});
            QVERIFY(!must(store->api_keys()).front().per_minute);
        }
    }

    void aFileOfVersionSevenRemembersCalls() {
        make(7, "INSERT INTO upstreams (name, kind, url, has_key, added_at) VALUES ('old', 'openai', 'http://o/v1', 0, "
                "1);");
        const auto store = must(node::Store::open(m_file));
        must(store->check());
        QCOMPARE(must(node::UpstreamStore(*store).all()).front().name, std::string("old"));
        node::CallBook book(*store);
        const gateway::RepeatKey call{"key", "k", core::sha256(core::as_bytes(std::string("body")))};
        QVERIFY(must(book.recall(call)).known == gateway::CallMemory::Known::nothing);
        must(book.keep(call, gateway::KeptAnswer{200, false, "application/json", {}, "{}"}));
        QVERIFY(must(book.recall(call)).known == gateway::CallMemory::Known::kept);
    }

    void aFileOfVersionNineKeepsItsEvidenceForTheOwnerAlone() {
        make(9, "INSERT INTO evidence (evidence_id, at, file) VALUES ('e', 3, x'0102');");
        const auto store = must(node::Store::open(m_file));
        must(store->check());
        node::UpstreamStore networks(*store);
        QCOMPARE(must(networks.evidence("e")), (core::Bytes{1, 2}));
        QCOMPARE(networks.evidence("e", "key").error().code, core::Code::not_found);
        must(networks.put_evidence({{"f", 4, {5}, {6}, "key"}, {"g", 4, {7}, {8}, "other"}}));
        QCOMPARE(must(networks.evidence("f", "key")), core::Bytes{5});
        QCOMPARE(networks.evidence("g", "key").error().code, core::Code::not_found);
        QCOMPARE(must(networks.evidence("g")), core::Bytes{7});
    }

    void aFileOfVersionThreeKeepsItsSumsAndSettlements() {
        make(3, "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, escrow_id, executor, "
                "receipt_id, money_state, earned, epoch) VALUES "
                "('a', 'm', 'model', 'ci8.1', 5, 'done', zeroblob(32), zeroblob(32), 'ra', 'paid', 30, 1),"
                "('b', 'm', 'model', 'ci8.1', 6, 'done', zeroblob(32), zeroblob(32), 'rb', 'disputed', 70, 2),"
                "('c', 'm', 'model', 'ci8.1', 7, 'failed', zeroblob(32), zeroblob(32), NULL, 'refunded', 0, 0);"
                "INSERT INTO stages VALUES ('a', 'committed', 'done', 9, 'Settled.');"
                "INSERT INTO receipts (receipt_id, executor, file) VALUES ('ra', zeroblob(32), x'0102');"
                "INSERT INTO purchases (job_id, caller, model_id, model_name, profile, created_at, state, executor, "
                "escrow_id, charged) VALUES ('a', 'key', 'm', 'model', 'ci8.1', 5, 'done', zeroblob(32), "
                "zeroblob(32), 40);");
        {
            const auto store = must(node::Store::open_to_read(m_file)); // as the doctor does before the next start
            must(store->check());
            QVERIFY(must(store->archives()).empty());
        }
        const auto store = must(node::Store::open(m_file));
        must(store->check());
        QCOMPARE(must(store->job("a")).stage(control::JobStage::committed).detail, std::string("Settled."));
        QCOMPARE(must(store->totals()).paid.units(), std::uint64_t{30});
        QCOMPARE(must(store->totals()).pending.units(), std::uint64_t{70});
        QCOMPARE(must(store->spending("key")).settled.units(), std::uint64_t{40});
        QCOMPARE(must(store->receipts_in_window("m")), std::uint64_t{1});
        const auto rows = must(store->earning_rows(0, 10));
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].at, core::Nanoseconds{9});
        QCOMPARE(rows[1].at, core::Nanoseconds{6}); // its stage knew no time
        QCOMPARE(must(store->receipt_file("ra")), (core::Bytes{1, 2}));
    }

    void jobsOfVersionTenAreFoundByTheirModelAndTime() {
        make(10, "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, escrow_id, executor) "
                 "VALUES ('old', 'm', 'Model', 'fp32', 5, 'failed', zeroblob(32), zeroblob(32));");
        const auto store = must(node::Store::open(m_file));
        for (const control::JobFilter& filter :
             {control::JobFilter{"model", control::JobGroup::any, {}, {}},
              control::JobFilter{"", control::JobGroup::failed, {}, {}},
              control::JobFilter{"", control::JobGroup::any, core::Nanoseconds{5}, core::Nanoseconds{6}}})
            QCOMPARE(must(store->find_jobs(filter, 9, "")).front().job_id, std::string("old"));
        must(store->check());
    }
};

QTEST_GUILESS_MAIN(NodeStoreVersions)
#include "tst_node_store_versions.moc"
