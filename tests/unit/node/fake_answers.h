// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/hash.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

/// What the fake worker computes in place of a model.
namespace hearth::test {

inline constexpr std::uint32_t vocabulary = 1000;

inline std::vector<std::uint32_t> ids_of(const std::string& text) {
    std::vector<std::uint32_t> ids;
    for (const char c : text)
        ids.push_back(static_cast<unsigned char>(c));
    return ids;
}

inline std::string text_of(const std::vector<std::uint32_t>& ids) {
    std::string text;
    for (const std::uint32_t id : ids)
        text.push_back(static_cast<char>(id));
    return text;
}

/// What the one GGUF file of a model says.
inline std::string weights_in(const std::string& folder) {
    std::string text;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        if (entry.path().extension() != ".gguf") continue;
        std::ifstream file(entry.path());
        std::getline(file, text);
    }
    return text;
}

inline std::uint32_t token_at(const std::vector<std::uint32_t>& prompt, const core::Hash& key, std::uint32_t position) {
    std::uint64_t mix = 17 + position * 2654435761u;
    for (const std::uint32_t id : prompt)
        mix = mix * 31 + id;
    for (const std::uint8_t byte : key.bytes)
        mix = mix * 131 + byte;
    return static_cast<std::uint32_t>((mix >> 7) % vocabulary);
}

/// Something that depends on every id, where the request wants a chain.
inline std::optional<core::Hash> chain_of(const std::optional<core::Hash>& start,
                                          const std::vector<std::uint32_t>& ids) {
    if (!start) return std::nullopt;
    core::Bytes bytes;
    for (const std::uint32_t id : ids)
        core::append_u32(bytes, id);
    return core::tagged_hash("fake/1", {start->view(), bytes});
}

} // namespace hearth::test
