// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/thread.h"
#include "node/updates/updates.h"

#include <atomic>
#include <condition_variable>

namespace hearth::node {

/// Looks for new versions in the background, as the settings want it, and where they say so brings the archive's in
/// place when nothing is being computed. Its thread ends with it; a download is left where it is then.
class UpdateWatch {
public:
    struct Times {
        core::Nanoseconds first = 60 * core::second;       ///< after the start
        core::Nanoseconds again = 6 * 3600 * core::second; ///< after a look
        core::Nanoseconds in_vain = 1800 * core::second;   ///< after one that failed
        core::Nanoseconds glance = 15 * core::second;      ///< whether it is idle now
    };
    /// `metered`: whether the line costs by what comes over it; then nothing large is fetched unasked.
    UpdateWatch(Updates& updates, const core::Clock& clock, Times times, std::function<bool()> metered);
    ~UpdateWatch();
    /// It ends soon; does not wait for that.
    void stop();

private:
    void run();
    void look();
    void bring();

    Updates& m_updates;
    const core::Clock& m_clock;
    const Times m_times;
    const std::function<bool()> m_metered;
    core::Nanoseconds m_next = 0, m_rests_until = 0;
    std::atomic<bool> m_ends{false};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    core::Thread m_thread;
};

} // namespace hearth::node
