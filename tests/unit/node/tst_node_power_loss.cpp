// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/hash.h"
#include "failing_disk.h"
#include "full_run.h"
#include "node/state/store.h"
#include "support.h"

#include <sqlite3.h>

using namespace hearth;
using namespace hearth::test;

Q_DECLARE_METATYPE(hearth::test::FailingDisk::Loss)

namespace {

const std::string ids[] = {"a", "b", "c"};
const core::Bytes receipt_bytes(5000, 7); // more than a page

/// Three jobs with their receipts, beside one of the program of version 9, whose file it is.
struct StoreLife {
    QTemporaryDir folder;
    std::filesystem::path file = path_of(folder) / "node.sqlite";
    std::size_t acknowledged = 0; ///< of the six changes, in their order

    StoreLife() {
        const core::Bytes schema = must(core::read_file(HEARTH_SOURCE_DIR "/tests/vectors/node/node_v9.sql", 1 << 20));
        const std::string made =
            "BEGIN;" + std::string(schema.begin(), schema.end()) +
            "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, escrow_id, executor) "
            "VALUES ('old', 'm', 'model', 'fp32', 5, 'running', zeroblob(32), zeroblob(32));"
            "PRAGMA user_version = 9; COMMIT;";
        sqlite3* database = nullptr;
        if (sqlite3_open(file.c_str(), &database) != SQLITE_OK ||
            sqlite3_exec(database, made.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            qFatal("%s", sqlite3_errmsg(database));
        sqlite3_close(database);
    }
    static core::Status change(node::Store& store, std::size_t which) {
        const std::string& id = ids[which / 2];
        if (which % 2 == 0) {
            node::JobRecord job;
            job.job_id = id;
            job.model_id = job.model_name = "m";
            job.stage(control::JobStage::assigned, control::StageState::done, 1'000);
            return store.add_job(job);
        }
        return store.add_receipt(id, "r" + id, {}, receipt_bytes, [](node::JobRecord& job) {
            job.state = control::JobState::done;
            job.stage(control::JobStage::running, control::StageState::done, 2'000);
        });
    }
    static bool is_done(const node::Store& store, std::size_t which) {
        const auto job = store.job(ids[which / 2]);
        return job && (which % 2 == 0 || job->state == control::JobState::done);
    }
    core::Status live() {
        for (const std::size_t end : {4U, 6U}) { // closed in between, so that what is in its log goes into the file
            HEARTH_TRY(const auto store, node::Store::open(file));
            for (std::size_t which = 0; which < end; ++which) {
                if (!is_done(*store, which)) HEARTH_CHECK(change(*store, which));
                acknowledged = std::max(acknowledged, which + 1);
            }
        }
        return {};
    }
    /// Empty, or what is wrong with the file as it is.
    std::string fault() const {
        const auto store = node::Store::open(file);
        if (!store) return store.error().message;
        if (const core::Status whole = (*store)->check(); !whole) return whole.error().message;
        if (!(*store)->job("old")) return "the old job is gone";
        std::size_t done = 0;
        while (done < std::size(ids) * 2 && is_done(**store, done))
            ++done;
        if (done < acknowledged) return "an acknowledged change is lost";
        if (done > acknowledged + 1) return "a change is there that nobody made";
        for (const std::string& id : ids) {
            const auto job = (*store)->job(id);
            const auto receipt = (*store)->receipt_file("r" + id);
            if (receipt.ok() != (job && job->state == control::JobState::done))
                return "a receipt without its job's end, or the reverse";
            if (receipt && *receipt != receipt_bytes) return "a receipt has other bytes";
        }
        return {};
    }
};

} // namespace

/// Whatever operation the power goes before, node.sqlite is as it was before the change or after it.
class NodePowerLoss : public QObject {
    Q_OBJECT
private slots:
    void theStoreComesBack_data() {
        QTest::addColumn<FailingDisk::Loss>("loss");
        QTest::addColumn<std::uint64_t>("first");
        QTest::newRow("killed") << FailingDisk::Loss::nothing << std::uint64_t{1};
        QTest::newRow("what was not synced is lost") << FailingDisk::Loss::all << std::uint64_t{2};
        QTest::newRow("some of it is lost") << FailingDisk::Loss::some << std::uint64_t{3};
    }
    void theStoreComesBack() {
        QFETCH(FailingDisk::Loss, loss);
        QFETCH(std::uint64_t, first);
        // Each operation in one of the rows; in a full run, in all of them.
        const std::uint64_t stride = sampled<std::uint64_t>(3, 1);
        std::uint64_t at = sampled<std::uint64_t>(first, 1);
        for (;; at += stride) {
            FailingDisk disk;
            StoreLife life;
            disk.cut_before(at, loss);
            const core::Status lived = life.live();
            if (!disk.has_failed()) {
                must(lived);
                break;
            }
            disk.power_on();
            const QString place = QStringLiteral("cut before operation %1: ").arg(at);
            QCOMPARE(place + QString::fromStdString(life.fault()), place);
            must(life.live());
            QCOMPARE(place + QString::fromStdString(life.fault()), place);
            QCOMPARE(life.acknowledged, std::size_t{6});
        }
        QVERIFY(at > 60); // or nothing was tried
    }

    void theStoreOutlivesAFailure() {
        for (std::uint64_t at = 1;; at += sampled<std::uint64_t>(3, 1)) {
            FailingDisk disk;
            StoreLife life;
            disk.fail_once(at);
            const core::Status lived = life.live();
            if (!disk.has_failed()) break;
            const QString place = QStringLiteral("failed once at operation %1: ").arg(at);
            QCOMPARE(place + QString::fromStdString(life.fault()), place);
            if (!lived) must(life.live());
            QCOMPARE(life.acknowledged, std::size_t{6});
        }
    }
};

QTEST_GUILESS_MAIN(NodePowerLoss)
#include "tst_node_power_loss.moc"
