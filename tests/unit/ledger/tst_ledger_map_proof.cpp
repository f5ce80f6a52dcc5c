// SPDX-License-Identifier: Apache-2.0
#include "ledger/state_tree.h"
#include "parliament.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;

namespace {

core::Hash key_number(int i) {
    return world::hash_of("key " + std::to_string(i));
}
core::Bytes record_number(int i) {
    return core::to_bytes(core::as_bytes("record " + std::to_string(i)));
}

StateTree tree_of(unsigned bits, int count) {
    StateTree tree(bits);
    for (int i = 0; i < count; ++i)
        tree.set(key_number(i), record_number(i));
    return tree;
}

/// A key of the bucket of `like`, between its neighbours or at the ends.
core::Hash beside(const core::Hash& like, std::uint8_t byte) {
    core::Hash key = like;
    std::fill(key.bytes.begin() + 2, key.bytes.end(), byte);
    return key;
}

bool leads_to(const core::Hash& key, const std::optional<core::Bytes>& record, const MapProof& proof,
              const core::Hash& root) {
    const auto found = proven_root(key, record, proof);
    return found && *found == root;
}

} // namespace

class TestMapProof : public QObject {
    Q_OBJECT
private slots:
    void whatIsThereIsShown_data();
    void whatIsThereIsShown();
    void whatIsNotThereIsShown_data();
    void whatIsNotThereIsShown();
    void absenceOfAPresentRecordCannotBeShown();
    void everyFlippedBitBreaksAProof();
    void proofsOfOneStateAreNoneOfAnother();
    void everyKindOfRecordIsShown();
    void keysAreWrittenAndReadAlike();
    void badKeysAreRefused_data();
    void badKeysAreRefused();
};

void TestMapProof::whatIsThereIsShown_data() {
    QTest::addColumn<unsigned>("bits");
    QTest::addColumn<int>("count");
    for (const unsigned bits : bucket_layouts)
        for (const int count : {1, 2, 3, 40, 30'000})
            QTest::addRow("%d records, %u bits", count, bits) << bits << count;
}

void TestMapProof::whatIsThereIsShown() {
    QFETCH(unsigned, bits);
    QFETCH(int, count);
    const StateTree tree = tree_of(bits, count);
    const core::Hash root = tree.root();
    for (int i = 0; i < count; i += 1 + count / 200) {
        const MapProof proof = tree.prove(key_number(i));
        QVERIFY(leads_to(key_number(i), record_number(i), proof, root));
        QVERIFY(!leads_to(key_number(i), record_number(i + 1), proof, root)); // another record
        QVERIFY(!leads_to(key_number(i), std::nullopt, proof, root));
        QVERIFY(!leads_to(key_number(i + 1), record_number(i), proof, root)); // another key
        const auto read = MapProof::from_cbor(proof.to_cbor());
        QVERIFY(read && *read == proof);
    }
}

void TestMapProof::whatIsNotThereIsShown_data() {
    whatIsThereIsShown_data();
    for (const unsigned bits : bucket_layouts)
        QTest::addRow("nothing, %u bits", bits) << bits << 0;
}

void TestMapProof::whatIsNotThereIsShown() {
    QFETCH(unsigned, bits);
    QFETCH(int, count);
    const StateTree tree = tree_of(bits, count);
    const core::Hash root = tree.root();
    std::array<int, 3> shapes{};
    for (int i = 0; i < 200; ++i)
        for (const core::Hash& key : {key_number(count + i), beside(key_number(i), 0), beside(key_number(i), 0x80),
                                      beside(key_number(i), 0xff)}) {
            const MapProof proof = tree.prove(key);
            ++shapes[proof.leaves.size()];
            QVERIFY(leads_to(key, std::nullopt, proof, root));
            QVERIFY(!leads_to(key, record_number(i), proof, root));
        }
    QVERIFY(shapes[0] > 0 || count == 30'000);
    QVERIFY(shapes[1] > 0 || count == 0);
    QVERIFY(shapes[2] > 0 || count < 30'000);
}

void TestMapProof::absenceOfAPresentRecordCannotBeShown() {
    const StateTree tree = tree_of(12, 40'000); // about ten in a bucket
    const core::Hash root = tree.root();
    int tried = 0;
    for (int i = 0; i < 300; ++i) {
        const core::Hash key = key_number(i);
        const MapProof honest = tree.prove(key);
        const std::uint64_t index = honest.leaves[0].index;
        // The leaves beside it, as honest proofs of keys just below and above show them.
        core::Hash below = key, above = key;
        for (std::size_t at = below.bytes.size(); at-- > 0 && below.bytes[at]-- == 0;) {
        }
        for (std::size_t at = above.bytes.size(); at-- > 0 && ++above.bytes[at] == 0;) {
        }
        const MapProof left = tree.prove(below), right = tree.prove(above);
        MapProof forged = honest;
        forged.leaves.clear();
        QVERIFY(!leads_to(key, std::nullopt, forged, root)); // an empty bucket that is not empty
        forged.bucket_size = 0;
        QVERIFY(!leads_to(key, std::nullopt, forged, root));
        QVERIFY(!leads_to(key, std::nullopt, left, root)); // it shows the record itself
        QVERIFY(!leads_to(key, std::nullopt, right, root));
        if (index == 0 || index + 1 == honest.bucket_size) continue;
        ++tried;
        forged = {honest.bucket_size, {left.leaves.front(), right.leaves.back()}, honest.path};
        QVERIFY(!leads_to(key, std::nullopt, forged, root)); // neighbours with a gap between them
        forged.leaves[1].index = forged.leaves[0].index + 1;
        QVERIFY(!leads_to(key, std::nullopt, forged, root)); // the gap denied
        for (std::uint64_t size = 1; size < 40; ++size) {    // and about another size of the bucket
            forged.bucket_size = size;
            QVERIFY(!leads_to(key, std::nullopt, forged, root));
            MapProof half{size, {left.leaves.front()}, honest.path}; // the last of its bucket
            half.leaves[0].index = size - 1;
            QVERIFY(!leads_to(key, std::nullopt, half, root));
            half = {size, {right.leaves.back()}, honest.path}; // the first
            half.leaves[0].index = 0;
            QVERIFY(!leads_to(key, std::nullopt, half, root));
        }
    }
    QVERIFY(tried > 100);
}

void TestMapProof::everyFlippedBitBreaksAProof() {
    const StateTree tree = tree_of(12, 20'000);
    const core::Hash root = tree.root();
    for (const bool present : {true, false}) {
        const core::Hash key = present ? key_number(7) : key_number(-7);
        const auto record = present ? std::optional(record_number(7)) : std::nullopt;
        const core::Bytes bytes = core::cbor::encode(tree.prove(key).to_cbor());
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            core::Bytes forged = bytes;
            forged[at] ^= static_cast<std::uint8_t>(1U << at % 8);
            const auto value = core::cbor::decode(forged);
            const auto proof = value ? MapProof::from_cbor(*value) : core::Result<MapProof>(value.error());
            if (!proof) continue;
            // A bucket's size may be said in more than one way; nothing else may.
            MapProof same = *proof;
            same.bucket_size = tree.prove(key).bucket_size;
            QVERIFY2(!leads_to(key, record, *proof, root) || same == tree.prove(key), std::to_string(at).c_str());
        }
    }
}

void TestMapProof::proofsOfOneStateAreNoneOfAnother() {
    StateTree tree = tree_of(16, 500);
    const MapProof there = tree.prove(key_number(1)), absent = tree.prove(key_number(-1));
    const core::Hash before = tree.root();
    tree.set(key_number(1), record_number(2));
    tree.set(key_number(-1), record_number(-1));
    QVERIFY(!leads_to(key_number(1), record_number(1), there, tree.root()));
    QVERIFY(!leads_to(key_number(-1), std::nullopt, absent, tree.root()));
    tree.set(key_number(1), record_number(1));
    tree.erase(key_number(-1));
    QCOMPARE(tree.root(), before);
    QVERIFY(leads_to(key_number(1), record_number(1), tree.prove(key_number(1)), before));
    // The other layout is another map.
    tree.arrange(12);
    QVERIFY(!leads_to(key_number(1), record_number(1), tree.prove(key_number(1)), before));
}

void TestMapProof::everyKindOfRecordIsShown() {
    world::Parliament m({{"anna", 1000, 100}, {"bert", 1000, 100}});
    QVERIFY(m.register_node());
    for (const char* name : {"paid", "open"})
        QVERIFY(m.run(m.world.caller, m.world.escrow(name)));
    QVERIFY(m.settle("paid"));
    QVERIFY(m.run(m.world.node, PostEpochRoot{0, world::hash_of("root"), 1}));
    QVERIFY(m.propose(Statement{"words"}));
    QVERIFY(m.delegate("bert", "anna"));
    m.end_epochs(1);
    QVERIFY(m.vote("anna", 1, Choice::yes));
    QVERIFY(m.run(world::key_of("anna"),
                  Stake{world::key_of("anna's node").public_key(), core::Amount::from_units(5)})); // keeps a weight
    m.context.epoch += 1;
    m.begin_block();
    m.state.end_epoch(m.context.epoch - 1, m.context, m.events); // leaves a draw
    const auto hex = [](const char* name) { return world::key_of(name).public_key().hex(); };
    const std::string node = m.world.node.public_key().hex();
    const std::vector<std::pair<std::string, bool>> keys{
        {hex("caller"), true},
        {hex("nobody"), false},
        {"node:" + node, true},
        {"escrow:" + world::World::escrow_id("open").hex(), true},
        {"escrow:" + world::World::escrow_id("paid").hex(), false},
        {"reward:" + m.world.receipt_id("paid").hex(), true},
        {"root:0/" + node, true},
        {"root:1/" + node, false},
        {"tariff:" + node + "/" + m.world.model.hex() + "/fp32", true},
        {"tariff:" + node + "/" + m.world.model.hex() + "/ci8.1", false},
        {"tariff:" + node + "/" + m.world.model.hex() + "/no such", false},
        {"totals", true},
        {"params", true},
        {"rules", true},
        {"draw", m.state.tables().draw().has_value()},
        {"governance", true},
        {"proposal:1", true},
        {"proposal:2", false},
        {"ballot:1/" + hex("anna"), true},
        {"ballot:1/" + hex("bert"), false},
        {"weight:1/" + hex("anna"), true},
        {"delegation:" + hex("bert"), true},
        {"listing:profile/ci8.1", false},
        {"issuance", false},
        {"remint", false},
        {"channel:" + hex("caller"), false},
        {"bond:" + hex("caller"), false},
        {"offence:" + hex("caller") + "/3/1", false},
        {"offence:" + hex("caller") + "/3/9", false}};
    for (const auto& [text, present] : keys) {
        const auto key = StateKey::parse(text);
        QVERIFY2(key.ok(), text.c_str());
        const auto shown = m.state.prove({*key});
        QVERIFY2(shown.ok(), text.c_str());
        const ProvenRecord& record = shown->front();
        QVERIFY2(record.record.has_value() == present, text.c_str());
        QVERIFY2(leads_to(key->map_key(), record.record, record.proof, m.state.app_hash()), text.c_str());
    }
    QCOMPARE(m.state.prove({StateKey{RecordKind::account, {1, 2}}}).error().code, Code::invalid_argument);
    QCOMPARE(m.state.prove({StateKey{static_cast<RecordKind>(99), {}}}).error().code, Code::invalid_argument);
}

void TestMapProof::keysAreWrittenAndReadAlike() {
    const std::string id(64, 'a');
    for (const std::string& text :
         {"account:" + id, "node:" + id, "escrow:" + id, "reward:" + id, "root:18446744073709551615/" + id,
          "tariff:" + id + "/" + id + "/ci8.1", "delegation:" + id, "ballot:7/" + id, "weight:7/" + id,
          std::string("proposal:7"), std::string("listing:model/x"), "channel:" + id, "bond:" + id,
          "offence:" + id + "/7/1", std::string("totals"), std::string("params")}) {
        const auto key = StateKey::parse(text);
        QVERIFY2(key.ok(), text.c_str());
        QVERIFY(key->check());
        QCOMPARE(key->text(), text);
    }
    QCOMPARE(StateKey::parse(id)->text(), "account:" + id);
}

void TestMapProof::badKeysAreRefused_data() {
    QTest::addColumn<QString>("text");
    const QString id(64, 'a');
    for (const QString& text : QStringList{"",
                                           "account",
                                           "account:",
                                           "account:12",
                                           id + "a",
                                           "node:" + id + "/",
                                           "params:",
                                           "params:1",
                                           "root:" + id,
                                           "root:-1/" + id,
                                           "root:1/2/" + id,
                                           "proposal:x",
                                           "proposal:18446744073709551616",
                                           "proposal: 1",
                                           "tariff:" + id + "/" + id,
                                           "tariff:" + id + "/" + id + "/",
                                           "listing:",
                                           "something:1",
                                           "channel:7",
                                           "offence:" + id + "/7",
                                           "offence:" + id + "/7/x",
                                           "listing:" + QString(129, 'a')})
        QTest::addRow("%s", qPrintable(text.left(40))) << text;
}

void TestMapProof::badKeysAreRefused() {
    QFETCH(QString, text);
    const auto key = StateKey::parse(text.toStdString());
    QVERIFY(!key);
    QCOMPARE(key.error().code, Code::invalid_argument);
    QVERIFY(!key.error().hint.empty());
}

QTEST_GUILESS_MAIN(TestMapProof)
#include "tst_ledger_map_proof.moc"
