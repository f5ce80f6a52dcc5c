// SPDX-License-Identifier: Apache-2.0
#include "model/gguf_source.h"

#include <algorithm>
#include <cmath>

namespace hearth::model {
namespace {

using core::Code;
using core::Error;
using core::fail;
using core::Result;
using core::Status;

constexpr std::int32_t byte_token = 6;
constexpr std::ptrdiff_t all_bytes = 256;

Error missing(const std::string& key, const core::Sentence& consequence) {
    return fail(Code::corrupt, core::say("gguf_lacks", {key, consequence}), core::say("fetch_file_made_newer"));
}

Status need(const GgufFile& file, const std::string& key, const core::Sentence& consequence) {
    if (file.find(key) != nullptr) return {};
    return missing(key, consequence);
}

/// What the kinds of tokenizers do where the file does not say it.
bool begins_with_bos(const GgufVocabulary& vocabulary) {
    constexpr std::string_view with_bos[] = {"llama-bpe", "llama3", "llama-v3", "tekken"};
    const bool habit = vocabulary.model != "gpt2" ||
                       std::find(std::begin(with_bos), std::end(with_bos), vocabulary.pre) != std::end(with_bos);
    return vocabulary.add_bos.value_or(habit);
}

Status check_vocabulary(const GgufFile& file, const GgufVocabulary& vocabulary, const ModelConfig& config) {
    const std::string prefix = "tokenizer.ggml.";
    HEARTH_CHECK(need(file, prefix + "token_type", core::say("without_no_control_token")));
    if (vocabulary.model == "gpt2") {
        HEARTH_CHECK(need(file, prefix + "pre", core::say("without_nobody_knows_how")));
        if (vocabulary.merges.empty()) return missing(prefix + "merges", core::say("without_every_text_falls"));
    }
    if (vocabulary.model == "llama") {
        HEARTH_CHECK(need(file, prefix + "scores", core::say("without_nobody_knows_pieces")));
        const auto bytes = std::count(vocabulary.types.begin(), vocabulary.types.end(), byte_token);
        if (vocabulary.unk < 0 && bytes < all_bytes)
            return missing(prefix + "unknown_token_id", core::say("some_characters_then_not"));
    }
    if (vocabulary.bos < 0 && begins_with_bos(vocabulary))
        return missing(prefix + "bos_token_id", core::say("but_texts_begin_token"));
    if (vocabulary.eos < 0 && vocabulary.add_eos.value_or(false))
        return missing(prefix + "eos_token_id", core::say("but_texts_end_token"));
    if (config.stop_ids.empty()) return missing(prefix + "eos_token_id", core::say("without_model_answers_never"));
    return {};
}

/// A setting that other programs compute with and this one does not, unless it has one of these values.
struct Neutral {
    const char* key;
    double first, second;
};
constexpr Neutral neutral_values[] = {{"logit_scale", 0, 1},
                                      {"residual_scale", 0, 1},
                                      {"embedding_scale", 0, 1},
                                      {"attn_logit_softcapping", 0, 0},
                                      {"final_logit_softcapping", 0, 0},
                                      {"attention.clamp_kqv", 0, 0},
                                      {"attention.max_alibi_bias", 0, 0}};
/// The same under every other rope scaling than YaRN.
constexpr Neutral neutral_without_yarn[] = {{"rope.scaling.attn_factor", 1, 1},
                                            {"rope.scaling.yarn_attn_factor", 1, 1},
                                            {"rope.scaling.yarn_ext_factor", -1, 0}};

/// Reads "<arch>.<key>".
class ArchKeys {
public:
    ArchKeys(const GgufFile& file, const std::string& arch) : m_file(file), m_prefix(arch + ".") {}

    std::string key(const char* name) const { return m_prefix + name; }
    bool has(const char* name) const { return m_file.find(key(name)) != nullptr; }
    Result<double> real(const char* name, double fallback) const {
        HEARTH_TRY(const auto value, m_file.real(key(name)));
        return value.value_or(fallback);
    }
    Status refuse(const char* name) const {
        return fail(Code::unsupported, core::say("model_setting_not_supported", {key(name)}),
                    core::say("choose_another_model_newer"));
    }
    Status neutral(const Neutral& expected) const {
        HEARTH_TRY(const double value, real(expected.key, expected.first));
        return value == expected.first || value == expected.second ? Status() : refuse(expected.key);
    }

private:
    const GgufFile& m_file;
    std::string m_prefix;
};

Status check_rope(const ArchKeys& keys, const Rope& rope) {
    if (rope.scaling != RopeScaling::yarn) {
        for (const Neutral& expected : neutral_without_yarn)
            HEARTH_CHECK(keys.neutral(expected));
        return {};
    }
    HEARTH_TRY(const double attention, keys.real("rope.scaling.attn_factor", 1.0));
    HEARTH_TRY(const double yarn_attention, keys.real("rope.scaling.yarn_attn_factor", 1.0));
    return attention != 1.0 && yarn_attention != 1.0 ? keys.refuse("rope.scaling.yarn_attn_factor") : Status();
}

Status check_settings(const GgufFile& file, const ModelConfig& config) {
    const ArchKeys keys(file, config.arch);
    HEARTH_CHECK(need(file, keys.key("attention.layer_norm_rms_epsilon"), core::say("without_model_layers_compute")));
    if (!keys.has("attention.value_length") && config.head_dim != config.hidden / config.heads)
        return missing(keys.key("attention.value_length"), core::say("without_size_head_values"));
    for (const Neutral& expected : neutral_values)
        HEARTH_CHECK(keys.neutral(expected));
    const double scale = 1.0 / std::sqrt(static_cast<double>(config.head_dim));
    HEARTH_TRY(const double attention, keys.real("attention.scale", 0.0));
    if (attention != 0.0 && std::abs(attention - scale) > 1e-6 * scale) return keys.refuse("attention.scale");
    HEARTH_TRY(const auto causal, file.boolean(keys.key("attention.causal")));
    if (!causal.value_or(true)) return keys.refuse("attention.causal");
    HEARTH_TRY(const auto pooling, file.uint(keys.key("pooling_type")));
    if (pooling.value_or(0) != 0 && !config.encoder)
        return fail(Code::unsupported, core::say("pooling_not_supported"), core::say("supported_pooling"));
    return check_rope(keys, config.rope);
}

} // namespace

Status gguf_complete(const GgufFile& file, const GgufVocabulary& vocabulary, const ModelConfig& config) {
    HEARTH_CHECK(check_settings(file, config));
    return check_vocabulary(file, vocabulary, config);
}

} // namespace hearth::model
