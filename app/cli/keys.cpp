// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/backup.h"
#include "core/file.h"
#include "long_call.h"
#include "new_file.h"
#include "output.h"
#include "passphrase.h"
#include "verbs.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <iostream>

namespace hearth::cli {
namespace {

using core::Code;

/// `advice`: what to do next, if anything.
int show(Context& context, const core::Result<std::vector<control::KeyInfo>>& keys, const std::string& advice = {}) {
    if (!keys) return context.fail(keys.error());
    if (context.json) {
        print_json_line("{\"keys\":" + control::to_json(*keys) +
                        (advice.empty() ? "" : ",\"advice\":" + control::to_json(advice)) + "}");
        return exit_done;
    }
    Table table({"ROLE", "PUBLIC KEY", "PASSPHRASE", "FILE"});
    for (const auto& key : *keys)
        table.row(
            {printable(key.role), printable(key.public_key), key.has_passphrase ? "yes" : "no", printable(key.file)});
    table.print();
    if (!advice.empty()) std::cout << "\n" << printable(advice) << "\n";
    return exit_done;
}

int passphrase_failed(const Context& context, const core::Error& error) {
    return error.code == Code::invalid_argument ? context.fail(error, exit_usage) : context.fail(error);
}

} // namespace

int show_keys(Context& context) {
    control::SocketNode* node = context.node();
    return node == nullptr ? context.connect_exit() : show(context, node->keys());
}

int rotate_node_key(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    return show(
        context, node->rotate_node_key(),
        "What was staked stays with the old key until it is withdrawn; the new key needs its own, and a validator "
        "another bond. Backups that were made before do not hold the new node key. Make a new one: " +
            context.command("keys backup FILE"));
}

int backup_keys(Context& context, const std::string& file, const std::string& passphrase_file, bool force) {
    std::error_code problem;
    // The service writes it and has another working folder.
    const auto target = std::filesystem::absolute(file, problem).lexically_normal();
    if (const auto free = check_new_file(target, force); !free) return context.fail(free.error());
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto passphrase = read_passphrase(context.interrupt(), passphrase_file, true);
    if (!passphrase) return passphrase_failed(context, passphrase.error());
    const LongCall call(context, *node);
    const std::filesystem::path beside = unfinished(target);
    if (const auto done = node->backup_keys(beside, *passphrase); !done)
        return context.fail(told_of(target, done.error()));
    if (const auto named = give_name(beside, target, force); !named) return context.fail(named.error());
    if (context.json)
        print_json(nlohmann::ordered_json{{"file", target.string()}});
    else
        std::cout << "The keys are in " << printable(target.string())
                  << ". Keep it and its passphrase apart from this machine.\n";
    if (const auto own = node->identity(); !context.json && own && own->offline)
        std::cout << "The operator's key is not among them: it is kept offline, and is to be copied there.\n";
    return exit_done;
}

int restore_keys(Context& context, const std::string& file, const std::string& passphrase_file) {
    const auto place = context.home();
    if (!place) return context.fail(place.error());
    const core::Home& home = *place;
    const auto passphrase = read_passphrase(context.interrupt(), passphrase_file, false);
    if (!passphrase) return passphrase_failed(context, passphrase.error());
    if (const auto made = home.create(); !made) return context.fail(made.error());
    const auto lock = core::FileLock::acquire(home.lock_file());
    if (!lock && lock.error().code == Code::conflict)
        return context.fail(core::fail(Code::conflict, "The service of " + home.root.string() + " is running.",
                                       "Stop it first: hearthctl stop"));
    if (!lock) return context.fail(lock.error());
    const auto names = core::restore_keys(file, home.keys(), *passphrase);
    if (!names) return context.fail(names.error());
    if (context.json)
        print_json(nlohmann::ordered_json{{"home", home.root.string()}, {"files", *names}});
    else
        std::cout << "Restored into " << printable(home.keys().string()) << ": " << joined(*names, ", ") << "\n";
    return exit_done;
}

} // namespace hearth::cli
