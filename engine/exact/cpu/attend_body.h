// SPDX-License-Identifier: Apache-2.0
#pragma once

// Attention over pages of the cache: part of kernels_body.h.
#include "exact/cpu/linear_body.h"

namespace {

constexpr std::uint32_t sums_page_limit = 4; // 256 positions × 2¹⁵ × 2⁷ stay below 2³¹
constexpr std::size_t page_blocks = page_tokens / block_rows;

template <std::size_t R>
void score_tile(const AttendArgs& args, std::size_t query, const std::uint8_t* page, std::int32_t* out) {
    const HeadLayout& at = args.layout;
    for (std::size_t part = 0; part < page_blocks; part += wide_blocks) {
        Ints acc[R][wide_blocks];
        clear(acc);
        // A page's keys interleave all its blocks: one line of 16 tokens after the other.
        for (std::size_t k = 0; k < at.padded_dim / 4; ++k) {
            const std::uint8_t* const line = page + at.keys + (k * page_blocks + part) * line_bytes;
#pragma GCC unroll 8
            for (std::size_t r = 0; r < R; ++r) {
                const Four row = four(args.queries.values + (query + r) * args.queries.stride + 4 * k);
#pragma GCC unroll 4
                for (std::size_t b = 0; b < wide_blocks; ++b)
                    acc[r][b] = dot4(acc[r][b], line + b * line_bytes, row);
            }
        }
        for (std::size_t r = 0; r < R; ++r) {
            const Floats a = all(args.queries.scales[query + r] * args.attention_scale);
            for (std::size_t b = 0; b < wide_blocks; ++b) {
                const Ints d = without_offset(acc[r][b], args.queries.sums[query + r]);
                const std::size_t token = (part + b) * block_rows;
                const Floats key = load(reinterpret_cast<const float*>(page + at.key_scales) + token);
                const Floats score = (to_floats(d) * a) * key;
                const Ints z = to_ints(min(max(score, all(-0x1p30F)), all(0x1p30F)));
                store(out + (query + r) * args.scores_stride + token, z);
            }
        }
    }
}

template <std::size_t R>
void value_tile(const AttendArgs& args, std::size_t query, std::size_t first_page, std::size_t pages,
                std::size_t skipped, std::size_t dim) {
    const HeadLayout& at = args.layout;
    Ints acc[R][1];
    clear(acc);
    for (std::size_t p = 0; p < pages; ++p) {
        const auto* const values =
            reinterpret_cast<const std::int8_t*>(args.pages[first_page + p] + at.values) + 2 * dim;
        const std::size_t token = (skipped + p) * page_tokens;
        for (std::size_t pair = 0; pair < page_tokens / 2; ++pair) {
            const std::int8_t* const line = values + pair * 2 * at.padded_dim;
#pragma GCC unroll 8
            for (std::size_t r = 0; r < R; ++r) {
                const auto* const weights =
                    reinterpret_cast<const std::int16_t*>(args.scores + (query + r) * args.scores_stride);
                acc[r][0] = dot2(acc[r][0], line, weights + token + 2 * pair);
            }
        }
    }
    for (std::size_t r = 0; r < R; ++r) {
        alignas(64) std::int32_t part[lanes];
        store(part, acc[r][0]);
        std::int64_t* const sums = args.sums + (query + r) * at.padded_dim + dim;
        for (std::size_t i = 0; i < lanes; ++i)
            sums[i] += part[i];
    }
}

/// Calls body with 6, …, 1 queries at a time.
template <typename Body>
void in_tiles(std::size_t count, Body&& body) {
    std::size_t query = 0;
    for (; query + 6 <= count; query += 6)
        body(std::integral_constant<std::size_t, 6>{}, query);
    for (; query + 3 <= count; query += 3)
        body(std::integral_constant<std::size_t, 3>{}, query);
    for (; query < count; ++query)
        body(std::integral_constant<std::size_t, 1>{}, query);
}

/// What a query makes of its scores: int16 weights in place of them, and the factor of its output.
float weigh(const AttendArgs& args, std::size_t query, std::uint32_t base_page, std::uint32_t end_page) {
    std::int32_t* const z = args.scores + query * args.scores_stride;
    auto* const weights = reinterpret_cast<std::int16_t*>(z);
    const Ints first = all(static_cast<std::int32_t>(args.first[query])),
               last = all(static_cast<std::int32_t>(args.last[query]));
    const auto each = [&](auto&& body) {
        Ints index = lane_numbers() + all(static_cast<std::int32_t>(base_page * page_tokens));
        for (std::uint32_t page = base_page; page < end_page; ++page) {
            const auto* const scales = reinterpret_cast<const float*>(args.pages[page] + args.layout.value_scales);
            for (std::size_t b = 0; b < page_blocks; ++b, index = index + all(static_cast<std::int32_t>(lanes)))
                body(index, (page - base_page) * page_tokens + b * lanes, scales + b * lanes);
        }
    };
    Ints top = all(INT32_MIN);
    Floats strongest = all(0.0F);
    each([&](Ints index, std::size_t at, const float* scales) {
        const Ints visible = only(load_ints(z + at), index, first, last);
        store(z + at, visible);
        top = max_signed(top, visible);
        strongest = max(strongest, only(load(scales), index, first, last));
    });
    const float strong = highest(strongest);
    if (strong == 0.0F) return 0.0F;
    const Ints peak = all(highest(top));
    const Floats one = all(value_weight_one * reciprocal(strong));
    const Floats limit = all(strong);
    Ints total = zero_ints();
    std::uint64_t whole = 0;
    each([&](Ints, std::size_t at, const float* scales) {
        const Ints delta = min_unsigned(peak - load_ints(z + at), all(static_cast<std::int32_t>(exp2_q15_end)));
        const Ints f = delta & all(0xFFFF), n = right(delta, 16);
        Ints h = all(static_cast<std::int32_t>(exp2_q15_terms[4]));
        for (int k = 3; k >= 0; --k)
            h = all(static_cast<std::int32_t>(exp2_q15_terms[k])) - right(h * f, 16);
        h = all(65536) - right(h * f, 16);
        const Ints p = right(h + left(all(1), n), n + all(1));
        // What is not seen has p = 0, whatever lies there.
        const Ints w = to_ints(min(load(scales), limit) * one);
        total = total + p;
        store_words(weights + at, right(p * w + all(16384), 15));
        if (at % (std::size_t{1} << 16) == 0) { // long before a lane of 2¹⁵ each could overflow
            whole += static_cast<std::uint32_t>(sum(total));
            total = zero_ints();
        }
    });
    whole += static_cast<std::uint32_t>(sum(total));
    return (strong * reciprocal(leading_bits(whole))) * value_weight_unit;
}

void attend(const AttendArgs& args) {
    const std::size_t count = args.queries.count, dim = args.layout.padded_dim;
    const std::uint32_t base = *std::min_element(args.first, args.first + count) / page_tokens;
    const std::uint32_t end = *std::max_element(args.last, args.last + count) / page_tokens + 1;
    for (std::uint32_t page = base; page < end; ++page) {
        std::int32_t* const out = args.scores + (page - base) * page_tokens;
        in_tiles(count,
                 [&](auto rows, std::size_t query) { score_tile<rows.value>(args, query, args.pages[page], out); });
    }
    float units[max_queries];
    for (std::size_t query = 0; query < count; ++query)
        units[query] = weigh(args, query, base, end);
    std::fill(args.sums, args.sums + count * dim, std::int64_t{0});
    for (std::uint32_t page = base; page < end; page += sums_page_limit) {
        const std::uint32_t pages = std::min(sums_page_limit, end - page);
        for (std::size_t d = 0; d < dim; d += lanes)
            in_tiles(count, [&](auto rows, std::size_t query) {
                value_tile<rows.value>(args, query, page, pages, page - base, d);
            });
    }
    for (std::size_t query = 0; query < count; ++query)
        for (std::size_t i = 0; i < args.head_dim; ++i)
            args.outputs[query][i] =
                units[query] == 0.0F ? 0.0F : wide_to_float(args.sums[query * dim + i]) * units[query];
}

} // namespace
