// SPDX-License-Identifier: Apache-2.0
#include "engine_runs.h"
#include "exact/cpu/kernels.h"
#include "full_run.h"

#include <QFile>
#include <QTest>

using namespace hearth;
using test::differs;
using test::Run;
using test::run;
using test::some_requests;
using test::Truth;
using test::unshared;
using Request = compute::SequenceRequest;

/// As tst_exact_engine, with a model that people use.
class TestExactLarger : public QObject {
    Q_OBJECT

private slots:
    void aLargerModelAgreesToo_data();
    void aLargerModelAgreesToo();

private:
    static void check(const Run& run, const std::vector<Truth>& expected, const char* what) {
        const std::string different = differs(run, expected);
        QVERIFY2(different.empty(), qPrintable(QString("%1: %2").arg(what, different.c_str())));
    }

    std::vector<Truth> m_truth; ///< what the first engine says
    std::vector<Request> m_requests;
};

void TestExactLarger::aLargerModelAgreesToo_data() {
    QTest::addColumn<QString>("isa");
    QTest::addColumn<unsigned>("threads");
    QTest::newRow("scalar, 2 threads") << "scalar" << 2U;
    for (const auto name : exact::available_kernels())
        if (name != "scalar")
            for (const unsigned threads : {1U, 2U, 3U})
                if (name == exact::best_kernels().name ? threads == 2 || test::full_run()
                                                       : threads == 2 && test::full_run())
                    QTest::newRow(qPrintable(QString("%1, %2 threads").arg(name.data()).arg(threads)))
                        << QString(name.data()) << threads;
}

// SmolLM2: thirty layers and rows that no register divides; where the default model was fetched.
void TestExactLarger::aLargerModelAgreesToo() {
    QFETCH(const QString, isa);
    QFETCH(const unsigned, threads);
#ifndef __OPTIMIZE__
    QSKIP("Its calibration takes many minutes unoptimised.");
#endif
    if (!QFile::exists(QString::fromStdString(test::smollm2()))) QSKIP("installers/bootstrap deps fetches the model");
    const bool slow = isa == "scalar";
    const auto engine =
        test::open_engine(test::smollm2(), {.profile = "ci8.1", .threads = threads, .isa = isa.toStdString()});
    QVERIFY(engine != nullptr);
    if (m_truth.empty()) {
        m_requests = some_requests(engine->config().vocab, 4, 70, 20);
        if (!test::full_run()) m_requests = {m_requests[1], m_requests[3]}; // a short prompt and one of a whole page
        Run first = run(*engine, unshared(m_requests, "truth"), 6);
        QVERIFY(first.complete);
        m_truth = std::move(first.answers);
    }
    if (!slow) {
        check(run(*engine, unshared(m_requests, "mixed"), 7), m_truth, "side by side");
        check(run(*engine, m_requests, 0), m_truth, "alone");
        check(run(*engine, m_requests, 8), m_truth, "beginnings known");
    }
    for (std::size_t i = 0; i < (slow ? 1 : m_requests.size()); ++i) {
        const Request& request = m_requests[i];
        const auto outcome =
            engine->replay(request.prompt_ids, m_truth[i].ids, request.params, request.key, request.chain_start);
        QVERIFY(outcome.ok() && outcome->equal == outcome->compared);
        QVERIFY(*outcome->chain_root == m_truth[i].chain);
    }
}

QTEST_GUILESS_MAIN(TestExactLarger)
#include "tst_exact_larger.moc"
