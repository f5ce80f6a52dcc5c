// SPDX-License-Identifier: Apache-2.0
#include "model/hf_config.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace hearth::model {

using core::Code;
using core::fail;
using nlohmann::json;

namespace {

core::Error wrong(const std::string& key) {
    return fail(Code::corrupt, "config.json: \"" + key + "\" is missing or not usable.");
}

core::Result<std::uint32_t> number(const json& config, const char* key,
                                   std::optional<std::uint32_t> otherwise = std::nullopt) {
    const auto at = config.find(key);
    if (at == config.end() || at->is_null()) {
        if (!otherwise) return wrong(key);
        return *otherwise;
    }
    if (!at->is_number_unsigned() || at->get<std::uint64_t>() > UINT32_MAX) return wrong(key);
    return at->get<std::uint32_t>();
}

core::Result<double> real(const json& config, const char* key, double otherwise) {
    const auto at = config.find(key);
    if (at == config.end() || at->is_null()) return otherwise;
    if (!at->is_number()) return wrong(key);
    return at->get<double>();
}

bool flag(const json& config, const char* key, bool otherwise) {
    const auto at = config.find(key);
    return at != config.end() && at->is_boolean() ? at->get<bool>() : otherwise;
}

core::Status read_yarn(const json& scaling, Rope& rope) {
    rope.scaling = RopeScaling::yarn;
    HEARTH_TRY(rope.beta_fast, real(scaling, "beta_fast", 32.0));
    HEARTH_TRY(rope.beta_slow, real(scaling, "beta_slow", 1.0));
    // As Transformers computes it: an explicit factor, else the ratio of the two mscale terms, else one of
    // them.
    const auto mscale = [&](double weight) {
        return rope.factor <= 1 ? 1.0 : 0.1 * weight * std::log(rope.factor) + 1.0;
    };
    HEARTH_TRY(const double weight, real(scaling, "mscale", 0.0));
    HEARTH_TRY(const double weight_all, real(scaling, "mscale_all_dim", 0.0));
    const double usual = weight != 0 && weight_all != 0 ? mscale(weight) / mscale(weight_all) : mscale(1.0);
    HEARTH_TRY(rope.attention_factor, real(scaling, "attention_factor", usual));
    return {};
}

core::Status read_rope(const json& config, ModelConfig& c) {
    const auto parameters = config.find("rope_parameters");
    const auto scaling_at = config.find("rope_scaling");
    const json empty = json::object();
    const json& scaling = parameters != config.end() && parameters->is_object()   ? *parameters
                          : scaling_at != config.end() && scaling_at->is_object() ? *scaling_at
                                                                                  : empty;
    HEARTH_TRY(const double theta, real(config, "rope_theta", 10000.0));
    HEARTH_TRY(c.rope.theta, real(scaling, "rope_theta", theta));
    HEARTH_TRY(const double partial, real(config, "partial_rotary_factor", 1.0));
    HEARTH_TRY(const double partial_inner, real(scaling, "partial_rotary_factor", partial));
    if (partial_inner != 1.0) return fail(Code::unsupported, "Partial rotary embeddings are not supported.");
    std::string type = "default";
    for (const char* key : {"rope_type", "type"})
        if (const auto at = scaling.find(key); at != scaling.end() && at->is_string()) {
            type = at->get<std::string>();
            break;
        }
    HEARTH_TRY(c.rope.factor, real(scaling, "factor", 1.0));
    HEARTH_TRY(c.rope.original_context, number(scaling, "original_max_position_embeddings", c.context));
    if (type == "default" || type == "none") return {};
    if (type == "linear") {
        c.rope.scaling = RopeScaling::linear;
        return {};
    }
    if (type == "llama3") {
        c.rope.scaling = RopeScaling::llama3;
        HEARTH_TRY(c.rope.low_freq_factor, real(scaling, "low_freq_factor", 1.0));
        HEARTH_TRY(c.rope.high_freq_factor, real(scaling, "high_freq_factor", 4.0));
        if (!(c.rope.high_freq_factor > c.rope.low_freq_factor)) return wrong("high_freq_factor");
        return {};
    }
    if (type == "yarn") return read_yarn(scaling, c.rope);
    return fail(Code::unsupported, "The rotary scaling \"" + type + "\" is not supported.",
                "Supported are none, linear, llama3 and yarn.");
}

void add_stop_ids(const json& source, std::vector<std::uint32_t>& ids) {
    const auto at = source.find("eos_token_id");
    if (at == source.end()) return;
    for (const json& id : at->is_array() ? *at : json::array({*at}))
        if (id.is_number_unsigned() && id.get<std::uint64_t>() <= UINT32_MAX &&
            std::find(ids.begin(), ids.end(), id.get<std::uint32_t>()) == ids.end())
            ids.push_back(id.get<std::uint32_t>());
}

} // namespace

core::Result<ModelConfig> read_hf_config(const json& config, const json& generation) {
    ModelConfig c;
    const auto type = config.find("model_type");
    if (type == config.end() || !type->is_string()) return wrong("model_type");
    c.arch = type->get<std::string>();
    if (c.arch != "llama" && c.arch != "mistral" && c.arch != "qwen2" && c.arch != "qwen3")
        return fail(Code::unsupported, "The architecture \"" + c.arch + "\" is not supported.",
                    "Supported are Llama, Mistral, Qwen2/2.5 and Qwen3, and what shares their shape (SmolLM, "
                    "TinyLlama).");
    if (const auto act = config.find("hidden_act"); act != config.end() && *act != "silu")
        return fail(Code::unsupported, "The activation " + act->dump() + " is not supported; silu is.");
    HEARTH_TRY(c.layers, number(config, "num_hidden_layers"));
    HEARTH_TRY(c.hidden, number(config, "hidden_size"));
    HEARTH_TRY(c.ffn, number(config, "intermediate_size"));
    HEARTH_TRY(c.heads, number(config, "num_attention_heads"));
    HEARTH_TRY(c.kv_heads, number(config, "num_key_value_heads", c.heads));
    HEARTH_TRY(c.vocab, number(config, "vocab_size"));
    HEARTH_TRY(c.context, number(config, "max_position_embeddings", 2048));
    HEARTH_TRY(c.head_dim, number(config, "head_dim", c.heads == 0 ? 0 : c.hidden / c.heads));
    HEARTH_TRY(c.norm_eps, real(config, "rms_norm_eps", 1e-6));
    HEARTH_CHECK(read_rope(config, c));
    c.tied_embeddings = flag(config, "tie_word_embeddings", false);
    const bool attention_bias = flag(config, "attention_bias", false);
    c.qkv_bias = c.arch == "qwen2" || attention_bias;
    c.o_bias = c.arch != "qwen2" && attention_bias;
    c.mlp_bias = c.arch == "llama" && flag(config, "mlp_bias", false);
    c.qk_norm = c.arch == "qwen3";
    const bool windowed = c.arch == "mistral" || ((c.arch == "qwen2" || c.arch == "qwen3") &&
                                                  flag(config, "use_sliding_window", false));
    HEARTH_TRY(const std::uint32_t window, number(config, "sliding_window", 0));
    if (windowed && window != 0) {
        HEARTH_TRY(const std::uint32_t full_layers, number(config, "max_window_layers", 0));
        if (c.arch != "mistral" && full_layers != 0)
            return fail(Code::unsupported, "A sliding window on some layers only is not supported.");
        c.sliding_window = window;
    }
    add_stop_ids(generation.is_object() ? generation : json::object(), c.stop_ids);
    add_stop_ids(config, c.stop_ids);
    return c;
}

} // namespace hearth::model
