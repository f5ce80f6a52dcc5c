// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/state/prices.h"
#include "node/upstreams/upstream_desk.h"

namespace hearth::node {

using core::Code;
using core::Status;

core::Result<std::vector<gateway::TokenPrice>> UpstreamDesk::prices_in(const control::UpstreamWish& wish) {
    HEARTH_TRY(const Prices read, Prices::parse(wish.price_in, wish.price_out, wish.model_prices,
                                                {"price-in", "price-out", "model-price"}));
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

Status UpstreamDesk::reserve(const gateway::Bill& bill) {
    const std::lock_guard lock(m_billing);
    core::Amount besides;
    for (const auto& [evidence_id, other] : m_bills)
        if (other.caller == bill.caller) {
            HEARTH_TRY(besides, besides.plus(other.amount));
        }
    HEARTH_CHECK(m_api_keys.check_budget(bill.caller, bill.amount, besides));
    m_bills.insert_or_assign(bill.evidence_id, bill);
    return {};
}

/// It stays reserved until it is in the store, beside its evidence.
void UpstreamDesk::charge(const gateway::Bill& bill) {
    const std::lock_guard lock(m_billing);
    m_bills.insert_or_assign(bill.evidence_id, bill);
}

/// Signed with the node's key, which says who wrote it down and proves nothing about the network.
Status UpstreamDesk::keep(std::vector<gateway::evidence::Envelope>& envelopes) {
    std::vector<core::Bytes> files = gateway::evidence::SignedEnvelope::sign_all(envelopes, *m_identity.node_key());
    std::vector<EvidenceRecord> records;
    std::vector<ForeignCharge> charges;
    records.reserve(envelopes.size());
    std::unique_lock billing(m_billing);
    for (std::size_t i = 0; i < envelopes.size(); ++i) {
        const gateway::evidence::Envelope& e = envelopes[i];
        const gateway::evidence::LogEntry entry{core::sha256(files[i]), e.ended_at, e.level};
        records.push_back({e.evidence_id, e.ended_at, std::move(files[i]), entry.encode(), e.caller});
        if (const auto bill = m_bills.find(e.evidence_id);
            bill != m_bills.end() && bill->second.amount > core::Amount())
            charges.push_back({e.evidence_id, bill->second.caller, e.ended_at, bill->second.amount});
    }
    billing.unlock();
    if (m_step) m_step("evidence signed");
    HEARTH_CHECK(m_store.put_evidence(records, charges));
    billing.lock();
    for (const EvidenceRecord& record : records)
        m_bills.erase(record.evidence_id);
    billing.unlock();
    if (m_step) m_step("evidence kept");
    changed();
    return {};
}

} // namespace hearth::node
