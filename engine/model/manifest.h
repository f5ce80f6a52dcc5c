// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/hash.h"
#include "model/source.h"

#include <functional>
#include <string>
#include <vector>

namespace hearth::model {

inline constexpr std::uint64_t manifest_version = 1;

struct ManifestTensor {
    std::string name;
    TensorType type = TensorType::f32;
    std::vector<std::uint64_t> shape;
    core::Hash root; ///< RFC 6962 root over 64 KiB pieces of the tensor's stored bytes
};

struct ManifestFile {
    std::string path; ///< relative, '/'-separated, no "..", no leading '/'
    std::uint64_t bytes = 0;
    core::Hash sha256;
};

/// The weights of an exact profile, made from the source's tensors at import.
struct ExactWeights {
    std::string profile;                    ///< "ci8.1" or "ci4.1"
    std::string file;                       ///< one of Manifest::files
    std::uint32_t attention_scale = 0;      ///< bits of an fp32
    std::vector<std::uint64_t> frequencies; ///< turns per position × 2⁶⁴, head_dim / 2 of them
    std::vector<core::Hash> roots;          ///< of its tensors, in the file's order: tiles of 64 × 1024 are leaves
};

/// What a model *is*: everything that decides its outputs. Deterministic CBOR,
/// resources/schema/manifest.cddl. The same input files give the same bytes on every machine.
struct Manifest {
    ModelConfig config;
    std::vector<ManifestTensor> tensors; ///< sorted by name
    std::vector<ManifestFile> files;     ///< sorted by path
    core::Hash tokenizer_hash, chat_template_hash;
    std::string license;
    std::vector<std::string> profiles; ///< "bf16", "fp32", …; the first is the default
    std::string sampler = "gms-1";
    std::optional<ExactWeights> exact;

    core::Bytes encode() const;
    static core::Result<Manifest> decode(core::ByteView bytes);
    core::ModelId id() const; ///< SHA-256("model/1" ‖ 0 ‖ encode())
    std::uint64_t parameters() const;
    std::uint64_t total_bytes() const;
};

/// Called with (stage, done bytes, total bytes); returning false cancels.
using Progress = std::function<bool(const core::Sentence& stage, std::uint64_t done, std::uint64_t total)>;

/// Reads every tensor, refuses NaN and infinity among the norms and embeddings it inspects, and hashes all.
core::Result<Manifest> build_manifest(const Source& source, const std::filesystem::path& root,
                                      const Progress& progress);
/// Whether the files are there with their sizes; nothing is read. Errors: corrupt, naming the file.
core::Status check_sizes(const Manifest& manifest, const std::filesystem::path& folder);
/// Hashes the files under `folder` against the manifest. Errors: corrupt, naming the file.
core::Status check_files(const Manifest& manifest, const std::filesystem::path& folder, const Progress& progress);

} // namespace hearth::model
