// SPDX-License-Identifier: Apache-2.0
#include "core/installation.h"

#include <string_view>

namespace hearth::core {

namespace fs = std::filesystem;

fs::path installed_file(const fs::path& folder, const std::string& plain_name) {
    const std::string name = native_file_name(plain_name);
    std::error_code ignored;
    const fs::path above = folder.parent_path();
    // The tests' programs stand beside the folder of those that they test.
    for (const fs::path& place : {folder / name, above / "lib" / "hearth" / name, above / "bin" / name})
        if (fs::exists(place, ignored)) return place;
    return folder / name;
}

namespace detail {

Status check_plugin(const fs::path& file, std::uint32_t interface, const char* build, std::uint32_t wanted) {
    if (interface == wanted && std::string_view(build) == HEARTH_VERSION) return {};
    return fail(
        Code::conflict,
        say("other_version", {file.string(), build, std::to_string(interface), HEARTH_VERSION, std::to_string(wanted)}),
        say("install_both_same_release"));
}

} // namespace detail

} // namespace hearth::core
