// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/torch_weights.h"

#include "compute/kernels.h"
#include "compute/weights.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <mutex>
#include <optional>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;
using exact::ThreadTeam;

constexpr std::size_t alignment = 128;                      // values; what copies and products like best
constexpr std::size_t upload_values = std::size_t{1} << 23; // that go to the device at once
constexpr std::size_t piece_values = std::size_t{1} << 16;  // what one thread converts at a time

std::int64_t size_of(std::size_t n) {
    return static_cast<std::int64_t>(n);
}

/// One tensor of the file and where it begins in its block.
struct Target {
    std::string name;
    std::size_t rows, columns, first;
    bool matrix;
};

/// Hands out places in the two blocks; while they are undefined it only counts.
class Planner {
public:
    using Parts = std::initializer_list<std::pair<const char*, std::size_t>>; ///< names and rows

    at::Tensor matrix(const std::string& prefix, Parts parts, std::size_t columns) {
        const std::size_t first = m_matrix_values;
        std::size_t rows = 0;
        for (const auto& [name, count] : parts) {
            m_targets.push_back({prefix + name + ".weight", count, columns, first + rows * columns, true});
            rows += count;
        }
        m_matrix_values = aligned(first + rows * columns);
        if (!matrices.defined()) return {};
        return matrices.narrow(0, size_of(first), size_of(rows * columns)).view({size_of(rows), size_of(columns)});
    }
    at::Tensor vector(const std::string& prefix, Parts parts, const char* suffix = ".weight") {
        const std::size_t first = m_vector_values;
        std::size_t size = 0;
        for (const auto& [name, count] : parts) {
            m_targets.push_back({prefix + name + suffix, 1, count, first + size, false});
            size += count;
        }
        m_vector_values = aligned(first + size);
        return vectors.defined() ? vectors.narrow(0, size_of(first), size_of(size)) : at::Tensor();
    }

    std::size_t matrix_values() const { return m_matrix_values; }
    std::size_t vector_values() const { return m_vector_values; }
    std::uint64_t bytes() const { return m_matrix_values * 2 + m_vector_values * 4; }
    const std::vector<Target>& targets() const { return m_targets; }

    at::Tensor matrices, vectors;

private:
    static std::size_t aligned(std::size_t values) { return (values + alignment - 1) / alignment * alignment; }

    std::size_t m_matrix_values = 0, m_vector_values = 0;
    std::vector<Target> m_targets;
};

TorchLayer plan_layer(Planner& planner, const model::ModelConfig& config, std::size_t index) {
    const std::string prefix = "layers." + std::to_string(index) + ".";
    const std::size_t hidden = config.hidden, ffn = config.ffn, head = config.head_dim;
    const std::size_t q = config.heads * head, kv = config.kv_heads * head;
    const auto stacked = [&](Planner::Parts parts, std::size_t columns, bool bias) {
        TorchMatrix made{planner.matrix(prefix, parts, columns), {}};
        if (bias) made.bias = planner.vector(prefix, parts, ".bias");
        return made;
    };
    TorchLayer layer;
    layer.qkv = stacked({{"q", q}, {"k", kv}, {"v", kv}}, hidden, config.qkv_bias);
    layer.o = stacked({{"o", hidden}}, q, config.o_bias);
    layer.gate_up = stacked({{"gate", ffn}, {"up", ffn}}, hidden, config.mlp_bias);
    layer.down = stacked({{"down", hidden}}, ffn, config.mlp_bias);
    layer.attn_norm = planner.vector(prefix, {{"attn_norm", hidden}});
    layer.mlp_norm = planner.vector(prefix, {{"mlp_norm", hidden}});
    if (config.qk_norm) {
        layer.q_norm = planner.vector(prefix, {{"q_norm", head}});
        layer.k_norm = planner.vector(prefix, {{"k_norm", head}});
    }
    return layer;
}

void plan(Planner& planner, const model::ModelConfig& config, TorchWeights& weights) {
    weights.embed = planner.matrix("", {{"embed", config.vocab}}, config.hidden);
    for (std::size_t i = 0; i < config.layers; ++i)
        weights.layers.push_back(plan_layer(planner, config, i));
    weights.norm = planner.vector("", {{"norm", config.hidden}});
    weights.lm_head =
        config.tied_embeddings ? weights.embed : planner.matrix("", {{"lm_head", config.vocab}}, config.hidden);
}

/// Brings tensors to the device, each piece of them converted by all threads.
class Uploader {
public:
    Uploader(const model::Source& source, ThreadTeam& team, const Planner& planner, const model::Progress& progress)
        : m_source(source), m_team(team), m_planner(planner), m_progress(progress), m_scratch(team.size()) {}

    core::Status all() {
        for (const Target& target : m_planner.targets())
            HEARTH_CHECK(target.matrix ? matrix(target) : vector(target));
        if (m_progress) m_progress(core::say("loading_weights"), m_planner.bytes(), m_planner.bytes());
        return {};
    }

private:
    /// Before every piece, so that a large matrix can be cancelled, too.
    core::Status report(std::uint64_t bytes) {
        if (m_progress && !m_progress(core::say("loading_weights"), m_done, m_planner.bytes()))
            return fail(Code::cancelled, core::say("loading_model_cancelled"));
        m_done += bytes;
        return {};
    }

    core::Status vector(const Target& target) {
        HEARTH_CHECK(report(target.columns * 4));
        HEARTH_TRY(const model::TensorInfo* tensor, find_tensor(m_source, target.name, target.rows, target.columns));
        std::vector<float>& values = m_scratch.front();
        values.resize(target.columns);
        HEARTH_CHECK(m_source.read_f32(*tensor, 0, 1, values.data()));
        m_planner.vectors.narrow(0, size_of(target.first), size_of(target.columns))
            .copy_(at::from_blob(values.data(), {size_of(target.columns)}, at::TensorOptions().dtype(at::kFloat)));
        return {};
    }

    core::Status matrix(const Target& target) {
        HEARTH_TRY(const model::TensorInfo* tensor, find_tensor(m_source, target.name, target.rows, target.columns));
        const std::size_t step = std::max<std::size_t>(1, upload_values / target.columns);
        for (std::size_t first = 0; first < target.rows; first += step) {
            const std::size_t count = std::min(step, target.rows - first);
            HEARTH_CHECK(report(count * target.columns * 2));
            HEARTH_CHECK(convert(*tensor, target.columns, first, count));
            m_planner.matrices
                .narrow(0, size_of(target.first + first * target.columns), size_of(count * target.columns))
                .copy_(at::from_blob(m_narrow.data(), {size_of(count * target.columns)},
                                     at::TensorOptions().dtype(at::kBFloat16)));
        }
        return {};
    }

    core::Status convert(const model::TensorInfo& tensor, std::size_t columns, std::size_t first, std::size_t count) {
        const std::size_t step = std::max<std::size_t>(1, piece_values / columns);
        m_narrow.resize(count * columns);
        for (auto& values : m_scratch)
            values.resize(step * columns);
        std::mutex mutex;
        std::optional<core::Error> failure;
        m_team.run([&](ThreadTeam::Member& me) {
            me.share(static_cast<std::uint32_t>((count + step - 1) / step), [&](std::uint32_t piece) {
                const std::size_t begin = piece * step, rows = std::min(step, count - begin);
                float* const values = m_scratch[me.index()].data();
                if (const auto read = m_source.read_f32(tensor, first + begin, rows, values); !read) {
                    const std::lock_guard lock(mutex);
                    failure = read.error();
                    return;
                }
                best_kernels().narrow(values, rows * columns, m_narrow.data() + begin * columns);
            });
        });
        if (failure) return *failure;
        return {};
    }

    const model::Source& m_source;
    ThreadTeam& m_team;
    const Planner& m_planner;
    const model::Progress& m_progress;
    std::uint64_t m_done = 0;                  ///< bytes
    std::vector<std::vector<float>> m_scratch; ///< one for each thread
    std::vector<std::uint16_t> m_narrow;
};

} // namespace

std::uint64_t TorchWeights::bytes_for(const model::ModelConfig& config) {
    Planner planner;
    TorchWeights weights;
    plan(planner, config, weights);
    return planner.bytes();
}

core::Result<TorchWeights> TorchWeights::load(const model::Source& source, const at::Device& device, ThreadTeam& team,
                                              const model::Progress& progress) {
    Planner counted;
    TorchWeights none;
    plan(counted, source.config(), none);
    Planner planner;
    const auto options = at::TensorOptions().device(device);
    planner.matrices = at::empty({size_of(counted.matrix_values())}, options.dtype(at::kBFloat16));
    planner.vectors = at::empty({size_of(counted.vector_values())}, options.dtype(at::kFloat));
    TorchWeights weights;
    plan(planner, source.config(), weights);
    HEARTH_CHECK(Uploader(source, team, planner, progress).all());
    return weights;
}

} // namespace hearth::compute
