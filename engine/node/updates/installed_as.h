// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/result.h"
#include "node/state/store.h"
#include "node/updates/version.h"

#include <filesystem>
#include <functional>
#include <string>

namespace hearth::node {

/// How this program came onto the machine.
struct InstalledAs {
    enum class Form {
        package, ///< by dpkg: only the package manager replaces it
        archive, ///< unpacked somewhere, with its libraries
        other    ///< from its sources
    };
    Form form = Form::other;
    std::filesystem::path top; ///< of an archive: the folder that was unpacked, .../hearth-0.1.0-linux-x86_64

    static InstalledAs look(const std::filesystem::path& program_folder);

    /// Kind of the file that replaces it; empty: none does.
    std::string kind() const;
    /// Beside the unpacked folder: the link through which the newest is started.
    std::filesystem::path link() const { return top.parent_path() / "hearth"; }
};

using OnStep = std::function<void(const char*)>;
using GoesOn = std::function<bool()>; ///< asked at least five times a second; no = end with cancelled

/// A downloaded archive, whose bytes the caller has examined.
struct ArchiveFile {
    std::filesystem::path place;
    Version version;
    core::Hash sha256;
};
/// Puts the version of an archive beside the one that is there and has the link show it. The folder appears as a whole,
/// and only after its service has said its version; the link is replaced at once. Killed anywhere, everything that
/// could be started can be started, and the same call goes on. What was there stays. `store` remembers which folder
/// came from which file: nothing in a folder of that name that somebody else made is run. Errors: conflict (something
/// else stands in its place), refused (it does not run here; others may write where it would be), busy (another home of
/// this computer does the same), cancelled, io.
core::Status put_beside(const InstalledAs& installed, const ArchiveFile& archive, Store& store, const GoesOn& goes_on,
                        const OnStep& on_step);
/// Whether the link shows that version.
bool is_put_beside(const InstalledAs& installed, const Version& version);

// For the trial of what was put beside; see Trial.

inline constexpr const char* trial_note = ".update-on-trial";
struct TrialNote {
    std::string before, name; ///< folders beside the link
    bool tried = false;
};
/// The name of a version's folder, and no path.
bool is_version_folder(const std::string& name);
/// This user's own, where nobody else may write.
bool is_own_folder(const std::filesystem::path& folder);
core::Status write_trial_note(const std::filesystem::path& link, const TrialNote& note);
/// The link shows an older version again.
core::Status lead_back(const std::filesystem::path& link, const std::string& before);

} // namespace hearth::node
