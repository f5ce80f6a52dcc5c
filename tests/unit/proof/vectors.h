// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <fstream>
#include <nlohmann/json.hpp>

/// Stored vectors of tests/vectors/proof/ and their hexadecimal parts.
namespace hearth::vectors {

inline nlohmann::json load(const std::string& name) {
    std::ifstream file(std::string(HEARTH_VECTORS_DIR) + "/proof/" + name);
    return nlohmann::json::parse(file);
}
inline core::Bytes bytes(const nlohmann::json& hex) {
    return core::from_hex(hex.get<std::string>()).value();
}
inline core::Hash hash(const nlohmann::json& hex) {
    return core::Hash::parse(hex.get<std::string>()).value();
}
inline std::vector<core::Hash> hashes(const nlohmann::json& list) {
    std::vector<core::Hash> out;
    for (const auto& hex : list)
        out.push_back(hash(hex));
    return out;
}

} // namespace hearth::vectors
