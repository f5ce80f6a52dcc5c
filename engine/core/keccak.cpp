// SPDX-License-Identifier: Apache-2.0
#include "core/keccak.h"

#include <bit>

namespace hearth::core {
namespace {

constexpr std::size_t rate = 136, lanes = 25, rounds = 24;
using State = std::array<std::uint64_t, lanes>;

constexpr std::array<std::uint64_t, rounds> round_constants{
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

void theta(State& a) {
    std::array<std::uint64_t, 5> c{};
    for (std::size_t x = 0; x < 5; ++x)
        c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (std::size_t i = 0; i < lanes; ++i)
        a[i] ^= c[(i + 4) % 5] ^ std::rotl(c[(i + 1) % 5], 1);
}

/// Walks the lanes in the order in which the rotations grow: 1, 3, 6, 10 …
void rho_and_pi(State& a) {
    std::size_t x = 1, y = 0;
    std::uint64_t carried = a[1];
    for (unsigned t = 1; t < lanes; ++t) {
        const std::size_t next = (2 * x + 3 * y) % 5;
        x = y;
        y = next;
        const std::uint64_t replaced = a[x + 5 * y];
        a[x + 5 * y] = std::rotl(carried, static_cast<int>(t * (t + 1) / 2 % 64));
        carried = replaced;
    }
}

void chi(State& a) {
    for (std::size_t y = 0; y < lanes; y += 5) {
        const std::array<std::uint64_t, 5> row{a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4]};
        for (std::size_t x = 0; x < 5; ++x)
            a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
}

void permute(State& a) {
    for (const std::uint64_t constant : round_constants) {
        theta(a);
        rho_and_pi(a);
        chi(a);
        a[0] ^= constant;
    }
}

void absorb(State& a, ByteView block) {
    for (std::size_t i = 0; i < block.size(); ++i)
        a[i / 8] ^= std::uint64_t{block[i]} << (8 * (i % 8));
}

} // namespace

Hash keccak256(ByteView bytes) {
    State state{};
    for (; bytes.size() >= rate; bytes = bytes.subspan(rate)) {
        absorb(state, bytes.first(rate));
        permute(state);
    }
    std::array<std::uint8_t, rate> last{};
    std::copy(bytes.begin(), bytes.end(), last.begin());
    last[bytes.size()] ^= 0x01;
    last[rate - 1] ^= 0x80;
    absorb(state, last);
    permute(state);
    Hash hash;
    for (std::size_t i = 0; i < hash.bytes.size(); ++i)
        hash.bytes[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
    return hash;
}

} // namespace hearth::core
