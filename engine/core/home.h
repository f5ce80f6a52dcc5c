// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>

namespace hearth::core {

/// The folder of one node and the places in it. Values only; nothing is created by asking.
struct Home {
    std::filesystem::path root;
    bool is_default = false;

    /// `option` (from --home) if given, else $HEARTH_HOME, else hearth/ in the user's data folder. Errors: refused when
    /// the place would depend on the current folder or on nobody knows what.
    static Result<Home> resolve(const std::string& option = {});
    /// Creates the folders: keys/ with mode 0700, the others with the user's mask.
    Status create() const;
    /// No folder stands in the place of what the service writes besides keys and models (check_no_folder).
    Status check_files() const;

    std::filesystem::path config_file() const { return root / "hearth.toml"; }
    std::filesystem::path keys() const { return root / "keys"; }
    std::filesystem::path database() const { return root / "node.sqlite"; }
    std::filesystem::path ledger() const { return root / "ledger"; }
    std::filesystem::path models() const { return root / "models"; }
    std::filesystem::path logs() const { return root / "logs"; }
    std::filesystem::path cache() const { return root / "cache"; } ///< can be deleted at any time
    std::filesystem::path run() const { return root / "run"; }
    std::filesystem::path api_file() const { return run() / "api.json"; }
    std::filesystem::path lock_file() const { return run() / "lock"; }
    /// $XDG_RUNTIME_DIR/hearth/hearthd.sock for the default home, else run/hearthd.sock; a path too long
    /// for a socket (107 bytes) falls back to a name derived from the home under the runtime folder.
    std::filesystem::path control_socket() const;
};

} // namespace hearth::core
