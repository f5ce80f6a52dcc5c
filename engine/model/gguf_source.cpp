// SPDX-License-Identifier: Apache-2.0
#include "model/gguf_source.h"

#include "model/layout.h"

namespace hearth::model {
namespace {

using core::Code;
using core::fail;
using core::Result;
namespace fs = std::filesystem;

struct Renamed {
    std::string_view in_file, canonical;
};
constexpr Renamed whole_names[] = {
    {"token_embd.weight", "embed.weight"}, {"output_norm.weight", "norm.weight"}, {"output.weight", "lm_head.weight"}};
constexpr Renamed layer_parts[] = {
    {"attn_norm", "attn_norm"}, {"attn_q", "q"},           {"attn_k", "k"},           {"attn_v", "v"},
    {"attn_output", "o"},       {"attn_q_norm", "q_norm"}, {"attn_k_norm", "k_norm"}, {"ffn_norm", "mlp_norm"},
    {"ffn_gate", "gate"},       {"ffn_up", "up"},          {"ffn_down", "down"}};

/// A name that nothing maps to stays as it is and is refused as surplus.
std::string canonical_name(const std::string& name) {
    for (const Renamed& whole : whole_names)
        if (name == whole.in_file) return std::string(whole.canonical);
    if (const auto split = split_layer_name(name, "blk."))
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
                return "blk." + std::to_string(split->layer) + "." + std::string(part.in_file) + "." +
                       std::string(split->suffix);
    return canonical;
}

std::string token_text(const GgufVocabulary& vocabulary, std::int64_t id) {
    return id < 0 ? std::string() : vocabulary.tokens[static_cast<std::size_t>(id)];
}

class GgufSource final : public Source {
public:
    GgufSource(GgufFile file, GgufVocabulary vocabulary, ModelConfig config, fs::path name)
        : m_file(std::move(file)), m_vocabulary(std::move(vocabulary)), m_config(std::move(config)),
          m_name(std::move(name)) {}

    core::Status prepare() {
        for (const GgufTensor& tensor : m_file.tensors())
            if (tensor.name != "rope_freqs.weight")
                m_tensors.push_back({canonical_name(tensor.name), tensor.type, tensor.shape, tensor.data});
        HEARTH_CHECK(match_tensors(m_config, m_tensors, file_name_of));
        HEARTH_TRY(const auto chat_template, m_file.text("tokenizer.chat_template"));
        HEARTH_TRY(const auto license, m_file.text("general.license"));
        m_text.has_gguf_vocabulary = true;
        m_chat_template = chat_template.value_or("");
        if (!m_config.encoder) m_text.chat_template = m_chat_template;
        m_text.bos_token = token_text(m_vocabulary, m_vocabulary.bos);
        m_text.eos_token = token_text(m_vocabulary, m_vocabulary.eos);
        m_license = license.value_or("");
        return {};
    }

    const ModelConfig& config() const override { return m_config; }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    const TextAssets& text() const override { return m_text; }
    const GgufFile* gguf() const override { return &m_file; }
    std::string license() const override { return m_license; }
    std::vector<fs::path> files() const override { return {m_name}; }
    void as_text_model() override {
        if (!m_config.encoder) return;
        m_config.encoder.reset();
        m_text.chat_template = m_chat_template;
    }
    core::Status check_complete() const override { return gguf_complete(m_file, m_vocabulary, m_config); }

protected:
    /// llama files keep the rotary pairs (p, p + half) of a head side by side, at 2p and 2p + 1.
    std::uint64_t stored_row(const TensorInfo& tensor, std::uint64_t row) const override {
        if (m_config.arch != "llama" || !is_rotated(tensor.name)) return row;
        const std::uint64_t half = m_config.head_dim / 2;
        const std::uint64_t head = row / m_config.head_dim, lane = row % m_config.head_dim;
        return head * m_config.head_dim + lane % half * 2 + lane / half;
    }

private:
    static bool is_rotated(std::string_view name) {
        return name.ends_with(".q.weight") || name.ends_with(".k.weight") || name.ends_with(".q.bias") ||
               name.ends_with(".k.bias");
    }

    GgufFile m_file;
    GgufVocabulary m_vocabulary;
    ModelConfig m_config;
    fs::path m_name;
    std::vector<TensorInfo> m_tensors;
    TextAssets m_text;
    std::string m_license, m_chat_template;
};

} // namespace

Result<std::unique_ptr<Source>> make_gguf_source(GgufFile file, const fs::path& file_name) {
    HEARTH_TRY(GgufVocabulary vocabulary, read_vocabulary(file));
    HEARTH_TRY(ModelConfig config, gguf_config(file, vocabulary));
    auto source = std::make_unique<GgufSource>(std::move(file), std::move(vocabulary), std::move(config), file_name);
    HEARTH_CHECK(source->prepare());
    return std::unique_ptr<Source>(std::move(source));
}

Result<std::unique_ptr<Source>> open_gguf_source(const fs::path& path) {
    HEARTH_TRY(GgufFile file, GgufFile::open(path));
    return make_gguf_source(std::move(file), path.filename());
}

} // namespace hearth::model
