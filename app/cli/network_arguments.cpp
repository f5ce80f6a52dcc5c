// SPDX-License-Identifier: Apache-2.0
#include "network_arguments.h"

#include "verbs.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct Values {
    std::string account, amount, folder, invitation, listen = "127.0.0.1:26656";
    unsigned validators = 4;
    std::uint16_t first_port = 26700;
    std::uint32_t epoch_seconds = 60;
};
using Shared = std::shared_ptr<Values>;
using Run = int (*)(Context&, const Values&);

CLI::App* add(CLI::App& parent, Command& command, const Shared& values, const char* name, const char* what, Run run) {
    CLI::App* sub = parent.add_subcommand(name, what);
    sub->fallthrough();
    sub->callback(
        [&command, values, run] { command.run = [values, run](Context& context) { return run(context, *values); }; });
    return sub;
}

void add_ledger_verbs(CLI::App& app, Command& command, const Shared& values) {
    CLI::App* ledger = app.add_subcommand("ledger", "The ledger");
    ledger->require_subcommand(1);
    ledger->fallthrough();
    add(*ledger, command, values, "head", "Newest state", [](Context& c, const Values&) { return ledger_head(c); });
    add(*ledger, command, values, "account", "What an account holds", [](Context& c, const Values& v) {
        return show_account(c, v.account);
    })->add_option("ACCOUNT", values->account, "Its key; none: the account that pays for what is asked here");
    CLI::App* send =
        add(*ledger, command, values, "send", "Send money from the account that pays for what is asked here",
            [](Context& c, const Values& v) { return send_money(c, v.account, v.amount); });
    send->add_option("ACCOUNT", values->account, "Key of the account that gets it")->required();
    send->add_option("AMOUNT", values->amount, "In EMB, for example 1.5")->required();
}

} // namespace

void add_network_verbs(CLI::App& app, Command& command) {
    const Shared values = std::make_shared<Values>();
    CLI::App* network = app.add_subcommand("network", "Networks of several homes");
    network->require_subcommand(1);
    network->fallthrough();
    CLI::App* init = add(*network, command, values, "init", "Make the homes of a network on this machine",
                         [](Context& c, const Values& v) {
                             return found_network(c, v.validators, v.folder, v.first_port, v.epoch_seconds);
                         });
    init->add_option("DIR", values->folder, "New folder for them")->required();
    init->add_option("--validators", values->validators, "How many homes order the blocks")
        ->capture_default_str()
        ->check(whole_number(1, 32));
    init->add_option("--first-port", values->first_port, "First of the ports of 127.0.0.1 that they take")
        ->capture_default_str()
        ->check(whole_number(1024, 65500));
    init->add_option("--epoch-seconds", values->epoch_seconds, "Length of a settlement epoch")
        ->capture_default_str()
        ->check(whole_number(1, 86400));
    const auto of_folder = [&](const char* name, const char* what, Run run) {
        add(*network, command, values, name, what, run)
            ->add_option("DIR", values->folder, "Folder of the network")
            ->required();
    };
    of_folder("up", "Start every home of it", [](Context& c, const Values& v) { return start_network(c, v.folder); });
    of_folder("status", "How its homes stand", [](Context& c, const Values& v) { return network_status(c, v.folder); });
    of_folder("down", "Stop every home of it", [](Context& c, const Values& v) { return stop_network(c, v.folder); });
    of_folder("invite", "Print what other homes join with",
              [](Context& c, const Values& v) { return invite_to_network(c, v.folder); });
    CLI::App* join =
        add(*network, command, values, "join", "Give this home a place in a network; its service must not run",
            [](Context& c, const Values& v) { return join_network(c, v.invitation, v.listen); });
    join->add_option("INVITATION", values->invitation, "The text that somebody in it sent")->required();
    join->add_option("--listen", values->listen, "Address and port for other full nodes")->capture_default_str();
    add_ledger_verbs(app, command, values);
}

} // namespace hearth::cli
