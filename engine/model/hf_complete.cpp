// SPDX-License-Identifier: Apache-2.0
#include "model/hf_config.h"
#include "model/hf_text.h"

#include <algorithm>

namespace hearth::model {
namespace {

using core::Code;
using core::fail;
using core::Status;

// Transformers' number of key/value heads where config.json does not give one; of Llama as many as there are heads.
constexpr std::uint32_t mistral_kv_heads = 8, qwen_kv_heads = 32;

core::Error missing(const std::string& file, const std::string& key, const core::Sentence& consequence) {
    return fail(Code::corrupt, core::say("file_lacks", {file, key, consequence}),
                core::say("model_files_incomplete_fetch"));
}

} // namespace

Status hf_config_complete(const JsonObject& config, const ModelConfig& c) {
    const std::uint32_t usual = c.arch == "llama" ? c.heads : c.arch == "mistral" ? mistral_kv_heads : qwen_kv_heads;
    if (!config.has_key("num_key_value_heads") && c.kv_heads != usual)
        return missing(config.file(), "num_key_value_heads",
                       core::say("model_then_them_not", {c.arch, std::to_string(usual), std::to_string(c.kv_heads)}));
    if (c.rope.scaling != RopeScaling::llama3) return {};
    for (const char* place : {"rope_parameters", "rope_scaling"}) {
        const auto* const scaling = config.find(place);
        if (scaling == nullptr) continue;
        HEARTH_TRY(const JsonObject object, JsonObject::of(*scaling, config.file(), place));
        if (object.find("original_max_position_embeddings") != nullptr) return {};
    }
    if (config.find("original_max_position_embeddings") != nullptr) return {};
    return missing(config.file(), "original_max_position_embeddings", core::say("rotary_embedding_scaled"));
}

Status hf_text_complete(const HfText& text, const ModelConfig& c) {
    constexpr std::uint8_t mark[] = {0xEF, 0xBB, 0xBF};
    const core::Bytes& tokenizer = text.assets.tokenizer_json;
    if (tokenizer.empty())
        return fail(Code::unsupported, core::say("folder_holds_no_tokenizer"), core::say("add_model_tokenizer_json"));
    if (tokenizer.size() >= sizeof mark && std::equal(std::begin(mark), std::end(mark), tokenizer.begin()))
        return fail(Code::corrupt, core::say("tokenizer_json_begins_byte"), core::say("fetch_file_again_save"));
    const auto needs = [&text](const char* name, bool is_named) {
        return !is_named && text.assets.chat_template.find(name) != std::string::npos;
    };
    if (needs("bos_token", text.names_bos))
        return missing("tokenizer_config.json", "bos_token", core::say("but_chat_template_writes"));
    if (needs("eos_token", text.names_eos))
        return missing("tokenizer_config.json", "eos_token", core::say("but_chat_template_writes"));
    if (c.stop_ids.empty()) return missing("config.json", "eos_token_id", core::say("without_model_answers_never"));
    return {};
}

} // namespace hearth::model
