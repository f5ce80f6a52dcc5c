// SPDX-License-Identifier: Apache-2.0
#include "core/result.h"

#include <array>
#include <string_view>

namespace hearth::core {
namespace {

constexpr std::array<std::pair<Code, const char*>, 14> names{{
    {Code::invalid_argument, "invalid_argument"},
    {Code::not_found, "not_found"},
    {Code::refused, "refused"},
    {Code::unavailable, "unavailable"},
    {Code::corrupt, "corrupt"},
    {Code::too_large, "too_large"},
    {Code::busy, "busy"},
    {Code::conflict, "conflict"},
    {Code::cancelled, "cancelled"},
    {Code::timed_out, "timed_out"},
    {Code::io, "io"},
    {Code::unsupported, "unsupported"},
    {Code::out_of_memory, "out_of_memory"},
    {Code::internal, "internal"},
}};

} // namespace

const char* code_name(Code code) {
    for (const auto& [value, name] : names)
        if (value == code) return name;
    return "internal";
}

std::optional<Code> code_from_name(std::string_view name) {
    for (const auto& [value, text] : names)
        if (name == text) return value;
    return std::nullopt;
}

} // namespace hearth::core
