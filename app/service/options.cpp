// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include "core/amount_text.h"

#include <charconv>
#include <string_view>

namespace hearth::app {

namespace {

core::Result<std::uint32_t> read_count(const std::string& text) {
    constexpr std::uint32_t most = 1'000'000;
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error == std::errc() && end == text.data() + text.size() && count >= 1 && count <= most) return count;
    return core::fail(core::Code::invalid_argument, "\"" + text + "\" is no number of answers at the same time.",
                      "Write a number from 1 to 1000000: --concurrency 2");
}

} // namespace

const char* usage_text() {
    return "hearthd [--home DIR] [--foreground] [--log-level debug|info|warning|error]\n"
           "        [--create-api-key NAME [--budget EMB] [--concurrency N]]\n"
           "        [--check-config] [--check-home] [--key-names] [--print-config] [--version]\n"
           "  --home DIR      folder of this node; else $HEARTH_HOME, else the user's data folder\n"
           "  --foreground    stay in the foreground and log to stderr as well\n"
           "  --create-api-key NAME  make an API key while no service runs, print it, and end\n"
           "      --budget EMB        most that it may ever spend\n"
           "      --concurrency N     answers at the same time\n"
           "  --check-config  hold the settings against this machine and home, say what is wrong, and end\n"
           "  --check-home    examine every file of the home, print the checks as JSON, and end\n"
           "  --key-names     print the names of the API keys, one a line, and end\n"
           "  --print-config  print every setting with its default and meaning, and end\n";
}

core::Result<Options> parse_options(int argc, char** argv) {
    Options options;
    control::ApiKeyWish wish;
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
            HEARTH_TRY(wish.name, value());
            options.api_key = wish;
        } else if (name == "--budget") {
            HEARTH_TRY(const std::string emb, value());
            HEARTH_TRY(const core::Amount budget, core::parse_emb(emb));
            wish.budget = budget.units_text();
        } else if (name == "--concurrency") {
            HEARTH_TRY(const std::string count, value());
            HEARTH_TRY(wish.concurrency, read_count(count));
        } else if (word == "--foreground") {
            options.foreground = true;
        } else if (word == "--check-config") {
            options.check_config = true;
        } else if (word == "--check-home") {
            options.check_home = true;
        } else if (word == "--key-names") {
            options.key_names = true;
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
    const bool limits = wish.budget || wish.concurrency;
    if (limits && !options.api_key)
        return core::fail(core::Code::invalid_argument, "--budget and --concurrency are of a key that is made.",
                          "Name it: hearthd --create-api-key NAME");
    if (options.api_key) options.api_key = wish;
    return options;
}

} // namespace hearth::app
