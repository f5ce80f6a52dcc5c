// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/gguf.h"

namespace hearth::model {

/// Bytes of one value; 0 for texts and arrays, whose length is in the file.
std::uint64_t gguf_value_bytes(GgufType type);
/// Nothing for a type that this library does not read.
std::optional<TensorType> gguf_tensor_type(std::uint32_t code);
/// The format's own name, also for types that are not supported; "number 99" if unknown.
std::string gguf_tensor_type_name(std::uint32_t code);

/// Walks over untrusted little-endian bytes; nothing is read before it is known to be there. `place` names
/// what is being read, for the error.
class GgufReader {
public:
    explicit GgufReader(core::ByteView bytes) : m_bytes(bytes) {}

    std::uint64_t position() const { return m_position; }
    std::uint64_t left() const { return m_bytes.size() - m_position; }
    std::uint64_t size() const { return m_bytes.size(); }
    /// The caller has checked the range.
    core::ByteView at(std::uint64_t offset, std::uint64_t length) const { return m_bytes.subspan(offset, length); }
    core::ByteView since(std::uint64_t start) const { return m_bytes.subspan(start, m_position - start); }

    core::Result<std::uint32_t> u32(const core::Sentence& place);
    core::Result<std::uint64_t> u64(const core::Sentence& place);
    /// UTF-8, not empty, without control characters.
    core::Result<std::string> name(std::uint64_t max, const core::Sentence& place);
    core::Status skip(std::uint64_t length, const core::Sentence& place);
    core::Status skip_text(const core::Sentence& place);
    core::Status booleans(std::uint64_t count, const core::Sentence& place);
    /// `what` without the final stop; the offset is added.
    core::Error corrupt(const core::Sentence& what) const;

private:
    core::Result<core::ByteView> take(std::uint64_t length, const core::Sentence& place);
    core::ByteView m_bytes;
    std::uint64_t m_position = 0;
};

/// Little-endian value at `data`; the caller has checked the length.
std::uint64_t load_le(const std::uint8_t* data, std::size_t length);

} // namespace hearth::model
