// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>

/// Folders of the user who runs this program, by the XDG Base Directory specification: a variable that is
/// unset, empty or no absolute path counts as absent. No answer ever depends on the current folder. Windows has its own
/// places for them: the profile, and in it AppData\Local.
namespace hearth::core::user_folders {

/// $HOME, else what the password database says. Errors: refused when neither names an absolute path.
Result<std::filesystem::path> home();
/// $XDG_DATA_HOME, else ~/.local/share. Errors: as home().
Result<std::filesystem::path> data();
/// $XDG_CACHE_HOME, else ~/.cache. Errors: as home().
Result<std::filesystem::path> cache();
/// $XDG_RUNTIME_DIR; empty if absent.
std::filesystem::path runtime();
/// Who runs this program, as a piece of a file's name that no other user of this machine has.
std::string user_tag();

} // namespace hearth::core::user_folders
