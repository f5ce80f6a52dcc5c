// SPDX-License-Identifier: Apache-2.0
#include "model/layout.h"

#include <cmath>
#include <map>
#include <set>

namespace hearth::model {

using core::Code;
using core::fail;

namespace {

std::string shape_text(const std::vector<std::uint64_t>& shape) {
    std::string text;
    for (const std::uint64_t size : shape)
        text += (text.empty() ? "" : "×") + std::to_string(size);
    return text;
}

core::Status within(const char* what, std::uint64_t value, std::uint64_t low, std::uint64_t high) {
    if (value >= low && value <= high) return {};
    return fail(Code::corrupt, "The model's " + std::string(what) + " is " + std::to_string(value) +
                                   "; between " + std::to_string(low) + " and " + std::to_string(high) +
                                   " is possible.");
}

core::Status finite(const char* what, double value, double low, double high) {
    if (std::isfinite(value) && value >= low && value <= high) return {};
    return fail(Code::corrupt, "The model's " + std::string(what) + " is out of range.");
}

} // namespace

core::Status check_config(const ModelConfig& c) {
    static const std::set<std::string> known{"llama", "mistral", "qwen2", "qwen3"};
    if (!known.contains(c.arch))
        return fail(Code::unsupported, "The architecture \"" + c.arch + "\" is not supported.",
                    "Supported are Llama, Mistral, Qwen2/2.5 and Qwen3, and what shares their shape (SmolLM, "
                    "TinyLlama).");
    HEARTH_CHECK(within("number of layers", c.layers, 1, 1024));
    HEARTH_CHECK(within("hidden size", c.hidden, 8, 65'536));
    HEARTH_CHECK(within("feed-forward size", c.ffn, 8, 1u << 20));
    HEARTH_CHECK(within("number of heads", c.heads, 1, 1024));
    HEARTH_CHECK(within("number of key-value heads", c.kv_heads, 1, c.heads));
    HEARTH_CHECK(within("head size", c.head_dim, 2, 1024));
    HEARTH_CHECK(within("vocabulary", c.vocab, 2, 1u << 22));
    HEARTH_CHECK(within("context length", c.context, 1, 1u << 24));
    if (c.heads % c.kv_heads != 0 || c.head_dim % 2 != 0)
        return fail(Code::corrupt, "The model's heads do not divide: " + std::to_string(c.heads) +
                                       " heads, " + std::to_string(c.kv_heads) + " key-value heads of " +
                                       std::to_string(c.head_dim) + ".");
    HEARTH_CHECK(finite("norm epsilon", c.norm_eps, 0.0, 0.1));
    HEARTH_CHECK(finite("rope theta", c.rope.theta, 1.0, 1e12));
    HEARTH_CHECK(finite("rope factor", c.rope.factor, 1e-3, 1e6));
    HEARTH_CHECK(finite("rope attention factor", c.rope.attention_factor, 1e-3, 1e3));
    if (!c.rope.freq_factors.empty() && c.rope.freq_factors.size() != c.head_dim / 2)
        return fail(Code::corrupt, "The model's rope factors do not fit its head size.");
    for (const float factor : c.rope.freq_factors)
        HEARTH_CHECK(finite("rope frequency factor", factor, 1e-6, 1e6));
    for (const std::uint32_t id : c.stop_ids)
        HEARTH_CHECK(within("stop token", id, 0, c.vocab - 1));
    return {};
}

std::vector<ExpectedTensor> expected_tensors(const ModelConfig& c) {
    const std::uint64_t hidden = c.hidden;
    const std::uint64_t q = std::uint64_t{c.heads} * c.head_dim;
    const std::uint64_t kv = std::uint64_t{c.kv_heads} * c.head_dim;
    std::vector<ExpectedTensor> out{{"embed.weight", {c.vocab, hidden}}, {"norm.weight", {hidden}}};
    if (!c.tied_embeddings) out.push_back({"lm_head.weight", {c.vocab, hidden}});
    for (std::uint32_t layer = 0; layer < c.layers; ++layer) {
        const std::string at = "layers." + std::to_string(layer) + ".";
        const auto linear = [&](const char* name, std::uint64_t rows, std::uint64_t columns, bool bias) {
            out.push_back({at + name + ".weight", {rows, columns}});
            if (bias) out.push_back({at + name + ".bias", {rows}});
        };
        out.push_back({at + "attn_norm.weight", {hidden}});
        out.push_back({at + "mlp_norm.weight", {hidden}});
        linear("q", q, hidden, c.qkv_bias);
        linear("k", kv, hidden, c.qkv_bias);
        linear("v", kv, hidden, c.qkv_bias);
        linear("o", hidden, q, c.o_bias);
        linear("gate", c.ffn, hidden, c.mlp_bias);
        linear("up", c.ffn, hidden, c.mlp_bias);
        linear("down", hidden, c.ffn, c.mlp_bias);
        if (c.qk_norm) {
            out.push_back({at + "q_norm.weight", {c.head_dim}});
            out.push_back({at + "k_norm.weight", {c.head_dim}});
        }
    }
    return out;
}

core::Status check_tensors(const ModelConfig& config, const std::vector<TensorInfo>& tensors) {
    std::map<std::string, const TensorInfo*> present;
    for (const TensorInfo& tensor : tensors)
        if (!present.emplace(tensor.name, &tensor).second)
            return fail(Code::corrupt, "The model holds the tensor \"" + tensor.name + "\" twice.");
    for (const ExpectedTensor& expected : expected_tensors(config)) {
        const auto at = present.find(expected.name);
        if (at == present.end())
            return fail(Code::corrupt, "The model lacks the tensor \"" + expected.name + "\".");
        if (at->second->shape != expected.shape)
            return fail(Code::corrupt, "The tensor \"" + expected.name + "\" is " +
                                           shape_text(at->second->shape) + "; the configuration asks for " +
                                           shape_text(expected.shape) + ".");
        present.erase(at);
    }
    if (!present.empty())
        return fail(Code::unsupported, "The model holds the tensor \"" + present.begin()->first +
                                           "\", which its architecture does not use.");
    return {};
}

} // namespace hearth::model
