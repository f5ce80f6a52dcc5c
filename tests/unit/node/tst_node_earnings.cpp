// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "node/state/earnings_book.h"
#include "test_node.h"

#include <sqlite3.h>

using namespace hearth;
using namespace hearth::test;
using control::MoneyState;

/// Sums of what was earned: by hour, model and device.
class NodeEarnings : public QObject {
    Q_OBJECT

    static constexpr core::Nanoseconds hour = 3600 * core::second;
    QTemporaryDir m_folder;
    std::filesystem::path m_file;
    std::unique_ptr<node::Store> m_store;

    void earn(const std::string& id, const std::string& model, const std::string& device, core::Nanoseconds at,
              std::uint64_t units, MoneyState state = MoneyState::pending) {
        node::JobRecord job;
        job.job_id = id;
        job.model_id = job.model_name = model;
        job.profile = "ci8.1";
        job.created_at = at;
        must(m_store->add_job(job));
        must(m_store->change_job(id, [&](node::JobRecord& record) {
            record.state = control::JobState::done;
            record.receipt_id = "r" + id;
            record.device = device;
            record.money_state = state;
            record.earned = core::Amount::from_units(units);
        }));
    }
    std::string told(const std::vector<control::EarningsPart>& parts) const {
        std::string text;
        for (const control::EarningsPart& part : parts)
            text += part.name + "=" + part.amount + "/" + std::to_string(part.answers) + " ";
        return text;
    }
    void run(const std::string& sql) const {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(m_file.c_str(), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    }

private slots:
    void init() {
        m_file = path_of(m_folder) / (std::to_string(std::rand()) + ".sqlite");
        m_store = must(node::Store::open(m_file));
    }

    void modelsAndDevicesAreSummedFromTheVeryBeginningOfTheTime() {
        earn("a", "small", "cpu", 100 * hour + 5, 10);
        earn("b", "small", "vulkan:0", 100 * hour + 6, 20);
        earn("c", "large", "vulkan:0", 101 * hour, 70);
        earn("d", "large", "vulkan:0", 103 * hour, 1'000, MoneyState::lost);
        const node::EarningsBook book(*m_store);
        QCOMPARE(told(must(book.by_model(0))), std::string("large=70/1 small=30/2 "));
        QCOMPARE(told(must(book.by_device(0))), std::string("vulkan:0=90/2 cpu=10/1 "));
        QCOMPARE(told(must(book.by_model(100 * hour + 6))), std::string("large=70/1 small=20/1 ")); // not "a"
        QCOMPARE(told(must(book.by_device(100 * hour + 7))), std::string("vulkan:0=70/1 "));
        QCOMPARE(told(must(book.by_device(102 * hour))), std::string());
        must(m_store->check());
    }

    void wholeHoursAreSummedAsSingleJobsAre() {
        earn("a", "small", "cpu", 100 * hour, 10);
        earn("b", "small", "cpu", 102 * hour - 1, 20);
        earn("c", "large", "cpu", 102 * hour, 70);
        earn("d", "large", "cpu", 104 * hour + 9, 5);
        earn("e", "large", "cpu", 104 * hour + 9, 1'000, MoneyState::lost);
        const node::EarningsBook book(*m_store);
        for (const core::Nanoseconds off : {core::Nanoseconds{0}, core::Nanoseconds{1}}) {
            const auto parts = must(book.series(100 * hour - off, 104 * hour + 10, 2 * hour + off));
            QCOMPARE(parts.size(), std::size_t{3});
            QCOMPARE(parts[0].units(), std::uint64_t{30});
            QCOMPARE(parts[1].units(), std::uint64_t{70});
            QCOMPARE(parts[2].units(), std::uint64_t{5});
        }
    }

    void whatIsLostLaterIsTakenAwayAgain() {
        earn("a", "small", "cpu", 7 * hour, 10);
        must(m_store->change_job("a", [](node::JobRecord& record) { record.money_state = control::MoneyState::lost; }));
        QCOMPARE(told(must(node::EarningsBook(*m_store).by_model(0))), std::string());
        must(m_store->check());
        must(m_store->change_job("a", [](node::JobRecord& record) { record.money_state = control::MoneyState::paid; }));
        QCOMPARE(told(must(node::EarningsBook(*m_store).by_device(0))), std::string("cpu=10/1 "));
        QCOMPARE(must(m_store->earning_rows(0, 9)).front().device, std::string("cpu"));
        must(m_store->check());
    }

    void sumsThatDifferAreFoundAndMadeAnew() {
        earn("a", "small", "cpu", 7 * hour, 10);
        m_store.reset();
        run("UPDATE earned_hours SET units = 11");
        m_store = must(node::Store::open(m_file));
        QCOMPARE(m_store->check().error().code, core::Code::corrupt);
        m_store.reset();
        run("DELETE FROM earned_hours"); // as the hint says
        m_store = must(node::Store::open(m_file));
        must(m_store->check());
        QCOMPARE(told(must(node::EarningsBook(*m_store).by_model(0))), std::string("small=10/1 "));
    }

    void whatMovesIsSummedByTheEpochInWhichItWasSettled() {
        earn("a", "small", "cpu", 7 * hour, 10);
        earn("b", "small", "cpu", 7 * hour, 5, MoneyState::confirmed);
        earn("c", "small", "cpu", 7 * hour, 1, MoneyState::disputed);
        earn("d", "small", "cpu", 7 * hour, 100, MoneyState::paid);
        must(m_store->change_job("b", [](node::JobRecord& record) { record.epoch = 3; }));
        must(m_store->change_job("c", [](node::JobRecord& record) { record.epoch = 3; }));
        const auto moving = must(node::EarningsBook(*m_store).moving());
        QCOMPARE(moving.size(), std::size_t{2});
        QCOMPARE(moving[0].sum.units(), std::uint64_t{10});
        QCOMPARE(moving[1].epoch, core::Epoch{3});
        QCOMPARE(moving[1].sum.units(), std::uint64_t{6});
        QCOMPARE(moving[1].confirmed.units(), std::uint64_t{5});
        QCOMPARE(moving[1].answers, std::uint64_t{2});
    }

    /// However many answers came since.
    void theLastPayoutsAreToldByTheirOwnTime() {
        const auto pay = [&](const std::string& id, core::Nanoseconds at, std::uint64_t units) {
            earn(id, "small", "cpu", 7 * hour, units, MoneyState::paid);
            must(m_store->change_job(id, [at](node::JobRecord& record) {
                record.stage(control::JobStage::vested, control::StageState::done, at, {});
            }));
        };
        pay("a", 20 * hour, 1);
        pay("b", 9 * hour, 10);
        pay("c", 20 * hour - core::second, 100);
        for (int i = 0; i < 70; ++i)
            earn("later" + std::to_string(i), "small", "cpu", 8 * hour, 1000);
        const auto payouts = must(node::EarningsBook(*m_store).payouts(4));
        QCOMPARE(payouts.size(), std::size_t{2});
        QCOMPARE(payouts[0].at, 20 * hour);
        QCOMPARE(payouts[0].amount, std::string("101"));
        QCOMPARE(payouts[0].answers, std::uint64_t{2});
        QCOMPARE(payouts[1].amount, std::string("10"));
        QCOMPARE(must(node::EarningsBook(*m_store).payouts(1)).size(), std::size_t{1});
    }

    void anAnswerStandsUnderItsDeviceAndVestsLater() {
        TestNode node(path_of(m_folder) / "home");
        node.start();
        node.import();
        must(node.ask("hello"));
        const control::Earnings earned = must(node.node().earnings(3600, 10));
        QVERIFY(earned.audits == "0" && earned.newly_made == "0"); // known, and nothing
        QCOMPARE(earned.by_device.size(), std::size_t{1});
        QCOMPARE(earned.by_device.front().name, std::string("cpu"));
        QCOMPARE(earned.rows.front().device, std::string("cpu"));
        QCOMPARE(earned.by_model.front().name, std::string("fake"));
        QCOMPARE(earned.by_model.front().amount, earned.pending);
        QCOMPARE(earned.vesting.size(), std::size_t{1});
        QCOMPARE(earned.vesting.front().amount, earned.pending);
        QCOMPARE(earned.vesting.front().in_proof, earned.pending);
        const control::NodeStatus status = must(node.node().status());
        QVERIFY(earned.vesting.front().epoch > status.epoch);
        QVERIFY(earned.vesting.front().at.value() > status.epoch_ends_at.value());
    }

    void aFileOfVersionNineKnowsItsModels() {
        m_store.reset();
        std::filesystem::remove(m_file);
        const core::Bytes schema = must(core::read_file(HEARTH_SOURCE_DIR "/tests/vectors/node/node_v9.sql", 1 << 20));
        run(std::string(schema.begin(), schema.end()) +
            "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, escrow_id, executor, "
            "receipt_id, money_state, earned, epoch, settled_at) VALUES "
            "('a', 'm', 'old', 'ci8.1', 5, 'done', zeroblob(32), zeroblob(32), 'ra', 'paid', 30, 1, 9),"
            "('b', 'm', 'old', 'ci8.1', 5, 'done', zeroblob(32), zeroblob(32), 'rb', 'lost', 70, 1, 9);"
            "PRAGMA user_version = 9;");
        must(must(node::Store::open_to_read(m_file))->check()); // as the doctor does before the next start
        m_store = must(node::Store::open(m_file));
        must(m_store->check());
        QCOMPARE(told(must(node::EarningsBook(*m_store).by_model(0))), std::string("old=30/1 "));
        QCOMPARE(must(node::EarningsBook(*m_store).by_device(0)).front().name, std::string());
    }
};

QTEST_GUILESS_MAIN(NodeEarnings)
#include "tst_node_earnings.moc"
