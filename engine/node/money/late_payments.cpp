// SPDX-License-Identifier: Apache-2.0
#include "node/money/late_payments.h"

#include "core/log.h"

#include <exception>

namespace hearth::node {

void LatePayments::tick(core::Nanoseconds now) {
    if (now - m_began_at < between_rounds || m_runs.exchange(true)) return;
    m_began_at = now;
    m_queue.post([this] {
        try {
            m_till->tick();
        } catch (const std::exception& error) {
            core::log::error("gateway", "settlement_threw", {{"what", error.what()}});
        }
        m_runs = false;
    });
}

} // namespace hearth::node
