// SPDX-License-Identifier: Apache-2.0
#include "ledger/governance_codec.h"
#include "ledger/table_keys.h"

#include <algorithm>

namespace hearth::ledger {

using namespace tables;

namespace {

core::Bytes bytes_of(std::uint64_t id) {
    core::Bytes bytes;
    core::append_u64(bytes, id);
    return bytes;
}

core::Bytes bytes_of(const BallotKey& key) {
    core::Bytes bytes = bytes_of(key.first);
    core::append(bytes, key.second.view());
    return bytes;
}

/// All of one proposal's.
template <typename Record, typename Erase>
void erase_of(std::map<BallotKey, Record>& records, std::uint64_t proposal, Erase forget) {
    auto at = records.lower_bound({proposal, core::PublicKey{}});
    while (at != records.end() && at->first.first == proposal) {
        forget(at->first);
        at = records.erase(at);
    }
}

} // namespace

Weight Tables::weight_of(const core::PublicKey& key, const std::optional<Weighing>& weighing) const {
    std::uint64_t fees = 0;
    Weight weight;
    for (auto at = m_operators.lower_bound({key, core::PublicKey{}}); at != m_operators.end() && at->first == key;
         ++at) {
        const NodeRecord& node = *m_nodes.get(at->second);
        weight.stake += weighing ? weighing->stake_of(node) : node.stake.units();
        fees += std::min(weighing ? weighing->fees_of(node) : node.paid_fees.units(), UINT64_MAX - fees);
    }
    weight.work = integer_root(fees);
    return weight;
}

Weight Tables::weight_in(std::uint64_t proposal, const core::PublicKey& key) const {
    const Weight* kept = m_weights.get({proposal, key});
    if (kept != nullptr) return *kept;
    const Proposal* voted = m_proposals.get(proposal);
    return weight_of(key, voted != nullptr ? voted->weighing : std::nullopt);
}

/// Before the first change of an operator's weight since a proposal was made.
void Tables::keep_weight(const core::PublicKey& operator_key) {
    for (const auto& [due, id] : m_agenda) {
        const BallotKey key{id, operator_key};
        const Proposal& proposal = *m_proposals.get(id);
        if (proposal.state == ProposalState::open && m_weights.get(key) == nullptr)
            put(key, weight_of(operator_key, proposal.weighing));
    }
}

void Tables::put(std::uint64_t id, const Proposal& proposal) {
    Proposal& stored = m_proposals.m_records[id];
    index(id, stored, false);
    m_deposits = sum(difference(m_deposits, stored.deposit), proposal.deposit);
    stored = proposal;
    index(id, stored, true);
    m_tree.set(tree_key(Kind::proposal, bytes_of(id)), core::cbor::encode(codec::from_record(id, proposal)));
}

void Tables::put(const BallotKey& key, const Ballot& ballot) {
    m_ballots.m_records[key] = ballot;
    m_tree.set(tree_key(Kind::ballot, bytes_of(key)), core::cbor::encode(codec::from_record(key, ballot)));
}

void Tables::put(const BallotKey& key, const Weight& weight) {
    m_weights.m_records[key] = weight;
    m_tree.set(tree_key(Kind::weight, bytes_of(key)), core::cbor::encode(codec::from_record(key, weight)));
}

void Tables::put(const core::PublicKey& from, const core::PublicKey& to) {
    erase_delegation(from);
    m_delegations.m_records[from] = to;
    m_delegates.insert({to, from});
    m_tree.set(tree_key(Kind::delegation, from.view()), core::cbor::encode(codec::from_record(from, to)));
}

void Tables::put(const std::string& key, const Listing& listing) {
    m_listings.m_records[key] = listing;
    m_tree.set(tree_key(Kind::listing, core::as_bytes(key)), core::cbor::encode(codec::from_record(key, listing)));
}

void Tables::erase(std::uint64_t proposal) {
    const Proposal* old = m_proposals.get(proposal);
    if (old == nullptr) return;
    index(proposal, *old, false);
    m_deposits = difference(m_deposits, old->deposit);
    m_proposals.m_records.erase(proposal);
    m_tree.erase(tree_key(Kind::proposal, bytes_of(proposal)));
}

void Tables::erase_votes(std::uint64_t proposal) {
    erase_of(m_ballots.m_records, proposal,
             [&](const BallotKey& key) { m_tree.erase(tree_key(Kind::ballot, bytes_of(key))); });
    erase_of(m_weights.m_records, proposal,
             [&](const BallotKey& key) { m_tree.erase(tree_key(Kind::weight, bytes_of(key))); });
}

void Tables::erase_delegation(const core::PublicKey& from) {
    const core::PublicKey* to = m_delegations.get(from);
    if (to == nullptr) return;
    m_delegates.erase({*to, from});
    m_delegations.m_records.erase(from);
    m_tree.erase(tree_key(Kind::delegation, from.view()));
}

void Tables::erase(const std::string& listing) {
    m_listings.m_records.erase(listing);
    m_tree.erase(tree_key(Kind::listing, core::as_bytes(listing)));
}

void Tables::set_governance(const Governance& governance) {
    m_governance = governance;
    m_tree.set(tree_key(Kind::governance, {}), core::cbor::encode(codec::from_record(governance)));
}

} // namespace hearth::ledger
