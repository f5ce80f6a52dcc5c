// SPDX-License-Identifier: Apache-2.0
#include "harness.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace hearth;

/// hearth-bench as scripts use it.
class TestBench : public QObject {
    Q_OBJECT

private slots:
    void listNamesWhatExists();
    void unknownNamesAreUsageErrors();
    void logitsReproduceTheGoldens();
    void engineMeasuresEverythingInOneRun();
    void replayComparesEveryToken();
    void ledgerDrawsAmongManyNodes();
    void aHomeWithAHistoryIsMadeAndMeasured();
    void importSaysWhereTheTimeWent();
    void aMissingModelIsAnErrorObject();

private:
    struct Run {
        int code = -1;
        QByteArray out, err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };
    static Run bench(const QStringList& arguments);
    static QString tiny(const char* name) { return QString::fromStdString(test::tiny_model(name)); }
};

TestBench::Run TestBench::bench(const QStringList& arguments) {
    QProcess process;
    process.start(HEARTH_BINARY_DIR "/hearth-bench", arguments);
    if (!process.waitForFinished(120000)) return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestBench::listNamesWhatExists() {
    const Run run = bench({"list"});
    QCOMPARE(run.code, 0);
    for (const QByteArray& name : run.out.trimmed().split('\n')) {
        const Run help = bench({QString::fromUtf8(name), "--help"});
        QCOMPARE(help.code, 0);
    }
    QCOMPARE(bench({"list", "--json"}).json()["benches"].toArray().size(), run.out.trimmed().split('\n').size());
}

void TestBench::unknownNamesAreUsageErrors() {
    QCOMPARE(bench({"quality"}).code, 2);
    QCOMPARE(bench({}).code, 2);
    QCOMPARE(bench({"engine"}).code, 2);
    QCOMPARE(bench({"logits", "--model", tiny("qwen2"), "--ids", "one"}).code, 2);
    QCOMPARE(bench({"engine", "--model", tiny("qwen2"), "--runs", "0"}).code, 2);
}

void TestBench::logitsReproduceTheGoldens() {
    const auto golden = test::read_goldens("qwen2").front();
    QStringList ids;
    for (const auto id : golden.prompt)
        ids << QString::number(id);
    const Run run = bench({"logits", "--model", tiny("qwen2"), "--profile", "fp32", "--ids", ids.join(','), "--steps",
                           "64", "--top", "5", "--json"});
    QCOMPARE(run.code, 0);
    const QJsonObject metrics = run.json()["metrics"].toObject();
    const QJsonArray drawn = metrics["ids"].toArray(), top = metrics["top"].toArray();
    QCOMPARE(drawn.size(), qsizetype{64});
    QCOMPARE(top.size(), qsizetype{64});
    for (qsizetype i = 0; i < 64; ++i) {
        QCOMPARE(drawn[i].toInt(), static_cast<int>(golden.greedy[static_cast<std::size_t>(i)]));
        QCOMPARE(top[i].toArray().size(), qsizetype{5});
        QVERIFY(std::abs(top[i][0][1].toDouble() - golden.top[static_cast<std::size_t>(i)][0].second) < 1e-3);
    }
}

void TestBench::engineMeasuresEverythingInOneRun() {
    const Run run = bench({"engine", "--model", tiny("llama-tied"), "--profile", "bf16", "--runs", "1", "--threads",
                           "1", "--isa", "generic", "--json"});
    QCOMPARE(run.code, 0);
    const QJsonObject report = run.json();
    QCOMPARE(report["name"].toString(), "engine");
    QCOMPARE(report["runs"].toInt(), 1);
    QCOMPARE(report["machine"]["isa"].toString(), "generic");
    for (const char* name : {"probe_gb_s", "prefill_tok_s", "decode_tok_s", "batch16_tok_s", "ttft_ms", "resident_mb"})
        QVERIFY2(report["metrics"][name].toDouble() > 0.0, name);
    QVERIFY(report["ratios"]["decode_over_probe"].toDouble() > 0.0);
}

void TestBench::replayComparesEveryToken() {
    const Run run = bench({"replay", "--model", tiny("llama-tied"), "--profile", "fp32", "--runs", "1", "--json"});
    QCOMPARE(run.code, 0);
    const QJsonObject report = run.json();
    QCOMPARE(report["metrics"]["tokens_compared"].toDouble(), 512.0);
    QCOMPARE(report["metrics"]["tokens_equal"].toDouble(), 512.0);
    QVERIFY(report["ratios"]["replay_over_generation"].toDouble() > 0.0);
}

void TestBench::ledgerDrawsAmongManyNodes() {
    const Run run = bench({"ledger", "--nodes", "40", "--receipts", "3", "--runs", "1", "--json"});
    QVERIFY2(run.code == 0, run.err.constData());
    const QJsonObject report = run.json();
    QVERIFY(report["metrics"]["draw_us_per_receipt"].toDouble() > 0);
    QVERIFY(report["ratios"]["draw_growth"].toDouble() > 0);
}

void TestBench::aHomeWithAHistoryIsMadeAndMeasured() {
    const Run run = bench({"home", "--receipts", "24000", "--runs", "1", "--json"});
    QVERIFY2(run.code == 0, run.err.constData());
    const QJsonObject metrics = run.json()["metrics"].toObject();
    QCOMPARE(metrics["receipts"].toInt(), 24000);
    for (const char* name :
         {"start_ms", "status_ms", "status_ms_p99", "jobs_anywhere_ms", "receipt_ms", "jobs_by_id_ms",
          "jobs_by_model_ms", "jobs_by_time_ms", "jobs_failed_ms", "earnings_of_all_ms", "database_mb", "archive_mb"})
        QVERIFY2(metrics[name].toDouble() > 0.0, name);
}

void TestBench::importSaysWhereTheTimeWent() {
    const Run run = bench({"import", "--model", tiny("llama-tied"), "--runs", "1", "--json"});
    QCOMPARE(run.code, 0);
    const QJsonObject report = run.json(), stages = report["metrics"]["stages"].toObject();
    QCOMPARE(report["name"].toString(), "import");
    QCOMPARE(report["metrics"]["model_id"].toString().size(), qsizetype{64});
    QVERIFY(report["metrics"]["processor_s"].toDouble() > 0.0);
    for (const char* name : {"reading the model", "quantising", "calibrating", "deciding"})
        QVERIFY2(stages[name].toObject().contains("wall_s") && stages[name].toObject().contains("processor_s"), name);
    QVERIFY(report["ratios"]["processors_busy"].toDouble() > 0.0);
}

void TestBench::aMissingModelIsAnErrorObject() {
    const Run run = bench({"engine", "--model", "/nowhere/model.gguf", "--json"});
    QCOMPARE(run.code, 1);
    QVERIFY(run.out.isEmpty());
    const QJsonObject error = QJsonDocument::fromJson(run.err).object()["error"].toObject();
    QCOMPARE(error["code"].toString(), "not_found");
    QVERIFY(!error["message"].toString().isEmpty());
}

QTEST_GUILESS_MAIN(TestBench)
#include "tst_compute_bench.moc"
