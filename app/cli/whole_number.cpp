// SPDX-License-Identifier: Apache-2.0
#include "whole_number.h"

#include "proof/profile.h"

#include <charconv>

namespace hearth::cli {

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
    const std::string low = std::to_string(least), high = std::to_string(most);
    const bool bounded = least != 0 || most != UINT64_MAX;
    const auto fault_of = [=](const std::string& text) -> std::string {
        const std::string said = "\"" + text.substr(0, 80) + "\" is ";
        std::uint64_t value = 0;
        const char* const end = text.data() + text.size();
        const auto [rest, problem] = std::from_chars(text.data(), end, value);
        if (rest != end || problem == std::errc::invalid_argument || (text.size() > 1 && text.front() == '0'))
            return said + "no whole number: digits alone are one";
        if (problem != std::errc() || value < least || value > most) return said + "not from " + low + " to " + high;
        return {};
    };
    const auto check = [fault_of](std::string& text) { return fault_of(text); };
    return CLI::Validator(check, bounded ? "UINT in [" + low + " - " + high + "]" : std::string());
}

CLI::Validator known_profile() {
    const auto check = [](std::string& text) -> std::string {
        if (proof::find_profile(text) != nullptr) return {};
        std::string names;
        for (const proof::Profile& one : proof::profiles())
            names += (names.empty() ? "" : ", ") + std::string(one.name);
        return "\"" + text.substr(0, 80) + "\" is no profile; there are " + names;
    };
    return CLI::Validator(check, std::string());
}

} // namespace hearth::cli
