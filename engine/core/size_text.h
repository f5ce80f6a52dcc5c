// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace hearth::core {

/// A number of bytes for people, in the one unit that everything here uses: KiB, MiB, GiB, TiB of 1024 each.
struct Size {
    double value = 0;
    int decimals = 0; ///< that are worth showing
    const char* unit = "B";
};
Size size_of_bytes(std::uint64_t bytes);
/// "87.5 MiB", "412 GiB", "12 B".
std::string size_text(std::uint64_t bytes);

/// Of what there is and of what is needed, for one message: each in its own unit, or, where both would read the same,
/// as below.
struct RoomAndNeed {
    std::string room, need;
};
RoomAndNeed room_and_need(std::uint64_t room, std::uint64_t need);
/// Two sizes that a message compares, both in MiB with one decimal, "8,123.4 MiB". What is needed is rounded up and
/// what there is rounded down, so that the larger one always reads larger.
std::string needed_text(std::uint64_t bytes);
std::string room_text(std::uint64_t bytes);

} // namespace hearth::core
