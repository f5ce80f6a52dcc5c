// SPDX-License-Identifier: Apache-2.0
#include "node/money/governance.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::say;

namespace {

const char* const choices[] = {"yes", "no", "abstain"};
/// Since when nodes have something at stake.
constexpr std::uint64_t staked_rules = 2;

control::ProposalState proposal_state(const ledger::Proposal& p, core::Epoch epoch) {
    switch (p.state) {
    case ledger::ProposalState::open:
        return epoch < p.starts ? control::ProposalState::waiting : control::ProposalState::voting;
    case ledger::ProposalState::queued:
        return control::ProposalState::queued;
    case ledger::ProposalState::executed:
        return control::ProposalState::executed;
    case ledger::ProposalState::rejected:
        return control::ProposalState::rejected;
    case ledger::ProposalState::failed:
        return control::ProposalState::failed;
    case ledger::ProposalState::cancelled:
        return control::ProposalState::cancelled;
    }
    return control::ProposalState::cancelled;
}

std::vector<control::ChangeView> changes_of(const ledger::Proposal& p, const ledger::Params& params) {
    std::vector<control::ChangeView> views;
    const auto* changes = std::get_if<ledger::ChangeParameters>(&p.content);
    if (changes == nullptr) return views;
    for (const auto& [name, value] : changes->values) {
        control::ChangeView view{name, 0, value, {}, {}};
        if (views.size() < p.from.size()) view.from = p.from[views.size()];
        if (const auto known = params.all().find(name); known != params.all().end()) {
            view.unit = known->second.unit;
            view.meaning = known->second.doc;
        }
        views.push_back(std::move(view));
    }
    return views;
}

core::Sentence reason_of(const ledger::Proposal& p, const ledger::Weight& own, const ledger::Weight& lent) {
    if (p.state != ledger::ProposalState::open) return say("vote_is_over");
    const std::string stake = core::Amount::from_units(own.stake).text();
    const bool locked = p.weighing.has_value();
    const core::Sentence why = own.stake > 0 && own.work > 0
                                   ? say(locked ? "weight_of_locked_stake_and_work" : "weight_of_both", {stake})
                               : own.stake > 0 ? say(locked ? "weight_of_locked_stake" : "weight_of_stake", {stake})
                               : own.work > 0  ? say(locked ? "weight_of_recent_work" : "weight_of_work")
                                               : say("no_weight");
    return core::both(why, lent == ledger::Weight{} ? core::Sentence() : say("weight_lent"));
}

control::HouseView house_of(ledger::House house, const ledger::Proposal& p, const ledger::Tally& tally,
                            const ledger::Params& params) {
    const ledger::HouseCount& count = tally.of(house);
    control::HouseView view;
    view.house = ledger::house_name(house);
    view.yes = count.yes;
    view.no = count.no;
    view.abstain = count.abstain;
    view.total = p.total.of(house);
    view.turnout_ppm = count.turnout_ppm();
    view.quorum_ppm = p.quorum_ppm.of(house);
    view.cap_ppm = params.get(house == ledger::House::stake ? "gov.cap_ppm" : "gov.work_cap_ppm");
    return view;
}

control::ProposalView view_of(std::uint64_t id, const ledger::Proposal& p, const ledger::State& state,
                              core::Epoch epoch, const core::PublicKey& own) {
    control::ProposalView view;
    view.id = id;
    view.title = p.title;
    view.kind = ledger::kind_name(p.content);
    view.summary = ledger::summary_of(p.content, p.from, state.params());
    if (const auto* statement = std::get_if<ledger::Statement>(&p.content)) view.text = statement->text;
    view.changes = changes_of(p, state.params());
    view.state = proposal_state(p, epoch);
    view.proposer = p.proposer.hex();
    view.deposit = p.deposit.units_text();
    view.height = p.height;
    view.starts_epoch = p.starts;
    view.deadline_epoch = p.deadline;
    if (p.executes != 0) view.executes_epoch = p.executes;
    view.extended = p.extended;
    view.needed_ppm = p.needed_ppm;
    const bool open = p.state == ledger::ProposalState::open;
    const ledger::Weight weight = open ? state.weight_in(id, own) : ledger::Weight{};
    const ledger::Weight lent = open ? state.delegated_weight(id, own) : ledger::Weight{};
    const ledger::Tally tally = state.tally(id);
    for (const ledger::House house : ledger::houses) {
        view.houses.push_back(house_of(house, p, tally, state.params()));
        view.houses.back().own_weight = weight.of(house);
        view.houses.back().lent_weight = lent.of(house);
    }
    if (const ledger::Ballot* ballot = state.ballot(id, own))
        view.own_vote = choices[static_cast<std::size_t>(ballot->choice)];
    view.own_reason = reason_of(p, weight, lent);
    return view;
}

std::vector<control::StakeView> stakes_of(const ledger::State& state, const core::PublicKey& own,
                                          const core::PublicKey& present, core::Epoch now) {
    std::vector<control::StakeView> views;
    for (const core::PublicKey& key : state.nodes_of(own)) {
        const ledger::NodeRecord& node = *state.node(key);
        control::StakeView view{key.hex(), key == present, node.stake.units_text(), {}};
        for (const ledger::Unbonding& part : node.unbonding)
            view.on_its_way.push_back({part.amount.units_text(), part.release});
        if (node.locked_until && *node.locked_until >= now) view.locked_until = node.locked_until;
        views.push_back(std::move(view));
    }
    return views;
}

core::Error missing(const std::string& kind, const char* member) {
    return fail(Code::invalid_argument, core::say("proposal_kind_needs_member", {kind, member}));
}

template <typename T>
core::Result<T> parse(const std::string& text, const char* member) {
    auto parsed = T::parse(text);
    if (parsed) return parsed;
    return fail(Code::invalid_argument, core::say("member_must_hexadecimal_digits", {std::string(member)}));
}

core::Result<core::PublicKey> account_of(const std::string& text) {
    auto parsed = core::PublicKey::parse(text);
    if (parsed) return parsed;
    return fail(Code::invalid_argument, core::say("no_account", {text.substr(0, 80)}),
                core::say("account_home_hearthctl_ledger"));
}

core::Result<ledger::ProposalContent> upgrade_of(const control::ProposalDraft& draft) {
    if (!draft.rules) return missing(draft.kind, "rules");
    if (!draft.height) return missing(draft.kind, "height");
    ledger::UpgradeRules upgrade{*draft.rules, *draft.height, {}};
    if (draft.program) {
        HEARTH_TRY(upgrade.program, parse<core::Hash>(*draft.program, "program"));
    }
    return ledger::ProposalContent(upgrade);
}

core::Result<ledger::ProposalContent> spend_of(const control::ProposalDraft& draft) {
    if (!draft.to) return missing(draft.kind, "to");
    if (!draft.amount) return missing(draft.kind, "amount");
    ledger::Spend spend;
    HEARTH_TRY(spend.to, account_of(*draft.to));
    HEARTH_TRY(spend.amount, core::Amount::parse_units(*draft.amount));
    return ledger::ProposalContent(spend);
}

core::Result<ledger::ProposalContent> listing_of(const control::ProposalDraft& draft) {
    if (!draft.name) return missing(draft.kind, "name");
    if (!draft.listed) return missing(draft.kind, "listed");
    if (draft.kind == "profile") return ledger::ProposalContent(ledger::ListProfile{*draft.name, *draft.listed});
    if (!draft.model_id) return missing(draft.kind, "model_id");
    HEARTH_TRY(const auto id, parse<core::ModelId>(*draft.model_id, "model_id"));
    return ledger::ProposalContent(ledger::ListModel{id, *draft.name, *draft.listed});
}

core::Result<ledger::ProposalContent> content_of(const control::ProposalDraft& draft) {
    if (draft.kind == "parameter") {
        if (!draft.changes) return missing(draft.kind, "changes");
        ledger::ChangeParameters changes;
        for (const control::ParameterWish& wish : *draft.changes)
            if (!changes.values.emplace(wish.name, wish.value).second)
                return fail(Code::invalid_argument, core::say("parameter_named_twice", {wish.name}));
        return ledger::ProposalContent(std::move(changes));
    }
    if (draft.kind == "spend") return spend_of(draft);
    if (draft.kind == "model" || draft.kind == "profile") return listing_of(draft);
    if (draft.kind == "upgrade") return upgrade_of(draft);
    if (draft.kind != "text")
        return fail(Code::invalid_argument, core::say("no_proposals_kind", {draft.kind}),
                    core::say("kinds_parameter_spend_model"));
    if (!draft.text) return missing(draft.kind, "text");
    return ledger::ProposalContent(ledger::Statement{*draft.text});
}

core::Result<ledger::Message> lock_message(const control::GovernanceAct& act) {
    if (!act.node_key || !act.until_epoch) return fail(Code::invalid_argument, core::say("lock_needs_members"));
    const auto key = core::PublicKey::parse(*act.node_key);
    if (!key)
        return fail(Code::invalid_argument, core::say("no_node_key", {act.node_key->substr(0, 80)}),
                    core::say("see_stakes"));
    return ledger::Message(ledger::LockStake{*key, *act.until_epoch});
}

core::Result<ledger::Message> credits_message(const control::GovernanceAct& act) {
    if (!act.to || !act.amount) return fail(Code::invalid_argument, core::say("credits_need_members"));
    ledger::BuyCredits bought;
    HEARTH_TRY(bought.to, account_of(*act.to));
    HEARTH_TRY(bought.amount, core::Amount::parse_units(*act.amount));
    return ledger::Message(bought);
}

core::Result<ledger::Message> stake_message(const control::GovernanceAct& act) {
    if (!act.amount) return fail(Code::invalid_argument, core::say("stake_needs_member_amount"));
    if (!act.node_key) return fail(Code::invalid_argument, core::say("stake_needs_member_node"));
    const auto key = core::PublicKey::parse(*act.node_key);
    if (!key)
        return fail(Code::invalid_argument, core::say("no_node_key", {act.node_key->substr(0, 80)}),
                    core::say("see_stakes"));
    HEARTH_TRY(const core::Amount amount, core::Amount::parse_units(*act.amount));
    if (amount == core::Amount()) return fail(Code::invalid_argument, core::say("stake_more_than_nothing"));
    if (act.act == "stake") return ledger::Message(ledger::Stake{*key, amount});
    return ledger::Message(ledger::Unstake{*key, amount});
}

} // namespace

control::GovernanceView governance_view(const ledger::State& state, const ledger::Head& head,
                                        const core::PublicKey& own, const core::PublicKey& present) {
    control::GovernanceView view;
    view.height = head.height;
    view.epoch = head.epoch;
    view.account = own.hex();
    view.deposit = "0";
    const ledger::Account* const account = state.account(own);
    view.balance = account != nullptr ? account->balance.units_text() : "0";
    view.stakes = stakes_of(state, own, present, head.epoch);
    if (state.params().is_complete(staked_rules)) view.unbonding_epochs = state.params().get("stake.unbonding_epochs");
    if (state.rules() < ledger::governed_rules) return view;
    if (const core::PublicKey* delegate = state.delegate_of(own)) view.delegate = delegate->hex();
    view.deposit = state.next_deposit().units_text();
    view.may_veto = state.governance().guardian == own && head.epoch < state.params().get("gov.guardian_epochs");
    for (auto at = state.proposals().rbegin(); at != state.proposals().rend(); ++at)
        view.proposals.push_back(view_of(at->first, at->second, state, head.epoch, own));
    return view;
}

core::Result<ledger::Message> governance_message(const control::GovernanceAct& act) {
    if (act.act == "propose") {
        if (!act.draft) return fail(Code::invalid_argument, core::say("proposal_needs_member_draft"));
        HEARTH_TRY(ledger::ProposalContent content, content_of(*act.draft));
        HEARTH_CHECK(ledger::check_title(act.draft->title));
        HEARTH_CHECK(ledger::check_shape(content));
        return ledger::Message(ledger::SubmitProposal{act.draft->title, std::move(content)});
    }
    if (act.act == "vote") {
        if (!act.proposal) return fail(Code::invalid_argument, core::say("vote_needs_member_proposal"));
        for (std::size_t i = 0; i < std::size(choices); ++i)
            if (act.choice == choices[i])
                return ledger::Message(ledger::CastVote{*act.proposal, static_cast<ledger::Choice>(i)});
        return fail(Code::invalid_argument, core::say("vote_yes_no_abstain"));
    }
    if (act.act == "veto") {
        if (!act.proposal) return fail(Code::invalid_argument, core::say("veto_needs_member_proposal"));
        return ledger::Message(ledger::CancelProposal{*act.proposal});
    }
    if (act.act == "stake" || act.act == "unstake") return stake_message(act);
    if (act.act == "lock") return lock_message(act);
    if (act.act == "buy_credits") return credits_message(act);
    if (act.act == "transfer") {
        if (!act.to || !act.amount) return fail(Code::invalid_argument, core::say("transfer_needs_members"));
        HEARTH_TRY(const auto to, account_of(*act.to));
        HEARTH_TRY(const core::Amount amount, core::Amount::parse_units(*act.amount));
        return ledger::Message(ledger::Transfer{to, amount});
    }
    if (act.act != "delegate")
        return fail(Code::invalid_argument, core::say("no_act", {act.act}), core::say("acts_propose_vote_delegate"));
    ledger::DelegateVotes message;
    if (act.delegate) {
        HEARTH_TRY(message.to, account_of(*act.delegate));
    }
    return ledger::Message(message);
}

} // namespace hearth::node
