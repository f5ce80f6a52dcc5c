// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "fake_engine.h"
#include "ledger/light/proof_examination.h"
#include "ledger_folder.h"
#include "light_network.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::gift;
using world::light_second;
using world::LightMembers;
using Outcome = proof::CheckRow::Outcome;

namespace {

const LightMembers founders{{"validator 0"}, {"validator 1"}, {"validator 2"}, {"validator 3"}};

StateKey account(const std::string& name) {
    return {RecordKind::account, core::to_bytes(world::key_of(name).public_key().view())};
}

/// A solo ledger with a block, and what it shows of two accounts, one of which is not there.
struct Solo {
    world::LedgerFolder folder;
    std::unique_ptr<Sequencer> sequencer = folder.open().value();
    Solo() {
        if (!world::submit(*sequencer, folder.world.caller, gift("owner", 5))) qFatal("no transfer");
    }
    StateProof shown() const { return sequencer->prove({account("owner"), account("nobody")}, 0).value(); }
};

/// A network's state after two blocks, in a header that follows a trusted one.
struct Networked {
    world::FakeEngine engine{world::network_genesis(), 4};
    StateProof proof;
    core::Nanoseconds now = 0;
    Networked() {
        world::Signer sender(world::key_of("a"));
        if (!engine.start_all() || !engine.step({sender.encoded(gift("b", 7))}) || !engine.step({}))
            qFatal("no blocks");
        auto shown = engine.app(1).show({account("b"), account("nobody")}).value();
        LightBlock first = world::light_block(1, founders, founders), last = world::light_block(3, founders, founders);
        last.header.app = shown.head.app_hash;
        world::sign_light_block(last, founders, {"validator 3"});
        proof = {world::chain, 2, std::move(shown.records), NetworkWitness{shown.record_hash, {first, last}}};
        now = last.header.time + light_second;
    }
    NetworkWitness& witness() { return std::get<NetworkWitness>(proof.witness); }
};

Outcome outcome(const ProofExamination& found, const std::string& name) {
    for (const proof::CheckRow& row : found.rows)
        if (row.name == name) return row.outcome;
    return Outcome::not_checked;
}

} // namespace

class TestStateProof : public QObject {
    Q_OBJECT
private slots:
    void aSoloLedgerShowsWhatItHolds();
    void aSoloProofRestsOnItsKey();
    void aSoloLedgerWithoutBlocksShowsNothing();
    void aNetworkShowsWhatItHolds();
    void aNetworksProofRestsOnItsFirstHeader();
    void forgedNetworkProofsAreRefused();
    void aForgedRecordIsRefused();
    void everyFlippedByteIsRefused();
    void otherFilesAreRefused();
    void transactionsAreFound();
    void aNetworkFindsTransactions();
};

void TestStateProof::aSoloLedgerShowsWhatItHolds() {
    const Solo solo;
    const auto read = StateProof::decode(solo.shown().encode());
    QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
    QVERIFY(read->records[0].record.has_value());
    QVERIFY(!read->records[1].record);
    const ProofExamination found = examine_proof(*read, {}, solo.folder.clock.now());
    QVERIFY(found.valid);
    QVERIFY(outcome(found, "trust") == Outcome::not_checked); // nobody said whose key it is
    QCOMPARE(found.app_hash, solo.sequencer->head().app_hash);
    QVERIFY(found.trusted.find(world::key_of("sequencer").public_key().hex()) != std::string::npos);
}

void TestStateProof::aSoloProofRestsOnItsKey() {
    const Solo solo;
    const StateProof proof = solo.shown();
    ProofTrust trust;
    trust.anchor = core::id_cast<core::Hash>(world::key_of("sequencer").public_key());
    QVERIFY(outcome(examine_proof(proof, trust, 0), "trust") == Outcome::passed);
    trust.anchor = world::hash_of("another key");
    QVERIFY(!examine_proof(proof, trust, 0).valid);
    trust.anchor.reset();
    trust.founders = world::powers_of(founders);
    QVERIFY(!examine_proof(proof, trust, 0).valid); // no network's
    // Another key that signs the same block, and another block of the same key.
    StateProof forged = proof;
    auto& witness = std::get<SoloWitness>(forged.witness);
    witness.sequencer = world::key_of("stranger").public_key();
    QVERIFY(outcome(examine_proof(forged, {}, 0), "signatures") == Outcome::failed);
    forged = proof;
    std::get<SoloWitness>(forged.witness).header.app_hash = world::hash_of("another state");
    QVERIFY(outcome(examine_proof(forged, {}, 0), "signatures") == Outcome::failed);
    QVERIFY(outcome(examine_proof(forged, {}, 0), "app_hash") == Outcome::failed);
    forged = proof;
    ++forged.height;
    QVERIFY(outcome(examine_proof(forged, {}, 0), "app_hash") == Outcome::failed);
    forged = proof;
    forged.chain_id = "another";
    QVERIFY(outcome(examine_proof(forged, {}, 0), "app_hash") == Outcome::failed);
}

void TestStateProof::aSoloLedgerWithoutBlocksShowsNothing() {
    world::LedgerFolder folder;
    const auto sequencer = folder.open().value();
    QCOMPARE(sequencer->prove({account("caller")}, 0).error().code, Code::unavailable);
    QVERIFY(world::submit(*sequencer, folder.world.caller, gift("owner", 5)));
    QCOMPARE(sequencer->prove({account("caller")}, 7).error().code, Code::invalid_argument); // no headers to follow
    QCOMPARE(sequencer->prove({StateKey{RecordKind::node, {1}}}, 0).error().code, Code::invalid_argument);
}

void TestStateProof::aNetworkShowsWhatItHolds() {
    Networked net;
    const auto read = StateProof::decode(net.proof.encode());
    QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
    const ProofExamination found = examine_proof(*read, {}, net.now);
    for (const proof::CheckRow& row : found.rows)
        QVERIFY2(row.outcome != Outcome::failed, row.detail.c_str());
    QVERIFY(found.valid);
    QVERIFY(read->records[0].record && !read->records[1].record);
    QCOMPARE(found.anchor_height, core::Height{1});
}

void TestStateProof::aNetworksProofRestsOnItsFirstHeader() {
    Networked net;
    ProofTrust trust;
    trust.anchor = net.witness().trail.front().header.hash();
    QVERIFY(outcome(examine_proof(net.proof, trust, net.now), "trust") == Outcome::passed);
    trust.anchor = net.witness().trail.back().header.hash();
    QVERIFY(!examine_proof(net.proof, trust, net.now).valid);
    trust.anchor.reset();
    trust.founders = world::powers_of(founders);
    std::swap(trust.founders[0], trust.founders[2]); // in any order
    QVERIFY(outcome(examine_proof(net.proof, trust, net.now), "trust") == Outcome::passed);
    trust.founders.back().power = 11;
    QVERIFY(!examine_proof(net.proof, trust, net.now).valid);
    // The last header alone will do for whoever knows the validators.
    trust.founders = world::powers_of(founders);
    net.witness().trail.erase(net.witness().trail.begin());
    QVERIFY(examine_proof(net.proof, trust, net.now).valid);
}

void TestStateProof::forgedNetworkProofsAreRefused() {
    const auto refused = [](auto change, const char* check) {
        Networked net;
        change(net);
        const ProofExamination found = examine_proof(net.proof, {}, net.now);
        return !found.valid && outcome(found, check) == Outcome::failed;
    };
    const auto last = [](Networked& n) -> LightBlock& { return n.witness().trail.back(); };
    QVERIFY(refused([&](Networked& n) { last(n).header.data = world::hash_of("other"); }, "signatures"));
    QVERIFY(refused([&](Networked& n) { n.witness().record_hash = world::hash_of("other"); }, "app_hash"));
    QVERIFY(refused([&](Networked& n) { ++n.proof.height; }, "app_hash"));
    QVERIFY(refused([&](Networked& n) { n.proof.chain_id = "other"; }, "signatures"));
    QVERIFY(refused(
        [&](Networked& n) {
            world::sign_light_block(last(n), founders, {"validator 1", "validator 2"});
        },
        "signatures"));
    QVERIFY(refused([&](Networked& n) { n.now += LightOptions().trusting_period; }, "signatures"));
    QVERIFY(refused([&](Networked& n) { n.now -= 60 * light_second; }, "signatures"));
    QVERIFY(refused([&](Networked& n) { std::swap(n.witness().trail[0], n.witness().trail[1]); }, "signatures"));
    QVERIFY(refused(
        [&](Networked& n) { // a network of other keys says so
            const LightMembers strangers{{"x"}, {"y"}};
            LightBlock block = world::light_block(3, strangers, strangers);
            block.header.app = last(n).header.app;
            world::sign_light_block(block, strangers);
            last(n) = block;
        },
        "signatures"));
}

void TestStateProof::aForgedRecordIsRefused() {
    Networked net;
    const StateProof honest = net.proof;
    const auto refuses = [&](const StateProof& forged) {
        const ProofExamination found = examine_proof(forged, {}, net.now);
        return !found.valid && outcome(found, "records") == Outcome::failed;
    };
    StateProof forged = honest;
    forged.records[0].record->back() ^= 1U;
    QVERIFY(refuses(forged));
    forged = honest;
    forged.records[0].record.reset(); // absence claimed for what is there
    QVERIFY(refuses(forged));
    forged = honest;
    forged.records[1].record = honest.records[0].record; // presence for what is not
    QVERIFY(refuses(forged));
    forged = honest;
    forged.records[0].key = account("c");
    QVERIFY(refuses(forged));
    forged = honest;
    forged.records[1].proof.path[3].bytes[9] ^= 1U; // the records lead to two states
    QVERIFY(refuses(forged));
}

void TestStateProof::everyFlippedByteIsRefused() {
    // With a trusted anchor, so that nothing but what is proved can be said by the file.
    Networked net;
    net.witness().trail.erase(net.witness().trail.begin());
    LightBlock& block = net.witness().trail.front();
    world::sign_light_block(block, founders, {"validator 3"}); // the three that are needed
    ProofTrust trust;
    trust.anchor = block.header.hash();
    const core::Bytes bytes = net.proof.encode();
    QVERIFY(examine_proof(*StateProof::decode(bytes), trust, net.now).valid);
    const auto statement = [](const StateProof& proof) {
        std::string text = proof.chain_id + std::to_string(proof.height);
        for (const ProvenRecord& record : proof.records)
            text += record.key.text() + (record.record ? core::to_hex(*record.record) : "-");
        return text;
    };
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        core::Bytes forged = bytes;
        forged[at] ^= static_cast<std::uint8_t>(1U << at % 8);
        const auto read = StateProof::decode(forged);
        if (!read || !examine_proof(*read, trust, net.now).valid) continue;
        // What still holds says the same, for instance with another size of a bucket.
        QCOMPARE(statement(*read), statement(net.proof));
    }
}

void TestStateProof::otherFilesAreRefused() {
    const core::Bytes bytes = Networked().proof.encode();
    QVERIFY(!StateProof::decode({}));
    QVERIFY(!StateProof::decode(core::ByteView(bytes).first(bytes.size() - 1)));
    core::Bytes longer = bytes;
    longer.push_back(0);
    QVERIFY(!StateProof::decode(longer));
    core::Bytes newer = bytes;
    newer[2] = 2; // the format's number
    QCOMPARE(StateProof::decode(newer).error().code, Code::unsupported);
    QVERIFY(!StateProof::decode(core::Bytes(100'000, 0x81)));
    StateProof none = Networked().proof;
    none.records.clear();
    QVERIFY(!StateProof::decode(none.encode()));
}

void TestStateProof::transactionsAreFound() {
    world::LedgerFolder folder;
    auto sequencer = folder.open().value();
    std::vector<core::Hash> hashes;
    for (int i = 0; i < 5; ++i) {
        hashes.push_back(world::submit(*sequencer, folder.world.caller, gift("owner", 5))->tx_hash);
        if (i != 2) continue;
        QCOMPARE(sequencer->transaction(hashes[0])->height, core::Height{1});
        sequencer.reset();
        sequencer = folder.open().value();
    }
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        const auto found = sequencer->transaction(hashes[i]);
        QVERIFY2(found.ok(), found ? "" : found.error().message.c_str());
        QCOMPARE(found->height, core::Height{i + 1});
        QVERIFY(found->status.ok());
        QCOMPARE(found->transaction->hash(), hashes[i]);
        QCOMPARE(found->transaction->transaction.sequence, std::uint64_t{i});
    }
    QCOMPARE(sequencer->transaction(world::hash_of("none")).error().code, Code::not_found);
}

void TestStateProof::aNetworkFindsTransactions() {
    world::FakeEngine engine(world::network_genesis(), 2);
    engine.snapshot_every = 2;
    VERIFY_OK(engine.start_all());
    world::Signer sender(world::key_of("a"));
    const SignedTransaction good = sender.sign(gift("b", 7)), poor = sender.sign(gift("b", 900'000'000'000));
    VERIFY_OK(engine.step({good.encode(), poor.encode()}));
    const auto applied = engine.app(0).transaction(good.hash());
    QVERIFY2(applied.ok(), applied ? "" : applied.error().message.c_str());
    QCOMPARE(applied->height, core::Height{1});
    QCOMPARE(applied->position, std::uint64_t{0});
    QVERIFY(applied->status.ok() && applied->transaction.has_value());
    const auto failed = engine.app(0).transaction(poor.hash());
    QVERIFY(failed.ok());
    QCOMPARE(failed->position, std::uint64_t{1});
    QVERIFY(!failed->status);
    QCOMPARE(engine.app(0).transaction(world::hash_of("none")).error().code, Code::not_found);
    // It is still known what became of it when its block is gone.
    for (int i = 0; i < 6; ++i)
        VERIFY_OK(engine.step({sender.encoded(gift("b"))}));
    engine.stop(0);
    VERIFY_OK(engine.start(0));
    const auto later = engine.app(0).transaction(poor.hash());
    QVERIFY2(later.ok(), later ? "" : later.error().message.c_str());
    QVERIFY(!later->transaction && !later->status && later->height == 1);
}

QTEST_GUILESS_MAIN(TestStateProof)
#include "tst_ledger_state_proof.moc"
