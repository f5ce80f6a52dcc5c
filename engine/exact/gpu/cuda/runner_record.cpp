// SPDX-License-Identifier: Apache-2.0
// The order of the ops: sections 3 of ci8.1.md and 2 of ci4.1.md, as kernels.
#include "exact/gpu/cuda/runner.h"

#include "exact/profile/arithmetic.h"

namespace hearth::exact::cuda {

using gpu_rows::padded_columns;

namespace {

constexpr const char* what = "gpu_a_step";

const float* floats(Address at) {
    return reinterpret_cast<const float*>(at);
}
std::uint32_t block_of(std::uint32_t n) {
    return static_cast<std::uint32_t>(hadamard_block(n));
}

} // namespace

core::Status CudaRunner::record_quantise(const Buffer& x, std::uint32_t n, std::uint32_t stride, bool residual,
                                         const float* gain, std::uint32_t rows) const {
    QuantiseArguments a{};
    a.x = x.as<float>();
    a.gain = gain;
    a.values = m_rows.values.as<std::uint32_t>();
    a.scales = m_rows.scales.as<float>();
    a.groups = grouped() ? m_rows.groups.as<std::int32_t>() : nullptr;
    a.step = m_device_step.as<StepData>();
    a.n = n;
    a.row_words = (grouped() ? n : padded_columns(n)) / 4;
    a.stride = stride;
    a.normalise = residual && !grouped();
    a.rows = rows;
    a.eps = m_shape.norm_eps;
    return check(quantise(a, m_context.stream()), what);
}

core::Status CudaRunner::record_linear(const Matrix& matrix, const Rows& input, const Buffer& output,
                                       std::uint32_t stride, bool add, std::uint32_t rows) const {
    LinearArguments a{};
    a.weights = reinterpret_cast<const uint4*>(matrix.parts.front().weights);
    a.factors = reinterpret_cast<const std::uint32_t*>(matrix.parts.front().factors);
    a.scales = floats(matrix.scales);
    a.biases = floats(matrix.biases);
    a.inputs = input.values.as<uint4>();
    a.input_scales = input.scales.as<float>();
    a.input_groups = input.groups.as<std::int32_t>();
    a.outputs = output.as<float>();
    a.step = m_device_step.as<StepData>();
    a.rows = matrix.rows;
    a.vectors = matrix.vectors;
    a.stride = stride;
    a.added = add;
    a.batch = rows;
    a.multiprocessors = m_context.multiprocessors();
    return check(linear(a, m_context.variant(), m_context.stream()), what);
}

core::Status CudaRunner::record_spread(const Buffer& x, std::uint32_t n, std::uint32_t stride, bool gate, bool turn,
                                       std::uint32_t rows) const {
    const SpreadArguments a{x.as<float>(), m_device_step.as<StepData>(), n, block_of(n), stride, gate, turn, rows};
    return check(spread(a, m_context.stream()), what);
}

core::Status CudaRunner::record_attention(std::size_t index, Size size) const {
    const Layer& layer = m_weights.layers[index];
    HeadsArguments h{};
    h.qkv = m_qkv.as<float>();
    h.q_gain = floats(layer.q_norm);
    h.k_gain = floats(layer.k_norm);
    h.queries = m_queries.as<std::uint32_t>();
    h.query_scales = m_query_scales.as<float>();
    h.cache = m_cache[index].as<std::uint32_t>();
    h.step = m_device_step.as<StepData>();
    h.heads = m_shape.heads;
    h.kv_heads = m_shape.kv_heads;
    h.dim = m_shape.head_dim;
    h.block = block_of(m_shape.head_dim);
    h.turn_values = grouped();
    h.rows = size.rows;
    h.eps = m_shape.norm_eps;
    HEARTH_CHECK(check(heads(h, m_context.stream()), what));
    AttendArguments a{};
    a.queries = h.queries;
    a.query_scales = h.query_scales;
    a.cache = h.cache;
    a.sums = m_sums.as<std::int32_t>();
    a.mixed = m_mixed.as<float>();
    a.step = h.step;
    a.heads = h.heads;
    a.kv_heads = h.kv_heads;
    a.dim = h.dim;
    a.block = h.block;
    a.turn_values = h.turn_values;
    a.rows = size.rows;
    a.splits = size.splits;
    a.sums_words = gpu_step::sums_words(m_shape.head_dim);
    a.attention_scale = m_shape.attention_scale;
    return check(attend(a, m_context.variant(), m_context.stream()), what);
}

core::Status CudaRunner::record_layer(std::size_t index, Size size) const {
    const Layer& layer = m_weights.layers[index];
    const std::uint32_t hidden = m_shape.hidden, ffn = m_shape.ffn, q_width = m_shape.q_width(), rows = size.rows;
    HEARTH_CHECK(record_quantise(m_x, hidden, hidden, true, floats(layer.attn_norm), rows));
    HEARTH_CHECK(record_linear(layer.qkv, m_rows, m_qkv, m_qkv_width, false, rows));
    HEARTH_CHECK(record_attention(index, size));
    HEARTH_CHECK(record_quantise(m_mixed, q_width, q_width, false, nullptr, rows));
    HEARTH_CHECK(record_linear(layer.o, m_rows, m_x, hidden, true, rows));
    HEARTH_CHECK(record_quantise(m_x, hidden, hidden, true, floats(layer.mlp_norm), rows));
    HEARTH_CHECK(record_linear(layer.gate_up, m_rows, m_gate_up, 2 * ffn, false, rows));
    HEARTH_CHECK(record_spread(m_gate_up, ffn, 2 * ffn, true, !grouped(), rows));
    HEARTH_CHECK(record_quantise(m_gate_up, ffn, 2 * ffn, false, nullptr, rows));
    return record_linear(layer.down, m_rows, m_x, hidden, true, rows);
}

core::Status CudaRunner::record_forward(Size size) const {
    const std::uint32_t hidden = m_shape.hidden;
    if (m_embeds) {
        const Matrix& from = m_weights.embed;
        const EmbedArguments a{reinterpret_cast<const std::uint32_t*>(from.parts.front().weights),
                               floats(from.scales),
                               m_x.as<float>(),
                               m_device_step.as<StepData>(),
                               hidden,
                               4 * from.vectors,
                               size.rows};
        HEARTH_CHECK(check(embed(a, m_context.stream()), what));
        if (grouped()) HEARTH_CHECK(record_spread(m_x, hidden, hidden, false, true, size.rows));
    }
    for (std::size_t i = 0; i < m_weights.layers.size(); ++i)
        HEARTH_CHECK(record_layer(i, size));
    return {};
}

core::Status CudaRunner::record_final(std::uint32_t outputs) const {
    const std::uint32_t hidden = m_shape.hidden;
    QuantiseArguments a{};
    a.x = m_x.as<float>();
    a.values = m_final.values.as<std::uint32_t>();
    a.scales = m_final.scales.as<float>();
    a.step = m_device_step.as<StepData>();
    a.n = hidden;
    a.row_words = padded_columns(hidden) / 4;
    a.stride = hidden;
    a.normalise = !grouped();
    a.gathered = 1;
    a.rows = outputs;
    a.eps = m_shape.norm_eps;
    if (grouped()) {
        a.gain = floats(m_weights.final_norm);
        a.floats = m_normed.as<float>();
        HEARTH_CHECK(check(quantise(a, m_context.stream()), what));
        HEARTH_CHECK(record_spread(m_normed, hidden, hidden, false, true, outputs));
        a.x = m_normed.as<float>();
        a.gain = nullptr;
        a.floats = nullptr;
        a.gathered = 0;
    }
    HEARTH_CHECK(check(quantise(a, m_context.stream()), what));
    return record_linear(m_weights.lm_head, m_final, m_logits, m_shape.vocab, false, outputs);
}

core::Result<cudaGraphExec_t> CudaRunner::forward_graph(Size size) {
    auto& known = m_forward[size];
    if (known.get() == nullptr) {
        HEARTH_TRY(known, m_context.capture([&] { return record_forward(size); }));
    }
    return known.get();
}

core::Result<cudaGraphExec_t> CudaRunner::project_graph(std::uint32_t outputs) {
    auto& known = m_project[outputs];
    if (known.get() == nullptr) {
        HEARTH_TRY(known, m_context.capture([&] { return record_final(outputs); }));
    }
    return known.get();
}

} // namespace hearth::exact::cuda
