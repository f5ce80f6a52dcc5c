// SPDX-License-Identifier: Apache-2.0
#include "model/layout.h"

#include "model/tensor_type.h"

#include <charconv>
#include <map>

namespace hearth::model {

using core::Code;
using core::fail;
using core::Status;

namespace {

std::vector<ExpectedTensor> encoder_tensors(const ModelConfig& config) {
    const std::uint64_t hidden = config.hidden, ffn = config.ffn;
    std::vector<ExpectedTensor> all{{"embed.weight", {config.vocab, hidden}},
                                    {"positions.weight", {config.encoder->positions, hidden}},
                                    {"segments.weight", {config.encoder->segments, hidden}},
                                    {"norm.weight", {hidden}},
                                    {"norm.bias", {hidden}}};
    for (std::uint32_t i = 0; i < config.layers; ++i) {
        const auto add = [&](const char* part, std::vector<std::uint64_t> shape) {
            const std::string name = "layers." + std::to_string(i) + "." + part;
            const std::uint64_t rows = shape.front();
            all.push_back({name + ".weight", std::move(shape)});
            all.push_back({name + ".bias", {rows}});
        };
        for (const char* part : {"q", "k", "v", "o"})
            add(part, {hidden, hidden});
        add("attn_norm", {hidden});
        add("up", {ffn, hidden});
        add("down", {hidden, ffn});
        add("mlp_norm", {hidden});
    }
    return all;
}

} // namespace

std::vector<ExpectedTensor> expected_tensors(const ModelConfig& config) {
    if (config.script) return {};
    if (config.arch == "bert") return encoder_tensors(config);
    const std::uint64_t hidden = config.hidden, ffn = config.ffn, head = config.head_dim, vocab = config.vocab;
    const std::uint64_t q = config.heads * head, kv = config.kv_heads * head;
    std::vector<ExpectedTensor> all{{"embed.weight", {vocab, hidden}}};
    for (std::uint32_t i = 0; i < config.layers; ++i) {
        const std::string layer = "layers." + std::to_string(i) + ".";
        const auto add = [&](const char* name, std::vector<std::uint64_t> shape) {
            all.push_back({layer + name, std::move(shape)});
        };
        const auto linear = [&](const std::string& name, std::uint64_t rows, std::uint64_t columns, bool bias) {
            add((name + ".weight").c_str(), {rows, columns});
            if (bias) add((name + ".bias").c_str(), {rows});
        };
        add("attn_norm.weight", {hidden});
        linear("q", q, hidden, config.qkv_bias);
        linear("k", kv, hidden, config.qkv_bias);
        linear("v", kv, hidden, config.qkv_bias);
        linear("o", hidden, q, config.o_bias);
        if (config.qk_norm) {
            add("q_norm.weight", {head});
            add("k_norm.weight", {head});
        }
        add("mlp_norm.weight", {hidden});
        linear("gate", ffn, hidden, config.mlp_bias);
        linear("up", ffn, hidden, config.mlp_bias);
        linear("down", hidden, ffn, config.mlp_bias);
    }
    all.push_back({"norm.weight", {hidden}});
    if (!config.tied_embeddings) all.push_back({"lm_head.weight", {vocab, hidden}});
    return all;
}

Status match_tensors(const ModelConfig& config, std::vector<TensorInfo>& found,
                     const std::function<std::string(const std::string&)>& file_name) {
    std::map<std::string, TensorInfo> by_name;
    for (TensorInfo& tensor : found) {
        const std::string name = tensor.name;
        if (!by_name.emplace(name, std::move(tensor)).second)
            return fail(Code::corrupt, core::say("tensor_occurs_twice", {file_name(name)}),
                        core::say("fetch_model_again"));
    }
    found.clear();
    for (const ExpectedTensor& expected : expected_tensors(config)) {
        const auto at = by_name.find(expected.name);
        if (at == by_name.end())
            return fail(Code::corrupt, core::say("tensor_missing", {file_name(expected.name)}),
                        core::say("model_files_incomplete_fetch_again"));
        if (at->second.shape != expected.shape)
            return fail(Code::corrupt,
                        core::say("tensor_shape_instead",
                                  {file_name(expected.name), shape_text(at->second.shape), shape_text(expected.shape)}),
                        core::say("model_files_contradict_configuration"));
        found.push_back(std::move(at->second));
        by_name.erase(at);
    }
    if (by_name.empty()) return {};
    return fail(Code::corrupt, core::say("tensor_does_not_belong", {file_name(by_name.begin()->first), config.arch}),
                core::say("model_may_variant_not"));
}

std::optional<LayerName> split_layer_name(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix)) return std::nullopt;
    name.remove_prefix(prefix.size());
    LayerName split;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), split.layer);
    const auto digits = static_cast<std::size_t>(end - name.data());
    // "007" would be a second spelling of 7.
    if (error != std::errc() || (digits > 1 && name[0] == '0')) return std::nullopt;
    name.remove_prefix(digits);
    const std::size_t dot = name.rfind('.');
    if (!name.starts_with('.') || dot == 0 || dot == std::string_view::npos) return std::nullopt;
    split.part = name.substr(1, dot - 1);
    split.suffix = name.substr(dot + 1);
    if (split.suffix != "weight" && split.suffix != "bias") return std::nullopt;
    return split;
}

} // namespace hearth::model
