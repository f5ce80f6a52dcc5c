// SPDX-License-Identifier: Apache-2.0
// Attention over pages with a running softmax (Milakov and Gimelshein, arXiv 1805.02867). Part of kernels_body.h.
#pragma once

namespace hearth::compute {
namespace {

constexpr std::size_t key_vectors = page_tokens / lanes;

struct Softmax {
    float highest = -__builtin_inff(), total = 0.0F;
};

template <std::size_t Count, typename Element>
HEARTH_INLINE void score_block(const AttendArgs& args, std::size_t query, const Element* keys,
                               float (*scores)[page_tokens]) {
    Lanes total[Count][key_vectors] = {};
    for (std::size_t d = 0; d < args.head_dim; ++d) {
        Lanes key[key_vectors];
        for (std::size_t v = 0; v < key_vectors; ++v) key[v] = load(keys + d * page_tokens + v * lanes);
        for (std::size_t q = 0; q < Count; ++q)
            for (std::size_t v = 0; v < key_vectors; ++v) total[q][v] += key[v] * args.queries[query + q][d];
    }
    for (std::size_t q = 0; q < Count; ++q)
        for (std::size_t v = 0; v < key_vectors; ++v)
            store(scores[query + q] + v * lanes, total[q][v] * args.scale);
}

template <std::size_t Count, typename Element>
HEARTH_INLINE void mix_block(std::size_t query, std::size_t head_dim, const Element* values, std::size_t used,
                             const float (*weights)[page_tokens], float (*mixed)[max_head_dim]) {
    std::size_t d = 0;
    for (; d + lanes <= head_dim; d += lanes) {
        Lanes total[Count];
        for (std::size_t q = 0; q < Count; ++q) total[q] = load(mixed[query + q] + d);
        for (std::size_t t = 0; t < used; ++t) {
            const Lanes value = load(values + t * head_dim + d);
            for (std::size_t q = 0; q < Count; ++q) total[q] += value * weights[query + q][t];
        }
        for (std::size_t q = 0; q < Count; ++q) store(mixed[query + q] + d, total[q]);
    }
    for (; d < head_dim; ++d)
        for (std::size_t q = 0; q < Count; ++q)
            for (std::size_t t = 0; t < used; ++t)
                mixed[query + q][d] += widen_one(values[t * head_dim + d]) * weights[query + q][t];
}

/// Hides what the query may not see, moves the running maximum and turns the scores into weights.
HEARTH_INLINE void weigh(float* scores, std::uint32_t start, std::uint32_t first, std::uint32_t last,
                         Softmax& softmax, float* mixed, std::size_t head_dim) {
    Lanes best = splat(-__builtin_inff());
    const LanesU steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    for (std::size_t v = 0; v < key_vectors; ++v) {
        const LanesU position = steps + (start + static_cast<std::uint32_t>(v * lanes));
        const Lanes seen = load(scores + v * lanes);
        const Lanes masked = (position >= first) & (position <= last) ? seen : splat(-__builtin_inff());
        store(scores + v * lanes, masked);
        best = larger(best, masked);
    }
    const float highest = largest(best);
    if (highest == -__builtin_inff()) {
        for (std::size_t v = 0; v < key_vectors; ++v) store(scores + v * lanes, Lanes{});
        return;
    }
    if (highest > softmax.highest) {
        const float shrink = softmax.total == 0.0F ? 0.0F : exponential(splat(softmax.highest - highest))[0];
        softmax.total *= shrink;
        for (std::size_t d = 0; d < head_dim; ++d) mixed[d] *= shrink;
        softmax.highest = highest;
    }
    Lanes total{};
    for (std::size_t v = 0; v < key_vectors; ++v) {
        const Lanes score = load(scores + v * lanes);
        const Lanes weight = score == -__builtin_inff() ? Lanes{} : exponential(score - softmax.highest);
        store(scores + v * lanes, weight);
        total += weight;
    }
    softmax.total += sum(total);
}

template <typename Element>
void attend(const AttendArgs& args) {
    alignas(64) float scores[max_tile_queries][page_tokens];
    alignas(64) float mixed[max_tile_queries][max_head_dim];
    Softmax softmax[max_tile_queries];
    std::uint32_t from = args.first[0], to = args.last[0];
    for (std::size_t q = 0; q < args.count; ++q) {
        from = args.first[q] < from ? args.first[q] : from;
        to = args.last[q] > to ? args.last[q] : to;
        for (std::size_t d = 0; d < args.head_dim; ++d) mixed[q][d] = 0.0F;
    }
    for (std::uint32_t page = from / page_tokens; page <= to / page_tokens; ++page) {
        const std::uint32_t start = page * page_tokens;
        const std::size_t used = to - start + 1 < page_tokens ? to - start + 1 : page_tokens;
        const auto* const keys = reinterpret_cast<const Element*>(args.pages[page] + args.key_offset);
        const auto* const values = reinterpret_cast<const Element*>(args.pages[page] + args.value_offset);
        std::size_t q = 0;
        for (; q + HEARTH_ATTEND_QUERIES <= args.count; q += HEARTH_ATTEND_QUERIES)
            score_block<HEARTH_ATTEND_QUERIES>(args, q, keys, scores);
        for (; q < args.count; ++q) score_block<1>(args, q, keys, scores);
        for (q = 0; q < args.count; ++q)
            weigh(scores[q], start, args.first[q], args.last[q], softmax[q], mixed[q], args.head_dim);
        for (q = 0; q + 4 <= args.count; q += 4) mix_block<4>(q, args.head_dim, values, used, scores, mixed);
        for (; q < args.count; ++q) mix_block<1>(q, args.head_dim, values, used, scores, mixed);
    }
    for (std::size_t q = 0; q < args.count; ++q)
        for (std::size_t d = 0; d < args.head_dim; ++d) args.outputs[q][d] = mixed[q][d] / softmax[q].total;
}

} // namespace
} // namespace hearth::compute
