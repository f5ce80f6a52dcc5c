// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "node/state/store.h"
#include "node/state/upstream_store.h"
#include "proof/merkle.h"
#include "support.h"

#include <sqlite3.h>

using namespace hearth;
using namespace hearth::test;

/// Evidence of other networks' answers in node.sqlite: rows of what was kept together, and the log over them.
class NodeStoreEvidence : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_file;

    /// As version 9 made it.
    void make(const std::string& rows) const {
        const core::Bytes schema = must(core::read_file(HEARTH_SOURCE_DIR "/tests/vectors/node/node_v9.sql", 1 << 20));
        const std::string made = std::string(schema.begin(), schema.end()) + rows + "PRAGMA user_version = 9;";
        change(made);
    }
    void change(const std::string& sql) const {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(m_file.c_str(), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    }

private slots:
    void init() { m_file = path_of(m_folder) / (std::to_string(std::rand()) + ".sqlite"); }

    void evidenceThatIsHereAlreadyIsKept() {
        const auto store = must(node::Store::open(m_file));
        node::UpstreamStore networks(*store);
        must(networks.put_evidence({{"a", 1, {1}, {2}}}));
        must(networks.put_evidence({{"a", 1, {1}, {2}}, {"b", 3, {3}, {4}}}));
        QCOMPARE(must(networks.log_size()), std::uint64_t{2});
        QCOMPARE(must(networks.log_place("b")).leaf, std::uint64_t{1});
        QCOMPARE(networks.put_evidence({{"c", 5, {5}, {6}}, {"a", 1, {9}, {9}}}).error().code, core::Code::internal);
        QCOMPARE(must(networks.evidence("a")), core::Bytes{1});
        QCOMPARE(must(networks.log_size()), std::uint64_t{2}); // all or none
    }

    void whatComesTwiceAtOnceIsKeptOnce() {
        const auto store = must(node::Store::open(m_file));
        node::UpstreamStore networks(*store);
        must(networks.put_evidence({{"a", 1, {1}, {2}}, {"b", 3, {3}, {4}}, {"a", 1, {1}, {2}}}));
        QCOMPARE(must(networks.log_size()), std::uint64_t{2});
        QCOMPARE(must(networks.evidence_files(9, "")).size(), std::size_t{2});
        must(networks.put_evidence({{"a", 1, {1}, {2}}, {"a", 1, {1}, {2}}}));
        const auto twice = networks.put_evidence({{"c", 5, {5}, {6}}, {"c", 5, {9}, {6}}});
        QCOMPARE(twice.error().code, core::Code::internal);
        QCOMPARE(must(networks.log_size()), std::uint64_t{2});
    }

    void evidenceThatIsKeptTogetherIsFoundOneByOne() {
        const auto store = must(node::Store::open(m_file));
        node::UpstreamStore networks(*store);
        // Three that began alike, one that began earlier and ended with them, and two more a moment later.
        const std::vector<std::string> ids = {"0199aaaaaaa00", "0199aaaaaaa01", "0199aaaaaaa02", "0188aaaaaaa00"};
        must(networks.put_evidence({{ids[0], 4, {1}, {2}}, {ids[3], 6, {7, 8}, {9}}, {ids[1], 5, {6}, {3, 4}}}));
        must(networks.put_evidence({{ids[1], 5, {6}, {3, 4}}, {ids[2], 7, {5, 6}, {7}}}));
        QCOMPARE(must(networks.log_size()), std::uint64_t{4});
        QCOMPARE(must(networks.evidence(ids[0])), core::Bytes{1});
        QCOMPARE(must(networks.evidence(ids[1])), core::Bytes{6});
        QCOMPARE(must(networks.evidence(ids[2])), (core::Bytes{5, 6}));
        QCOMPARE(networks.evidence("0199aaaaaaa03").error().code, core::Code::not_found);
        QCOMPARE(networks.evidence("0199aaaaaaa0").error().code, core::Code::not_found);
        const auto leaves = must(networks.log_leaves(0, 4));
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const node::LogPlace place = must(networks.log_place(ids[i]));
            QCOMPARE(leaves[place.leaf], proof::merkle_leaf(place.entry));
        }
        QCOMPARE(must(networks.log_place(ids[3])).leaf, std::uint64_t{0}); // rows stand in the order of their ids
        QCOMPARE(must(networks.logged_id("0188aa")), ids[3]);
        QCOMPARE(must(networks.logged_id("0199AAAAAAA02")), ids[2]);
        QCOMPARE(must(networks.logged_id("?")), std::string("?"));
        QCOMPARE(networks.logged_id("0199aaaaaaa0").error().code, core::Code::invalid_argument);
        QCOMPARE(networks.logged_id("0199aaaaaab").error().code, core::Code::not_found);
        QCOMPARE(must(networks.log_leaves(2, 4)), std::vector<core::Hash>(leaves.begin() + 2, leaves.end()));
        QCOMPARE(must(networks.log_leaves(1, 2)), std::vector<core::Hash>(leaves.begin() + 1, leaves.begin() + 2));
        QCOMPARE(networks.log_leaves(2, 5).error().code, core::Code::corrupt);
        QCOMPARE(must(networks.evidence_files(2, "")), (std::vector<core::Bytes>{{5, 6}, {6}}));
        QCOMPARE(must(networks.evidence_files(9, ids[1])), (std::vector<core::Bytes>{{1}, {7, 8}}));
        QCOMPARE(must(networks.prune_evidence(6)), std::uint64_t{2}); // those that lie together go together
        QCOMPARE(must(networks.prune_evidence(6)), std::uint64_t{0});
        QCOMPARE(networks.evidence(ids[1]).error().code, core::Code::not_found);
        QCOMPARE(must(networks.log_place(ids[1])).entry, (core::Bytes{3, 4}));
        must(networks.put_evidence({{ids[1], 5, {6}, {3, 4}}})); // it was here
        QCOMPARE(must(networks.log_leaves(0, must(networks.log_size()))), leaves);
    }

    void aFileOfVersionNineKeepsItsEvidenceAndItsLog() {
        const auto hash = [](std::uint8_t byte) { return proof::merkle_leaf(core::Bytes{byte}).hex(); };
        make("INSERT INTO evidence (evidence_id, at, file) VALUES ('unlogged', 1, x'01'), ('second', 5, x'0203'), "
             "('third', 3, x'04');"
             "INSERT INTO evidence_log (leaf, evidence_id, entry, hash) VALUES (0, 'pruned', x'0a', x'" +
             hash(10) + "'), (1, 'second', x'0b', x'" + hash(11) + "'), (2, 'third', x'0c', x'" + hash(12) + "');");
        for (int round = 0; round < 2; ++round) {
            const auto store = must(node::Store::open(m_file));
            must(store->check());
            node::UpstreamStore networks(*store);
            QCOMPARE(must(networks.log_size()), std::uint64_t(3 + round));
            QCOMPARE(must(networks.evidence("unlogged")), core::Bytes{1});
            QCOMPARE(must(networks.evidence("second")), (core::Bytes{2, 3}));
            QCOMPARE(networks.evidence("pruned").error().code, core::Code::not_found);
            QCOMPARE(must(networks.log_place("pruned")).entry, core::Bytes{10});
            QCOMPARE(must(networks.log_place("third")).leaf, std::uint64_t{2});
            QCOMPARE(networks.log_place("unlogged").error().code, core::Code::not_found);
            const auto leaves = must(networks.log_leaves(0, 3));
            for (std::uint8_t i = 0; i < 3; ++i)
                QCOMPARE(leaves[i].hex(), hash(static_cast<std::uint8_t>(10 + i)));
            QCOMPARE(must(networks.evidence_files(2, round == 0 ? "" : "new")),
                     (std::vector<core::Bytes>{{4}, {2, 3}}));
            must(networks.put_evidence({{"new", 9, {7}, {8}}})); // in the second round it is here
        }
        const auto store = must(node::Store::open(m_file));
        node::UpstreamStore networks(*store);
        QCOMPARE(must(networks.prune_evidence(5)), std::uint64_t{2});
        QCOMPARE(must(networks.evidence_files(9, "")), (std::vector<core::Bytes>{{7}, {2, 3}}));
    }

    void anOlderFileThatHasNoRoomToBeRewrittenStaysAsItIs() {
        make("INSERT INTO evidence (evidence_id, at, file) VALUES ('one', 1, zeroblob(1000));");
        const auto opened = node::Store::open(m_file, [] { return std::optional<std::uint64_t>(1'999); });
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, core::Code::io);
        QVERIFY2(opened.error().message.find(m_file.string()) != std::string::npos, opened.error().message.c_str());
        const auto store = must(node::Store::open(m_file, [] { return std::optional<std::uint64_t>(2'000); }));
        QCOMPARE(must(node::UpstreamStore(*store).evidence("one")).size(), std::size_t{1'000});
        must(node::Store::open(m_file, [] { return std::optional<std::uint64_t>(0); })); // nothing is rewritten
    }

    void aRowThatWasDamagedIsNamedAndNoOtherAnswerGiven() {
        {
            const auto store = must(node::Store::open(m_file));
            must(node::UpstreamStore(*store).put_evidence({{"a", 1, {1, 2, 3}, {4}}, {"b", 2, {5}, {6}}}));
        }
        change("UPDATE evidence_batches SET files = x'01' WHERE ids = 'a'");
        const auto store = must(node::Store::open(m_file));
        node::UpstreamStore networks(*store);
        QCOMPARE(networks.evidence("a").error().code, core::Code::corrupt);
        QCOMPARE(must(networks.evidence("b")), core::Bytes{5});
        QCOMPARE(networks.evidence_files(9, "").error().code, core::Code::corrupt);
        QCOMPARE(must(networks.log_size()), std::uint64_t{2});
    }
};

QTEST_GUILESS_MAIN(NodeStoreEvidence)
#include "tst_node_store_evidence.moc"
