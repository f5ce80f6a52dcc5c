// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

/// What the command line can say about itself; all of it is read from the parser.
namespace hearth::cli {

/// The verb that `words` name, or the whole program. Errors: invalid_argument with the nearest verb.
core::Result<const CLI::App*> find_verb(const CLI::App& app, const std::vector<std::string>& words);

/// Every verb below `app` with one line.
std::string list_of_verbs(const CLI::App& app);
/// The same for programs: {"verbs":[{verb, summary, arguments[{name, required}], options[]}], "options":[]}.
std::string json_of_verbs(const CLI::App& app);
/// What `help` prints for a verb or a group.
std::string guide_to(const CLI::App& app);

/// What is wrong with the words of a command line.
struct Slip {
    core::Error error;
    const CLI::App* unfinished = nullptr; ///< a group whose verb is missing
};
/// The first word that the parser does not know, or a missing verb. Nothing = something else is wrong.
std::optional<Slip> find_slip(const CLI::App& app, const std::vector<std::string>& words);

/// "See: hearthctl help VERB": the verb that the parser came to before it failed.
std::string see_last_verb(const CLI::App& app);

} // namespace hearth::cli
