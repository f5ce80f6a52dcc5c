// SPDX-License-Identifier: Apache-2.0
#include "model/hf_source.h"

#include "core/file.h"
#include "model/encoder_source.h"
#include "model/hf_config.h"
#include "model/hf_text.h"
#include "model/layout.h"
#include "model/safetensors.h"

#include <algorithm>
#include <map>
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

constexpr std::size_t max_config = std::size_t{8} << 20, max_index = std::size_t{32} << 20;
constexpr std::size_t max_shards = 1024;
constexpr const char* single_file = "model.safetensors";
constexpr const char* index_file = "model.safetensors.index.json";

struct Renamed {
    std::string_view in_file, canonical;
};
constexpr Renamed whole_names[] = {{"model.embed_tokens.weight", "embed.weight"},
                                   {"model.norm.weight", "norm.weight"},
                                   {"lm_head.weight", "lm_head.weight"}};
constexpr Renamed layer_parts[] = {{"input_layernorm", "attn_norm"}, {"post_attention_layernorm", "mlp_norm"},
                                   {"self_attn.q_proj", "q"},        {"self_attn.k_proj", "k"},
                                   {"self_attn.v_proj", "v"},        {"self_attn.o_proj", "o"},
                                   {"self_attn.q_norm", "q_norm"},   {"self_attn.k_norm", "k_norm"},
                                   {"mlp.gate_proj", "gate"},        {"mlp.up_proj", "up"},
                                   {"mlp.down_proj", "down"}};

/// A name that nothing maps to stays as it is and is refused as surplus.
std::string canonical_name(const std::string& name) {
    // A decoder without its output matrix is stored without the first part of its names.
    const std::string whole_name = name.starts_with("model.") ? name : "model." + name;
    for (const Renamed& whole : whole_names)
        if (name == whole.in_file || whole_name == whole.in_file) return std::string(whole.canonical);
    if (const auto split = split_layer_name(whole_name, "model.layers."))
        for (const Renamed& part : layer_parts)
            if (split->part == part.in_file)
                return "layers." + std::to_string(split->layer) + "." + std::string(part.canonical) + "." +
                       std::string(split->suffix);
    return name;
}

std::string file_name_of(const std::string& canonical) {
    for (const Renamed& whole : whole_names)
        if (canonical == whole.canonical) return std::string(whole.in_file);
    if (const auto split = split_layer_name(canonical, "layers."))
        for (const Renamed& part : layer_parts)
            if (split->part == part.canonical)
                return "model.layers." + std::to_string(split->layer) + "." + std::string(part.in_file) + "." +
                       std::string(split->suffix);
    return canonical;
}

bool is_plain_name(const std::string& name) {
    return name.ends_with(".safetensors") && !name.starts_with('.') && name.size() <= 255 &&
           std::none_of(name.begin(), name.end(), [](char c) { return c == '/' || c == '\\' || c == '\0'; });
}

class HfSource final : public Source {
public:
    explicit HfSource(fs::path folder) : m_folder(std::move(folder)) {}

    Status read() {
        HEARTH_TRY(const json parsed, read_json_file(m_folder / "config.json", max_config));
        HEARTH_TRY(const JsonObject config, JsonObject::of(parsed, "config.json"));
        HEARTH_TRY(m_config, hf_config(config));
        m_files.emplace_back("config.json");
        if (is_pooled_folder(m_folder)) HEARTH_CHECK(read_decoder_pooling(m_folder, config, m_config, m_files));
        HEARTH_CHECK(read_weights());
        // Vectors need no output matrix.
        if (m_config.encoder && find("lm_head.weight") == nullptr) m_config.tied_embeddings = true;
        HEARTH_CHECK(drop_copied_head());
        HEARTH_CHECK(match_tensors(m_config, m_tensors, file_name_of));
        HEARTH_TRY(HfText text, read_hf_text(m_folder));
        HEARTH_CHECK(read_stops(config, text.eos_id));
        if (m_config.encoder) text.assets.chat_template.clear();
        m_complete = hf_config_complete(config, m_config);
        if (m_complete) m_complete = hf_text_complete(text, m_config);
        m_text = std::move(text.assets);
        m_license = std::move(text.license);
        m_files.insert(m_files.end(), text.files.begin(), text.files.end());
        return check_config(m_config);
    }

    const ModelConfig& config() const override { return m_config; }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    const TextAssets& text() const override { return m_text; }
    std::string license() const override { return m_license; }
    std::vector<fs::path> files() const override { return m_files; }
    Status check_complete() const override { return m_complete; }

protected:
    std::uint64_t stored_row(const TensorInfo&, std::uint64_t row) const override { return row; }

private:
    Status read_weights() {
        if (folder_has(m_folder, single_file)) return read_shard(single_file, nullptr);
        if (!folder_has(m_folder, index_file))
            return fail(Code::not_found, core::say("folder_holds_no", {m_folder.string(), single_file}),
                        core::say("only_safetensors_weights_read"));
        HEARTH_TRY(const json index, read_json_file(m_folder / index_file, max_index));
        m_files.emplace_back(index_file);
        HEARTH_TRY(const JsonObject object, JsonObject::of(index, index_file));
        const json* const places = object.find("weight_map");
        if (places == nullptr || !places->is_object()) return object.wrong("weight_map", core::say("a_map"));
        std::map<std::string, std::set<std::string>> shards;
        for (const auto& [tensor, shard] : places->items()) {
            if (!shard.is_string() || !is_plain_name(shard.get_ref<const std::string&>()))
                return fail(Code::refused,
                            core::say("puts_tensor_into_something", {std::string(index_file), tensor.substr(0, 256)}),
                            core::say("file_damaged_hostile_fetch"));
            shards[shard.get<std::string>()].insert(tensor);
        }
        if (shards.size() > max_shards)
            return fail(Code::too_large,
                        core::say("names_files_most_accepted", {std::string(index_file), std::to_string(shards.size()),
                                                                std::to_string(max_shards)}));
        for (const auto& [name, tensors] : shards)
            HEARTH_CHECK(read_shard(name, &tensors));
        return {};
    }

    /// `listed`: what the index says that the file holds.
    Status read_shard(const std::string& name, const std::set<std::string>* listed) {
        if (!folder_has(m_folder, name.c_str()))
            return fail(Code::not_found,
                        core::say("file_places_tensors_missing", {(m_folder / name).string(), index_file}),
                        core::say("model_files_incomplete_fetch"));
        HEARTH_TRY(core::MappedFile mapped, core::MappedFile::open(m_folder / name));
        HEARTH_TRY(std::vector<TensorInfo> tensors, parse_safetensors(mapped.bytes(), name));
        m_mapped.push_back(std::move(mapped));
        m_files.emplace_back(name);
        std::size_t found = 0;
        for (TensorInfo& tensor : tensors) {
            if (listed != nullptr && !listed->contains(tensor.name))
                return fail(Code::corrupt, core::say("holds_tensor_does_not", {name, tensor.name, index_file}),
                            core::say("model_files_do_not"));
            ++found;
            if (tensor.name.ends_with(".rotary_emb.inv_freq")) continue; // old exports; the configuration says it all
            tensor.name = canonical_name(tensor.name);
            m_tensors.push_back(std::move(tensor));
        }
        if (listed == nullptr || found == listed->size()) return {};
        return fail(
            Code::corrupt,
            core::say("holds_tensors_names", {name, std::to_string(found), std::to_string(listed->size()), index_file}),
            core::say("model_files_incomplete_fetch_again"));
    }

    /// Some files of tied models store the output matrix a second time.
    Status drop_copied_head() {
        const TensorInfo* const head = find("lm_head.weight");
        const TensorInfo* const embed = find("embed.weight");
        if (!m_config.tied_embeddings || head == nullptr || embed == nullptr) return {};
        if (head->type != embed->type || head->shape != embed->shape ||
            !std::equal(head->data.begin(), head->data.end(), embed->data.begin(), embed->data.end()))
            return fail(Code::corrupt, core::say("tensor_lm_head_weight"),
                        core::say("model_files_contradict_configuration"));
        m_tensors.erase(m_tensors.begin() + (head - m_tensors.data()));
        return {};
    }

    Status read_stops(const JsonObject& config, const std::optional<std::uint32_t>& eos_id) {
        HEARTH_TRY(const auto ids, hf_stop_ids(config));
        std::set<std::uint32_t> all(ids.begin(), ids.end());
        if (folder_has(m_folder, "generation_config.json")) {
            HEARTH_TRY(const json parsed, read_json_file(m_folder / "generation_config.json", max_config));
            HEARTH_TRY(const JsonObject generation, JsonObject::of(parsed, "generation_config.json"));
            HEARTH_TRY(const auto more, hf_stop_ids(generation));
            all.insert(more.begin(), more.end());
            m_files.emplace_back("generation_config.json");
        }
        if (eos_id) all.insert(*eos_id);
        m_config.stop_ids.assign(all.begin(), all.end());
        return {};
    }

    fs::path m_folder;
    ModelConfig m_config;
    std::vector<core::MappedFile> m_mapped;
    std::vector<TensorInfo> m_tensors;
    TextAssets m_text;
    std::string m_license;
    std::vector<fs::path> m_files;
    Status m_complete;
};

} // namespace

Result<std::unique_ptr<Source>> open_hf_source(const fs::path& folder) {
    auto source = std::make_unique<HfSource>(folder);
    HEARTH_CHECK(source->read());
    return std::unique_ptr<Source>(std::move(source));
}

} // namespace hearth::model
