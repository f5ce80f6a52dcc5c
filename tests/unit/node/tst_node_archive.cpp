// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "core/keys.h"
#include "node/doctor/home_check.h"
#include "node/state/archive.h"
#include "test_node.h"

#include <QProcess>

using namespace hearth;
using namespace hearth::test;
using control::MoneyState;

namespace {

std::string id_of(int i) {
    return core::sha256(core::as_bytes("receipt " + std::to_string(i))).hex();
}

/// Every one of its own length.
core::Bytes content_of(int i) {
    return core::to_bytes(
        core::as_bytes(std::string(static_cast<std::size_t>(100 + 7 * i), static_cast<char>('a' + i))));
}

} // namespace

/// Old receipts move into files and stay where everybody finds them.
class NodeArchive : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<node::Store> m_store;

    std::filesystem::path home() const { return path_of(*m_folder) / "home"; }
    void open() { m_store = must(node::Store::open(home() / "node.sqlite")); }

    void answer(int i, MoneyState money, core::Epoch epoch) {
        node::JobRecord job;
        job.job_id = "job" + std::to_string(i);
        job.executor = core::id_cast<core::PublicKey>(core::sha256(core::as_bytes("executor")));
        must(m_store->add_job(job));
        must(m_store->add_receipt(job.job_id, id_of(i), job.executor, content_of(i), [&](node::JobRecord& record) {
            record.state = control::JobState::done;
            record.money_state = money;
            record.epoch = epoch;
        }));
    }
    /// Ten at rest in the epochs 1 to 5, the third of them still moving, and two of epoch 100.
    void fill() {
        std::filesystem::create_directories(home());
        open();
        for (int i = 0; i < 10; ++i)
            answer(i,
                   i == 2   ? MoneyState::pending
                   : i == 5 ? MoneyState::lost
                            : MoneyState::paid,
                   1 + static_cast<core::Epoch>(i) / 2);
        answer(10, MoneyState::paid, 100);
        answer(11, MoneyState::paid, 100);
    }
    void everyReceiptIsThere() {
        for (int i = 0; i < 12; ++i)
            QCOMPARE(must(m_store->receipt_file(id_of(i))), content_of(i));
        must(m_store->check());
        QVERIFY(node::Archive::examine(*m_store).empty());
    }
    std::size_t files() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(home() / "archive"))
            ++count;
        return count;
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_store.reset(); }

    void killAtAnyStepOfArchivingLosesNothing_data() {
        QTest::addColumn<QString>("step");
        for (const char* step : {"archive gathered", "archive written", "archive noted"})
            QTest::newRow(step) << step;
    }
    void killAtAnyStepOfArchivingLosesNothing() {
        QFETCH(QString, step);
        fill();
        m_store.reset();
        QProcess helper;
        helper.start(HEARTH_CRASH_HELPER, {QString::fromStdString(home().string()), "archive:" + step});
        QVERIFY(helper.waitForFinished(30'000));
        QCOMPARE(helper.exitCode(), 9);
        open();
        everyReceiptIsThere();
        QCOMPARE(must(m_store->archives()).size(), std::size_t{step == "archive noted" ? 1u : 0u});
        node::Archive::Options options;
        options.receipts = 4;
        node::Archive archive(*m_store, options);
        std::uint32_t moved = step == "archive noted" ? 3 : 0;
        while (const std::uint32_t some = must(archive.move(100)))
            moved += some;
        QCOMPARE(moved, 7u); // the two of the last epoch wait for company
        everyReceiptIsThere();
        QCOMPARE(must(m_store->archives()).size(), std::size_t{2});
        QCOMPARE(files(), std::size_t{2}); // what the crash left behind is used
    }

    void aFileEndsWhereAnEpochDoes_data() {
        QTest::addColumn<QList<int>>("epochs");
        QTest::addColumn<QList<int>>("files");
        const auto row = [](const char* name, const QList<int>& epochs, const QList<int>& files) {
            QTest::newRow(name) << epochs << files;
        };
        row("where the size is reached", {1, 1, 2, 2, 3}, {4});
        row("before it is", {1, 1, 2, 3, 3, 3}, {3});
        row("two files", {1, 2, 2, 2, 3, 3, 3, 4}, {4, 4});
        row("an epoch larger than a file", {1, 1, 1, 1, 1, 2, 2, 2, 2}, {4, 1, 4});
        row("settled later than it was signed", {1, 2, 1, 3, 3, 4, 4, 4}, {3, 2});
        row("mixed beyond a file", {1, 2, 3, 2, 1, 4}, {4});
    }

    void aFileEndsWhereAnEpochDoes() {
        QFETCH(QList<int>, epochs);
        QFETCH(QList<int>, files);
        std::filesystem::create_directories(home());
        open();
        for (int i = 0; i < epochs.size(); ++i)
            answer(i, MoneyState::paid, static_cast<core::Epoch>(epochs[i]));
        node::Archive archive(*m_store, {4, 1 << 20, {}});
        for (const int receipts : files)
            QCOMPARE(must(archive.move(100)), static_cast<std::uint32_t>(receipts));
        QCOMPARE(must(archive.move(100)), 0u);
        const auto archives = must(m_store->archives());
        QCOMPARE(archives.size(), static_cast<std::size_t>(files.size()));
        for (int i = 0; i < epochs.size(); ++i)
            QCOMPARE(must(m_store->receipt_file(id_of(i))), content_of(i));
    }

    void whatMovesOrIsYoungStays() {
        fill();
        node::Archive archive(*m_store, {9, 1 << 20, {}});
        QCOMPARE(must(archive.move(5)), 0u);
        QCOMPARE(must(archive.move(100)), 9u);
        const node::ArchiveRecord record = must(m_store->archives()).front();
        QCOMPARE(record.first_epoch, core::Epoch{1});
        QCOMPARE(record.last_epoch, core::Epoch{5});
        QCOMPARE(record.bytes, std::uint64_t{std::filesystem::file_size(m_store->archive_file(1))});
        QCOMPARE(must(archive.move(101)), 0u);
        everyReceiptIsThere();
        must(m_store->change_job("job2", [](node::JobRecord& job) { job.money_state = control::MoneyState::paid; }));
        node::Archive small(*m_store, {1000, 50, {}}); // what is large fills a file by itself
        QCOMPARE(must(small.move(100)), 1u);
        everyReceiptIsThere();
    }

    void aFileOfAnotherTimeIsNotReplaced() {
        fill();
        std::filesystem::create_directory(home() / "archive");
        must(core::write_file_atomic(m_store->archive_file(1), core::as_bytes("of a younger home")));
        must(core::write_file_atomic(home() / "archive" / "00000001.receipts.tmpAbCdEf", core::as_bytes("half")));
        node::Archive archive(*m_store, {9, 1 << 20, {}});
        QCOMPARE(must(archive.move(100)), 9u);
        QCOMPARE(must(m_store->archives()).front().number, std::uint64_t{2});
        QCOMPARE(files(), std::size_t{2});
        everyReceiptIsThere();
    }

    void aDamagedOrMissingFileIsNamed() {
        fill();
        node::Archive archive(*m_store, {9, 1 << 20, {}});
        QCOMPARE(must(archive.move(100)), 9u);
        const auto file = m_store->archive_file(1);
        core::Bytes content = must(core::read_file(file, 1 << 20));
        content[200] ^= 1;
        must(core::write_file_atomic(file, content));
        auto faults = node::Archive::examine(*m_store);
        QCOMPARE(faults.size(), std::size_t{1});
        QVERIFY2(faults[0].message.find(file.string()) != std::string::npos, faults[0].message.c_str());
        content.resize(content.size() / 2);
        must(core::write_file_atomic(file, content));
        QCOMPARE(m_store->receipt_file(id_of(9)).error().code, core::Code::corrupt);
        std::filesystem::remove(file);
        faults = node::Archive::examine(*m_store);
        QCOMPARE(faults.size(), std::size_t{1});
        const auto read = m_store->receipt_file(id_of(0));
        QVERIFY(!read && read.error().message.find(file.string()) != std::string::npos);
    }

    void aServiceArchivesWhatItsLedgerForgotAndStillShowsIt() {
        TestNode node(home());
        node.epoch_length = 200'000; // the ledger forgets after 10,080
        node.archive_receipts = 1;
        node.start();
        node.import();
        const std::string id = must(node.ask("long ago")).receipt_id;
        const core::Bytes exported = must(node.node().export_receipt(id));
        const auto archives = [&] {
            const auto store = must(node::Store::open_to_read(home() / "node.sqlite"));
            return must(store->archives()).size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(archives(), std::size_t{1}, 30'000);
        QVERIFY(must(node.node().receipt(id)).valid);
        QCOMPARE(must(node.node().export_receipt(id)), exported);
        const auto replayed = must(node.node().verify_receipt(id.substr(0, 8), true, {}));
        QVERIFY(replayed.valid);
        QVERIFY(replayed.job.money_state == control::MoneyState::paid ||
                replayed.job.money_state == control::MoneyState::lost); // if it was drawn
        QCOMPARE(must(node.node().status()).jobs_done, std::uint64_t{1});
        node.stop();
        for (const control::DoctorCheck& check : node::examine_home({home(), false}, {}))
            if (check.name == "database") QVERIFY2(check.result == "passed", check.detail.c_str());
    }
};

QTEST_GUILESS_MAIN(NodeArchive)
#include "tst_node_archive.moc"
