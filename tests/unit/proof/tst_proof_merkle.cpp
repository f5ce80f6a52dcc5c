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
    void growthIsProvenAsRfc6962Says();
    void noOtherTreeGrewFromIt();
};

namespace {

std::vector<core::Hash> numbered(std::uint32_t count) {
    std::vector<core::Hash> leaves;
    for (std::uint32_t i = 0; i < count; ++i) {
        core::Bytes data;
        core::append_u32(data, i);
        leaves.push_back(merkle_leaf(data));
    }
    return leaves;
}

} // namespace

void TestMerkle::growthIsProvenAsRfc6962Says() {
    // The leaves and the proofs that Certificate Transparency logs use as known answers.
    std::vector<core::Hash> leaves;
    for (const char* hex :
         {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"})
        leaves.push_back(merkle_leaf(core::from_hex(hex).value()));
    const auto path = [&](std::size_t first, std::size_t size) {
        std::string text;
        for (const core::Hash& hash :
             merkle_consistency({leaves.begin(), leaves.begin() + static_cast<long>(size)}, first))
            text += hash.hex().substr(0, 16) + " ";
        return text;
    };
    QCOMPARE(path(1, 1), std::string());
    QCOMPARE(path(1, 8), std::string("96a296d224f285c6 5f083f0a1a33ca07 6b47aaf29ee3c2af "));
    QCOMPARE(path(6, 8), std::string("0ebc5d3437fbe2db ca854ea128ed050b d37ee418976dd957 "));
    QCOMPARE(path(2, 5), std::string("5f083f0a1a33ca07 bc1a0643b12e4d2d "));
    QCOMPARE(merkle_root(leaves).hex(),
             std::string("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"));
}

void TestMerkle::noOtherTreeGrewFromIt() {
    const auto all = numbered(40);
    MerkleRange range;
    QCOMPARE(range.root(), merkle_root({}));
    for (std::uint32_t size = 1; size <= all.size(); ++size) {
        const std::vector<core::Hash> leaves(all.begin(), all.begin() + size);
        range.add(leaves.back());
        const core::Hash root = merkle_root(leaves);
        QCOMPARE(range.root(), root);
        for (std::uint32_t first = 1; first <= size; ++first) {
            const core::Hash first_root = merkle_root({leaves.begin(), leaves.begin() + first});
            auto path = merkle_consistency(leaves, first);
            QVERIFY(merkle_consistent(first, first_root, size, root, path));
            QVERIFY(!merkle_consistent(first, core::Hash{}, size, root, path));
            QVERIFY(!merkle_consistent(first, first_root, size, core::Hash{}, path));
            QVERIFY(!merkle_consistent(0, first_root, size, root, path));
            QVERIFY(!merkle_consistent(size + 1, first_root, size, root, path));
            path.push_back(root);
            QVERIFY(!merkle_consistent(first, first_root, size, root, path));
            path.pop_back();
            if (path.empty()) continue;
            path.back().bytes[3] ^= 1;
            QVERIFY(!merkle_consistent(first, first_root, size, root, path));
            path.pop_back();
            QVERIFY(!merkle_consistent(first, first_root, size, root, path));
        }
    }
}

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
        const auto paths = merkle_paths(leaves);
        QCOMPARE(paths.size(), std::size_t{size});
        for (std::uint32_t i = 0; i < size; ++i) {
            auto path = merkle_path(leaves, i);
            QCOMPARE(paths[i], path);
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
