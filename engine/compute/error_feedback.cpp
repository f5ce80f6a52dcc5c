// SPDX-License-Identifier: Apache-2.0
#include "compute/error_feedback.h"

#include "exact/arithmetic.h"

#include <algorithm>
#include <array>

namespace hearth::compute {

namespace {

constexpr double damping = 0.003; // of the mean diagonal

} // namespace

ErrorFeedback::ErrorFeedback(const std::int8_t* values, std::size_t rows, std::size_t columns, std::size_t stride)
    : m_columns(columns) {
    for (std::size_t first = 0; first < columns; first += run) {
        const std::size_t size = std::min(run, columns - first);
        std::vector<std::int32_t> sums(size * size); // exact: 127² × rows stays below 2³¹
        for (std::size_t row = 0; row < rows; ++row) {
            const std::int8_t* const x = values + row * stride + first;
            for (std::size_t a = 0; a < size; ++a)
                for (std::size_t b = 0; b <= a; ++b)
                    sums[a * size + b] += x[a] * x[b];
        }
        std::vector<double> h(sums.begin(), sums.end());
        factorise(size, h);
    }
}

/// From the last column to the first: D[j] = H[j][j], U[i][j] = H[i][j] / D[j], H −= D[j] U[·][j] U[·][j]ᵀ.
void ErrorFeedback::factorise(std::size_t size, std::vector<double>& h) {
    double trace = 0.0;
    for (std::size_t i = 0; i < size; ++i)
        trace += h[i * size + i];
    const double added = damping * trace / static_cast<double>(size) + 1.0;
    for (std::size_t i = 0; i < size; ++i)
        h[i * size + i] += added;
    std::vector<float> upper(size * size);
    std::vector<double> column(size);
    for (std::size_t j = size; j-- > 0;) {
        const double d = h[j * size + j];
        for (std::size_t i = 0; i < j; ++i) {
            column[i] = h[j * size + i] / d;
            upper[i * size + j] = static_cast<float>(column[i]);
        }
        for (std::size_t a = 0; a < j; ++a) {
            const double by = column[a] * d;
            for (std::size_t b = 0; b <= a; ++b)
                h[a * size + b] -= by * column[b];
        }
    }
    m_upper.push_back(std::move(upper));
}

void ErrorFeedback::round(const float* const* weights, const float* factor, const float* unit, std::size_t count,
                          std::int8_t* const* out) const {
    std::vector<std::array<float, lanes>> carried(run);
    for (std::size_t part = 0; part < m_upper.size(); ++part) {
        const std::size_t first = part * run, size = std::min(run, m_columns - first);
        std::fill(carried.begin(), carried.end(), std::array<float, lanes>{});
        for (std::size_t k = 0; k < size; ++k) {
            std::array<float, lanes> error{};
            for (std::size_t i = 0; i < count; ++i) {
                const float w = weights[i][first + k];
                const float wanted = std::clamp((w + carried[k][i]) * factor[i], -127.0F, 127.0F);
                const auto q = static_cast<std::int8_t>(exact::round_even(wanted));
                out[i][first + k] = q;
                error[i] = w - static_cast<float>(q) * unit[i];
            }
            const float* const along = m_upper[part].data() + k * size;
            for (std::size_t j = k + 1; j < size; ++j)
                for (std::size_t i = 0; i < lanes; ++i)
                    carried[j][i] += error[i] * along[j];
        }
    }
}

} // namespace hearth::compute
