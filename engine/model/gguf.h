// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "model/source.h"

#include <optional>
#include <string_view>

namespace hearth::model {

/// Value types of GGUF metadata, numbered as in the file.
enum class GgufType : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, text, array, u64, i64, f64 };

/// One metadata entry; `payload` is its value as stored, checked to lie in the file and to be well formed.
struct GgufEntry {
    std::string key;
    GgufType type = GgufType::u8;
    GgufType element = GgufType::u8; ///< of arrays; otherwise as `type`
    std::uint64_t count = 1;
    core::ByteView payload;
};

struct GgufTensor {
    std::string name;
    TensorType type = TensorType::f32;
    std::vector<std::uint64_t> shape; ///< row-major, the file's dimensions reversed
    core::ByteView data;
};

/// A vocabulary as the metadata carries it (keys tokenizer.ggml.*); ids are within the vocabulary or -1.
struct GgufVocabulary {
    std::string model; ///< "gpt2", "llama", "bert", …
    std::string pre;
    std::vector<std::string> tokens;
    std::vector<float> scores;       ///< empty or one per token
    std::vector<std::int32_t> types; ///< empty or one per token
    std::vector<std::string> merges;
    std::int64_t bos = -1, eos = -1, unk = -1, sep = -1, pad = -1, cls = -1, mask = -1, eot = -1, eom = -1;
    std::optional<bool> add_bos, add_eos, add_space_prefix; ///< nothing if the file does not say
};

/// The header and tensor table of a GGUF file, version 2 or 3, little-endian. Everything was checked when it
/// was opened; views point into the mapping (open) or the caller's bytes (parse). Immutable and thread-safe.
class GgufFile {
public:
    /// Errors: corrupt (naming entry or tensor), unsupported (naming version or tensor type), too_large.
    static core::Result<GgufFile> open(const std::filesystem::path& path);
    static core::Result<GgufFile> parse(core::ByteView bytes);

    const std::vector<GgufEntry>& entries() const { return m_entries; } ///< sorted by key
    const std::vector<GgufTensor>& tensors() const { return m_tensors; }

    /// Null if there is no such entry.
    const GgufEntry* find(std::string_view key) const;
    /// Typed access: nothing if the entry is absent. Errors: corrupt, when it has another type or range.
    core::Result<std::optional<std::uint64_t>> uint(std::string_view key) const;
    core::Result<std::optional<double>> real(std::string_view key) const;
    core::Result<std::optional<bool>> boolean(std::string_view key) const;
    core::Result<std::optional<std::string>> text(std::string_view key) const;
    core::Result<std::optional<std::vector<std::string>>> texts(std::string_view key) const;
    core::Result<std::optional<std::vector<std::uint64_t>>> uints(std::string_view key) const;
    core::Result<std::optional<std::vector<std::int32_t>>> ints(std::string_view key) const;
    core::Result<std::optional<std::vector<float>>> floats(std::string_view key) const;

private:
    GgufFile() = default;
    std::optional<core::MappedFile> m_file;
    std::vector<GgufEntry> m_entries;
    std::vector<GgufTensor> m_tensors;
};

/// Errors: corrupt; not_found when the file carries no tokenizer.
core::Result<GgufVocabulary> read_vocabulary(const GgufFile& file);
/// Over everything under tokenizer.ggml.*, in the order of keys; defined in resources/schema/manifest.cddl.
core::Hash vocabulary_hash(const GgufFile& file);
/// The vocabulary of any GGUF file, also of one without tensors.
core::Result<GgufVocabulary> open_gguf_vocabulary(const std::filesystem::path& path);

} // namespace hearth::model
