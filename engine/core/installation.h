// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

/// What belongs to this installation beside the program that runs: other programs, and libraries opened at run time.
namespace hearth::core {

/// The folder that holds the running program.
std::filesystem::path program_folder();

/// The file `name` for a program in `folder`: beside it, where a build puts it, or in ../lib/hearth, where packages do.
/// Beside it, too, where it is nowhere.
std::filesystem::path installed_file(const std::filesystem::path& folder, const std::string& name);

/// How a program or library of ours is called here: on Windows a program is NAME.exe, and a library NAME.so NAME.dll.
std::string native_file_name(const std::string& name);

namespace detail {
Result<void*> plugin_entry(const std::filesystem::path& file, const char* entry, const Sentence& hint);
Status check_plugin(const std::filesystem::path& file, std::uint32_t interface, const char* build,
                    std::uint32_t wanted);
} // namespace detail

/// Opens a plug-in's library, which stays loaded until the process ends, and returns what its function `entry` gives:
/// a table whose first two members are `interface` and `build`, HEARTH_VERSION, since plug-in and program exchange C++
/// objects. `hint`: what helps where the loader refuses it. Errors: unavailable (it or a library that it needs is
/// missing; the message names the piece), corrupt (no plug-in), conflict (of another version).
template <typename Plugin>
Result<const Plugin*> load_plugin(const std::filesystem::path& file, const char* entry, std::uint32_t interface,
                                  const Sentence& hint) {
    HEARTH_TRY(void* const symbol, detail::plugin_entry(file, entry, hint));
    const Plugin* const plugin = reinterpret_cast<const Plugin* (*)()>(symbol)();
    if (plugin == nullptr) return fail(Code::corrupt, say("not_plug_hearth", {file.string()}));
    HEARTH_CHECK(detail::check_plugin(file, plugin->interface, plugin->build, interface));
    return plugin;
}

} // namespace hearth::core
