// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/amount_text.h"
#include "output.h"
#include "verbs.h"

#include <iostream>

namespace hearth::cli {
namespace {

/// What was given is wrong, or something else.
int fail(Context& context, const core::Error& error) {
    return context.fail(error, error.code == core::Code::invalid_argument ? exit_usage : exit_failed);
}

} // namespace

int ledger_head(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto head = node->ledger_head();
    if (!head) return context.fail(head.error());
    if (context.json) {
        print_json_line(control::to_json(*head));
        return exit_done;
    }
    Table table;
    table.row({"height", std::to_string(head->height)});
    table.row({"epoch", std::to_string(head->epoch)});
    table.row({"app hash", printable(head->app_hash)});
    table.row({"supply", money_text(head->supply)});
    table.row({"newly made", money_text(head->minted) + " in the present window of subsidy.window_epochs"});
    table.row(
        {"to become EMB again", money_text(head->waiting) + ", of which an epoch pays " + money_text(head->remint)});
    for (const auto& [name, amount] : head->pools)
        table.row({"pool " + printable(name), money_text(amount)});
    table.print();
    return exit_done;
}

int show_account(Context& context, const std::string& address) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto account = node->account(address);
    if (!account) return fail(context, account.error());
    if (context.json) {
        print_json_line(control::to_json(*account));
        return exit_done;
    }
    Table table;
    table.row({"account", printable(account->address)});
    table.row({"balance", money_text(account->balance)});
    if (account->credits != "0") table.row({"credits", money_text(account->credits)});
    table.print();
    return exit_done;
}

int send_money(Context& context, const std::string& to, const std::string& amount) {
    if (const auto sum = core::parse_emb(amount); !sum) return context.fail(sum.error(), exit_usage);
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto sent = node->send_money(to, amount);
    if (!sent) return fail(context, sent.error());
    if (context.json)
        print_json_line(control::to_json(*sent));
    else
        std::cout << "Sent " << money_text(sent->amount) << " to " << printable(sent->to) << " in block "
                  << sent->height << ".\n";
    return exit_done;
}

} // namespace hearth::cli
