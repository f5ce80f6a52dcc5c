// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// All key files of a node in one file that a passphrase opens. Needs no service.
namespace hearth::core {

/// Whether a new backup may have this passphrase: at least 10 characters, 5 of them different. A backup is
/// carried about and can be guessed at for ever. Errors: invalid_argument.
Status check_new_passphrase(std::string_view passphrase);

/// Seals every *.key file of `keys_folder`, and the public half of an operator key that is kept offline, into `file`
/// (mode 0600). Refuses to overwrite, and a passphrase that check_new_passphrase() refuses. Returns the names.
Result<std::vector<std::string>> backup_keys(const std::filesystem::path& keys_folder,
                                             const std::filesystem::path& file, std::string_view passphrase);

/// Writes the key files of a backup into `keys_folder` (created with mode 0700). Refuses, before anything is
/// written, when a different key with one of the names is there already. Returns the names.
Result<std::vector<std::string>> restore_keys(const std::filesystem::path& file,
                                              const std::filesystem::path& keys_folder, std::string_view passphrase);

} // namespace hearth::core
