// SPDX-License-Identifier: Apache-2.0
#include "model/manifest.h"

#include "core/file.h"
#include "model/gguf.h"
#include "model/merkle.h"
#include "model/tensor_type.h"

#include <algorithm>

namespace hearth::model {

using core::Code;
using core::fail;

namespace {

core::Hash hash_text(const Source& source) {
    if (!source.text().tokenizer_json.empty()) return core::sha256(source.text().tokenizer_json);
    const GgufFile* gguf = source.gguf();
    return gguf == nullptr ? core::Hash{} : vocabulary_hash(*gguf);
}

/// Refuses NaN and infinity, wherever they are stored: they would make every answer of the model a defect.
core::Status check_finite(const TensorInfo& tensor) {
    const auto at = first_non_finite(tensor.type, tensor.data);
    if (!at) return {};
    return fail(Code::corrupt, core::say("tensor_holds_value_no_finite", {tensor.name, std::to_string(*at)}),
                core::say("file_damaged_model_saved"));
}

struct HashedFile {
    core::Hash sha256;
    std::uint64_t bytes = 0;
};

/// `advance` hears of every few MiB; false from it cancels.
core::Result<HashedFile> hash_file(const std::filesystem::path& path,
                                   const std::function<bool(std::uint64_t)>& advance) {
    constexpr std::size_t step = std::size_t{4} << 20;
    HEARTH_TRY(const core::MappedFile mapped, core::MappedFile::open(path));
    core::Sha256 hash;
    const core::ByteView bytes = mapped.bytes();
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        const std::size_t length = std::min(step, bytes.size() - at);
        hash.update(bytes.subspan(at, length));
        if (!advance(length)) return fail(Code::cancelled, core::say("hashing_cancelled"));
    }
    return HashedFile{hash.finish(), bytes.size()};
}

/// Counts what was read against what there is to read; knows whether the caller wants to stop.
class Meter {
public:
    Meter(const Progress& progress, core::Sentence stage, std::uint64_t total)
        : m_progress(progress), m_stage(std::move(stage)), m_total(total) {}
    bool advance(std::uint64_t bytes) {
        m_done = std::min(m_done + bytes, m_total);
        return !m_progress || m_progress(m_stage, m_done, m_total);
    }

private:
    const Progress& m_progress;
    core::Sentence m_stage;
    std::uint64_t m_done = 0, m_total;
};

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
    if (manifest.config.encoder || manifest.config.script) manifest.profiles = {"fp32"};
    manifest.tokenizer_hash = hash_text(source);
    manifest.chat_template_hash = core::sha256(core::as_bytes(source.text().chat_template));

    std::uint64_t total = 0;
    for (const TensorInfo& tensor : source.tensors())
        total += tensor.data.size();
    std::error_code unknown; // a size that cannot be read shows when the file is opened
    for (const std::filesystem::path& file : source.files())
        if (const auto size = std::filesystem::file_size(root / file, unknown); !unknown) total += size;
    Meter meter(progress, core::say("reading_model"), total);
    for (const TensorInfo& tensor : source.tensors()) {
        HEARTH_CHECK(check_finite(tensor));
        manifest.tensors.push_back({tensor.name, tensor.type, tensor.shape, pieces_root(tensor.data)});
        if (!meter.advance(tensor.data.size())) return fail(Code::cancelled, core::say("import_cancelled"));
    }
    std::sort(manifest.tensors.begin(), manifest.tensors.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    for (const std::filesystem::path& file : source.files()) {
        HEARTH_TRY(const HashedFile hashed,
                   hash_file(root / file, [&meter](std::uint64_t bytes) { return meter.advance(bytes); }));
        manifest.files.push_back({file.generic_string(), hashed.bytes, hashed.sha256});
    }
    std::sort(manifest.files.begin(), manifest.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    // What could not be read back, a file name that is no UTF-8 for example, must not be stored.
    return Manifest::decode(manifest.encode());
}

core::Status check_sizes(const Manifest& manifest, const std::filesystem::path& folder) {
    for (const ManifestFile& file : manifest.files) {
        const std::filesystem::path path = folder / file.path;
        std::error_code missing;
        const std::uint64_t size = std::filesystem::file_size(path, missing);
        if (missing)
            return fail(Code::corrupt, core::say("the_model_file_is_missing", {path.string()}),
                        core::say("import_model_again"));
        if (size != file.bytes)
            return fail(Code::corrupt,
                        core::say("model_file_bytes_manifest",
                                  {path.string(), std::to_string(size), std::to_string(file.bytes)}),
                        core::say("import_model_again"));
    }
    return {};
}

core::Status check_files(const Manifest& manifest, const std::filesystem::path& folder, const Progress& progress) {
    HEARTH_CHECK(check_sizes(manifest, folder));
    Meter meter(progress, core::say("checking_files"), manifest.total_bytes());
    for (const ManifestFile& file : manifest.files) {
        const std::filesystem::path path = folder / file.path;
        HEARTH_TRY(const HashedFile hashed,
                   hash_file(path, [&meter](std::uint64_t bytes) { return meter.advance(bytes); }));
        if (hashed.sha256 != file.sha256)
            return fail(Code::corrupt, core::say("model_file_does_not", {path.string()}),
                        core::say("disk_another_program_changed"));
    }
    return {};
}

} // namespace hearth::model
