// SPDX-License-Identifier: Apache-2.0
#include "device_arguments.h"

#include "verbs.h"

#include <CLI/CLI.hpp>

namespace hearth::cli {
namespace {

struct Values {
    std::string device = "cpu", model_class = "1b", autostart;
    bool history = false;
};

} // namespace

void add_device_verbs(CLI::App& app, Command& command) {
    const auto values = std::make_shared<Values>();
    CLI::App* node = app.get_subcommand("node");
    const auto verb = [&](const char* name, const char* what, int (*run)(Context&, const Values&)) {
        CLI::App* sub = node->add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&command, values, run] {
            command.run = [values, run](Context& context) { return run(context, *values); };
        });
        return sub;
    };
    CLI::App* measure = verb("benchmark", "Measure a device and say which models suit it; takes up to a minute",
                             [](Context& c, const Values& v) {
                                 return v.history ? benchmark_history(c) : benchmark(c, v.device, v.model_class);
                             });
    CLI::Option* device = measure->add_option("DEVICE", values->device, "cpu, vulkan:0, cuda:0 …; cpu if not given");
    CLI::Option* size =
        measure->add_option("--class", values->model_class, "Size of the model to measure with: 135m, 1b, 3b, 7b, 13b");
    size->capture_default_str();
    measure->add_flag("--history", values->history, "Measure nothing; show what was measured before")
        ->excludes(device)
        ->excludes(size);
    verb("test", "Whether a device computes the exact profiles to the bit", [](Context& c, const Values& v) {
        return test_device(c, v.device);
    })->add_option("DEVICE", values->device, "cpu, vulkan:0, cuda:0 …; cpu if not given");
    verb("autostart", "Whether the service starts when you log in",
         [](Context& c, const Values& v) { return autostart(c, v.autostart); })
        ->add_option("on|off", values->autostart, "Change it")
        ->check(CLI::IsMember({"on", "off"}));
}

} // namespace hearth::cli
