// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/task_queue.h"
#include "gateway/pay/till.h"

#include <atomic>
#include <memory>

namespace hearth::node {

/// Tries again to settle what callers without a key still owe. A facilitator may take a minute for each of many, so
/// that this runs on a thread of its own, one round at a time. The destructor waits for the round that runs.
class LatePayments {
public:
    static constexpr core::Nanoseconds between_rounds = core::minute;

    explicit LatePayments(std::shared_ptr<gateway::pay::Till> till) : m_till(std::move(till)) {}
    /// Begins a round, but for when one runs or began a short while ago. `now`: monotonic. One thread.
    void tick(core::Nanoseconds now);

private:
    const std::shared_ptr<gateway::pay::Till> m_till;
    core::Nanoseconds m_began_at = 0;
    std::atomic<bool> m_runs = false;
    core::TaskQueue m_queue{"late payments"};
};

} // namespace hearth::node
