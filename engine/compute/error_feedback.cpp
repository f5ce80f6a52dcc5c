// SPDX-License-Identifier: Apache-2.0
#include "compute/error_feedback.h"

#include "exact/cpu/kernels.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hearth::compute {

namespace {

constexpr double damping = 0.003;   // of the mean diagonal
constexpr std::size_t batch = 1024; // rows whose products stay below 2²⁴, exact in fp32
constexpr std::size_t bundle = FeedbackKernels::bundle;
constexpr std::size_t line = 64; // bytes of the cache

struct alignas(line) EightDoubles {
    std::array<double, 8> values;
};
struct alignas(line) Column {
    FeedbackKernels::Lanes values;
};

/// Rows of doubles on cache lines, an odd number of them apart so that a column does not fall into one set of the
/// cache.
class Square {
public:
    Square(std::size_t rows, std::size_t columns)
        : m_lines(exact::rounded_up(columns, bundle) / 8 + 1), m_values(rows * m_lines) {}
    std::size_t stride() const { return m_lines * 8; }
    double* row(std::size_t index) { return m_values[index * m_lines].values.data(); }

private:
    std::size_t m_lines;
    std::vector<EightDoubles> m_values;
};

/// Rows of U are kept apart for the same reason.
std::size_t upper_stride(std::size_t size) {
    return exact::rounded_up(size, line / sizeof(float)) + line / sizeof(float);
}

/// One matrix xᵀ of int8, and the same packed for the kernels.
struct Turned {
    Turned(std::size_t size, std::size_t rows, const exact::Kernels& by)
        : kernels(by), padded(exact::rounded_up(rows, exact::column_unit)), values(size * padded), sums(size),
          ones(exact::rounded_up(size, exact::block_rows), 1.0F), packed(exact::PackedMatrix::of(size, padded, false)),
          bytes(packed.blocks * packed.block_bytes()) {
        packed.data = bytes.data();
        packed.scales = ones.data();
    }
    void fill(const std::int8_t* from, std::size_t rows, std::size_t size, std::size_t stride) {
        constexpr std::size_t tile = 64;
        std::fill(values.begin(), values.end(), std::int8_t{0});
        std::fill(sums.begin(), sums.end(), 0);
        for (std::size_t first = 0; first < rows; first += tile)
            for (std::size_t start = 0; start < size; start += tile)
                for (std::size_t k = start; k < std::min(start + tile, size); ++k)
                    for (std::size_t row = first; row < std::min(first + tile, rows); ++row) {
                        values[k * padded + row] = from[row * stride + k];
                        sums[k] += from[row * stride + k];
                    }
        const exact::MatrixView view{packed.rows, packed.columns, values.data(), ones.data(), nullptr};
        for (std::size_t block = 0; block < packed.blocks; ++block)
            exact::pack_block({&view}, block, kernels.offset, packed);
    }

    const exact::Kernels& kernels;
    std::size_t padded;
    std::vector<std::int8_t> values;
    std::vector<std::int32_t> sums;
    std::vector<float> ones;
    exact::PackedMatrix packed;
    std::vector<std::uint8_t> bytes;
};

/// h += xᵀ x on and below the diagonal, by the kernels of the profile with all scales one: exact.
void add_products(const Turned& x, std::size_t size, std::vector<float>& products, Square& h) {
    constexpr std::size_t blocks = 8;
    for (std::size_t block = 0; block < x.packed.blocks; block += blocks) {
        const std::size_t first = block * exact::block_rows,
                          last = std::min(block + blocks, std::size_t{x.packed.blocks});
        const exact::RowsView rows{x.values.data() + first * x.padded, x.ones.data(), x.sums.data() + first, x.padded,
                                   size - first};
        x.kernels.linear({rows, &x.packed, block, last, products.data(), size, false});
        for (std::size_t a = first; a < size; ++a) {
            const float* const from = products.data() + (a - first) * size;
            double* const to = h.row(a);
            for (std::size_t b = first; b < std::min(last * exact::block_rows, a + 1); ++b)
                to[b] += static_cast<double>(from[b]);
        }
    }
}

/// From the last column to the first: D[j] = H[j][j], U[i][j] = H[i][j] / D[j], H −= D[j] U[·][j] U[·][j]ᵀ. The columns
/// of a bundle change the rows of its own at once, those before it together: each place goes through the same
/// differences.
std::vector<float> factor_of(std::size_t size, Square& h, const FeedbackKernels& kernels) {
    const std::size_t stride = upper_stride(size);
    std::vector<float> upper(size * stride);
    Square column(bundle, size), by(bundle, size);
    for (std::size_t end = size; end > 0;) {
        const std::size_t start = (end - 1) / bundle * bundle, count = end - start;
        for (std::size_t k = 0; k < count; ++k) {
            const std::size_t j = end - 1 - k;
            const double d = h.row(j)[j];
            double* const c = column.row(k);
            double* const scaled = by.row(k);
            for (std::size_t i = 0; i < j; ++i) {
                c[i] = h.row(j)[i] / d;
                scaled[i] = c[i] * d;
            }
            for (std::size_t a = start; a < j; ++a) {
                double* const row = h.row(a);
                for (std::size_t b = 0; b <= a; ++b)
                    row[b] -= scaled[a] * c[b];
            }
        }
        kernels.subtract(h.row(0), h.stride(), start, by.row(0), column.row(0), column.stride(), count);
        for (std::size_t i = 0; i < end; ++i)
            for (std::size_t k = 0; k < count && end - 1 - k > i; ++k)
                upper[i * stride + end - 1 - k] = static_cast<float>(column.row(k)[i]);
        end = start;
    }
    return upper;
}

} // namespace

void ErrorFeedback::prepare(std::span<ErrorFeedback> all, exact::ThreadTeam& team) {
    std::vector<std::pair<ErrorFeedback*, std::size_t>> runs;
    for (ErrorFeedback& feedback : all)
        for (std::size_t index = 0; index < feedback.m_upper.size(); ++index)
            runs.emplace_back(&feedback, index);
    // The long ones first, so that no thread begins one when the others are done.
    std::stable_sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
        return a.first->run_size(a.second) > b.first->run_size(b.second);
    });
    team.run([&](exact::ThreadTeam::Member& me) {
        me.share(static_cast<std::uint32_t>(runs.size()),
                 [&](std::uint32_t item) { runs[item].first->prepare_run(runs[item].second); });
    });
}

void ErrorFeedback::prepare_run(std::size_t index) {
    const std::size_t first = index * run, size = run_size(index);
    Square h(size, size);
    Turned x(size, std::min(batch, m_rows), exact::best_kernels());
    std::vector<float> products(size * size);
    for (std::size_t row = 0; row < m_rows; row += batch) {
        x.fill(m_values + row * m_stride + first, std::min(batch, m_rows - row), size, m_stride);
        add_products(x, size, products, h);
    }
    double trace = 0.0;
    for (std::size_t i = 0; i < size; ++i)
        trace += h.row(i)[i];
    const double added = damping * trace / static_cast<double>(size) + 1.0;
    for (std::size_t i = 0; i < size; ++i)
        h.row(i)[i] += added;
    m_upper[index] = factor_of(size, h, m_kernels);
}

void ErrorFeedback::round(const float* const* weights, const float* factor, const float* unit, std::size_t count,
                          std::int8_t* const* out) const {
    if (count == 0) return;
    std::vector<Column> carried(run);
    std::array<Column, bundle> taken{}, errors{};
    Column factors{}, units{};
    std::array<std::int8_t, bundle * lanes> values{};
    std::copy_n(factor, count, factors.values);
    std::copy_n(unit, count, units.values);
    for (std::size_t part = 0; part < m_upper.size(); ++part) {
        const std::size_t first = part * run, size = run_size(part), stride = upper_stride(size);
        std::fill_n(carried.begin(), size, Column{});
        for (std::size_t start = 0; start < size; start += bundle) {
            const std::size_t width = std::min(bundle, size - start);
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t k = 0; k < width; ++k)
                    taken[k].values[i] = weights[i][first + start + k];
            const float* const upper = m_upper[part].data() + start * stride + start;
            m_kernels.round({&taken[0].values, factors.values, units.values, upper, stride, &carried[start].values,
                             &errors[0].values, values.data()},
                            width);
            for (std::size_t i = 0; i < count; ++i)
                for (std::size_t k = 0; k < width; ++k)
                    out[i][first + start + k] = values[k * lanes + i];
            m_kernels.carry(&errors[0].values, width, upper + width, stride, &carried[start].values + width,
                            size - start - width);
        }
    }
}

} // namespace hearth::compute
