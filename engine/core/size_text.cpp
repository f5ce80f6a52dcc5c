// SPDX-License-Identifier: Apache-2.0
#include "core/size_text.h"

#include <cstdio>

namespace hearth::core {

namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20;

std::string tenths_text(std::uint64_t tenths) {
    std::string text = std::to_string(tenths / 10);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text + "." + std::to_string(tenths % 10) + " MiB";
}

} // namespace

Size size_of_bytes(std::uint64_t bytes) {
    static constexpr const char* units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    auto value = static_cast<double>(bytes);
    std::size_t step = 0;
    // From here on it would be printed as "1000".
    for (; value >= 999.5 && step < 4; ++step)
        value /= 1024;
    return {value, step == 0 || value >= 99.95 ? 0 : 1, units[step]};
}

std::string size_text(std::uint64_t bytes) {
    const Size size = size_of_bytes(bytes);
    char text[40];
    std::snprintf(text, sizeof text, "%.*f %s", size.decimals, size.value, size.unit);
    return text;
}

std::string needed_text(std::uint64_t bytes) {
    return tenths_text(bytes / mib * 10 + (bytes % mib * 10 + mib - 1) / mib);
}

std::string room_text(std::uint64_t bytes) {
    return tenths_text(bytes / mib * 10 + bytes % mib * 10 / mib);
}

RoomAndNeed room_and_need(std::uint64_t room, std::uint64_t need) {
    RoomAndNeed texts{size_text(room), size_text(need)};
    if (texts.room == texts.need && room != need) texts = {room_text(room), needed_text(need)};
    return texts;
}

} // namespace hearth::core
