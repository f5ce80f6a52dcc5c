// SPDX-License-Identifier: Apache-2.0
#include "node/money/settle_retry.h"

#include <algorithm>
#include <utility>

namespace hearth::node {
namespace {

constexpr core::Nanoseconds first_pause = core::second;

} // namespace

core::Status graver(core::Status first, const core::Status& other) {
    const bool outranks =
        !first && !other && other.error().code == core::Code::io && first.error().code != other.error().code;
    return first.ok() || outranks ? other : first;
}

void SettleRetry::ask() {
    const std::lock_guard lock(m_mutex);
    m_asked = true;
}

void SettleRetry::keep(const core::Error& fault) {
    const std::lock_guard lock(m_mutex);
    m_fault = fault;
}

core::Status SettleRetry::take() {
    const std::lock_guard lock(m_mutex);
    const auto fault = std::exchange(m_fault, std::nullopt);
    return fault ? core::Status(*fault) : core::Status();
}

bool SettleRetry::is_due(core::Nanoseconds now) {
    const std::lock_guard lock(m_mutex);
    return now >= m_at && std::exchange(m_asked, false);
}

void SettleRetry::tried(bool all_went, core::Nanoseconds now) {
    const std::lock_guard lock(m_mutex);
    // What was asked for meanwhile waits as long as what failed.
    m_asked = m_asked || !all_went;
    m_pause = m_asked ? std::clamp(2 * m_pause, first_pause, m_longest) : 0;
    m_at = now + m_pause;
}

} // namespace hearth::node
