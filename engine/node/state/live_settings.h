// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/settings.h"

#include <mutex>

namespace hearth::node {

/// Settings that change while the service runs and that several threads read, as they hold now. Thread-safe.
class LiveSettings {
public:
    explicit LiveSettings(const Settings& settings) { set(settings); }

    void set(const Settings& settings) {
        const std::lock_guard lock(m_mutex);
        m_prices = settings.prices;
        m_power = settings.power;
        m_workers = settings.worker_limits();
    }
    Prices prices() const {
        const std::lock_guard lock(m_mutex);
        return m_prices;
    }
    PowerSettings power() const {
        const std::lock_guard lock(m_mutex);
        return m_power;
    }
    WorkerLimits workers() const {
        const std::lock_guard lock(m_mutex);
        return m_workers;
    }

private:
    mutable std::mutex m_mutex;
    Prices m_prices;
    PowerSettings m_power;
    WorkerLimits m_workers;
};

} // namespace hearth::node
