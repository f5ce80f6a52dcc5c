// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "core/pinned_math.h"
#include "proof/noise.h"
#include "proof/sampler.h"
#include "vectors.h"

#include <cmath>
#include <QtTest>
#include <random>

using namespace hearth;
using namespace hearth::proof;

namespace {

DecodeParams params_of(const nlohmann::json& p) {
    DecodeParams params;
    params.temperature_q16 = p["T"];
    params.top_k = p["top_k"];
    params.top_p_q16 = p["top_p"];
    params.min_p_q16 = p["min_p"];
    params.repetition_penalty_q16 = p["rep"];
    params.frequency_penalty_q16 = p["freq"];
    params.presence_penalty_q16 = p["pres"];
    return params;
}

std::vector<float> row_of(const nlohmann::json& item) {
    std::vector<float> row;
    if (item.contains("logits_bits")) {
        for (const auto& bits : item["logits_bits"])
            row.push_back(
                std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(bits.get<std::string>(), nullptr, 16))));
        return row;
    }
    const auto& made = item["logits_made"];
    for (std::uint32_t v = 0; v < made["size"].get<std::uint32_t>(); ++v) {
        const auto word = philox4x32({v, 0, 0, 0}, {made["seed"].get<std::uint32_t>(), 0})[0];
        const int centred = static_cast<int>(word >> 8) - (1 << 23);
        row.push_back(std::ldexp(static_cast<float>(centred), -made["spread"].get<int>()));
    }
    return row;
}

/// Upper tail of the chi-square distribution, Wilson and Hilferty's approximation.
double p_value(double statistic, double degrees) {
    const double a = 2.0 / (9.0 * degrees);
    const double z = (std::cbrt(statistic / degrees) - (1.0 - a)) / std::sqrt(a);
    return 0.5 * std::erfc(z / std::sqrt(2.0));
}

/// Chi-square p of `draws` draws against softmax over `kept` tokens of `logits`.
double goodness(const DecodeParams& params, const std::vector<float>& logits, const std::vector<bool>& kept,
                std::uint32_t draws) {
    Sampler sampler(params, core::sha256(core::as_bytes("chi-square 1")));
    std::vector<std::uint64_t> counts(logits.size());
    for (std::uint32_t t = 0; t < draws; ++t)
        ++counts[sampler.draw(logits, {}, t).token];
    double total = 0;
    const double temperature = params.temperature_q16 / 65536.0;
    std::vector<double> weight(logits.size());
    for (std::size_t v = 0; v < logits.size(); ++v) {
        weight[v] = kept[v] ? std::exp(static_cast<double>(logits[v]) / temperature) : 0.0;
        total += weight[v];
    }
    double statistic = 0, degrees = -1;
    for (std::size_t v = 0; v < logits.size(); ++v) {
        if (!kept[v]) {
            if (counts[v] != 0) return 0;
            continue;
        }
        const double expected = weight[v] / total * draws;
        statistic += std::pow(static_cast<double>(counts[v]) - expected, 2) / expected;
        degrees += 1;
    }
    return p_value(statistic, degrees);
}

} // namespace

class TestSampler : public QObject {
    Q_OBJECT
private slots:
    void numericFloorEqualsTheSecondImplementation();
    void batchedPhiloxEqualsSingle();
    void drawsEqualTheSecondImplementation();
    void exp2qIsCloseAndNeverFalls();
    void noiseNeverExceedsItsBound();
    void logarithmIsAccurate();
    void drawsFollowSoftmax_data();
    void drawsFollowSoftmax();
    void marginIsTheSmallestDeficit();
    void stopListsHash();
    void sameRowDrawsTheSameInAnyOrder();
};

void TestSampler::numericFloorEqualsTheSecondImplementation() {
    const auto all = vectors::load("gms1.json");
    for (const auto& item : all["philox"]) {
        const auto words = philox4x32(item["counter"], item["key"]);
        QCOMPARE(nlohmann::json(words), item["words"]);
    }
    QVERIFY((philox4x32({0, 0, 0, 0}, {0, 0}) ==
             std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    for (const auto& pair : all["exp2q"])
        QCOMPARE(exp2q(pair[0].get<std::int64_t>()), pair[1].get<std::uint32_t>());
    for (const auto& pair : all["gumbel"])
        QCOMPARE(gms::gumbel_q16(pair[0].get<std::uint32_t>()), pair[1].get<std::int64_t>());
}

void TestSampler::batchedPhiloxEqualsSingle() {
    std::array<std::uint32_t, gms::tokens_per_batch> words;
    gms::philox_batch({11, 22}, 33, 40, words);
    for (std::uint32_t i = 0; i < words.size(); ++i)
        QCOMPARE(words[i], (philox4x32({33, 40 + i / 4, 0, 0}, {11, 22})[i % 4]));
}

void TestSampler::drawsEqualTheSecondImplementation() {
    int draws = 0;
    const auto all = vectors::load("gms1.json");
    for (const auto& item : all["cases"]) {
        const std::string name = item["name"];
        const auto row = row_of(item);
        const std::vector<std::uint32_t> history = item["history"];
        Sampler sampler(params_of(item["params"]), vectors::hash(item["key"]));
        for (const auto& expected : item["draws"]) {
            const auto drawn = sampler.draw(row, history, expected["t"]);
            QVERIFY2(drawn.token == expected["token"].get<std::uint32_t>(), name.c_str());
            QVERIFY2(std::to_string(drawn.margin) == expected["margin"].get<std::string>(), name.c_str());
            for (const auto& [token, deficit] : expected["deficits"].items())
                QVERIFY2(std::to_string(sampler.deficit(row, history, expected["t"],
                                                        static_cast<std::uint32_t>(std::stoul(token)))) ==
                             deficit.get<std::string>(),
                         name.c_str());
            ++draws;
        }
    }
    QVERIFY(draws > 200);
}

void TestSampler::exp2qIsCloseAndNeverFalls() {
    std::uint32_t last = 0;
    for (std::int64_t x = -18 * 65536; x <= 0; ++x) {
        const std::uint32_t value = exp2q(x);
        QVERIFY(value >= last);
        last = value;
        QVERIFY(std::abs(value - 32768.0 * std::exp2(static_cast<double>(x) / 65536.0)) < 0.51);
    }
    QCOMPARE(last, 32768u);
}

void TestSampler::noiseNeverExceedsItsBound() {
    std::mt19937 random(3);
    std::vector<std::uint32_t> words{0, 1, UINT32_MAX, UINT32_MAX - 1, UINT32_MAX - 2};
    for (int k = 0; k < 32; ++k)
        for (const std::uint32_t near : {(1u << k) - 1, 1u << k, (1u << k) + 1})
            words.push_back(~near);
    for (int i = 0; i < 300000; ++i)
        words.push_back(static_cast<std::uint32_t>(random()));
    for (const std::uint32_t word : words) {
        const std::int64_t noise = gms::gumbel_q16(word);
        QVERIFY(noise <= gms::gumbel_bound_q16(word));
        QVERIFY(gms::gumbel_bound_q16(word) <= gms::max_gumbel_q16);
        QVERIFY(noise > -206000 && noise < 1500000);
    }
}

void TestSampler::logarithmIsAccurate() {
    std::mt19937_64 random(4);
    std::uniform_real_distribution<double> exponent(-60, 10);
    for (int i = 0; i < 200000; ++i) {
        const double x = std::exp2(exponent(random));
        QVERIFY(std::abs(core::pinned_log(x) - std::log(x)) <= 4e-16 * std::max(1.0, std::abs(std::log(x))));
    }
}

void TestSampler::drawsFollowSoftmax_data() {
    QTest::addColumn<double>("temperature");
    QTest::addColumn<int>("top_k");
    QTest::addColumn<double>("top_p");
    QTest::newRow("temperature 1") << 1.0 << 0 << 1.0;
    QTest::newRow("temperature 0.7, top_k 20") << 0.7 << 20 << 1.0;
    QTest::newRow("temperature 1.5, top_p 0.9") << 1.5 << 0 << 0.9;
}

void TestSampler::drawsFollowSoftmax() {
    QFETCH(double, temperature);
    QFETCH(int, top_k);
    QFETCH(double, top_p);
    std::mt19937 random(5);
    std::normal_distribution<float> normal(0, 1.5F);
    std::vector<float> logits(61);
    for (float& x : logits)
        x = normal(random);
    std::vector<std::size_t> order(logits.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return logits[a] > logits[b]; });
    double total = 0, sum = 0;
    for (const float x : logits)
        total += std::exp(static_cast<double>(x) / temperature);
    std::vector<bool> kept(logits.size());
    for (std::size_t i = 0; i < order.size() && sum < top_p * total; ++i) {
        if (top_k != 0 && i == static_cast<std::size_t>(top_k)) break;
        kept[order[i]] = true;
        sum += std::exp(static_cast<double>(logits[order[i]]) / temperature);
    }
    DecodeParams params;
    params.temperature_q16 = static_cast<std::uint32_t>(std::lround(temperature * 65536));
    params.top_k = static_cast<std::uint32_t>(top_k);
    params.top_p_q16 = static_cast<std::uint32_t>(std::lround(top_p * 65536));
    const double p = goodness(params, logits, kept, 1'000'000);
    QVERIFY2(p > 0.01, qPrintable(QString::number(p)));
}

void TestSampler::marginIsTheSmallestDeficit() {
    std::mt19937 random(6);
    std::normal_distribution<float> normal(0, 2);
    for (std::uint32_t round = 0; round < 60; ++round) {
        std::vector<float> logits(1 + random() % 130);
        for (float& x : logits)
            x = normal(random);
        DecodeParams params;
        params.temperature_q16 = round % 5 == 0 ? 0 : 1u << (12 + round % 8);
        params.top_k = round % 3 == 0 ? 9 : 0;
        params.min_p_q16 = round % 4 == 0 ? 2000 : 0;
        Sampler sampler(params, core::Hash{});
        const auto drawn = sampler.draw(logits, {}, round);
        std::int64_t least = INT64_MAX;
        for (std::uint32_t v = 0; v < logits.size(); ++v) {
            const std::int64_t deficit = sampler.deficit(logits, {}, round, v);
            QVERIFY(deficit >= 0);
            if (v == drawn.token)
                QCOMPARE(deficit, std::int64_t{0});
            else
                least = std::min(least, deficit);
        }
        QCOMPARE(drawn.margin, least);
        QCOMPARE(sampler.deficit(logits, {}, round, static_cast<std::uint32_t>(logits.size())), INT64_MAX);
    }
}

void TestSampler::stopListsHash() {
    const auto all = vectors::load("gms1.json");
    for (const auto& item : all["stop_lists"])
        QCOMPARE(stop_list_hash(item["strings"], item["ids"]), vectors::hash(item["hash"]));
    QVERIFY(stop_list_hash({"ab"}, {}) != stop_list_hash({"a", "b"}, {}));
}

void TestSampler::sameRowDrawsTheSameInAnyOrder() {
    const std::vector<float> logits{0.1F, 0.7F, 0.3F, 0.5F, 0.2F};
    DecodeParams params;
    Sampler forward(params, core::Hash{}), backward(params, core::Hash{});
    std::vector<std::uint32_t> first, second;
    for (std::uint32_t t = 0; t < 200; ++t)
        first.push_back(forward.draw(logits, {}, t).token);
    for (std::uint32_t t = 200; t-- > 0;)
        second.push_back(backward.draw(logits, {}, t).token);
    std::reverse(second.begin(), second.end());
    QVERIFY(first == second);
    QVERIFY(std::adjacent_find(first.begin(), first.end(), std::not_equal_to<>()) != first.end());
}

QTEST_GUILESS_MAIN(TestSampler)
#include "tst_proof_sampler.moc"
