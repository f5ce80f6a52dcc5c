// SPDX-License-Identifier: Apache-2.0
#include "core/installation.h"

#include <dlfcn.h>
#include <string_view>

namespace hearth::core {

namespace fs = std::filesystem;

fs::path program_folder() {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path("/usr/bin") : self.parent_path();
}

fs::path installed_file(const fs::path& folder, const std::string& name) {
    std::error_code ignored;
    const fs::path above = folder.parent_path();
    // The tests' programs stand beside the folder of those that they test.
    for (const fs::path& place : {folder / name, above / "lib" / "hearth" / name, above / "bin" / name})
        if (fs::exists(place, ignored)) return place;
    return folder / name;
}

namespace detail {

Result<void*> plugin_entry(const fs::path& file, const char* entry, const Sentence& hint) {
    // Never closed: drivers leave threads and exit handlers behind.
    void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return fail(Code::unavailable, say("plug_cannot_loaded", {std::string(::dlerror())}), hint);
    void* const symbol = ::dlsym(library, entry);
    if (symbol == nullptr) return fail(Code::corrupt, say("not_plug_hearth", {file.string()}));
    return symbol;
}

Status check_plugin(const fs::path& file, std::uint32_t interface, const char* build, std::uint32_t wanted) {
    if (interface == wanted && std::string_view(build) == HEARTH_VERSION) return {};
    return fail(
        Code::conflict,
        say("other_version", {file.string(), build, std::to_string(interface), HEARTH_VERSION, std::to_string(wanted)}),
        say("install_both_same_release"));
}

} // namespace detail

} // namespace hearth::core
