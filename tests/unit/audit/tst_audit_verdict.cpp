// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::audit;

namespace {

constexpr std::int64_t logit = std::int64_t{1} << 32;

ReplayFindings findings(const char* profile, std::uint32_t compared, std::uint32_t equal,
                        std::int64_t worst = 0) {
    ReplayFindings f;
    f.profile = profile;
    f.compared = compared;
    f.equal = equal;
    f.worst_deficit = worst;
    f.chain_equal = true;
    if (equal < compared) f.first_difference = equal;
    return f;
}

proof::CheckRow row(const char* name, proof::CheckRow::Outcome outcome) {
    return {name, outcome, "detail"};
}

} // namespace

class TestVerdict : public QObject {
    Q_OBJECT
private slots:
    void exactProfilesTolerateNothing();
    void tolerantProfilesAllowNearTiesOnly();
    void tolerantProfilesLimitTheShareOfDifferences();
    void tolerantReplaysAreNeverCalledExact();
    void nothingComparedIsNoPass();
    void scoresAreCompared();
    void contradictoryFiguresFail();
    void levelsFollowChecksAndReplay();
};

void TestVerdict::exactProfilesTolerateNothing() {
    const Verdict good = judge(findings("ci8.1", 1000, 1000));
    QVERIFY(good.outcome == Outcome::passed);
    QCOMPARE(good.level, std::string("E4"));
    const Verdict bad = judge(findings("ci8.1", 1000, 999, 1));
    QVERIFY(bad.outcome == Outcome::failed);
    QCOMPARE(bad.level, std::string("E1"));
    QVERIFY(bad.sentence.find("999") != std::string::npos);
    ReplayFindings lucky = findings("ci8.1", 1000, 1000);
    lucky.chain_equal = false;
    const Verdict other_bits = judge(lucky);
    QVERIFY(other_bits.outcome == Outcome::failed);
    QCOMPARE(other_bits.level, std::string("E1"));
}

void TestVerdict::scoresAreCompared() {
    const auto scored = [](const char* profile, std::uint32_t equal, std::int64_t worst) {
        ReplayFindings f = findings(profile, 0, 0);
        f.scores = 50;
        f.equal_scores = equal;
        f.worst_score = worst;
        return judge(f);
    };
    QCOMPARE(scored("ci8.1", 50, 0).level, std::string("E4"));
    QVERIFY(scored("ci8.1", 50, 0).sentence.find("50 of 50 scores") != std::string::npos);
    QVERIFY(scored("ci8.1", 49, 1).outcome == Outcome::failed);
    QCOMPARE(scored("fp32", 50, 0).level, std::string("E2"));
    QVERIFY(scored("fp32", 3, 1000).outcome == Outcome::passed);
    QVERIFY(scored("fp32", 49, 100'000).outcome == Outcome::failed);
    QVERIFY(scored("fp32", 51, 0).outcome == Outcome::failed);
    ReplayFindings both = findings("ci8.1", 10, 10);
    both.scores = 50;
    both.equal_scores = 49;
    both.worst_score = 1;
    QVERIFY(judge(both).outcome == Outcome::failed);
    both.equal_scores = 50;
    both.chain_equal = false;
    QVERIFY(judge(both).outcome == Outcome::failed);
}

void TestVerdict::tolerantProfilesAllowNearTiesOnly() {
    QVERIFY(judge(findings("fp32", 100, 100)).outcome == Outcome::passed);
    QVERIFY(judge(findings("fp32", 100, 99, logit / 64)).outcome == Outcome::passed);
    QVERIFY(judge(findings("fp32", 100, 99, logit / 64 + 1)).outcome == Outcome::suspect);
    QVERIFY(judge(findings("fp32", 100, 99, logit / 8 + 1)).outcome == Outcome::failed);
    QVERIFY(judge(findings("fp32", 100, 99, INT64_MAX)).outcome == Outcome::suspect);
    QVERIFY(judge(findings("bf16", 100, 99, logit / 2)).outcome == Outcome::passed);
    QVERIFY(judge(findings("bf16", 100, 99, 5 * logit)).outcome == Outcome::failed);
}

void TestVerdict::tolerantProfilesLimitTheShareOfDifferences() {
    QVERIFY(judge(findings("fp32", 100, 98, 10)).outcome == Outcome::passed);
    QVERIFY(judge(findings("fp32", 100, 97, 10)).outcome == Outcome::failed);
    QVERIFY(judge(findings("fp32", 10, 9, 10)).outcome == Outcome::passed);
    QVERIFY(judge(findings("fp32", 10, 8, 10)).outcome == Outcome::failed);
    QVERIFY(judge(findings("fp32", 100, 0, INT64_MAX)).outcome == Outcome::failed);
}

void TestVerdict::tolerantReplaysAreNeverCalledExact() {
    QCOMPARE(judge(findings("fp32", 64, 64)).level, std::string("E2"));
    QCOMPARE(judge(findings("bf16", 64, 64)).level, std::string("E2"));
}

void TestVerdict::nothingComparedIsNoPass() {
    for (const char* profile : {"fp32", "bf16", "ci8.1"})
        QVERIFY(judge(findings(profile, 0, 0)).outcome == Outcome::suspect);
}

void TestVerdict::contradictoryFiguresFail() {
    QVERIFY(judge(findings("fp32", 5, 6)).outcome == Outcome::failed);
    QVERIFY(judge(findings("ci8.1", 5, 5, -1)).outcome == Outcome::failed);
}

void TestVerdict::levelsFollowChecksAndReplay() {
    using RowOutcome = proof::CheckRow::Outcome;
    const std::vector<proof::CheckRow> sound{row("signature", RowOutcome::passed),
                                             row("replay", RowOutcome::not_checked)};
    const std::vector<proof::CheckRow> broken{row("signature", RowOutcome::passed),
                                              row("out_root", RowOutcome::failed)};
    const std::vector<proof::CheckRow> open{row("signature", RowOutcome::not_checked)};
    const Verdict passed = judge(findings("fp32", 9, 9)), failed = judge(findings("fp32", 9, 1));
    QCOMPARE(level_of(sound, std::nullopt), std::string("E1"));
    QCOMPARE(level_of(sound, passed), std::string("E2"));
    QCOMPARE(level_of(sound, judge(findings("ci8.1", 9, 9))), std::string("E4"));
    QCOMPARE(level_of(sound, failed), std::string("E1"));
    QCOMPARE(level_of(broken, passed), std::string("E0"));
    QCOMPARE(level_of(open, passed), std::string("E0"));
    QCOMPARE(level_of({}, std::nullopt), std::string("E0"));
}

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_audit_verdict.moc"
