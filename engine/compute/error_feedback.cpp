// SPDX-License-Identifier: Apache-2.0
#include "compute/error_feedback.h"

#include "exact/arithmetic.h"
#include "exact/kernels.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hearth::compute {

namespace {

constexpr double damping = 0.003; // of the mean diagonal
constexpr std::size_t batch = 1024; // rows whose products stay below 2²⁴, exact in fp32
constexpr std::size_t bundle = 32; // columns whose errors are carried on together: each sum keeps its order

using Lanes = std::array<float, ErrorFeedback::lanes>;

/// carried[j] += Σ errors[k] × upper[k][j] for j in [first, last), k by k.
void carry(const Lanes* errors, std::size_t count, const float* upper, std::size_t stride, Lanes* carried,
           std::size_t first, std::size_t last) {
    for (std::size_t j = first; j < last; ++j) {
        Lanes sum = carried[j];
        for (std::size_t k = 0; k < count; ++k)
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += errors[k][i] * upper[k * stride + j];
        carried[j] = sum;
    }
}

/// h += xᵀ x, by the kernels of the profile with all scales one: exact.
void add_products(const std::int8_t* values, std::size_t rows, std::size_t size, std::size_t stride,
                  std::vector<double>& h) {
    const exact::Kernels& kernels = exact::best_kernels();
    const std::size_t padded = exact::rounded_up(rows, exact::column_unit);
    std::vector<std::int8_t> turned(size * padded);
    std::vector<std::int32_t> sums(size);
    for (std::size_t k = 0; k < size; ++k)
        for (std::size_t row = 0; row < rows; ++row) {
            turned[k * padded + row] = values[row * stride + k];
            sums[k] += values[row * stride + k];
        }
    std::vector<float> ones(exact::rounded_up(size, exact::block_rows), 1.0F), products(size * size);
    exact::PackedMatrix packed = exact::PackedMatrix::of(size, padded, false);
    std::vector<std::uint8_t> bytes(packed.blocks * packed.block_bytes());
    packed.data = bytes.data();
    packed.scales = ones.data();
    const std::vector<float> unit(size, 1.0F);
    const exact::MatrixView view{packed.rows, packed.columns, turned.data(), unit.data(), nullptr};
    for (std::size_t block = 0; block < packed.blocks; ++block)
        exact::pack_block({&view}, block, kernels.offset, packed);
    kernels.linear({{turned.data(), unit.data(), sums.data(), padded, size}, &packed, 0, packed.blocks,
                    products.data(), size, false});
    for (std::size_t i = 0; i < h.size(); ++i)
        h[i] += static_cast<double>(products[i]);
}

/// From the last column to the first: D[j] = H[j][j], U[i][j] = H[i][j] / D[j], H −= D[j] U[·][j] U[·][j]ᵀ.
std::vector<float> factor_of(std::size_t size, std::vector<double>& h) {
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
    return upper;
}

} // namespace

void ErrorFeedback::prepare(std::span<ErrorFeedback> all, exact::ThreadTeam& team) {
    std::vector<std::pair<ErrorFeedback*, std::size_t>> runs;
    for (ErrorFeedback& feedback : all)
        for (std::size_t index = 0; index < feedback.m_upper.size(); ++index)
            runs.emplace_back(&feedback, index);
    team.run([&](exact::ThreadTeam::Member& me) {
        me.share(static_cast<std::uint32_t>(runs.size()),
                 [&](std::uint32_t item) { runs[item].first->prepare_run(runs[item].second); });
    });
}

void ErrorFeedback::prepare_run(std::size_t index) {
    const std::size_t first = index * run, size = std::min(run, m_columns - first);
    std::vector<double> h(size * size);
    for (std::size_t row = 0; row < m_rows; row += batch)
        add_products(m_values + row * m_stride + first, std::min(batch, m_rows - row), size, m_stride, h);
    m_upper[index] = factor_of(size, h);
}

void ErrorFeedback::round(const float* const* weights, const float* factor, const float* unit, std::size_t count,
                          std::int8_t* const* out) const {
    std::vector<Lanes> carried(run);
    for (std::size_t part = 0; part < m_upper.size(); ++part) {
        const std::size_t first = part * run, size = std::min(run, m_columns - first);
        std::fill(carried.begin(), carried.end(), Lanes{});
        std::array<Lanes, bundle> errors;
        for (std::size_t k = 0; k < size; ++k) {
            Lanes& error = errors[k % bundle];
            error.fill(0.0F);
            for (std::size_t i = 0; i < count; ++i) {
                const float w = weights[i][first + k];
                const float wanted = std::clamp((w + carried[k][i]) * factor[i], -127.0F, 127.0F);
                const auto q = static_cast<std::int8_t>(exact::round_even(wanted));
                out[i][first + k] = q;
                error[i] = w - static_cast<float>(q) * unit[i];
            }
            const std::size_t start = k - k % bundle, end = std::min(size, start + bundle);
            const float* const upper = m_upper[part].data();
            carry(&error, 1, upper + k * size, size, carried.data(), k + 1, end);
            if (k + 1 == end) carry(errors.data(), end - start, upper + start * size, size, carried.data(), end, size);
        }
    }
}

} // namespace hearth::compute
