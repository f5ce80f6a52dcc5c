// SPDX-License-Identifier: Apache-2.0
#include "core/size_text.h"

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

std::string needed_text(std::uint64_t bytes) {
    return tenths_text(bytes / mib * 10 + (bytes % mib * 10 + mib - 1) / mib);
}

std::string room_text(std::uint64_t bytes) {
    return tenths_text(bytes / mib * 10 + bytes % mib * 10 / mib);
}

} // namespace hearth::core
