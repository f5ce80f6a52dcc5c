// SPDX-License-Identifier: Apache-2.0
#include "answer_flow.h"
#include "failing_disk.h"
#include "fake_engine.h"
#include "full_run.h"
#include "ledger/block_store.h"
#include "ledger_folder.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using test::FailingDisk;
using world::FakeEngine;
using world::gift;
using world::key_of;
using world::LedgerFolder;
using world::Signer;
using world::submit;
using world::World;

Q_DECLARE_METATYPE(hearth::test::FailingDisk::Loss)

namespace {

using core::second;

/// A short life of a solo ledger: a node, an answer, epochs, gifts, old transactions that are dropped; closed once in
/// between, so that its log goes into its file.
class SoloLife {
public:
    /// What the same life looks like where nothing fails.
    struct Whole {
        core::Hash founded;           ///< app hash of the genesis
        std::vector<Head> after;      ///< each step
        std::vector<core::Bytes> all; ///< every block's header and signature
    };

    SoloLife() {
        f.genesis = world::audited_genesis(f.clock.now());
        f.options.epoch_length = 10 * second;
        f.options.snapshot_every = 3;
        f.options.keep_blocks = 2;
        f.world.opened[World::escrow_id("a")] = 3;
    }
    /// Does what is not done yet. `seen` is then what the ledger has said to be durable, whatever the answer.
    core::Status live(const Whole* whole = nullptr) {
        std::size_t next = 0;
        for (const std::size_t end : {steps().size() / 2, steps().size()}) {
            HEARTH_TRY(const auto s, f.open());
            seen = s->head();
            for (; next < end; ++next) {
                if (whole != nullptr && is_done(seen, whole->after[next])) continue;
                const core::Nanoseconds then = f.genesis.time + static_cast<core::Nanoseconds>(next) * 3 * second;
                f.clock.advance(then - f.clock.now());
                HEARTH_CHECK(steps()[next](f, *s));
                seen = s->head();
                if (whole == nullptr) m_after.push_back(seen);
            }
        }
        return {};
    }
    Whole whole() const { return {State(f.genesis).app_hash(), m_after, blocks()}; }
    std::vector<core::Bytes> blocks() const {
        const auto store = BlockStore::open_to_read(f.database());
        if (!store || !(*store)->check() || !(*store)->height()) return {};
        std::vector<core::Bytes> all;
        for (core::Height height = 1; height <= *(*store)->height(); ++height) {
            const auto proof = (*store)->header(height);
            if (!proof || !*proof) return {};
            if (height > (*store)->dropped().value() && !(*store)->block(height)) return {};
            all.push_back((*proof)->header.encode());
            core::append(all.back(), (*proof)->signature);
        }
        return all;
    }
    /// What the ledger shows when it is opened as it is.
    core::Result<Head> head() const {
        HEARTH_TRY(const auto s, f.open());
        return s->head();
    }
    Head seen;

private:
    using Step = std::function<core::Status(const LedgerFolder&, Sequencer&)>;
    static const std::vector<Step>& steps() {
        static const std::vector<Step> all = [] {
            std::vector<Step> made;
            const auto say = [&](core::SigningKey World::*who, const std::function<Message(const World&)>& what) {
                made.emplace_back([who, what](const LedgerFolder& folder, Sequencer& s) -> core::Status {
                    HEARTH_TRY([[maybe_unused]] const TxResult result,
                               submit(s, folder.world.*who, what(folder.world)));
                    return {};
                });
            };
            const auto give = [](const World&) { return gift("somebody", 5); };
            const auto tick = [](const LedgerFolder&, Sequencer& s) { return s.tick(); };
            say(&World::owner, [](const World& w) { return w.registration(); });
            say(&World::node, [](const World& w) { return w.offer(); });
            say(&World::caller, [](const World& w) { return w.escrow("a"); });
            say(&World::node, [](const World& w) { return w.settlement(w.receipt("a")); });
            made.emplace_back(tick);
            say(&World::caller, give);
            say(&World::caller, give);
            made.emplace_back(tick);
            say(&World::caller, give);
            return made;
        }();
        return all;
    }
    static bool is_done(const Head& at, const Head& then) { return at.height >= then.height && at.epoch >= then.epoch; }

    LedgerFolder f;
    std::vector<Head> m_after;
};

/// One validator's chain. Nothing of it is in the ledger's hands but what it keeps: the engine decides what comes next.
core::Status run(FakeEngine& engine) {
    HEARTH_CHECK(engine.start(0));
    Signer sender(key_of("a"));
    for (core::Height height = 1; height <= 9; ++height) {
        const core::Bytes next = sender.encoded(gift("somebody", height));
        if (engine.height() < height) HEARTH_CHECK(engine.step({next}));
        if (height != 5) continue;
        engine.stop(0); // what is in its log goes into its file
        HEARTH_CHECK(engine.start(0));
    }
    engine.stop(0);
    return {};
}

std::unique_ptr<FakeEngine> validator() {
    auto engine = std::make_unique<FakeEngine>(world::network_genesis(), 1, 3'000'000);
    engine->snapshot_every = 3;
    return engine;
}

void ways_to_go() {
    QTest::addColumn<FailingDisk::Loss>("loss");
    QTest::addColumn<std::uint64_t>("first");
    QTest::newRow("killed") << FailingDisk::Loss::nothing << std::uint64_t{1};
    QTest::newRow("what was not synced is lost") << FailingDisk::Loss::all << std::uint64_t{2};
    QTest::newRow("some of it is lost") << FailingDisk::Loss::some << std::uint64_t{3};
}

/// Each operation is tried in one of the rows; in a full run, in all of them.
std::uint64_t begin(std::uint64_t first) {
    return test::sampled<std::uint64_t>(first, 1);
}
std::uint64_t stride() {
    return test::sampled<std::uint64_t>(3, 1);
}

} // namespace

/// Whatever operation the power goes before, the ledger comes back as it was before the block or after it, and what is
/// done then gives the same chain. The disk is one of SQLite's own virtual ones.
class TestPowerLoss : public QObject {
    Q_OBJECT
private slots:
    void aSoloLedgerComesBack_data() { ways_to_go(); }
    void aSoloLedgerComesBack();
    void aSoloLedgerOutlivesAFailure();
    void aValidatorComesBack_data() { ways_to_go(); }
    void aValidatorComesBack();
    void aValidatorOutlivesAFailure();
};

void TestPowerLoss::aSoloLedgerComesBack() {
    QFETCH(FailingDisk::Loss, loss);
    QFETCH(std::uint64_t, first);
    SoloLife unharmed;
    VERIFY_OK(unharmed.live());
    const SoloLife::Whole whole = unharmed.whole();
    QVERIFY(whole.all.size() > 7);
    std::uint64_t at = begin(first);
    for (;; at += stride()) {
        FailingDisk disk;
        SoloLife life;
        disk.cut_before(at, loss);
        const core::Status lived = life.live(&whole);
        if (!disk.has_failed()) {
            VERIFY_OK(lived);
            break;
        }
        const std::string place = "cut before operation " + std::to_string(at);
        disk.power_on();
        const core::Height acknowledged = life.seen.height;
        const auto head = life.head();
        QVERIFY2(head.ok(), (place + (head ? "" : ": " + std::string(head.error().message))).c_str());
        // A tick may have made two blocks before it answered.
        QVERIFY2(head->height >= acknowledged && head->height <= acknowledged + 2, place.c_str());
        core::Hash expected = whole.founded;
        if (head->height > 0) {
            const core::Bytes& stored = whole.all.at(head->height - 1);
            const core::ByteView header = core::ByteView(stored).first(stored.size() - sizeof(core::Signature));
            expected = BlockHeader::decode(header).value().app_hash;
        }
        QVERIFY2(head->app_hash == expected, place.c_str());
        VERIFY_OK(life.live(&whole));
        QVERIFY2(life.blocks() == whole.all, place.c_str());
    }
    QVERIFY(at > 60); // or nothing was tried
}

void TestPowerLoss::aSoloLedgerOutlivesAFailure() {
    SoloLife unharmed;
    VERIFY_OK(unharmed.live());
    const SoloLife::Whole whole = unharmed.whole();
    for (std::uint64_t at = 1;; at += stride()) {
        FailingDisk disk;
        SoloLife life;
        disk.fail_once(at);
        const core::Status lived = life.live(&whole);
        if (!disk.has_failed()) break;
        // Some failures cost nothing: a snapshot, or the log that stays beside the file.
        if (!lived) VERIFY_OK(life.live(&whole));
        QVERIFY2(life.blocks() == whole.all, ("failed once at operation " + std::to_string(at)).c_str());
    }
}

void TestPowerLoss::aValidatorComesBack() {
    QFETCH(FailingDisk::Loss, loss);
    QFETCH(std::uint64_t, first);
    const auto unharmed = validator();
    VERIFY_OK(run(*unharmed));
    std::uint64_t at = begin(first);
    for (;; at += stride()) {
        FailingDisk disk;
        const auto engine = validator();
        disk.cut_before(at, loss);
        const core::Status ran = run(*engine);
        if (!disk.has_failed()) {
            VERIFY_OK(ran);
            break;
        }
        engine->stop(0);
        disk.power_on();
        const core::Status again = run(*engine);
        const std::string place = "cut before operation " + std::to_string(at);
        QVERIFY2(again.ok(), (place + (again ? "" : ": " + std::string(again.error().message))).c_str());
        for (core::Height height = 1; height <= unharmed->height(); ++height)
            QVERIFY2(engine->app_hash(height) == unharmed->app_hash(height), place.c_str());
    }
    QVERIFY(at > 60);
}

void TestPowerLoss::aValidatorOutlivesAFailure() {
    const auto unharmed = validator();
    VERIFY_OK(run(*unharmed));
    for (std::uint64_t at = 1;; at += stride()) {
        FailingDisk disk;
        const auto engine = validator();
        disk.fail_once(at);
        const core::Status ran = run(*engine);
        if (!disk.has_failed()) break;
        if (!ran) VERIFY_OK(run(*engine));
        QVERIFY(engine->app_hash(unharmed->height()) == unharmed->app_hash(unharmed->height()));
    }
}

QTEST_GUILESS_MAIN(TestPowerLoss)
#include "tst_ledger_power_loss.moc"
