// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The operator's key in a node's folder of keys: "operator.key", or, where it is kept offline, its public half in
/// "operator.public". Layouts and what comes of it: resources/schema/keys.md. Needs no service; nothing here is
/// thread-safe against a second writer of the folder.
namespace hearth::core {

/// Further keys of a node that come of the operator's when the node is made; see SigningKey::derive().
inline constexpr std::string_view derived_keys[] = {"caller", "sequencer"};

struct OperatorKey {
    PublicKey account;
    std::optional<SigningKey> key; ///< none: kept offline

    /// Errors: not_found (neither file), those of SigningKey::load, corrupt.
    static Result<OperatorKey> load(const std::filesystem::path& keys);
};
std::filesystem::path operator_key_file(const std::filesystem::path& keys);
std::filesystem::path operator_public_file(const std::filesystem::path& keys);

/// Moves the key into `file` (mode 0600, not there yet or with this key); its public half stays. Cut off in between it
/// may be done again. Errors: invalid_argument (`file` is the key itself or lies in its folder), conflict (it is
/// something else; the key is offline already), not_found, io.
Result<PublicKey> take_operator_offline(const std::filesystem::path& keys, const std::filesystem::path& file);

/// Makes `key` the operator's of this folder, with the keys that come of it where they are missing. Another operator's
/// keys are moved aside as a whole where `replace` says so; the folder that they are in then is given. Errors: conflict
/// (another operator's key is here), io.
Result<std::filesystem::path> restore_operator(const std::filesystem::path& keys, const SigningKey& key, bool replace);

/// Whether the derived keys here come of `key`, so that its words bring them back, too; a node that was made by an
/// older version has others. Errors: those of SigningKey::load.
Result<bool> words_cover_accounts(const std::filesystem::path& keys, const SigningKey& key);

/// That the operator's key is written down or copied somewhere else, as far as this home was told.
struct BackupNote {
    std::string kind; ///< "words" or "file"
    Nanoseconds at = 0;
};
Status note_backup(const std::filesystem::path& keys, const PublicKey& account, const BackupNote& note);
/// None: never, or of another key. Errors: io, corrupt.
Result<std::optional<BackupNote>> backup_note(const std::filesystem::path& keys, const PublicKey& account);

} // namespace hearth::core
