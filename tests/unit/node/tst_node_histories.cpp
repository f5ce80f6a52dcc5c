// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "core/keys.h"
#include "node/state/job_progress.h"
#include "node/state/store.h"
#include "support.h"

#include <map>
#include <random>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace hearth;
using namespace hearth::test;
using control::JobStage;
using control::MoneyState;
namespace progress = node::progress;

namespace {

std::string text_of(const node::JobRecord& job) {
    std::string text = job.job_id + " " + name_of(job.state) + " " + name_of(job.money_state) + ":";
    for (const control::Stage& stage : job.stages)
        text += " " + std::string(name_of(stage.name)) + "=" + name_of(stage.state) +
                (stage.at ? "@" + std::to_string(*stage.at) : "");
    return text;
}

/// What is wrong with the strip; empty if nothing is.
std::string fault_of(const node::JobRecord& job) {
    if (job.stages.size() != control::words<JobStage>.size()) return "number of stages";
    core::Nanoseconds last = 0;
    int current = 0;
    bool open = false;
    for (std::size_t i = 0; i < job.stages.size(); ++i) {
        const control::Stage& stage = job.stages[i];
        if (stage.name != static_cast<JobStage>(i)) return "order of stages";
        if (stage.at && *stage.at < last) return "times fall";
        last = stage.at.value_or(last);
        current += stage.state == control::StageState::current ? 1 : 0;
        open = open || stage.state == control::StageState::current || stage.state == control::StageState::waiting;
    }
    if (current > 1) return "two stages under way";
    const bool rests = job.money_state == control::MoneyState::paid || job.money_state == control::MoneyState::lost ||
                       (job.state != control::JobState::running && job.receipt_id.empty());
    if (rests && open) return "a stage waits though nothing will come";
    const bool cut = job.stage(JobStage::assigned).state == control::StageState::cancelled ||
                     job.stage(JobStage::running).state == control::StageState::cancelled;
    return cut == (job.state == control::JobState::cancelled) ? "" : "the strip hides that its caller left";
}

/// A node's life by dice: jobs begin, answer, fail, are cancelled, settled, drawn and replayed by hand, under a wall
/// clock that may step back.
class Life {
public:
    Life(node::Store& store, unsigned seed) : m_store(store), m_random(seed) {}

    void step() {
        m_now += static_cast<core::Nanoseconds>(roll(1'000));
        if (roll(50) == 0) m_now -= 2'000;
        if (m_jobs.empty() || roll(5) == 0) return begin();
        move(m_jobs[roll(m_jobs.size())]);
    }
    std::size_t size() const { return m_jobs.size(); }
    const std::vector<std::string>& jobs() const { return m_jobs; }

private:
    std::size_t roll(std::size_t sides) { return m_random() % sides; }

    void begin() {
        node::JobRecord job;
        job.job_id = "job" + std::to_string(m_jobs.size());
        job.model_id = job.model_name = "m";
        job.profile = "ci8.1";
        job.created_at = m_now;
        job.escrow = core::id_cast<core::EscrowId>(core::random_hash());
        job.executor = core::id_cast<core::PublicKey>(core::random_hash());
        progress::begin(job);
        must(m_store.add_job(job));
        m_jobs.push_back(job.job_id);
    }
    void move(const std::string& id) {
        const node::JobRecord job = must(m_store.job(id));
        if (job.state == control::JobState::running) return run(job);
        if (!job.receipt_id.empty()) prove(job);
    }
    void run(const node::JobRecord& job) {
        const bool started = job.stage(JobStage::running).state != control::StageState::waiting,
                   cancelled = roll(3) == 0;
        const core::Error error = core::fail(cancelled ? core::Code::cancelled : core::Code::unavailable, "over");
        const auto at = started ? JobStage::running : JobStage::assigned;
        switch (roll(started ? 6 : 8)) {
        case 0:
            return change(job, [&](auto& j) { progress::end(j, at, error, m_now); });
        case 1:
            return change(job, progress::interrupt);
        case 2:
            return started ? change(job, [&](auto& j) { progress::answer_nothing(j, cancelled, m_now); }) : void();
        default:
            break;
        }
        if (!started) return change(job, [&](auto& j) { progress::start(j, "locked", m_now); });
        must(m_store.add_receipt(job.job_id, "r" + job.job_id, job.executor, core::Bytes{1},
                                 [&](auto& j) { progress::answer(j, cancelled, 3, 20, m_now); }));
    }
    /// As Settlement::index() does it.
    void prove(const node::JobRecord& job) {
        ledger::Reward& reward = m_rewards[job.job_id];
        if (job.money_state == MoneyState::none && roll(9) == 0)
            return change(job, [&](auto& j) { progress::give_up(j, "no escrow"); });
        if (job.money_state == control::MoneyState::lost || job.money_state == control::MoneyState::paid) return;
        if (job.money_state != MoneyState::none && roll(12) == 0)
            return change(job, [&](auto& j) { progress::forget(j, roll(2) == 0); });
        if (roll(3) == 0) {
            const bool passed = roll(4) != 0;
            must(m_store.put_verdict(
                job.receipt_id,
                {m_now, "E4", passed ? audit::Outcome::passed : audit::Outcome::failed, "said", 3, passed ? 3u : 2u}));
        } else if (job.money_state != MoneyState::none) {
            advance(reward);
        }
        const bool settled = job.money_state != MoneyState::none || roll(2) == 0;
        const auto verdict = m_store.verdict(job.receipt_id);
        change(job, [&](node::JobRecord& j) {
            if (settled) progress::settle(j, reward, ledger::Params::solo(), m_now);
            if (verdict) progress::replay(j, *verdict);
            if (settled) progress::draw(j, reward, verdict.ok(), m_now);
        });
    }
    void advance(ledger::Reward& reward) {
        using ledger::RewardState;
        if (reward.state == RewardState::pending && !reward.drawn && roll(2) == 0)
            reward.drawn = true;
        else if (reward.state == RewardState::pending)
            reward.state = roll(6) == 0 ? RewardState::lost : RewardState::confirmed;
        else
            reward.state = RewardState::paid;
    }
    void change(const node::JobRecord& job, const node::Store::Change& how) {
        must(m_store.change_job(job.job_id, how));
    }

    node::Store& m_store;
    std::mt19937 m_random;
    core::Nanoseconds m_now = 1'000'000;
    std::vector<std::string> m_jobs;
    std::map<std::string, ledger::Reward> m_rewards;
};

} // namespace

class NodeHistories : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void totalsAddUpAndStripsKeepTheirOrderInAnyHistory() {
        std::map<std::string, int> seen;
        for (unsigned seed = 1; seed <= 3; ++seed) {
            const auto store = must(node::Store::open(path_of(m_folder) / (std::to_string(seed) + ".sqlite")));
            must(store->set_setting("a", "b"));
            Life life(*store, seed);
            for (int i = 0; i < 320; ++i) {
                life.step();
                const control::JobTotals totals = must(store->count_jobs());
                QCOMPARE(totals.all(), std::uint64_t{life.size()});
            }
            std::map<std::string, std::uint64_t> counted;
            for (const std::string& id : life.jobs()) {
                const node::JobRecord job = must(store->job(id));
                const std::string fault = fault_of(job);
                QVERIFY2(fault.empty(), (fault + ": " + text_of(job)).c_str());
                ++counted[name_of(job.state)];
                ++seen[std::string(name_of(job.state)) +
                       (job.receipt_id.empty() ? "" : std::string(" ") + name_of(job.money_state))];
            }
            const control::JobTotals totals = must(store->count_jobs());
            QCOMPARE(totals.running, counted["running"]);
            QCOMPARE(totals.done, counted["done"]);
            QCOMPARE(totals.failed, counted["failed"]);
            QCOMPARE(totals.cancelled, counted["cancelled"]);
            must(store->check()); // and so do the sums of money
        }
        for (const char* must_occur : {"running", "failed", "cancelled", "done paid", "done lost", "cancelled paid"})
            QVERIFY2(seen[must_occur] > 0, must_occur);
    }

    void aDrawAfterAReplayByHandShowsNoTimeOfItsOwn() {
        node::JobRecord job;
        job.created_at = 10;
        progress::begin(job);
        progress::start(job, "locked", 20);
        progress::answer(job, false, 3, 20, 30);
        job.receipt_id = "r";
        ledger::Reward reward;
        progress::settle(job, reward, ledger::Params::solo(), 40);
        const node::VerdictRecord verdict{50, "E4", audit::Outcome::passed, "equal", 3, 3};
        progress::replay(job, verdict);
        reward.drawn = true;
        progress::settle(job, reward, ledger::Params::solo(), 60);
        progress::replay(job, verdict);
        progress::draw(job, reward, true, 60);
        QCOMPARE(job.stage(JobStage::drawn).state, control::StageState::done);
        QVERIFY(!job.stage(JobStage::drawn).at);
        QVERIFY(job.stage(JobStage::drawn).detail.find("after it had been replayed") != std::string::npos);
        QCOMPARE(job.stage(JobStage::replayed).at, std::optional<core::Nanoseconds>(50));
        QCOMPARE(fault_of(job), std::string());
    }

    void anAnswerThatItsCallerCutShortIsCancelledAndPaid() {
        node::JobRecord job;
        progress::begin(job);
        progress::start(job, "locked", 20);
        progress::answer(job, true, 3, 20, 30);
        job.receipt_id = "r";
        ledger::Reward reward;
        reward.state = ledger::RewardState::paid;
        progress::settle(job, reward, ledger::Params::solo(), 40);
        progress::draw(job, reward, false, 40);
        QCOMPARE(job.state, control::JobState::cancelled);
        QCOMPARE(job.money_state, control::MoneyState::paid);
        QCOMPARE(job.stage(JobStage::running).state, control::StageState::cancelled);
        QCOMPARE(job.stage(JobStage::vested).state, control::StageState::done);
        QVERIFY(job.reason.find("paid") != std::string::npos);
    }

    void recordsOfTheHearthBeforeAreReadInOrder() {
        const auto file = path_of(m_folder) / "old.sqlite";
        node::JobRecord job;
        job.job_id = "old";
        job.created_at = 10;
        must(must(node::Store::open(file))->add_job(job));
        SQLite::Database old(file.string(), SQLite::OPEN_READWRITE);
        old.exec("UPDATE jobs SET state = 'cancelled', receipt_id = 'r', money_state = 'paid'");
        old.exec("INSERT OR REPLACE INTO stages VALUES (1, 'running', 'done', 20, ''), (1, 'drawn', 'done', 60, ''), "
                 "(1, 'replayed', 'done', 50, '')");
        const node::JobRecord read = must(must(node::Store::open(file))->job("old"));
        QCOMPARE(read.stage(JobStage::running).state, control::StageState::cancelled);
        QVERIFY(!read.stage(JobStage::drawn).at);
    }
};

QTEST_GUILESS_MAIN(NodeHistories)
#include "tst_node_histories.moc"
