// SPDX-License-Identifier: Apache-2.0
#include "core/installation.h"

#include <dlfcn.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

namespace hearth::core {

namespace fs = std::filesystem;

fs::path program_folder() {
    std::error_code error;
#ifdef __APPLE__
    char name[4096];
    std::uint32_t size = sizeof name;
    const fs::path self = ::_NSGetExecutablePath(name, &size) == 0 ? fs::canonical(name, error) : fs::path();
    return error || self.empty() ? fs::path("/usr/local/bin") : self.parent_path();
#else
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path("/usr/bin") : self.parent_path();
#endif
}

std::string native_file_name(const std::string& name) {
    return name;
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

} // namespace detail

} // namespace hearth::core
