// SPDX-License-Identifier: Apache-2.0
#include "core/signature_batch.h"

#include "core/thread.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <vector>

namespace hearth::core {
namespace {

constexpr unsigned most_threads = 8;

/// Messages are taken in their order, and none before the first bad one is left out.
class BatchCheck {
public:
    explicit BatchCheck(std::span<const SignedMessage> messages) : m_messages(messages), m_bad(messages.size()) {}

    void run() {
        for (std::size_t at = m_next++; at < m_bad; at = m_next++) {
            const SignedMessage& one = m_messages[at];
            if (verify(one.key, one.message, one.signature)) continue;
            std::size_t known = m_bad;
            while (at < known && !m_bad.compare_exchange_weak(known, at)) {
            }
        }
    }
    std::optional<std::size_t> first_bad() const {
        return m_bad < m_messages.size() ? std::optional<std::size_t>(m_bad) : std::nullopt;
    }

private:
    const std::span<const SignedMessage> m_messages;
    std::atomic<std::size_t> m_next = 0, m_bad;
};

} // namespace

std::optional<std::size_t> first_bad_signature(std::span<const SignedMessage> messages, unsigned threads) {
    if (threads == 0) threads = std::clamp(std::thread::hardware_concurrency(), 1U, most_threads);
    threads = static_cast<unsigned>(std::min<std::size_t>(threads, messages.size()));
    if (messages.size() < parallel_signatures) threads = 1;
    BatchCheck check(messages);
    {
        std::vector<Thread> helpers; // joined whatever happens
        try {
            helpers.reserve(threads - 1);
            while (helpers.size() + 1 < threads)
                // A signature that it had taken and not checked would count as a good one.
                helpers.push_back(run_thread("signatures", Thrown::ends_process, [&check] { check.run(); }));
        } catch (const std::exception&) {
            // The machine gives no more threads, or memory: those that are there do it.
        }
        check.run();
    }
    return check.first_bad();
}

} // namespace hearth::core
