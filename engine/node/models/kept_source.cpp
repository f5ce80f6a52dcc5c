// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "node/models/model_room.h"
#include "node/models/source_print.h"

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr const char *source_folder = ".source", *unfinished_source = ".source.part",
                     *removed_source = ".source.removed";

fs::path root_of(const fs::path& source) {
    std::error_code error;
    return fs::is_directory(source, error) ? source : source.parent_path();
}

Status copy_same(const fs::path& from, const fs::path& to, const core::Hash& wanted,
                 const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
    HEARTH_CHECK(core::copy_file(from, to, progress));
    HEARTH_TRY(const core::MappedFile copied, core::MappedFile::open(to));
    if (core::sha256(copied.bytes()) == wanted) return {};
    return fail(Code::corrupt, core::say("model_file_changed_while", {from.string()}), core::say("import_model_again"));
}

} // namespace

std::uint64_t source_bytes(const fs::path& source, const SourcePrint& print) {
    std::uint64_t bytes = 0;
    for (const auto& [name, content] : print.files) {
        std::error_code error;
        const std::uint64_t size = fs::file_size(root_of(source) / name, error);
        if (!error) bytes += size;
    }
    return bytes;
}

Status keep_source(const fs::path& source, const fs::path& asked, const SourcePrint& print, const fs::path& folder,
                   KeepSource how, const control::OnProgress& progress) {
    const fs::path root = root_of(source), part = folder / unfinished_source;
    const std::uint64_t total = source_bytes(source, print);
    std::uint64_t before = 0;
    std::error_code error;
    fs::remove_all(part, error);
    for (const auto& [name, content] : print.files) {
        const fs::path kept = part / (root == source ? fs::path(name) : asked.filename());
        fs::create_directories(kept.parent_path(), error);
        if (error) return fail(Code::io, core::say("folder_cannot_made", {part.string(), error.message()}));
        if (how == KeepSource::linked) {
            fs::create_hard_link(root / name, kept, error);
            if (!error) continue; // else they lie on two disks, or on one that has no such thing
            if (before == 0) HEARTH_CHECK(check_space(folder, total));
        }
        const auto report = [&](std::uint64_t done, std::uint64_t) {
            return !progress || progress({core::say("copying_files"), before + done, total});
        };
        HEARTH_CHECK(copy_same(root / name, kept, content, report));
        if (const std::uint64_t size = fs::file_size(kept, error); !error) before += size;
    }
    fs::remove_all(folder / source_folder, error);
    fs::rename(part, folder / source_folder, error);
    if (error) return fail(Code::io, core::say("model_folder_cannot_moved", {error.message()}));
    return {};
}

std::uint64_t kept_source_bytes(const fs::path& folder) {
    std::uint64_t bytes = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator at(folder / source_folder, error), end; !error && at != end;
         at.increment(error))
        if (std::error_code unknown; at->is_regular_file(unknown))
            if (const std::uint64_t size = at->file_size(unknown); !unknown) bytes += size;
    return bytes;
}

Status drop_kept_source(const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder / removed_source, error);
    fs::rename(folder / source_folder, folder / removed_source, error);
    if (error == std::errc::no_such_file_or_directory) return fail(Code::not_found, core::say("no_source_kept"));
    if (error) return fail(Code::io, core::say("model_folder_cannot_removed", {error.message()}));
    fs::remove_all(folder / removed_source, error);
    if (error)
        return fail(Code::io, core::say("some_files_model_left", {(folder / removed_source).string()}),
                    error.message());
    return {};
}

void sweep_kept_source(const fs::path& folder) {
    std::error_code ignored;
    fs::remove_all(folder / unfinished_source, ignored);
    fs::remove_all(folder / removed_source, ignored);
}

} // namespace hearth::node
