// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/bandwidth_probe.h"

#include "core/clock.h"
#include "core/thread.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <vector>

namespace hearth::exact {

namespace {

constexpr std::size_t block_words = std::size_t{48} << 20; // 384 MiB

/// Several streams at once, as the kernels read: one alone keeps too few lines on their way.
std::uint64_t fold(const std::uint64_t* words, std::size_t count) {
    constexpr std::size_t streams = 4, line = 8;
    const std::size_t part = count / streams;
    std::array<std::uint64_t, streams * line> sums{};
    for (std::size_t i = 0; i + line <= part; i += line)
        for (std::size_t stream = 0; stream < streams; ++stream)
            for (std::size_t lane = 0; lane < line; ++lane)
                sums[stream * line + lane] ^= words[stream * part + i + lane];
    std::uint64_t all = 0;
    for (const std::uint64_t sum : sums)
        all ^= sum;
    return all;
}

} // namespace

BandwidthProbe::BandwidthProbe(unsigned threads) : m_threads(threads) {
    auto block = PageBuffer::allocate(block_words * sizeof(std::uint64_t));
    if (!block) return;
    m_block = std::move(*block);
    std::fill_n(m_block.data(), m_block.size(), std::uint8_t{1});
}

double BandwidthProbe::measure() {
    if (m_block.size() == 0) return 0.0;
    std::atomic<std::uint64_t> result = 0; // used, so that the reads cannot be left out
    const core::Nanoseconds start = core::monotonic();
    std::vector<core::Thread> threads;
    for (unsigned i = 0; i < m_threads; ++i)
        threads.push_back(core::run_thread("bandwidth", core::Thrown::ends_process, [&, i] {
            const std::size_t first = block_words * i / m_threads, last = block_words * (i + 1) / m_threads;
            result ^= fold(reinterpret_cast<const std::uint64_t*>(m_block.data()) + first, last - first);
        }));
    threads.clear();
    const core::Nanoseconds spent = core::monotonic() - start;
    return result == ~std::uint64_t{0} ? 0.0 : static_cast<double>(block_words * 8) / static_cast<double>(spent);
}

} // namespace hearth::exact
