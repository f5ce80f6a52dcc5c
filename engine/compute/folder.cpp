// SPDX-License-Identifier: Apache-2.0
#include "compute/folder.h"

#include "core/file.h"
#include "model/manifest.h"

#include <system_error>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;
namespace fs = std::filesystem;

constexpr std::size_t max_manifest_bytes = 64U << 20;

core::Status check_size(const fs::path& folder, const model::ManifestFile& file) {
    std::error_code error;
    const auto size = fs::file_size(folder / file.path, error);
    if (error) return fail(Code::corrupt, core::say("model_file_missing", {file.path}), core::say("fetch_model_again"));
    if (size != file.bytes)
        return fail(
            Code::corrupt,
            core::say("model_file_bytes_instead", {file.path, std::to_string(size), std::to_string(file.bytes)}),
            core::say("fetch_model_again"));
    return {};
}

} // namespace

core::Result<model::Manifest> read_folder_manifest(const fs::path& folder) {
    HEARTH_TRY(const core::Bytes bytes, core::read_file(folder / "manifest.cbor", max_manifest_bytes));
    return model::Manifest::decode(bytes);
}

core::Result<ModelFolder> open_model_folder(const fs::path& folder) {
    HEARTH_TRY(const model::Manifest manifest, read_folder_manifest(folder));
    std::vector<fs::path> own;
    for (const model::ManifestFile& file : manifest.files) {
        HEARTH_CHECK(check_size(folder, file));
        if (!manifest.exact || file.path != manifest.exact->file) own.push_back(folder / file.path);
    }
    // A single file is a GGUF file, whatever its name; a Hugging Face folder has two at least.
    HEARTH_TRY(auto source, model::open_source(own.size() == 1 ? own.front() : folder));
    if (!manifest.config.encoder) source->as_text_model();
    if (source->tensors().size() != manifest.tensors.size())
        return fail(Code::corrupt,
                    core::say("model_files_hold_tensors",
                              {std::to_string(source->tensors().size()), std::to_string(manifest.tensors.size())}),
                    core::say("fetch_model_again"));
    ModelFolder opened{std::move(source), std::nullopt};
    opened.exact = manifest.exact;
    return opened;
}

} // namespace hearth::compute
