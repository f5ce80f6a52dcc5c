// SPDX-License-Identifier: Apache-2.0
#include "product_case.h"

#include "exact/profile/arithmetic.h"

#include <new>
#include <numeric>
#include <sstream>
#include <sys/mman.h>
#include <unistd.h>

namespace hearth::test {

using namespace exact;

namespace {

/// Values right before a page that nobody may touch.
template <typename T>
class Guarded {
public:
    explicit Guarded(std::span<const T> values) {
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        const std::size_t body = rounded_up(values.size_bytes(), page);
        m_bytes = body + page;
        m_memory = ::mmap(nullptr, m_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (m_memory == MAP_FAILED || ::mprotect(static_cast<char*>(m_memory) + body, page, PROT_NONE) != 0)
            throw std::bad_alloc();
        m_values = {reinterpret_cast<T*>(static_cast<char*>(m_memory) + body - values.size_bytes()), values.size()};
        std::copy(values.begin(), values.end(), m_values.begin());
    }
    ~Guarded() { ::munmap(m_memory, m_bytes); }
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;

    std::span<T> values() const { return m_values; }
    T* data() const { return m_values.data(); }

private:
    void* m_memory = nullptr;
    std::size_t m_bytes = 0;
    std::span<T> m_values;
};

std::string describe(const Product& p, const std::string& what) {
    std::ostringstream text;
    text << p.rows << " rows, " << p.columns << " columns, " << p.inputs << " inputs, blocks " << p.first << " to "
         << p.last << ", bias " << p.bias << ", add " << p.add << ": " << what;
    return text.str();
}

} // namespace

Rows::Rows(std::size_t count, std::size_t columns, std::size_t unit)
    : stride(rounded_up(columns, unit)), values(count * stride), scales(count), sums(count),
      groups(count * stride / group_columns), plain(count) {
    for (auto& row : plain)
        row.values.resize(columns);
}

void Rows::finish() {
    for (std::size_t row = 0; row < plain.size(); ++row) {
        std::copy(plain[row].values.begin(), plain[row].values.end(), values.data() + row * stride);
        scales[row] = plain[row].scale;
        sums[row] = 0;
        for (const std::int8_t v : plain[row].values)
            sums[row] += v;
        for (std::size_t g = 0; g < plain[row].exponents.size(); ++g) {
            const auto* const first = plain[row].values.data() + g * group_columns;
            groups[row * stride / group_columns + g] = {std::accumulate(first, first + group_columns, 0),
                                                        finest_exponent - plain[row].exponents[g]};
        }
    }
}

void fill(Random& random, std::span<std::int8_t> values, Fill how) {
    switch (how) {
    case Fill::random:
        return random.fill(values);
    case Fill::extreme:
        return random.fill_extreme(values);
    case Fill::highest:
        return std::fill(values.begin(), values.end(), std::int8_t{127});
    case Fill::opposite:
        return std::fill(values.begin(), values.end(), std::int8_t{-127});
    case Fill::zero:
        return std::fill(values.begin(), values.end(), std::int8_t{0});
    }
}

std::size_t blocks_of(std::size_t rows) {
    return (rows + block_rows - 1) / block_rows;
}

namespace {

std::vector<std::int8_t> some_weights(Random& random, const Product& want) {
    std::vector<std::int8_t> weights(want.rows * want.columns / (want.grouped ? 2 : 1));
    fill(random, weights, want.matrix);
    if (!want.grouped) return weights;
    for (std::int8_t& both : weights)
        if (want.matrix == Fill::highest || (want.matrix == Fill::extreme && both > 0)) both = -1; // 15 and 15
    return weights;
}

std::vector<std::int16_t> some_words(Random& random, const Product& want) {
    std::vector<std::int16_t> words(want.grouped ? want.rows * want.columns / group_columns : 0);
    for (std::int16_t& v : words)
        v = want.matrix == Fill::highest ? std::int16_t{32767}
                                         : static_cast<std::int16_t>(static_cast<int>(random.below(65535)) - 32767);
    return words;
}

} // namespace

std::string product_differs(const Kernels& kernels, Random& random, const Product& want) {
    const std::vector<std::int8_t> weights = some_weights(random, want);
    const std::vector<std::int16_t> factors = some_words(random, want), minima = some_words(random, want);
    std::vector<float> scales(want.rows), biases(want.rows);
    for (std::size_t row = 0; row < want.rows; ++row) {
        scales[row] = random.one_in(8) ? 0.0F : std::fabs(random.wide(-40, 12));
        biases[row] = random.one_in(4) ? 0.0F : random.wide(-30, 19);
    }
    const MatrixView plain{static_cast<std::uint32_t>(want.rows),
                           static_cast<std::uint32_t>(want.columns),
                           weights.data(),
                           scales.data(),
                           want.bias ? biases.data() : nullptr,
                           want.grouped ? factors.data() : nullptr,
                           want.grouped ? minima.data() : nullptr};
    PackedMatrix packed = PackedMatrix::of(want.rows, want.columns, want.grouped);
    std::vector<std::uint8_t> data(packed.blocks * packed.block_bytes());
    std::vector<float> packed_scales(packed.blocks * block_rows), packed_biases(packed_scales.size());
    packed.data = data.data();
    packed.scales = packed_scales.data();
    if (want.bias) packed.biases = packed_biases.data();
    for (std::size_t block = 0; block < packed.blocks; ++block)
        pack_block({&plain}, block, kernels.offset, packed);
    const Guarded<std::uint8_t> guarded_data(data);
    packed.data = guarded_data.data();

    Rows input(want.inputs, want.columns, column_unit);
    for (auto& row : input.plain) {
        const bool zero = random.one_in(12);
        fill(random, row.values, zero ? Fill::zero : want.input);
        row.scale = zero ? 0.0F : std::fabs(random.wide(-47, 32));
        if (!want.grouped) continue;
        row.exponents.resize(want.columns / group_columns);
        for (int& e : row.exponents)
            e = want.input == Fill::highest ? 0 : static_cast<int>(random.below(finest_exponent + 1));
    }
    input.finish();
    const Guarded<std::int8_t> guarded_values(input.values);
    RowsView view = input.view();
    view.values = guarded_values.data();

    const std::size_t stride = want.rows + random.below(3);
    std::vector<float> before(want.inputs * stride), product(want.rows);
    for (float& v : before)
        v = random.wide(-20, 30);
    const Guarded<float> ours(before);
    std::vector<float> expected = before;
    for (std::size_t row = 0; row < want.inputs; ++row) {
        reference::linear(input.plain[row], plain, product.data());
        for (std::size_t n = want.first * block_rows; n < std::min(want.last * block_rows, want.rows); ++n)
            expected[row * stride + n] = want.add ? before[row * stride + n] + product[n] : product[n];
    }
    const auto multiply = want.grouped ? kernels.linear_groups : kernels.linear;
    multiply({view, &packed, want.first, want.last, ours.data(), stride, want.add});
    const std::string different = first_difference(ours.values(), expected);
    return different.empty() ? different : describe(want, different);
}

} // namespace hearth::test
