// SPDX-License-Identifier: Apache-2.0
#include "parity.h"

#include <algorithm>
#include <cstring>

namespace hearth::app {

using namespace exact;

namespace {

constexpr std::uint32_t sequence_tokens = 900; // beyond one workgroup's share of the attention
constexpr std::uint32_t chunks[] = {1, 160, 2, 8, 33, 3, 64, 128, 4, 65, 7, 1, 1, 100};

struct Compared {
    inference::ModelRunner &mine, &theirs;
    std::uint32_t vocab;
    Parity found;

    core::Status batch(const std::vector<Row>& rows) {
        HEARTH_CHECK(mine.forward(rows));
        HEARTH_CHECK(theirs.forward(rows));
        for (std::uint32_t first = 0; first < rows.size(); first += max_outputs) {
            std::vector<std::uint32_t> outputs;
            for (std::uint32_t i = first; i < std::min<std::size_t>(first + max_outputs, rows.size()); ++i)
                outputs.push_back(i);
            HEARTH_TRY(const auto a, mine.project(outputs));
            HEARTH_TRY(const auto b, theirs.project(outputs));
            for (std::size_t i = 0; i < outputs.size(); ++i)
                count(rows[outputs[i]], a.subspan(i * vocab, vocab), b.subspan(i * vocab, vocab), i);
        }
        return {};
    }
    void count(const Row& row, std::span<const float> a, std::span<const float> b, std::size_t output) {
        ++found.tokens;
        const auto x = mine.final_row(output), y = theirs.final_row(output);
        const bool rows_equal = std::equal(x.begin(), x.end(), y.begin(), y.end());
        if (rows_equal && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0) return;
        if (found.differing++ == 0)
            found.first_difference =
                std::string(rows_equal ? "logits" : "the final row") + " at position " + std::to_string(row.position);
    }
};

} // namespace

core::Result<Parity> compare_devices(Device& device, Device& reference, const ModelView& model, std::uint64_t tokens) {
    constexpr std::uint32_t pages = (sequence_tokens + page_tokens - 1) / page_tokens;
    HEARTH_TRY(const auto mine, device.load(model, pages, {}));
    HEARTH_TRY(const auto theirs, reference.load(model, pages, {}));
    Compared compared{*mine, *theirs, model.shape.vocab, {}};
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < pages; ++i)
        numbers.push_back((i * 5 + 3) % pages);
    std::uint32_t seed = 1;
    std::size_t turn = 0;
    while (compared.found.tokens < tokens)
        for (std::uint32_t at = 0; at < sequence_tokens && compared.found.tokens < tokens;) {
            std::vector<Row> rows;
            const std::uint32_t count = std::min(chunks[turn++ % std::size(chunks)], sequence_tokens - at);
            for (std::uint32_t i = 0; i < count; ++i, ++at) {
                seed = seed * 1664525U + 1013904223U;
                rows.push_back({(seed >> 8) % model.shape.vocab, at, &numbers});
            }
            HEARTH_CHECK(compared.batch(rows));
        }
    return compared.found;
}

} // namespace hearth::app
