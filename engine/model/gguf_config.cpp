// SPDX-License-Identifier: Apache-2.0
#include "core/pinned_math.h"
#include "model/gguf_source.h"
#include "model/layout.h"
#include "model/tensor_type.h"

#include <algorithm>

namespace hearth::model {
namespace {

using core::Code;
using core::fail;
using core::Result;
using core::Status;

constexpr std::int32_t control_token = 3;
/// Control tokens that end a turn in the common chat formats, whether or not the file declares them.
constexpr std::string_view turn_ends[] = {"<|im_end|>", "<|eot_id|>",    "<|eom_id|>",
                                          "<|end|>",    "<|endoftext|>", "<end_of_turn>"};

/// Reads "<arch>.<name>" keys.
class Keys {
public:
    Keys(const GgufFile& file, const std::string& arch) : m_file(file), m_prefix(arch + ".") {}

    std::string key(const char* name) const { return m_prefix + name; }
    bool has(const char* name) const { return m_file.find(key(name)) != nullptr; }
    Result<std::uint32_t> size(const char* name, std::optional<std::uint32_t> fallback = {}) const {
        HEARTH_TRY(const auto value, m_file.uint(key(name)));
        if (!value && !fallback)
            return fail(Code::corrupt, core::say("metadata_entry_missing", {key(name)}),
                        core::say("file_incomplete_fetch_again"));
        if (value && *value > UINT32_MAX)
            return fail(Code::corrupt, core::say("metadata_entry", {key(name), std::to_string(*value)}),
                        core::say("file_damaged_fetch_again"));
        return value ? static_cast<std::uint32_t>(*value) : *fallback;
    }
    Result<double> real(const char* name, double fallback) const {
        HEARTH_TRY(const auto value, m_file.real(key(name)));
        return value.value_or(fallback);
    }
    /// A number for all layers, or one per layer that must all be equal.
    Result<std::uint32_t> per_layer(const char* name, std::optional<std::uint32_t> fallback = {}) const {
        const GgufEntry* const entry = m_file.find(key(name));
        if (entry == nullptr || entry->type != GgufType::array) return size(name, fallback);
        HEARTH_TRY(const auto values, m_file.uints(key(name)));
        if (values->empty() || values->front() > UINT32_MAX ||
            std::any_of(values->begin(), values->end(), [&](auto v) { return v != values->front(); }))
            return fail(Code::unsupported, core::say("metadata_entry_differs_layer", {key(name)}),
                        core::say("models_whose_layers_differ"));
        return static_cast<std::uint32_t>(values->front());
    }

private:
    const GgufFile& m_file;
    std::string m_prefix;
};

Status read_yarn(const Keys& keys, Rope& rope) {
    HEARTH_TRY(const double extrapolation, keys.real("rope.scaling.yarn_ext_factor", 1.0));
    HEARTH_TRY(const double log_multiplier, keys.real("rope.scaling.yarn_log_multiplier", 0.0));
    if ((extrapolation != 1.0 && extrapolation != -1.0) || log_multiplier != 0.0)
        return fail(Code::unsupported, core::say("model_variant_yarn_rope"), core::say("sets_yarn_ext_factor"));
    HEARTH_TRY(const double attention, keys.real("rope.scaling.attn_factor", 1.0));
    HEARTH_TRY(const double yarn_attention, keys.real("rope.scaling.yarn_attn_factor", attention));
    HEARTH_TRY(rope.beta_fast, keys.real("rope.scaling.yarn_beta_fast", 32.0));
    HEARTH_TRY(rope.beta_slow, keys.real("rope.scaling.yarn_beta_slow", 1.0));
    // The file's factor multiplies the magnitude of the YaRN paper (arXiv 2309.00071, §3.4).
    rope.attention_factor = yarn_attention * (rope.factor > 1.0 ? 0.1 * core::pinned_log(rope.factor) + 1.0 : 1.0);
    return {};
}

Result<Rope> read_rope(const GgufFile& file, const Keys& keys, const ModelConfig& config) {
    Rope rope;
    HEARTH_TRY(rope.theta, keys.real("rope.freq_base", 10000.0));
    HEARTH_TRY(const auto type, file.text(keys.key("rope.scaling.type")));
    HEARTH_TRY(const double old_factor, keys.real("rope.scale_linear", 1.0));
    HEARTH_TRY(rope.factor, keys.real("rope.scaling.factor", old_factor));
    HEARTH_TRY(rope.original_context, keys.size("rope.scaling.original_context_length", config.context));
    const std::string name = type.value_or(rope.factor != 1.0 ? "linear" : "none");
    if (name == "none") {
        rope.factor = 1.0;
    } else if (name == "linear") {
        rope.scaling = RopeScaling::linear;
    } else if (name == "yarn") {
        rope.scaling = RopeScaling::yarn;
        HEARTH_CHECK(read_yarn(keys, rope));
    } else {
        return fail(Code::unsupported, core::say("rope_scaling_type_not", {name.substr(0, 64)}),
                    core::say("supported_none_linear_yarn"));
    }
    for (const GgufTensor& tensor : file.tensors()) {
        if (tensor.name != "rope_freqs.weight") continue;
        if (tensor.type != TensorType::f32 || tensor.shape.size() != 1 || tensor.shape[0] != config.head_dim / 2)
            return fail(Code::corrupt, core::say("tensor_rope_freqs_weight", {std::to_string(config.head_dim / 2)}),
                        core::say("file_damaged_fetch_again"));
        rope.freq_factors.resize(tensor.shape[0]);
        dequantise(tensor.type, tensor.data.data(), tensor.shape[0], rope.freq_factors.data());
    }
    return rope;
}

std::vector<std::uint32_t> read_stops(const GgufVocabulary& vocabulary) {
    std::vector<std::uint32_t> stops;
    const auto add = [&stops](std::uint64_t id) {
        const auto narrow = static_cast<std::uint32_t>(id);
        if (std::find(stops.begin(), stops.end(), narrow) == stops.end()) stops.push_back(narrow);
    };
    for (const std::int64_t id : {vocabulary.eos, vocabulary.eot, vocabulary.eom})
        if (id >= 0) add(static_cast<std::uint64_t>(id));
    for (std::size_t id = 0; id < vocabulary.types.size(); ++id)
        if (vocabulary.types[id] == control_token &&
            std::find(std::begin(turn_ends), std::end(turn_ends), vocabulary.tokens[id]) != std::end(turn_ends))
            add(id);
    std::sort(stops.begin(), stops.end());
    return stops;
}

Status read_sizes(const GgufFile& file, const Keys& keys, ModelConfig& c) {
    HEARTH_TRY(c.layers, keys.size("block_count"));
    HEARTH_TRY(c.hidden, keys.size("embedding_length"));
    HEARTH_TRY(c.context, keys.size("context_length"));
    HEARTH_TRY(c.ffn, keys.per_layer("feed_forward_length"));
    HEARTH_TRY(c.heads, keys.per_layer("attention.head_count"));
    HEARTH_TRY(c.kv_heads, keys.per_layer("attention.head_count_kv", c.heads));
    if (c.heads == 0)
        return fail(Code::corrupt, core::say("model_number_attention_heads"), core::say("file_damaged_fetch_again"));
    HEARTH_TRY(c.head_dim, keys.size("attention.key_length", c.hidden / c.heads));
    HEARTH_TRY(const std::uint32_t value_dim, keys.size("attention.value_length", c.head_dim));
    HEARTH_TRY(const std::uint32_t rotary_dim, keys.size("rope.dimension_count", c.head_dim));
    if (value_dim != c.head_dim || rotary_dim != c.head_dim)
        return fail(Code::unsupported,
                    core::say("head_sizes_differ_not",
                              {std::to_string(c.head_dim), std::to_string(value_dim), std::to_string(rotary_dim)}),
                    core::say("choose_another_model"));
    HEARTH_TRY(c.norm_eps, keys.real("attention.layer_norm_rms_epsilon", 1e-5));
    HEARTH_TRY(const std::uint32_t window, keys.size("attention.sliding_window", 0U));
    if (window != 0) c.sliding_window = window;
    HEARTH_TRY(const std::uint32_t experts, keys.size("expert_count", 0U));
    if (experts != 0) return fail(Code::unsupported, core::say("mixture_experts_models_not"));
    HEARTH_TRY(const auto splits, file.uint("split.count"));
    if (splits.value_or(1) > 1)
        return fail(Code::unsupported, core::say("model_split_over_gguf", {std::to_string(*splits)}),
                    core::say("merge_them_into_one"));
    return {};
}

/// Files of chat models say nothing, or that they have none. The file's vectors are compared by their direction.
Status read_pooling(const Keys& keys, ModelConfig& c) {
    constexpr std::uint32_t none = 0, mean = 1, last = 3;
    HEARTH_TRY(const std::uint32_t pooling, keys.size("pooling_type", none));
    if (pooling != mean && pooling != last) return {}; // imports refuse the others
    c.encoder = EncoderShape{pooling == mean ? Pooling::mean : Pooling::last, true, 0, 0};
    return {};
}

} // namespace

Result<ModelConfig> gguf_config(const GgufFile& file, const GgufVocabulary& vocabulary) {
    ModelConfig c;
    HEARTH_TRY(const auto arch, file.text("general.architecture"));
    HEARTH_TRY(const auto name, file.text("general.name"));
    c.arch = arch.value_or("");
    c.name = name.value_or("");
    if (c.arch != "llama" && c.arch != "qwen2" && c.arch != "qwen3")
        return fail(Code::unsupported, core::say("gguf_files_architecture_not", {c.arch.substr(0, 64)}),
                    core::say("supported_llama_covers_mistral"));
    if (file.tensors().empty())
        return fail(Code::unsupported, core::say("gguf_file_holds_vocabulary"), core::say("use_model_own_file"));
    const Keys keys(file, c.arch);
    HEARTH_CHECK(read_sizes(file, keys, c));
    HEARTH_TRY(c.rope, read_rope(file, keys, c));

    const auto tensor = [&file](std::string_view wanted) {
        const auto& all = file.tensors();
        return std::find_if(all.begin(), all.end(), [&](const GgufTensor& t) { return t.name == wanted; });
    };
    const auto has = [&](std::string_view wanted) { return tensor(wanted) != file.tensors().end(); };
    const auto embed = tensor("token_embd.weight");
    if (embed == file.tensors().end() || embed->shape.size() != 2)
        return fail(Code::corrupt, core::say("tensor_token_embd_weight"), core::say("file_incomplete_fetch_again"));
    // The embedding may be padded beyond the vocabulary.
    if (embed->shape[0] < vocabulary.tokens.size() || embed->shape[0] > UINT32_MAX)
        return fail(Code::corrupt,
                    core::say("tensor_token_embd_weight_rows",
                              {std::to_string(embed->shape[0]), std::to_string(vocabulary.tokens.size())}),
                    core::say("file_damaged_fetch_again"));
    HEARTH_TRY(c.vocab, keys.size("vocab_size", static_cast<std::uint32_t>(embed->shape[0])));
    c.tied_embeddings = !has("output.weight");
    c.qkv_bias = has("blk.0.attn_q.bias");
    c.o_bias = has("blk.0.attn_output.bias");
    c.mlp_bias = has("blk.0.ffn_gate.bias");
    c.qk_norm = c.arch == "qwen3";
    c.stop_ids = read_stops(vocabulary);
    HEARTH_CHECK(read_pooling(keys, c));
    HEARTH_CHECK(check_config(c));
    return c;
}

} // namespace hearth::model
