// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "gateway/evidence/tree_head.h"
#include "proof/merkle.h"

#include <QTest>

using namespace hearth;
using namespace hearth::gateway::evidence;
using Outcome = proof::CheckRow::Outcome;

namespace {

core::SigningKey key(std::uint8_t seed = 7) {
    return core::SigningKey::from_seed(core::Bytes(32, seed));
}

/// A log of `count` entries.
struct Log {
    explicit Log(std::uint8_t count) {
        for (std::uint8_t i = 0; i < count; ++i) {
            entries.push_back(LogEntry{core::sha256(core::Bytes{i}), i, proof::Level::none}.encode());
            leaves.push_back(proof::merkle_leaf(entries.back()));
        }
    }
    TreeHead head() const { return TreeHead::sign(leaves.size(), proof::merkle_root(leaves), 9, key()); }
    InclusionProof inclusion(std::uint64_t index) const {
        return {index, entries[index], proof::merkle_path(leaves, index), head()};
    }
    std::vector<core::Bytes> entries;
    std::vector<core::Hash> leaves;
};

bool fine(const std::vector<proof::CheckRow>& rows) {
    return std::none_of(rows.begin(), rows.end(), [](const auto& row) { return row.outcome == Outcome::failed; });
}

} // namespace

/// The log of evidence as a stranger reads it.
class TestGatewayLog : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenIsReadAgain() {
        const Log log(5);
        const auto head = read_tree_head(log.head().to_json());
        QVERIFY(head.ok() && head->signature_fits());
        QCOMPARE(head->to_json(), log.head().to_json());
        const InclusionProof proof = log.inclusion(3);
        QCOMPARE(read_inclusion(proof.to_json()).value().to_json(), proof.to_json());
        const ConsistencyProof growth{2, proof::merkle_consistency(log.leaves, 2), log.head()};
        QCOMPARE(read_consistency(growth.to_json()).value().to_json(), growth.to_json());
        const auto entry = LogEntry::decode(log.entries[3]);
        QVERIFY(entry.ok());
        QCOMPARE(entry->encode(), log.entries[3]);
    }

    void anEntryIsProvenAndNoOtherOne() {
        const Log log(7);
        const auto held = core::sha256(core::Bytes{4});
        QVERIFY(fine(examine_inclusion(log.inclusion(4), held)));
        QVERIFY(!fine(examine_inclusion(log.inclusion(4), core::sha256(core::Bytes{5}))));
        InclusionProof moved = log.inclusion(4);
        moved.index = 5;
        QVERIFY(!fine(examine_inclusion(moved, held)));
        InclusionProof forged = log.inclusion(4);
        forged.head.root.bytes[0] ^= 1;
        QVERIFY(!fine(examine_inclusion(forged, held)));
        forged = log.inclusion(4);
        forged.head.log_key = key(8).public_key();
        QVERIFY(!fine(examine_inclusion(forged, held)));
        forged = log.inclusion(4);
        forged.entry.back() ^= 1;
        QVERIFY(!fine(examine_inclusion(forged, held)));
    }

    void aHeadInALedgerIsCompared() {
        const Log earlier(3), log(8);
        const auto anchored = [&](std::uint64_t index) {
            InclusionProof proof = log.inclusion(index);
            proof.anchor = LedgerAnchor{"solo-1",
                                        4,
                                        17,
                                        key().public_key(),
                                        3,
                                        proof::merkle_root(earlier.leaves),
                                        proof::merkle_consistency(log.leaves, 3)};
            return proof;
        };
        const auto outcome = [](const InclusionProof& proof) { return examine_inclusion(proof, {}).back().outcome; };
        QCOMPARE(outcome(log.inclusion(1)), Outcome::not_checked); // there is none
        QCOMPARE(outcome(anchored(1)), Outcome::passed);
        QVERIFY(examine_inclusion(anchored(1), {}).back().detail.find("block 17 of solo-1") != std::string::npos);
        QCOMPARE(outcome(anchored(3)), Outcome::not_checked); // from before the entry
        InclusionProof forged = anchored(1);
        forged.anchor->root = core::sha256(core::Bytes{1});
        QCOMPARE(outcome(forged), Outcome::failed);
        const std::string json = anchored(1).to_json();
        QCOMPARE(read_inclusion(json).value().to_json(), json);
        QVERIFY(!read_inclusion(R"({"object":"inclusion_proof","anchor":7})"));
    }

    void growthIsProvenAndAChangeIsNot() {
        const Log earlier(3), log(8);
        const ConsistencyProof growth{3, proof::merkle_consistency(log.leaves, 3), log.head()};
        QVERIFY(fine(examine_consistency(growth, earlier.head())));
        Log changed(3);
        changed.leaves[1] = proof::merkle_leaf(core::Bytes{99});
        QVERIFY(!fine(examine_consistency(growth, changed.head())));
        QVERIFY(!fine(examine_consistency(growth, Log(2).head())));
        TreeHead other = TreeHead::sign(3, proof::merkle_root(earlier.leaves), 9, key(8));
        QVERIFY(!fine(examine_consistency(growth, other)));
    }

    void whatIsNoProofIsRefused() {
        const std::string good = Log(5).inclusion(1).to_json();
        QVERIFY(!read_tree_head(good));
        for (std::size_t size = 0; size < good.size(); size += 7)
            QVERIFY(!read_inclusion(good.substr(0, size)));
        for (const char* text :
             {"{}", "[]", "null", R"({"object":"inclusion_proof"})", R"({"object":"tree_head","size":-1})"})
            QVERIFY(!read_inclusion(text) && !read_tree_head(text) && !read_consistency(text));
        QVERIFY(!LogEntry::decode(core::Bytes{1, 2}));
    }
};

QTEST_APPLESS_MAIN(TestGatewayLog)
#include "tst_gateway_log.moc"
