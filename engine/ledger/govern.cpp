// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"
#include "ledger/assembly.h"
#include "ledger/rules.h"

#include <algorithm>

namespace hearth::ledger {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr std::size_t most_delegators = 1000;

struct Houses {
    Weight total, members;
};

/// Of all operators, who stand together in the index.
Houses weigh(const Tables& tables, const std::optional<Weighing>& weighing) {
    Houses all;
    const auto& operators = tables.operators();
    for (auto at = operators.begin(); at != operators.end();) {
        const core::PublicKey key = at->first;
        const Weight weight = tables.weight_of(key, weighing);
        for (const House house : houses) {
            all.total.of(house) += weight.of(house);
            all.members.of(house) += weight.of(house) > 0 ? 1 : 0;
        }
        while (at != operators.end() && at->first == key)
            ++at;
    }
    return all;
}

/// Older rules know no measure.
std::optional<Weighing> weighing_of(std::uint64_t rules, const Params& params, core::Epoch now) {
    return rules >= locking_rules ? std::optional(Weighing::by(params, now)) : std::nullopt;
}

core::Epoch timelock_of(const ProposalContent& content, const Params& params) {
    const bool is_long = std::holds_alternative<UpgradeRules>(content) || std::holds_alternative<Spend>(content);
    return params.get(is_long ? "gov.long_timelock_epochs" : "gov.timelock_epochs");
}

std::size_t delegators_of(const Tables& tables, const core::PublicKey& key) {
    const auto& all = tables.delegates();
    std::size_t count = 0;
    for (auto at = all.lower_bound({key, core::PublicKey{}}); at != all.end() && at->first == key; ++at)
        ++count;
    return count;
}

} // namespace

Status Checker::governed() const {
    if (m_state.rules() >= governed_rules) return {};
    return fail(Code::unsupported, core::say("ledger_follows_older_rules"), core::say("ledger_founded_program_them"));
}

core::Result<const Proposal*> Checker::proposal(std::uint64_t id) const {
    HEARTH_CHECK(governed());
    const Proposal* found = m_state.proposal(id);
    if (found == nullptr) return fail(Code::not_found, core::say("no_proposal", {std::to_string(id)}));
    return found;
}

Status Checker::operator()(const SubmitProposal& m) const {
    HEARTH_CHECK(governed());
    HEARTH_CHECK(check_title(m.title));
    HEARTH_CHECK(check_shape(m.content));
    const Tables& tables = m_state.m_tables;
    const Params& params = m_state.params();
    const std::size_t open = tables.agenda().size();
    if (open >= params.get("gov.open_max"))
        return fail(Code::busy, core::say("proposals_open_already_more", {std::to_string(open)}),
                    core::say("wait_until_one_decided"));
    HEARTH_CHECK(check_possible(m.content, present_values(m.content, params), tables, params,
                                {m_state.rules(), m_context.height, m_context.epoch}));
    const Amount deposit = deposit_due(open, params);
    if (!m_available.minus(deposit))
        return fail(Code::refused, core::say("proposal_needs_deposit_account", {deposit.text(), m_available.text()}));
    if (weigh(tables, weighing_of(m_state.rules(), params, m_context.epoch)).total == Weight{})
        return fail(Code::refused, core::say("nobody_vote_ledger_yet"), core::say("votes_come_stakes_work"));
    return {};
}

void Applier::operator()(const SubmitProposal& m) {
    Proposal p;
    p.weighing = weighing_of(m_rules, m_params, m_context.epoch);
    const Houses all = weigh(m_tables, p.weighing);
    p.proposer = m_tx.sender;
    p.title = m.title;
    p.content = m.content;
    p.from = present_values(m.content, m_params);
    p.deposit = deposit_due(m_tables.agenda().size(), m_params);
    p.height = m_context.height;
    p.submitted = m_context.epoch;
    p.starts = p.submitted + m_params.get("gov.delay_epochs");
    p.deadline = p.starts + m_params.get("gov.voting_epochs") - 1;
    const core::Epoch late = std::min(p.deadline - p.submitted, m_params.get("gov.late_epochs"));
    p.window = p.deadline - late;
    p.timelock = timelock_of(m.content, m_params);
    p.total = all.total;
    p.members = all.members;
    Governance governance = m_tables.governance();
    for (const House house : houses)
        p.quorum_ppm.of(house) = quorum_ppm(governance.turnout_ppm.of(house), m_params);
    p.needed_ppm = needed_ppm(m.content, m_params);
    const std::uint64_t id = governance.next++;
    m_tables.set_governance(governance);
    if (p.deposit != Amount()) m_tables.debit(m_tx.sender, p.deposit);
    m_tables.put(id, p);
    m_events.push_back({EventKind::proposed, {}, m_tx.sender, p.deposit, id});
}

Status Checker::operator()(const CastVote& m) const {
    HEARTH_TRY(const Proposal* found, proposal(m.proposal));
    const core::Sentence number = core::figure(m.proposal);
    if (m_context.epoch < found->starts)
        return fail(Code::refused,
                    core::say("vote_begins", {number, core::figure(found->starts), core::figure(m_context.epoch)}));
    if (found->state != ProposalState::open || m_context.epoch > found->deadline)
        return fail(Code::refused, core::say("vote_over", {number}));
    const Weight own = m_state.weight_in(m.proposal, m_tx.sender);
    if (own == Weight{} && m_state.delegated_weight(m.proposal, m_tx.sender) == Weight{})
        return fail(Code::refused, core::say("key_had_no_weight"), core::say("votes_come_stakes_work_others"));
    const Ballot* before = m_state.ballot(m.proposal, m_tx.sender);
    if (before != nullptr && before->choice == m.choice)
        return fail(Code::conflict, core::say("vote_cast_already"), core::say("another_choice_would_replace"));
    const std::uint64_t most = m_state.params().get("gov.votes_per_block");
    if (m_state.m_votes.first == m_context.height && m_state.m_votes.second >= most)
        return fail(Code::busy, core::say("block_holds_votes_more", {std::to_string(most)}),
                    core::say("send_vote_again"));
    return {};
}

void Applier::operator()(const CastVote& m) {
    m_tables.put(BallotKey{m.proposal, m_tx.sender}, Ballot{m.choice, m_context.epoch});
    m_events.push_back({EventKind::voted, {}, m_tx.sender, {}, m.proposal});
}

Status Checker::operator()(const DelegateVotes& m) const {
    HEARTH_CHECK(governed());
    const core::PublicKey* present = m_state.delegate_of(m_tx.sender);
    if (!m.to) {
        if (present == nullptr) return fail(Code::not_found, core::say("key_delegates_nobody"));
        return {};
    }
    if (!m_state.is_operator(m_tx.sender)) return fail(Code::refused, core::say("only_operator_registered_node"));
    if (m.to->is_zero() || *m.to == m_tx.sender)
        return fail(Code::invalid_argument, core::say("delegate_another_account"), core::say("delegate_nobody_end"));
    if (present != nullptr && *present == *m.to) return fail(Code::conflict, core::say("key_delegates_one_already"));
    if (delegators_of(m_state.m_tables, *m.to) >= most_delegators)
        return fail(Code::refused, core::say("most_operators_delegate_one", {std::to_string(most_delegators)}),
                    core::say("choose_another_delegate"));
    return {};
}

void Applier::operator()(const DelegateVotes& m) {
    if (m.to)
        m_tables.put(m_tx.sender, *m.to);
    else
        m_tables.erase_delegation(m_tx.sender);
}

Status Checker::operator()(const CancelProposal& m) const {
    HEARTH_TRY(const Proposal* found, proposal(m.proposal));
    if (m_state.governance().guardian != m_tx.sender)
        return fail(Code::refused, core::say("only_guardian_ledger_cancels"));
    if (m_context.epoch >= m_state.params().get("gov.guardian_epochs"))
        return fail(Code::refused, core::say("guardian_time_passed"));
    if (found->is_over()) return fail(Code::conflict, core::say("proposal_over_already"));
    return {};
}

void Applier::operator()(const CancelProposal& m) {
    // The parameters are not touched: only what has taken its course moves them.
    Params params = m_params;
    Assembly{m_tables, params, m_rules, m_context.height, m_events}.cancel(m.proposal, m_context.epoch);
}

} // namespace hearth::ledger
