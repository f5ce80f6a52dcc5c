// SPDX-License-Identifier: Apache-2.0
#include "compute/kernels.h"
#include "compute/kv_pool.h"
#include "compute/logprobs.h"
#include "compute/request_check.h"
#include "compute/rotary.h"
#include "compute/stop_filter.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <set>

using namespace hearth;
using namespace hearth::compute;

class TestPieces : public QObject {
    Q_OBJECT

private slots:
    void stopFilterShowsAllTextBeforeAStop_data();
    void stopFilterShowsAllTextBeforeAStop();
    void stopFilterHoldsBackNoMoreThanItMust();
    void logprobsSumToOne();
    void logprobsSurviveLargeLogits();
    void topLogprobsAreOrdered();
    void pageKeysDependOnEverythingBefore();
    void narrowingRoundsToEven();
    void instructionSetsAgreeOnEveryKernel();
    void finiteSeesEveryBadValue();
    void rotaryFollowsItsDefinitions();
    void requestsAreRefusedWithNumbers();

private:
    static core::Hash key(std::uint32_t number) { return core::sha256(core::as_bytes(std::to_string(number))); }
};

void TestPieces::stopFilterShowsAllTextBeforeAStop_data() {
    QTest::addColumn<QStringList>("stops");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<bool>("stopped");
    QTest::newRow("none") << QStringList{} << "abc"
                          << "abc" << false;
    QTest::newRow("inside") << QStringList{"END"} << "oneENDtwo"
                            << "one" << true;
    QTest::newRow("at the start") << QStringList{"END"} << "ENDtwo"
                                  << "" << true;
    QTest::newRow("earliest of two") << QStringList{"two", "one"} << "zero one two"
                                     << "zero " << true;
    QTest::newRow("nearly") << QStringList{"ENDE"} << "oneENDxEN"
                            << "oneENDxEN" << false;
    QTest::newRow("overlapping start") << QStringList{"aab"} << "xaaaby"
                                       << "xa" << true;
    QTest::newRow("one is the start of another") << QStringList{"abcd", "ab"} << "xabcd"
                                                 << "x" << true;
    QTest::newRow("several bytes a character") << QStringList{"ü!"} << "grüün grü!"
                                               << "grüün gr" << true;
}

// Whatever the pieces, the text is the same: cut everywhere.
void TestPieces::stopFilterShowsAllTextBeforeAStop() {
    QFETCH(const QStringList, stops);
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    QFETCH(const bool, stopped);
    const std::string all = text.toStdString();
    for (std::size_t size = 1; size <= all.size(); ++size) {
        std::vector<std::string> strings;
        for (const QString& stop : stops)
            strings.push_back(stop.toStdString());
        StopFilter filter(strings);
        std::string out;
        bool ended = false;
        for (std::size_t i = 0; i < all.size() && !ended; i += size) {
            const auto outcome = filter.push(std::string_view(all).substr(i, size));
            out += outcome.text;
            ended = outcome.stopped;
        }
        if (!ended) out += filter.finish();
        QCOMPARE(QString::fromStdString(out), shown);
        QCOMPARE(ended, stopped);
    }
}

void TestPieces::stopFilterHoldsBackNoMoreThanItMust() {
    StopFilter filter({"\n\nUser:"});
    QCOMPARE(filter.push("Hello\n").text, std::string("Hello"));
    QCOMPARE(filter.push("world").text, std::string("\nworld"));
    QCOMPARE(filter.push("\n\nUs").text, std::string());
    QCOMPARE(filter.push("ed").text, std::string("\n\nUsed"));
    QCOMPARE(filter.push("\n\n\nUser").text, std::string("\n"));
    const auto last = filter.push(": next");
    QVERIFY(last.stopped);
    QCOMPARE(last.text, std::string());
}

void TestPieces::logprobsSumToOne() {
    std::vector<float> logits;
    for (int i = 0; i < 5000; ++i)
        logits.push_back(static_cast<float>((i * 7919) % 1000) / 97.0F);
    const Logprobs logprobs(logits);
    double total = 0.0;
    for (std::uint32_t id = 0; id < logits.size(); ++id)
        total += std::exp(static_cast<double>(logprobs.of(id).micronats) * 1e-6);
    QVERIFY(std::abs(total - 1.0) < 1e-6);
    const std::array<float, 2> even{3.0F, 3.0F};
    QCOMPARE(Logprobs(even).of(0).micronats, std::int64_t{-693147});
}

void TestPieces::logprobsSurviveLargeLogits() {
    const std::array<float, 3> logits{-1e30F, 1e30F, 0.0F};
    QCOMPARE(Logprobs(logits).of(1).micronats, std::int64_t{0});
    QVERIFY(Logprobs(logits).of(0).micronats < -1'000'000'000);
}

void TestPieces::topLogprobsAreOrdered() {
    const std::array<float, 5> logits{1.0F, 3.0F, 2.0F, 3.0F, -1.0F};
    const auto top = Logprobs(logits).top(3);
    QCOMPARE(top.size(), std::size_t{3});
    QCOMPARE(top[0].id, 1U);
    QCOMPARE(top[1].id, 3U);
    QCOMPARE(top[2].id, 2U);
    QCOMPARE(Logprobs(logits).top(20).size(), logits.size());
}

// Any order of taking, publishing, finding and giving back, against a plain list of who holds what.
void TestPieces::pageKeysDependOnEverythingBefore() {
    const std::vector<std::uint32_t> tokens{1, 2, 3}, longer{1, 2, 3, 0}, other{1, 2, 4};
    const core::Hash salt = key(1), foreign = key(2);
    const core::Hash first = page_key(salt, tokens);
    QVERIFY(first == page_key(salt, tokens));
    QVERIFY(first != page_key(foreign, tokens));
    QVERIFY(first != page_key(salt, other));
    QVERIFY(first != page_key(salt, longer));
    QVERIFY(page_key(first, tokens) != page_key(page_key(foreign, tokens), tokens));
    QVERIFY(page_key(first, tokens) != page_key(page_key(salt, other), tokens));
}

void TestPieces::narrowingRoundsToEven() {
    const auto bits = [](std::uint32_t pattern) {
        float value;
        std::memcpy(&value, &pattern, sizeof value);
        return value;
    };
    const std::array<float, 7> in{
        1.0F, bits(0x3f808000U), bits(0x3f818000U), bits(0x3f808001U), bits(0x7f7fffffU), -INFINITY, NAN};
    for (const auto name : available_kernels()) {
        std::array<std::uint16_t, 7> out{};
        kernels_by_name(name)->narrow(in.data(), in.size(), out.data());
        const std::array<std::uint16_t, 6> expected{0x3f80, 0x3f80, 0x3f82, 0x3f81, 0x7f80, 0xff80};
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(out[i], expected[i]);
        QVERIFY((out[6] & 0x7fffU) > 0x7f80U);
    }
}

void TestPieces::instructionSetsAgreeOnEveryKernel() {
    std::vector<float> x, gain, up;
    for (int i = 0; i < 101; ++i) {
        x.push_back(static_cast<float>(i - 50) * 2.1F);
        gain.push_back(1.0F + static_cast<float>(i % 7) * 0.1F);
        up.push_back(static_cast<float>((i * 31) % 17) - 8.0F);
    }
    const auto near = [](float ours, double theirs) {
        return std::abs(static_cast<double>(ours) - theirs) <= 1e-6 * (1.0 + std::abs(theirs));
    };
    double squares = 0.0;
    for (const float value : x)
        squares += static_cast<double>(value) * static_cast<double>(value);
    for (const auto name : available_kernels()) {
        const Kernels& kernels = *kernels_by_name(name);
        std::vector<float> out(x.size()), gate = x;
        kernels.rms_norm(x.data(), gain.data(), x.size(), 1e-5F, out.data());
        kernels.silu_times(gate.data(), up.data(), gate.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double value = static_cast<double>(x[i]), scale = static_cast<double>(gain[i]);
            QVERIFY2(near(out[i], value / std::sqrt(squares / 101.0 + 1e-5) * scale), name.data());
            QVERIFY2(near(gate[i], value / (1.0 + std::exp(-value)) * static_cast<double>(up[i])), name.data());
        }
        std::vector<std::uint16_t> narrow(x.size());
        kernels.narrow(x.data(), x.size(), narrow.data());
        for (std::size_t i = 0; i < x.size(); ++i)
            QVERIFY(std::abs(std::bit_cast<float>(std::uint32_t{narrow[i]} << 16) - x[i]) <= std::abs(x[i]) / 256.0F);
    }
    QVERIFY(kernels_by_name("nonsense") == nullptr);
    QVERIFY(kernels_by_name("generic") != nullptr);
}

void TestPieces::finiteSeesEveryBadValue() {
    for (const auto name : available_kernels()) {
        const Kernels& kernels = *kernels_by_name(name);
        for (std::size_t place = 0; place < 37; ++place) {
            std::vector<float> values(37, std::numeric_limits<float>::max());
            QVERIFY(kernels.finite(values.data(), values.size()));
            values[place] = place % 2 == 0 ? NAN : -INFINITY;
            QVERIFY(!kernels.finite(values.data(), values.size()));
        }
    }
}

void TestPieces::rotaryFollowsItsDefinitions() {
    model::ModelConfig config;
    config.head_dim = 8;
    config.rope.theta = 10000.0;
    const auto plain = Rotary(config).frequencies();
    QCOMPARE(plain.size(), std::size_t{4});
    QCOMPARE(plain[1], 0.1);
    config.rope.scaling = model::RopeScaling::linear;
    config.rope.factor = 4.0;
    QCOMPARE(Rotary(config).frequencies()[1], 0.025);
    // Llama 3.1: wavelengths 2π/f against 8192/4 and 8192/1.
    config.rope.scaling = model::RopeScaling::llama3;
    config.rope.factor = 8.0;
    config.rope.original_context = 8192;
    QCOMPARE(Rotary(config).frequencies()[2], 0.01);
    QVERIFY(Rotary(config).frequencies()[3] < 0.001 && Rotary(config).frequencies()[3] > 0.001 / 8);
    config.rope.scaling = model::RopeScaling::yarn;
    config.rope.attention_factor = 2.0;
    const Rotary yarn(config);
    QCOMPARE(yarn.frequencies()[0], 1.0);
    std::array<float, 4> cosine{}, sine{};
    yarn.angles(0, cosine.data(), sine.data());
    QCOMPARE(cosine[0], 2.0F);
    QCOMPARE(sine[0], 0.0F);
    yarn.angles(3, cosine.data(), sine.data());
    QCOMPARE(cosine[0], static_cast<float>(2.0 * std::cos(3.0)));
}

void TestPieces::requestsAreRefusedWithNumbers() {
    model::ModelConfig config;
    config.vocab = 100;
    config.context = 512;
    SequenceRequest request;
    request.prompt_ids = {1, 2, 3};
    request.params.max_tokens = 16;
    QVERIFY(check_request(request, config, 512).ok());
    const auto refused = [&](auto change, core::Code code, const std::vector<std::string>& words) {
        SequenceRequest changed = request;
        change(changed);
        const auto status = check_request(changed, config, 256);
        if (status || status.error().code != code) return false;
        for (const auto& word : words)
            if (status.error().message.find(word) == std::string::npos) return false;
        return true;
    };
    using Request = SequenceRequest;
    QVERIFY(refused([](Request& r) { r.prompt_ids.clear(); }, core::Code::invalid_argument, {}));
    QVERIFY(refused([](Request& r) { r.prompt_ids[1] = 100; }, core::Code::invalid_argument, {"100"}));
    QVERIFY(refused([](Request& r) { r.params.max_tokens = 0; }, core::Code::invalid_argument, {}));
    QVERIFY(refused([](Request& r) { r.params.max_tokens = 510; }, core::Code::too_large, {"512", "513", "510"}));
    QVERIFY(
        refused([](Request& r) { r.params.max_tokens = UINT32_MAX; }, core::Code::too_large, {"512", "4294967298"}));
    QVERIFY(refused([](Request& r) { r.params.max_tokens = 300; }, core::Code::too_large, {"256", "303"}));
    QVERIFY(refused([](Request& r) { r.stop_strings = {""}; }, core::Code::invalid_argument, {"0"}));
    QVERIFY(refused([](Request& r) { r.stop_strings.assign(17, "x"); }, core::Code::invalid_argument, {"17", "16"}));
    QVERIFY(refused([](Request& r) { r.top_logprobs = 21; }, core::Code::invalid_argument, {"20", "21"}));
}

QTEST_GUILESS_MAIN(TestPieces)
#include "tst_compute_pieces.moc"
