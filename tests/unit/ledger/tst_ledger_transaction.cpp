// SPDX-License-Identifier: Apache-2.0
#include "ledger/state.h"
#include "world.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <QtTest>
#include <random>

using namespace hearth;
using namespace hearth::ledger;

namespace {

const nlohmann::json& vectors() {
    static const nlohmann::json all = [] {
        std::ifstream file(std::string(HEARTH_VECTORS_DIR) + "/ledger/ledger.json");
        return nlohmann::json::parse(file);
    }();
    return all;
}

core::Bytes bytes(const nlohmann::json& hex) {
    return core::from_hex(hex.get<std::string>()).value();
}
core::Hash hash(const nlohmann::json& hex) {
    return core::Hash::parse(hex.get<std::string>()).value();
}

} // namespace

class TestTransaction : public QObject {
    Q_OBJECT
private slots:
    void bytesEqualTheSecondImplementation();
    void vouchersEqualTheSecondImplementation();
    void everyFlippedBitIsRefused();
    void otherChainsRefuseTheSignature();
    void hostileBytesAreRefused();
    void stateTreeEqualsTheSecondImplementation();
    void stateTreeForgetsErasedRecords();
    void drawsEqualTheSecondImplementation();
    void drawsFollowTheirRate();
};

void TestTransaction::bytesEqualTheSecondImplementation() {
    QCOMPARE(vectors()["transactions"].size(), std::size_t{35});
    for (const auto& item : vectors()["transactions"]) {
        const auto decoded = SignedTransaction::decode(bytes(item["encoded"]));
        QVERIFY2(decoded.ok(), item["name"].get<std::string>().c_str());
        QVERIFY(decoded->signature_valid(vectors()["chain"].get<std::string>()));
        QCOMPARE(core::to_hex(decoded->encode()), item["encoded"].get<std::string>());
        QCOMPARE(decoded->hash(), hash(item["hash"]));
        const auto key = core::SigningKey::from_seed(bytes(item["seed"]));
        const auto again = SignedTransaction::sign(decoded->transaction, vectors()["chain"].get<std::string>(), key);
        QCOMPARE(core::to_hex(again.encode()), item["encoded"].get<std::string>());
        const auto* node = std::get_if<RegisterNode>(&decoded->transaction.message);
        if (node == nullptr || !node->possession) continue;
        const core::Hash digest = possession_digest(vectors()["chain"].get<std::string>(), decoded->transaction.sender);
        QVERIFY(core::verify(node->node_key, digest.view(), *node->possession));
    }
}

void TestTransaction::vouchersEqualTheSecondImplementation() {
    const std::string chain = vectors()["chain"].get<std::string>();
    for (const auto& item : vectors()["vouchers"]) {
        const auto key = core::SigningKey::from_seed(bytes(item["seed"]));
        const auto channel = core::id_cast<core::ChannelId>(hash(item["channel"]));
        const auto amount = core::Amount::parse_units(item["amount"].get<std::string>()).value();
        QCOMPARE(core::to_hex(Voucher::sign(chain, channel, amount, key).encode()), item["encoded"].get<std::string>());
    }
    const auto payer = core::id_cast<core::PublicKey>(hash(vectors()["channels"]["payer"]));
    std::uint64_t sequence = 0;
    for (const auto& id : vectors()["channels"]["ids"])
        QCOMPARE(core::id_cast<core::Hash>(channel_id(payer, sequence++)), hash(id));
    QCOMPARE(sequence, std::uint64_t{3});
    // What the messages carry was signed for just this.
    const auto message = [](std::size_t i) {
        return SignedTransaction::decode(bytes(vectors()["transactions"][i]["encoded"]))->transaction;
    };
    const auto redeem = std::get<RedeemVoucher>(message(23).message);
    QVERIFY((Voucher{chain, redeem.channel, redeem.amount, redeem.signature}.signed_by(payer)));
    const auto close = std::get<CloseChannel>(message(25).message);
    const auto payee = core::SigningKey::from_seed(world::hash_of("payee seed").view()).public_key();
    QVERIFY(core::verify(
        payee, agreement_digest(chain, close.channel, close.last->amount, core::Amount::from_units(30'000)).view(),
        close.last->signature));
    const Transaction bond = message(26);
    const auto bonded = std::get<BondValidator>(bond.message);
    QVERIFY(core::verify(bonded.validator, bond_digest(chain, bond.sender, bonded.node_key).view(), bonded.possession));
    const Transaction back = message(34);
    const auto unjail = std::get<UnjailValidator>(back.message);
    QVERIFY(core::verify(unjail.validator, unjail_digest(chain, back.sender, 1234).view(), unjail.possession));
}

void TestTransaction::everyFlippedBitIsRefused() {
    std::size_t decodable = 0;
    for (const auto& item : vectors()["transactions"]) {
        core::Bytes raw = bytes(item["encoded"]);
        for (std::size_t bit = 0; bit < raw.size() * 8; ++bit) {
            raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            if (const auto decoded = SignedTransaction::decode(raw)) {
                ++decodable;
                QVERIFY(core::to_hex(decoded->encode()) == core::to_hex(raw));
                QVERIFY(!decoded->signature_valid(vectors()["chain"].get<std::string>()));
            }
            raw[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        }
    }
    QVERIFY(decodable > 1000);
}

void TestTransaction::otherChainsRefuseTheSignature() {
    const auto decoded = SignedTransaction::decode(bytes(vectors()["transactions"][0]["encoded"]));
    QVERIFY(!decoded->signature_valid("another"));
    QVERIFY(!decoded->signature_valid(""));
}

void TestTransaction::hostileBytesAreRefused() {
    const core::Bytes good = bytes(vectors()["transactions"][2]["encoded"]);
    for (std::size_t size = 0; size < good.size(); ++size)
        QVERIFY(!SignedTransaction::decode(core::ByteView(good).first(size)));
    QVERIFY(SignedTransaction::decode(core::Bytes(max_transaction_bytes + 1)).error().code == core::Code::too_large);
    const core::cbor::Value value = core::cbor::decode(good).value();
    core::cbor::Map map = *value.as_map();
    map.emplace_back(9, std::uint64_t{0});
    QVERIFY(!SignedTransaction::decode(core::cbor::encode(core::cbor::Value(map))));
}

void TestTransaction::stateTreeEqualsTheSecondImplementation() {
    for (const auto& item : vectors()["trees"]) {
        const int count = item["count"];
        std::vector<int> order(static_cast<std::size_t>(count));
        std::iota(order.begin(), order.end(), 0);
        std::mt19937 random(1);
        for (int round = 0; round < 2; ++round) {
            StateTree tree(item["bits"].get<unsigned>());
            for (const int i : order) {
                tree.set(world::hash_of("key " + std::to_string(i)), core::as_bytes("record " + std::to_string(i)));
                if (i % 1000 == 7) QVERIFY(!tree.root().is_zero()); // asking in between changes nothing
            }
            QCOMPARE(tree.root(), hash(item["root"]));
            QCOMPARE(tree.size(), static_cast<std::size_t>(count));
            for (const unsigned bits : bucket_layouts) {
                StateTree other(bits);
                other.set(world::hash_of("forgotten by it"), core::as_bytes("x"));
                other = tree;
                other.arrange(bits);
                QCOMPARE(other.root() == tree.root(), bits == item["bits"].get<unsigned>());
                other.arrange(item["bits"].get<unsigned>());
                QCOMPARE(other.root(), tree.root());
            }
            std::shuffle(order.begin(), order.end(), random);
        }
    }
}

void TestTransaction::stateTreeForgetsErasedRecords() {
    StateTree tree, without;
    for (int i = 0; i < 500; ++i) {
        tree.set(world::hash_of(std::to_string(i)), core::as_bytes("x"));
        if (i % 3 != 0) without.set(world::hash_of(std::to_string(i)), core::as_bytes("x"));
    }
    QVERIFY(tree.root() != without.root());
    for (int i = 0; i < 500; i += 3)
        tree.erase(world::hash_of(std::to_string(i)));
    tree.erase(world::hash_of("never there"));
    QCOMPARE(tree.root(), without.root());
    QCOMPARE(tree.size(), without.size());
    tree.set(world::hash_of("1"), core::as_bytes("y"));
    QVERIFY(tree.root() != without.root());
}

void TestTransaction::drawsEqualTheSecondImplementation() {
    const auto& draws = vectors()["draws"];
    for (const auto& row : draws["rows"])
        for (const auto& [rate, drawn] : row["drawn"].items())
            QCOMPARE(is_drawn(hash(draws["beacon"]), core::id_cast<core::ReceiptId>(hash(row["receipt"])),
                              std::stoull(rate)),
                     drawn.get<bool>());
}

void TestTransaction::drawsFollowTheirRate() {
    int drawn = 0;
    for (int i = 0; i < 20000; ++i)
        drawn += is_drawn({}, core::id_cast<core::ReceiptId>(world::hash_of(std::to_string(i))), 50'000);
    QVERIFY(drawn > 850 && drawn < 1150); // 1000 expected, 31 of standard deviation
}

QTEST_GUILESS_MAIN(TestTransaction)
#include "tst_ledger_transaction.moc"
