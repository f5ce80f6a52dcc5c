// SPDX-License-Identifier: Apache-2.0
#include "node/updates/update_watch.h"

#include <algorithm>
#include <chrono>

namespace hearth::node {

UpdateWatch::UpdateWatch(Updates& updates, const core::Clock& clock, Times times, std::function<bool()> metered)
    : m_updates(updates), m_clock(clock), m_times(times), m_metered(std::move(metered)),
      m_next(clock.monotonic() + times.first),
      m_thread(core::run_thread("updates", core::Thrown::begins_again, [this] { run(); })) {}

void UpdateWatch::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
    }
    m_wake.notify_all();
}

UpdateWatch::~UpdateWatch() {
    stop();
    m_thread.join();
}

void UpdateWatch::run() {
    std::unique_lock lock(m_mutex);
    while (!m_ends) {
        m_wake.wait_for(lock, std::chrono::nanoseconds(std::min(m_times.first, m_times.glance)));
        if (m_ends) return;
        lock.unlock();
        look();
        bring();
        lock.lock();
    }
}

/// Failures are kept and logged by Updates; whoever looks at the settings page sees them.
void UpdateWatch::look() {
    if (!m_updates.settings().check || m_clock.monotonic() < m_next) return;
    const auto view = m_updates.view();
    if (!view || view->state == control::UpdateState::off) {
        m_next = m_clock.monotonic() + m_times.again;
        return;
    }
    const auto looked = m_updates.check([this](const control::Progress&) { return !m_ends; });
    m_next = m_clock.monotonic() + (looked ? m_times.again : m_times.in_vain);
}

void UpdateWatch::bring() {
    const auto goes_on = [this](const control::Progress&) { return !m_ends; };
    if (m_updates.settings().apply != "idle" || m_clock.monotonic() < m_rests_until) return;
    auto view = m_updates.view();
    // Where it does not come by itself, a person decides about the download, too.
    if (!view || !m_updates.applies_by_itself(view->offered) || (!view->can_download && !view->can_apply)) return;
    if (view->can_download && m_metered()) {
        m_rests_until = m_clock.monotonic() + m_times.in_vain;
        return;
    }
    if (view->can_download) view = m_updates.download(goes_on);
    if (view && view->can_apply && m_updates.idle()) view = m_updates.apply(goes_on);
    if (!view && view.error().code != core::Code::busy) m_rests_until = m_clock.monotonic() + m_times.in_vain;
}

} // namespace hearth::node
