// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/policy/policy.h"
#include "node/state/store.h"

#include <memory>
#include <mutex>
#include <optional>

namespace hearth::node {

/// What the operator wants of the node, kept over restarts (paused, snoozed), and what stands in its way for
/// this run (a full disk). Thread-safe.
class WorkSwitch {
public:
    static core::Result<std::unique_ptr<WorkSwitch>> open(Store& store);

    core::Status pause();
    core::Status snooze_until(core::Nanoseconds until);
    /// Clears pause, snooze and problem.
    core::Status resume();
    void set_problem(const core::Error& error);
    bool has_problem() const;
    /// Ends the problem if what is kept can be written. Errors: those of Store::set_setting(); the problem stays.
    core::Status recover();
    void set_starting(bool starting);
    void set_stopping();
    bool stopping() const;
    std::optional<core::Nanoseconds> snoozed_until() const;
    /// True once when a snooze has just run out.
    bool snooze_ended(core::Nanoseconds now);
    void fill(Facts& facts) const;

private:
    explicit WorkSwitch(Store& store) : m_store(store) {}
    core::Status keep();

    Store& m_store;
    mutable std::mutex m_mutex;
    bool m_paused = false, m_starting = true, m_stopping = false;
    core::Nanoseconds m_snoozed_until = 0;
    core::Sentence m_problem, m_repair;
};

} // namespace hearth::node
