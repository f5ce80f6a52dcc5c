// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hearth::exact {

/// The shapes of eight tiles, as LDTILECFG reads them; a tile with no rows and no bytes is out of use.
struct alignas(64) TileConfig {
    std::uint8_t palette = 1;
    std::uint8_t start_row = 0;
    std::uint8_t reserved[14] = {};
    std::uint16_t line_bytes[16] = {}; ///< up to 64
    std::uint8_t rows[16] = {};        ///< up to 16
};
static_assert(sizeof(TileConfig) == 64);

} // namespace hearth::exact
