// SPDX-License-Identifier: Apache-2.0
#include "guide.h"

#include "core/nearest.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::cli {
namespace {

using core::Code;
using nlohmann::ordered_json;

const std::function<bool(const CLI::App*)> every_verb = [](const CLI::App*) { return true; };
const std::function<bool(const CLI::Option*)> every_option = [](const CLI::Option*) { return true; };

/// "model import"; empty for the program itself.
std::string path_of(const CLI::App& app) {
    if (app.get_parent() == nullptr) return {};
    const std::string above = path_of(*app.get_parent());
    return above.empty() ? app.get_name() : above + " " + app.get_name();
}

/// Verbs that do something, in the order in which they were made.
void collect(const CLI::App& app, std::vector<const CLI::App*>& verbs) {
    const auto below = app.get_subcommands(every_verb);
    if (below.empty() && app.get_parent() != nullptr) verbs.push_back(&app);
    for (const CLI::App* sub : below)
        collect(*sub, verbs);
}

std::vector<const CLI::Option*> arguments_of(const CLI::App& verb) {
    std::vector<const CLI::Option*> arguments;
    for (const CLI::Option* option : verb.get_options(every_option))
        if (option->get_positional()) arguments.push_back(option);
    return arguments;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options(every_option))
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
    return names;
}

/// The verb with its arguments: "receipt export ID FILE".
std::string usage_of(const CLI::App& verb) {
    std::string text = path_of(verb);
    for (const CLI::Option* argument : arguments_of(verb)) {
        const std::string name = argument->get_name(true);
        text += argument->get_required() ? " " + name : " [" + name + "]";
    }
    return text;
}

std::string see(const CLI::App& app) {
    const std::string path = path_of(app);
    return "See: hearthctl help" + (path.empty() ? "" : " " + path);
}

std::string with_guess(const std::string& guess, const CLI::App& app) {
    return guess.empty() ? see(app) : "Did you mean " + guess + "? " + see(app);
}

const CLI::App* child(const CLI::App& app, const std::string& name) {
    for (const CLI::App* sub : app.get_subcommands(every_verb))
        if (sub->get_name() == name) return sub;
    return nullptr;
}

/// A verb of this level, or the only one of the whole program that ends so: "import" is "model import".
std::string guess_verb(const CLI::App& app, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* sub : app.get_subcommands(every_verb))
        names.push_back(sub->get_name());
    const std::string near = core::nearest(word, names);
    if (!near.empty()) return path_of(*child(app, near));
    const CLI::App* top = &app;
    while (top->get_parent() != nullptr)
        top = top->get_parent();
    std::vector<const CLI::App*> verbs;
    collect(*top, verbs);
    std::vector<std::string> found;
    for (const CLI::App* verb : verbs)
        if (verb->get_name() == word) found.push_back(path_of(*verb));
    return found.size() == 1 ? found.front() : std::string();
}

core::Error unknown_verb(const CLI::App& app, const std::string& word) {
    const std::string path = path_of(app);
    return core::fail(Code::invalid_argument, "There is no verb '" + (path.empty() ? word : path + " " + word) + "'.",
                      with_guess(guess_verb(app, word), app));
}

/// Options of groups above are understood too.
const CLI::Option* find_option(const CLI::App& app, const std::string& name) {
    for (const CLI::App* at = &app; at != nullptr; at = at->get_parent())
        for (const CLI::Option* option : at->get_options(every_option))
            if (option->check_name(name)) return option;
    return nullptr;
}

core::Error unknown_option(const CLI::App& app, const std::string& name) {
    std::vector<std::string> names;
    for (const CLI::App* at = &app; at != nullptr; at = at->get_parent())
        for (const std::string& known : option_names(*at))
            names.push_back(known);
    const std::string path = path_of(app);
    return core::fail(Code::invalid_argument, (path.empty() ? "hearthctl" : path) + " has no option " + name + ".",
                      with_guess(core::nearest(name, names), app));
}

bool is_number(const std::string& word) {
    return word.find_first_not_of("-+.0123456789") == std::string::npos;
}

} // namespace

core::Result<const CLI::App*> find_verb(const CLI::App& app, const std::vector<std::string>& words) {
    const CLI::App* at = &app;
    for (const std::string& word : words) {
        const CLI::App* const next = child(*at, word);
        if (next == nullptr) return unknown_verb(*at, word);
        at = next;
    }
    return at;
}

std::string list_of_verbs(const CLI::App& app) {
    std::vector<const CLI::App*> verbs;
    collect(app, verbs);
    std::size_t width = 0;
    for (const CLI::App* verb : verbs)
        width = std::max(width, usage_of(*verb).size());
    std::string text;
    for (const CLI::App* verb : verbs) {
        const std::string usage = usage_of(*verb);
        text += "  " + usage + std::string(width + 2 - usage.size(), ' ') + verb->get_description() + "\n";
    }
    return text;
}

std::string json_of_verbs(const CLI::App& app) {
    std::vector<const CLI::App*> verbs;
    collect(app, verbs);
    ordered_json list = ordered_json::array();
    for (const CLI::App* verb : verbs) {
        ordered_json arguments = ordered_json::array();
        for (const CLI::Option* argument : arguments_of(*verb))
            arguments.push_back({{"name", argument->get_name(true)}, {"required", argument->get_required()}});
        list.push_back({{"verb", path_of(*verb)},
                        {"summary", verb->get_description()},
                        {"arguments", arguments},
                        {"options", option_names(*verb)}});
    }
    const CLI::App* top = &app;
    while (top->get_parent() != nullptr)
        top = top->get_parent();
    return ordered_json{{"verbs", list}, {"options", option_names(*top)}}.dump();
}

std::string guide_to(const CLI::App& app) {
    const std::string path = path_of(app);
    if (app.get_subcommands(every_verb).empty()) {
        const std::string above = path_of(*app.get_parent());
        return app.help(above.empty() ? "hearthctl" : "hearthctl " + above);
    }
    return (path.empty() ? "hearthctl [--home DIR] [--json] [--timeout S] VERB …" : app.get_description()) + "\n\n" +
           list_of_verbs(app) + "\nMore about one of them: hearthctl help" + (path.empty() ? "" : " " + path) +
           " VERB\n";
}

std::string see_last_verb(const CLI::App& app) {
    const CLI::App* at = &app;
    for (auto below = at->get_subcommands(); !below.empty(); below = at->get_subcommands())
        at = below.back();
    return see(*at);
}

std::optional<Slip> find_slip(const CLI::App& app, const std::vector<std::string>& words) {
    const CLI::App* at = &app;
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        const std::string name = words[i].substr(0, words[i].find('='));
        if (name.size() > 1 && name.front() == '-' && !is_number(name)) {
            const CLI::Option* const option = find_option(*at, name);
            if (option == nullptr) return Slip{unknown_option(*at, name), nullptr};
            if (option->get_items_expected_max() > 0 && name == words[i]) ++i;
            continue;
        }
        if (at->get_subcommands(every_verb).empty()) continue;
        const CLI::App* const next = child(*at, words[i]);
        if (next == nullptr) return Slip{unknown_verb(*at, words[i]), nullptr};
        at = next;
    }
    if (at->get_subcommands(every_verb).empty()) return std::nullopt;
    const std::string path = path_of(*at);
    return Slip{core::fail(Code::invalid_argument,
                           path.empty() ? "No verb was given." : path + " needs one of its verbs.", see(*at)),
                at};
}

} // namespace hearth::cli
