// SPDX-License-Identifier: Apache-2.0
#include "compute/weights.h"

#include "compute/kernels.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;
using exact::ThreadTeam;
using model::TensorInfo;

constexpr std::size_t alignment = 64;
constexpr std::size_t piece_values = std::size_t{1} << 16; // what one thread converts at a time

/// One tensor of the file and its place in memory: rows [first, first + rows) of a matrix in panels, or a plain vector.
struct Target {
    std::string name;
    std::size_t rows, columns;
    std::uint8_t* data;
    std::size_t first = 0;
    bool panels = true;
};

std::size_t columns_per_step(Precision precision) {
    return 4 / element_bytes(precision);
}
std::size_t steps(std::size_t columns, Precision precision) {
    const std::size_t each = columns_per_step(precision);
    return (columns + each - 1) / each;
}

/// Hands out places; with a null base it only counts.
class Planner {
public:
    Planner(std::uint8_t* base, Precision precision) : m_base(base), m_precision(precision) {}

    Matrix matrix(const std::string& name, std::size_t rows, std::size_t columns) {
        return stacked("", {{name, rows}}, columns);
    }
    /// Several tensors one below the other.
    Matrix stacked(const std::string& prefix, std::initializer_list<std::pair<std::string, std::size_t>> parts,
                   std::size_t columns) {
        Matrix all{0, columns, place(), nullptr};
        for (const auto& [name, rows] : parts) {
            m_targets.push_back({prefix + name + ".weight", rows, columns, all.data, all.rows});
            all.rows += rows;
        }
        m_used += (all.rows + panel_rows - 1) / panel_rows * panel_rows * steps(columns, m_precision) * 4;
        align();
        return all;
    }
    float* vector(const std::string& name, std::size_t size) {
        m_targets.push_back({name, 1, size, place(), 0, false});
        m_used += size * sizeof(float);
        return reinterpret_cast<float*>(m_targets.back().data);
    }
    void align() { m_used = (m_used + alignment - 1) / alignment * alignment; }

    std::size_t used() const { return m_used; }
    const std::vector<Target>& targets() const { return m_targets; }

private:
    std::uint8_t* place() const { return m_base == nullptr ? nullptr : m_base + m_used; }

    std::uint8_t* m_base;
    Precision m_precision;
    std::size_t m_used = 0;
    std::vector<Target> m_targets;
};

Layer plan_layer(Planner& planner, const model::ModelConfig& config, std::size_t index) {
    const std::string prefix = "layers." + std::to_string(index) + ".";
    const std::size_t q = std::size_t{config.heads} * config.head_dim;
    const std::size_t kv = std::size_t{config.kv_heads} * config.head_dim;
    Layer layer;
    layer.qkv = planner.stacked(prefix, {{"q", q}, {"k", kv}, {"v", kv}}, config.hidden);
    layer.o = planner.matrix(prefix + "o", config.hidden, q);
    layer.gate = planner.matrix(prefix + "gate", config.ffn, config.hidden);
    layer.up = planner.matrix(prefix + "up", config.ffn, config.hidden);
    layer.down = planner.matrix(prefix + "down", config.hidden, config.ffn);
    if (config.qkv_bias) {
        layer.qkv.bias = planner.vector(prefix + "q.bias", q);
        planner.vector(prefix + "k.bias", kv);
        planner.vector(prefix + "v.bias", kv);
        planner.align();
    }
    if (config.o_bias) layer.o.bias = planner.vector(prefix + "o.bias", config.hidden);
    if (config.mlp_bias) {
        layer.gate.bias = planner.vector(prefix + "gate.bias", config.ffn);
        layer.up.bias = planner.vector(prefix + "up.bias", config.ffn);
        layer.down.bias = planner.vector(prefix + "down.bias", config.hidden);
    }
    layer.attn_norm = planner.vector(prefix + "attn_norm.weight", config.hidden);
    layer.mlp_norm = planner.vector(prefix + "mlp_norm.weight", config.hidden);
    if (config.qk_norm) {
        layer.q_norm = planner.vector(prefix + "q_norm.weight", config.head_dim);
        layer.k_norm = planner.vector(prefix + "k_norm.weight", config.head_dim);
    }
    planner.align();
    return layer;
}

void plan(Planner& planner, const model::ModelConfig& config, Weights& weights) {
    weights.embed = planner.matrix("embed", config.vocab, config.hidden);
    for (std::size_t i = 0; i < config.layers; ++i)
        weights.layers.push_back(plan_layer(planner, config, i));
    weights.norm = planner.vector("norm.weight", config.hidden);
    planner.align();
    weights.lm_head = config.tied_embeddings ? weights.embed : planner.matrix("lm_head", config.vocab, config.hidden);
}

/// What one thread needs to convert a piece.
struct Scratch {
    std::vector<float> values;
    std::vector<std::uint32_t> words; ///< the rows as steps
};

core::Status convert(const model::Source& source, const TensorInfo& tensor, const Target& target, Precision precision,
                     std::size_t first, std::size_t count, Scratch& scratch) {
    if (!target.panels)
        return source.read_f32(tensor, first, count, reinterpret_cast<float*>(target.data) + first * target.columns);
    const std::size_t length = steps(target.columns, precision);
    scratch.values.resize(count * target.columns);
    scratch.words.resize(count * length);
    HEARTH_CHECK(source.read_f32(tensor, first, count, scratch.values.data()));
    for (std::size_t row = 0; row < count; ++row) {
        const float* const from = scratch.values.data() + row * target.columns;
        std::uint32_t* const to = scratch.words.data() + row * length;
        if (precision == Precision::bf16)
            best_kernels().narrow(from, target.columns, reinterpret_cast<std::uint16_t*>(to));
        else
            std::memcpy(to, from, length * sizeof *to);
    }
    auto* const panels = reinterpret_cast<std::uint32_t*>(target.data);
    for (std::size_t row = 0; row < count;) {
        const std::size_t at = target.first + first + row, slot = at % panel_rows;
        const std::size_t here = std::min(panel_rows - slot, count - row);
        std::uint32_t* const panel = panels + at / panel_rows * panel_rows * length + slot;
        for (std::size_t step = 0; step < length; ++step)
            for (std::size_t i = 0; i < here; ++i)
                panel[step * panel_rows + i] = scratch.words[(row + i) * length + step];
        row += here;
    }
    return {};
}

/// Converts one tensor with all threads.
core::Status fill(const model::Source& source, const Target& target, Precision precision, ThreadTeam& team) {
    HEARTH_TRY(const TensorInfo* tensor, find_tensor(source, target.name, target.rows, target.columns));
    const std::size_t step = std::max<std::size_t>(1, piece_values / target.columns);
    const auto pieces = static_cast<std::uint32_t>((target.rows + step - 1) / step);
    std::mutex mutex;
    std::optional<core::Error> failure;
    std::vector<Scratch> scratch(team.size());
    team.run([&](ThreadTeam::Member& me) {
        me.share(pieces, [&](std::uint32_t piece) {
            const std::size_t first = piece * step;
            const auto done = convert(source, *tensor, target, precision, first, std::min(step, target.rows - first),
                                      scratch[me.index()]);
            if (done) return;
            const std::lock_guard lock(mutex);
            failure = done.error();
        });
    });
    if (failure) return *failure;
    return {};
}

} // namespace

core::Result<const TensorInfo*> find_tensor(const model::Source& source, const std::string& name, std::uint64_t rows,
                                            std::uint64_t columns) {
    const TensorInfo* const tensor = source.find(name);
    if (tensor == nullptr)
        return fail(Code::corrupt, core::say("model_no_tensor", {name}), core::say("fetch_model_again"));
    std::uint64_t found_rows = 1, found_columns = 1;
    if (tensor->shape.size() == 1) found_columns = tensor->shape[0];
    if (tensor->shape.size() == 2) found_rows = tensor->shape[0], found_columns = tensor->shape[1];
    if (tensor->shape.empty() || tensor->shape.size() > 2 || found_rows != rows || found_columns != columns)
        return fail(Code::corrupt,
                    core::say("tensor_should_hold_values", {name, std::to_string(rows), std::to_string(columns),
                                                            std::to_string(found_rows), std::to_string(found_columns)}),
                    core::say("fetch_model_again"));
    return tensor;
}

void Weights::read_row(const Matrix& matrix, std::size_t row, float* out) const {
    const std::size_t each = columns_per_step(precision), length = steps(matrix.columns, precision);
    const auto* const words =
        reinterpret_cast<const std::uint32_t*>(matrix.data) + row / panel_rows * panel_rows * length + row % panel_rows;
    for (std::size_t k = 0; k < matrix.columns; ++k) {
        const std::uint32_t word = words[k / each * panel_rows];
        out[k] = std::bit_cast<float>(each == 1 ? word : k % 2 == 0 ? word << 16 : word & 0xffff0000U);
    }
}

std::uint64_t Weights::bytes_for(const model::ModelConfig& config, Precision precision) {
    Planner planner(nullptr, precision);
    Weights weights;
    plan(planner, config, weights);
    return planner.used();
}

core::Result<Weights> Weights::load(const model::Source& source, Precision precision, ThreadTeam& team,
                                    const model::Progress& progress) {
    Weights weights;
    weights.precision = precision;
    weights.bytes = bytes_for(source.config(), precision);
    HEARTH_TRY(weights.m_memory, exact::PageBuffer::allocate(weights.bytes));
    Planner planner(weights.m_memory.data(), precision);
    plan(planner, source.config(), weights);
    for (const Target& target : planner.targets()) {
        const auto done = static_cast<std::uint64_t>(target.data - weights.m_memory.data());
        if (progress && !progress(core::say("loading_weights"), done, weights.bytes))
            return fail(Code::cancelled, core::say("loading_model_cancelled"));
        HEARTH_CHECK(fill(source, target, precision, team));
    }
    if (progress) progress(core::say("loading_weights"), weights.bytes, weights.bytes);
    return weights;
}

} // namespace hearth::compute
