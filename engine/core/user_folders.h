// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <filesystem>

/// Folders of the user who runs this program, by the XDG Base Directory specification: a variable that is
/// unset, empty or no absolute path counts as absent. No answer ever depends on the current folder.
namespace hearth::core::user_folders {

/// $HOME, else what the password database says. Errors: refused when neither names an absolute path.
Result<std::filesystem::path> home();
/// $XDG_DATA_HOME, else ~/.local/share. Errors: as home().
Result<std::filesystem::path> data();
/// $XDG_CACHE_HOME, else ~/.cache. Errors: as home().
Result<std::filesystem::path> cache();
/// $XDG_RUNTIME_DIR; empty if absent.
std::filesystem::path runtime();

} // namespace hearth::core::user_folders
