// SPDX-License-Identifier: Apache-2.0
#include "model/gguf.h"
#include "model/layout.h"
#include "model/readers.h"
#include "model/tensor_type.h"

#include <cmath>

namespace hearth::model {

using core::Code;
using core::fail;

namespace {

/// ggml's name of a tensor as ours; empty for what a decoder does not use.
std::string canonical_name(const std::string& name) {
    static const std::pair<const char*, const char*> whole[] = {{"token_embd.weight", "embed.weight"},
                                                                {"output_norm.weight", "norm.weight"},
                                                                {"output.weight", "lm_head.weight"}};
    for (const auto& [theirs, ours] : whole)
        if (name == theirs) return ours;
    static const std::pair<const char*, const char*> parts[] = {{"attn_norm", "attn_norm"},
                                                                {"attn_q", "q"},
                                                                {"attn_k", "k"},
                                                                {"attn_v", "v"},
                                                                {"attn_output", "o"},
                                                                {"attn_q_norm", "q_norm"},
                                                                {"attn_k_norm", "k_norm"},
                                                                {"ffn_norm", "mlp_norm"},
                                                                {"ffn_gate", "gate"},
                                                                {"ffn_up", "up"},
                                                                {"ffn_down", "down"}};
    const std::size_t first = name.find('.');
    const std::size_t second = name.find('.', first + 1);
    const std::size_t third = name.find('.', second + 1);
    if (!name.starts_with("blk.") || third == std::string::npos) return name;
    for (const auto& [theirs, ours] : parts)
        if (name.substr(second + 1, third - second - 1) == theirs)
            return "layers." + name.substr(first + 1, second - first) + ours + name.substr(third);
    return name;
}

class ConfigReader {
public:
    ConfigReader(const GgufFile& file, std::string arch) : m_file(file), m_arch(std::move(arch)) {}

    core::Result<ModelConfig> read() {
        ModelConfig c;
        c.arch = m_arch;
        c.name = m_file.text("general.name").value_or("");
        HEARTH_TRY(c.layers, need("block_count"));
        HEARTH_TRY(c.hidden, need("embedding_length"));
        HEARTH_TRY(c.ffn, need("feed_forward_length"));
        HEARTH_TRY(c.heads, need("attention.head_count"));
        HEARTH_TRY(c.context, need("context_length"));
        HEARTH_TRY(c.kv_heads, number("attention.head_count_kv", c.heads));
        HEARTH_TRY(c.head_dim, number("attention.key_length", c.heads == 0 ? 0 : c.hidden / c.heads));
        HEARTH_TRY(const std::uint32_t value_length, number("attention.value_length", c.head_dim));
        HEARTH_TRY(const std::uint32_t rope_dims, number("rope.dimension_count", c.head_dim));
        if (value_length != c.head_dim || rope_dims != c.head_dim)
            return fail(
                Code::unsupported,
                "The model's value or rotary size differs from its head size, which is not supported.");
        HEARTH_TRY(const std::uint32_t window, number("attention.sliding_window", 0));
        if (window != 0) c.sliding_window = window;
        c.norm_eps = m_file.real(m_arch + ".attention.layer_norm_rms_epsilon").value_or(1e-5);
        if (const auto* tokens = m_file.texts("tokenizer.ggml.tokens"))
            c.vocab = static_cast<std::uint32_t>(tokens->size());
        HEARTH_CHECK(read_rope(c));
        for (const char* name : {"eos", "eot"})
            if (const auto id = m_file.uint(std::string("tokenizer.ggml.") + name + "_token_id");
                id && *id < c.vocab)
                if (c.stop_ids.empty() || c.stop_ids.front() != *id)
                    c.stop_ids.push_back(static_cast<std::uint32_t>(*id));
        return c;
    }

private:
    core::Result<std::uint32_t> number(const char* name, std::uint32_t otherwise) {
        const std::string key = m_arch + "." + name;
        if (!m_file.has(key)) return otherwise;
        const auto value = m_file.uint(key);
        if (!value || *value > UINT32_MAX)
            return fail(Code::corrupt, "The GGUF key \"" + key + "\" is not a usable number.");
        return static_cast<std::uint32_t>(*value);
    }

    core::Result<std::uint32_t> need(const char* name) {
        if (!m_file.has(m_arch + "." + name))
            return fail(Code::corrupt, "The GGUF file lacks the key \"" + m_arch + "." + name + "\".");
        return number(name, 0);
    }

    core::Status read_rope(ModelConfig& c) {
        const auto real = [&](const char* name, double otherwise) {
            return m_file.real(m_arch + ".rope." + name).value_or(otherwise);
        };
        c.rope.theta = real("freq_base", 10000.0);
        const std::string type = m_file.text(m_arch + ".rope.scaling.type").value_or("none");
        c.rope.factor = real("scaling.factor", 1.0);
        c.rope.original_context = static_cast<std::uint32_t>(
            m_file.uint(m_arch + ".rope.scaling.original_context_length").value_or(c.context));
        if (type == "linear") {
            c.rope.scaling = RopeScaling::linear;
        } else if (type == "yarn") {
            c.rope.scaling = RopeScaling::yarn;
            c.rope.attention_factor = real("scaling.attn_factor", 1.0) *
                                      (c.rope.factor > 1 ? 0.1 * std::log(c.rope.factor) + 1.0 : 1.0);
        } else if (type != "none") {
            return fail(Code::unsupported, "The rotary scaling \"" + type + "\" is not supported.",
                        "Supported are none, linear, llama3 and yarn.");
        }
        return {};
    }

    const GgufFile& m_file;
    std::string m_arch;
};

class GgufSource final : public Source {
public:
    GgufSource(GgufFile file, std::filesystem::path path)
        : m_file(std::move(file)), m_path(std::move(path)) {}

    core::Status read() {
        const auto arch = m_file.text("general.architecture");
        if (!arch) return fail(Code::corrupt, "The GGUF file does not say its architecture.");
        // The sizes of another architecture mean other things; it is refused by name before they are read.
        ModelConfig probe;
        probe.arch = *arch;
        if (const auto refused = check_config(probe); !refused && refused.error().code == Code::unsupported)
            return refused.error();
        HEARTH_TRY(m_config, ConfigReader(m_file, *arch).read());
        // Only the llama family was converted with interleaved rotary pairs.
        m_interleaved = *arch == "llama";
        HEARTH_CHECK(read_tensors());
        HEARTH_CHECK(check_config(m_config));
        HEARTH_CHECK(check_tensors(m_config, m_tensors));
        return read_text();
    }

    const ModelConfig& config() const override { return m_config; }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    const TextAssets& text() const override { return m_text; }
    std::string license() const override { return m_file.text("general.license").value_or(""); }
    std::vector<std::filesystem::path> files() const override { return {m_path.filename()}; }
    const GgufFile* gguf() const override { return &m_file; }

protected:
    std::uint64_t stored_row(const TensorInfo& tensor, std::uint64_t row) const override {
        if (!m_interleaved) return row;
        const bool rotary = tensor.name.ends_with(".q.weight") || tensor.name.ends_with(".k.weight") ||
                            tensor.name.ends_with(".q.bias") || tensor.name.ends_with(".k.bias");
        if (!rotary) return row;
        const std::uint64_t half = m_config.head_dim / 2;
        const std::uint64_t head = row / m_config.head_dim;
        const std::uint64_t within = row % m_config.head_dim;
        return head * m_config.head_dim + 2 * (within % half) + within / half;
    }

private:
    core::Status read_tensors() {
        for (const GgufTensor& stored : m_file.tensors()) {
            if (stored.name == "rope_freqs.weight") {
                HEARTH_CHECK(read_rope_factors(stored));
                continue;
            }
            TensorInfo info;
            info.name = canonical_name(stored.name);
            HEARTH_TRY(const BlockLayout layout, ggml_layout(stored.type, stored.name));
            info.type = layout.type;
            info.shape.assign(stored.dims.rbegin(), stored.dims.rend());
            info.data = m_file.data(stored);
            m_config.qkv_bias |= info.name == "layers.0.q.bias";
            m_config.o_bias |= info.name == "layers.0.o.bias";
            m_config.mlp_bias |= info.name == "layers.0.gate.bias";
            m_config.qk_norm |= info.name == "layers.0.q_norm.weight";
            m_tensors.push_back(std::move(info));
        }
        m_config.tied_embeddings = find("lm_head.weight") == nullptr;
        if (const TensorInfo* embed = find("embed.weight"); embed != nullptr && embed->shape.size() == 2) {
            if (m_config.vocab > embed->shape[0])
                return fail(Code::corrupt, "The tokenizer has more tokens than the embedding has rows.");
            m_config.vocab = static_cast<std::uint32_t>(std::min<std::uint64_t>(embed->shape[0], UINT32_MAX));
        }
        return {};
    }

    core::Status read_rope_factors(const GgufTensor& stored) {
        if (stored.type != 0 || stored.dims.size() != 1)
            return fail(Code::corrupt, "The tensor \"rope_freqs.weight\" is not a vector of F32.");
        m_config.rope.freq_factors.resize(stored.dims[0]);
        std::memcpy(m_config.rope.freq_factors.data(), m_file.data(stored).data(), stored.size);
        return {};
    }

    core::Status read_text() {
        m_text.chat_template = m_file.text("tokenizer.chat_template").value_or("");
        m_text.has_gguf_vocabulary = m_file.has("tokenizer.ggml.model");
        if (!m_text.has_gguf_vocabulary) return {};
        HEARTH_TRY(const GgufVocabulary vocabulary, read_vocabulary(m_file));
        const auto spelled = [&](std::int64_t id) {
            return id < 0 ? std::string() : vocabulary.tokens[static_cast<std::size_t>(id)];
        };
        m_text.bos_token = spelled(vocabulary.bos);
        m_text.eos_token = spelled(vocabulary.eos);
        return {};
    }

    GgufFile m_file;
    std::filesystem::path m_path;
    ModelConfig m_config;
    std::vector<TensorInfo> m_tensors;
    TextAssets m_text;
    bool m_interleaved = false;
};

} // namespace

core::Result<std::unique_ptr<Source>> open_gguf(const std::filesystem::path& file) {
    HEARTH_TRY(GgufFile gguf, GgufFile::open(file));
    auto source = std::make_unique<GgufSource>(std::move(gguf), file);
    HEARTH_CHECK(source->read());
    return std::unique_ptr<Source>(std::move(source));
}

} // namespace hearth::model
