// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/reference.h"
#include "exact_random.h"
#include "full_run.h"

namespace hearth::test {

#ifdef HEARTH_SANITIZED
inline constexpr int random_cases = 1500; // unoptimised and watched: the edges matter more
#else
inline const int random_cases = sampled(2000, 10000); // every edge besides
#endif

/// Rows as the runner hands them over, and the same for the reference.
struct Rows {
    Rows(std::size_t count, std::size_t columns, std::size_t unit);
    /// After the reference rows were filled.
    void finish();
    exact::RowsView view() const {
        return {values.data(), scales.data(), sums.data(), stride, plain.size(), groups.data()};
    }

    std::size_t stride;
    std::vector<std::int8_t> values;
    std::vector<float> scales;
    std::vector<std::int32_t> sums;
    std::vector<exact::RowGroup> groups; ///< of rows that have exponents
    std::vector<exact::reference::QuantisedRow> plain;
};

enum class Fill { random, extreme, highest, opposite, zero };
inline constexpr Fill all_fills[] = {Fill::random,  Fill::random,   Fill::random, Fill::extreme,
                                     Fill::highest, Fill::opposite, Fill::zero};

void fill(Random& random, std::span<std::int8_t> values, Fill how);

struct Product {
    std::size_t rows = 16, columns = 64, inputs = 1; ///< matrix rows and columns, input rows
    std::size_t first = 0, last = 1;                 ///< blocks
    bool bias = false, add = false;
    bool grouped = false; ///< 4-bit values; columns are whole groups
    Fill matrix = Fill::random, input = Fill::random;
};

std::size_t blocks_of(std::size_t rows);

/// Empty if linear() or linear_groups() gives the reference's bytes for such a product with values drawn from `random`
/// and leaves all others alone. Inputs, matrix and outputs end where memory ends: a byte too far is a crash.
std::string product_differs(const exact::Kernels& kernels, Random& random, const Product& want);

} // namespace hearth::test
