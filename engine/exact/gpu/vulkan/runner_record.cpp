// SPDX-License-Identifier: Apache-2.0
// The order of the ops: sections 3 of ci8.1.md and 2 of ci4.1.md, as dispatches.
#include "exact/gpu/vulkan/recorder.h"
#include "exact/gpu/vulkan/runner.h"

#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <cstddef>

namespace hearth::exact::vulkan {

namespace {

// Push-constant blocks, as in the shaders.
struct EmbedArguments {
    Address weights, scales, x, step;
    std::uint32_t n, row_words, first, tokens;
};
struct QuantiseArguments {
    Address x, gain, values, scales, groups, floats, step;
    std::uint32_t n, row_words, stride;
    float eps;
};
struct HeadsArguments {
    Address qkv, q_gain, k_gain, turns, queries, query_scales, cache, tables, step;
    std::uint32_t heads, kv_heads, dim, block;
    float eps;
};
struct AttendArguments {
    Address queries, query_scales, cache, tables, sums, mixed, step;
    std::uint32_t heads, kv_heads, dim, block;
    float attention_scale;
};
struct SpreadArguments {
    Address x, step;
    std::uint32_t n, block, stride, up;
};
struct LinearArguments {
    Address weights, factors, scales, biases, inputs, input_scales, input_groups, outputs, step;
    std::uint32_t rows, vectors, first, stride, biased, added;
};

std::uint32_t ceil_div(std::uint32_t n, std::uint32_t unit) {
    return (n + unit - 1) / unit;
}
std::uint32_t block_of(std::uint32_t n) {
    return static_cast<std::uint32_t>(hadamard_block(n));
}
constexpr std::uint32_t few_rows = 8, few_matrix_rows = 4, tile_rows = 64, spread_columns = 16;

} // namespace

void VulkanRunner::record_quantise(Recorder& to, const Buffer& x, std::uint32_t n, std::uint32_t stride, bool residual,
                                   Address gain, std::uint32_t rows) const {
    const std::uint32_t words = grouped() ? n / 4 : padded_columns(n) / 4;
    to.run(Shader::quantise, {residual && !grouped(), gain != 0, grouped(), 0, 0},
           QuantiseArguments{x.address(), gain, m_rows.values.address(), m_rows.scales.address(),
                             m_rows.groups.address(), 0, m_step.address(), n, words, stride, m_shape.norm_eps},
           rows);
    to.barrier();
}

void VulkanRunner::record_linear(Recorder& to, const Matrix& matrix, const Rows& input, const Buffer& output,
                                 std::uint32_t stride, bool add, std::uint32_t rows) const {
    for (const Matrix::Part& part : matrix.parts) {
        const LinearArguments arguments{part.weights,
                                        part.factors,
                                        matrix.scales,
                                        matrix.biases,
                                        input.values.address(),
                                        input.scales.address(),
                                        input.groups.address(),
                                        output.address(),
                                        m_step.address(),
                                        part.rows,
                                        matrix.vectors,
                                        part.first,
                                        stride,
                                        matrix.biases != 0,
                                        add};
        if (rows <= few_rows)
            to.run(Shader::linear_few, {rows, matrix.grouped}, arguments, ceil_div(part.rows, few_matrix_rows));
        else
            to.run(Shader::linear_many, {matrix.grouped}, arguments, ceil_div(part.rows, tile_rows),
                   ceil_div(rows, tile_rows));
    }
    to.barrier();
}

void VulkanRunner::record_spread(Recorder& to, const Buffer& x, std::uint32_t n, std::uint32_t stride, bool gate,
                                 bool spread, std::uint32_t rows) const {
    const std::uint32_t block = block_of(n);
    to.run(Shader::spread, {gate, spread}, SpreadArguments{x.address(), m_step.address(), n, block, stride, n},
           ceil_div(n / block, spread_columns), rows);
    to.barrier();
}

void VulkanRunner::record_attention(Recorder& to, std::size_t index, std::uint32_t rows) const {
    const Layer& layer = m_weights.layers[index];
    const std::uint32_t heads = m_shape.heads, kv = m_shape.kv_heads, dim = m_shape.head_dim, block = block_of(dim);
    to.run(Shader::heads, {layer.q_norm != 0, grouped()},
           HeadsArguments{m_qkv.address(), layer.q_norm, layer.k_norm, m_turns.address(), m_queries.address(),
                          m_query_scales.address(), m_cache[index].address(), m_tables.address(), m_step.address(),
                          heads, kv, dim, block, m_shape.norm_eps},
           heads + 2 * kv, rows);
    to.barrier();
    const AttendArguments arguments{m_queries.address(),
                                    m_query_scales.address(),
                                    m_cache[index].address(),
                                    m_tables.address(),
                                    m_sums.address(),
                                    m_mixed.address(),
                                    m_step.address(),
                                    heads,
                                    kv,
                                    dim,
                                    block,
                                    m_shape.attention_scale};
    to.run_counted(Shader::attend_max, arguments, m_step, offsetof(StepData, attend_x));
    to.barrier();
    to.run_counted(Shader::attend_sum, arguments, m_step, offsetof(StepData, attend_x));
    to.barrier();
    to.run(Shader::attend_out, {grouped()}, arguments, heads, rows);
    to.barrier();
}

void VulkanRunner::record_layer(Recorder& to, std::size_t index, std::uint32_t rows) const {
    const Layer& layer = m_weights.layers[index];
    const std::uint32_t hidden = m_shape.hidden, ffn = m_shape.ffn;
    record_quantise(to, m_x, hidden, hidden, true, layer.attn_norm, rows);
    record_linear(to, layer.qkv, m_rows, m_qkv, m_qkv_width, false, rows);
    record_attention(to, index, rows);
    record_quantise(to, m_mixed, m_shape.q_width(), m_shape.q_width(), false, 0, rows);
    record_linear(to, layer.o, m_rows, m_x, hidden, true, rows);
    record_quantise(to, m_x, hidden, hidden, true, layer.mlp_norm, rows);
    record_linear(to, layer.gate_up, m_rows, m_gate_up, 2 * ffn, false, rows);
    record_spread(to, m_gate_up, ffn, 2 * ffn, true, !grouped(), rows);
    record_quantise(to, m_gate_up, ffn, 2 * ffn, false, 0, rows);
    record_linear(to, layer.down, m_rows, m_x, hidden, true, rows);
}

void VulkanRunner::record_layers(Recorder& to, std::size_t first, std::size_t last, std::uint32_t rows) const {
    const std::uint32_t hidden = m_shape.hidden;
    const std::uint64_t edge_bytes = std::uint64_t{rows} * hidden * sizeof(float);
    if (first == 0 && m_embeds) {
        for (const Matrix::Part& part : m_weights.embed.parts)
            to.run(Shader::embed, {},
                   EmbedArguments{part.weights, m_weights.embed.scales, m_x.address(), m_step.address(), hidden,
                                  4 * m_weights.embed.vectors, part.first, part.rows},
                   ceil_div(hidden, 256), rows);
        to.barrier();
        if (grouped()) record_spread(to, m_x, hidden, hidden, false, true, rows);
    } else if (first == 0) {
        to.copy(m_edge_in, m_x, edge_bytes);
        to.barrier();
    }
    for (std::size_t i = first; i < last; ++i)
        record_layer(to, i, rows);
    if (last < m_weights.layers.size()) return; // the barrier at a layer's end holds for the next submission as well
    if (!m_projects) to.copy(m_x, m_edge_out, edge_bytes);
    to.finish();
}

core::Result<VulkanRunner::Forward*> VulkanRunner::forward_commands(std::uint32_t bucket) {
    const DeviceInfo& info = m_context.info();
    const std::size_t layers = m_weights.layers.size();
    Forward& known =
        m_forward.try_emplace(bucket, Forward{Pace(m_shape.layers, info.integrated || info.software)}).first->second;
    if (known.group == known.pace.group() && !known.groups.empty()) return &known;
    forget(known);
    known.group = known.pace.group();
    for (std::size_t first = 0; first < layers; first += known.group) {
        core::Status recorded;
        const auto record = [&](VkCommandBuffer commands) {
            Recorder to(commands, m_pipelines);
            record_layers(to, first, std::min<std::size_t>(first + known.group, layers), bucket);
            recorded = to.status();
        };
        const auto commands = m_context.commands(record, false);
        if (commands) known.groups.push_back(*commands);
        if (!commands || !recorded) {
            forget(known);
            return commands ? recorded.error() : commands.error();
        }
    }
    return &known;
}

void VulkanRunner::record_final(Recorder& to, std::uint32_t outputs) const {
    const std::uint32_t hidden = m_shape.hidden, words = padded_columns(hidden) / 4;
    QuantiseArguments arguments{m_x.address(),
                                m_weights.final_norm,
                                m_final.values.address(),
                                m_final.scales.address(),
                                m_final.groups.address(),
                                m_normed.address(),
                                m_step.address(),
                                hidden,
                                words,
                                hidden,
                                m_shape.norm_eps};
    if (!grouped()) {
        to.run(Shader::quantise, {1, 0, 0, 0, 1}, arguments, outputs);
    } else {
        to.run(Shader::quantise, {0, 1, 0, 1, 1}, arguments, outputs);
        to.barrier();
        record_spread(to, m_normed, hidden, hidden, false, true, outputs);
        arguments.x = m_normed.address();
        to.run(Shader::quantise, {0, 0, 0, 0, 0}, arguments, outputs);
    }
    to.barrier();
}

core::Result<VkCommandBuffer> VulkanRunner::project_commands(std::uint32_t bucket) {
    const auto known = m_project.find(bucket);
    if (known != m_project.end()) return known->second;
    core::Status recorded;
    const auto record = [&](VkCommandBuffer commands) {
        Recorder to(commands, m_pipelines);
        record_final(to, bucket);
        record_linear(to, m_weights.lm_head, m_final, m_logits, m_shape.vocab, false, bucket);
        to.copy(m_final.values, m_final_copy, std::uint64_t{bucket} * padded_columns(m_shape.hidden));
        to.copy(m_final.scales, m_final_scales_copy, std::uint64_t{bucket} * sizeof(float));
        to.finish();
        recorded = to.status();
    };
    HEARTH_TRY(const VkCommandBuffer commands, m_context.commands(record, false));
    HEARTH_CHECK(recorded);
    m_project.emplace(bucket, commands);
    return commands;
}

} // namespace hearth::exact::vulkan
