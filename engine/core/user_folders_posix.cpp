// SPDX-License-Identifier: Apache-2.0
#include "core/user_folders.h"

#include <cerrno>
#include <cstdlib>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace hearth::core::user_folders {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t max_record_bytes = std::size_t{1} << 20;

fs::path absolute_variable(const char* name) {
    // Read at start-up, before any thread exists, and not changed by the program.
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    fs::path path(value != nullptr ? value : "");
    return path.is_absolute() ? path.lexically_normal() : fs::path();
}

fs::path from_password_database() {
    std::vector<char> buffer(4096);
    passwd record{};
    passwd* found = nullptr;
    while (::getpwuid_r(::getuid(), &record, buffer.data(), buffer.size(), &found) == ERANGE &&
           buffer.size() < max_record_bytes)
        buffer.resize(buffer.size() * 2);
    if (found == nullptr || record.pw_dir == nullptr) return {};
    const fs::path path(record.pw_dir);
    return path.is_absolute() ? path : fs::path();
}

Result<fs::path> below(const char* variable, const char* usual) {
    fs::path configured = absolute_variable(variable);
    if (!configured.empty()) return configured;
    HEARTH_TRY(const fs::path user, home());
    return user / usual;
}

} // namespace

Result<fs::path> home() {
    fs::path path = absolute_variable("HOME");
    if (path.empty()) path = from_password_database();
    if (!path.empty()) return path;
    return fail(
        Code::refused,
        "Your home folder is unknown: HOME holds no absolute path, and the password database knows no folder of user " +
            std::to_string(::getuid()) + ".",
        "Set HOME to an absolute path, or name the node's folder: --home DIR");
}

Result<fs::path> data() {
    return below("XDG_DATA_HOME", ".local/share");
}
Result<fs::path> cache() {
    return below("XDG_CACHE_HOME", ".cache");
}
fs::path runtime() {
    return absolute_variable("XDG_RUNTIME_DIR");
}

std::string user_tag() {
    return std::to_string(::getuid());
}

} // namespace hearth::core::user_folders
