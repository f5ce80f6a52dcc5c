// SPDX-License-Identifier: Apache-2.0
#include "compute/quantise_groups.h"

#include "compute/exact_writer.h"
#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <span>

namespace hearth::compute {

namespace {

using Group = model::FourBitGroup;

constexpr double most_value = 15.0;
constexpr float integer_limit = 32767.0F, per_integer = 0x1.0002p-15F; // 1/32767
constexpr float least_extent = 0x1p-18F;                               // keeps the scale of a row above 2⁻³³

/// Nearest value 0 … 15 of each weight on a grid.
void round_to(std::span<const float> w, double factor, double minimum, Group& group) {
    for (std::size_t i = 0; i < Group::size; ++i) {
        const double place = factor == 0.0 ? 0.0 : (w[i] - minimum) / factor;
        group.values[i] = static_cast<std::uint8_t>(std::nearbyint(std::clamp(place, 0.0, most_value)));
    }
}

/// Σ (w − (factor × value + minimum))²
double error_of(std::span<const float> w, double factor, double minimum, const Group& group) {
    double sum = 0.0;
    for (std::size_t i = 0; i < Group::size; ++i) {
        const double off = w[i] - (factor * group.values[i] + minimum);
        sum += off * off;
    }
    return sum;
}

/// The grid of least squares among some that cover more or less of the range, each refitted to its own rounding.
Group fitted(std::span<const float> w) {
    constexpr std::array shares = {1.0, 0.95, 0.9, 0.85, 0.8, 0.75};
    const auto [low, high] = std::minmax_element(w.begin(), w.end());
    const double centre = (static_cast<double>(*low) + *high) / 2.0, extent = static_cast<double>(*high) - *low;
    Group best;
    best.minimum = static_cast<float>(centre);
    if (extent == 0.0) return best;
    double least = INFINITY;
    for (const double share : shares) {
        Group group;
        round_to(w, extent * share / most_value, centre - extent * share / 2.0, group);
        double values = 0.0, squares = 0.0, weights = 0.0, products = 0.0;
        for (std::size_t i = 0; i < Group::size; ++i) {
            const double v = group.values[i];
            values += v;
            squares += v * v;
            weights += w[i];
            products += v * w[i];
        }
        constexpr double n = Group::size;
        const double spread = n * squares - values * values; // an integer; 0 if all values are equal
        if (spread == 0.0) continue;
        const double factor = (n * products - values * weights) / spread, minimum = (weights - factor * values) / n;
        const double error = error_of(w, factor, minimum, group);
        if (error >= least) continue;
        least = error;
        best = group;
        best.factor = static_cast<float>(factor);
        best.minimum = static_cast<float>(minimum);
    }
    return best;
}

/// One matrix as the file holds it.
struct Grouped {
    Grouped(std::size_t rows, std::size_t columns)
        : groups(columns / exact::group_columns), values(rows * columns / 2), factors(rows * groups),
          minima(rows * groups), scales(rows) {}
    std::size_t groups;
    core::Bytes values;
    std::vector<std::int16_t> factors, minima;
    std::vector<float> scales;
};

/// Integer factors and minima for the groups of a row, relative to the largest; false if a value is beyond the limit.
bool put_row(std::span<const Group> groups, float limit, std::size_t row, Grouped& into) {
    float largest = least_extent;
    for (const Group& group : groups)
        largest = std::max({largest, std::fabs(group.factor), std::fabs(group.minimum)});
    if (!(largest < limit)) return false;
    const float by = integer_limit * exact::reciprocal(largest);
    into.scales[row] = largest * per_integer;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const std::size_t at = row * into.groups + g;
        into.factors[at] = static_cast<std::int16_t>(exact::round_even(groups[g].factor * by));
        into.minima[at] = static_cast<std::int16_t>(exact::round_even(groups[g].minimum * by));
        for (std::size_t i = 0; i < Group::size; i += 2)
            into.values[(at * Group::size + i) / 2] =
                static_cast<std::uint8_t>(groups[g].values[i] | groups[g].values[i + 1] << 4U);
    }
    return true;
}

class GroupQuantiser : private ExactWriter {
public:
    GroupQuantiser(const model::Source& source, exact::ThreadTeam& team, const ExactSink& sink,
                   const model::Progress& progress)
        : ExactWriter(source, exact::Profile::ci41, team, sink, progress) {}

    core::Status run() {
        HEARTH_CHECK(table("embed.weight"));
        for (std::uint32_t i = 0; i < m_config.layers; ++i) {
            const std::string prefix = "layers." + std::to_string(i) + ".";
            HEARTH_CHECK(gains(prefix + "attn_norm.weight"));
            for (const char* name : {"q", "k", "v"})
                HEARTH_CHECK(matrix(prefix + name, m_config.qkv_bias));
            if (m_config.qk_norm)
                for (const char* name : {"q_norm.weight", "k_norm.weight"})
                    HEARTH_CHECK(gains(prefix + name));
            HEARTH_CHECK(matrix(prefix + "o", m_config.o_bias));
            HEARTH_CHECK(gains(prefix + "mlp_norm.weight"));
            for (const char* name : {"gate", "up", "down"})
                HEARTH_CHECK(matrix(prefix + name, m_config.mlp_bias));
        }
        HEARTH_CHECK(gains("norm.weight"));
        return m_config.tied_embeddings ? core::Status() : table("lm_head.weight");
    }

private:
    core::Status gains(const std::string& name) {
        HEARTH_TRY(Table gain, read(name));
        return put_offsets(gain.values);
    }
    /// Embedding and output matrix stay int8, each row turned so that no place of it stands out.
    core::Status table(const std::string& name) {
        return put_tensor(name, nullptr, nullptr, [&](Scratch& scratch) -> std::vector<LaneColumn>& {
            const std::size_t columns = scratch.lanes.size();
            m_kernels.hadamard(&scratch.lanes.data()->values, columns, exact::hadamard_block(columns));
            return scratch.lanes;
        });
    }
    core::Status matrix(const std::string& name, bool has_bias) {
        HEARTH_TRY(Table m, read(name + ".weight"));
        HEARTH_TRY(Table bias, read_bias(name, has_bias));
        const model::TensorInfo& stored = *m_source.find(name + ".weight");
        Grouped made(m.rows, m.columns);
        std::atomic<bool> beyond = false;
        each(m.rows, [&](std::size_t row, Scratch&) {
            std::vector<Group> groups = m_source.read_four_bit(stored, row);
            if (groups.empty())
                for (std::size_t g = 0; g < made.groups; ++g)
                    groups.push_back(fitted({m.row(row) + g * Group::size, Group::size}));
            if (!put_row(groups, weight_limit, row, made)) beyond = true;
        });
        if (beyond) return too_large("2^20");
        HEARTH_CHECK(emit(made.values));
        HEARTH_CHECK(put_words(made.factors));
        HEARTH_CHECK(put_words(made.minima));
        HEARTH_CHECK(put_floats(made.scales));
        return has_bias ? put_offsets(bias.values) : core::Status();
    }
    core::Status put_words(const std::vector<std::int16_t>& words) {
        return emit({reinterpret_cast<const std::uint8_t*>(words.data()), words.size() * sizeof(std::int16_t)});
    }
};

} // namespace

core::Status quantise_groups(const model::Source& source, exact::ThreadTeam& team, const ExactSink& sink,
                             const model::Progress& progress) {
    return GroupQuantiser(source, team, sink, progress).run();
}

} // namespace hearth::compute
