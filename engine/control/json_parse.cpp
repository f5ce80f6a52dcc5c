// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"

#include <nlohmann/json.hpp>

namespace hearth::control {
namespace {

using core::Code;
using core::fail;
using core::JsonFault;
using Kind = JsonFault::Kind;

core::Error refusal(const JsonFault& fault, std::size_t bytes) {
    switch (fault.kind) {
    case Kind::too_long:
        return fail(Code::too_large, "A message of " + std::to_string(bytes) + " bytes is longer than the limit of " +
                                         std::to_string(fault.at) + ".");
    case Kind::too_deep:
        return fail(Code::too_large, "The JSON text is nested deeper than " + std::to_string(fault.at) + " levels.");
    case Kind::too_many_values:
    case Kind::too_many_members:
        return fail(Code::too_large, "The JSON text holds too much.");
    case Kind::key_twice:
        return fail(Code::invalid_argument, "The JSON text holds the key '" + fault.key + "' twice.");
    case Kind::malformed:
    case Kind::out_of_range:
        break;
    }
    return fail(Code::invalid_argument, "The text is not well-formed JSON.");
}

} // namespace

core::Result<JsonTree> parse_json(std::string_view text, const core::JsonLimits& limits) {
    auto parsed = core::parse_json<nlohmann::json>(text, limits);
    if (const auto* fault = std::get_if<JsonFault>(&parsed)) return refusal(*fault, text.size());
    return JsonTree(std::make_shared<const nlohmann::json>(std::move(std::get<nlohmann::json>(parsed))));
}

} // namespace hearth::control
