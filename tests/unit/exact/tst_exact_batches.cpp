// SPDX-License-Identifier: Apache-2.0
#include "product_case.h"
#include "variant_rows.h"

#include <QTest>

using namespace hearth;
using namespace hearth::exact;
using test::Product;
using test::Random;

namespace {

constexpr std::size_t edge_inputs[] = {1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 31, 32, 33, 39, 40, 47, 48, 49, 63, 64, 65};

} // namespace

/// Products of few and of many input rows at once, byte for byte as the reference has them.
class TestBatches : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data();
    void fewInputsEqualTheReference();
    void fewInputsHoldAtEveryTileEdge();
    void fewInputsHoldTheLargestSums();
    void anyShape();
    void everyEdge();
    void everyRangeOfBlocks();
    void theLargestSums();

private:
    static const Kernels& kernels();
};

void TestBatches::initTestCase_data() {
    test::add_variants();
}

const Kernels& TestBatches::kernels() {
    QFETCH_GLOBAL(const std::size_t, index);
    return *test::every_variant()[index];
}

void TestBatches::anyShape() {
    Random random(20);
    for (int i = 0; i < test::random_cases; ++i) {
        Product p;
        p.rows = random.one_in(3) ? 16 * random.between(1, 5) : random.between(1, 5 * 16);
        p.columns = test::some_length(random, random.one_in(8) ? 330 : 140);
        p.inputs = random.one_in(2) ? random.pick(edge_inputs) : random.between(1, 70);
        const std::size_t blocks = test::blocks_of(p.rows);
        p.first = random.one_in(2) ? 0 : random.below(blocks);
        p.last = random.one_in(2) ? blocks : random.between(p.first + 1, blocks);
        p.bias = random.one_in(2);
        p.add = random.one_in(2);
        p.matrix = random.pick(test::all_fills);
        p.input = random.pick(test::all_fills);
        const std::string different = test::product_differs(kernels(), random, p);
        QVERIFY2(different.empty(), different.c_str());
    }
}

void TestBatches::everyEdge() {
    Random random(21);
    for (std::size_t blocks = 1; blocks <= 5; ++blocks)
        for (const std::size_t inputs : edge_inputs)
            for (const std::size_t missing : {0U, 1U, 15U})
                for (const std::size_t columns : {1U, 63U, 64U, 65U, 127U, 128U, 129U}) {
                    Product p;
                    p.rows = blocks * block_rows - missing;
                    p.columns = columns;
                    p.inputs = inputs;
                    p.last = blocks;
                    p.bias = random.one_in(2);
                    p.add = random.one_in(2);
                    const std::string different = test::product_differs(kernels(), random, p);
                    QVERIFY2(different.empty(), different.c_str());
                }
}

void TestBatches::everyRangeOfBlocks() {
    Random random(22);
    for (const std::size_t inputs : {8U, 16U, 33U})
        for (std::size_t first = 0; first < 6; ++first)
            for (std::size_t last = first; last <= 6; ++last) {
                Product p;
                p.rows = 6 * block_rows - 3;
                p.inputs = inputs;
                p.first = first;
                p.last = last;
                const std::string different = test::product_differs(kernels(), random, p);
                QVERIFY2(different.empty(), different.c_str());
            }
}

void TestBatches::theLargestSums() {
    Random random(23);
    for (const test::Fill input : {test::Fill::highest, test::Fill::opposite})
        for (const test::Fill matrix : {test::Fill::highest, test::Fill::opposite, test::Fill::extreme}) {
            Product p;
            p.rows = 17;
            p.columns = max_columns;
            p.inputs = 9;
            p.last = 2;
            p.input = input;
            p.matrix = matrix;
            const std::string different = test::product_differs(kernels(), random, p);
            QVERIFY2(different.empty(), different.c_str());
        }
}

void TestBatches::fewInputsEqualTheReference() {
    Random random(6);
    for (int i = 0; i < test::random_cases; ++i) {
        Product p;
        p.rows = random.one_in(3) ? 16 * random.between(1, 9) : random.between(1, 9 * 16);
        p.columns = test::some_length(random, 330);
        p.inputs = random.between(1, 13);
        const std::size_t blocks = test::blocks_of(p.rows);
        p.first = random.one_in(2) ? 0 : random.below(blocks);
        p.last = random.one_in(2) ? blocks : random.between(p.first + 1, blocks);
        p.bias = random.one_in(2);
        p.add = random.one_in(2);
        p.matrix = random.pick(test::all_fills);
        p.input = random.pick(test::all_fills);
        const std::string different = test::product_differs(kernels(), random, p);
        QVERIFY2(different.empty(), different.c_str());
    }
}

void TestBatches::fewInputsHoldAtEveryTileEdge() {
    Random random(7);
    for (std::size_t blocks = 1; blocks <= 9; ++blocks)
        for (std::size_t inputs = 1; inputs <= 13; ++inputs)
            for (const std::size_t missing : {0U, 1U, 15U})
                for (const std::size_t columns : {1U, 3U, 4U, 63U, 64U, 65U}) {
                    Product p;
                    p.rows = blocks * block_rows - missing;
                    p.columns = columns;
                    p.inputs = inputs;
                    p.last = blocks;
                    p.bias = (blocks + inputs) % 2 == 0;
                    p.add = inputs % 2 == 0;
                    const std::string different = test::product_differs(kernels(), random, p);
                    QVERIFY2(different.empty(), different.c_str());
                }
}

void TestBatches::fewInputsHoldTheLargestSums() {
    Random random(8);
    for (const test::Fill input : {test::Fill::highest, test::Fill::opposite, test::Fill::extreme, test::Fill::random})
        for (const test::Fill matrix : {test::Fill::highest, test::Fill::opposite, test::Fill::extreme}) {
            for (const std::size_t columns :
                 {std::size_t{max_columns}, std::size_t{max_columns} - 1, std::size_t{65536}}) {
                Product p;
                p.rows = 17;
                p.columns = columns;
                p.inputs = columns == max_columns ? 1 : 2;
                p.last = 2;
                p.input = input;
                p.matrix = matrix;
                const std::string different = test::product_differs(kernels(), random, p);
                QVERIFY2(different.empty(), different.c_str());
            }
        }
}

QTEST_APPLESS_MAIN(TestBatches)
#include "tst_exact_batches.moc"
