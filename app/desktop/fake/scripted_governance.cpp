// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_node.h"
#include "fake/story_parts.h"

#include <algorithm>

namespace hearth::desktop::fake {

using core::Code;
using core::fail;

namespace {

std::uint64_t& tally_of(control::HouseView& house, const std::string& choice) {
    return choice == "yes" ? house.yes : choice == "no" ? house.no : house.abstain;
}

core::Status cast(control::ProposalView& proposal, const std::string& choice) {
    if (proposal.state != "voting") return fail(Code::refused, core::say("vote_proposal_over"));
    if (proposal.own_vote == choice) return fail(Code::conflict, core::say("vote_cast_already"));
    for (control::HouseView& house : proposal.houses) {
        if (proposal.own_vote) tally_of(house, *proposal.own_vote) -= house.own_weight;
        tally_of(house, choice) += house.own_weight;
        house.turnout_ppm = (house.yes + house.no + house.abstain) * 1'000'000 / house.total;
    }
    proposal.own_vote = choice;
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
        if (act.act == "propose") return fail(Code::unsupported, core::say("scripted_scenario_takes_no"));
        receipt.tx = made_id("transaction", ++m_made);
        receipt.account = m_story.governance.account;
        receipt.height = ++m_story.governance.height;
        receipt.proposal = act.proposal;
        const core::Sentence block = core::figure(receipt.height);
        receipt.sentence = act.act == "vote"
                               ? core::say("block_holds_vote", {block, act.choice.value_or("abstain"),
                                                                core::figure(act.proposal.value_or(0))})
                               : core::say(act.delegate ? "block_holds_delegation" : "block_holds_end", {block});
        if (act.act == "delegate") m_story.governance.delegate = act.delegate;
        if (act.act == "vote") {
            auto& all = m_story.governance.proposals;
            const auto found =
                std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.id == act.proposal; });
            if (found == all.end()) return fail(Code::not_found, core::say("no_such_proposal"));
            HEARTH_CHECK(cast(*found, act.choice.value_or("abstain")));
        }
    }
    publish("governance");
    return receipt;
}

} // namespace hearth::desktop::fake
