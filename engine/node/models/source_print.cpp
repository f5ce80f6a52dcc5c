// SPDX-License-Identifier: Apache-2.0
#include "node/models/source_print.h"

#include "core/file.h"
#include "model/default_profile.h"
#include "node/workers/sandbox.h"

#include <algorithm>
#include <fstream>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;

constexpr std::size_t piece_bytes = std::size_t{4} << 20;
constexpr const char* file_name = "source.sha256";

/// Read, not mapped: somebody may cut the file short meanwhile.
core::Result<core::Hash> hash_of(const fs::path& file, const std::function<bool(std::uint64_t)>& advance) {
    std::ifstream stream(file, std::ios::binary);
    core::Sha256 hash;
    core::Bytes piece(piece_bytes);
    while (stream) {
        stream.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
        const auto got = static_cast<std::size_t>(stream.gcount());
        hash.update(core::ByteView(piece).first(got));
        if (!advance(got)) return fail(Code::cancelled, core::say("import_cancelled"));
    }
    if (!stream.eof())
        return fail(Code::io, core::say("file_cannot_read", {file.string()}), core::say("check_service_may_read"));
    return hash.finish();
}

} // namespace

bool SourcePrint::describes(const model::Manifest& manifest) const {
    return std::all_of(manifest.files.begin(), manifest.files.end(), [&](const model::ManifestFile& file) {
        if (manifest.exact && manifest.exact->file == file.path) return true;
        const auto found = files.find(file.path);
        return found != files.end() && found->second == file.sha256;
    });
}

void SourcePrint::set_profile(const std::string& profile) {
    std::string text = profile.empty() ? model::default_profile : profile;
    for (const auto& [name, content] : files)
        text += '\n' + content.hex() + ' ' + name;
    hash = core::tagged_hash("source/1", {core::as_bytes(text)});
}

core::Result<SourcePrint> source_print(const fs::path& source, const std::string& profile,
                                       const control::OnProgress& progress,
                                       const std::map<std::string, core::Hash>& known) {
    HEARTH_TRY(const auto views, import_views(source));
    std::uint64_t total = 0, done = 0;
    std::error_code unknown; // a size that cannot be read shows when the file is
    for (const ReadOnlyView& view : views)
        if (const auto size = fs::file_size(view.outside, unknown); !unknown) total += size;
    const auto advance = [&](std::uint64_t bytes) {
        done = std::min(done + bytes, total);
        return !progress || progress({core::say("comparing_models"), done, total});
    };
    SourcePrint print;
    for (const ReadOnlyView& view : views) {
        // As a manifest names it: from the folder on.
        const fs::path inside = fs::is_directory(source, unknown)
                                    ? view.inside.lexically_relative(fs::path("/import") / source.filename())
                                    : view.inside.filename();
        const auto found = known.find(inside.generic_string());
        if (found != known.end()) {
            print.files[found->first] = found->second;
            continue;
        }
        HEARTH_TRY(print.files[inside.generic_string()], hash_of(view.outside, advance));
    }
    print.set_profile(profile);
    return print;
}

core::Status keep_source_print(const fs::path& folder, const SourcePrint& print) {
    return core::write_file_atomic(folder / file_name, core::as_bytes(print.hash.hex() + "\n"));
}

bool has_source_print(const fs::path& folder, const SourcePrint& print) {
    const auto kept = core::read_file(folder / file_name, 256);
    return kept && std::string(kept->begin(), kept->end()) == print.hash.hex() + "\n";
}

} // namespace hearth::node
