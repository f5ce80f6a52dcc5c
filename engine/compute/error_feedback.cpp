// SPDX-License-Identifier: Apache-2.0
#include "compute/error_feedback.h"

#include "exact/cpu/kernels.h"

#include <algorithm>
#include <array>
#include <numeric>
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

/// Rows of doubles on cache lines, an odd number of them apart so that a column does not fall into one set of the
/// cache.
class Square {
public:
    void shape(std::size_t rows, std::size_t columns) {
        m_lines = exact::rounded_up(columns, bundle) / 8 + 1;
        if (m_values.size() < rows * m_lines) m_values.resize(rows * m_lines);
    }
    std::size_t stride() const { return m_lines * 8; }
    double* row(std::size_t index) { return m_values[index * m_lines].values.data(); }

private:
    std::size_t m_lines = 0;
    std::vector<EightDoubles> m_values;
};

/// Rows of U are kept apart for the same reason.
std::size_t upper_stride(std::size_t size) {
    return exact::rounded_up(size, line / sizeof(float)) + line / sizeof(float);
}

/// One matrix xᵀ of int8, and the same packed for the kernels.
class Turned {
public:
    void fill(const std::int8_t* from, std::size_t rows, std::size_t size, std::size_t stride,
              const FeedbackKernels& by) {
        padded = exact::rounded_up(rows, exact::column_unit);
        values.resize(size * padded);
        sums.resize(size);
        ones.resize(exact::rounded_up(size, exact::block_rows), 1.0F);
        packed = exact::PackedMatrix::of(size, padded, false);
        bytes.resize(packed.blocks * packed.block_bytes());
        packed.data = bytes.data();
        packed.scales = ones.data();
        if (padded > rows) std::fill(values.begin(), values.end(), std::int8_t{0});
        by.turn_bytes(from, rows, size, stride, values.data(), padded);
        for (std::size_t k = 0; k < size; ++k)
            sums[k] = std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(k * padded),
                                      values.begin() + static_cast<std::ptrdiff_t>((k + 1) * padded), std::int32_t{0});
        const exact::MatrixView view{packed.rows, packed.columns, values.data(), ones.data(), nullptr};
        for (std::size_t block = 0; block < packed.blocks; ++block)
            exact::pack_block({&view}, block, kernels.offset, packed);
    }

    const exact::Kernels& kernels = exact::best_kernels();
    std::size_t padded = 0;
    std::vector<std::int8_t> values;
    std::vector<std::int32_t> sums;
    std::vector<float> ones;
    exact::PackedMatrix packed;
    std::vector<std::uint8_t> bytes;
};

/// h += xᵀ x on and below the diagonal, by the kernels of the profile with all scales one: exact.
void add_products(const Turned& x, std::size_t size, std::vector<float>& products, Square& h,
                  const FeedbackKernels& kernels) {
    constexpr std::size_t blocks = 4; // as wide as the tile of the widest kernels
    for (std::size_t block = 0; block < x.packed.blocks; block += blocks) {
        const std::size_t first = block * exact::block_rows,
                          last = std::min(block + blocks, std::size_t{x.packed.blocks});
        const std::size_t end = std::min(last * exact::block_rows, size);
        const exact::RowsView rows{x.values.data() + first * x.padded, x.ones.data(), x.sums.data() + first, x.padded,
                                   size - first};
        x.kernels.linear({rows, &x.packed, block, last, products.data(), size, false});
        for (std::size_t a = first; a < size; ++a)
            kernels.add(products.data() + (a - first) * size + first, std::min(end, a + 1) - first, h.row(a) + first);
    }
}

/// From the last column to the first: D[j] = H[j][j], U[i][j] = H[i][j] / D[j], H −= D[j] U[·][j] U[·][j]ᵀ. The columns
/// of a bundle change the rows of its own at once, those before it together: each place goes through the same
/// differences.
void factorise(std::size_t size, Square& h, Square& column, Square& by, const FeedbackKernels& kernels,
               std::vector<float>& upper) {
    const std::size_t stride = upper_stride(size);
    upper.resize(size * stride);
    column.shape(bundle, size);
    by.shape(bundle, size);
    for (std::size_t end = size; end > 0;) {
        const std::size_t start = (end - 1) / bundle * bundle, count = end - start;
        kernels.eliminate(h.row(0), h.stride(), start, end, column.row(0), by.row(0), column.stride());
        kernels.subtract(h.row(0), h.stride(), start, by.row(0), column.row(0), column.stride(), count);
        kernels.narrow(column.row(0), column.stride(), end, count, upper.data(), stride);
        end = start;
    }
}

} // namespace

struct ErrorFeedback::Workplaces::Place {
    Square h, column, by;
    Turned turned;
    std::vector<float> products;
};

ErrorFeedback::Workplaces::Workplaces(const exact::ThreadTeam& team) {
    for (unsigned thread = 0; thread < team.size(); ++thread)
        m_places.push_back(std::make_unique<Place>());
}

ErrorFeedback::Workplaces::~Workplaces() = default;

void ErrorFeedback::prepare(std::span<ErrorFeedback> all, exact::ThreadTeam& team, Workplaces& places) {
    std::vector<std::pair<ErrorFeedback*, std::size_t>> runs;
    for (ErrorFeedback& feedback : all)
        for (std::size_t index = 0; index < feedback.m_upper.size(); ++index)
            runs.emplace_back(&feedback, index);
    // The long ones first, so that no thread begins one when the others are done.
    std::stable_sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
        return a.first->run_size(a.second) > b.first->run_size(b.second);
    });
    team.run([&](exact::ThreadTeam::Member& me) {
        me.share(static_cast<std::uint32_t>(runs.size()), [&](std::uint32_t item) {
            runs[item].first->prepare_run(runs[item].second, *places.m_places[me.index()]);
        });
    });
}

void ErrorFeedback::prepare_run(std::size_t index, Workplaces::Place& place) {
    const std::size_t first = index * run, size = run_size(index);
    Square& h = place.h;
    h.shape(size, size);
    for (std::size_t i = 0; i < size; ++i)
        std::fill_n(h.row(i), i + 1, 0.0);
    place.products.resize(size * size);
    for (std::size_t row = 0; row < m_rows; row += batch) {
        place.turned.fill(m_values + row * m_stride + first, std::min(batch, m_rows - row), size, m_stride, m_kernels);
        add_products(place.turned, size, place.products, h, m_kernels);
    }
    double trace = 0.0;
    for (std::size_t i = 0; i < size; ++i)
        trace += h.row(i)[i];
    const double added = damping * trace / static_cast<double>(size) + 1.0;
    for (std::size_t i = 0; i < size; ++i)
        h.row(i)[i] += added;
    factorise(size, h, place.column, place.by, m_kernels, m_upper[index]);
}

void ErrorFeedback::round(const LaneColumn* weights, const float* factor, const float* unit, LaneColumn* carried,
                          std::int8_t* out) const {
    std::array<LaneColumn, bundle> errors{};
    for (std::size_t part = 0; part < m_upper.size(); ++part) {
        const std::size_t first = part * run, size = run_size(part), stride = upper_stride(size);
        std::fill_n(carried, size, LaneColumn{});
        for (std::size_t start = 0; start < size; start += bundle) {
            const std::size_t width = std::min(bundle, size - start);
            const float* const upper = m_upper[part].data() + start * stride + start;
            m_kernels.round({&weights[first + start].values, factor, unit, upper, stride, &carried[start].values,
                             &errors[0].values, out + (first + start) * lanes},
                            width);
            m_kernels.carry(&errors[0].values, width, upper + width, stride, &carried[start].values + width,
                            size - start - width);
        }
    }
}

} // namespace hearth::compute
