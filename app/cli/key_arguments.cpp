// SPDX-License-Identifier: Apache-2.0
#include "key_arguments.h"

#include "add_verb.h"

#include "key_verbs.h"
#include "verbs.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct KeyValues {
    std::string file, passphrase_file, name, budget, key, what;
    std::optional<std::uint32_t> concurrency, per_minute;
    bool force = false, words = false, replace = false;
    ExportWish made;
    SignWish sign;
};
using SharedKeys = std::shared_ptr<KeyValues>;

constexpr const char* acts = "\nACT and what it needs:\n"
                             "  send ACCOUNT AMOUNT      money of the operator's account, in EMB\n"
                             "  stake AMOUNT [NODE]      of another node of the operator's: its key\n"
                             "  unstake AMOUNT [NODE]\n"
                             "  lock EPOCH [NODE]        its last epoch\n"
                             "  vote ID yes|no|abstain\n"
                             "  delegate ACCOUNT|nobody\n"
                             "  veto ID                  as the guardian\n"
                             "  propose JSON-FILE        as gov propose\n"
                             "  register                 the node key, or the next one that waits for it\n"
                             "  bond [NODE]              its stake answers for the validator of this home\n"
                             "  open-channel PAYEE AMOUNT EPOCH   from the operator's account, until that epoch\n"
                             "  top-up CHANNEL AMOUNT\n"
                             "  redeem VOUCHER-FILE      as the payee\n"
                             "  close-channel CHANNEL [VOUCHER-FILE]   as the payee with a last voucher";

int no_file(const Context& context, const char* verb) {
    return context.fail(core::fail(core::Code::invalid_argument, std::string("keys ") + verb + " needs a FILE.",
                                   std::string("See: hearthctl help keys ") + verb),
                        exit_usage);
}

int back_up(Context& context, const KeyValues& v) {
    if (v.words) return back_up_words(context, v.file, v.force);
    if (v.file.empty()) return no_file(context, "backup");
    return backup_keys(context, v.file, v.passphrase_file, v.force);
}

int restore(Context& context, const KeyValues& v) {
    if (v.words) return restore_words(context, v.file, v.replace);
    if (v.file.empty()) return no_file(context, "restore");
    return restore_keys(context, v.file, v.passphrase_file);
}

/// Under both `keys` and `gateway`: they are keys, and they open the gateway.
void add_api_verbs(CLI::App& parent, const char* group, Command& command, const SharedKeys& values) {
    CLI::App* api = parent.add_subcommand(group, "Keys of those who may call from other machines");
    api->require_subcommand(1);
    api->fallthrough();
    CLI::App* create =
        add_verb(*api, command, values, "create", "Make a key; it is shown once", [](Context& c, const KeyValues& v) {
            return create_api_key(c, v.name, v.budget, v.concurrency, v.per_minute);
        });
    create->add_option("--name", values->name, "Name to know it by")->type_name("N");
    create->add_option("--budget", values->budget, "Most that it may ever spend")->type_name("EMB");
    const auto most = [&](const char* name, std::optional<std::uint32_t>& to, const char* what) {
        create->add_option(name, to, what)->type_name("N")->check(whole_number(1, 1'000'000));
    };
    most("--concurrency", values->concurrency, "Answers at the same time");
    most("--per-minute", values->per_minute, "Answers that may be asked for in a minute");
    add_verb(*api, command, values, "list", "Names, budgets and what was spent",
             [](Context& c, const KeyValues&) { return list_api_keys(c); });
    add_verb(*api, command, values, "revoke", "Refuse a key from now on",
             [](Context& c, const KeyValues& v) { return revoke_api_key(c, v.key); })
        ->add_option("NAME|ID", values->key, "Which one")
        ->required();
}

void add_backup_verbs(CLI::App& keys, Command& command, const SharedKeys& values) {
    const auto options = [&](CLI::App* sub, const char* file, const char* words) {
        CLI::Option* sealed = sub->add_option("--passphrase-file", values->passphrase_file,
                                              "Read the passphrase from a file instead of the terminal");
        sealed->type_name("FILE");
        sub->add_option("FILE", values->file, file);
        return sub->add_flag("--words", values->words, words)->excludes(sealed);
    };
    CLI::App* out =
        add_verb(keys, command, values, "backup", "Copy the keys into one sealed file, or show the words", back_up);
    options(out, "File to write; with --words it may be left out",
            "The operator's key as 24 words: on the terminal, or in a file that only its owner may read");
    out->add_flag("--force", values->force, "Replace a file that is there already");
    CLI::App* in = add_verb(keys, command, values, "restore",
                            "Put the keys of a backup into this home; the service must not run", restore);
    CLI::Option* by_words = options(in, "Backup file; with --words the file with them",
                                    "The operator's key by its 24 words: of FILE, of standard input, or asked for");
    in->add_flag("--replace", values->replace, "Move another operator's keys aside")->needs(by_words);
    add_verb(keys, command, values, "offline", "Move the operator's key into a file; the service must not run",
             [](Context& c, const KeyValues& v) { return take_key_offline(c, v.file); })
        ->add_option("FILE", values->file, "File to write, on a medium that is carried away")
        ->required();
}

void add_offline_verbs(CLI::App& ledger, Command& command, const SharedKeys& values) {
    CLI::App* out =
        add_verb(ledger, command, values, "tx-export", "Write what the operator is to sign on another machine",
                 [](Context& c, const KeyValues& v) { return export_transaction(c, v.made); });
    ExportWish& wish = values->made;
    out->add_option("FILE", wish.file, "File to write")->required();
    out->add_option("ACT", wish.act, "What is to happen; see below")->required();
    out->add_option("ARGUMENT", wish.arguments, "Of the act");
    out->add_option("--blocks", wish.blocks, "For how many blocks from now on it may be sent")
        ->type_name("N")
        ->check(whole_number(1, 100'000'000))
        ->capture_default_str();
    out->add_flag("--force", wish.force, "Replace a file that is there already");
    out->footer(acts);
    CLI::App* sign =
        add_verb(ledger, command, values, "tx-sign", "Sign such a file; needs neither a service nor a home",
                 [](Context& c, const KeyValues& v) { return sign_transaction(c, v.sign); });
    sign->add_option("FILE", values->sign.file, "It gets the signature")->required();
    CLI::Option* key = sign->add_option("--key", values->sign.key, "Key file of the operator")->type_name("FILE");
    sign->add_option("--words", values->sign.words, "File with the 24 words; - asks for them")
        ->type_name("FILE")
        ->excludes(key);
    sign->add_flag("--yes", values->sign.sure, "Do not ask");
    add_verb(ledger, command, values, "tx-send", "Send such a file once it is signed",
             [](Context& c, const KeyValues& v) { return send_transaction(c, v.file); })
        ->add_option("FILE", values->file, "With its signature")
        ->required();
}

} // namespace

void add_key_verbs(CLI::App& app, Command& command) {
    const SharedKeys values = std::make_shared<KeyValues>();
    CLI::App* keys = app.add_subcommand("keys", "The node's keys");
    keys->require_subcommand(1);
    keys->fallthrough();
    add_api_verbs(*keys, "api", command, values);
    add_api_verbs(*app.get_subcommand("gateway"), "keys", command, values);
    add_verb(*keys, command, values, "show", "Public parts", [](Context& c, const KeyValues&) { return show_keys(c); });
    add_backup_verbs(*keys, command, values);
    add_verb(*keys, command, values, "rotate", "Replace a key",
             [](Context& c, const KeyValues&) { return rotate_node_key(c); })
        ->add_option("KEY", values->what, "Which one: node")
        ->required()
        ->check(CLI::IsMember({"node"}));
    add_offline_verbs(*app.get_subcommand("ledger"), command, values);
}

} // namespace hearth::cli
