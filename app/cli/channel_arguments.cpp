// SPDX-License-Identifier: Apache-2.0
#include "channel_arguments.h"

#include "add_verb.h"

#include "channel_verbs.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct Values {
    std::string channel, payee, payer, amount, paid, file;
    std::uint64_t epochs = 10'080;
    ClosingWish closing;
    SigningWish signing;
};
using Shared = std::shared_ptr<Values>;

void with_channel(CLI::App* verb, const Shared& values) {
    verb->add_option("CHANNEL", values->channel, "Its id, 64 hexadecimal digits")->required();
}

void with_amount(CLI::App* verb, const Shared& values, const char* what) {
    verb->add_option("AMOUNT", values->amount, what)->required();
}

void with_signing(CLI::App* verb, const Shared& values, const char* account) {
    values->signing.account = account;
    verb->add_option("--chain", values->signing.chain, "Id of the chain; none: the service is asked");
    verb->add_option("--account", values->signing.account, "Which key of this home signs: caller or operator")
        ->check(CLI::IsMember({"caller", "operator"}));
}

void add_ledger_acts(CLI::App& channel, Command& command, const Shared& values) {
    CLI::App* open = add_verb(channel, command, values, "open", "Set money aside that vouchers bring to one payee",
                              [](Context& c, const Values& v) { return open_channel(c, v.payee, v.amount, v.epochs); });
    open->add_option("PAYEE", values->payee, "Key of the account that is paid")->required();
    with_amount(open, values, "In EMB, for example 1.5");
    open->add_option("--epochs", values->epochs, "How many epochs it lasts; then what is left comes back")
        ->capture_default_str()
        ->check(whole_number(1));
    CLI::App* topup = add_verb(channel, command, values, "topup", "Put more money into a channel",
                               [](Context& c, const Values& v) { return top_up_channel(c, v.channel, v.amount); });
    with_channel(topup, values);
    with_amount(topup, values, "In EMB, for example 1.5");
    add_verb(channel, command, values, "redeem", "As the payee: take what a voucher adds to the one before",
             [](Context& c, const Values& v) { return redeem_voucher(c, v.file); })
        ->add_option("FILE", values->file, "The voucher")
        ->required();
    CLI::App* close = add_verb(channel, command, values, "close",
                               "End a channel: as the payee at once, as the payer after a time for the last vouchers",
                               [](Context& c, const Values& v) { return close_channel(c, v.channel, v.closing); });
    with_channel(close, values);
    CLI::Option* voucher = close->add_option("--voucher", values->closing.voucher, "As the payee: a last voucher");
    CLI::Option* agreement = close->add_option("--agreement", values->closing.agreement,
                                               "As the payer: what the payee signed, to close it at once");
    CLI::Option* paid = close->add_option("--paid", values->closing.amount, "To how much in all the payee agreed");
    agreement->needs(paid)->excludes(voucher);
    paid->needs(agreement);
    add_verb(channel, command, values, "show", "Channels in which this home pays or is paid",
             [](Context& c, const Values& v) { return show_channels(c, v.channel); })
        ->add_option("CHANNEL", values->channel, "One of them");
}

} // namespace

void add_channel_verbs(CLI::App& ledger, Command& command) {
    const Shared values = std::make_shared<Values>();
    CLI::App* channel = ledger.add_subcommand("channel", "Payments to one payee that need no block each");
    channel->require_subcommand(1);
    channel->fallthrough();
    add_ledger_acts(*channel, command, values);
    const Shared of_payer = std::make_shared<Values>(), of_payee = std::make_shared<Values>();
    CLI::App* voucher = add_verb(
        *channel, command, of_payer, "voucher", "As the payer: sign how much of a channel is the payee's in all",
        [](Context& c, const Values& v) { return make_voucher(c, v.channel, v.amount, v.signing); });
    with_channel(voucher, of_payer);
    with_amount(voucher, of_payer, "In all since the channel was opened, in EMB");
    with_signing(voucher, of_payer, "caller");
    voucher->add_option("--out", of_payer->signing.out, "File for the voucher")->required();
    voucher->add_flag("--force", of_payer->signing.force, "Replace the file if it is there");
    CLI::App* agree =
        add_verb(*channel, command, of_payee, "agree", "As the payee: sign with how much in all the payer may close it",
                 [](Context& c, const Values& v) { return agree_to_close(c, v.channel, v.amount, v.paid, v.signing); });
    with_channel(agree, of_payee);
    with_amount(agree, of_payee, "In all since the channel was opened, in EMB");
    with_signing(agree, of_payee, "operator");
    agree->add_option("--paid", of_payee->paid,
                      "What it has paid until now, in EMB; none: the service is asked. The next payment voids it");
    CLI::App* check = add_verb(*channel, command, values, "check", "Whether a voucher would be paid",
                               [](Context& c, const Values& v) { return check_voucher_file(c, v.file, v.payer); });
    check->add_option("FILE", values->file, "The voucher")->required();
    check->add_option("--payer", values->payer, "Key of the payer: look at its signature only, without a service");
}

} // namespace hearth::cli
