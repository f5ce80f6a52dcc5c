// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/thread_team.h"

#include "core/expect.h"

#include <algorithm>
#include <fstream>
#include <string>

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif
#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace hearth::exact {

namespace {

constexpr unsigned spins = 4000; // some tens of microseconds: longer than a barrier of busy threads takes

constexpr std::uint32_t used_mask = 0xFF, next_run = 0x100;
constexpr unsigned most_threads = 255;

void relax() {
#ifdef __x86_64__
    _mm_pause();
#endif
}

} // namespace

ThreadTeam::ThreadTeam(unsigned threads) : m_size(std::clamp(threads, 1U, most_threads)), m_used(m_size) {
    m_threads.reserve(m_size - 1);
    try {
        for (unsigned index = 1; index < m_size; ++index)
            // A member that is missing at a barrier would hold up all others.
            m_threads.push_back(core::run_thread("team", core::Thrown::ends_process, [this, index] { serve(index); }));
    } catch (...) {
        stop(); // those that run would be waited for, for ever
        throw;
    }
}

ThreadTeam::~ThreadTeam() {
    stop();
}

void ThreadTeam::stop() {
    m_stopping = true;
    m_runs.fetch_add(next_run);
    m_runs.notify_all();
    m_threads.clear();
}

void ThreadTeam::pin(bool tied) {
#ifdef __linux__
    cpu_set_t allowed;
    if (tied == m_pinned || sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    if (CPU_COUNT(&allowed) < static_cast<int>(m_size)) return;
    m_pinned = tied;
    int processor = -1;
    for (int index = 0; index < static_cast<int>(m_size); ++index) {
        while (!CPU_ISSET(++processor, &allowed)) {
        }
        if (index == 0) continue; // the caller has other work too; it finds the one that is left
        cpu_set_t own;
        CPU_ZERO(&own);
        CPU_SET(processor, &own);
        pthread_setaffinity_np(m_threads[static_cast<std::size_t>(index) - 1].native_handle(), sizeof(cpu_set_t),
                               tied ? &own : &allowed);
    }
#else
    static_cast<void>(tied);
#endif
}

void ThreadTeam::await_change(const std::atomic<std::uint32_t>& word, std::uint32_t old) {
    for (unsigned i = 0; i < spins; ++i) {
        if (word.load(std::memory_order_acquire) != old) return;
        relax();
    }
    while (word.load(std::memory_order_acquire) == old)
        word.wait(old, std::memory_order_acquire);
}

void ThreadTeam::barrier() {
    // Read before arriving: once all have arrived, the caller may go on and change it.
    const unsigned used = m_used;
    if (used == 1) return;
    const auto generation = m_generation.load();
    if (m_arrived.fetch_add(1) + 1 == used) {
        m_arrived.store(0);
        m_generation.fetch_add(1);
        m_generation.notify_all();
    } else {
        await_change(m_generation, generation);
    }
}

void ThreadTeam::run(const std::function<void(Member&)>& body) {
    HEARTH_EXPECT(m_used >= 1 && m_used <= m_size, "A barrier would wait for more threads than the team has.");
    m_body = &body;
    m_runs.store(((m_runs.load() & ~used_mask) + next_run) | m_used);
    m_runs.notify_all();
    Member me(*this, 0);
    body(me);
    barrier();
}

void ThreadTeam::serve(unsigned index) {
    for (std::uint32_t seen = 0;;) {
        await_change(m_runs, seen);
        seen = m_runs.load(); // first: who has seen the last change knows what it was
        if (m_stopping) return;
        if (index >= (seen & used_mask)) continue;
        Member me(*this, index);
        (*m_body)(me);
        barrier();
    }
}

unsigned usable_processors() {
    unsigned count = std::max(1U, std::thread::hardware_concurrency());
    std::ifstream file("/sys/fs/cgroup/cpu.max");
    std::string quota;
    double period = 0.0;
    if (file >> quota >> period && quota != "max" && period > 0.0) {
        const double processors = std::strtod(quota.c_str(), nullptr) / period;
        if (processors > 0.0 && processors < count) count = std::max(1U, static_cast<unsigned>(processors + 0.5));
    }
    return count;
}

bool alone_with(unsigned threads) {
    std::ifstream file("/proc/loadavg"); // "0.00 0.01 0.05 2/345 6789": the fourth field begins with who runs now
    double load = 0.0;
    unsigned running = 0;
    if (!(file >> load >> load >> load >> running)) return false;
    return running <= threads;
}

} // namespace hearth::exact
