// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/amount_text.h"
#include "governance_act.h"
#include "governance_verbs.h"
#include "output.h"
#include "verbs.h"

#include <iostream>

namespace hearth::cli {
namespace {

int shift(Context& context, const char* act, const std::string& amount, const std::string& node) {
    const auto sum = core::parse_emb(amount);
    if (!sum) return context.fail(sum.error(), exit_usage);
    control::GovernanceAct wish;
    wish.act = act;
    wish.amount = sum->units_text();
    if (!node.empty()) wish.node_key = node;
    return send_act(context, wish);
}

void print_on_its_way(const control::StakeView& stake, std::uint64_t epoch) {
    for (const control::StakeOnItsWay& part : stake.on_its_way)
        std::cout << "  " << money_text(part.amount) << " of " << short_id(printable(stake.node_key))
                  << " were taken back; they answer for its work until epoch " << part.release_epoch
                  << " has ended (now " << epoch << ")\n";
}

} // namespace

int add_stake(Context& context, const std::string& amount, const std::string& node) {
    return shift(context, "stake", amount, node);
}

int withdraw_stake(Context& context, const std::string& amount, const std::string& node) {
    return shift(context, "unstake", amount, node);
}

int lock_stake(Context& context, std::uint64_t epochs, const std::string& node) {
    control::SocketNode* service = context.node();
    if (service == nullptr) return context.connect_exit();
    const auto head = service->ledger_head();
    if (!head) return context.fail(head.error());
    control::GovernanceAct wish;
    wish.act = "lock";
    wish.until_epoch = head->epoch + epochs;
    if (!node.empty()) wish.node_key = node;
    return send_act(context, wish);
}

int bond_validator(Context& context, const std::string& node) {
    control::GovernanceAct wish;
    wish.act = "bond";
    if (!node.empty()) wish.node_key = node;
    return send_act(context, wish);
}

int show_stakes(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto view = node->governance();
    if (!view) return context.fail(view.error());
    if (context.json) {
        control::GovernanceView own = *view;
        own.proposals.clear();
        print_json_line(control::to_json(own));
        return exit_done;
    }
    std::cout << "The operator's account " << printable(view->account) << " holds " << money_text(view->balance)
              << ", from which stakes are paid.\n";
    if (view->stakes.empty()) {
        std::cout << "The ledger knows no node of this operator yet.\n";
        return exit_done;
    }
    Table table({"NODE", "AT STAKE", "ON ITS WAY BACK", "LOCKED"});
    for (const control::StakeView& stake : view->stakes)
        table.row({printable(stake.node_key) + (stake.present ? " (this one)" : ""), money_text(stake.stake),
                   stake.on_its_way.empty() ? "-" : std::to_string(stake.on_its_way.size()) + " part(s)",
                   stake.locked_until ? "until epoch " + std::to_string(*stake.locked_until) : "-"});
    table.print();
    for (const control::StakeView& stake : view->stakes)
        print_on_its_way(stake, view->epoch);
    std::cout << "What is taken back answers for the node's work for " << view->unbonding_epochs
              << " epochs more, then the account has it.\n";
    return exit_done;
}

} // namespace hearth::cli
