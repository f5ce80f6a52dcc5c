// SPDX-License-Identifier: Apache-2.0
#include "core/installation.h"

#include <windows.h>

namespace hearth::core {

namespace fs = std::filesystem;

fs::path program_folder() {
    std::wstring name(512, L'\0');
    for (;;) {
        const DWORD length = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
        if (length == 0) return fs::current_path();
        if (length < name.size()) {
            name.resize(length);
            return fs::path(name).parent_path();
        }
        name.resize(name.size() * 2);
    }
}

std::string native_file_name(const std::string& name) {
    constexpr std::string_view library = ".so";
    if (name.ends_with(library)) return name.substr(0, name.size() - library.size()) + ".dll";
    return fs::path(name).has_extension() ? name : name + ".exe";
}

namespace detail {

Result<void*> plugin_entry(const fs::path& file, const char* entry, const Sentence& hint) {
    // Never closed: drivers leave threads and exit handlers behind. What it needs is looked for beside it, and never in
    // the current folder.
    const HMODULE library = ::LoadLibraryExW(fs::absolute(file).c_str(), nullptr,
                                             LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (library == nullptr) {
        const int number = static_cast<int>(::GetLastError());
        const std::string reason = std::system_category().message(number);
        return fail(Code::unavailable, say("plug_cannot_loaded", {file.string() + ": " + reason}), hint);
    }
    const FARPROC symbol = ::GetProcAddress(library, entry);
    if (symbol == nullptr) return fail(Code::corrupt, say("not_plug_hearth", {file.string()}));
    return reinterpret_cast<void*>(symbol);
}

} // namespace detail

} // namespace hearth::core
