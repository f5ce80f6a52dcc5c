// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

/// Sixteen lanes in plain C++, for processors without a variant of their own and for comparison; HEARTH_PLAIN_OFFSET
/// has the bytes with an offset.
namespace {

struct Ints {
    std::int32_t v[16];
};
struct Floats {
    float v[16];
};

#ifdef HEARTH_PLAIN_OFFSET
constexpr bool offset_bytes = true;
#else
constexpr bool offset_bytes = false;
#endif
constexpr std::size_t wide_blocks = 1;
constexpr std::size_t tile_rows = 3;

template <typename To, typename Op>
inline To lanewise(Op&& op) {
    To out;
    for (int i = 0; i < 16; ++i)
        out.v[i] = op(i);
    return out;
}
inline std::uint32_t u(std::int32_t x) {
    return static_cast<std::uint32_t>(x);
}
inline std::int32_t s(std::uint32_t x) {
    return static_cast<std::int32_t>(x);
}

inline Ints all(std::int32_t x) {
    return lanewise<Ints>([&](int) { return x; });
}
inline Floats all(float x) {
    return lanewise<Floats>([&](int) { return x; });
}
inline Ints zero_ints() {
    return all(0);
}
inline Ints load_ints(const void* p) {
    Ints x;
    std::memcpy(x.v, p, sizeof x.v);
    return x;
}
inline Floats load(const float* p) {
    Floats x;
    std::memcpy(x.v, p, sizeof x.v);
    return x;
}
inline void store(void* p, Ints x) {
    std::memcpy(p, x.v, sizeof x.v);
}
inline void store(float* p, Floats x) {
    std::memcpy(p, x.v, sizeof x.v);
}
inline Floats operator+(Floats a, Floats b) {
    return lanewise<Floats>([&](int i) { return a.v[i] + b.v[i]; });
}
inline Floats operator-(Floats a, Floats b) {
    return lanewise<Floats>([&](int i) { return a.v[i] - b.v[i]; });
}
inline Floats operator*(Floats a, Floats b) {
    return lanewise<Floats>([&](int i) { return a.v[i] * b.v[i]; });
}
inline Ints operator+(Ints a, Ints b) {
    return lanewise<Ints>([&](int i) { return s(u(a.v[i]) + u(b.v[i])); });
}
inline Ints operator-(Ints a, Ints b) {
    return lanewise<Ints>([&](int i) { return s(u(a.v[i]) - u(b.v[i])); });
}
inline Ints operator*(Ints a, Ints b) {
    return lanewise<Ints>([&](int i) { return s(u(a.v[i]) * u(b.v[i])); });
}
inline Ints operator&(Ints a, Ints b) {
    return lanewise<Ints>([&](int i) { return a.v[i] & b.v[i]; });
}
inline Ints right(Ints a, int n) {
    return lanewise<Ints>([&](int i) { return s(u(a.v[i]) >> n); });
}
inline Ints left(Ints a, int n) {
    return lanewise<Ints>([&](int i) { return s(u(a.v[i]) << n); });
}
inline Ints right(Ints a, Ints n) {
    return lanewise<Ints>([&](int i) { return s(u(a.v[i]) >> n.v[i]); });
}
inline Ints left(Ints a, Ints n) {
    return lanewise<Ints>([&](int i) { return s(u(a.v[i]) << n.v[i]); });
}
inline Ints max_signed(Ints a, Ints b) {
    return lanewise<Ints>([&](int i) { return std::max(a.v[i], b.v[i]); });
}
inline Ints min_unsigned(Ints a, Ints b) {
    return lanewise<Ints>([&](int i) { return s(std::min(u(a.v[i]), u(b.v[i]))); });
}
inline Floats min(Floats a, Floats b) {
    return lanewise<Floats>([&](int i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
inline Floats max(Floats a, Floats b) {
    return lanewise<Floats>([&](int i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
inline Floats to_floats(Ints a) {
    return lanewise<Floats>([&](int i) { return static_cast<float>(a.v[i]); });
}
inline Ints to_ints(Floats a) {
    return lanewise<Ints>([&](int i) { return hearth::exact::round_even(a.v[i]); });
}
inline Ints truncated(Floats a) {
    return lanewise<Ints>([&](int i) { return static_cast<std::int32_t>(a.v[i]); });
}
inline Ints bits(Floats a) {
    return lanewise<Ints>([&](int i) { return std::bit_cast<std::int32_t>(a.v[i]); });
}
inline Floats as_floats(Ints a) {
    return lanewise<Floats>([&](int i) { return std::bit_cast<float>(a.v[i]); });
}
inline Floats choose_negative(Ints mask, Floats a, Floats b) {
    return lanewise<Floats>([&](int i) { return mask.v[i] < 0 ? b.v[i] : a.v[i]; });
}
inline Floats flushed(Floats x, float limit) {
    return lanewise<Floats>([&](int i) { return std::fabs(x.v[i]) < limit ? 0.0F : x.v[i]; });
}
inline Ints only(Ints x, Ints index, Ints first, Ints last) {
    return lanewise<Ints>(
        [&](int i) { return index.v[i] < first.v[i] || index.v[i] > last.v[i] ? INT32_MIN : x.v[i]; });
}
inline Floats only(Floats x, Ints index, Ints first, Ints last) {
    return lanewise<Floats>([&](int i) { return index.v[i] < first.v[i] || index.v[i] > last.v[i] ? 0.0F : x.v[i]; });
}
inline Ints lane_numbers() {
    return lanewise<Ints>([](int i) { return i; });
}
inline void store_bytes(std::int8_t* p, Ints x) {
    for (int i = 0; i < 16; ++i)
        p[i] = static_cast<std::int8_t>(x.v[i]);
}
inline void store_words(std::int16_t* p, Ints x) {
    std::int16_t words[16];
    for (int i = 0; i < 16; ++i)
        words[i] = static_cast<std::int16_t>(x.v[i]);
    std::memcpy(p, words, sizeof words);
}
inline std::int32_t sum(Ints x) {
    std::uint32_t total = 0;
    for (const std::int32_t v : x.v)
        total += u(v);
    return s(total);
}
inline std::int32_t highest(Ints x) {
    return *std::max_element(x.v, x.v + 16);
}
inline float highest(Floats x) {
    return *std::max_element(x.v, x.v + 16);
}

template <int far>
inline Floats butterfly(Floats x) {
    return lanewise<Floats>([&](int i) { return (i & far) != 0 ? x.v[i ^ far] - x.v[i] : x.v[i] + x.v[i ^ far]; });
}

struct Squares {
    std::uint64_t whole = 0;
    void add(Ints x) {
        for (const std::int64_t v : x.v)
            whole += static_cast<std::uint64_t>(v * v);
    }
    std::uint64_t total() const { return whole; }
};

struct Four {
    std::int8_t v[4];
};
inline Four four(const std::int8_t* p) {
    return {{p[0], p[1], p[2], p[3]}};
}
inline Ints dot4(Ints acc, const std::uint8_t* line, Four row) {
    for (int i = 0; i < 16; ++i)
        for (int k = 0; k < 4; ++k) {
            const std::int32_t byte = offset_bytes ? line[4 * i + k] : static_cast<std::int8_t>(line[4 * i + k]);
            acc.v[i] = s(u(acc.v[i]) + u(byte * row.v[k]));
        }
    return acc;
}
inline Ints dot2(Ints acc, const std::int8_t* pairs, const std::int16_t* weights) {
    std::int16_t w[2];
    std::memcpy(w, weights, sizeof w);
    for (int i = 0; i < 16; ++i)
        acc.v[i] += pairs[2 * i] * w[0] + pairs[2 * i + 1] * w[1];
    return acc;
}

} // namespace
