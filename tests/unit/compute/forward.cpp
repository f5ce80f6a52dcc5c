// SPDX-License-Identifier: Apache-2.0
#include "forward.h"

#include "synthetic_model.h"

#include <QTest>

#include <algorithm>
#include <array>

namespace hearth::test {

Ids some_ids(std::size_t count, std::uint32_t vocab, std::uint32_t seed) {
    Ids ids;
    for (std::size_t i = 0; i < count; ++i)
        ids.push_back((seed = seed * 1103515245U + 12345U) / 65536U % vocab);
    return ids;
}

std::vector<Logits> chunked(inference::ModelRunner& runner, const Ids& ids, const std::vector<std::size_t>& chunks,
                            const std::vector<std::uint32_t>& pages) {
    std::vector<Logits> result;
    std::size_t next = 0;
    for (std::size_t first = 0; first < ids.size();) {
        const std::size_t count = std::min(chunks[std::min(next++, chunks.size() - 1)], ids.size() - first);
        std::vector<inference::Row> rows;
        for (std::size_t i = first; i < first + count; ++i)
            rows.push_back({ids[i], static_cast<std::uint32_t>(i), &pages});
        if (!runner.forward(rows)) return {};
        for (std::uint32_t row = 0; row < count; ++row) {
            const auto logits = runner.project(std::array{row});
            if (!logits) return {};
            result.emplace_back(logits->begin(), logits->end());
        }
        first += count;
    }
    return result;
}

void add_shapes() {
    QTest::addColumn<model::ModelConfig>("config");
    const auto row = [](const char* name, auto change) {
        model::ModelConfig config = small_config();
        change(config);
        QTest::newRow(name) << config;
    };
    using model::ModelConfig;
    row("grouped heads", [](ModelConfig&) {});
    row("one key head per head", [](ModelConfig& c) { c.kv_heads = c.heads; });
    row("one key head", [](ModelConfig& c) { c.kv_heads = 1; });
    row("tied embeddings", [](ModelConfig& c) { c.tied_embeddings = true; });
    row("biases on q, k, v", [](ModelConfig& c) { c.qkv_bias = true; });
    row("biases everywhere", [](ModelConfig& c) { c.qkv_bias = c.o_bias = c.mlp_bias = true; });
    row("norms on q and k", [](ModelConfig& c) { c.qk_norm = true; });
    row("sliding window", [](ModelConfig& c) { c.sliding_window = 70; });
    row("tiny window", [](ModelConfig& c) { c.sliding_window = 1; });
    row("odd sizes", [](ModelConfig& c) { c.hidden = 37, c.ffn = 51, c.head_dim = 10, c.vocab = 61; });
    row("large heads", [](ModelConfig& c) { c.head_dim = 128, c.heads = 2, c.kv_heads = 1; });
    row("linear rope", [](ModelConfig& c) { c.rope.scaling = model::RopeScaling::linear, c.rope.factor = 4.0; });
    row("llama3 rope", [](ModelConfig& c) {
        c.rope = {.theta = 500000.0,
                  .scaling = model::RopeScaling::llama3,
                  .factor = 8.0,
                  .original_context = 64,
                  .freq_factors = {}};
    });
    row("yarn rope", [](ModelConfig& c) {
        c.rope = {.scaling = model::RopeScaling::yarn,
                  .factor = 4.0,
                  .attention_factor = 1.14,
                  .original_context = 64,
                  .freq_factors = {}};
    });
    row("rope divisors", [](ModelConfig& c) { c.rope.freq_factors.assign(8, 3.0F); });
}

} // namespace hearth::test
