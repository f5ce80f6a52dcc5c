// SPDX-License-Identifier: Apache-2.0
#include "reference_run.h"

#include "exact/profile/reference.h"

#include <algorithm>
#include <numeric>

namespace hearth::test {

using namespace exact;

Ids some_ids(Random& random, std::size_t count, std::uint32_t vocab) {
    Ids ids(count);
    for (auto& id : ids)
        id = random.below(vocab);
    return ids;
}

std::vector<Expected> expected_of(const RandomModel& model, const Ids& ids) {
    reference::Decoder decoder(model.view());
    std::vector<Expected> all;
    for (const std::uint32_t id : ids) {
        if (!decoder.push(id)) return {};
        const auto& row = decoder.final_row();
        Expected& at = all.emplace_back();
        for (const std::int8_t v : row.values)
            at.final_row.push_back(static_cast<std::uint8_t>(v));
        const auto scale = std::bit_cast<std::uint32_t>(row.scale);
        for (unsigned byte = 0; byte < 4; ++byte)
            at.final_row.push_back(static_cast<std::uint8_t>(scale >> (8 * byte)));
        at.logits = decoder.logits();
    }
    return all;
}

RunnerCheck::RunnerCheck(inference::ModelRunner& runner_, std::uint32_t vocab, std::uint64_t seed)
    : runner(runner_), m_vocab(vocab) {
    Random random(seed);
    for (std::uint32_t page = 0; page < runner.page_count(); ++page) {
        m_free.push_back(page);
        std::swap(m_free.back(), m_free[random.below(m_free.size())]);
    }
}

std::vector<std::uint32_t> RunnerCheck::take(std::size_t tokens) {
    const std::size_t count = (tokens + page_tokens - 1) / page_tokens;
    std::vector<std::uint32_t> pages(m_free.end() - std::ptrdiff_t(count), m_free.end());
    m_free.resize(m_free.size() - count);
    return pages;
}

void RunnerCheck::give_back(const std::vector<std::uint32_t>& pages) {
    m_free.insert(m_free.begin(), pages.begin(), pages.end());
}

std::string RunnerCheck::differs(std::span<const float> logits, std::size_t index, const Expected& expected) const {
    const auto row = runner.final_row(index);
    if (!std::equal(row.begin(), row.end(), expected.final_row.begin(), expected.final_row.end()))
        return "another final row";
    return first_difference(logits.subspan(index * m_vocab, m_vocab), expected.logits);
}

std::string RunnerCheck::chunks_differ(const Ids& ids, const std::vector<Expected>& expected,
                                       const std::vector<std::size_t>& chunks) {
    if (expected.size() != ids.size()) return "the reference found a fault";
    const auto pages = take(ids.size());
    std::size_t next = 0;
    for (std::size_t first = 0; first < ids.size();) {
        const std::size_t count = std::min(chunks[std::min(next++, chunks.size() - 1)], ids.size() - first);
        std::vector<Row> rows;
        for (std::size_t i = first; i < first + count; ++i)
            rows.push_back({ids[i], static_cast<std::uint32_t>(i), &pages});
        if (const auto ran = runner.forward(rows); !ran) return ran.error().message;
        for (std::size_t done = 0; done < count; done += max_outputs) {
            std::vector<std::uint32_t> outputs(std::min(max_outputs, count - done));
            std::iota(outputs.begin(), outputs.end(), static_cast<std::uint32_t>(done));
            const auto logits = runner.project(outputs);
            if (!logits) return logits.error().message;
            for (std::size_t i = 0; i < outputs.size(); ++i)
                if (const auto what = differs(*logits, i, expected[first + done + i]); !what.empty())
                    return "position " + std::to_string(first + done + i) + ": " + what;
        }
        first += count;
    }
    give_back(pages);
    return {};
}

std::vector<ShapeCase> every_shape() {
    std::vector<ShapeCase> all;
    const auto row = [&](const char* name, auto change) {
        ShapeCase& one = all.emplace_back(ShapeCase{name, small_shape(), {}});
        change(one.shape, one.options);
    };
    using Options = RandomModel::Options;
    row("grouped heads", [](Shape&, Options&) {});
    row("one key head per head", [](Shape& s, Options&) { s.kv_heads = s.heads; });
    row("one key head", [](Shape& s, Options&) { s.kv_heads = 1; });
    row("a group of 40", [](Shape& s, Options&) { s.heads = 40, s.kv_heads = 1, s.head_dim = 6; });
    row("a group of 33", [](Shape& s, Options&) { s.heads = 66, s.kv_heads = 2, s.head_dim = 4; });
    row("a group of 5", [](Shape& s, Options&) { s.heads = 5, s.kv_heads = 1; });
    row("a group of 7", [](Shape& s, Options&) { s.heads = 14, s.kv_heads = 2; });
    row("tied embeddings", [](Shape&, Options& o) { o.tied = true; });
    row("biases on q, k, v", [](Shape&, Options& o) { o.qkv_bias = true; });
    row("biases everywhere", [](Shape&, Options& o) { o.qkv_bias = o.other_biases = true; });
    row("norms on q and k", [](Shape&, Options& o) { o.qk_norm = true; });
    row("window of 70", [](Shape& s, Options&) { s.window = 70; });
    row("window of 64", [](Shape& s, Options&) { s.window = 64; });
    row("window of 1", [](Shape& s, Options&) { s.window = 1; });
    row("odd sizes", [](Shape& s, Options&) { s.hidden = 37, s.ffn = 51, s.head_dim = 10, s.vocab = 61; });
    row("odd sizes and everything", [](Shape& s, Options& o) {
        s.hidden = 67, s.ffn = 129, s.head_dim = 18, s.vocab = 131, s.heads = 9, s.kv_heads = 3, s.window = 65;
        o = {.qkv_bias = true, .other_biases = true, .qk_norm = true, .tied = false, .seed = 3};
    });
    row("heads of 2", [](Shape& s, Options&) { s.head_dim = 2; });
    row("heads of 64", [](Shape& s, Options&) { s.head_dim = 64, s.heads = 3, s.kv_heads = 1; });
    row("heads of 256", [](Shape& s, Options& o) { s.head_dim = 256, s.heads = 2, s.kv_heads = 1, o.qk_norm = true; });
    row("one layer", [](Shape& s, Options&) { s.layers = 1; });
    row("wider than a unit of work", [](Shape& s, Options&) { s.hidden = 192, s.ffn = 1600, s.vocab = 1500; });
    row("hidden of 1", [](Shape& s, Options&) { s.hidden = 1, s.ffn = 1, s.vocab = 5; });
    row("CI4.1", [](Shape& s, Options&) { s = small_grouped_shape(); });
    row("CI4.1, tied embeddings", [](Shape& s, Options& o) { s = small_grouped_shape(), o.tied = true; });
    row("CI4.1, one group", [](Shape& s, Options&) { s = small_grouped_shape(), s.hidden = s.ffn = 32, s.heads = 2; });
    row("CI4.1, everything", [](Shape& s, Options& o) {
        s = small_grouped_shape(), s.hidden = 160, s.ffn = 352, s.head_dim = 32, s.heads = 9, s.kv_heads = 3,
        s.window = 65;
        o = {.qkv_bias = true, .other_biases = true, .qk_norm = true, .tied = false, .seed = 3};
    });
    row("sharp attention", [](Shape& s, Options&) { s.attention_scale = 0x1p26F; });
    row("flat attention", [](Shape& s, Options&) { s.attention_scale = 0x1p-10F; });
    return all;
}

} // namespace hearth::test
