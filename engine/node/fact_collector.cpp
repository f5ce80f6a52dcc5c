// SPDX-License-Identifier: Apache-2.0
#include "node/fact_collector.h"

namespace hearth::node {

Facts FactCollector::facts() const {
    Facts facts;
    m_parts.work_switch.fill(facts);
    m_parts.work_watch.fill(facts);
    facts.now = m_parts.clock.now();
    facts.executor_role = m_parts.executor_role;
    facts.models = static_cast<std::uint32_t>(m_parts.models.all().size());
    facts.importing = m_parts.models.is_arriving();
    if (const auto chosen = m_parts.models.find(m_parts.models.default_id())) {
        facts.default_model = chosen->record.name;
        facts.default_disabled = chosen->record.disabled;
    }
    const control::WorkerStatus status = m_parts.workers.status();
    facts.worker_state = status.state;
    facts.worker_reason = status.reason;
    m_parts.devices.fill(facts, m_parts.workers.all(), m_parts.gpus.reach());
    facts.jobs_running = m_parts.jobs_running();
    if (auto trouble = m_parts.ledger_watch.trouble()) {
        facts.ledger_trouble = std::move(trouble->what);
        facts.ledger_repair = std::move(trouble->repair);
    }
    facts.needs_key = m_parts.needs_key;
    facts.registered = m_parts.ledger.registered();
    facts.serves_api = !m_parts.api.place().url.empty();
    return facts;
}

Facts FactCollector::facts_with_money() const {
    Facts facts = this->facts();
    if (const auto totals = m_parts.store.totals()) {
        facts.pending = totals->pending;
        facts.confirmed = totals->confirmed;
        facts.paid = totals->paid;
    }
    if (const auto times = m_parts.store.earning_times()) facts.last_earned_at = times->last;
    return facts;
}

} // namespace hearth::node
