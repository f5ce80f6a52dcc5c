// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"

namespace hearth::desktop::fake {
namespace {

using control::HouseView;
using control::ProposalView;
using core::say;

constexpr std::uint64_t emb = 1'000'000'000;

ProposalView proposal(std::uint64_t id, const std::string& title, const std::string& kind,
                      control::ProposalState state) {
    ProposalView p;
    p.id = id;
    p.title = title;
    p.kind = kind;
    p.state = state;
    p.proposer = made_id("proposer", id);
    p.deposit = "0";
    p.needed_ppm = 500'000;
    p.own_reason = say("vote_is_over");
    return p;
}

HouseView house(const std::string& name, std::uint64_t yes, std::uint64_t no, std::uint64_t abstain,
                std::uint64_t total) {
    HouseView view;
    view.house = name;
    view.yes = yes;
    view.no = no;
    view.abstain = abstain;
    view.total = total;
    view.turnout_ppm = total == 0 ? 0 : (yes + no + abstain) * 1'000'000 / total;
    view.quorum_ppm = name == "stake" ? 212'000 : 100'000;
    view.cap_ppm = name == "stake" ? 100'000 : 30'000;
    return view;
}

void move(ProposalView& p, const std::string& name, std::uint64_t from, std::uint64_t to, const std::string& unit,
          const std::string& meaning) {
    p.changes.push_back({name, from, to, unit, meaning});
    p.summary =
        core::both(p.summary, say("moves_parameter", {name, core::figure(from), core::figure(to), unit, meaning}));
}

ProposalView sooner(std::uint64_t id, std::uint64_t epoch) {
    ProposalView p = proposal(id, "Pay executors sooner", "parameter", control::ProposalState::voting);
    move(p, "vesting.epochs", 10, 8, "epochs",
         "Epochs from the settlement of a receipt to the payout of its confirmed reward.");
    p.deposit = "1000000000";
    p.starts_epoch = epoch - 30;
    p.deadline_epoch = epoch + 29;
    return p;
}

/// The operator weighs something in both houses.
void weigh(ProposalView& p) {
    p.houses[0].own_weight = 25 * emb;
    p.houses[1].own_weight = 64;
    p.own_reason = say("weight_of_both", {"25.0 EMB"});
}

std::vector<ProposalView> open_ones(std::uint64_t epoch) {
    ProposalView upgrade = proposal(17, "Version 5: cheaper proofs", "upgrade", control::ProposalState::voting);
    upgrade.summary =
        core::both(say("upgrades_rules", {"61000", "5"}), say("upgrade_program", {made_id("program", 5)}));
    upgrade.needed_ppm = 667'000;
    upgrade.extended = true;
    upgrade.starts_epoch = epoch - 70;
    upgrade.deadline_epoch = epoch + 3;
    upgrade.houses = {house("stake", 920 * emb, 210 * emb, 35 * emb, 4100 * emb),
                      house("work", 2900, 1410, 220, 21'480)};
    weigh(upgrade);
    ProposalView pay = sooner(14, epoch);
    move(pay, "audit.steady_ppm", 30'000, 12'500, "ppm of receipts",
         "Share drawn from a steady executor whose profile is checked with tolerance (fp32, bf16).");
    pay.houses = {house("stake", 412 * emb, 96 * emb, 20 * emb, 4100 * emb), house("work", 3120, 410, 0, 21'480)};
    weigh(pay);
    pay.houses[0].lent_weight = 140 * emb;
    pay.own_reason = core::both(pay.own_reason, say("weight_lent"));
    ProposalView letter = proposal(18, "A word about prices", "text", control::ProposalState::waiting);
    letter.text = "Gateways show what an answer cost,\nbeside each answer.";
    letter.summary = say("adopts_text", {core::figure(letter.text.size())});
    letter.starts_epoch = epoch + 1;
    letter.deadline_epoch = epoch + 60;
    letter.houses = {house("stake", 0, 0, 0, 4100 * emb), house("work", 0, 0, 0, 21'480)};
    letter.own_reason = say("no_weight");
    ProposalView thanks = proposal(13, "Thanks, translators", "spend", control::ProposalState::queued);
    thanks.summary = say("pays_treasury", {"40.0 EMB", made_id("translator", 1)});
    thanks.own_vote = "yes";
    thanks.starts_epoch = epoch - 80;
    thanks.deadline_epoch = epoch - 20;
    thanks.executes_epoch = epoch + 40;
    thanks.houses = {house("stake", 900 * emb, 130 * emb, 0, 4100 * emb), house("work", 6100, 900, 200, 21'000)};
    return {letter, upgrade, pay, thanks};
}

ProposalView rejected(std::uint64_t epoch) {
    ProposalView p = proposal(12, "Fewer audits", "parameter", control::ProposalState::rejected);
    move(p, "audit.steady_ppm", 30'000, 1000, "ppm of receipts",
         "Share drawn from a steady executor whose profile is checked with tolerance (fp32, bf16).");
    p.needed_ppm = 667'000;
    p.extended = true;
    p.own_vote = "no";
    p.starts_epoch = epoch - 99;
    p.deadline_epoch = epoch - 25;
    p.houses = {house("stake", 300 * emb, 1200 * emb, 0, 4000 * emb), house("work", 800, 5400, 0, 20'400)};
    return p;
}

control::GovernanceView view_of(const control::NodeStatus& status) {
    control::GovernanceView view;
    view.chain = "hearth-ember-1";
    view.height = status.height;
    view.epoch = status.epoch + 100; // so that none of the proposals is older than the ledger
    view.account = status.payout_account;
    view.deposit = "1000000000";
    view.epoch_length = 60 * second;
    view.balance = "3480000000";
    view.stakes = {{status.node_key, true, "25000000000", {}}};
    view.unbonding_epochs = 30'240;
    return view;
}

} // namespace

control::GovernanceView solo_governance(const control::NodeStatus& status) {
    control::GovernanceView view = view_of(status);
    ProposalView open = sooner(2, view.epoch);
    open.houses = {house("stake", 0, 0, 0, 25 * emb), house("work", 0, 0, 0, 0)};
    open.houses[0].own_weight = 25 * emb;
    open.own_reason = say("weight_of_stake", {"25.0 EMB"});
    ProposalView before = proposal(1, "My own rules", "text", control::ProposalState::executed);
    before.text = "Machines rest on Sundays.";
    before.summary = say("adopts_text", {core::figure(before.text.size())});
    before.own_vote = "yes";
    before.starts_epoch = view.epoch - 95;
    before.deadline_epoch = view.epoch - 36;
    before.houses = {house("stake", 25 * emb, 0, 0, 25 * emb), house("work", 0, 0, 0, 0)};
    view.proposals = {open, before};
    return view;
}

control::GovernanceView busy_governance(const control::NodeStatus& status) {
    control::GovernanceView view = view_of(status);
    view.may_veto = true;
    view.proposals = open_ones(view.epoch);
    view.proposals.push_back(rejected(view.epoch));
    ProposalView listed = proposal(11, "Small models for everybody", "model", control::ProposalState::executed);
    listed.summary = say("lists_model", {smollm().name, smollm().model_id});
    listed.starts_epoch = view.epoch - 99;
    listed.deadline_epoch = view.epoch - 40;
    listed.houses = {house("stake", 1300 * emb, 12 * emb, 0, 4000 * emb), house("work", 7000, 20, 90, 20'100)};
    view.proposals.push_back(listed);
    return view;
}

} // namespace hearth::desktop::fake
