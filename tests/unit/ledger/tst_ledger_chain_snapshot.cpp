// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"
#include "ledger/consensus/chain_store.h"

#include <QtTest>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::ledger;
using world::balance;
using world::FakeEngine;
using world::gift;
using world::key_of;
using world::network_genesis;
using world::Signer;

namespace {

using core::second;

/// Three validators that have decided seven blocks, with a snapshot every third one, and a fourth that joins.
struct Town {
    FakeEngine engine{network_genesis(), 4};
    Signer a{key_of("a")};
    bool ready = false;

    Town() {
        engine.snapshot_every = 3;
        for (std::size_t i = 0; i < 3; ++i)
            if (!engine.start(i)) return;
        for (int i = 0; i < 7; ++i) {
            if (!engine.step({a.encoded(gift("x"))})) return;
            engine.advance(second / 2);
        }
        engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
        ready = true;
    }
    SnapshotInfo newest(std::size_t of = 0) { return engine.app(of).snapshots()->front(); }
    core::Bytes chunk(std::size_t of = 0, std::uint32_t index = 0) {
        return engine.app(of).snapshot_chunk(6, 1, index).value();
    }
    bool fetch() {
        ChainApp& fresh = engine.app(3);
        return fresh.offer_snapshot(newest(), engine.app_hash(6)) == OfferAnswer::accept &&
               fresh.apply_chunk(0, chunk()).value() == ChunkAnswer::accept;
    }
    std::filesystem::path file(std::size_t i) { return engine.options(i).folder / "chain.sqlite"; }
};

/// What a disk or a hand does to the file, behind the library's back.
bool change(const std::filesystem::path& file, const char* sql) {
    sqlite3* database = nullptr;
    const bool done = sqlite3_open(file.c_str(), &database) == SQLITE_OK &&
                      sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    return done;
}

/// Of the newest snapshot.
constexpr const char* flip_a_byte =
    "UPDATE snapshot_chunks SET chunk = CAST(substr(chunk, 1, length(chunk) / 2) || "
    "CASE substr(chunk, length(chunk) / 2 + 1, 1) WHEN x'00' THEN x'01' ELSE x'00' END || "
    "substr(chunk, length(chunk) / 2 + 2) AS BLOB) WHERE height = (SELECT MAX(height) FROM snapshot_chunks)";

} // namespace

class TestChainSnapshot : public QObject {
    Q_OBJECT
private slots:
    void aSnapshotStartsAnotherNode();
    void aDamagedSnapshotIsRefused();
    void whoOffersTooMuchIsRefused();
    void theBlocksHashIsVouchedFor();
    void aChunkThatWasDamagedOnDiskIsFetchedElsewhere();
    void whoIsKilledWhileItFetchesBeginsAnew_data();
    void whoIsKilledWhileItFetchesBeginsAnew();
    void aSnapshotOfOthersIsOnesOwnOnceABlockFollows();
    void aSnapshotOfManyChunksComesBackWhole();
    void aBlockThatGivesAnotherStateIsNamed();
    void snapshotsOfOlderProgramsAreCut();
};

void TestChainSnapshot::aSnapshotStartsAnotherNode() {
    FakeEngine engine(network_genesis(), 4);
    engine.snapshot_every = 3;
    for (std::size_t i = 0; i < 3; ++i)
        VERIFY_OK(engine.start(i));
    Signer a(key_of("a"));
    for (int i = 0; i < 7; ++i) {
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
        engine.advance(second / 2);
    }
    const auto offered = engine.app().snapshots();
    QCOMPARE(offered->size(), std::size_t{2});
    const SnapshotInfo newest = offered->front();
    QCOMPARE(newest.height, core::Height{6});
    engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
    QVERIFY(engine.app(3).offer_snapshot(newest, engine.app_hash(6)) == OfferAnswer::accept);
    for (std::uint32_t i = 0; i < newest.chunks; ++i)
        QVERIFY(engine.app(3).apply_chunk(i, engine.app().snapshot_chunk(6, 1, i).value()).value() ==
                ChunkAnswer::accept);
    QCOMPARE(engine.app(3).info().app_hash, engine.app_hash(6));
    VERIFY_OK(engine.handshake(3)); // block 7
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    QCOMPARE(engine.app(3).head().app_hash, engine.app(0).head().app_hash);
    VERIFY_OK(engine.start(3)); // and it is durable
    QCOMPARE(balance(engine.app(3), "x"), std::uint64_t{8});
}

/// Whoever offers it chooses the hashes, so that they alone bound nothing.
void TestChainSnapshot::whoOffersTooMuchIsRefused() {
    Town town;
    QVERIFY(town.ready);
    ChainApp& fresh = town.engine.app(3);
    const auto offer = [&](std::uint32_t count, const core::Bytes& chunk) {
        SnapshotInfo info{6, 1, count, {}, {}};
        for (std::uint32_t i = 0; i < count; ++i)
            core::append(info.metadata, core::sha256(chunk).view());
        info.hash = core::sha256(info.metadata);
        return fresh.offer_snapshot(info, town.engine.app_hash(6));
    };
    QVERIFY(offer(129, {}) == OfferAnswer::reject); // more than half a gibibyte
    const core::Bytes large(snapshot_chunk_bytes + 1);
    QVERIFY(offer(128, large) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, large).value() == ChunkAnswer::reject_snapshot);
    QVERIFY(!fresh.apply_chunk(1, large).ok()); // nothing is kept of it
    QVERIFY(town.fetch());
    QCOMPARE(fresh.info().app_hash, town.engine.app_hash(6));
}

/// The next beacon may come of it, and nothing else in the snapshot tells it.
void TestChainSnapshot::theBlocksHashIsVouchedFor() {
    Town town;
    QVERIFY(town.ready);
    auto whole = *core::cbor::decode(town.chunk(), {std::size_t{1} << 20, 12}).value().as_map();
    const auto refused = [&] {
        const core::Bytes chunk = core::cbor::encode(core::cbor::Value(whole));
        SnapshotInfo info{6, 1, 1, {}, core::to_bytes(core::sha256(chunk).view())};
        info.hash = core::sha256(info.metadata);
        return town.engine.app(3).offer_snapshot(info, town.engine.app_hash(6)) == OfferAnswer::accept &&
               town.engine.app(3).apply_chunk(0, chunk).value() == ChunkAnswer::reject_snapshot;
    };
    QCOMPARE(whole[4].first, std::uint64_t{4});
    whole[4].second = core::sha256(core::as_bytes("another block"));
    QVERIFY(refused());
    QVERIFY(town.fetch());
    VERIFY_OK(town.engine.handshake(3)); // block 7 mixes what the others have mixed
}

void TestChainSnapshot::aDamagedSnapshotIsRefused() {
    FakeEngine engine(network_genesis(), 4);
    engine.snapshot_every = 3;
    for (std::size_t i = 0; i < 3; ++i)
        VERIFY_OK(engine.start(i));
    Signer a(key_of("a"));
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    SnapshotInfo info = engine.app().snapshots()->front();
    core::Bytes chunk = engine.app().snapshot_chunk(3, 1, 0).value();
    engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
    ChainApp& fresh = engine.app(3);
    const Head before = fresh.head();
    QVERIFY(!fresh.apply_chunk(0, chunk));
    // One byte on the way.
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::accept);
    chunk[chunk.size() / 2] ^= 1;
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::refetch);
    // A liar that names its own hashes.
    info.metadata = core::to_bytes(core::sha256(chunk).view());
    info.hash = core::sha256(info.metadata);
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::reject_snapshot);
    // A true snapshot of another height than the one that the headers vouch for.
    chunk[chunk.size() / 2] ^= 1;
    info.metadata = core::to_bytes(core::sha256(chunk).view());
    info.hash = core::sha256(info.metadata);
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(2)) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::reject_snapshot);
    info.format = 9;
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::reject_format);
    QCOMPARE(fresh.head().app_hash, before.app_hash);
    QCOMPARE(fresh.info().height, core::Height{0});
}

void TestChainSnapshot::aChunkThatWasDamagedOnDiskIsFetchedElsewhere() {
    Town town;
    QVERIFY(town.ready);
    const SnapshotInfo good = town.newest();
    town.engine.stop(1);
    QVERIFY(change(town.file(1), flip_a_byte));
    VERIFY_OK(town.engine.start(1)); // from the snapshot before, and the blocks after that
    QCOMPARE(town.engine.app(1).head().app_hash, town.engine.app(0).head().app_hash);
    QCOMPARE(town.newest(1).hash, good.hash); // it does not know
    QVERIFY(town.chunk(1) != town.chunk(0));
    ChainApp& fresh = town.engine.app(3);
    QVERIFY(fresh.offer_snapshot(town.newest(1), town.engine.app_hash(6)) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, town.chunk(1)).value() == ChunkAnswer::refetch);
    QCOMPARE(fresh.chunks_come(), std::uint32_t{0});
    QVERIFY(fresh.apply_chunk(0, town.chunk(2)).value() == ChunkAnswer::accept);
    QCOMPARE(fresh.info().app_hash, town.engine.app_hash(6));
}

void TestChainSnapshot::whoIsKilledWhileItFetchesBeginsAnew_data() {
    QTest::addColumn<QString>("point");
    QTest::addColumn<quint64>("left");
    QTest::newRow("before it is stored") << "fetched" << quint64{0};
    QTest::newRow("before the engine knows") << "restored" << quint64{6};
}

void TestChainSnapshot::whoIsKilledWhileItFetchesBeginsAnew() {
    QFETCH(QString, point);
    QFETCH(quint64, left);
    Town town;
    QVERIFY(town.ready);
    town.engine.stop(3);
    const SnapshotInfo info = town.newest();
    const core::Bytes chunk = town.chunk();
    const pid_t child = ::fork();
    if (child == 0) {
        ChainApp::Options options = town.engine.options(3);
        options.probe = [&](std::string_view at) {
            if (at == point.toStdString()) ::_exit(42);
        };
        auto app = ChainApp::open(options, town.engine.genesis());
        if (!app || (*app)->offer_snapshot(info, town.engine.app_hash(6)) != OfferAnswer::accept) ::_exit(1);
        (void)(*app)->apply_chunk(0, chunk);
        ::_exit(2);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QCOMPARE(WEXITSTATUS(status), 42);
    town.engine.node(3).app = ChainApp::open(town.engine.options(3), town.engine.genesis()).value();
    QCOMPARE(town.engine.app(3).info().height, core::Height{left});
    QCOMPARE(town.engine.app(3).rests_on_others(), left != 0);
    VERIFY_OK(town.engine.app(3).forget_others());
    QCOMPARE(town.engine.app(3).info().height, core::Height{0});
    QVERIFY(town.fetch());
    VERIFY_OK(town.engine.handshake(3));
    QCOMPARE(town.engine.app(3).head().app_hash, town.engine.app(0).head().app_hash);
}

void TestChainSnapshot::aSnapshotOfOthersIsOnesOwnOnceABlockFollows() {
    Town town;
    QVERIFY(town.ready);
    QVERIFY(town.fetch());
    ChainApp& fresh = town.engine.app(3);
    const SnapshotInfo info = town.newest();
    QVERIFY(fresh.offer_snapshot(info, town.engine.app_hash(6)) == OfferAnswer::reject);
    QVERIFY(fresh.rests_on_others());
    VERIFY_OK(town.engine.handshake(3)); // block 7
    QVERIFY(!fresh.rests_on_others());
    VERIFY_OK(fresh.forget_others()); // too late: nothing is forgotten
    QCOMPARE(fresh.info().height, core::Height{7});
    VERIFY_OK(town.engine.step({town.a.encoded(gift("x"))}));
    QCOMPARE(fresh.head().app_hash, town.engine.app(0).head().app_hash);
    VERIFY_OK(town.engine.step({})); // block 9: a snapshot of its own, which others can begin with
    QCOMPARE(town.newest(3).height, core::Height{9});
    QCOMPARE(town.newest(3).hash, town.newest(0).hash);
}

void TestChainSnapshot::aSnapshotOfManyChunksComesBackWhole() {
    QTemporaryDir directory;
    auto store = ChainStore::open(std::filesystem::path(directory.path().toStdString()) / "chain.sqlite").value();
    core::Bytes whole(2 * snapshot_chunk_bytes + 77);
    std::mt19937 random(5);
    for (std::uint8_t& byte : whole)
        byte = static_cast<std::uint8_t>(random());
    VERIFY_OK(store->put_snapshot(9, whole));
    QCOMPARE(store->snapshot(9).value(), whole);
    const core::Bytes hashes = store->chunk_hashes(9).value();
    QCOMPARE(hashes.size(), 3 * core::Hash::size);
    for (std::uint32_t i = 0; i < 3; ++i) {
        const core::Bytes chunk = store->chunk(9, i).value();
        QCOMPARE(chunk.size(), i < 2 ? snapshot_chunk_bytes : std::size_t{77});
        const core::Hash hash = core::sha256(chunk);
        QVERIFY(std::equal(hash.bytes.begin(), hash.bytes.end(), hashes.begin() + i * core::Hash::size));
    }
    QVERIFY(store->chunk(9, 3).error().code == core::Code::not_found);
    whole.resize(5);
    VERIFY_OK(store->put_snapshot(9, whole)); // nothing of the longer one stays
    QCOMPARE(store->snapshot(9).value(), whole);
    VERIFY_OK(store->put_snapshot(12, whole));
    VERIFY_OK(store->put_snapshot(15, whole));
    QCOMPARE(store->snapshots().value(), (std::vector<core::Height>{15, 12}));
}

/// And not the blocks before a snapshot, which are missing by intention.
void TestChainSnapshot::aBlockThatGivesAnotherStateIsNamed() {
    Town t;
    QVERIFY(t.ready);
    t.engine.stop(0);
    {
        auto store = ChainStore::open(t.file(0)).value();
        QVERIFY(!store->block(1).value());
        StoredBlock last = *store->block(7).value();
        last.app_hash.bytes[0] ^= 1;
        QVERIFY(change(t.file(0), "DELETE FROM blocks WHERE height = 7"));
        QVERIFY(store->begin());
        QVERIFY(store->append(last));
        QVERIFY(store->commit());
    }
    const auto opened = ChainApp::open(t.engine.options(0), t.engine.genesis());
    QVERIFY(opened.error().code == core::Code::corrupt);
    QVERIFY2(opened.error().message.find("Block 7") != std::string::npos, opened.error().message.c_str());
}

void TestChainSnapshot::snapshotsOfOlderProgramsAreCut() {
    Town town;
    QVERIFY(town.ready);
    const core::Hash before = town.engine.app(1).head().app_hash;
    const SnapshotInfo info = town.newest(1);
    town.engine.stop(1);
    QVERIFY(change(town.file(1), "CREATE TABLE snapshots (height INTEGER PRIMARY KEY, snapshot BLOB NOT NULL);"
                                 "INSERT INTO snapshots SELECT height, chunk FROM snapshot_chunks;"
                                 "DROP TABLE snapshot_chunks"));
    VERIFY_OK(town.engine.start(1));
    QCOMPARE(town.engine.app(1).head().app_hash, before);
    QCOMPARE(town.newest(1).hash, info.hash);
    QVERIFY(!change(town.file(1), "SELECT * FROM snapshots"));
}

QTEST_GUILESS_MAIN(TestChainSnapshot)
#include "tst_ledger_chain_snapshot.moc"
