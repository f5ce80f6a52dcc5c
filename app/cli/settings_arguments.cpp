// SPDX-License-Identifier: Apache-2.0
#include "settings_arguments.h"

#include "settings_verbs.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct Values {
    std::string key;
    std::vector<std::string> values;
};

} // namespace

void add_settings_verbs(CLI::App& app, Command& command) {
    const auto values = std::make_shared<Values>();
    CLI::App* group = app.add_subcommand("settings", "What hearth.toml says");
    group->require_subcommand(1);
    group->fallthrough();
    const auto verb = [&](CLI::App* parent, const char* name, const char* what, int (*run)(Context&, const Values&)) {
        CLI::App* sub = parent->add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&command, values, run] {
            command.run = [values, run](Context& context) { return run(context, *values); };
        });
        return sub;
    };
    verb(app.get_subcommand("node"), "when", "Which rules decide when it works, and what they say now",
         [](Context& c, const Values&) { return show_work_times(c); });
    verb(group, "list", "All settings and their values", [](Context& c, const Values&) { return list_settings(c); });
    verb(group, "show", "What one of them means", [](Context& c, const Values& v) { return show_setting(c, v.key); })
        ->add_option("KEY", values->key, "Its name, e.g. work.hours")
        ->required();
    CLI::App* setting = verb(group, "set", "Change one in hearth.toml; what can be is in force at once",
                             [](Context& c, const Values& v) { return set_setting(c, v.key, v.values); });
    setting->add_option("KEY", values->key, "Its name, e.g. work.hours")->required();
    setting->add_option("VALUE", values->values, "Its value; of a list any number, none empties it");
}

} // namespace hearth::cli
