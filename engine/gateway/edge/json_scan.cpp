// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/json_scan.h"

#include <vector>

namespace hearth::gateway {

namespace {

std::size_t end_of_string(std::string_view text, std::size_t quote) {
    for (std::size_t i = quote + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i;
    }
    return text.size();
}

} // namespace

std::optional<std::string> broken_limit(std::string_view document, const JsonLimits& limits) {
    std::vector<std::size_t> members;
    std::size_t values = 1;
    for (std::size_t i = 0; i < document.size(); ++i) {
        switch (document[i]) {
        case '"':
            i = end_of_string(document, i);
            break;
        case '{':
        case '[':
            if (members.size() >= limits.max_depth)
                return "The JSON body is nested deeper than " + std::to_string(limits.max_depth) + " levels.";
            members.push_back(0);
            ++values;
            break;
        case '}':
        case ']':
            if (!members.empty()) members.pop_back();
            break;
        case ':':
            if (!members.empty() && ++members.back() > limits.max_members)
                return "A JSON object of the body has more than " + std::to_string(limits.max_members) + " members.";
            break;
        case ',':
            ++values;
            break;
        default:
            break;
        }
        if (values > limits.max_values)
            return "The JSON body holds more than " + std::to_string(limits.max_values) + " values.";
    }
    return std::nullopt;
}

} // namespace hearth::gateway
