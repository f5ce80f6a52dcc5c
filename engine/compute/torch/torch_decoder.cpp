// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_decoder.h"

#include "compute/kernels.h"
#include "compute/kv_layout.h"
#include "compute/rotary.h"
#include "compute/torch/detail/torch_weights.h"
#include "compute/torch/torch_batch.h"
#include "compute/torch/torch_error.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/rms_norm.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/zeros.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hearth::compute {

namespace {

using at::Tensor;
using core::Code;
using core::fail;
using inference::Row;

constexpr std::size_t padded_tokens = 16384;                      // keys of sequences that decode together
constexpr std::uint64_t library_bytes = std::uint64_t{512} << 20; // kernels and workspaces of CUDA's libraries, a guess

std::int64_t size_of(std::size_t n) {
    return static_cast<std::int64_t>(n);
}

/// input × weightᵀ (+ bias). The input becomes the sum of two bf16 numbers, which a GPU multiplies as twice as many
/// rows: decoding waits for the weights anyway, and after inputs of eight bits a replay would differ six times as
/// often. Only a GPU multiplies bf16 without rounding the result to bf16; products of widened numbers are the same but
/// for the order of the sums.
Tensor product(const Tensor& input, const TorchMatrix& matrix) {
    const Tensor high = input.to(at::kBFloat16), low = (input - high).to(at::kBFloat16);
    const Tensor parts = at::cat({high, low}, 0), weight = matrix.weight.t();
    const Tensor both =
        parts.is_cuda() ? at::mm(parts, weight, at::kFloat) : at::mm(parts.to(at::kFloat), weight.to(at::kFloat));
    Tensor output = both.narrow(0, 0, input.size(0)) + both.narrow(0, input.size(0), input.size(0));
    if (matrix.bias.defined()) output.add_(matrix.bias);
    return output;
}

/// Rotates pairs (i, i + half) of every head of `x` (rows × heads × head_dim).
Tensor rotated(const Tensor& x, const Tensor& cosine, const Tensor& sine) {
    const std::int64_t half = x.size(2) / 2;
    const Tensor a = x.narrow(2, 0, half), b = x.narrow(2, half, half);
    return at::cat({a * cosine - b * sine, b * cosine + a * sine}, 2);
}

} // namespace

struct TorchDecoder::Impl {
    Impl(const model::ModelConfig& config_, const std::string& name, std::uint32_t pages_)
        : config(config_), device(name), device_name(name), page_count(pages_), layout(config, Precision::bf16),
          rotary(config), heads(config.heads), kv_heads(config.kv_heads), dim(config.head_dim) {}

    void allocate_cache() {
        cache = at::empty({config.layers, 2, page_count, inference::page_tokens, kv_heads, dim},
                          at::TensorOptions().dtype(at::kBFloat16).device(device));
    }
    Tensor norm(const Tensor& x, const Tensor& gain) const {
        return at::rms_norm(x, gain.sizes(), gain, config.norm_eps);
    }
    Tensor bring(const std::vector<std::int64_t>& values) const {
        auto* const data = const_cast<std::int64_t*>(values.data());
        return at::from_blob(data, {size_of(values.size())}, at::TensorOptions().dtype(at::kLong))
            .to(device, at::kLong, false, true);
    }

    void forward(std::span<const Row> rows);
    void place_batch();
    Tensor mask(const TorchBatch::Group& group) const;
    Tensor attention(std::int64_t layer, const Tensor& qkv);
    Tensor attend(std::int64_t layer, std::size_t group, const Tensor& queries) const;
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows);

    const model::ModelConfig config;
    const at::Device device;
    const std::string device_name;
    const std::uint32_t page_count;
    const KvLayout layout;
    const Rotary rotary;
    const std::int64_t heads, kv_heads, dim;
    TorchWeights weights;
    Tensor cache; ///< layer, key or value, page, position, head, value

    // Of the last forward(), on the device:
    TorchBatch batch{{}, 0};
    Tensor tokens, positions, slots, pages, cosine, sine;
    std::vector<Tensor> masks; ///< of each group
    Tensor hidden;
    std::vector<float> logits;
};

/// What all layers need of the batch.
void TorchDecoder::Impl::place_batch() {
    tokens = bring(batch.tokens);
    positions = bring(batch.positions);
    slots = bring(batch.slots);
    pages = bring(batch.pages);
    const std::size_t half = rotary.half(), rows = batch.positions.size();
    std::vector<float> angles(2 * rows * half);
    for (std::size_t row = 0; row < rows; ++row)
        rotary.angles(static_cast<std::uint32_t>(batch.positions[row]), angles.data() + row * half,
                      angles.data() + (rows + row) * half);
    const Tensor both =
        at::from_blob(angles.data(), {2, size_of(rows), 1, size_of(half)}, at::TensorOptions().dtype(at::kFloat))
            .to(device, at::kFloat, false, true);
    cosine = both.select(0, 0);
    sine = both.select(0, 1);
    masks.clear();
    for (const TorchBatch::Group& group : batch.groups)
        masks.push_back(mask(group));
    // A page that a sequence begins holds another one's keys and values, or none: masked, but a number that is none
    // would spread all the same.
    if (!batch.begun.empty()) cache.index_fill_(2, bring(batch.begun), 0);
}

/// 0 where a row sees a position, −∞ elsewhere: sequences × 1 × (rows × query heads of a key head) × positions.
Tensor TorchDecoder::Impl::mask(const TorchBatch::Group& group) const {
    const std::int64_t shared = heads / kv_heads, length = group.pages * inference::page_tokens;
    const Tensor here =
        positions.narrow(0, group.first, group.sequences * group.rows).view({group.sequences, group.rows, 1});
    const Tensor there = at::arange(length, positions.options()).view({1, 1, length});
    Tensor unseen = there > here;
    if (config.sliding_window) unseen.logical_or_(there <= here - static_cast<std::int64_t>(*config.sliding_window));
    return at::zeros(unseen.sizes(), cosine.options())
        .masked_fill_(unseen, -std::numeric_limits<double>::infinity())
        .view({group.sequences, 1, group.rows, 1, length})
        .expand({group.sequences, 1, group.rows, shared, length})
        .reshape({group.sequences, 1, group.rows * shared, length});
}

/// The query heads of one key head are further rows that look at the same keys: no key is copied for them.
Tensor TorchDecoder::Impl::attend(std::int64_t layer, std::size_t index, const Tensor& queries) const {
    const TorchBatch::Group& group = batch.groups[index];
    const std::int64_t shared = heads / kv_heads, sequences = group.sequences, rows = group.rows;
    const Tensor own = pages.narrow(0, group.page_at, sequences * group.pages);
    const auto gathered = [&](std::int64_t which) {
        return cache.select(0, layer)
            .select(0, which)
            .index_select(0, own)
            .to(at::kFloat)
            .view({sequences, group.pages * inference::page_tokens, kv_heads, dim})
            .transpose(1, 2);
    };
    const Tensor folded = queries.narrow(0, group.first, sequences * rows)
                              .view({sequences, rows, kv_heads, shared, dim})
                              .permute({0, 2, 1, 3, 4})
                              .reshape({sequences, kv_heads, rows * shared, dim});
    return at::scaled_dot_product_attention(folded, gathered(0), gathered(1), masks[index], 0.0, false,
                                            1.0 / std::sqrt(static_cast<double>(dim)))
        .reshape({sequences, kv_heads, rows, shared, dim})
        .permute({0, 2, 1, 3, 4})
        .reshape({sequences * rows, heads * dim});
}

Tensor TorchDecoder::Impl::attention(std::int64_t layer, const Tensor& qkv) {
    const TorchLayer& own = weights.layers[static_cast<std::size_t>(layer)];
    const std::int64_t rows = qkv.size(0), q_width = heads * dim, kv_width = kv_heads * dim;
    Tensor queries = qkv.narrow(1, 0, q_width).view({rows, heads, dim});
    Tensor keys = qkv.narrow(1, q_width, kv_width).view({rows, kv_heads, dim});
    const Tensor values = qkv.narrow(1, q_width + kv_width, kv_width).view({rows, kv_heads, dim});
    if (own.q_norm.defined()) {
        queries = norm(queries, own.q_norm);
        keys = norm(keys, own.k_norm);
    }
    queries = rotated(queries, cosine, sine);
    const Tensor of_layer = cache.select(0, layer).view({2, -1, kv_heads, dim});
    of_layer.select(0, 0).index_copy_(0, slots, rotated(keys, cosine, sine).to(at::kBFloat16));
    of_layer.select(0, 1).index_copy_(0, slots, values.to(at::kBFloat16));
    std::vector<Tensor> mixed;
    for (std::size_t group = 0; group < batch.groups.size(); ++group)
        mixed.push_back(attend(layer, group, queries));
    return mixed.size() == 1 ? mixed.front() : at::cat(mixed, 0);
}

void TorchDecoder::Impl::forward(std::span<const Row> rows) {
    batch = TorchBatch(rows, padded_tokens / inference::page_tokens);
    place_batch();
    hidden = weights.embed.index_select(0, tokens).to(at::kFloat);
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
        const TorchLayer& own = weights.layers[static_cast<std::size_t>(layer)];
        hidden.add_(product(attention(layer, product(norm(hidden, own.attn_norm), own.qkv)), own.o));
        const Tensor both = product(norm(hidden, own.mlp_norm), own.gate_up);
        const Tensor gate = both.narrow(1, 0, config.ffn), up = both.narrow(1, config.ffn, config.ffn);
        hidden.add_(product(at::silu(gate).mul_(up), own.down));
    }
}

core::Result<std::span<const float>> TorchDecoder::Impl::project(std::span<const std::uint32_t> rows) {
    std::vector<std::int64_t> places;
    for (const std::uint32_t row : rows)
        places.push_back(batch.place[row]);
    const Tensor output = product(norm(hidden.index_select(0, bring(places)), weights.norm), {weights.lm_head, {}});
    logits.resize(rows.size() * config.vocab);
    at::from_blob(logits.data(), output.sizes(), at::TensorOptions().dtype(at::kFloat)).copy_(output);
    if (!best_kernels().finite(logits.data(), logits.size()))
        return fail(Code::corrupt, core::say("model_produced_values_not"), core::say("check_model_files_may"));
    return std::span<const float>(logits);
}

std::uint64_t TorchDecoder::weight_bytes(const model::ModelConfig& config) {
    return TorchWeights::bytes_for(config);
}

/// What lives at the same time in the widest places: a step's rows, the keys and values that attention gathers with its
/// mask, and the logits.
std::uint64_t TorchDecoder::workspace_bytes(const model::ModelConfig& config, std::uint32_t pages) {
    const std::uint64_t q = std::uint64_t{config.heads} * config.head_dim;
    const std::uint64_t kv = std::uint64_t{config.kv_heads} * config.head_dim;
    const std::uint64_t row = 4 * (5ULL * config.hidden + 5 * (q + 2 * kv) + 9ULL * config.ffn);
    const std::uint64_t longest =
        std::min<std::uint64_t>(config.context, std::uint64_t{pages} * inference::page_tokens);
    const std::uint64_t keys = std::max<std::uint64_t>(longest + inference::page_tokens, padded_tokens);
    const std::uint64_t seen = inference::max_rows * (config.heads / config.kv_heads) * keys;
    const std::uint64_t logits = inference::max_outputs * 4ULL * config.vocab;
    return inference::max_rows * row + 2 * keys * kv * 6 + 2 * seen * 4 + 3 * logits + library_bytes;
}

core::Result<std::unique_ptr<TorchDecoder>> TorchDecoder::load(const model::Source& source, const std::string& device,
                                                               std::uint32_t pages, exact::ThreadTeam& team,
                                                               const model::Progress& progress) {
    try {
        const c10::InferenceMode inference;
        auto impl = std::make_unique<Impl>(source.config(), device, pages);
        if (impl->device.is_cpu()) at::set_num_threads(1); // OpenMP's threads would only spin beside the team's
        impl->allocate_cache();
        HEARTH_TRY(impl->weights, TorchWeights::load(source, impl->device, team, progress));
        return std::unique_ptr<TorchDecoder>(new TorchDecoder(std::move(impl)));
    } catch (...) {
        return torch_error(device);
    }
}

TorchDecoder::TorchDecoder(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
TorchDecoder::~TorchDecoder() = default;

std::uint32_t TorchDecoder::page_count() const {
    return m_impl->page_count;
}

std::size_t TorchDecoder::page_bytes() const {
    return m_impl->layout.page_bytes;
}

core::Status TorchDecoder::forward(std::span<const Row> rows) {
    try {
        const c10::InferenceMode inference;
        m_impl->forward(rows);
        return {};
    } catch (...) {
        return torch_error(m_impl->device_name);
    }
}

core::Result<std::span<const float>> TorchDecoder::project(std::span<const std::uint32_t> rows) {
    try {
        const c10::InferenceMode inference;
        return m_impl->project(rows);
    } catch (...) {
        return torch_error(m_impl->device_name);
    }
}

} // namespace hearth::compute
