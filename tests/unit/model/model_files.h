// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

#include <bit>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <QTest>

/// Helpers of the model tests: files whole, JSON, and a GGUF writer that also writes nonsense.
namespace hearth::test {

namespace fs = std::filesystem;

inline fs::path tiny(const std::string& name) {
    return fs::path(HEARTH_TINY_DIR) / name;
}

inline core::Bytes read_all(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}
inline void write_all(const fs::path& file, core::ByteView content) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
}
inline nlohmann::json read_json(const fs::path& file) {
    return nlohmann::json::parse(read_all(file));
}
inline void write_json(const fs::path& file, const nlohmann::json& value) {
    write_all(file, core::as_bytes(value.dump()));
}

inline bool is_float_equal(const std::vector<float>& a, const std::vector<float>& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](float x, float y) {
               return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
           });
}

inline std::vector<float> all_values(const model::Source& source, const model::TensorInfo& tensor) {
    const std::uint64_t rows = tensor.shape.size() == 1 ? 1 : tensor.shape[0];
    std::vector<float> values(static_cast<std::size_t>(rows * tensor.shape.back()));
    if (!source.read_f32(tensor, 0, rows, values.data())) values.clear();
    return values;
}

/// A safetensors file with this header and `data` zero bytes behind it.
inline core::Bytes safetensors(const std::string& header, std::size_t data) {
    core::Bytes bytes;
    core::append_u64(bytes, header.size());
    core::append(bytes, core::as_bytes(header));
    bytes.resize(bytes.size() + data);
    return bytes;
}

/// Bytes of a GGUF file, piece by piece.
class GgufWriter {
public:
    GgufWriter& u32(std::uint32_t value) { return core::append_u32(m_bytes, value), *this; }
    GgufWriter& u64(std::uint64_t value) { return core::append_u64(m_bytes, value), *this; }
    GgufWriter& byte(std::uint8_t value) { return m_bytes.push_back(value), *this; }
    GgufWriter& text(std::string_view value) {
        u64(value.size());
        return core::append(m_bytes, core::as_bytes(value)), *this;
    }
    GgufWriter& head(std::uint64_t tensors, std::uint64_t entries, std::uint32_t version = 3) {
        return u32(0x46554747).u32(version).u64(tensors).u64(entries);
    }
    GgufWriter& entry_u32(std::string_view key, std::uint32_t value) { return text(key).u32(4).u32(value); }
    GgufWriter& entry_text(std::string_view key, std::string_view value) { return text(key).u32(8).text(value); }
    GgufWriter& tensor(std::string_view name, const std::vector<std::uint64_t>& dims, std::uint32_t type,
                       std::uint64_t offset) {
        text(name).u32(static_cast<std::uint32_t>(dims.size()));
        for (const std::uint64_t size : dims)
            u64(size);
        return u32(type).u64(offset);
    }
    GgufWriter& pad(std::size_t alignment = 32) {
        m_bytes.resize((m_bytes.size() + alignment - 1) / alignment * alignment);
        return *this;
    }
    GgufWriter& zeros(std::size_t count) { return m_bytes.resize(m_bytes.size() + count), *this; }
    const core::Bytes& bytes() const { return m_bytes; }

private:
    core::Bytes m_bytes;
};

} // namespace hearth::test

/// Checks that `result` failed with `code` and a message that contains `part`.
#define COMPARE_ERROR(result, expected_code, part)                                                                     \
    do {                                                                                                               \
        const auto& hearth_outcome = (result);                                                                         \
        QVERIFY2(!hearth_outcome, "succeeded");                                                                        \
        const auto hearth_error = hearth_outcome.error();                                                              \
        QVERIFY2(hearth_error.message.find(part) != std::string::npos, hearth_error.message.c_str());                  \
        QCOMPARE(core::code_name(hearth_error.code), core::code_name(expected_code));                                  \
    } while (false)
