// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_file.h"

#include "compute/rotary.h"
#include "exact/cpu/packed.h"
#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <span>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;

constexpr std::size_t alignment = 64;
constexpr float least_scale = 0x1p-40F, least_grouped_scale = 0x1p-33F, greatest_scale = 0x1p20F;
constexpr std::uint32_t max_context = 1U << 20;

class Listing {
public:
    void matrix(const std::string& name, std::uint32_t rows, std::uint32_t columns, bool bias = false) {
        add({name + ".weight", Kind::int8, rows, columns, 0});
        finish(name, rows, bias);
    }
    void grouped(const std::string& name, std::uint32_t rows, std::uint32_t columns, bool bias) {
        add({name + ".weight", Kind::int4, rows, columns, 0});
        add({name + ".factor", Kind::int16, rows, columns / exact::group_columns, 0});
        add({name + ".minimum", Kind::int16, rows, columns / exact::group_columns, 0});
        finish(name, rows, bias);
    }
    void vector(const std::string& name, std::uint32_t size) { add({name, Kind::fp32, size, 1, 0}); }
    std::vector<ExactTensor> tensors;

private:
    using Kind = ExactTensor::Kind;
    void finish(const std::string& name, std::uint32_t rows, bool bias) {
        vector(name + ".scale", rows);
        if (bias) vector(name + ".bias", rows);
    }
    void add(ExactTensor tensor) {
        tensor.offset = m_end;
        m_end = exact::rounded_up(m_end + tensor.bytes(), alignment);
        tensors.push_back(std::move(tensor));
    }
    std::uint64_t m_end = 0;
};

core::Error bad(const std::string& tensor, const core::Sentence& what) {
    return fail(Code::corrupt, core::say("exact_tensor", {tensor, what}), core::say("file_damaged_import_model"));
}

core::Status check_values(const ExactTensor& tensor, float least, const std::uint8_t* data) {
    using Kind = ExactTensor::Kind;
    if (tensor.kind == Kind::int4) return {};
    if (tensor.kind == Kind::int8) {
        if (std::memchr(data, 0x80, tensor.bytes()) != nullptr) return bad(tensor.name, core::say("holds_value"));
        return {};
    }
    if (tensor.kind == Kind::int16) {
        const std::span words(reinterpret_cast<const std::int16_t*>(data), tensor.bytes() / sizeof(std::int16_t));
        if (std::find(words.begin(), words.end(), INT16_MIN) != words.end())
            return bad(tensor.name, core::say("holds_the_value"));
        return {};
    }
    const bool scales = tensor.name.ends_with(".scale");
    for (std::uint32_t i = 0; i < tensor.rows; ++i) {
        float v = 0.0F;
        std::memcpy(&v, data + std::size_t{i} * 4, 4);
        const float size = std::fabs(v);
        const bool good = v == 0.0F || (scales ? v >= least && v <= greatest_scale
                                               : size >= exact::least_offset && size < exact::fault_limit);
        if (!good) return bad(tensor.name, core::say("holds_value_beyond_bounds", {std::to_string(i)}));
    }
    return {};
}

} // namespace

std::uint64_t ExactTensor::row_bytes() const {
    switch (kind) {
    case Kind::int8:
        return columns;
    case Kind::int4:
        return columns / 2;
    case Kind::int16:
        return std::uint64_t{columns} * sizeof(std::int16_t);
    case Kind::fp32:
        break;
    }
    return std::uint64_t{columns} * sizeof(float);
}

std::vector<ExactTensor> exact_tensors(const model::ModelConfig& config, exact::Profile profile) {
    Listing list;
    const bool grouped = profile == exact::Profile::ci41;
    const auto matrix = [&](const std::string& name, std::uint32_t rows, std::uint32_t columns, bool bias) {
        if (grouped)
            list.grouped(name, rows, columns, bias);
        else
            list.matrix(name, rows, columns, bias);
    };
    const std::uint32_t q = config.heads * config.head_dim, kv = config.kv_heads * config.head_dim;
    list.matrix("embed", config.vocab, config.hidden);
    for (std::uint32_t i = 0; i < config.layers; ++i) {
        const std::string prefix = "layers." + std::to_string(i) + ".";
        if (grouped) list.vector(prefix + "attn_norm", config.hidden);
        matrix(prefix + "q", q, config.hidden, config.qkv_bias);
        matrix(prefix + "k", kv, config.hidden, config.qkv_bias);
        matrix(prefix + "v", kv, config.hidden, config.qkv_bias);
        if (config.qk_norm) {
            list.vector(prefix + "q_norm", config.head_dim);
            list.vector(prefix + "k_norm", config.head_dim);
        }
        matrix(prefix + "o", config.hidden, q, config.o_bias);
        if (grouped) list.vector(prefix + "mlp_norm", config.hidden);
        matrix(prefix + "gate", config.ffn, config.hidden, config.mlp_bias);
        matrix(prefix + "up", config.ffn, config.hidden, config.mlp_bias);
        matrix(prefix + "down", config.hidden, config.ffn, config.mlp_bias);
    }
    if (grouped) list.vector("norm", config.hidden);
    // Gains that are folded into the output matrix make it another one than the embedding.
    if (!grouped || !config.tied_embeddings) list.matrix("lm_head", config.vocab, config.hidden);
    return std::move(list.tensors);
}

std::uint64_t exact_file_bytes(const std::vector<ExactTensor>& tensors) {
    return exact::rounded_up(tensors.back().offset + tensors.back().bytes(), alignment);
}

core::Result<exact::Shape> exact_shape(const model::ModelConfig& config, exact::Profile profile) {
    const std::uint32_t widest = std::max({config.hidden, config.ffn, config.heads * config.head_dim});
    if (widest > exact::max_columns || config.context > max_context)
        return fail(Code::unsupported,
                    core::say("row_values_context_tokens", {std::to_string(widest), std::to_string(config.context)}),
                    core::say("use_profile_bf_model"));
    if (config.head_dim % 2 != 0 || config.head_dim > exact::max_head_dim)
        return fail(
            Code::unsupported,
            core::say("heads_values_not_exact", {std::to_string(config.head_dim), std::to_string(exact::max_head_dim)}),
            core::say("use_profile_bf_model"));
    const std::uint32_t units = config.hidden | config.ffn | (config.heads * config.head_dim);
    if (profile == exact::Profile::ci41 && (units % exact::group_columns != 0 || widest > exact::max_grouped_columns))
        return fail(Code::unsupported,
                    core::say("profile_ci_takes_matrices", {std::to_string(exact::max_grouped_columns)}),
                    core::say("use_profile_ci_model"));
    exact::Shape shape;
    shape.profile = profile;
    shape.layers = config.layers;
    shape.hidden = config.hidden;
    shape.ffn = config.ffn;
    shape.heads = config.heads;
    shape.kv_heads = config.kv_heads;
    shape.head_dim = config.head_dim;
    shape.vocab = config.vocab;
    shape.context = config.context;
    shape.norm_eps = static_cast<float>(config.norm_eps);
    shape.window = config.sliding_window.value_or(0);
    const Rotary rotary(config);
    constexpr double log2_e = 0x1.71547652b82fep+0, turn = 0x1.921fb54442d18p+2;
    const double factor = rotary.magnitude() * rotary.magnitude();
    shape.attention_scale =
        static_cast<float>(65536.0 * log2_e * factor / std::sqrt(static_cast<double>(config.head_dim)));
    for (const double radians : rotary.frequencies()) {
        const double turns = radians / turn;
        if (!(turns >= 0.0 && turns < 1.0))
            return fail(Code::unsupported, core::say("pair_rotary_embedding_makes"), core::say("use_profile_bf_model"));
        shape.frequencies.push_back(static_cast<std::uint64_t>(turns * 0x1p64));
    }
    return shape;
}

core::Result<exact::ModelView> exact_view(const model::ModelConfig& config, exact::Profile profile,
                                          core::ByteView file) {
    exact::ModelView view;
    HEARTH_TRY(view.shape, exact_shape(config, profile));
    const std::vector<ExactTensor> tensors = exact_tensors(config, profile);
    if (file.size() != exact_file_bytes(tensors))
        return fail(Code::corrupt,
                    core::say("exact_weights_bytes_instead",
                              {std::to_string(file.size()), std::to_string(exact_file_bytes(tensors))}),
                    core::say("file_damaged_import_model"));
    std::map<std::string, const ExactTensor*> by_name;
    for (const ExactTensor& tensor : tensors) {
        by_name[tensor.name] = &tensor;
        const bool of_groups = by_name.contains(tensor.name.substr(0, tensor.name.rfind('.')) + ".factor");
        HEARTH_CHECK(check_values(tensor, of_groups ? least_grouped_scale : least_scale, file.data() + tensor.offset));
    }
    const auto floats = [&](const std::string& name) -> const float* {
        const auto found = by_name.find(name);
        return found == by_name.end() ? nullptr : reinterpret_cast<const float*>(file.data() + found->second->offset);
    };
    const auto words = [&](const std::string& name) -> const std::int16_t* {
        const auto found = by_name.find(name);
        return found == by_name.end() ? nullptr
                                      : reinterpret_cast<const std::int16_t*>(file.data() + found->second->offset);
    };
    const auto matrix = [&](const std::string& name) {
        const ExactTensor& tensor = *by_name.at(name + ".weight");
        return exact::MatrixView{tensor.rows,
                                 tensor.columns,
                                 reinterpret_cast<const std::int8_t*>(file.data() + tensor.offset),
                                 floats(name + ".scale"),
                                 floats(name + ".bias"),
                                 words(name + ".factor"),
                                 words(name + ".minimum")};
    };
    view.embed = matrix("embed");
    view.lm_head = by_name.contains("lm_head.weight") ? matrix("lm_head") : view.embed;
    view.final_norm = floats("norm");
    for (std::uint32_t i = 0; i < config.layers; ++i) {
        const std::string p = "layers." + std::to_string(i) + ".";
        view.layers.push_back({matrix(p + "q"), matrix(p + "k"), matrix(p + "v"), matrix(p + "o"), matrix(p + "gate"),
                               matrix(p + "up"), matrix(p + "down"), floats(p + "q_norm"), floats(p + "k_norm"),
                               floats(p + "attn_norm"), floats(p + "mlp_norm")});
    }
    return view;
}

} // namespace hearth::compute
