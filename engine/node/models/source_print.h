// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "core/hash.h"
#include "model/manifest.h"

#include <filesystem>
#include <map>
#include <string>

namespace hearth::node {

/// Names and contents of everything that an import shows the worker, and the profile: the same again makes the same
/// model.
struct SourcePrint {
    core::Hash hash;
    std::map<std::string, core::Hash> files; ///< content by name

    /// Whether a model was made of these very contents: the files may have changed while it was.
    bool describes(const model::Manifest& manifest) const;
    void set_profile(const std::string& profile); ///< the hash is that of an import in it then
};

/// Profile "" is the default one; what is `known` by its name is not read. Errors: not_found, io, cancelled.
core::Result<SourcePrint> source_print(const std::filesystem::path& source, const std::string& profile,
                                       const control::OnProgress& progress,
                                       const std::map<std::string, core::Hash>& known = {});

/// Kept beside the manifest of what the import made. A missing or damaged note only means that an import runs again.
core::Status keep_source_print(const std::filesystem::path& folder, const SourcePrint& print);
bool has_source_print(const std::filesystem::path& folder, const SourcePrint& print);

/// Whether what a model was made of stays in its folder, too: `linked` shares the bytes with files that nobody changes.
enum class KeepSource { no, copied, linked };
/// What keeping it takes.
std::uint64_t source_bytes(const std::filesystem::path& source, const SourcePrint& print);
/// All of it or nothing. A single file is called as it was `asked` for: where links lead to it has another name in
/// some caches. Errors: corrupt (it is not what the print says), io (also: no room for copies), cancelled.
core::Status keep_source(const std::filesystem::path& source, const std::filesystem::path& asked,
                         const SourcePrint& print, const std::filesystem::path& folder, KeepSource how,
                         const control::OnProgress& progress);
/// 0: none is kept.
std::uint64_t kept_source_bytes(const std::filesystem::path& folder);
/// Errors: not_found, io.
core::Status drop_kept_source(const std::filesystem::path& folder);
/// What a crash left of the two above.
void sweep_kept_source(const std::filesystem::path& folder);

} // namespace hearth::node
