// SPDX-License-Identifier: Apache-2.0
#include "compute/error_feedback.h"

#include "exact/arithmetic.h"
#include "exact/kernels.h"

#include <algorithm>
#include <array>

namespace hearth::compute {

namespace {

constexpr double damping = 0.003; // of the mean diagonal
constexpr std::size_t batch = 1024; // rows whose products stay below 2²⁴, exact in fp32
constexpr std::size_t slice = 64;   // rows of the square that one thread takes at a time

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

} // namespace

ErrorFeedback::ErrorFeedback(const std::int8_t* values, std::size_t rows, std::size_t columns, std::size_t stride,
                             exact::ThreadTeam& team)
    : m_columns(columns) {
    for (std::size_t first = 0; first < columns; first += run) {
        const std::size_t size = std::min(run, columns - first);
        std::vector<double> h(size * size);
        for (std::size_t row = 0; row < rows; row += batch)
            add_products(values + row * stride + first, std::min(batch, rows - row), size, stride, h);
        factorise(size, h, team);
    }
}

/// From the last column to the first: D[j] = H[j][j], U[i][j] = H[i][j] / D[j], H −= D[j] U[·][j] U[·][j]ᵀ.
void ErrorFeedback::factorise(std::size_t size, std::vector<double>& h, exact::ThreadTeam& team) {
    double trace = 0.0;
    for (std::size_t i = 0; i < size; ++i)
        trace += h[i * size + i];
    const double added = damping * trace / static_cast<double>(size) + 1.0;
    for (std::size_t i = 0; i < size; ++i)
        h[i * size + i] += added;
    std::vector<float> upper(size * size);
    std::vector<double> column(size);
    team.run([&](exact::ThreadTeam::Member& me) {
        for (std::size_t j = size; j-- > 0;) {
            const double d = h[j * size + j];
            if (me.index() == 0)
                for (std::size_t i = 0; i < j; ++i) {
                    column[i] = h[j * size + i] / d;
                    upper[i * size + j] = static_cast<float>(column[i]);
                }
            me.barrier();
            me.share(static_cast<std::uint32_t>((j + slice - 1) / slice), [&](std::uint32_t item) {
                for (std::size_t a = item * slice; a < std::min<std::size_t>(j, (item + 1) * slice); ++a) {
                    const double by = column[a] * d;
                    for (std::size_t b = 0; b <= a; ++b)
                        h[a * size + b] -= by * column[b];
                }
            });
        }
    });
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
