// SPDX-License-Identifier: Apache-2.0
#include "network_arguments.h"

#include "add_verb.h"

#include "channel_arguments.h"
#include "credit_verbs.h"
#include "network_verbs.h"
#include "verbs.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct Values {
    std::vector<std::string> keys, addresses;
    ProofWish proof;
    std::string hash, file, trust, period = "14d";
    std::string account, amount, folder;
    JoiningWish joining;
    FoundingWish founding;
    LeavingWish leaving;
    bool force = false;
};
using Shared = std::shared_ptr<Values>;
using Run = int (*)(Context&, const Values&);

void add_ledger_verbs(CLI::App& app, Command& command, const Shared& values) {
    CLI::App* ledger = app.add_subcommand("ledger", "The ledger");
    ledger->require_subcommand(1);
    ledger->fallthrough();
    add_verb(*ledger, command, values, "head", "Newest state",
             [](Context& c, const Values&) { return ledger_head(c); });
    add_verb(*ledger, command, values, "account", "What an account holds", [](Context& c, const Values& v) {
        return show_account(c, v.account);
    })->add_option("ACCOUNT", values->account, "Its key; none: the account that pays for what is asked here");
    CLI::App* send =
        add_verb(*ledger, command, values, "send", "Send money from the account that pays for what is asked here",
                 [](Context& c, const Values& v) { return send_money(c, v.account, v.amount); });
    send->add_option("ACCOUNT", values->account, "Key of the account that gets it")->required();
    send->add_option("AMOUNT", values->amount, "In EMB, for example 1.5")->required();
    CLI::App* credits =
        add_verb(*ledger, command, values, "buy-credits", "Burn money for credits, which pay for answers alone",
                 [](Context& c, const Values& v) { return buy_credits(c, v.amount, v.account); });
    credits->add_option("AMOUNT", values->amount, "In EMB, for example 1.5")->required();
    credits->add_option("--for", values->account,
                        "Key of the account that gets them; none: the one that pays for what is asked here");
    add_verb(*ledger, command, values, "credits", "What credits an account has, and what waits to become EMB again",
             [](Context& c, const Values& v) { return show_credits(c, v.account); })
        ->add_option("ACCOUNT", values->account, "Its key; none: the account that pays for what is asked here");
    CLI::App* exported = add_verb(*ledger, command, values, "export-state",
                                  "Write the whole state of a home whose service does not run into a file",
                                  [](Context& c, const Values& v) { return export_state(c, v.file, v.force); });
    exported->add_option("FILE", values->file, "New file for it")->required();
    exported->add_flag("--force", values->force, "Replace the file if it is there");
}

constexpr const char* forms_of_keys =
    "\nA KEY names a record of the ledger: an account's 64 digits, or\n"
    "  node:KEY  escrow:ID  reward:RECEIPT  root:EPOCH/NODE  tariff:NODE/MODEL/PROFILE\n"
    "  proposal:NUMBER  ballot:NUMBER/KEY  weight:NUMBER/KEY  delegation:KEY  listing:NAME\n"
    "  channel:ID  bond:VALIDATOR  offence:VALIDATOR/HEIGHT/KIND  announcement:NODE\n"
    "  jail:VALIDATOR\n"
    "  totals  params  rules  draw  governance  issuance  remint";

void add_proof_verbs(CLI::App& ledger, Command& command, const Shared& values) {
    add_verb(ledger, command, values, "tx", "In which block a transaction is, and what came of it",
             [](Context& c, const Values& v) { return show_transaction(c, v.hash); })
        ->add_option("HASH", values->hash, "64 hexadecimal digits")
        ->required();
    CLI::App* prove =
        add_verb(ledger, command, values, "prove", "Show others what the ledger holds, or that it holds nothing",
                 [](Context& c, const Values& v) { return prove_records(c, v.keys, v.proof); });
    prove->add_option("KEY", values->keys, "Records; see below")->required();
    prove->add_option("--out", values->proof.out, "File for the proof");
    prove
        ->add_option("--from", values->proof.from,
                     "In a network: the block whose header the reader trusts; none: he knows the validators")
        ->check(whole_number());
    prove->add_flag("--force", values->proof.force, "Replace the file if it is there");
    prove->footer(forms_of_keys);
    CLI::App* verify =
        add_verb(ledger, command, values, "verify-proof", "Examine such a file, without a service and without a ledger",
                 [](Context& c, const Values& v) { return verify_proof(c, v.file, v.trust, v.period); });
    verify->add_option("FILE", values->file, "The proof")->required();
    verify->add_option("--trust", values->trust,
                       "Hash of the header with which it begins, a solo ledger's key, or an invitation to the network");
    verify->add_option("--trusting-period", values->period, "How old that header may be")->capture_default_str();
}

/// How a home comes into a network and out of it.
void add_joining_verbs(CLI::App& network, Command& command, const Shared& values) {
    CLI::App* invite =
        add_verb(network, command, values, "invite", "Print what other homes join with",
                 [](Context& c, const Values& v) { return invite_to_network(c, v.folder, v.addresses); });
    invite->add_option("DIR", values->folder, "Folder of the network")->required();
    invite
        ->add_option("--address", values->addresses,
                     "HOST:PORT at which other machines reach a home of it that shows headers; again for another one")
        ->allow_extra_args(false);
    CLI::App* join =
        add_verb(network, command, values, "join", "Give this home a place in a network; its service must not run",
                 [](Context& c, const Values& v) { return join_network(c, v.joining); });
    join->add_option("INVITATION", values->joining.invitation,
                     "The text that somebody in it sent, or a file that holds it")
        ->required();
    join->add_option("--listen", values->joining.listen, "Address and port for other full nodes")
        ->capture_default_str();
    join->add_option("--gateway", values->joining.gateway,
                     "HOST:PORT at which it is a gateway itself: homes that dial it get work from it");
    join->add_flag("--yes", values->joining.sure, "Do not ask before the home's own ledger is put aside");
    CLI::App* leave = add_verb(network, command, values, "leave",
                               "Give this home its own ledger back, after saying what is locked in the network; its "
                               "service must not run",
                               [](Context& c, const Values& v) { return leave_network(c, v.leaving); });
    leave->add_flag(
        "--remove-chain", values->leaving.remove_chain,
        "Delete the chain's data but for the validator's keys; else all is kept in the home's folder left/");
    leave->add_flag("--yes", values->leaving.sure, "Do not ask");
}

} // namespace

void add_network_verbs(CLI::App& app, Command& command) {
    const Shared values = std::make_shared<Values>();
    CLI::App* network = app.add_subcommand("network", "Networks of several homes");
    network->require_subcommand(1);
    network->fallthrough();
    CLI::App* init = add_verb(*network, command, values, "init", "Make the homes of a network on this machine",
                              [](Context& c, const Values& v) { return found_network(c, v.founding); });
    init->add_option("DIR", values->founding.folder, "New folder for them")->required();
    init->add_option("--validators", values->founding.validators, "How many homes order the blocks")
        ->capture_default_str()
        ->check(whole_number(1, 32));
    init->add_option("--first-port", values->founding.first_port, "First of the ports of 127.0.0.1 that they take")
        ->capture_default_str()
        ->check(whole_number(1024, 65500));
    init->add_option("--epoch-seconds", values->founding.epoch_seconds, "Length of a settlement epoch")
        ->capture_default_str()
        ->check(whole_number(1, 86400));
    init->add_option("--snapshot-every", values->founding.snapshot_every,
                     "Blocks between two snapshots with which homes begin that join later")
        ->capture_default_str()
        ->check(whole_number(2, 1'000'000));
    init->add_option("--from-solo", values->founding.solo,
                     "A home whose solo ledger goes on as this network's: it must not run, and stays as it is");
    const auto of_folder = [&](const char* name, const char* what, Run run) {
        add_verb(*network, command, values, name, what, run)
            ->add_option("DIR", values->folder, "Folder of the network")
            ->required();
    };
    of_folder("up", "Start every home of it", [](Context& c, const Values& v) { return start_network(c, v.folder); });
    of_folder("status", "How its homes stand", [](Context& c, const Values& v) { return network_status(c, v.folder); });
    of_folder("down", "Stop every home of it", [](Context& c, const Values& v) { return stop_network(c, v.folder); });
    add_verb(*network, command, values, "show", "Validators, peers and links of this home",
             [](Context& c, const Values&) { return show_network(c); });
    add_joining_verbs(*network, command, values);
    add_ledger_verbs(app, command, values);
    add_proof_verbs(*app.get_subcommand("ledger"), command, values);
    add_channel_verbs(*app.get_subcommand("ledger"), command);
}

} // namespace hearth::cli
