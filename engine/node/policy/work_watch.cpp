// SPDX-License-Identifier: Apache-2.0
#include "node/policy/work_watch.h"

#include <chrono>

namespace hearth::node {
namespace {

/// What the clock alone does not answer.
bool looks(const control::WorkRules& rules) {
    return !rules.on_battery || !rules.on_metered || !rules.beside_full_screen || !rules.not_beside.empty() ||
           rules.idle_minutes > 0;
}

} // namespace

WorkWatch::WorkWatch(control::WorkRules rules, Places places, const core::Clock& clock)
    : m_places(std::move(places)), m_clock(clock), m_rules(std::move(rules)),
      m_thread(core::run_thread("rules", core::Thrown::begins_again, [this] { loop(); })) {}

WorkWatch::~WorkWatch() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

control::WorkRules WorkWatch::rules() const {
    const std::lock_guard lock(m_mutex);
    return m_rules;
}

void WorkWatch::set_rules(control::WorkRules rules) {
    {
        const std::lock_guard lock(m_mutex);
        m_rules = std::move(rules);
        m_seen = {};
        ++m_edition;
    }
    m_wake.notify_all();
}

void WorkWatch::fill(Facts& facts) const {
    const std::uint32_t now = second_of_week(m_clock.now());
    const std::lock_guard lock(m_mutex);
    facts.rules = m_rules;
    facts.work.second_of_week = now;
    facts.work.idle_for = m_seen.idle_for;
    facts.work.on_battery = m_seen.on_battery;
    facts.work.metered = m_seen.metered;
    facts.work.full_screen = m_seen.full_screen;
    facts.work.program = m_seen.program;
}

bool WorkWatch::changed(const Facts& facts) {
    const control::WorkRule rule = may_work(facts.rules, facts.work, facts.now).rule;
    const std::lock_guard lock(m_mutex);
    const bool first = !m_resting, other = first || *m_resting != rule;
    m_resting = rule;
    return other && !first;
}

void WorkWatch::loop() {
    std::unique_lock lock(m_mutex);
    while (!m_end) {
        const std::uint64_t edition = m_edition;
        if (looks(m_rules)) {
            const control::WorkRules rules = m_rules;
            lock.unlock();
            WorkFacts seen = look_around(m_places, rules, m_clock.now());
            lock.lock();
            if (edition == m_edition) m_seen = std::move(seen);
        }
        m_wake.wait_for(lock, std::chrono::nanoseconds(m_places.interval),
                        [&] { return m_end || edition != m_edition; });
    }
}

} // namespace hearth::node
