// SPDX-License-Identifier: Apache-2.0
// ATTEND, cut into splits of the positions: the first kernel finds the largest z and the largest value scale, the
// second weighs and sums the values, the third turns the sums to fp32.
#include "exact/gpu/cuda/kernels/cache.cuh"
#include "exact/gpu/cuda/kernels/dot.cuh"
#include "exact/gpu/cuda/kernels/launch.cuh"
#include "exact/gpu/cuda/kernels/team.cuh"

namespace hearth::exact::cuda {

namespace {

constexpr unsigned team = 128, out_team = 64, split_pages = split_tokens / page_tokens;
using Wide = unsigned long long; // what atomics add in 64 bits, two's complement

/// One split of a head of a row.
struct Split {
    std::uint32_t head, row, first, last, start, kv_head, words;

    HEARTH_DEVICE explicit Split(const AttendArguments& a)
        : head(blockIdx.y), row(blockIdx.z), first(a.step->first[row]), last(a.step->position[row]),
          start((first / split_tokens + blockIdx.x) * split_tokens), kv_head(head / (a.heads / a.kv_heads)),
          words((a.dim + 3) / 4) {}
    HEARTH_DEVICE bool sees(std::uint32_t token) const { return token >= first && token <= last; }
};

HEARTH_DEVICE std::int32_t* sums_of(const AttendArguments& a, std::uint32_t row, std::uint32_t head) {
    return a.sums + (std::size_t{row} * a.heads + head) * a.sums_words;
}

/// [ATTEND] steps 1 and 2
template <bool plain>
__device__ std::int32_t score_of(const AttendArguments& a, const Split& split, const HeadPlace& at,
                                 std::uint32_t token) {
    const std::size_t head = std::size_t{split.row} * a.heads + split.head;
    const std::uint32_t *const query = a.queries + head * split.words, *const key = a.cache + at.key(token);
    std::int32_t d = 0;
    if (split.words % 4 == 0) {
        for (std::uint32_t w = 0; w < split.words; w += 4)
            d = dot16<plain>(*reinterpret_cast<const uint4*>(query + w), *reinterpret_cast<const uint4*>(key + w), d);
    } else {
        for (std::uint32_t w = 0; w < split.words; ++w)
            d = dot4<plain>(query[w], key[w], d);
    }
    const float scaled = times(to_float(d), times(a.query_scales[head], a.attention_scale));
    const float score = times(scaled, __uint_as_float(a.cache[at.key_scale(token)])), bound = 0x1p30F;
    return round_even(smaller(larger(score, -bound), bound));
}

template <bool plain>
__global__ __launch_bounds__(team) void attend_max(AttendArguments a) {
    if (blockIdx.z >= a.step->count) return;
    const Split split(a);
    if (split.start > split.last) return;
    std::int32_t z = lowest_score;
    std::uint32_t strongest = 0;
    for (std::uint32_t token = split.start + threadIdx.x; token < split.start + split_tokens; token += team) {
        if (!split.sees(token)) continue;
        const HeadPlace at = place_of(a.step, split.row, token, split.kv_head, a.kv_heads, split.words);
        z = larger(z, score_of<plain>(a, split, at, token));
        strongest = larger(strongest, a.cache[at.value_scale(token)]);
    }
    z = team_reduce<team>(z, Larger{});
    strongest = team_reduce<team>(strongest, Larger{});
    if (threadIdx.x != 0) return;
    std::int32_t* const into = sums_of(a, split.row, split.head);
    atomicMax(into, z);
    atomicMax(into + 1, static_cast<std::int32_t>(strongest)); // a scale is not negative
}

template <bool plain>
__global__ __launch_bounds__(team) void attend_sum(AttendArguments a) {
    __shared__ std::int32_t weights[split_tokens];
    __shared__ HeadPlace places[split_pages];
    __shared__ int4 partial[team];
    if (blockIdx.z >= a.step->count) return;
    const Split split(a);
    if (split.start > split.last) return;
    std::int32_t* const into = sums_of(a, split.row, split.head);
    const auto highest = static_cast<std::uint32_t>(into[0]);
    const float strongest = __int_as_float(into[1]);
    if (strongest == 0.0F) return;
    const unsigned me = threadIdx.x;
    if (me < split_pages && split.start + me * page_tokens <= split.last)
        places[me] =
            place_of(a.step, split.row, split.start + me * page_tokens, split.kv_head, a.kv_heads, split.words);
    __syncthreads();
    const float unit = times(value_weight_one, reciprocal(strongest));
    std::uint32_t total = 0;
    for (unsigned i = me; i < split_tokens; i += team) {
        const std::uint32_t token = split.start + i;
        weights[i] = 0;
        if (!split.sees(token)) continue;
        const HeadPlace at = places[i / page_tokens];
        const std::uint32_t p = exp2_q15(highest - static_cast<std::uint32_t>(score_of<plain>(a, split, at, token)));
        const auto u =
            static_cast<std::uint32_t>(round_even(times(__uint_as_float(a.cache[at.value_scale(token)]), unit)));
        weights[i] = static_cast<std::int32_t>((p * u + 16384) >> 15);
        total += p;
    }
    total = team_reduce<team>(total, Sum{});
    auto* const wide = reinterpret_cast<Wide*>(into + 2);
    if (me == 0) atomicAdd(wide, Wide{total});
    // Each thread sums four dimensions over its share of the tokens: below 2¹⁵ × 2⁷ × 2⁸.
    const unsigned words = split.words, teams = team / words, mine = me / words, w = me % words;
    const unsigned seen = smaller(split_tokens, split.last - split.start + 1);
    int4 sum = make_int4(0, 0, 0, 0);
    if (mine < teams)
        for (unsigned i = mine; i < seen; i += teams) {
            const std::uint32_t four = a.cache[places[i / page_tokens].value(i) + w];
            sum.x += weights[i] * byte_of(four, 0);
            sum.y += weights[i] * byte_of(four, 1);
            sum.z += weights[i] * byte_of(four, 2);
            sum.w += weights[i] * byte_of(four, 3);
        }
    partial[me] = sum;
    __syncthreads();
    if (mine != 0) return;
    for (unsigned t = 1; t < teams; ++t) {
        const int4 other = partial[t * words + w];
        sum = make_int4(sum.x + other.x, sum.y + other.y, sum.z + other.z, sum.w + other.w);
    }
    Wide* const values = wide + 1 + 4 * w;
    atomicAdd(values, static_cast<Wide>(static_cast<long long>(sum.x)));
    atomicAdd(values + 1, static_cast<Wide>(static_cast<long long>(sum.y)));
    atomicAdd(values + 2, static_cast<Wide>(static_cast<long long>(sum.z)));
    atomicAdd(values + 3, static_cast<Wide>(static_cast<long long>(sum.w)));
}

/// Leaves the sums empty for the next layer.
__global__ __launch_bounds__(out_team) void attend_out(AttendArguments a) {
    __shared__ float outputs[max_head_dim];
    const std::uint32_t head = blockIdx.x, row = blockIdx.y, me = threadIdx.x;
    if (row >= a.step->count) return;
    std::int32_t* const from = sums_of(a, row, head);
    const float strongest = __int_as_float(from[1]);
    const auto* const wide = reinterpret_cast<const Wide*>(from + 2);
    float unit = 0.0F;
    if (strongest != 0.0F) unit = times(times(strongest, reciprocal(leading_bits(wide[0]))), value_weight_unit);
    for (std::uint32_t i = me; i < a.dim; i += out_team)
        outputs[i] = strongest == 0.0F ? 0.0F : times(wide_to_float(static_cast<std::int64_t>(wide[1 + i])), unit);
    __syncthreads();
    for (std::uint32_t i = me; i < a.sums_words; i += out_team)
        from[i] = i == 0 ? lowest_score : 0;
    if (a.turn_values != 0) hadamard<out_team>(outputs, a.dim, a.block);
    for (std::uint32_t i = me; i < a.dim; i += out_team)
        a.mixed[(std::size_t{row} * a.heads + head) * a.dim + i] = outputs[i];
}

} // namespace

cudaError_t attend(const AttendArguments& a, Variant variant, cudaStream_t stream) {
    const bool plain = variant == Variant::plain;
    const dim3 grid(a.splits, a.heads, a.rows);
    cudaError_t error = launch(plain ? attend_max<true> : attend_max<false>, grid, team, a, stream);
    if (error == cudaSuccess) error = launch(plain ? attend_sum<true> : attend_sum<false>, grid, team, a, stream);
    if (error == cudaSuccess) error = launch(attend_out, dim3(a.heads, a.rows), out_team, a, stream);
    return error;
}

} // namespace hearth::exact::cuda
