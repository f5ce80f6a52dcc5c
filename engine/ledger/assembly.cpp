// SPDX-License-Identifier: Apache-2.0
#include "ledger/assembly.h"

#include "core/expect.h"

namespace hearth::ledger {

using core::Amount;

namespace {

bool has_quorum(const Proposal& proposal, const Tally& tally) {
    return has_quorum(tally.stake, proposal.quorum_ppm.stake) && has_quorum(tally.work, proposal.quorum_ppm.work);
}

bool is_approved(const Proposal& proposal) {
    return has_quorum(proposal, proposal.result) && approves(proposal.result.stake, proposal.needed_ppm) &&
           approves(proposal.result.work, proposal.needed_ppm);
}

/// Most of a house that has voted is against it.
bool is_scorned(const HouseCount& count, const Params& params) {
    return count.counted() > 0 &&
           core::Uint128{count.no} * whole_ppm >= core::Uint128{count.counted()} * params.get("gov.burn_ppm");
}

/// Payments of the window that contains `epoch`.
Amount spent_in_window(const Governance& governance, const Params& params, core::Epoch epoch) {
    return epoch < governance.window + params.get("gov.spend_window_epochs") ? governance.spent : Amount();
}

struct CarryOut {
    Tables& tables;
    Params& params;
    const core::Epoch epoch;

    void operator()(const ChangeParameters& c) const {
        const core::Status set = params.set_all(c.values);
        HEARTH_EXPECT(set.ok(), "An accepted change of parameters, which check_possible() had tried, does not go in.");
        tables.set_params(core::cbor::encode(params.to_cbor()));
    }
    void operator()(const Spend& c) const {
        Governance governance = tables.governance();
        const Amount before = spent_in_window(governance, params, epoch);
        if (before == Amount()) governance.window = epoch;
        governance.spent = Amount::from_units(before.units() + c.amount.units());
        tables.set_governance(governance);
        tables.take(Pool::treasury, c.amount);
        tables.credit(c.to, c.amount);
    }
    void operator()(const ListModel& c) const { list(listing_key(c.model_id), c.name, c.listed); }
    void operator()(const ListProfile& c) const { list(listing_key(c.profile), c.profile, c.listed); }
    void operator()(const UpgradeRules& c) const {
        Governance governance = tables.governance();
        governance.upgrade = c;
        tables.set_governance(governance);
    }
    void operator()(const Statement&) const {}

    void list(const std::string& key, const std::string& name, bool listed) const {
        if (listed)
            tables.put(key, Listing{name, epoch});
        else
            tables.erase(key);
    }
};

} // namespace

Weight delegated_to(std::uint64_t id, const core::PublicKey& key, const Tables& tables) {
    Weight sum;
    for (auto at = tables.delegates().lower_bound({key, core::PublicKey{}});
         at != tables.delegates().end() && at->first == key; ++at) {
        if (tables.ballots().get({id, at->second}) != nullptr) continue;
        const Weight weight = tables.weight_in(id, at->second);
        sum.stake += weight.stake;
        sum.work += weight.work;
    }
    return sum;
}

Tally tally_of(std::uint64_t id, const Tables& tables, const Params& params) {
    const Proposal& proposal = *tables.proposals().get(id);
    PerHouse<std::vector<CountedVote>> votes;
    const auto& ballots = tables.ballots().all();
    for (auto at = ballots.lower_bound({id, core::PublicKey{}}); at != ballots.end() && at->first.first == id; ++at) {
        const Weight own = tables.weight_in(id, at->first.second), lent = delegated_to(id, at->first.second, tables);
        for (const House house : houses)
            votes.of(house).push_back({at->second.choice, own.of(house) + lent.of(house)});
    }
    return {count_votes(votes.stake, proposal.total.stake, proposal.members.stake, params.get("gov.cap_ppm")),
            count_votes(votes.work, proposal.total.work, proposal.members.work, params.get("gov.work_cap_ppm"))};
}

void Assembly::tell(EventKind kind, std::uint64_t id, const Proposal& proposal, Amount amount) {
    events.push_back({kind, {}, proposal.proposer, amount, id});
}

void Assembly::run(core::Epoch epoch) {
    while (!tables.agenda().empty() && tables.agenda().begin()->first <= epoch) {
        const std::uint64_t id = tables.agenda().begin()->second;
        Proposal proposal = *tables.proposals().get(id);
        if (proposal.state == ProposalState::queued)
            execute(id, std::move(proposal));
        else if (!proposal.watched)
            watch(id, std::move(proposal));
        else
            close(id, std::move(proposal));
    }
}

void Assembly::watch(std::uint64_t id, Proposal proposal) {
    proposal.watched = true;
    proposal.early = has_quorum(proposal, tally_of(id, tables, params));
    tables.put(id, proposal);
}

void Assembly::close(std::uint64_t id, Proposal proposal) {
    proposal.result = tally_of(id, tables, params);
    const core::Epoch late = proposal.deadline - proposal.window;
    if (has_quorum(proposal, proposal.result) && !proposal.early && !proposal.extended && late > 0) {
        // Those who kept silent because nothing could come of it get as long as this took.
        proposal.extended = true;
        proposal.deadline += late;
        proposal.result = {};
        tables.put(id, proposal);
        return;
    }
    learn_turnout(proposal.result);
    settle_deposit(proposal, is_scorned(proposal.result.stake, params) || is_scorned(proposal.result.work, params));
    const bool approved = is_approved(proposal);
    proposal.state = approved ? ProposalState::queued : ProposalState::rejected;
    proposal.executes = approved ? proposal.deadline + proposal.timelock : 0;
    proposal.closed = approved ? 0 : proposal.deadline;
    tables.erase_votes(id);
    tables.put(id, proposal);
    tell(approved ? EventKind::accepted : EventKind::rejected, id, proposal);
}

void Assembly::learn_turnout(const Tally& tally) {
    Governance governance = tables.governance();
    for (const House house : houses)
        if (tally.of(house).total > 0)
            governance.turnout_ppm.of(house) =
                next_turnout(governance.turnout_ppm.of(house), tally.of(house).turnout_ppm(), params);
    tables.set_governance(governance);
}

void Assembly::settle_deposit(Proposal& proposal, bool burn) {
    if (burn)
        tables.add(Pool::burned, proposal.deposit);
    else if (proposal.deposit != Amount())
        tables.credit(proposal.proposer, proposal.deposit);
    proposal.deposit = {};
}

void Assembly::execute(std::uint64_t id, Proposal proposal) {
    const core::Epoch epoch = proposal.executes;
    const bool possible = check_possible(proposal.content, proposal.from, tables, params, {rules, height, epoch}).ok();
    proposal.state = possible ? ProposalState::executed : ProposalState::failed;
    proposal.closed = epoch;
    tables.put(id, proposal);
    if (possible) std::visit(CarryOut{tables, params, epoch}, proposal.content);
    tell(possible ? EventKind::executed : EventKind::failed, id, proposal);
}

void Assembly::cancel(std::uint64_t id, core::Epoch epoch) {
    Proposal proposal = *tables.proposals().get(id);
    if (proposal.state == ProposalState::open) proposal.result = tally_of(id, tables, params);
    settle_deposit(proposal, false);
    proposal.state = ProposalState::cancelled;
    proposal.closed = epoch;
    tables.erase_votes(id);
    tables.put(id, proposal);
    tell(EventKind::cancelled, id, proposal);
}

void State::govern(core::Epoch epoch, const BlockContext& context, std::vector<LedgerEvent>& events) {
    Assembly{m_tables, m_params, m_rules, context.height, events}.run(epoch);
    while (forgets_proposal(epoch))
        m_tables.erase(m_tables.proposals().all().begin()->first);
}

Tally State::tally(std::uint64_t id) const {
    const Proposal* proposal = this->proposal(id);
    if (proposal == nullptr) return {};
    return proposal->state == ProposalState::open ? tally_of(id, m_tables, m_params) : proposal->result;
}

Amount State::next_deposit() const {
    return deposit_due(m_tables.agenda().size(), m_params);
}

Weight State::delegated_weight(std::uint64_t id, const core::PublicKey& key) const {
    return delegated_to(id, key, m_tables);
}

} // namespace hearth::ledger
