// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact_random.h"

#include <QTest>

namespace hearth::test {

/// One data row for each variant of the kernels; `index` is its place in every_variant().
inline void add_variants() {
    QTest::addColumn<std::size_t>("index");
    const auto all = every_variant();
    for (std::size_t i = 0; i < all.size(); ++i)
        QTest::newRow(all[i]->name) << i;
}

} // namespace hearth::test

/// A test function with these rows, in a class with a function variants().
#define EACH_VARIANT(op)                                                                                               \
    void op##_data() {                                                                                                 \
        variants();                                                                                                    \
    }                                                                                                                  \
    void op();
