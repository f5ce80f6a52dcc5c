// SPDX-License-Identifier: Apache-2.0
#include "governance_arguments.h"

#include "add_verb.h"

#include "governance_verbs.h"
#include "verbs.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct Values {
    std::uint64_t id = 0, epochs = 0;
    std::string file, choice, account, amount, node;
};
using Shared = std::shared_ptr<Values>;
using Run = int (*)(Context&, const Values&);

constexpr const char* members_of_kinds =
    "\nThe file holds one object: \"title\", \"kind\", and of the kind\n"
    "  parameter  \"changes\": [{\"name\": \"vesting.epochs\", \"value\": 8}]\n"
    "  spend      \"to\": account, \"amount\": billionths of an EMB, as a text: \"1500000000\" is 1.5 EMB\n"
    "  model      \"model_id\", \"name\", \"listed\": true or false\n"
    "  profile    \"name\", \"listed\": true or false\n"
    "  upgrade    \"rules\": version, \"height\": block, and, if wanted, \"program\": SHA-256\n"
    "  text       \"text\"\n"
    "Hashes, ids and accounts are 64 hexadecimal digits.";

void add_stake_verbs(CLI::App& app, Command& command, const Shared& values) {
    CLI::App* stake = app.add_subcommand("stake", "Money that answers for a node's work and weighs in votes");
    stake->require_subcommand(1);
    stake->fallthrough();
    const auto moves = [&](const char* name, const char* what, Run run) {
        CLI::App* verb = add_verb(*stake, command, values, name, what, run);
        verb->add_option("AMOUNT", values->amount, "In EMB, for example 1.5")->required();
        verb->add_option("--node", values->node, "Key of another node of this operator; else the present one's");
    };
    moves("add", "Lock money of the operator's account for the node",
          [](Context& c, const Values& v) { return add_stake(c, v.amount, v.node); });
    moves("withdraw", "Take some of it back; it answers for the node's work some time longer",
          [](Context& c, const Values& v) { return withdraw_stake(c, v.amount, v.node); });
    CLI::App* lock =
        add_verb(*stake, command, values, "lock", "Keep all of it there for some time, so that it weighs more in votes",
                 [](Context& c, const Values& v) { return lock_stake(c, v.epochs, v.node); });
    lock->add_option("EPOCHS", values->epochs, "How many from now on; a lock only grows")
        ->required()
        ->check(whole_number(1));
    lock->add_option("--node", values->node, "Key of another node of this operator; else the present one's");
    add_verb(*stake, command, values, "bond", "Let a node's stake answer for the validator of this home, for good",
             [](Context& c, const Values& v) { return bond_validator(c, v.node); })
        ->add_option("--node", values->node, "Key of another node of this operator; else the present one's");
    add_verb(*stake, command, values, "show", "What the operator's nodes have at stake, and what is on its way back",
             [](Context& c, const Values&) { return show_stakes(c); });
}

} // namespace

void add_governance_verbs(CLI::App& app, Command& command) {
    const Shared values = std::make_shared<Values>();
    CLI::App* gov = app.add_subcommand("gov", "Proposals and votes");
    gov->require_subcommand(1);
    gov->fallthrough();
    add_verb(*gov, command, values, "list", "Proposals, newest first",
             [](Context& c, const Values&) { return list_proposals(c); });
    add_verb(*gov, command, values, "show", "What a proposal does and how the vote stands",
             [](Context& c, const Values& v) { return show_proposal(c, v.id); })
        ->add_option("ID", values->id, "Its number")
        ->required()
        ->check(whole_number());
    CLI::App* draft =
        add_verb(*gov, command, values, "propose", "Make a proposal; its deposit is held until it is decided",
                 [](Context& c, const Values& v) { return propose(c, v.file); });
    draft->add_option("FILE", values->file, "JSON: title, kind, and what that kind needs")->required();
    draft->footer(members_of_kinds);
    CLI::App* cast =
        add_verb(*gov, command, values, "vote", "Vote with the weight of this node's operator; may be changed later",
                 [](Context& c, const Values& v) { return vote(c, v.id, v.choice); });
    cast->add_option("ID", values->id, "Number of the proposal")->required()->check(whole_number());
    cast->add_option("CHOICE", values->choice, "yes, no or abstain")
        ->required()
        ->check(CLI::IsMember({"yes", "no", "abstain"}));
    add_verb(*gov, command, values, "delegate", "Let another account vote where this operator is silent",
             [](Context& c, const Values& v) { return delegate_votes(c, v.account); })
        ->add_option("ADDR", values->account, "Account, or nobody to end it")
        ->required();
    add_verb(*gov, command, values, "veto", "As the guardian of the genesis: keep a proposal from taking effect",
             [](Context& c, const Values& v) { return veto(c, v.id); })
        ->add_option("ID", values->id, "Number of the proposal")
        ->required()
        ->check(whole_number());
    add_stake_verbs(app, command, values);
}

} // namespace hearth::cli
