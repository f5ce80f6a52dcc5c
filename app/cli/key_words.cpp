// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "core/file.h"
#include "core/operator_key.h"
#include "core/recovery_words.h"
#include "key_verbs.h"
#include "new_file.h"
#include "output.h"
#include "terminal.h"
#include "words_input.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <set>

namespace hearth::cli {
namespace {

using core::Code;
using core::OperatorKey;
using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;

constexpr const char* other_keys =
    "They bring back the operator's key, its account and the account that pays for what is asked here. The node key is "
    "made anew and certified by it.";
constexpr const char* operator_only =
    "This home was made by an older version: they bring back the operator's key and its account, but not the account "
    "that pays for what is asked here. Keep a backup file, too: hearthctl keys backup FILE";

int words_exit(const core::Error& error) {
    return error.code == Code::invalid_argument ? exit_usage : error.code == Code::refused ? exit_refused : exit_failed;
}

int words_failed(const Context& context, const core::Error& error) {
    return context.fail(error, static_cast<Exit>(words_exit(error)));
}

core::Result<core::FileLock> lock_home(const core::Home& home) {
    HEARTH_CHECK(home.create());
    auto lock = core::FileLock::acquire(home.lock_file());
    if (lock || lock.error().code != Code::conflict) return lock;
    return core::fail(Code::conflict, "The service of " + home.root.string() + " is running.",
                      "Stop it first: hearthctl stop");
}

core::Result<OperatorKey> own_key(const core::Home& home) {
    HEARTH_TRY(OperatorKey own, OperatorKey::load(home.keys()));
    if (own.key) return own;
    return core::fail(Code::refused, "The operator's key of this home is kept offline.",
                      "Its words are made where it is; or sign there: hearthctl help ledger tx-sign");
}

std::string in_columns(const Words& words) {
    constexpr std::size_t columns = 4, width = 18;
    const std::size_t rows = words.size() / columns;
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            const std::size_t at = column * rows + row;
            std::string cell = (at < 9 ? " " : "") + std::to_string(at + 1) + ". " + words[at];
            if (column + 1 < columns) cell.resize(std::max(cell.size() + 1, width), ' ');
            text += cell;
        }
        text += "\n";
    }
    return text;
}

std::set<std::size_t> three_places(std::size_t count) {
    std::set<std::size_t> places;
    while (places.size() < 3)
        places.insert(core::random_hash().bytes[0] % count);
    return places;
}

/// Whoever has written them down can say three of them.
bool asked_for_three(const Terminal& terminal, const Words& words) {
    constexpr int most_tries = 3;
    for (const std::size_t place : three_places(words.size())) {
        bool right = false;
        for (int i = 0; i < most_tries && !right; ++i) {
            const Words typed = core::split_words(terminal.ask("Word " + std::to_string(place + 1) + ": "));
            right = typed == Words{words[place]};
            if (!right) terminal.say("That is not what it was. Look at your paper.\n");
        }
        if (!right) return false;
    }
    return true;
}

core::Status show_words(Context& context, const Words& words, const char* what_they_do) {
    const Terminal terminal(context.interrupt(), Terminal::Echo::on);
    if (!terminal.usable())
        return core::fail(Code::invalid_argument, "There is no terminal to show the words on.",
                          "Give a file for them: hearthctl keys backup --words FILE");
    terminal.say(
        "\nWhoever has these words has the key. Write them on paper, in this order; do not photograph them and "
        "do not keep them in a file or a mail. Nobody who helps you ever needs them.\n\n");
    terminal.say(in_columns(words));
    terminal.say(std::string("\n") + what_they_do + "\n\nPress Enter when they are written down. ");
    terminal.ask("");
    terminal.say("\x1b[2J\x1b[3J\x1b[H"); // neither on the screen nor above it
    if (asked_for_three(terminal, words)) return {};
    return core::fail(Code::refused, "The words were not written down rightly.",
                      "Show them again: hearthctl keys backup --words");
}

core::Status write_words(const Words& words, const std::filesystem::path& file, bool force) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += std::to_string(i + 1) + ". " + words[i] + "\n";
    const std::filesystem::path beside = unfinished(file);
    if (const auto written = core::write_file_atomic(beside, core::as_bytes(text), 0600); !written)
        return told_of(file, written.error());
    return give_name(beside, file, force);
}

} // namespace

int back_up_words(Context& context, const std::string& file, bool force) {
    const auto place = context.home();
    if (!place) return context.fail(place.error());
    if (!file.empty())
        if (const auto free = check_new_file(file, force); !free) return context.fail(free.error());
    const auto own = own_key(*place);
    if (!own) return words_failed(context, own.error());
    const auto covers = core::words_cover_accounts(place->keys(), *own->key);
    if (!covers) return context.fail(covers.error());
    const Words words = own->key->recovery_words();
    const char* const what_they_do = *covers ? other_keys : operator_only;
    const core::Status kept = file.empty() ? show_words(context, words, what_they_do) : write_words(words, file, force);
    if (!kept) return words_failed(context, kept.error());
    const core::Status noted = core::note_backup(place->keys(), own->account, {"words", core::system_clock().now()});
    if (!noted) return context.fail(noted.error());
    if (context.json) {
        print_json_line(Json{{"account", own->account.hex()}, {"file", file}, {"covers_accounts", *covers}}.dump());
        return exit_done;
    }
    std::cout << (file.empty() ? "The words are written down" : "The words are in " + printable(file))
              << ", of the account " << own->account.hex() << ".\n";
    if (!file.empty()) std::cout << what_they_do << " Take the file off this machine.\n";
    return exit_done;
}

int restore_words(Context& context, const std::string& file, bool replace) {
    const auto place = context.home();
    if (!place) return context.fail(place.error());
    const auto key = read_words(context.interrupt(), file.empty() ? "-" : file);
    if (!key) return words_failed(context, key.error());
    const auto lock = lock_home(*place);
    if (!lock) return context.fail(lock.error());
    std::error_code ignored;
    if (std::filesystem::exists(place->database(), ignored)) {
        const auto present = OperatorKey::load(place->keys());
        if (!present || present->account != key->public_key())
            return context.fail(core::fail(Code::conflict,
                                           place->root.string() + " is the home of another operator, with its jobs.",
                                           "Restore into a new one: hearthctl --home DIR keys restore --words"));
    }
    const auto aside = core::restore_operator(place->keys(), *key, replace);
    if (!aside) return context.fail(aside.error());
    if (context.json) {
        print_json(
            Json{{"home", place->root.string()}, {"account", key->public_key().hex()}, {"moved_to", aside->string()}});
        return exit_done;
    }
    std::cout << "Restored into " << printable(place->keys().string()) << ": the operator's account is "
              << key->public_key().hex() << ".\n";
    if (!aside->empty()) std::cout << "The keys that were here are in " << printable(aside->string()) << " now.\n";
    return exit_done;
}

int take_key_offline(Context& context, const std::string& file) {
    const auto place = context.home();
    if (!place) return context.fail(place.error());
    const auto lock = lock_home(*place);
    if (!lock) return context.fail(lock.error());
    const auto account = core::take_operator_offline(place->keys(), file);
    if (!account) return context.fail(account.error());
    if (context.json) {
        print_json(Json{{"account", account->hex()}, {"file", file}});
        return exit_done;
    }
    std::cout << "The operator's key is in " << printable(file)
              << " and not in this home any more. Carry it away; what needs it is made here with\n  "
              << context.command("ledger tx-export FILE ACT") << "\nand signed where it is with\n  "
              << "hearthctl ledger tx-sign FILE --key " << printable(file) << "\n";
    return exit_done;
}

} // namespace hearth::cli
