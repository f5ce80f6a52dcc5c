// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "output.h"
#include "settings_verbs.h"

#include <algorithm>
#include <iostream>

namespace hearth::cli {
namespace {

using control::SettingInfo;

std::string value_text(const std::vector<std::string>& value) {
    std::vector<std::string> shown;
    for (const std::string& one : value)
        shown.push_back(shell_word(printable(one)));
    return shown.empty() ? "–" : joined(shown, " ");
}

std::string when_text(const SettingInfo& setting) {
    return setting.waits ? "holds from the next start of the service" : "in force";
}

const SettingInfo* find(const std::vector<SettingInfo>& settings, const std::string& key) {
    const auto found =
        std::find_if(settings.begin(), settings.end(), [&](const SettingInfo& s) { return s.key == key; });
    return found == settings.end() ? nullptr : &*found;
}

int no_such(Context& context, const std::string& key) {
    return context.fail(core::fail(core::Code::not_found, "There is no setting \"" + printable(key) + "\".",
                                   "See: hearthctl settings list"),
                        exit_usage);
}

void print_one(const SettingInfo& setting) {
    std::cout << printable(setting.key) << " = " << value_text(setting.value) << " (" << when_text(setting) << ")\n";
}

std::string state_word(const control::RuleState& state) {
    if (!state.enabled) return "off";
    if (state.rests) return "rests";
    return state.known ? "works" : "unknown";
}

} // namespace

int list_settings(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto settings = node->settings();
    if (!settings) return context.fail(settings.error());
    if (context.json) {
        print_json_line("{\"settings\":" + control::to_json(*settings) + "}");
        return exit_done;
    }
    Table table({"KEY", "VALUE", ""});
    for (const SettingInfo& setting : *settings)
        table.row({printable(setting.key), value_text(setting.value), setting.waits ? when_text(setting) : ""});
    table.print();
    return exit_done;
}

int show_setting(Context& context, const std::string& key) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto settings = node->settings();
    if (!settings) return context.fail(settings.error());
    const SettingInfo* const setting = find(*settings, key);
    if (setting == nullptr) return no_such(context, key);
    if (context.json) {
        print_json_line(control::to_json(std::vector{*setting}));
        return exit_done;
    }
    print_one(*setting);
    std::cout << printable(setting->doc) << "\n";
    if (!setting->choices.empty()) std::cout << "One of: " << joined(setting->choices, " ") << "\n";
    std::cout << "Default: " << value_text(setting->default_value) << "\n";
    std::cout << (setting->at_once ? "A change is in force at once.\n"
                                   : "A change needs a new start of the service.\n");
    return exit_done;
}

int set_setting(Context& context, const std::string& key, const std::vector<std::string>& value) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto known = node->settings();
    if (!known) return context.fail(known.error());
    const SettingInfo* const setting = find(*known, key);
    control::SettingChange change{key, value};
    if (setting != nullptr && (setting->kind == "text" || setting->kind == "secret") && value.empty())
        change.value = {""};
    if (setting != nullptr && setting->kind == "secret" && change.value != std::vector<std::string>{""})
        return context.fail(
            core::fail(core::Code::refused, core::say("secret_not_typed", {key}), core::say("secret_to_window")),
            exit_usage);
    const auto settings = node->change_settings({change});
    if (!settings)
        return context.fail(settings.error(), settings.error().code == core::Code::invalid_argument ||
                                                      settings.error().code == core::Code::not_found
                                                  ? exit_usage
                                                  : exit_failed);
    const SettingInfo* const changed = find(*settings, key);
    if (changed == nullptr) return no_such(context, key);
    if (context.json)
        print_json_line(control::to_json(std::vector{*changed}));
    else
        print_one(*changed);
    return exit_done;
}

int show_work_times(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto times = node->work_times();
    if (!times) return context.fail(times.error());
    if (context.json) {
        print_json_line(control::to_json(*times));
        return exit_done;
    }
    std::cout << printable(times->sentence) << "\n\n";
    Table table;
    for (const control::RuleState& state : times->states)
        table.row({printable(state.rule), coloured(state_word(state)), printable(state.reason)});
    table.print("  ");
    std::cout << "\nChange them with: hearthctl settings set KEY VALUE, named by: hearthctl settings list\n";
    return exit_done;
}

} // namespace hearth::cli
