// SPDX-License-Identifier: Apache-2.0
#include "hub_arguments.h"

#include "hub_verbs.h"
#include "whole_number.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct HubValues {
    std::string text, name, profile;
    std::vector<std::string> words;
    bool keep_source = false;
};

} // namespace

void add_hub_verbs(CLI::App& app, Command& command) {
    const auto values = std::make_shared<HubValues>();
    CLI::App* models = app.get_subcommand("model");
    const auto verb = [&](const char* name, const char* what, int (*run)(Context&, const HubValues&)) {
        CLI::App* sub = models->add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&command, values, run] {
            command.run = [values, run](Context& context) { return run(context, *values); };
        });
        return sub;
    };
    const auto text = [&](CLI::App* sub, const char* name, const char* what) {
        sub->add_option(name, values->text, what)->required();
        return sub;
    };
    verb("search", "Models that could be here: the catalogue, or what the hub has for some words",
         [](Context& c, const HubValues& v) { return search_models(c, v.words); })
        ->add_option("WORDS", values->words, "What to look for; none: the catalogue");
    text(verb("files", "What can be pulled from a repository of the hub, and whether it fits; nothing is fetched",
              [](Context& c, const HubValues& v) { return list_model_files(c, v.text); }),
         "REFERENCE", "hf:ORG/NAME or hf:ORG/NAME@REVISION");
    CLI::App* pull = text(
        verb("pull", "Fetch a model, examine it and import it; goes on where it was stopped",
             [](Context& c, const HubValues& v) { return pull_model(c, v.text, v.name, v.profile, v.keep_source); }),
        "NAME", "Name in the catalogue, or hf:ORG/NAME, hf:ORG/NAME/FILE, with @REVISION for a certain state");
    pull->add_option("--name", values->name, "Name to know it by");
    pull->add_option("--profile", values->profile, "Profile that it runs with by default")->check(known_profile());
    pull->add_flag("--keep-source", values->keep_source, "Keep what was fetched beside the model, too");
    verb("downloads", "Models that are on their way or were stopped",
         [](Context& c, const HubValues&) { return list_downloads(c); });
    text(verb("drop", "Delete what came of a download",
              [](Context& c, const HubValues& v) { return drop_download(c, v.text); }),
         "REFERENCE", "As model downloads shows it");
    text(verb("load", "Have a model in memory before it is asked for",
              [](Context& c, const HubValues& v) { return switch_model(c, v.text, "load"); }),
         "ID", "Id or name");
    text(verb("unload", "Take a model out of memory until it is asked for",
              [](Context& c, const HubValues& v) { return switch_model(c, v.text, "unload"); }),
         "ID", "Id or name");
    text(verb("disable", "Let nobody ask a model; its files stay",
              [](Context& c, const HubValues& v) { return switch_model(c, v.text, "disable"); }),
         "ID", "Id or name");
    text(verb("enable", "Let a disabled model be asked again",
              [](Context& c, const HubValues& v) { return switch_model(c, v.text, "enable"); }),
         "ID", "Id or name");
    text(verb("drop-source", "Delete what was kept of what a model was made of; the model stays",
              [](Context& c, const HubValues& v) { return switch_model(c, v.text, "drop-source"); }),
         "ID", "Id or name");
}

} // namespace hearth::cli
