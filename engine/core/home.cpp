// SPDX-License-Identifier: Apache-2.0
#include "core/home.h"

#include "core/hash.h"

#include <cstdlib>
#include <unistd.h>

namespace hearth::core {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t max_socket_path = 107;

fs::path from_environment(const char* name) {
    // Read once at start-up, before any thread exists.
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value != nullptr && *value != '\0' ? fs::path(value) : fs::path();
}

fs::path runtime_folder() {
    const fs::path configured = from_environment("XDG_RUNTIME_DIR");
    if (!configured.empty()) return configured / "hearth";
    return fs::temp_directory_path() / ("hearth-" + std::to_string(::getuid()));
}

} // namespace

Home Home::resolve(const std::string& option) {
    if (!option.empty()) return {fs::absolute(option).lexically_normal(), false};
    const fs::path configured = from_environment("HEARTH_HOME");
    if (!configured.empty()) return {fs::absolute(configured).lexically_normal(), false};
    fs::path data = from_environment("XDG_DATA_HOME");
    if (data.empty()) data = from_environment("HOME") / ".local/share";
    return {data / "hearth", true};
}

Status Home::create() const {
    try {
        for (const fs::path& folder : {root, keys(), ledger(), models(), logs(), cache(), run(), control_socket().parent_path()})
            fs::create_directories(folder);
        fs::permissions(keys(), fs::perms::owner_all);
        fs::permissions(run(), fs::perms::owner_all);
        fs::permissions(control_socket().parent_path(), fs::perms::owner_all);
    } catch (const fs::filesystem_error& problem) {
        return fail(Code::io, "The node's home " + root.string() + " could not be prepared: " + problem.code().message() + ".",
                    "Choose another folder with --home, or correct its permissions.");
    }
    return {};
}

fs::path Home::control_socket() const {
    const fs::path runtime = from_environment("XDG_RUNTIME_DIR");
    const fs::path usual = is_default && !runtime.empty() ? runtime / "hearth" / "hearthd.sock" : run() / "hearthd.sock";
    if (usual.string().size() <= max_socket_path) return usual;
    const std::string name = sha256(as_bytes(root.string())).hex().substr(0, 16);
    return runtime_folder() / (name + ".sock");
}

} // namespace hearth::core
