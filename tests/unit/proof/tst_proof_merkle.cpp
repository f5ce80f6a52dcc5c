// SPDX-License-Identifier: Apache-2.0
#include "proof/merkle.h"
#include "vectors.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::proof;

class TestMerkle : public QObject {
    Q_OBJECT
private slots:
    void rootsAndPathsEqualTheSecondImplementation();
    void everyLeafVerifiesAndNothingElseDoes();
    void emptyTreeHasTheRootOfNothing();
};

void TestMerkle::emptyTreeHasTheRootOfNothing() {
    QCOMPARE(merkle_root({}).hex(), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QVERIFY(!merkle_verify({}, 0, 0, {}, merkle_root({})));
}

void TestMerkle::rootsAndPathsEqualTheSecondImplementation() {
    // The first nine cases are the leaves that Certificate Transparency logs use as known answers.
    int paths = 0;
    const auto all = vectors::load("merkle.json");
    for (const auto& item : all["cases"]) {
        const auto leaves = vectors::hashes(item["leaves"]);
        QCOMPARE(merkle_root(leaves), vectors::hash(item["root"]));
        for (const auto& [index, path] : item["paths"].items()) {
            QCOMPARE(merkle_path(leaves, std::stoull(index)), vectors::hashes(path));
            ++paths;
        }
    }
    QVERIFY(paths > 30);
    const core::Bytes empty;
    QCOMPARE(merkle_leaf(empty).hex(), std::string("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
}

void TestMerkle::everyLeafVerifiesAndNothingElseDoes() {
    for (std::uint32_t size = 1; size <= 40; ++size) {
        std::vector<core::Hash> leaves;
        for (std::uint32_t i = 0; i < size; ++i) {
            core::Bytes data;
            core::append_u32(data, i);
            leaves.push_back(merkle_leaf(data));
        }
        const core::Hash root = merkle_root(leaves);
        for (std::uint32_t i = 0; i < size; ++i) {
            auto path = merkle_path(leaves, i);
            QVERIFY(merkle_verify(leaves[i], i, size, path, root));
            QVERIFY(!merkle_verify(leaves[i], size, size, path, root));
            if (size > 1) QVERIFY(!merkle_verify(leaves[i], (i + 1) % size, size, path, root));
            QVERIFY(!merkle_verify(root, i, size, path, core::Hash{}));
            path.push_back(root);
            QVERIFY(!merkle_verify(leaves[i], i, size, path, root));
            path.pop_back();
            if (path.empty()) continue;
            path.back().bytes[5] ^= 1;
            QVERIFY(!merkle_verify(leaves[i], i, size, path, root));
            path.pop_back();
            QVERIFY(!merkle_verify(leaves[i], i, size, path, root));
        }
    }
}

QTEST_GUILESS_MAIN(TestMerkle)
#include "tst_proof_merkle.moc"
