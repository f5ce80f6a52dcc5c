// SPDX-License-Identifier: Apache-2.0
#include "model/encoder_source.h"

#include "core/file.h"
#include "core/json_guard.h"
#include "model/hf_source.h"
#include "model/hf_text.h"
#include "model/layout.h"
#include "model/safetensors.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace hearth::model {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr const char* weights_file = "model.safetensors";

struct EncoderName {
    std::string_view in_file, canonical;
};
constexpr EncoderName encoder_names[] = {{"embeddings.word_embeddings.weight", "embed.weight"},
                                         {"embeddings.position_embeddings.weight", "positions.weight"},
                                         {"embeddings.token_type_embeddings.weight", "segments.weight"},
                                         {"embeddings.LayerNorm.weight", "norm.weight"},
                                         {"embeddings.LayerNorm.bias", "norm.bias"}};
constexpr EncoderName encoder_parts[] = {{"attention.self.query", "q"},
                                         {"attention.self.key", "k"},
                                         {"attention.self.value", "v"},
                                         {"attention.output.dense", "o"},
                                         {"attention.output.LayerNorm", "attn_norm"},
                                         {"intermediate.dense", "up"},
                                         {"output.dense", "down"},
                                         {"output.LayerNorm", "mlp_norm"}};

/// From one column of the tables to the other; a name that nothing maps to stays as it is.
std::string renamed(const std::string& name, const std::string& prefix, const std::string& to,
                    std::string_view EncoderName::*from_column, std::string_view EncoderName::*to_column) {
    for (const EncoderName& whole : encoder_names)
        if (name == whole.*from_column) return std::string(whole.*to_column);
    if (const auto split = split_layer_name(name, prefix))
        for (const EncoderName& part : encoder_parts)
            if (split->part == part.*from_column)
                return to + std::to_string(split->layer) + "." + std::string(part.*to_column) + "." +
                       std::string(split->suffix);
    return name;
}

std::string encoder_file_name(const std::string& canonical) {
    return renamed(canonical, "layers.", "encoder.layer.", &EncoderName::canonical, &EncoderName::in_file);
}

class EncoderSource final : public Source {
public:
    explicit EncoderSource(fs::path folder) : m_folder(std::move(folder)) {}

    Status read() {
        HEARTH_TRY(m_config, encoder_config(m_folder, m_files));
        HEARTH_CHECK(read_weights());
        HEARTH_CHECK(match_tensors(m_config, m_tensors, encoder_file_name));
        HEARTH_TRY(HfText text, read_hf_text(m_folder));
        m_text = std::move(text.assets);
        m_text.chat_template.clear();
        m_license = std::move(text.license);
        m_files.insert(m_files.end(), text.files.begin(), text.files.end());
        return {};
    }

    const ModelConfig& config() const override { return m_config; }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    const TextAssets& text() const override { return m_text; }
    std::string license() const override { return m_license; }
    std::vector<fs::path> files() const override { return m_files; }
    Status check_complete() const override {
        if (!m_text.tokenizer_json.empty()) return {};
        return fail(Code::unsupported, core::say("folder_holds_no_tokenizer"), core::say("add_model_tokenizer_json"));
    }

protected:
    std::uint64_t stored_row(const TensorInfo&, std::uint64_t row) const override { return row; }

private:
    Status read_weights() {
        if (!folder_has(m_folder, weights_file))
            return fail(Code::not_found, core::say("folder_holds_no", {m_folder.string(), weights_file}),
                        core::say("only_safetensors_weights_read"));
        HEARTH_TRY(m_mapped, core::MappedFile::open(m_folder / weights_file));
        HEARTH_TRY(std::vector<TensorInfo> tensors, parse_safetensors(m_mapped->bytes(), weights_file));
        m_files.emplace_back(weights_file);
        for (TensorInfo& tensor : tensors) {
            if (tensor.name.starts_with("bert.")) tensor.name.erase(0, 5);
            if (tensor.name.starts_with("pooler.")) continue; // of BERT's own training, after which nothing here asks
            tensor.name =
                renamed(tensor.name, "encoder.layer.", "layers.", &EncoderName::in_file, &EncoderName::canonical);
            m_tensors.push_back(std::move(tensor));
        }
        return {};
    }

    fs::path m_folder;
    ModelConfig m_config;
    std::optional<core::MappedFile> m_mapped;
    std::vector<TensorInfo> m_tensors;
    TextAssets m_text;
    std::string m_license;
    std::vector<fs::path> m_files;
};

} // namespace

core::Result<std::unique_ptr<Source>> open_encoder_source(const fs::path& folder) {
    constexpr std::size_t most = std::size_t{8} << 20;
    constexpr const char* decoders[] = {"llama", "mistral", "qwen2", "qwen3"};
    HEARTH_TRY(const nlohmann::json config, read_json_file(folder / "config.json", most));
    const std::string kind = core::text_member(config, "model_type");
    if (std::find(std::begin(decoders), std::end(decoders), kind) != std::end(decoders)) return open_hf_source(folder);
    auto source = std::make_unique<EncoderSource>(folder);
    HEARTH_CHECK(source->read());
    return std::unique_ptr<Source>(std::move(source));
}

} // namespace hearth::model
