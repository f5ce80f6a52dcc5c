// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::audit;

namespace {

constexpr std::int64_t logit = std::int64_t{1} << 32;

ReplayFindings findings(const char* profile, std::uint32_t compared, std::uint32_t equal, std::int64_t worst = 0) {
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
    void vectorsMayDifferByRoundingAlone();
    void contradictoryFiguresFail();
    void levelsFollowChecksAndReplay();
    void anotherBeaconThanTheLedgersFails();
    void unknownProfilesAreNotJudged();
};

void TestVerdict::exactProfilesTolerateNothing() {
    const Verdict good = judge(findings("ci8.1", 1000, 1000));
    QVERIFY(good.outcome == Outcome::passed);
    QVERIFY(good.level == proof::Level::exact);
    const Verdict bad = judge(findings("ci8.1", 1000, 999, 1));
    QVERIFY(bad.outcome == Outcome::failed);
    QVERIFY(bad.level == proof::Level::signature);
    QVERIFY(bad.sentence.find("999") != std::string::npos);
    ReplayFindings lucky = findings("ci8.1", 1000, 1000);
    lucky.chain_equal = false;
    const Verdict other_bits = judge(lucky);
    QVERIFY(other_bits.outcome == Outcome::failed);
    QVERIFY(other_bits.level == proof::Level::signature);
}

void TestVerdict::scoresAreCompared() {
    const auto scored = [](const char* profile, std::uint32_t equal, std::int64_t worst) {
        ReplayFindings f = findings(profile, 0, 0);
        f.scores = 50;
        f.equal_scores = equal;
        f.worst_score = worst;
        return judge(f);
    };
    QVERIFY(scored("ci8.1", 50, 0).level == proof::Level::exact);
    QVERIFY(scored("ci8.1", 50, 0).sentence.find("50 of 50 scores") != std::string::npos);
    QVERIFY(scored("ci8.1", 49, 1).outcome == Outcome::failed);
    QVERIFY(scored("fp32", 50, 0).level == proof::Level::statistical);
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

void TestVerdict::vectorsMayDifferByRoundingAlone() {
    const auto vector = [](const char* profile, std::uint32_t equal, std::int64_t worst) {
        ReplayFindings f = findings(profile, 384, equal);
        f.vector = true;
        f.worst_score = worst;
        return judge(f);
    };
    QVERIFY(vector("fp32", 384, 0).level == proof::Level::statistical);
    QVERIFY(vector("fp32", 3, 100).outcome == Outcome::passed); // 10⁻⁴, most bits different
    QVERIFY(vector("fp32", 383, 101).outcome == Outcome::failed);
    QVERIFY(vector("fp32", 383, 101).sentence.find("101") != std::string::npos);
    QVERIFY(vector("bf16", 383, 1).outcome == Outcome::failed); // no profile of vectors
    QVERIFY(vector("fp32", 385, 0).outcome == Outcome::failed);
    ReplayFindings tensors{"fp32", 8, 7, 3, 0, 0, 0, 100, false, false, true};
    QVERIFY(judge(tensors).outcome == Outcome::passed);
    tensors.worst_score = 101;
    QVERIFY(judge(tensors).outcome == Outcome::failed);
    QVERIFY(judge(tensors).sentence.find("101") != std::string::npos);
    QVERIFY(vector("fp32", 384, -1).outcome == Outcome::failed);
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
    QVERIFY(judge(findings("fp32", 64, 64)).level == proof::Level::statistical);
    QVERIFY(judge(findings("bf16", 64, 64)).level == proof::Level::statistical);
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
    QVERIFY(level_of(sound, std::nullopt) == proof::Level::signature);
    QVERIFY(level_of(sound, passed) == proof::Level::statistical);
    QVERIFY(level_of(sound, judge(findings("ci8.1", 9, 9))) == proof::Level::exact);
    QVERIFY(level_of(sound, failed) == proof::Level::signature);
    QVERIFY(level_of(broken, passed) == proof::Level::none);
    QVERIFY(level_of(open, passed) == proof::Level::none);
    QVERIFY(level_of({}, std::nullopt) == proof::Level::none);
}

void TestVerdict::anotherBeaconThanTheLedgersFails() {
    proof::ReceiptFile file;
    file.beacon.bytes[3] = 7;
    file.signed_receipt.receipt.height = 12;
    const core::Hash ledgers = file.beacon;
    QVERIFY(!refute_beacon(file, 12, ledgers));
    QVERIFY(!refute_beacon(file, 12, std::nullopt)); // settled before the ledger kept beacons
    // Answers can be ground with the freedom to choose block or beacon.
    QVERIFY(refute_beacon(file, 13, ledgers)->outcome == Outcome::failed);
    file.beacon.bytes[3] = 8;
    QVERIFY(refute_beacon(file, 12, ledgers)->outcome == Outcome::failed);
    file.request.seed = 5;
    QVERIFY(!refute_beacon(file, 12, ledgers)); // the caller's seed takes its place
}

void TestVerdict::unknownProfilesAreNotJudged() {
    const Verdict verdict = judge(findings("ci9", 64, 64));
    QVERIFY(verdict.outcome == Outcome::suspect && verdict.level == proof::Level::signature);
}

QTEST_GUILESS_MAIN(TestVerdict)
#include "tst_audit_verdict.moc"
