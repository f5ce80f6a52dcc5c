// SPDX-License-Identifier: Apache-2.0
#include "credit_verbs.h"

#include "core/amount_text.h"
#include "governance_act.h"
#include "output.h"

#include <iostream>
#include <nlohmann/json.hpp>

namespace hearth::cli {

int buy_credits(Context& context, const std::string& amount, const std::string& account) {
    const auto sum = core::parse_emb(amount);
    if (!sum) return context.fail(sum.error(), exit_usage);
    control::GovernanceAct wish;
    wish.act = "buy_credits";
    wish.amount = sum->units_text();
    if (!account.empty()) wish.to = account;
    return send_act(context, wish);
}

int show_credits(Context& context, const std::string& address) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto account = node->account(address);
    if (!account)
        return context.fail(account.error(),
                            account.error().code == core::Code::invalid_argument ? exit_usage : exit_failed);
    const auto head = node->ledger_head();
    if (!head) return context.fail(head.error());
    const auto pool = head->pools.find("credits");
    const std::string all = pool == head->pools.end() ? "0" : pool->second;
    if (context.json) {
        nlohmann::ordered_json shown{
            {"account", account->address}, {"credits", account->credits}, {"all_credits", all}};
        shown["waiting"] = head->waiting;
        shown["remint"] = head->remint;
        print_json_line(shown.dump());
        return exit_done;
    }
    std::cout << "The account " << printable(account->address) << " has credits of " << money_text(account->credits)
              << ". They pay for answers, before its money does, and for nothing else.\n"
              << "All accounts together have " << money_text(all) << ". " << money_text(head->waiting)
              << " of answers that credits paid wait to become EMB again; an epoch pays about "
              << money_text(head->remint) << " of them.\n";
    return exit_done;
}

} // namespace hearth::cli
