// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"

namespace hearth::desktop::fake {
namespace {

using control::HouseView;
using control::ProposalView;

ProposalView proposal(std::uint64_t id, const std::string& title, const std::string& kind, const std::string& state) {
    ProposalView p;
    p.id = id;
    p.title = title;
    p.kind = kind;
    p.state = state;
    p.proposer = made_id("proposer", id);
    p.deposit = "0";
    p.needed_ppm = 500'000;
    p.own_reason = core::say("voting_is_over");
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
    view.turnout_ppm = (yes + no + abstain) * 1'000'000 / total;
    view.quorum_ppm = name == "stake" ? 212'000 : 100'000;
    view.cap_ppm = name == "stake" ? 100'000 : 30'000;
    return view;
}

constexpr std::uint64_t emb = 1'000'000'000;

ProposalView in_its_vote(std::uint64_t epoch) {
    ProposalView p = proposal(14, "Pay executors sooner", "parameter", "voting");
    p.summary =
        core::say("move_explained", {core::say("moves_from", {"vesting.epochs", "10", "8"}), "epochs",
                                     "Epochs from the settlement of a receipt to the payout of its confirmed reward."});
    p.changes = {{"vesting.epochs", 10, 8, "epochs"}};
    p.deposit = "1000000000";
    p.starts_epoch = epoch - 30;
    p.deadline_epoch = epoch + 29;
    p.houses = {house("stake", 412 * emb, 96 * emb, 20 * emb, 4100 * emb), house("work", 3120, 410, 0, 21'480)};
    p.houses[0].own_weight = 25 * emb;
    p.houses[1].own_weight = 64;
    p.own_reason = core::say("had_stake_and_work", {"25.0 EMB"});
    return p;
}

} // namespace

control::GovernanceView usual_governance(const control::NodeStatus& status) {
    control::GovernanceView view;
    view.height = status.height;
    view.epoch = status.epoch + 100; // so that none of the proposals is older than the ledger
    view.account = status.payout_account;
    view.deposit = "1000000000";
    const std::uint64_t epoch = view.epoch;
    ProposalView queued = proposal(13, "Thanks for the translations", "spend", "queued");
    queued.summary = core::say("pays_out", {"40.0 EMB", made_id("translator", 1)});
    queued.starts_epoch = epoch - 80;
    queued.deadline_epoch = epoch - 20;
    queued.executes_epoch = epoch + 40;
    queued.houses = {house("stake", 900 * emb, 130 * emb, 0, 4100 * emb), house("work", 6100, 900, 200, 21'000)};
    ProposalView rejected = proposal(12, "No more audits", "parameter", "rejected");
    rejected.summary = core::say(
        "move_explained", {core::say("moves_from", {"audit.steady_ppm", "30000", "1000"}), "ppm of receipts",
                           "Share drawn from a steady executor whose profile is checked with tolerance (fp32, bf16)."});
    rejected.changes = {{"audit.steady_ppm", 30'000, 1000, "ppm of receipts"}};
    rejected.needed_ppm = 667'000;
    rejected.extended = true;
    rejected.starts_epoch = epoch - 99;
    rejected.deadline_epoch = epoch - 25;
    rejected.houses = {house("stake", 300 * emb, 1200 * emb, 0, 4000 * emb), house("work", 800, 5400, 0, 20'400)};
    view.proposals = {in_its_vote(epoch), queued, rejected};
    return view;
}

} // namespace hearth::desktop::fake
