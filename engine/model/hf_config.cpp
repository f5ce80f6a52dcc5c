// SPDX-License-Identifier: Apache-2.0
#include "model/hf_config.h"

#include "model/layout.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hearth::model {
namespace {

using core::Code;
using core::fail;
using core::Result;
using core::Status;
using nlohmann::json;

struct Family {
    const char* arch;
    const char* class_name;
};
constexpr Family families[] = {{"llama", "LlamaForCausalLM"},
                               {"mistral", "MistralForCausalLM"},
                               {"qwen2", "Qwen2ForCausalLM"},
                               {"qwen3", "Qwen3ForCausalLM"}};
constexpr std::uint32_t qwen3_head_dim = 128, mistral_window = 4096; // Transformers' defaults

Result<std::string> read_arch(const JsonObject& config) {
    HEARTH_TRY(const auto type, config.text("model_type"));
    const std::string arch = type.value_or("");
    const auto family =
        std::find_if(std::begin(families), std::end(families), [&](const Family& f) { return arch == f.arch; });
    if (family == std::end(families))
        return fail(Code::unsupported, core::say("architecture_not_supported", {arch.substr(0, 64)}),
                    core::say("supported_llama_mistral_qwen"));
    if (const json* const classes = config.find("architectures")) {
        const json wanted = json::array({family->class_name});
        if (*classes != wanted)
            return fail(Code::unsupported, core::say("model_no_not_supported", {arch, family->class_name}),
                        core::say("names_another_class_under", {config.file()}));
    }
    return arch;
}

Result<std::optional<std::uint32_t>> size(const JsonObject& config, const char* key) {
    HEARTH_TRY(const auto value, config.uint(key));
    if (!value) return std::optional<std::uint32_t>();
    if (*value > UINT32_MAX) return config.wrong(key, core::say("a_size"));
    return std::optional(static_cast<std::uint32_t>(*value));
}

Result<std::uint32_t> required(const JsonObject& config, const char* key) {
    HEARTH_TRY(const auto value, size(config, key));
    if (!value) return config.wrong(key, core::say("given"));
    return *value;
}

Status read_sizes(const JsonObject& config, ModelConfig& c) {
    HEARTH_TRY(c.layers, required(config, "num_hidden_layers"));
    HEARTH_TRY(c.hidden, required(config, "hidden_size"));
    HEARTH_TRY(c.ffn, required(config, "intermediate_size"));
    HEARTH_TRY(c.heads, required(config, "num_attention_heads"));
    HEARTH_TRY(c.vocab, required(config, "vocab_size"));
    HEARTH_TRY(c.context, required(config, "max_position_embeddings"));
    HEARTH_TRY(const auto kv_heads, size(config, "num_key_value_heads"));
    HEARTH_TRY(const auto head_dim, size(config, "head_dim"));
    c.kv_heads = kv_heads.value_or(c.heads);
    if (c.heads == 0) return config.wrong("num_attention_heads", core::say("positive"));
    c.head_dim = head_dim.value_or(c.arch == "qwen3" ? qwen3_head_dim : c.hidden / c.heads);
    HEARTH_TRY(const auto eps, config.real("rms_norm_eps"));
    c.norm_eps = eps.value_or(1e-6);
    return {};
}

Status read_variant(const JsonObject& config, ModelConfig& c) {
    HEARTH_TRY(const auto activation, config.text("hidden_act"));
    if (activation.value_or("silu") != "silu")
        return fail(Code::unsupported, core::say("activation_not_supported", {activation->substr(0, 64)}),
                    core::say("supported_silu"));
    if (const json* const quantised = config.find("quantization_config"))
        return fail(Code::unsupported, core::say("models_quantised_their_own"),
                    core::say("use_unquantised_folder_gguf"));
    HEARTH_TRY(const auto tied, config.boolean("tie_word_embeddings"));
    HEARTH_TRY(const auto attention_bias, config.boolean("attention_bias"));
    HEARTH_TRY(const auto mlp_bias, config.boolean("mlp_bias"));
    const bool may_have_bias = c.arch == "llama" || c.arch == "qwen3";
    c.tied_embeddings = tied.value_or(false);
    c.qkv_bias = c.arch == "qwen2" || (may_have_bias && attention_bias.value_or(false));
    c.o_bias = may_have_bias && attention_bias.value_or(false);
    c.mlp_bias = c.arch == "llama" && mlp_bias.value_or(false);
    c.qk_norm = c.arch == "qwen3";
    return {};
}

/// Whether `layer_types` says that every layer slides; nothing if it says nothing.
Result<std::optional<bool>> all_layers_slide(const JsonObject& config, const ModelConfig& c) {
    const json* const types = config.find("layer_types");
    if (types == nullptr) return std::optional<bool>();
    if (!types->is_array() || types->size() != c.layers)
        return config.wrong("layer_types", core::say("one_entry_per_layer"));
    const auto count = [types](const char* name) { return std::count(types->begin(), types->end(), json(name)); };
    const auto all = static_cast<std::ptrdiff_t>(c.layers);
    if (count("full_attention") == all) return std::optional(false);
    if (count("sliding_attention") == all) return std::optional(true);
    return fail(Code::unsupported, core::say("models_whose_layers_differ_their"));
}

Status read_window(const JsonObject& config, ModelConfig& c) {
    HEARTH_TRY(const auto window, size(config, "sliding_window"));
    if (c.arch == "mistral") {
        // Transformers takes 4096 where the key is absent and no window where it is null.
        const bool is_null = config.has_key("sliding_window") && !window;
        if (!is_null) c.sliding_window = window.value_or(mistral_window);
        return {};
    }
    if (c.arch == "llama") return {};
    HEARTH_TRY(const auto use, config.boolean("use_sliding_window"));
    if (!use.value_or(false)) return {};
    HEARTH_TRY(auto slides, all_layers_slide(config, c));
    if (!slides) {
        HEARTH_TRY(const auto first, size(config, "max_window_layers"));
        const std::uint32_t full = first.value_or(28);
        if (full != 0 && full < c.layers)
            return fail(Code::unsupported, core::say("models_whose_layers_differ_their"),
                        core::say("sets_max_window_layers", {config.file(), std::to_string(full)}));
        slides = full == 0;
    }
    if (*slides) c.sliding_window = window.value_or(4096);
    return {};
}

} // namespace

Result<std::vector<std::uint32_t>> hf_stop_ids(const JsonObject& config) {
    std::vector<std::uint32_t> ids;
    const json* const value = config.find("eos_token_id");
    if (value == nullptr) return ids;
    const json list = value->is_array() ? *value : json::array({*value});
    for (const json& id : list) {
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() > UINT32_MAX)
            return config.wrong("eos_token_id", core::say("token_id_list_them"));
        ids.push_back(id.get<std::uint32_t>());
    }
    return ids;
}

Result<ModelConfig> hf_config(const JsonObject& config) {
    ModelConfig c;
    HEARTH_TRY(c.arch, read_arch(config));
    HEARTH_TRY(const auto name, config.text("_name_or_path"));
    c.name = name.value_or("");
    HEARTH_CHECK(read_sizes(config, c));
    HEARTH_CHECK(read_variant(config, c));
    HEARTH_CHECK(read_window(config, c));
    HEARTH_TRY(c.rope, hf_rope(config, c.context));
    HEARTH_CHECK(check_config(c));
    return c;
}

} // namespace hearth::model
