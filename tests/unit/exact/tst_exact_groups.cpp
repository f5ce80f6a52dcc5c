// SPDX-License-Identifier: Apache-2.0
#include "exact/measure/conformance.h"
#include "exact/profile/arithmetic.h"
#include "product_case.h"
#include "variant_rows.h"

#include <QTest>

using namespace hearth;
using namespace hearth::exact;
using test::Product;
using test::Random;

/// What CI4.1 adds to the ops of CI8.1: rows and matrices in groups of 32 columns.
class TestGroups : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data();
    void exponentsKeepWithinTheRange();
    void rowsEqualTheReference();
    void anyShape();
    void everyEdge();
    void theLargestSums();
    void conformance();

private:
    static const Kernels& kernels();
    static void compare(Random& random, const Product& product);
};

void TestGroups::initTestCase_data() {
    test::add_variants();
}

const Kernels& TestGroups::kernels() {
    QFETCH_GLOBAL(const std::size_t, index);
    return *test::every_variant()[index];
}

void TestGroups::compare(Random& random, const Product& product) {
    const std::string different = test::product_differs(kernels(), random, product);
    QVERIFY2(different.empty(), different.c_str());
}

void TestGroups::exponentsKeepWithinTheRange() {
    QCOMPARE(group_exponent(0.0F), finest_exponent);
    QCOMPARE(group_exponent(0x1p-140F), finest_exponent);
    QCOMPARE(group_exponent(127.0F), 0);
    QCOMPARE(group_exponent(63.7F), 1);  // 127.4
    QCOMPARE(group_exponent(63.75F), 0); // 127.5 would round to 128
    QCOMPARE(group_exponent(64.0F), 0);
    QCOMPARE(group_exponent(3.98F), 5);
    QCOMPARE(group_exponent(3.99F), 4);
    for (float y = 0.0F; y < 127.5F; y += 0.001F) {
        const int e = group_exponent(y);
        QVERIFY(round_even(y * power_of_two(e)) <= 127);
        QVERIFY(e == finest_exponent || round_even(y * power_of_two(e + 1)) > 127);
    }
}

void TestGroups::rowsEqualTheReference() {
    Random random(30);
    for (int i = 0; i < test::random_cases; ++i) {
        const std::size_t n = group_columns * random.between(1, 12);
        const std::size_t padded = rounded_up(n, column_unit);
        std::vector<float> x(n);
        for (std::size_t k = 0; k < n; ++k) {
            if (k % group_columns == 0 && random.one_in(6))
                k += group_columns - 1; // a group of zeros
            else
                x[k] = random.wide(-12 + static_cast<int>(k / group_columns) % 12, 4);
        }
        const float m = *reference::largest(x);
        if (m < zero_limit) continue; // the runner asks no kernel then
        const auto expected = reference::quantise_groups(x);
        QVERIFY(expected);
        std::vector<std::int8_t> ours(padded + 1, 99);
        std::vector<RowGroup> groups(padded / group_columns, {99, 99});
        kernels().quantise_groups(x.data(), n, padded, 127.0F * reciprocal(m), ours.data(), groups.data());
        QCOMPARE(std::memcmp(ours.data(), expected->values.data(), n), 0);
        for (std::size_t g = 0; g < groups.size(); ++g) {
            std::int32_t sum = 0;
            for (std::size_t k = g * group_columns; k < (g + 1) * group_columns; ++k)
                sum += ours[k];
            QCOMPARE(groups[g].sum, sum);
            QCOMPARE(groups[g].shift, g * group_columns < n ? finest_exponent - expected->exponents[g] : 0);
        }
        QVERIFY(std::all_of(ours.begin() + std::ptrdiff_t(n), ours.end() - 1, [](auto v) { return v == 0; }));
        QCOMPARE(ours.back(), std::int8_t{99});
    }
}

void TestGroups::anyShape() {
    Random random(31);
    for (int i = 0; i < test::random_cases; ++i) {
        Product p;
        p.grouped = true;
        p.rows = random.between(1, 5 * 16);
        p.columns = group_columns * random.between(1, random.one_in(8) ? 12 : 4);
        p.inputs = random.between(1, 20);
        const std::size_t blocks = test::blocks_of(p.rows);
        p.first = random.one_in(2) ? 0 : random.below(blocks);
        p.last = random.one_in(2) ? blocks : random.between(p.first + 1, blocks);
        p.bias = random.one_in(2);
        p.add = random.one_in(2);
        p.matrix = random.pick(test::all_fills);
        p.input = random.pick(test::all_fills);
        compare(random, p);
    }
}

void TestGroups::everyEdge() {
    Random random(32);
    for (std::size_t blocks = 1; blocks <= 3; ++blocks)
        for (std::size_t inputs = 1; inputs <= 14; ++inputs)
            for (const std::size_t missing : {0U, 1U, 15U})
                for (const std::size_t columns : {32U, 64U, 96U}) {
                    Product p;
                    p.grouped = true;
                    p.rows = blocks * block_rows - missing;
                    p.columns = columns;
                    p.inputs = inputs;
                    p.last = blocks;
                    p.bias = random.one_in(2);
                    p.add = random.one_in(2);
                    compare(random, p);
                }
}

void TestGroups::theLargestSums() {
    Random random(33);
    for (const test::Fill input : {test::Fill::highest, test::Fill::opposite, test::Fill::extreme})
        for (const test::Fill matrix : {test::Fill::highest, test::Fill::extreme}) {
            Product p;
            p.grouped = true;
            p.rows = 17;
            p.columns = max_grouped_columns;
            p.inputs = 3;
            p.last = 2;
            p.input = input;
            p.matrix = matrix;
            compare(random, p);
        }
}

void TestGroups::conformance() {
    const auto names = available_kernels();
    if (std::find(names.begin(), names.end(), kernels().name) == names.end())
        QSKIP("this variant is for tests alone; the runner's tests go through it");
    const auto passed = self_test(Profile::ci41, kernels().name);
    QVERIFY2(passed, passed ? "" : passed.error().message.c_str());
}

QTEST_APPLESS_MAIN(TestGroups)
#include "tst_exact_groups.moc"
