// SPDX-License-Identifier: Apache-2.0
#include "model/layout.h"

#include <cmath>
#include <set>

namespace hearth::model {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr const char* fetch_hint = "configuration_damaged";

Status count_within(const core::Sentence& what, std::uint64_t value, std::uint64_t low, std::uint64_t high) {
    if (value >= low && value <= high) return {};
    return fail(Code::corrupt,
                core::say("figure_outside", {what, core::figure(value), core::figure(low), core::figure(high)}),
                core::say(fetch_hint));
}

Status real_within(const core::Sentence& what, double value, double low, double high) {
    if (std::isfinite(value) && value >= low && value <= high) return {};
    return fail(Code::corrupt, core::say("figure_absurd", {what, std::to_string(value)}), core::say(fetch_hint));
}

Status check_heads(const ModelConfig& c) {
    HEARTH_CHECK(count_within(core::say("number_attention_heads"), c.heads, 1, 1024));
    HEARTH_CHECK(count_within(core::say("number_key_value_heads"), c.kv_heads, 1, c.heads));
    HEARTH_CHECK(count_within(core::say("head_dimension"), c.head_dim, 2, 1024));
    if (c.heads % c.kv_heads != 0)
        return fail(Code::corrupt,
                    core::say("model_attention_heads_no", {std::to_string(c.heads), std::to_string(c.kv_heads)}),
                    core::say(fetch_hint));
    if (c.head_dim % 2 != 0)
        return fail(Code::unsupported, core::say("head_dimension_odd", {std::to_string(c.head_dim)}),
                    core::say(fetch_hint));
    return {};
}

Status check_rope(const Rope& rope, std::uint32_t head_dim) {
    HEARTH_CHECK(real_within(core::say("rope_theta"), rope.theta, 1.0, 1e15));
    HEARTH_CHECK(real_within(core::say("rope_factor"), rope.factor, 1e-3, 1e6));
    HEARTH_CHECK(real_within(core::say("rope_attention_factor"), rope.attention_factor, 1e-3, 1e3));
    if (rope.scaling == RopeScaling::llama3 || rope.scaling == RopeScaling::yarn)
        HEARTH_CHECK(count_within(core::say("original_context_length"), rope.original_context, 1, 1U << 27));
    if (rope.scaling == RopeScaling::llama3) {
        HEARTH_CHECK(real_within(core::say("low_frequency_factor"), rope.low_freq_factor, 1e-3, 1e6));
        HEARTH_CHECK(real_within(core::say("high_frequency_factor"), rope.high_freq_factor, 1e-3, 1e6));
        if (rope.low_freq_factor >= rope.high_freq_factor)
            return fail(Code::corrupt, core::say("model_low_frequency_factor"), core::say(fetch_hint));
    }
    if (rope.scaling == RopeScaling::yarn) {
        HEARTH_CHECK(real_within(core::say("beta_fast"), rope.beta_fast, 1e-3, 1e6));
        HEARTH_CHECK(real_within(core::say("beta_slow"), rope.beta_slow, 1e-3, 1e6));
        HEARTH_CHECK(real_within(core::say("rope_theta_under_yarn"), rope.theta, 1.001, 1e15));
    }
    if (!rope.freq_factors.empty() && rope.freq_factors.size() != head_dim / 2)
        return fail(Code::corrupt,
                    core::say("model_rope_frequency_factors",
                              {std::to_string(rope.freq_factors.size()), std::to_string(head_dim / 2)}),
                    core::say(fetch_hint));
    for (const float factor : rope.freq_factors)
        HEARTH_CHECK(real_within(core::say("rope_frequency_factor"), static_cast<double>(factor), 1e-6, 1e6));
    return {};
}

Status check_shorter(const ModelConfig& c) {
    std::uint32_t before = 0;
    HEARTH_CHECK(count_within(core::say("number_shorter"), c.encoder->shorter.size(), 0, most_shorter));
    for (const std::uint32_t length : c.encoder->shorter) {
        HEARTH_CHECK(count_within(core::say("shorter_length"), length, before + 1, c.hidden - 1));
        before = length;
    }
    return {};
}

Status check_encoder(const ModelConfig& c) {
    const bool is_encoder = c.arch == "bert";
    const bool has_tables = c.encoder && (c.encoder->positions != 0 || c.encoder->segments != 0);
    if (is_encoder ? !c.encoder : has_tables)
        return fail(Code::corrupt, core::say("encoder_contradicts_architecture", {c.arch.substr(0, 64)}),
                    core::say(fetch_hint));
    if (!c.encoder) return {};
    const Pooling other = is_encoder ? Pooling::first : Pooling::last;
    if (c.encoder->pooling != Pooling::mean && c.encoder->pooling != other)
        return fail(Code::unsupported, core::say("pooling_not_supported"), core::say("supported_pooling"));
    HEARTH_CHECK(check_shorter(c));
    if (!is_encoder) return {};
    HEARTH_CHECK(count_within(core::say("number_positions"), c.encoder->positions, c.context, 1U << 20));
    return count_within(core::say("number_token_types"), c.encoder->segments, 1, 1024);
}

Status check_script(const ModelConfig& c) {
    constexpr std::size_t most = 64, longest = 128;
    HEARTH_CHECK(count_within(core::say("number_inputs"), c.script->inputs.size(), 0, most));
    HEARTH_CHECK(count_within(core::say("number_inputs"), c.script->states.size(), 0, most));
    HEARTH_CHECK(count_within(core::say("context_length"), c.context, 1, 1U << 20));
    std::set<std::string> names;
    for (const std::vector<ScriptInput>* list : {&c.script->inputs, &c.script->states})
        for (const ScriptInput& input : *list)
            if (input.name.empty() || input.name.size() > longest || input.kind > ScriptInput::Kind::truth ||
                !names.insert(input.name).second)
                return fail(Code::unsupported, core::say("script_input_twice", {input.name.substr(0, longest)}),
                            core::say("name_inputs_apart"));
    return {};
}

} // namespace

Status check_config(const ModelConfig& c) {
    if ((c.arch == "torchscript" || c.arch == "torchexport") != c.script.has_value())
        return fail(Code::corrupt, core::say("encoder_contradicts_architecture", {c.arch.substr(0, 64)}),
                    core::say(fetch_hint));
    if (c.script) return check_script(c);
    if (c.arch != "llama" && c.arch != "mistral" && c.arch != "qwen2" && c.arch != "qwen3" && c.arch != "bert")
        return fail(Code::unsupported, core::say("architecture_not_supported", {c.arch.substr(0, 64)}),
                    core::say("supported_llama_mistral_qwen"));
    HEARTH_CHECK(count_within(core::say("number_layers"), c.layers, 1, 1024));
    HEARTH_CHECK(count_within(core::say("hidden_size"), c.hidden, 1, 1U << 17));
    HEARTH_CHECK(count_within(core::say("feed_forward_size"), c.ffn, 1, 1U << 20));
    HEARTH_CHECK(count_within(core::say("vocabulary_size"), c.vocab, 1, 1U << 22));
    HEARTH_CHECK(count_within(core::say("context_length"), c.context, 1, 1U << 27));
    HEARTH_CHECK(check_heads(c));
    HEARTH_CHECK(check_encoder(c));
    HEARTH_CHECK(real_within(core::say("norm_epsilon"), c.norm_eps, 0.0, 0.1));
    HEARTH_CHECK(check_rope(c.rope, c.head_dim));
    if (c.sliding_window) HEARTH_CHECK(count_within(core::say("sliding_window"), *c.sliding_window, 1, 1U << 27));
    HEARTH_CHECK(count_within(core::say("number_stop_tokens"), c.stop_ids.size(), 0, 64));
    for (const std::uint32_t id : c.stop_ids)
        HEARTH_CHECK(count_within(core::say("stop_token"), id, 0, c.vocab - 1));
    return {};
}

} // namespace hearth::model
