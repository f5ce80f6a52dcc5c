// SPDX-License-Identifier: Apache-2.0
#include "link/sealed_parts.h"
#include "link/sealing_keys.h"
#include "samples.h"

#include <QTest>

using namespace hearth;
using namespace hearth::link;

namespace {

/// A question to two nodes, and what one of them makes of it.
struct Relayed {
    core::ManualClock clock{1'700'000'000'000'000'000};
    std::array<core::SigningKey, 2> nodes{core::SigningKey::generate(), core::SigningKey::generate()};
    SealingKeys first{nodes[0], clock}, second{nodes[1], clock};
    std::vector<SealingCard> cards{first.card(), second.card()};
    SealedPurchase purchase = SealedPurchase::relayed(cards, clock.now()).value();
    RelayedQuestion question = RelayedQuestion::read(purchase.seal(samples::conversation())).value();
    std::optional<SealedExecution> execution;

    core::Result<SealingKeys::Accepted> accept(std::size_t which) {
        auto accepted = (which == 0 ? first : second).accept(question.for_candidate(question.candidates[which]));
        if (accepted && !execution) execution = accepted->execution;
        return accepted;
    }
    /// What the node says of a question that was changed on its way.
    core::Result<JobMessage> question_of(std::size_t which, const std::function<void(RelayedQuestion&)>& change) {
        RelayedQuestion changed = question;
        change(changed);
        auto accepted = (which == 0 ? first : second).accept(changed.for_candidate(changed.candidates[which]));
        if (!accepted) return accepted.error();
        return std::move(accepted->question);
    }
};

const char* reason(const core::Result<JobMessage>& outcome) {
    return outcome ? "opened" : core::code_name(outcome.error().code);
}

} // namespace

/// Questions that a gateway passes on without a key to them.
class LinkRelayed : public QObject {
    Q_OBJECT
private slots:
    void theRelayedQuestionEqualsTheSecondImplementation() {
        const auto v = samples::vectors("link/relayed.json");
        const auto now = v["now"].get<core::Nanoseconds>();
        std::vector<SealingCard> cards;
        std::vector<SealingSecret> ephemeral;
        for (const auto& each : v["candidates"]) {
            const core::SigningKey node = core::SigningKey::from_seed(samples::bytes(each["seed"]));
            SealingCard card{node.public_key(),
                             SealingSecret::from_bytes(samples::bytes(each["receiver"])).public_key(),
                             now,
                             v["expires_at"].get<core::Nanoseconds>(),
                             {}};
            card.signature = node.sign(card.id().view());
            QCOMPARE(card.id().hex(), each["card"].get<std::string>());
            cards.push_back(card);
            ephemeral.push_back(SealingSecret::from_bytes(samples::bytes(each["ephemeral"])));
        }
        auto purchase = SealedPurchase::relayed(cards, now, ephemeral,
                                                core::Hash::from_view(samples::bytes(v["content_key"])).value());
        QVERIFY(purchase.ok());
        const core::Bytes question = purchase->seal(samples::conversation());
        QCOMPARE(core::to_hex(question), v["relayed"].get<std::string>());
        const auto relayed = RelayedQuestion::read(question);
        QVERIFY(relayed.ok());
        QCOMPARE(core::to_hex(relayed->for_candidate(relayed->candidates[1])), v["for_second"].get<std::string>());
        QVERIFY(!purchase->node());
        const auto chunk = purchase->open(samples::bytes(v["answers"][0]));
        QVERIFY2(chunk.ok(), chunk.ok() ? "" : chunk.error().message.c_str());
        QVERIFY(std::holds_alternative<Chunk>(*chunk));
        QCOMPARE(*purchase->node(), cards[1].node_key);
        const auto result = purchase->open(samples::bytes(v["answers"][1]));
        QVERIFY(result.ok() && std::holds_alternative<Result>(*result));
    }

    void aRelayThatAltersReordersRepeatsOrCutsIsSeen() {
        Relayed r;
        QVERIFY(r.accept(0).ok());
        QCOMPARE(reason(r.question_of(0, [](auto& q) { q.box.back() ^= 1; })), "corrupt");
        QCOMPARE(reason(r.question_of(0, [](auto& q) { q.candidates[0].content_key.back() ^= 1; })), "corrupt");
        QCOMPARE(reason(r.question_of(0, [](auto& q) { q.deadline += 1; })), "corrupt");
        QCOMPARE(reason(r.question_of(0, [](auto& q) { q.candidates[0] = q.candidates[1]; })), "not_found");
        QCOMPARE(reason(r.question_of(0, [](auto&) {})), "refused"); // it came before
        // Another question under the same wrapped key: a candidate could make one, the binding to the box forbids it.
        Relayed other;
        QCOMPARE(reason(r.question_of(1, [&](auto& q) { q.box = other.question.box; })), "corrupt");
        const core::Bytes first = r.execution->seal(samples::chunk()), second = r.execution->seal(Chunk{});
        const core::Bytes third = r.execution->seal(Result{}), after = r.execution->seal(Chunk{});
        core::Bytes altered = first;
        altered.back() ^= 1;
        QCOMPARE(reason(r.purchase.open(altered)), "corrupt");
        QCOMPARE(reason(r.purchase.open(second)), "corrupt"); // the first is missing
        QVERIFY(r.purchase.open(first).ok());
        QCOMPARE(reason(r.purchase.open(third)), "corrupt");
        QCOMPARE(reason(r.purchase.open(first)), "refused");
        QVERIFY(r.purchase.open(second).ok());
        QVERIFY(r.purchase.open(third).ok());
        QCOMPARE(reason(r.purchase.open(after)), "refused");
        // What goes to the node stands in the chain, too.
        const core::Bytes assign = r.purchase.seal(Cancel{});
        QVERIFY(r.execution->open(assign).ok());
        QCOMPARE(reason(r.execution->open(assign)), "refused");
    }

    void onlyTheCandidateThatAnsweredIsHeard() {
        Relayed r;
        auto one = r.accept(0), two = r.accept(1);
        QVERIFY(one.ok() && two.ok());
        QVERIFY(std::holds_alternative<Ask>(two->question));
        QVERIFY(r.purchase.open(two->execution.seal(samples::chunk())).ok());
        QCOMPARE(*r.purchase.node(), r.nodes[1].public_key());
        QVERIFY(!r.purchase.open(one->execution.seal(samples::chunk())).ok());
        QVERIFY(two->execution.open(r.purchase.seal(Cancel{})).ok());
        QVERIFY(!SealedPurchase::relayed({}, r.clock.now()).ok());
        // The content is sealed once, its key to each of them.
        QVERIFY(r.question.candidates[0].content_key != r.question.candidates[1].content_key);
    }
};

QTEST_GUILESS_MAIN(LinkRelayed)
#include "tst_link_relayed.moc"
