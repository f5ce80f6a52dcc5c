// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "core/hash.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hearth::model {

/// A metadata value. Arrays hold one kind; nested arrays are refused.
using GgufValue =
    std::variant<bool, std::uint64_t, std::int64_t, double, std::string, std::vector<std::uint64_t>,
                 std::vector<std::int64_t>, std::vector<double>, std::vector<bool>, std::vector<std::string>>;

struct GgufTensor {
    std::string name;
    std::uint32_t type = 0;             ///< ggml's number
    std::vector<std::uint64_t> dims;    ///< ggml's order: the fastest-varying first
    std::uint64_t offset = 0, size = 0; ///< in the file, checked to lie inside it
};

/// A GGUF file, version 2 or 3, little-endian, mapped into memory. Every count, length and offset is checked
/// when it is opened; afterwards nothing can point outside. Immutable and thread-safe.
class GgufFile {
public:
    static core::Result<GgufFile> open(const std::filesystem::path& path);

    bool has(const std::string& key) const { return m_values.contains(key); }
    const std::map<std::string, GgufValue>& values() const { return m_values; }
    std::optional<std::string> text(const std::string& key) const;
    std::optional<std::uint64_t> uint(const std::string& key) const; ///< any non-negative integer kind
    std::optional<double> real(const std::string& key) const;        ///< any number
    std::optional<bool> boolean(const std::string& key) const;
    const std::vector<std::string>* texts(const std::string& key) const;
    std::optional<std::vector<std::int64_t>> integers(const std::string& key) const;
    std::optional<std::vector<double>> reals(const std::string& key) const;

    const std::vector<GgufTensor>& tensors() const { return m_tensors; }
    core::ByteView data(const GgufTensor& tensor) const {
        return m_file.bytes().subspan(tensor.offset, tensor.size);
    }
    core::ByteView bytes() const { return m_file.bytes(); }

private:
    explicit GgufFile(core::MappedFile file) : m_file(std::move(file)) {}
    template <typename T>
    const T* get(const std::string& key) const;

    core::MappedFile m_file;
    std::map<std::string, GgufValue> m_values;
    std::vector<GgufTensor> m_tensors;
    friend class GgufParser;
};

/// The tokenizer of a GGUF file (keys tokenizer.ggml.*), with every length and id checked.
struct GgufVocabulary {
    std::string model, pre;
    std::vector<std::string> tokens;
    std::vector<float> scores;
    std::vector<std::int32_t> types;
    std::vector<std::string> merges;
    std::int64_t bos = -1, eos = -1, unk = -1, sep = -1, pad = -1, cls = -1, mask = -1, eot = -1;
    std::optional<bool> add_bos, add_eos, add_space_prefix;
};
/// Errors: not_found when the file carries no tokenizer, corrupt.
core::Result<GgufVocabulary> read_vocabulary(const GgufFile& file);
/// SHA-256 over everything under tokenizer.ggml.*, in key order: two files with one tokenizer have one hash.
core::Hash vocabulary_hash(const GgufFile& file);

} // namespace hearth::model
