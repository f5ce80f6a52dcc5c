// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"
#include "core/keys.h"
#include "link/job_codec.h"
#include "link/sealing_keys.h"
#include "samples.h"

#include <QTest>

using namespace hearth;
using namespace hearth::link;

namespace {

constexpr core::Nanoseconds hour = core::Nanoseconds{3600} * 1'000'000'000;

core::SigningKey node_key() {
    return core::SigningKey::from_seed(samples::label("executor").view());
}

struct Pair {
    core::SigningKey node = node_key();
    core::ManualClock clock{1'700'000'000'000'000'000};
    SealingKeys keys{node, clock};
    SealedPurchase purchase = SealedPurchase::to(keys.card(), clock.now()).value();
    core::Bytes question = purchase.seal(samples::conversation());
    SealedExecution execution = keys.accept(question).value().execution;
};

const char* reason(const core::Result<JobMessage>& outcome) {
    return outcome ? "opened" : core::code_name(outcome.error().code);
}

} // namespace

class LinkSeal : public QObject {
    Q_OBJECT
private slots:
    void hpkeEqualsTheVectorsOfRfc9180() {
        const auto v = samples::vectors("link/hpke.json");
        const auto info = samples::bytes(v["info"]);
        const SealingSecret ephemeral = SealingSecret::from_bytes(samples::bytes(v["skEm"]));
        const SealingSecret receiver = SealingSecret::from_bytes(samples::bytes(v["skRm"]));
        QCOMPARE(ephemeral.public_key().hex(), v["pkEm"].get<std::string>());
        QCOMPARE(receiver.public_key().hex(), v["pkRm"].get<std::string>());
        auto sender = HpkeContext::to(receiver.public_key(), ephemeral, info);
        auto opener = HpkeContext::from(ephemeral.public_key(), receiver, info);
        QVERIFY(sender.ok() && opener.ok());
        QCOMPARE(core::to_hex(sender->exporter_secret), v["exporter_secret"].get<std::string>());
        std::size_t compared = 0;
        for (std::uint64_t i = 0; i <= 256; ++i) {
            const auto found = std::find_if(v["encryptions"].begin(), v["encryptions"].end(), [&](const auto& e) {
                return e["sequence"].template get<std::uint64_t>() == i;
            });
            const std::string name = "Count-" + std::to_string(i);
            const core::Bytes aad = core::to_bytes(core::as_bytes(name));
            const core::Bytes plain = samples::bytes(v["encryptions"][0]["pt"]);
            const core::Bytes box = sender->box.seal(aad, plain);
            if (found != v["encryptions"].end()) {
                ++compared;
                QCOMPARE(core::to_hex(aad), (*found)["aad"].get<std::string>());
                QCOMPARE(core::to_hex(box), (*found)["ct"].get<std::string>());
            }
            const auto opened = opener->box.open(aad, box);
            QVERIFY(opened.ok() && *opened == plain);
        }
        QCOMPARE(compared, v["encryptions"].size());
        for (const auto& e : v["exports"])
            QCOMPARE(core::to_hex(opener->export_secret(samples::bytes(e["context"]), 32)),
                     e["value"].get<std::string>());
    }

    void aKeyOfSmallOrderIsRefused() {
        const auto outcome = HpkeContext::to(SealingKey{}, SealingSecret::generate(), {});
        QVERIFY(!outcome.ok());
        QCOMPARE(core::code_name(outcome.error().code), "refused");
    }

    void aWholeJobPassesAndTheRelaySeesNothingOfIt() {
        Pair p;
        const auto cancel = p.execution.open(p.purchase.seal(Cancel{}));
        QVERIFY(cancel.ok() && std::holds_alternative<Cancel>(*cancel));
        for (const JobMessage& message : {JobMessage(samples::chunk()), JobMessage(Chunk{}), JobMessage(Result{})}) {
            const auto back = p.purchase.open(p.execution.seal(message));
            QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
            QVERIFY(encode(*back) == encode(message));
        }
        const core::Bytes plain = encode(samples::conversation());
        const std::string_view canary = "role";
        QVERIFY(std::search(plain.begin(), plain.end(), canary.begin(), canary.end()) != plain.end());
        QVERIFY(std::search(p.question.begin(), p.question.end(), canary.begin(), canary.end()) == p.question.end());
    }

    void lengthsTellLittle() {
        Pair p;
        Ask one = samples::ask(), other = samples::ask();
        one.prompt = "a";
        other.prompt = std::string(700, 'b');
        const auto length = [&](const Ask& ask) {
            return SealedPurchase::to(p.keys.card(), p.clock.now()).value().seal(ask).size();
        };
        QCOMPARE(length(one), length(other));
        QCOMPARE(p.execution.seal(Chunk{}).size(), Pair().execution.seal(samples::chunk()).size());
    }

    void whatWasAlteredDoesNotOpen() {
        Pair p;
        auto purchase = SealedPurchase::to(p.keys.card(), p.clock.now()).value();
        const core::Bytes question = purchase.seal(samples::conversation());
        for (std::size_t at = 0; at < question.size(); ++at) {
            core::Bytes altered = question;
            altered[at] ^= 0x01;
            QVERIFY(!p.keys.accept(altered).ok());
        }
        QVERIFY(p.keys.accept(question).ok());
        const core::Bytes answer = p.execution.seal(samples::chunk());
        for (std::size_t at = 0; at < answer.size(); ++at) {
            core::Bytes altered = answer;
            altered[at] ^= 0x01;
            QVERIFY(!p.purchase.open(altered).ok());
        }
        QVERIFY(p.purchase.open(answer).ok());
        // An answer is no question, and the other way round.
        QVERIFY(!p.execution.open(p.execution.seal(Cancel{})).ok());
    }

    void whatCameTwiceOrOutOfOrderIsRefusedWithTheReason() {
        Pair p;
        const core::Bytes first = p.execution.seal(samples::chunk()), second = p.execution.seal(Chunk{});
        const core::Bytes third = p.execution.seal(Result{}), after = p.execution.seal(Chunk{});
        QVERIFY(p.purchase.open(first).ok());
        QCOMPARE(reason(p.purchase.open(third)), "corrupt");
        QVERIFY(p.purchase.open(second).ok());
        QCOMPARE(reason(p.purchase.open(first)), "refused");
        QVERIFY(p.purchase.open(third).ok());
        QCOMPARE(reason(p.purchase.open(after)), "refused");
        // Of another job of the same executor.
        Pair other;
        QCOMPARE(reason(p.purchase.open(other.execution.seal(Chunk{}))), "refused");
        QCOMPARE(reason(Pair().purchase.open(other.execution.seal(Chunk{}))), "corrupt");
    }

    void aQuestionIsAnsweredOnceAndWhileItIsFresh() {
        Pair p;
        const auto again = p.keys.accept(p.question);
        QVERIFY(!again.ok());
        QCOMPARE(core::code_name(again.error().code), "refused");
        auto late = SealedPurchase::to(p.keys.card(), p.clock.now()).value();
        const core::Bytes question = late.seal(samples::conversation());
        p.clock.advance(hour + 1);
        QVERIFY(!p.keys.accept(question).ok());
        // The second message of a job is no beginning.
        auto purchase = SealedPurchase::to(p.keys.card(), p.clock.now()).value();
        (void)purchase.seal(samples::conversation());
        QVERIFY(!p.keys.accept(purchase.seal(Cancel{})).ok());
        auto no_question = SealedPurchase::to(p.keys.card(), p.clock.now()).value();
        QVERIFY(!p.keys.accept(no_question.seal(Cancel{})).ok());
    }

    void cardsAreCheckedAndReplaced() {
        Pair p;
        const SealingCard card = p.keys.card();
        QVERIFY(card.check(p.clock.now()).ok());
        QVERIFY(SealingCard::decode_bytes(card.encode()).value() == card);
        QVERIFY(!card.check(card.expires_at).ok());
        QVERIFY(!card.check(card.not_before - 1).ok());
        SealingCard forged = card;
        forged.sealing_key = SealingSecret::generate().public_key();
        QVERIFY(!forged.check(p.clock.now()).ok());
        SealingCard endless = card;
        endless.expires_at += 30 * card_life;
        endless.signature = p.node.sign(endless.id().view());
        QVERIFY(!endless.check(p.clock.now()).ok());
        p.clock.advance(13 * hour);
        const SealingCard newer = p.keys.card();
        QVERIFY(newer.sealing_key != card.sealing_key);
        // The one before it still opens.
        auto purchase = SealedPurchase::to(card, p.clock.now()).value();
        QVERIFY(p.keys.accept(purchase.seal(samples::conversation())).ok());
        p.clock.advance(12 * hour);
        auto late = SealedPurchase::to(newer, p.clock.now()).value();
        QVERIFY(p.keys.accept(late.seal(samples::conversation())).ok());
        QVERIFY(!SealedPurchase::to(card, p.clock.now()).ok());
    }

    void aQuestionForAnotherNodeIsNotFound() {
        Pair p;
        const core::SigningKey stranger = core::SigningKey::generate();
        SealingKeys keys(stranger, p.clock);
        const auto outcome = keys.accept(p.question);
        QVERIFY(!outcome.ok());
        QCOMPARE(core::code_name(outcome.error().code), "not_found");
    }
};

QTEST_GUILESS_MAIN(LinkSeal)
#include "tst_link_seal.moc"
