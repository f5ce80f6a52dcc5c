// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/pipelines.h"

#include <QTest>

#include <set>

using namespace hearth::exact::vulkan;

namespace {

using Words = std::span<const std::uint32_t>;

template <typename Visit>
void each_instruction(Words spirv, Visit&& visit) {
    for (std::size_t at = 5; at < spirv.size(); at += spirv[at] >> 16)
        visit(spirv[at] & 0xFFFF, spirv.subspan(at, spirv[at] >> 16));
}

struct Named {
    Shader shader;
    const char* name;
};
constexpr Named all[] = {{Shader::embed, "embed"},
                         {Shader::quantise, "quantise"},
                         {Shader::heads, "heads"},
                         {Shader::attend_max, "attend_max"},
                         {Shader::attend_sum, "attend_sum"},
                         {Shader::attend_out, "attend_out"},
                         {Shader::spread, "spread"},
                         {Shader::linear_few, "linear_few"},
                         {Shader::linear_many, "linear_many"},
                         {Shader::read, "read"}};

} // namespace

/// The compiled shaders use nothing but the arithmetic that the profiles pin down.
class TestShaders : public QObject {
    Q_OBJECT

private slots:
    void everyShader_data();
    void everyShader();
    void roundingIsDemandedOnce_data() { everyShader_data(); }
    void roundingIsDemandedOnce();
};

void TestShaders::everyShader_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<bool>("dot");
    for (int i = 0; i < int(std::size(all)); ++i)
        for (const bool dot : {false, true})
            QTest::newRow(qPrintable(QString("%1%2").arg(all[i].name, dot ? ", dot" : ""))) << i << dot;
}

void TestShaders::everyShader() {
    QFETCH(const int, index);
    QFETCH(const bool, dot);
    const Words spirv = spirv_of(all[index].shader, dot);
    QCOMPARE(spirv[0], 0x07230203U);
    std::set<std::uint32_t> uncontracted;
    std::size_t sums = 0;
    each_instruction(spirv, [&](std::uint32_t op, Words words) {
        constexpr std::uint32_t decorate = 71, no_contraction = 42;
        if (op == decorate && words[2] == no_contraction) uncontracted.insert(words[1]);
    });
    each_instruction(spirv, [&](std::uint32_t op, Words words) {
        constexpr std::uint32_t capability = 17, extended = 12, type_float = 22, add = 129, subtract = 131,
                                multiply = 133;
        if (op == add || op == subtract || op == multiply) {
            ++sums;
            QVERIFY2(uncontracted.count(words[2]) == 1, "a product and a sum may be contracted");
        }
        // Division, remainders, vector and matrix products, fp64 and fp16: none is the same everywhere.
        for (const std::uint32_t banned : {136U, 140U, 141U, 142U, 143U, 144U, 145U, 146U, 147U, 148U})
            QVERIFY2(op != banned, "an operation that the profile does not have");
        if (op == type_float) QCOMPARE(words[2], 32U);
        if (op == capability) QVERIFY2(words[1] != 9 && words[1] != 10, "fp16 or fp64");
        if (op == extended) {
            // RoundEven, FAbs, SAbs, FMin, UMin, SMin, FMax, UMax, SMax, UClamp, SClamp, FindSMsb, FindUMsb
            const std::set<std::uint32_t> exact{2, 4, 5, 37, 38, 39, 40, 41, 42, 44, 45, 74, 75};
            QVERIFY2(exact.count(words[4]) == 1, qPrintable(QString("extended instruction %1").arg(words[4])));
        }
    });
    const bool computes = all[index].shader != Shader::attend_max && all[index].shader != Shader::read;
    if (computes) QVERIFY(sums > 0);
}

void TestShaders::roundingIsDemandedOnce() {
    QFETCH(const int, index);
    QFETCH(const bool, dot);
    const Words plain = spirv_of(all[index].shader, dot);
    const auto demanding = rounding_to_nearest(plain);
    QCOMPARE(demanding.size(), plain.size() + 2 + 7 + 4);
    int capabilities = 0, modes = 0, extensions = 0;
    std::uint32_t entry = 0;
    each_instruction(demanding, [&](std::uint32_t op, Words words) {
        if (op == 17 && words[1] == 4467) ++capabilities;
        if (op == 10 && words.size() == 7) ++extensions;
        if (op == 15) entry = words[2];
        if (op == 16 && words[2] == 4462) {
            ++modes;
            QCOMPARE(words[1], entry);
            QCOMPARE(words[3], 32U);
        }
    });
    QCOMPARE(capabilities, 1);
    QCOMPARE(modes, 1);
    QVERIFY(extensions >= 1);
}

QTEST_GUILESS_MAIN(TestShaders)
#include "tst_vulkan_shaders.moc"
