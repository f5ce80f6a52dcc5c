// SPDX-License-Identifier: Apache-2.0
// The threads of a block. Warps and lanes run in an order that changes, so that a missing barrier shows.
#include "cuda_runtime.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <numeric>
#include <ucontext.h>
#include <vector>

uint3 threadIdx, blockIdx;

namespace emulated {

namespace {

constexpr std::size_t stack_bytes = 128 << 10, warp = 32, shown_words = 8;

struct Copy {
    void* to;
    const void* from;
    unsigned bytes;
    bool inside;
};

enum class State { ready, at_exchange, at_barrier, done };

struct Fibre {
    State state = State::done;
    std::jmp_buf place;
    ucontext_t context;
    std::unique_ptr<char[]> stack;
    unsigned parity = 0;
    std::deque<std::vector<Copy>> groups; ///< committed
    std::vector<Copy> open;
};

std::vector<std::unique_ptr<Fibre>> fibres;
std::jmp_buf scheduler;
std::uint32_t shown[2][1024 * shown_words];
const std::function<void()>* body;
std::uint64_t order = 88172645463325252U;

[[noreturn]] void wrong(const char* what) {
    std::fprintf(stderr, "emulated CUDA: %s (block %u, %u, %u)\n", what, blockIdx.x, blockIdx.y, blockIdx.z);
    std::abort();
}

unsigned random_below(unsigned n) {
    order ^= order << 13;
    order ^= order >> 7;
    order ^= order << 17;
    return static_cast<unsigned>(order >> 33) % n;
}

Fibre& current() {
    return *fibres[threadIdx.x];
}

void pause(State state) {
    Fibre& me = current();
    me.state = state;
    if (_setjmp(me.place) == 0) std::longjmp(scheduler, 1);
}

void begin() {
    for (;;) {
        (*body)();
        if (!current().groups.empty() || !current().open.empty()) await_copies(0);
        pause(State::done);
    }
}

void resume(std::size_t index) {
    Fibre& next = *fibres[index];
    threadIdx.x = static_cast<unsigned>(index);
    if (_setjmp(scheduler) != 0) return;
    if (next.stack) std::longjmp(next.place, 1);
    next.stack = std::make_unique<char[]>(stack_bytes);
    getcontext(&next.context);
    next.context.uc_stack.ss_sp = next.stack.get();
    next.context.uc_stack.ss_size = stack_bytes;
    makecontext(&next.context, begin, 0);
    setcontext(&next.context);
}

/// Runs a warp until each lane waits for the block or is done.
void run_warp(std::size_t first, std::size_t lanes) {
    const unsigned turn = random_below(warp);
    for (;;) {
        std::size_t exchanging = 0;
        for (std::size_t i = 0; i < lanes; ++i) {
            const std::size_t index = first + (i + turn) % lanes;
            Fibre& fibre = *fibres[index];
            if (fibre.state == State::ready) resume(index);
            exchanging += fibre.state == State::at_exchange;
        }
        if (exchanging == 0) return;
        if (exchanging != lanes) wrong("not every lane takes part in an exchange");
        for (std::size_t i = first; i < first + lanes; ++i)
            fibres[i]->state = State::ready;
    }
}

void run_block(std::size_t threads) {
    std::vector<std::size_t> warps((threads + warp - 1) / warp);
    std::iota(warps.begin(), warps.end(), 0);
    for (std::size_t i = 0; i < threads; ++i)
        fibres[i]->state = State::ready;
    for (bool waiting = true; waiting;) {
        std::swap(warps[0], warps[random_below(static_cast<unsigned>(warps.size()))]);
        for (const std::size_t one : warps)
            run_warp(one * warp, std::min(warp, threads - one * warp));
        waiting = false;
        for (std::size_t i = 0; i < threads; ++i)
            if (fibres[i]->state == State::at_barrier) {
                waiting = true;
                fibres[i]->state = State::ready;
            }
    }
}

std::int32_t byte_of(std::uint32_t word, std::size_t i) {
    return static_cast<std::int8_t>(word >> (8 * i));
}

} // namespace

void run_grid(dim3 grid, dim3 block, const std::function<void()>& thread) {
    while (fibres.size() < block.x)
        fibres.push_back(std::make_unique<Fibre>());
    body = &thread;
    std::vector<unsigned> blocks(grid.x * grid.y * grid.z);
    std::iota(blocks.begin(), blocks.end(), 0);
    for (std::size_t i = blocks.size(); i > 1; --i)
        std::swap(blocks[i - 1], blocks[random_below(static_cast<unsigned>(i))]);
    for (const unsigned one : blocks) {
        blockIdx = {one % grid.x, one / grid.x % grid.y, one / grid.x / grid.y};
        run_block(block.x);
    }
}

void block_barrier() {
    pause(State::at_barrier);
}

const std::uint32_t* show(const std::uint32_t* words, std::size_t count) {
    Fibre& me = current();
    std::uint32_t* const all = shown[me.parity];
    std::copy_n(words, count, all + threadIdx.x * shown_words);
    me.parity ^= 1; // the next exchange may begin before the last lane has read this one
    pause(State::at_exchange);
    return all + threadIdx.x / warp * warp * shown_words;
}

void copy_later(void* to, const void* from, unsigned bytes, bool inside) {
    if ((reinterpret_cast<std::uintptr_t>(to) | reinterpret_cast<std::uintptr_t>(from)) % bytes != 0)
        wrong("a copy is not aligned");
    current().open.push_back({to, from, bytes, inside});
}

void commit_copies() {
    current().groups.push_back(std::move(current().open));
    current().open.clear();
}

void await_copies(unsigned groups) {
    auto& waiting = current().groups;
    for (; waiting.size() > groups; waiting.pop_front())
        for (const Copy& copy : waiting.front()) {
            if (copy.inside)
                std::memcpy(copy.to, copy.from, copy.bytes);
            else
                std::memset(copy.to, 0, copy.bytes);
        }
}

// Fragments as "Matrix Fragments for mma.m16n8k32" and "… mma.m8n8k16" in the PTX ISA describe them: a lane's group is
// lane / 4, its place in the group lane % 4.
void mma_m16n8k32(std::int32_t (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1) {
    const std::uint32_t mine[6] = {a[0], a[1], a[2], a[3], b0, b1};
    const std::uint32_t* const all = show(mine, 6);
    const unsigned lane = threadIdx.x % warp;
    for (unsigned i = 0; i < 4; ++i) {
        const unsigned row = lane / 4 + (i >= 2 ? 8 : 0), column = lane % 4 * 2 + i % 2;
        for (unsigned k = 0; k < 32; ++k) {
            const unsigned place = k % 16 / 4, upper = k / 16;
            const std::uint32_t left = all[(row % 8 * 4 + place) * shown_words + row / 8 + 2 * upper];
            const std::uint32_t right = all[(column * 4 + place) * shown_words + 4 + upper];
            d[i] += byte_of(left, k % 4) * byte_of(right, k % 4);
        }
    }
}

void mma_m8n8k16(std::int32_t& d0, std::int32_t& d1, std::uint32_t a, std::uint32_t b) {
    const std::uint32_t mine[2] = {a, b};
    const std::uint32_t* const all = show(mine, 2);
    const unsigned lane = threadIdx.x % warp;
    std::int32_t* const d[2] = {&d0, &d1};
    for (unsigned i = 0; i < 2; ++i)
        for (unsigned k = 0; k < 16; ++k)
            *d[i] += byte_of(all[(lane / 4 * 4 + k / 4) * shown_words], k % 4) *
                     byte_of(all[((lane % 4 * 2 + i) * 4 + k / 4) * shown_words + 1], k % 4);
}

} // namespace emulated
