// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include <string_view>

namespace hearth::app {

const char* usage_text() {
    return "hearthd [--home DIR] [--foreground] [--log-level debug|info|warning|error]\n"
           "        [--create-api-key NAME] [--check-config] [--check-home] [--print-config] [--version]\n"
           "  --home DIR      folder of this node; else $HEARTH_HOME, else the user's data folder\n"
           "  --foreground    stay in the foreground and log to stderr as well\n"
           "  --create-api-key NAME  make an API key while no service runs, print it, and end\n"
           "  --check-config  hold the settings against this machine and home, say what is wrong, and end\n"
           "  --check-home    examine every file of the home, print the checks as JSON, and end\n"
           "  --print-config  print every setting with its default and meaning, and end\n";
}

core::Result<Options> parse_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const std::size_t equal = word.find('=');
        const std::string_view name = word.substr(0, equal);
        const auto value = [&]() -> core::Result<std::string> {
            if (equal != std::string_view::npos) return std::string(word.substr(equal + 1));
            if (i + 1 < argc) return std::string(argv[++i]);
            return core::fail(core::Code::invalid_argument, std::string(name) + " needs a value.",
                              "See hearthd --help.");
        };
        if (name == "--home") {
            HEARTH_TRY(options.home, value());
        } else if (name == "--log-level") {
            HEARTH_TRY(const std::string level, value());
            HEARTH_TRY(options.log_level, core::log::level_from_name(level));
        } else if (name == "--create-api-key") {
            HEARTH_TRY(options.api_key_name, value());
        } else if (word == "--foreground") {
            options.foreground = true;
        } else if (word == "--check-config") {
            options.check_config = true;
        } else if (word == "--check-home") {
            options.check_home = true;
        } else if (word == "--print-config") {
            options.print_config = true;
        } else if (word == "--version") {
            options.version = true;
        } else if (word == "--help" || word == "-h") {
            options.help = true;
        } else {
            return core::fail(core::Code::invalid_argument, "hearthd does not know \"" + std::string(word) + "\".",
                              "See hearthd --help.");
        }
    }
    return options;
}

} // namespace hearth::app
