// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "core/log.h"
#include "node/state/prices.h"
#include "node/upstreams/upstream_desk.h"

namespace hearth::node {

using core::Code;
using core::Status;

core::Result<std::vector<gateway::TokenPrice>> UpstreamDesk::prices_in(const control::UpstreamWish& wish) {
    HEARTH_TRY(const Prices read, Prices::parse(wish.price_in, wish.price_out, wish.model_prices, {{}, {}, {}}));
    if (read.prompt_token.has_value() != read.completion_token.has_value())
        return core::fail(Code::invalid_argument, core::say("network_price_half"), core::say("name_both_prices"));
    std::vector<gateway::TokenPrice> prices;
    for (const Prices::OfModel& one : read.models)
        prices.push_back({one.model, one.prompt_token, one.completion_token});
    if (read.prompt_token) prices.push_back({{}, *read.prompt_token, *read.completion_token});
    return prices;
}

/// Where the price is known, reserve() follows; elsewhere nothing is counted. A key that has overdrawn asks nothing.
core::Result<std::shared_ptr<void>> UpstreamDesk::admit(const std::string& caller) {
    HEARTH_CHECK(m_api_keys.check_budget(caller, core::Amount()));
    return m_slots.take(caller);
}

/// A budget that a call could exceed is none. What a bound says holds: what the network counts beyond it nobody pays.
Status UpstreamDesk::reserve(const gateway::Reservation& wanted) {
    if (!wanted.bounded && m_api_keys.has_budget(wanted.caller))
        return core::fail(Code::invalid_argument, core::say("call_without_bound"), core::say("name_max_tokens"));
    return m_api_keys.reserve(wanted.caller, wanted.evidence_id, wanted.amount);
}

/// It stays reserved until it is in the store, beside its evidence.
void UpstreamDesk::charge(const gateway::Bill& bill) {
    m_api_keys.hold(bill.caller, bill.evidence_id, bill.amount);
    const std::lock_guard lock(m_billing);
    m_bills.insert_or_assign(bill.evidence_id, bill);
}

/// What costs something is charged without its evidence, too, where that is given up. What cannot be written down stays
/// in the way of the budget as long as this runs.
void UpstreamDesk::released(const std::string& evidence_id) {
    std::optional<gateway::Bill> bill;
    {
        const std::lock_guard lock(m_billing);
        if (const auto found = m_bills.find(evidence_id); found != m_bills.end()) bill = found->second;
    }
    const Status settled = m_api_keys.settle({evidence_id}, [&]() -> Status {
        if (!bill || bill->amount == core::Amount()) return {};
        return m_store.put_evidence({}, {{evidence_id, bill->caller, m_clock.now(), bill->amount}});
    });
    if (!settled)
        core::log::error("upstreams", "charge cannot be kept",
                         {{"evidence", evidence_id}, {"reason", settled.error().message}});
    const std::lock_guard lock(m_billing);
    m_bills.erase(evidence_id);
}

/// Of those that are about to be kept.
std::vector<ForeignCharge> UpstreamDesk::charges_of(const std::vector<gateway::evidence::Envelope>& envelopes) {
    std::vector<ForeignCharge> charges;
    const std::lock_guard lock(m_billing);
    for (const gateway::evidence::Envelope& e : envelopes)
        if (const auto bill = m_bills.find(e.evidence_id);
            bill != m_bills.end() && bill->second.amount > core::Amount())
            charges.push_back({e.evidence_id, bill->second.caller, e.ended_at, bill->second.amount});
    return charges;
}

/// Signed with the node's key, which says who wrote it down and proves nothing about the network.
Status UpstreamDesk::keep(std::vector<gateway::evidence::Envelope>& envelopes) {
    std::vector<core::Bytes> files = gateway::evidence::SignedEnvelope::sign_all(envelopes, *m_identity.node_key());
    std::vector<EvidenceRecord> records;
    std::vector<std::string> ids;
    records.reserve(envelopes.size());
    for (std::size_t i = 0; i < envelopes.size(); ++i) {
        const gateway::evidence::Envelope& e = envelopes[i];
        const gateway::evidence::LogEntry entry{core::sha256(files[i]), e.ended_at, e.level};
        records.push_back({e.evidence_id, e.ended_at, std::move(files[i]), entry.encode(), e.caller});
        ids.push_back(e.evidence_id);
    }
    if (m_step) m_step("evidence signed");
    HEARTH_CHECK(m_api_keys.settle(ids, [&] { return m_store.put_evidence(records, charges_of(envelopes)); }));
    {
        const std::lock_guard lock(m_billing);
        for (const std::string& id : ids)
            m_bills.erase(id);
    }
    if (m_step) m_step("evidence kept");
    changed();
    return {};
}

} // namespace hearth::node
