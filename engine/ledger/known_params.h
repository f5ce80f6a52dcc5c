// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// The parameters that there are, by the rules that they came with. Internal to params.cpp.
namespace hearth::ledger {

/// Those of the first rules.
std::span<const std::string_view> first_parameters();

/// What came with later rules, and what a chain that began before them gets. Never changed: blocks were made with it.
struct Addition {
    std::uint64_t since;
    std::string_view name;
    std::uint64_t value, min, max;
    std::string_view unit, doc;
};
std::span<const Addition> added_parameters();

} // namespace hearth::ledger
