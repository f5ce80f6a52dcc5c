// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "ledger_folder.h"

#include <QtTest>
#include <sqlite3.h>

using namespace hearth;
using namespace hearth::ledger;
using world::balance;
using world::LedgerFolder;
using world::submit;

namespace {

bool sql(const std::filesystem::path& file, const std::string& statement) {
    sqlite3* database = nullptr;
    const bool done = sqlite3_open(file.c_str(), &database) == SQLITE_OK &&
                      sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    return done;
}

Transfer gift(const LedgerFolder& f, std::uint64_t units) {
    return {f.world.owner.public_key(), core::Amount::from_units(units)};
}

} // namespace

class TestTamper : public QObject {
    Q_OBJECT
private slots:
    void otherKeysAndChainsAreRefused();
    void tamperedBlocksAreFound_data();
    void tamperedBlocksAreFound();
    void aBrokenSnapshotIsPassedOver();
    void garbageIsNoLedger();
    void snapshotsAndReplayAgree();
};

void TestTamper::otherKeysAndChainsAreRefused() {
    LedgerFolder f;
    QVERIFY(f.open().ok());
    QVERIFY(Sequencer::open(f.options, f.genesis, world::key_of("other")).error().code == core::Code::refused);
    Genesis other = f.genesis;
    other.chain_id = "hearth-other";
    QVERIFY(Sequencer::open(f.options, other, world::key_of("sequencer")).error().code == core::Code::refused);
    Genesis richer = f.genesis; // the stored genesis counts, not the offered one
    richer.accounts[f.world.owner.public_key()] = core::Amount::from_units(99);
    auto s = Sequencer::open(f.options, richer, world::key_of("sequencer"));
    QVERIFY(s.ok());
    QCOMPARE(balance(**s, f.world.owner.public_key()), std::uint64_t{0});
}

void TestTamper::tamperedBlocksAreFound_data() {
    QTest::addColumn<QString>("statement");
    QTest::newRow("header") << "UPDATE blocks SET header = CAST(substr(header, 1, length(header) - 1) || "
                               "x'00' AS BLOB) WHERE height = 2";
    QTest::newRow("signature") << "UPDATE blocks SET signature = zeroblob(64) WHERE height = 3";
    QTest::newRow("short signature") << "UPDATE blocks SET signature = x'00' WHERE height = 3";
    QTest::newRow("transactions left out") << "UPDATE blocks SET transactions = x'80' WHERE height = 2";
    QTest::newRow("transactions of another block") << "UPDATE blocks SET transactions = (SELECT transactions "
                                                      "FROM blocks WHERE height = 1) WHERE height = 3";
    QTest::newRow("block missing") << "DELETE FROM blocks WHERE height = 2";
    QTest::newRow("blocks swapped")
        << "UPDATE blocks SET height = -height; UPDATE blocks SET height = CASE height WHEN -2 THEN 3 "
           "WHEN -3 THEN 2 ELSE -height END";
    QTest::newRow("genesis") << "UPDATE meta SET value = zeroblob(length(value)) WHERE key = 'chain'";
    QTest::newRow("clock lost") << "DELETE FROM meta WHERE key = 'clock'";
}

void TestTamper::tamperedBlocksAreFound() {
    QFETCH(QString, statement);
    LedgerFolder f;
    {
        auto s = f.open();
        for (std::uint64_t i = 1; i <= 4; ++i)
            QVERIFY(submit(**s, f.world.caller, gift(f, i)));
    }
    QVERIFY(f.open().ok());
    QVERIFY(sql(f.database(), statement.toStdString()));
    const auto opened = f.open();
    QVERIFY(!opened);
    QVERIFY2(opened.error().code == core::Code::corrupt, opened.error().message.c_str());
    QVERIFY(!opened.error().message.empty());
}

void TestTamper::aBrokenSnapshotIsPassedOver() {
    LedgerFolder f;
    f.options.snapshot_every = 3;
    core::Hash app_hash;
    {
        auto s = f.open();
        for (std::uint64_t i = 1; i <= 10; ++i)
            QVERIFY(submit(**s, f.world.caller, gift(f, i)));
        app_hash = (*s)->head().app_hash;
    }
    for (const char* damage :
         {"UPDATE snapshots SET state = zeroblob(9) WHERE height = 9", "UPDATE snapshots SET state = zeroblob(9)",
          "UPDATE snapshots SET height = height - 1"}) {
        QVERIFY(sql(f.database(), damage));
        auto s = f.open();
        QVERIFY2(s.ok(), damage);
        QCOMPARE((*s)->head().app_hash, app_hash);
    }
}

void TestTamper::garbageIsNoLedger() {
    LedgerFolder f;
    QVERIFY(core::write_file_atomic(f.database(), core::Bytes(10'000, 0x5a)));
    const auto opened = f.open();
    QVERIFY(opened.error().code == core::Code::corrupt);
    QVERIFY(!opened.error().hint.empty());
    f.options.epoch_length = 0;
    QVERIFY(f.open().error().code == core::Code::invalid_argument);
}

void TestTamper::snapshotsAndReplayAgree() {
    LedgerFolder f;
    f.options.snapshot_every = 7;
    core::Hash app_hash;
    {
        auto s = f.open();
        for (std::uint64_t i = 1; i <= 30; ++i)
            QVERIFY(submit(**s, f.world.caller, gift(f, i)));
        app_hash = (*s)->head().app_hash;
    }
    QVERIFY(f.open().value()->head().app_hash == app_hash); // from block 28
    QVERIFY(sql(f.database(), "DELETE FROM snapshots"));
    QVERIFY(f.open().value()->head().app_hash == app_hash); // from genesis
}

QTEST_GUILESS_MAIN(TestTamper)
#include "tst_ledger_tamper.moc"
