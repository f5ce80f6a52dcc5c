// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/keys.h"
#include "core/log.h"

#include <optional>
#include <string>

namespace hearth::app {

/// The command line of hearthd.
struct Options {
    std::string home; ///< empty = the default home
    bool foreground = false, check_config = false, check_home = false, key_names = false, print_config = false,
         version = false, help = false;
    std::optional<core::log::Level> log_level;
    std::optional<control::ApiKeyWish> api_key; ///< a key to make
};

/// Errors name the word that is not understood.
core::Result<Options> parse_options(int argc, char** argv);
const char* usage_text();

} // namespace hearth::app
