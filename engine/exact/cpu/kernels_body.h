// SPDX-License-Identifier: Apache-2.0
// The kernels, written once over the sixteen lanes that the file before this one defines. Compiled with
// contraction off; every result equals exact::reference to the bit.
#include "exact/arithmetic.h"
#include "exact/kernels.h"

#include <algorithm>
#include <bit>

namespace {

using namespace hearth::exact;

constexpr std::size_t lanes = block_rows;
constexpr std::size_t line_bytes = 4 * block_rows;
constexpr std::uint32_t magnitude_bits = 0x7FFFFFFF;
constexpr std::uint32_t sums_page_limit = 4; // 256 positions × 2¹⁵ × 2⁷ stay below 2³¹

float largest(const float* x, std::size_t n) {
    Ints most = zero_ints();
    const Ints mask = all(static_cast<std::int32_t>(magnitude_bits));
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        most = max_signed(most, bits(load(x + i)) & mask);
    std::int32_t whole = highest(most);
    for (; i < n; ++i)
        whole = std::max(whole, static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(x[i]) & magnitude_bits));
    return std::bit_cast<float>(whole);
}

std::int32_t quantise(const float* x, std::size_t n, std::size_t padded, float r, std::int8_t* out) {
    Ints total = zero_ints();
    const Floats by = all(r);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        const Ints q = to_ints(load(x + i) * by);
        total = total + q;
        store_bytes(out + i, q);
    }
    std::int32_t whole = sum(total);
    for (; i < n; ++i) {
        const std::int32_t q = round_even(x[i] * r);
        out[i] = static_cast<std::int8_t>(q);
        whole += q;
    }
    std::fill(out + n, out + padded, std::int8_t{0});
    return whole;
}

std::uint64_t square_sum(const float* x, std::size_t n, float up) {
    Squares squares;
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        squares.add(to_ints(load(x + i) * all(up)));
    std::uint64_t whole = squares.total();
    for (; i < n; ++i) {
        const std::int64_t v = round_even(x[i] * up);
        whole += static_cast<std::uint64_t>(v * v);
    }
    return whole;
}

void gate(float* g, const float* up, std::size_t n) {
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        const Floats x = load(g + i);
        const Ints sign = bits(x);
        const Floats magnitude = as_floats(sign & all(static_cast<std::int32_t>(magnitude_bits)));
        const Floats a = min(magnitude * all(log2_e), all(gate_end));
        const Ints octaves = truncated(a);
        const Floats f = a - to_floats(octaves);
        Floats t = all(exp2_terms[6]);
        for (int k = 5; k >= 0; --k)
            t = t * f + all(exp2_terms[k]);
        t = t * as_floats(left(all(127) - octaves, 23));
        const Floats y = all(1.0F) + t;
        Floats r = all(newton_a) - all(newton_b) * y;
        for (int k = 0; k < 3; ++k)
            r = r * (all(2.0F) - y * r);
        store(g + i, x * choose_negative(sign, r, t * r) * load(up + i));
    }
    for (; i < n; ++i)
        g[i] = gated(g[i], up[i]);
}

template <int far>
void turn_inside(float* x, std::size_t n) {
    for (std::size_t i = 0; i < n; i += lanes)
        store(x + i, butterfly<far>(load(x + i)));
}

/// [HADAMARD]
void turn(float* x, std::size_t n) {
    const std::size_t block = hadamard_block(n);
    if (n % lanes != 0) return hadamard(x, n);
    for (std::size_t i = 0; i < n; i += lanes)
        store(x + i, flushed(load(x + i), flush_limit));
    for (std::size_t far = n / block; far < n; far *= 2) {
        if (far == 1) {
            turn_inside<1>(x, n);
        } else if (far == 2) {
            turn_inside<2>(x, n);
        } else if (far == 4) {
            turn_inside<4>(x, n);
        } else if (far == 8) {
            turn_inside<8>(x, n);
        } else {
            for (std::size_t i = 0; i < n; i += 2 * far) {
                std::size_t k = i;
                for (; k + lanes <= i + far; k += lanes) {
                    const Floats a = load(x + k), b = load(x + k + far);
                    store(x + k, a + b);
                    store(x + k + far, a - b);
                }
                for (; k < i + far; ++k) {
                    const float a = x[k], b = x[k + far];
                    x[k] = a + b;
                    x[k + far] = a - b;
                }
            }
        }
    }
    const Floats factor = all(power_of_two(-static_cast<int>(std::bit_width(block) - 1) / 2));
    for (std::size_t i = 0; i < n; i += lanes)
        store(x + i, load(x + i) * factor);
}

/// acc[r][b] += row r × block b over `fours` groups of four columns.
template <std::size_t R, std::size_t B>
inline void multiply(const std::int8_t* rows, std::size_t stride, const std::uint8_t* blocks,
                     std::size_t block_bytes, std::size_t fours, Ints (&acc)[R][B]) {
    for (std::size_t k = 0; k < fours; ++k) {
        const std::uint8_t* const line = blocks + k * line_bytes;
#pragma GCC unroll 8
        for (std::size_t r = 0; r < R; ++r) {
            const Four row = four(rows + r * stride + 4 * k);
#pragma GCC unroll 4
            for (std::size_t b = 0; b < B; ++b)
                acc[r][b] = dot4(acc[r][b], line + b * block_bytes, row);
        }
    }
}

template <std::size_t R, std::size_t B>
inline void clear(Ints (&acc)[R][B]) {
#pragma GCC unroll 8
    for (std::size_t r = 0; r < R; ++r)
#pragma GCC unroll 4
        for (std::size_t b = 0; b < B; ++b)
            acc[r][b] = zero_ints();
}

/// Modulo 2³²: both sides may pass 2³¹ in a long row, the difference does not.
inline Ints without_offset(Ints acc, std::int32_t row_sum) {
    return offset_bytes ? acc - all(static_cast<std::int32_t>(static_cast<std::uint32_t>(row_sum) * 128U)) : acc;
}

template <std::size_t R, std::size_t B>
void linear_tile(const LinearArgs& args, std::size_t row, std::size_t block) {
    const PackedMatrix& m = *args.matrix;
    Ints acc[R][B];
    clear(acc);
    multiply(args.input.values + row * args.input.stride, args.input.stride, m.block(block), m.block_bytes(),
             m.padded_columns / 4, acc);
    for (std::size_t r = 0; r < R; ++r) {
        const Floats scale = all(args.input.scales[row + r]);
        for (std::size_t b = 0; b < B; ++b) {
            const std::size_t first = (block + b) * block_rows;
            Floats y = (to_floats(without_offset(acc[r][b], args.input.sums[row + r])) * scale) * load(m.scales + first);
            if (m.biases != nullptr) y = y + load(m.biases + first);
            float* const out = args.output + (row + r) * args.stride + first;
            if (first + lanes <= m.rows) {
                store(out, args.add ? load(out) + y : y);
                continue;
            }
            alignas(64) float tail[lanes];
            store(tail, y);
            for (std::size_t i = 0; first + i < m.rows; ++i)
                out[i] = args.add ? out[i] + tail[i] : tail[i];
        }
    }
}

template <std::size_t B>
void linear_rows(const LinearArgs& args, std::size_t block) {
    std::size_t row = 0;
    for (; row + tile_rows <= args.input.count; row += tile_rows)
        linear_tile<tile_rows, B>(args, row, block);
    switch (args.input.count - row) {
    case 5: return linear_tile<std::min<std::size_t>(5, tile_rows), B>(args, row, block);
    case 4: return linear_tile<std::min<std::size_t>(4, tile_rows), B>(args, row, block);
    case 3: return linear_tile<3, B>(args, row, block);
    case 2: return linear_tile<2, B>(args, row, block);
    case 1: return linear_tile<1, B>(args, row, block);
    default: return;
    }
}

void linear(const LinearArgs& args) {
    std::size_t block = args.first;
    for (; block + wide_blocks <= args.last; block += wide_blocks)
        linear_rows<wide_blocks>(args, block);
    for (; block < args.last; ++block)
        linear_rows<1>(args, block);
}

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
        const auto* const values = reinterpret_cast<const std::int8_t*>(args.pages[first_page + p] + at.values) + 2 * dim;
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
    const Ints first = all(static_cast<std::int32_t>(args.first[query])), last = all(static_cast<std::int32_t>(args.last[query]));
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
        in_tiles(count, [&](auto rows, std::size_t query) { score_tile<rows.value>(args, query, args.pages[page], out); });
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
            args.outputs[query][i] = units[query] == 0.0F ? 0.0F : wide_to_float(args.sums[query * dim + i]) * units[query];
}

} // namespace
