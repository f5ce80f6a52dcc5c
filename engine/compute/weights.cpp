// SPDX-License-Identifier: Apache-2.0
#include "compute/weights.h"

#include "compute/kernels.h"

#include <algorithm>
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

/// One tensor of the file and its place in memory.
struct Target {
    std::string name;
    std::size_t rows, columns;
    std::uint8_t* data;
    bool narrow; ///< stored as bf16
};

/// Hands out places; with a null base it only counts.
class Planner {
public:
    Planner(std::uint8_t* base, Precision precision) : m_base(base), m_precision(precision) {}

    Matrix matrix(const std::string& name, std::size_t rows, std::size_t columns) {
        Matrix all{rows, columns, nullptr, nullptr};
        all.data = part(name, rows, columns, m_precision == Precision::bf16);
        align();
        return all;
    }
    /// Several tensors one below the other.
    Matrix stacked(const std::string& prefix,
                   std::initializer_list<std::pair<const char*, std::size_t>> parts, std::size_t columns) {
        Matrix all{0, columns, nullptr, nullptr};
        for (const auto& [name, rows] : parts) {
            std::uint8_t* const data =
                part(prefix + name + ".weight", rows, columns, m_precision == Precision::bf16);
            if (all.rows == 0) all.data = data;
            all.rows += rows;
        }
        align();
        return all;
    }
    float* vector(const std::string& name, std::size_t size) {
        std::uint8_t* const data = part(name, 1, size, false);
        return reinterpret_cast<float*>(data);
    }
    void align() { m_used = (m_used + alignment - 1) / alignment * alignment; }

    std::size_t used() const { return m_used; }
    const std::vector<Target>& targets() const { return m_targets; }

private:
    std::uint8_t* part(const std::string& name, std::size_t rows, std::size_t columns, bool narrow) {
        std::uint8_t* const data = m_base == nullptr ? nullptr : m_base + m_used;
        m_targets.push_back({name, rows, columns, data, narrow});
        m_used += rows * columns * (narrow ? 2 : 4);
        return data;
    }

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
    layer.o = planner.matrix(prefix + "o.weight", config.hidden, q);
    layer.gate = planner.matrix(prefix + "gate.weight", config.ffn, config.hidden);
    layer.up = planner.matrix(prefix + "up.weight", config.ffn, config.hidden);
    layer.down = planner.matrix(prefix + "down.weight", config.hidden, config.ffn);
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
    weights.embed = planner.matrix("embed.weight", config.vocab, config.hidden);
    for (std::size_t i = 0; i < config.layers; ++i)
        weights.layers.push_back(plan_layer(planner, config, i));
    weights.norm = planner.vector("norm.weight", config.hidden);
    planner.align();
    weights.lm_head = config.tied_embeddings ? weights.embed
                                             : planner.matrix("lm_head.weight", config.vocab, config.hidden);
}

core::Result<const TensorInfo*> find_tensor(const model::Source& source, const Target& target) {
    const TensorInfo* const tensor = source.find(target.name);
    if (tensor == nullptr)
        return fail(Code::corrupt, "The model has no tensor \"" + target.name + "\".",
                    "Fetch the model again.");
    std::uint64_t rows = 1, columns = 1;
    if (tensor->shape.size() == 1) columns = tensor->shape[0];
    if (tensor->shape.size() == 2) rows = tensor->shape[0], columns = tensor->shape[1];
    if (tensor->shape.empty() || tensor->shape.size() > 2 || rows != target.rows || columns != target.columns)
        return fail(Code::corrupt,
                    "Tensor \"" + target.name + "\" should hold " + std::to_string(target.rows) + " × " +
                        std::to_string(target.columns) + " values and holds " + std::to_string(rows) + " × " +
                        std::to_string(columns) + ".",
                    "Fetch the model again.");
    return tensor;
}

core::Status convert(const model::Source& source, const TensorInfo& tensor, const Target& target,
                     std::size_t first, std::size_t count, float* scratch) {
    const std::size_t offset = first * target.columns, values = count * target.columns;
    if (!target.narrow)
        return source.read_f32(tensor, first, count, reinterpret_cast<float*>(target.data) + offset);
    HEARTH_CHECK(source.read_f32(tensor, first, count, scratch));
    best_kernels().narrow(scratch, values, reinterpret_cast<std::uint16_t*>(target.data) + offset);
    return {};
}

/// Converts one tensor with all threads.
core::Status fill(const model::Source& source, const Target& target, ThreadTeam& team) {
    HEARTH_TRY(const TensorInfo* tensor, find_tensor(source, target));
    const std::size_t step = std::max<std::size_t>(1, piece_values / target.columns);
    const auto pieces = static_cast<std::uint32_t>((target.rows + step - 1) / step);
    std::mutex mutex;
    std::optional<core::Error> failure;
    const std::size_t scratch_values = target.narrow ? step * target.columns : 0;
    std::vector<float> scratch(scratch_values * team.size());
    team.run([&](ThreadTeam::Member& me) {
        float* const mine = scratch.data() + scratch_values * me.index();
        me.share(pieces, [&](std::uint32_t piece) {
            const std::size_t first = piece * step;
            const auto done =
                convert(source, *tensor, target, first, std::min(step, target.rows - first), mine);
            if (done) return;
            const std::lock_guard lock(mutex);
            failure = done.error();
        });
    });
    if (failure) return *failure;
    return {};
}

} // namespace

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
        if (progress && !progress("Loading weights", done, weights.bytes))
            return fail(Code::cancelled, "Loading the model was cancelled.");
        HEARTH_CHECK(fill(source, target, team));
    }
    if (progress) progress("Loading weights", weights.bytes, weights.bytes);
    return weights;
}

} // namespace hearth::compute
