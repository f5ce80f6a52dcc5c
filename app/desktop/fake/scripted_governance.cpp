// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_node.h"
#include "fake/story_parts.h"

#include <algorithm>

namespace hearth::desktop::fake {

using core::Code;
using core::fail;
using core::figure;
using core::say;

namespace {

std::uint64_t& tally_of(control::HouseView& house, const std::string& choice) {
    return choice == "yes" ? house.yes : choice == "no" ? house.no : house.abstain;
}

core::Status cast(control::ProposalView& proposal, const std::string& choice) {
    if (proposal.state != control::ProposalState::voting) return fail(Code::refused, core::say("vote_proposal_over"));
    if (proposal.own_vote == choice) return fail(Code::conflict, core::say("vote_cast_already"));
    for (control::HouseView& house : proposal.houses) {
        if (proposal.own_vote) tally_of(house, *proposal.own_vote) -= house.own_weight;
        tally_of(house, choice) += house.own_weight;
        if (house.total == 0) continue;
        house.turnout_ppm = (house.yes + house.no + house.abstain) * 1'000'000 / house.total;
    }
    proposal.own_vote = choice;
    return {};
}

core::Status cancel(control::GovernanceView& view, std::optional<std::uint64_t> id) {
    if (!view.may_veto) return fail(Code::refused, core::say("only_guardian_ledger_cancels"));
    const auto found = std::find_if(view.proposals.begin(), view.proposals.end(),
                                    [&](const control::ProposalView& p) { return p.id == id; });
    if (found == view.proposals.end()) return fail(Code::not_found, core::say("no_such_proposal"));
    found->state = control::ProposalState::cancelled;
    return {};
}

} // namespace

core::Result<control::GovernanceView> ScriptedNode::governance() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    return m_story.governance;
}

core::Result<control::GovernanceReceipt> ScriptedNode::govern(const control::GovernanceAct& act) {
    control::GovernanceReceipt receipt;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        if (act.act != "vote" && act.act != "delegate" && act.act != "veto" && act.act != "stake")
            return fail(Code::unsupported, core::say("scripted_scenario_takes_no"));
        receipt.tx = made_id("transaction", ++m_made);
        receipt.account = m_story.governance.account;
        receipt.height = ++m_story.governance.height;
        receipt.proposal = act.proposal;
        if (act.act == "delegate") {
            m_story.governance.delegate = act.delegate;
            receipt.sentence =
                say(act.delegate ? "block_holds_delegation" : "block_ends_delegation", {figure(receipt.height)});
        }
        if (act.act == "stake") {
            HEARTH_TRY(const core::Amount more, core::Amount::parse_units(act.amount.value_or("")));
            if (m_story.governance.stakes.empty())
                return fail(Code::unsupported, core::say("scripted_scenario_takes_no"));
            control::StakeView& stake = m_story.governance.stakes.front();
            HEARTH_TRY(const core::Amount before, core::Amount::parse_units(stake.stake));
            HEARTH_TRY(const core::Amount after, before.plus(more));
            stake.stake = after.units_text();
            receipt.sentence = say("block_holds_stake", {figure(receipt.height), more.text()});
        }
        if (act.act == "veto") {
            HEARTH_CHECK(cancel(m_story.governance, act.proposal));
            receipt.sentence = say("block_holds_veto", {figure(receipt.height), figure(*act.proposal)});
        }
        if (act.act == "vote") {
            auto& all = m_story.governance.proposals;
            const auto found =
                std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.id == act.proposal; });
            if (found == all.end()) return fail(Code::not_found, core::say("no_such_proposal"));
            HEARTH_CHECK(cast(*found, act.choice.value_or("abstain")));
            const core::Sentence choice = act.choice == "yes"  ? say("choice_yes")
                                          : act.choice == "no" ? say("choice_no")
                                                               : say("choice_abstain");
            receipt.sentence = say("block_holds_vote", {figure(receipt.height), choice, figure(found->id)});
        }
    }
    publish("governance");
    return receipt;
}

core::Result<control::NetworkView> ScriptedNode::network() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    control::NetworkView view = m_story.network;
    if (!view.trouble.empty()) return view;
    const std::uint64_t passed = m_story.status.height - view.height;
    view.height += passed;
    view.epoch = m_story.status.epoch;
    if (view.last_block_at) *view.last_block_at += static_cast<core::Nanoseconds>(passed) * 2 * second;
    if (view.peers)
        for (control::PeerView& peer : *view.peers)
            if (peer.height) *peer.height += passed;
    return view;
}

core::Result<control::InvitationView> ScriptedNode::examine_invitation(const std::string& text) {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos || text.compare(begin, 17, "hearth-network-1.") != 0)
        return fail(Code::corrupt, core::say("no_invitation_hearth_network"),
                    core::say("paste_everything_hearth_network"));
    return some_invitation(m_clock.now());
}

} // namespace hearth::desktop::fake
