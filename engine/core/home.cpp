// SPDX-License-Identifier: Apache-2.0
#include "core/home.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/user_folders.h"

#include <cstdlib>

namespace hearth::core {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t max_socket_path = 107;

void keep_private(const fs::path& folder) {
    if (const std::error_code problem = make_private(folder))
        throw fs::filesystem_error("permissions", folder, problem);
}

/// Where the system has no runtime folder of the user. Never relative: service and clients must agree on it.
fs::path runtime_folder() {
    const fs::path configured = user_folders::runtime();
    if (!configured.empty()) return configured / "hearth";
    std::error_code problem;
    fs::path temporary = fs::temp_directory_path(problem);
    if (problem || !temporary.is_absolute()) temporary = "/tmp";
    return temporary / ("hearth-" + user_folders::user_tag());
}

} // namespace

Result<Home> Home::resolve(const std::string& option) {
    // Set before the program starts and not changed by it.
    const char* variable = std::getenv("HEARTH_HOME"); // NOLINT(concurrency-mt-unsafe)
    const fs::path configured(variable != nullptr ? variable : "");
    if (option.empty() && configured.empty()) {
        HEARTH_TRY(const fs::path data, user_folders::data());
        return Home{data / "hearth", true};
    }
    // --home is typed where it is meant; a variable is inherited in every folder.
    if (option.empty() && !configured.is_absolute())
        return fail(Code::refused,
                    "HEARTH_HOME holds \"" + configured.string() + "\", which is another folder wherever it is used.",
                    "Set it to an absolute path, or name the node's folder: --home DIR");
    std::error_code problem;
    const fs::path root = fs::absolute(option.empty() ? configured : fs::path(option), problem);
    if (problem)
        return fail(Code::io, "The folder " + option + " cannot be found from here: " + problem.message() + ".",
                    "Give --home an absolute path.");
    const fs::path plain = root.lexically_normal();
    // With a slash behind it the folder would have no name, and its socket another.
    return Home{plain.has_filename() || plain == plain.root_path() ? plain : plain.parent_path(), false};
}

Status Home::create() const {
    for (const fs::path& folder : {root, keys(), ledger(), models(), logs(), cache(), run()})
        HEARTH_CHECK(check_no_file(folder));
    try {
        // What a node keeps is its owner's alone, whatever the umask says; folders that are there keep their
        // permissions.
        for (const fs::path& folder :
             {root, keys(), ledger(), models(), logs(), cache(), run(), control_socket().parent_path()})
            if (fs::create_directories(folder)) keep_private(folder);
        keep_private(keys());
        keep_private(run());
        keep_private(control_socket().parent_path());
    } catch (const fs::filesystem_error& problem) {
        const fs::path& place = problem.path1().empty() ? root : problem.path1();
        return fail(Code::io,
                    "The node's home " + root.string() + " could not be prepared: " + place.string() + ": " +
                        problem.code().message() + ".",
                    "Choose another folder with --home, or correct its permissions.");
    }
    return {};
}

Status Home::check_files() const {
    for (const fs::path& file : {config_file(), database(), ledger() / "ledger.sqlite", ledger() / "ledger.lock",
                                 logs() / "hearthd.log", lock_file(), api_file(), control_socket()})
        HEARTH_CHECK(check_no_folder(file));
    return {};
}

fs::path Home::control_socket() const {
    const fs::path runtime = user_folders::runtime();
    const fs::path usual =
        is_default && !runtime.empty() ? runtime / "hearth" / "hearthd.sock" : run() / "hearthd.sock";
    if (usual.string().size() <= max_socket_path) return usual;
    const std::string name = sha256(as_bytes(root.string())).hex().substr(0, 16);
    return runtime_folder() / (name + ".sock");
}

} // namespace hearth::core
