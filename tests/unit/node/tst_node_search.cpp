// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/state/store.h"
#include "support.h"

#include <set>

using namespace hearth;
using namespace hearth::test;
using control::JobFilter;
using control::JobGroup;

/// Jobs of a long history, found by what is known of them.
class NodeSearch : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<node::Store> m_store;
    std::vector<control::JobRow> m_all; ///< newest first, as jobs() gives them

    /// Of each kind some, in an order that is none of theirs; the clock went back once.
    void fill(int count) {
        using S = control::JobState;
        using M = control::MoneyState;
        const S states[]{S::done, S::done, S::failed, S::cancelled, S::running, S::done};
        const M money[]{M::paid, M::pending, M::none, M::refunded, M::none, M::disputed, M::lost, M::confirmed};
        for (int i = 0; i < count; ++i) {
            node::JobRecord job;
            job.job_id = core::sha256(core::as_bytes("job " + std::to_string(i))).hex().substr(0, 32);
            job.model_id = "m";
            job.model_name = i % 10 == 3 ? "Rare-Model" : i % 2 == 0 ? "SmolLM2-135M" : "qwen2.5-0.5b";
            job.profile = "ci8.1";
            job.created_at = 1'000'000 + (i > count / 2 ? i - 10 : i) * 1'000;
            job.state = states[i % 6];
            const bool has_receipt =
                job.state == control::JobState::done || (job.state == control::JobState::cancelled && i % 4 == 3);
            if (has_receipt) {
                job.receipt_id = core::sha256(core::as_bytes("receipt " + std::to_string(i))).hex();
                job.money_state = money[i % 8];
            }
            must(m_store->add_job(job));
        }
        m_all.clear();
        for (const node::JobRecord& job : must(m_store->jobs(10'000, "")))
            m_all.push_back(job.row());
    }

    /// All pages, one after the other.
    std::vector<std::string> found(const JobFilter& filter, std::uint32_t page) const {
        std::vector<std::string> ids;
        for (std::string before;; before = ids.back()) {
            const auto rows = must(m_store->find_jobs(filter, page, before));
            for (const node::JobRecord& job : rows)
                ids.push_back(job.job_id);
            if (rows.size() < page) return ids;
        }
    }

    std::set<std::string> expected(const JobFilter& filter, bool by_id) const {
        std::set<std::string> ids;
        for (const control::JobRow& job : m_all)
            if (control::fits(filter, job, by_id)) ids.insert(job.job_id);
        return ids;
    }

    void compare(const JobFilter& filter, bool by_id = false) const {
        for (const std::uint32_t page : {1U, 7U, 1000U}) {
            const auto ids = found(filter, page);
            const std::set<std::string> once(ids.begin(), ids.end());
            QCOMPARE(once.size(), ids.size());
            QVERIFY(once == expected(filter, by_id));
        }
    }

private slots:
    void init() { m_store = must(node::Store::open(path_of(m_folder) / (std::to_string(std::rand()) + ".sqlite"))); }

    void everyFilterFindsWhatItSaysOnPagesOfAnySize() {
        fill(241);
        for (const JobGroup group :
             {JobGroup::any, JobGroup::running, JobGroup::proving, JobGroup::settled, JobGroup::failed}) {
            for (const char* text : {"", "rare", "SMOL", "0.5", "no such model"})
                for (const auto& [since, until] :
                     std::vector<std::pair<std::optional<core::Nanoseconds>, std::optional<core::Nanoseconds>>>{
                         {{}, {}}, {1'050'000, {}}, {{}, 1'120'000}, {1'100'000, 1'130'000}, {9, 9}}) {
                    const JobFilter filter{text, group, since, until};
                    compare(filter);
                    if (QTest::currentTestFailed()) return;
                }
            QVERIFY2(!found({"", group, {}, {}}, 1000).empty(), control::name_of(group));
        }
    }

    void theBeginningOfAnIdLeadsToIt() {
        fill(60);
        for (const std::size_t which : {std::size_t{0}, std::size_t{17}, std::size_t{59}}) {
            const control::JobRow& job = m_all[which];
            compare({job.job_id.substr(0, 8), JobGroup::any, {}, {}}, true);
            QVERIFY(found({job.job_id, JobGroup::any, {}, {}}, 5) == std::vector<std::string>{job.job_id});
            if (!job.receipt_id.empty())
                QVERIFY(found({job.receipt_id.substr(0, 12), JobGroup::any, {}, {}}, 5) ==
                        std::vector<std::string>{job.job_id});
        }
        QVERIFY(found({"ffffffffffffffff", JobGroup::any, {}, {}}, 5).empty());
    }

    /// What begins no id here may stand in a model's name.
    void digitsThatAreNoIdAreLookedForAmongModels() {
        fill(20);
        node::JobRecord job;
        job.job_id = std::string(32, '0');
        job.model_name = "my-facade-model";
        job.state = control::JobState::done;
        must(m_store->add_job(job));
        QVERIFY(found({"facade", JobGroup::any, {}, {}}, 5) == std::vector<std::string>{job.job_id});
    }

    void newestComesFirst() {
        fill(120);
        const auto rows = must(m_store->find_jobs({"smol", JobGroup::any, {}, {}}, 100, ""));
        QVERIFY(rows.size() > 10);
        for (std::size_t i = 1; i < rows.size(); ++i)
            QVERIFY(rows[i - 1].created_at >= rows[i].created_at);
        QVERIFY(rows.front().stages.size() == control::words<control::JobStage>.size());
    }

    /// A percent sign or a quote is a letter like any other.
    void whatIsTypedIsNoLanguage() {
        fill(20);
        for (const char* text : {"%", "_", "'", "\"", "smol%", "' OR 1 --"})
            QVERIFY2(found({text, JobGroup::any, {}, {}}, 50).empty(), text);
    }
};

QTEST_GUILESS_MAIN(NodeSearch)
#include "tst_node_search.moc"
