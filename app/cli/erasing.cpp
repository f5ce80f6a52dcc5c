// SPDX-License-Identifier: Apache-2.0
#include "erasing.h"

#include "add_verb.h"
#include "core/file.h"
#include "network_verbs.h"
#include "output.h"
#include "terminal.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace hearth::cli {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::Home;

/// All that Hearth puts into a home but for its keys and run/, which holds the lock; by the last ones a home is known
/// until nothing else is left of it.
constexpr const char* contents[]{"archive",
                                 "left",
                                 "network",
                                 "ledger",
                                 "models",
                                 "cache",
                                 "logs",
                                 "node.sqlite-journal",
                                 "node.sqlite-wal",
                                 "node.sqlite-shm",
                                 "node.sqlite",
                                 "hearth.toml"};

bool is_there(const fs::path& path) {
    std::error_code problem;
    return fs::symlink_status(path, problem).type() != fs::file_type::not_found && !problem;
}

bool has_keys(const Home& home) {
    return is_there(home.keys() / "operator.key") || is_there(home.keys() / "operator.public");
}

core::Status check_is_home(const Home& home) {
    if (is_there(home.config_file()) || is_there(home.database()) || has_keys(home)) return {};
    return core::fail(Code::not_found, "There is no node in " + home.root.string() + ".",
                      "Name its folder: hearthctl --home DIR home erase");
}

std::uint64_t bytes_in(const fs::path& path) {
    std::error_code problem;
    if (fs::is_symlink(path, problem)) return 0;
    if (fs::is_regular_file(path, problem)) return fs::file_size(path, problem);
    std::uint64_t bytes = 0;
    for (fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, problem), end;
         !problem && at != end; at.increment(problem))
        if (at->is_regular_file(problem) && !at->is_symlink(problem)) bytes += at->file_size(problem);
    return bytes;
}

/// A link goes, and what it leads to stays.
core::Status erase(const fs::path& path) {
    std::error_code problem;
    fs::remove_all(path, problem);
    if (!problem) return {};
    return core::fail(Code::io, "Could not delete " + path.string() + ": " + problem.message() + ".",
                      "Mend that, then run this again: it goes on where it stopped.");
}

std::vector<fs::path> doomed(const Home& home, bool keys) {
    std::vector<fs::path> paths;
    if (keys) paths.push_back(home.keys());
    for (const char* name : contents)
        paths.push_back(home.root / name);
    std::erase_if(paths, [](const fs::path& path) { return !is_there(path); });
    return paths;
}

void print_doomed(const Home& home, const std::vector<fs::path>& paths, bool keys) {
    std::cerr << "Of the node in " << printable(home.root.string()) << " this deletes for good\n";
    for (const fs::path& path : paths)
        std::cerr << "  " << printable(path.filename().string()) << "  " << bytes_text(bytes_in(path)) << "\n";
    std::cerr << (keys
                      ? "With its keys goes all that they own, on every ledger, unless a backup of them is elsewhere.\n"
                      : "Its keys stay in " + printable(home.keys().string()) + "; what they own stays theirs.\n");
}

/// A person types the folder's name, a script the whole path.
core::Status agree_to_erase(Context& context, const Home& home, const ErasingWish& wish) {
    const core::Error otherwise =
        core::fail(Code::refused, "Nothing was deleted.",
                   std::string("Type what is asked for, or: hearthctl home erase ") + (wish.keys ? "--keys " : "") +
                       "--confirm " + shell_word(home.root.string()));
    if (!wish.confirm.empty()) return wish.confirm == home.root.string() ? core::Status() : otherwise;
    if (context.json) return otherwise;
    const Terminal terminal(context.interrupt(), Terminal::Echo::on);
    if (!terminal.usable()) return otherwise;
    const fs::path name = home.root.has_filename() ? home.root.filename() : home.root; // "/" has none
    const std::string wanted = (wish.keys ? "keys of " : "") + name.string();
    return terminal.ask("Type \"" + printable(wanted) + "\" to delete it: ") == wanted ? core::Status() : otherwise;
}

std::vector<std::string> left_in(const fs::path& root) {
    std::vector<std::string> names;
    std::error_code problem;
    for (fs::directory_iterator at(root, problem), end; !problem && at != end; at.increment(problem))
        names.push_back(at->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

int erase_home(Context& context, const ErasingWish& wish) {
    const auto home = context.home();
    if (!home) return context.fail(home.error());
    if (const auto known = check_is_home(*home); !known) return context.fail(known.error());
    std::error_code problem;
    fs::create_directories(home->run(), problem); // for the lock, which keeps a service from starting meanwhile
    auto lock = hold_home(*home);
    if (!lock) return context.fail(lock.error());
    const std::vector<fs::path> paths = doomed(*home, wish.keys);
    if (!context.json) print_doomed(*home, paths, wish.keys);
    if (const auto agreed = agree_to_erase(context, *home, wish); !agreed) return context.fail(agreed.error());
    for (const fs::path& path : paths)
        if (const auto gone = erase(path); !gone) return context.fail(gone.error());
    if (const auto gone = erase(home->run()); !gone) return context.fail(gone.error());
    const std::vector<std::string> left = left_in(home->root);
    if (left.empty()) fs::remove(home->root, problem);
    if (context.json) {
        print_json({{"home", home->root.string()}, {"keys", wish.keys ? "erased" : "kept"}, {"left", left}});
        return exit_done;
    }
    std::cout << "The node's data are deleted.\n";
    if (!left.empty())
        std::cout << "In " << printable(home->root.string()) << " there is still: " << printable(joined(left, ", "))
                  << ".\n";
    return exit_done;
}

void add_home_verbs(CLI::App& app, Command& command) {
    const auto values = std::make_shared<ErasingWish>();
    CLI::App* group = app.add_subcommand("home", "The folder in which the node lives");
    group->require_subcommand(1);
    group->fallthrough();
    CLI::App* erase = add_verb(*group, command, values, "erase",
                               "Delete the node's data for good, but for its keys; its service must not run",
                               [](Context& c, const ErasingWish& v) { return erase_home(c, v); });
    erase->add_flag("--keys", values->keys, "Delete the keys, too: what they own is lost without a backup");
    erase->add_option("--confirm", values->confirm,
                      "The home's folder, as its whole path, in place of the question on the terminal");
}

} // namespace hearth::cli
