// SPDX-License-Identifier: Apache-2.0
#include "model/layout.h"

#include <cmath>

namespace hearth::model {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr const char* fetch_hint = "The model's configuration is damaged or not of a supported kind.";

Status count_within(const char* what, std::uint64_t value, std::uint64_t low, std::uint64_t high) {
    if (value >= low && value <= high) return {};
    return fail(Code::corrupt,
                std::string("The model's ") + what + " is " + std::to_string(value) + "; accepted are " +
                    std::to_string(low) + " to " + std::to_string(high) + ".",
                fetch_hint);
}

Status real_within(const char* what, double value, double low, double high) {
    if (std::isfinite(value) && value >= low && value <= high) return {};
    return fail(Code::corrupt, std::string("The model's ") + what + " of " + std::to_string(value) + " is absurd.",
                fetch_hint);
}

Status check_heads(const ModelConfig& c) {
    HEARTH_CHECK(count_within("number of attention heads", c.heads, 1, 1024));
    HEARTH_CHECK(count_within("number of key/value heads", c.kv_heads, 1, c.heads));
    HEARTH_CHECK(count_within("head dimension", c.head_dim, 2, 1024));
    if (c.heads % c.kv_heads != 0)
        return fail(Code::corrupt,
                    "The model's " + std::to_string(c.heads) + " attention heads are no multiple of its " +
                        std::to_string(c.kv_heads) + " key/value heads.",
                    fetch_hint);
    if (c.head_dim % 2 != 0)
        return fail(Code::unsupported, "A head dimension of " + std::to_string(c.head_dim) + " is odd.", fetch_hint);
    return {};
}

Status check_rope(const Rope& rope, std::uint32_t head_dim) {
    HEARTH_CHECK(real_within("rope theta", rope.theta, 1.0, 1e15));
    HEARTH_CHECK(real_within("rope factor", rope.factor, 1e-3, 1e6));
    HEARTH_CHECK(real_within("rope attention factor", rope.attention_factor, 1e-3, 1e3));
    if (rope.scaling == RopeScaling::llama3 || rope.scaling == RopeScaling::yarn)
        HEARTH_CHECK(count_within("original context length", rope.original_context, 1, 1U << 27));
    if (rope.scaling == RopeScaling::llama3) {
        HEARTH_CHECK(real_within("low frequency factor", rope.low_freq_factor, 1e-3, 1e6));
        HEARTH_CHECK(real_within("high frequency factor", rope.high_freq_factor, 1e-3, 1e6));
        if (rope.low_freq_factor >= rope.high_freq_factor)
            return fail(Code::corrupt, "The model's low frequency factor is not below its high frequency factor.",
                        fetch_hint);
    }
    if (rope.scaling == RopeScaling::yarn) {
        HEARTH_CHECK(real_within("beta_fast", rope.beta_fast, 1e-3, 1e6));
        HEARTH_CHECK(real_within("beta_slow", rope.beta_slow, 1e-3, 1e6));
        HEARTH_CHECK(real_within("rope theta under YaRN", rope.theta, 1.001, 1e15));
    }
    if (!rope.freq_factors.empty() && rope.freq_factors.size() != head_dim / 2)
        return fail(Code::corrupt,
                    "The model has " + std::to_string(rope.freq_factors.size()) + " rope frequency factors for " +
                        std::to_string(head_dim / 2) + " pairs.",
                    fetch_hint);
    for (const float factor : rope.freq_factors)
        HEARTH_CHECK(real_within("rope frequency factor", static_cast<double>(factor), 1e-6, 1e6));
    return {};
}

} // namespace

Status check_config(const ModelConfig& c) {
    if (c.arch != "llama" && c.arch != "mistral" && c.arch != "qwen2" && c.arch != "qwen3")
        return fail(Code::unsupported, "The architecture \"" + c.arch.substr(0, 64) + "\" is not supported.",
                    "Supported are llama, mistral, qwen2 and qwen3.");
    HEARTH_CHECK(count_within("number of layers", c.layers, 1, 1024));
    HEARTH_CHECK(count_within("hidden size", c.hidden, 1, 1U << 17));
    HEARTH_CHECK(count_within("feed-forward size", c.ffn, 1, 1U << 20));
    HEARTH_CHECK(count_within("vocabulary size", c.vocab, 1, 1U << 22));
    HEARTH_CHECK(count_within("context length", c.context, 1, 1U << 27));
    HEARTH_CHECK(check_heads(c));
    HEARTH_CHECK(real_within("norm epsilon", c.norm_eps, 0.0, 0.1));
    HEARTH_CHECK(check_rope(c.rope, c.head_dim));
    if (c.sliding_window) HEARTH_CHECK(count_within("sliding window", *c.sliding_window, 1, 1U << 27));
    HEARTH_CHECK(count_within("number of stop tokens", c.stop_ids.size(), 0, 64));
    for (const std::uint32_t id : c.stop_ids)
        HEARTH_CHECK(count_within("stop token", id, 0, c.vocab - 1));
    return {};
}

} // namespace hearth::model
