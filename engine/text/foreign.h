// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "text/rust/hearth_text.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace hearth::text {

/// Owns what the Rust library has handed out; private to this library.
class ForeignBytes {
public:
    ForeignBytes() = default;
    explicit ForeignBytes(hearth_text_bytes bytes) : m_bytes(bytes) {}
    ~ForeignBytes() { hearth_text_bytes_free(m_bytes); }
    ForeignBytes(const ForeignBytes&) = delete;
    ForeignBytes& operator=(const ForeignBytes&) = delete;

    hearth_text_bytes* out() { return &m_bytes; }
    std::string_view text() const { return {reinterpret_cast<const char*>(m_bytes.data), m_bytes.size}; }

private:
    hearth_text_bytes m_bytes{};
};

class ForeignWords {
public:
    ForeignWords() = default;
    explicit ForeignWords(hearth_text_words words) : m_words(words) {}
    ~ForeignWords() { hearth_text_words_free(m_words); }
    ForeignWords(const ForeignWords&) = delete;
    ForeignWords& operator=(const ForeignWords&) = delete;

    hearth_text_words* out() { return &m_words; }
    std::size_t size() const { return m_words.size; }
    std::uint32_t operator[](std::size_t index) const { return m_words.data[index]; }
    const std::uint32_t* begin() const { return m_words.data; }
    const std::uint32_t* end() const { return m_words.data + m_words.size; }

private:
    hearth_text_words m_words{};
};

inline hearth_text_view borrowed(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The reason and sentence of a call that did not give HEARTH_TEXT_OK.
core::Error foreign_error(std::int32_t reason, const ForeignBytes& sentence, std::string hint);

} // namespace hearth::text
