// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/python_json.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cstdio>

namespace hearth::gateway::evidence {
namespace {

using Json = nlohmann::json;

/// repr(): the shortest digits that give the number again, with an exponent below 1e-4 and from 1e16.
std::string python_float(double value) {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    std::string text(buffer.data(), end.ptr), sign;
    if (text.front() == '-') {
        sign = "-";
        text.erase(0, 1);
    }
    const std::size_t mark = text.find('e');
    const int exponent = std::atoi(text.c_str() + mark + 1);
    std::string digits = text.substr(0, 1) + (mark > 2 ? text.substr(2, mark - 2) : std::string());
    if (exponent < -4 || exponent >= 16) {
        std::string power = std::to_string(exponent < 0 ? -exponent : exponent);
        if (power.size() < 2) power.insert(0, 1, '0');
        if (digits.size() > 1) digits.insert(1, 1, '.');
        return sign + digits + (exponent < 0 ? "e-" : "e+") + power;
    }
    if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent) - 1, '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0') + ".0";
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string python_text(const std::string& text) {
    return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

void write(std::string& out, const Json& value) {
    const char* between = "";
    if (value.is_object()) {
        out += '{';
        for (const auto& [key, member] : value.items()) {
            out += between + python_text(key) + ": ";
            write(out, member);
            between = ", ";
        }
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        for (const Json& item : value) {
            out += between;
            write(out, item);
            between = ", ";
        }
        out += ']';
    } else if (value.is_string()) {
        out += python_text(value.get_ref<const std::string&>());
    } else if (value.is_number_float()) {
        out += python_float(value.get<double>());
    } else {
        out += value.dump();
    }
}

} // namespace

std::string python_json(const Json& value) {
    std::string out;
    write(out, value);
    return out;
}

} // namespace hearth::gateway::evidence
