// SPDX-License-Identifier: Apache-2.0
#include "model/hf_config.h"
#include "model/layout.h"
#include "model/readers.h"
#include "model/safetensors.h"

#include <nlohmann/json.hpp>
#include <set>

namespace hearth::model {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using nlohmann::json;

namespace {

constexpr std::size_t max_json = std::size_t{8} << 20;
constexpr std::size_t max_tokenizer = std::size_t{128} << 20;
constexpr std::size_t max_shards = 1024;

core::Result<json> read_json(const fs::path& file, std::size_t cap) {
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, cap));
    bool deep = false;
    json value = json::parse(
        raw.begin(), raw.end(), [&](int depth, json::parse_event_t, json&) { return !(deep |= depth > 64); },
        false);
    if (deep || value.is_discarded() || !value.is_object())
        return fail(Code::corrupt, file.filename().string() + " is not a usable JSON object.",
                    "The folder is damaged or incomplete; fetch it again.");
    return value;
}

std::string canonical_name(std::string name) {
    if (name == "lm_head.weight") return name;
    if (name.starts_with("model.")) name.erase(0, 6);
    if (name == "embed_tokens.weight") return "embed.weight";
    if (name == "norm.weight") return name;
    static const std::pair<const char*, const char*> parts[] = {
        {"input_layernorm", "attn_norm"}, {"post_attention_layernorm", "mlp_norm"},
        {"self_attn.q_proj", "q"},        {"self_attn.k_proj", "k"},
        {"self_attn.v_proj", "v"},        {"self_attn.o_proj", "o"},
        {"self_attn.q_norm", "q_norm"},   {"self_attn.k_norm", "k_norm"},
        {"mlp.gate_proj", "gate"},        {"mlp.up_proj", "up"},
        {"mlp.down_proj", "down"}};
    const std::size_t layer = name.find('.');
    const std::size_t rest = name.find('.', layer + 1);
    const std::size_t last = name.rfind('.');
    if (!name.starts_with("layers.") || rest == std::string::npos || last <= rest) return name;
    for (const auto& [theirs, ours] : parts)
        if (name.substr(rest + 1, last - rest - 1) == theirs)
            return name.substr(0, rest + 1) + ours + name.substr(last);
    return name;
}

std::string token_text(const json& config, const char* key) {
    const auto at = config.find(key);
    if (at == config.end()) return {};
    if (at->is_string()) return at->get<std::string>();
    if (at->is_object() && at->contains("content") && (*at)["content"].is_string())
        return (*at)["content"].get<std::string>();
    return {};
}

class FolderSource final : public Source {
public:
    explicit FolderSource(fs::path folder) : m_folder(std::move(folder)) {}

    core::Status read() {
        HEARTH_TRY(const json config, read_json(m_folder / "config.json", max_json));
        json generation;
        if (exists("generation_config.json")) {
            HEARTH_TRY(generation, read_json(m_folder / "generation_config.json", max_json));
        }
        HEARTH_TRY(m_config, read_hf_config(config, generation));
        m_files = {"config.json"};
        if (generation.is_object()) m_files.emplace_back("generation_config.json");
        HEARTH_CHECK(open_weights());
        HEARTH_CHECK(collect_tensors());
        HEARTH_CHECK(check_config(m_config));
        HEARTH_CHECK(check_tensors(m_config, m_tensors));
        return read_text();
    }

    const ModelConfig& config() const override { return m_config; }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    const TextAssets& text() const override { return m_text; }
    std::string license() const override { return {}; }
    std::vector<fs::path> files() const override { return m_files; }

protected:
    std::uint64_t stored_row(const TensorInfo&, std::uint64_t row) const override { return row; }

private:
    bool exists(const char* name) const {
        std::error_code problem;
        return fs::exists(m_folder / name, problem);
    }

    core::Status open_weights() {
        if (exists("model.safetensors")) return open_file("model.safetensors");
        if (!exists("model.safetensors.index.json"))
            return fail(
                Code::not_found, "The folder " + m_folder.string() + " holds no model.safetensors.",
                "Only safetensors weights are read; pickled .bin files are not, because they can run code.");
        HEARTH_TRY(const json index, read_json(m_folder / "model.safetensors.index.json", max_tokenizer));
        const auto map = index.find("weight_map");
        if (map == index.end() || !map->is_object())
            return fail(Code::corrupt, "model.safetensors.index.json holds no weight_map.");
        m_files.emplace_back("model.safetensors.index.json");
        std::set<std::string> shards;
        for (const auto& [tensor, shard] : map->items()) {
            if (!shard.is_string())
                return fail(Code::corrupt, "The weight_map does not name a file for \"" + tensor + "\".");
            shards.insert(shard.get<std::string>());
        }
        if (shards.size() > max_shards)
            return fail(Code::too_large, "The model has an absurd number of shards.");
        for (const std::string& shard : shards) {
            if (shard.find('/') != std::string::npos || shard.starts_with("."))
                return fail(Code::refused, "The shard \"" + shard + "\" lies outside the model's folder.");
            HEARTH_CHECK(open_file(shard));
        }
        return {};
    }

    core::Status open_file(const std::string& name) {
        HEARTH_TRY(SafetensorsFile file, SafetensorsFile::open(m_folder / name));
        m_weights.push_back(std::move(file));
        m_files.emplace_back(name);
        return {};
    }

    core::Status collect_tensors() {
        for (const SafetensorsFile& file : m_weights)
            for (const auto& [name, stored] : file.tensors()) {
                if (name.ends_with("rotary_emb.inv_freq"))
                    continue; // old exports; the configuration says it all
                std::string canonical = canonical_name(name);
                if (m_config.tied_embeddings && canonical == "lm_head.weight")
                    continue; // a copy of the embedding
                m_tensors.push_back({std::move(canonical), stored.type, stored.shape, stored.data});
            }
        return {};
    }

    core::Status read_text() {
        if (exists("tokenizer.json")) {
            HEARTH_TRY(m_text.tokenizer_json, core::read_file(m_folder / "tokenizer.json", max_tokenizer));
            m_files.emplace_back("tokenizer.json");
        }
        if (exists("tokenizer_config.json")) {
            HEARTH_TRY(const json config, read_json(m_folder / "tokenizer_config.json", max_json));
            m_text.bos_token = token_text(config, "bos_token");
            m_text.eos_token = token_text(config, "eos_token");
            m_text.chat_template = token_text(config, "chat_template");
            m_files.emplace_back("tokenizer_config.json");
        }
        if (exists("chat_template.jinja")) {
            HEARTH_TRY(const core::Bytes raw, core::read_file(m_folder / "chat_template.jinja", max_json));
            m_text.chat_template.assign(raw.begin(), raw.end());
            m_files.emplace_back("chat_template.jinja");
        }
        return {};
    }

    fs::path m_folder;
    ModelConfig m_config;
    std::vector<SafetensorsFile> m_weights;
    std::vector<TensorInfo> m_tensors;
    TextAssets m_text;
    std::vector<fs::path> m_files;
};

} // namespace

core::Result<std::unique_ptr<Source>> open_folder(const fs::path& folder) {
    auto source = std::make_unique<FolderSource>(folder);
    HEARTH_CHECK(source->read());
    return std::unique_ptr<Source>(std::move(source));
}

} // namespace hearth::model
