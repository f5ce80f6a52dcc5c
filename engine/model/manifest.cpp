// SPDX-License-Identifier: Apache-2.0
#include "model/manifest.h"

#include "core/file.h"
#include "model/gguf.h"
#include "model/merkle.h"
#include "model/tensor_type.h"

#include <algorithm>
#include <cmath>

namespace hearth::model {

using core::Code;
using core::fail;

namespace {

constexpr std::uint64_t finite_scan_rows = 256;

core::Hash hash_text(const Source& source) {
    if (!source.text().tokenizer_json.empty()) return core::sha256(source.text().tokenizer_json);
    const GgufFile* gguf = source.gguf();
    return gguf == nullptr ? core::Hash{} : vocabulary_hash(*gguf);
}

/// Refuses NaN and infinity: they would make every answer of the model a defect.
core::Status check_finite(const Source& source, const TensorInfo& tensor) {
    const std::uint64_t rows = tensor.shape.size() == 2 ? tensor.shape[0] : 1;
    const std::uint64_t columns = tensor.shape.back();
    std::vector<float> buffer(static_cast<std::size_t>(std::min(finite_scan_rows, rows) * columns));
    for (std::uint64_t first = 0; first < rows; first += finite_scan_rows) {
        const std::uint64_t count = std::min(finite_scan_rows, rows - first);
        HEARTH_CHECK(source.read_f32(tensor, first, count, buffer.data()));
        const auto end = buffer.begin() + static_cast<std::ptrdiff_t>(count * columns);
        if (std::any_of(buffer.begin(), end, [](float value) { return !std::isfinite(value); }))
            return fail(Code::corrupt,
                        "The tensor \"" + tensor.name + "\" holds a value that is not a finite number.",
                        "The file is damaged, or the model was saved broken; fetch it again.");
    }
    return {};
}

core::Result<core::Hash> hash_file(const std::filesystem::path& path,
                                   const std::function<bool(std::uint64_t)>& advance) {
    constexpr std::size_t step = std::size_t{4} << 20;
    HEARTH_TRY(const core::MappedFile mapped, core::MappedFile::open(path));
    core::Sha256 hash;
    const core::ByteView bytes = mapped.bytes();
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        const std::size_t length = std::min(step, bytes.size() - at);
        hash.update(bytes.subspan(at, length));
        if (!advance(length)) return fail(Code::cancelled, "The hashing was cancelled.");
    }
    return hash.finish();
}

} // namespace

core::ModelId Manifest::id() const {
    const core::Bytes bytes = encode();
    return core::id_cast<core::ModelId>(core::tagged_hash("model/1", {bytes}));
}

std::uint64_t Manifest::parameters() const {
    std::uint64_t count = 0;
    for (const ManifestTensor& tensor : tensors) {
        std::uint64_t elements = 1;
        for (const std::uint64_t size : tensor.shape)
            elements *= size;
        count += elements;
    }
    return count;
}

std::uint64_t Manifest::total_bytes() const {
    std::uint64_t count = 0;
    for (const ManifestFile& file : files)
        count += file.bytes;
    return count;
}

core::Result<Manifest> build_manifest(const Source& source, const std::filesystem::path& root,
                                      const Progress& progress) {
    Manifest manifest;
    manifest.config = source.config();
    manifest.license = source.license();
    manifest.profiles = {"bf16", "fp32"};
    manifest.tokenizer_hash = hash_text(source);
    manifest.chat_template_hash = core::sha256(core::as_bytes(source.text().chat_template));

    std::uint64_t total = 0;
    std::uint64_t done = 0;
    for (const TensorInfo& tensor : source.tensors())
        total += tensor.data.size();
    for (const TensorInfo& tensor : source.tensors()) {
        HEARTH_CHECK(check_finite(source, tensor));
        manifest.tensors.push_back({tensor.name, tensor.type, tensor.shape, pieces_root(tensor.data)});
        done += tensor.data.size();
        if (progress && !progress("hashing tensors", done, total))
            return fail(Code::cancelled, "The import was cancelled.");
    }
    std::sort(manifest.tensors.begin(), manifest.tensors.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });

    for (const std::filesystem::path& file : source.files()) {
        HEARTH_TRY(const core::Hash hash, hash_file(root / file, [&](std::uint64_t) {
                       return !progress || progress("hashing files", 0, 0);
                   }));
        manifest.files.push_back({file.generic_string(), std::filesystem::file_size(root / file), hash});
    }
    std::sort(manifest.files.begin(), manifest.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return manifest;
}

core::Status check_files(const Manifest& manifest, const std::filesystem::path& folder,
                         const Progress& progress) {
    const std::uint64_t total = manifest.total_bytes();
    std::uint64_t done = 0;
    for (const ManifestFile& file : manifest.files) {
        const std::filesystem::path path = folder / file.path;
        std::error_code missing;
        const std::uint64_t size = std::filesystem::file_size(path, missing);
        if (missing)
            return fail(Code::corrupt, "The model's file " + file.path + " is missing.",
                        "Import the model again.");
        if (size != file.bytes)
            return fail(Code::corrupt,
                        "The model's file " + file.path + " has " + std::to_string(size) +
                            " bytes; its manifest says " + std::to_string(file.bytes) + ".",
                        "Import the model again.");
        HEARTH_TRY(const core::Hash hash, hash_file(path, [&](std::uint64_t bytes) {
                       done += bytes;
                       return !progress || progress("checking " + file.path, done, total);
                   }));
        if (hash != file.sha256)
            return fail(Code::corrupt,
                        "The model's file " + file.path +
                            " does not have the content that its manifest names.",
                        "The disk or another program changed it; import the model again.");
    }
    return {};
}

} // namespace hearth::model
