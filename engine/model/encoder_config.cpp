// SPDX-License-Identifier: Apache-2.0
#include "model/encoder_source.h"
#include "model/hf_text.h"
#include "model/json_text.h"
#include "model/layout.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace hearth::model {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Result;
using core::Status;
using nlohmann::json;

constexpr std::size_t max_encoder_settings = std::size_t{8} << 20;
constexpr const char* modules_file = "modules.json";
constexpr const char* length_file = "sentence_bert_config.json";

core::Error not_made_here(const std::string& file, const std::string& what) {
    return fail(Code::unsupported, core::say("encoder_setting_not_supported", {file, what.substr(0, 96)}),
                core::say("encoders_supported"));
}

Status read_size(const JsonObject& config, const char* key, std::uint32_t& out) {
    HEARTH_TRY(const auto value, config.uint(key));
    if (!value) return config.wrong(key, core::say("given"));
    if (*value > UINT32_MAX) return config.wrong(key, core::say("a_size"));
    out = static_cast<std::uint32_t>(*value);
    return {};
}

Status read_transformer(const JsonObject& config, ModelConfig& c) {
    HEARTH_TRY(const auto type, config.text("model_type"));
    if (type.value_or("") != "bert") return not_made_here(config.file(), "model_type " + type.value_or(""));
    HEARTH_TRY(const auto activation, config.text("hidden_act"));
    if (activation.value_or("gelu") != "gelu") return not_made_here(config.file(), "hidden_act " + *activation);
    HEARTH_TRY(const auto places, config.text("position_embedding_type"));
    if (places.value_or("absolute") != "absolute")
        return not_made_here(config.file(), "position_embedding_type " + *places);
    HEARTH_TRY(const auto name, config.text("_name_or_path"));
    c.arch = "bert";
    c.name = name.value_or("");
    c.encoder.emplace();
    HEARTH_CHECK(read_size(config, "num_hidden_layers", c.layers));
    HEARTH_CHECK(read_size(config, "hidden_size", c.hidden));
    HEARTH_CHECK(read_size(config, "intermediate_size", c.ffn));
    HEARTH_CHECK(read_size(config, "num_attention_heads", c.heads));
    HEARTH_CHECK(read_size(config, "vocab_size", c.vocab));
    HEARTH_CHECK(read_size(config, "max_position_embeddings", c.encoder->positions));
    HEARTH_CHECK(read_size(config, "type_vocab_size", c.encoder->segments));
    if (c.heads == 0 || c.hidden % c.heads != 0) return config.wrong("num_attention_heads", core::say("positive"));
    c.kv_heads = c.heads;
    c.head_dim = c.hidden / c.heads;
    HEARTH_TRY(const auto eps, config.real("layer_norm_eps"));
    c.norm_eps = eps.value_or(1e-12);
    c.context = c.encoder->positions;
    c.tied_embeddings = c.qkv_bias = c.o_bias = c.mlp_bias = true;
    return {};
}

/// Exactly one way of pooling may be switched on: of an encoder's two, or of a decoder's.
Status read_pooling(const JsonObject& config, const ModelConfig& c, EncoderShape& encoder) {
    const bool is_encoder = c.arch == "bert";
    const char* const other_key = is_encoder ? "pooling_mode_cls_token" : "pooling_mode_lasttoken";
    const char* const foreign_key = is_encoder ? "pooling_mode_lasttoken" : "pooling_mode_cls_token";
    const auto switched_on = [&](const char* key) {
        const json* const value = config.find(key);
        return value != nullptr && value->is_boolean() && value->get<bool>();
    };
    for (const char* other : {"pooling_mode_max_tokens", "pooling_mode_mean_sqrt_len_tokens",
                              "pooling_mode_weightedmean_tokens", foreign_key})
        if (switched_on(other)) return not_made_here(config.file(), other);
    const bool mean = switched_on("pooling_mode_mean_tokens"), other = switched_on(other_key);
    if (mean == other) return not_made_here(config.file(), other_key);
    encoder.pooling = mean ? Pooling::mean : is_encoder ? Pooling::first : Pooling::last;
    return {};
}

bool is_plain_folder(const std::string& name) {
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-';
    });
}

/// What follows the transformer: pooling, and a normalisation or nothing.
Status read_modules(const fs::path& folder, ModelConfig& c, std::vector<fs::path>& files) {
    HEARTH_TRY(const json modules, read_json_file(folder / modules_file, max_encoder_settings));
    files.emplace_back(modules_file);
    if (!modules.is_array() || modules.size() < 2 || modules.size() > 3)
        return not_made_here(modules_file, std::to_string(modules.size()));
    constexpr const char* wanted[] = {".Transformer", ".Pooling", ".Normalize"};
    for (std::size_t i = 0; i < modules.size(); ++i) {
        HEARTH_TRY(const JsonObject module, JsonObject::of(modules[i], modules_file));
        HEARTH_TRY(const auto type, module.text("type"));
        HEARTH_TRY(const auto path, module.text("path"));
        if (!type || !type->ends_with(wanted[i])) return not_made_here(modules_file, type.value_or("type"));
        if (i == 0 && !path.value_or("").empty()) return not_made_here(modules_file, *path);
        if (i != 1) continue;
        if (!is_plain_folder(path.value_or(""))) return not_made_here(modules_file, path.value_or("path"));
        const fs::path file = fs::path(*path) / "config.json";
        HEARTH_TRY(const json parsed, read_json_file(folder / file, max_encoder_settings));
        HEARTH_TRY(const JsonObject pooling, JsonObject::of(parsed, file.generic_string()));
        HEARTH_CHECK(read_pooling(pooling, c, *c.encoder));
        files.push_back(file);
    }
    c.encoder->normalised = modules.size() == 3;
    return {};
}

/// As vLLM's and the models' own configurations name it; what is no length below the vector's own says nothing.
Status read_shorter(const JsonObject& config, ModelConfig& c) {
    const char* const key = "matryoshka_dimensions";
    if (!config.has_key(key) || config.find(key) == nullptr) return {};
    const json& lengths = *config.find(key);
    if (!lengths.is_array() || lengths.size() > 2 * most_shorter)
        return config.wrong(key, core::say("a_list_of_sizes"));
    std::set<std::uint32_t> shorter;
    for (const json& length : lengths) {
        if (!length.is_number_unsigned()) return config.wrong(key, core::say("a_list_of_sizes"));
        if (length > 0U && length < c.hidden) shorter.insert(length.get<std::uint32_t>());
    }
    c.encoder->shorter.assign(shorter.begin(), shorter.end());
    return {};
}

/// A longer text is refused here, not cut.
Status read_length(const fs::path& folder, ModelConfig& c, std::vector<fs::path>& files) {
    if (!folder_has(folder, length_file)) return {};
    HEARTH_TRY(const json parsed, read_json_file(folder / length_file, max_encoder_settings));
    HEARTH_TRY(const JsonObject config, JsonObject::of(parsed, length_file));
    files.emplace_back(length_file);
    HEARTH_TRY(const auto lower, config.boolean("do_lower_case"));
    if (lower.value_or(false)) return not_made_here(length_file, "do_lower_case");
    HEARTH_TRY(const auto length, config.uint("max_seq_length"));
    if (length) c.context = static_cast<std::uint32_t>(std::min<std::uint64_t>(*length, c.context));
    return {};
}

} // namespace

bool is_pooled_folder(const fs::path& folder) {
    return folder_has(folder, modules_file);
}

Status read_decoder_pooling(const fs::path& folder, const JsonObject& config, ModelConfig& c,
                            std::vector<fs::path>& files) {
    HEARTH_TRY(const auto causal, config.boolean("is_causal"));
    if (!causal.value_or(true)) return not_made_here(config.file(), "is_causal");
    HEARTH_TRY(const auto both_ways, config.boolean("use_bidirectional_attention"));
    if (both_ways.value_or(false)) return not_made_here(config.file(), "use_bidirectional_attention");
    c.encoder.emplace();
    HEARTH_CHECK(read_shorter(config, c));
    HEARTH_CHECK(read_modules(folder, c, files));
    return read_length(folder, c, files);
}

Result<ModelConfig> encoder_config(const fs::path& folder, std::vector<fs::path>& files) {
    HEARTH_TRY(const json parsed, read_json_file(folder / "config.json", max_encoder_settings));
    HEARTH_TRY(const JsonObject config, JsonObject::of(parsed, "config.json"));
    ModelConfig c;
    HEARTH_CHECK(read_transformer(config, c));
    HEARTH_CHECK(read_shorter(config, c));
    files.emplace_back("config.json");
    HEARTH_CHECK(read_modules(folder, c, files));
    HEARTH_CHECK(read_length(folder, c, files));
    HEARTH_CHECK(check_config(c));
    return c;
}

} // namespace hearth::model
