// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

namespace hearth::exact {

/// A fixed set of threads that work on one function at a time; whoever calls run() is one of them. Waiting is
/// a short spin, then sleep, so that an idle team costs nothing. One caller at a time.
class ThreadTeam {
public:
    /// `threads` ≥ 1, the caller included. Throws std::system_error where the machine gives no thread.
    explicit ThreadTeam(unsigned threads);
    ~ThreadTeam();
    ThreadTeam(const ThreadTeam&) = delete;
    ThreadTeam& operator=(const ThreadTeam&) = delete;

    unsigned size() const { return m_size; }
    /// How many of the threads take part in the next runs, 1 … size(); the others sleep.
    void use(unsigned threads) { m_used = std::clamp(threads, 1U, m_size); }
    unsigned used() const { return m_used; }
    /// Ties every thread but the caller's to a processor of its own, or lets them go again. Does nothing where there
    /// are fewer processors than threads or the system has no such call.
    void pin(bool tied);

    /// One thread's place inside run().
    class Member {
    public:
        unsigned index() const { return m_index; }
        void barrier() { m_team.barrier(); }
        /// Shares work items 0 … count-1 among the team, whoever is free next; returns when all are done.
        /// Every member must make the same calls in the same order.
        template <typename Work>
        void share(std::uint32_t count, Work&& work) {
            auto& next = m_team.m_next[m_phase++ % m_team.m_next.size()];
            for (auto item = next.fetch_add(1); item < count; item = next.fetch_add(1))
                work(item);
            barrier();
            if (m_index == 0) next.store(0);
        }

    private:
        friend class ThreadTeam;
        Member(ThreadTeam& team, unsigned index) : m_team(team), m_index(index) {}
        ThreadTeam& m_team;
        unsigned m_index, m_phase = 0;
    };

    /// Calls `body` once on every thread and returns when all are done. `body` must not throw.
    void run(const std::function<void(Member&)>& body);

private:
    void stop();
    void barrier();
    void serve(unsigned index);
    static void await_change(const std::atomic<std::uint32_t>& word, std::uint32_t old);

    unsigned m_size, m_used;
    bool m_pinned = false;
    const std::function<void(Member&)>* m_body = nullptr;
    std::atomic<bool> m_stopping = false;
    /// Number of the run, and in the low byte how many threads take part: a thread that slept through runs without
    /// it must not join a later one twice.
    alignas(64) std::atomic<std::uint32_t> m_runs = 0;
    alignas(64) std::atomic<std::uint32_t> m_arrived = 0;
    alignas(64) std::atomic<std::uint32_t> m_generation = 0;
    /// A counter is reset after its barrier and used again two barriers later.
    alignas(64) std::array<std::atomic<std::uint32_t>, 4> m_next{};
    std::vector<core::Thread> m_threads;
};

/// Processors that this process may use: affinity and control-group quota considered.
unsigned usable_processors();
/// Whether no more than `threads` threads want to run on this machine now; false where the system does not say.
bool alone_with(unsigned threads);

} // namespace hearth::exact
