// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/json_guard.h"
#include "gateway/edge/api_error.h"
#include "gateway/edge/call_fields.h"
#include "gateway/schedule/route.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hearth::gateway {

/// What decides where a call goes, read without changing a byte of it.
struct Glance {
    struct Model {
        std::string name;
        std::size_t begin = 0, end = 0; ///< its JSON string in the body, with the quotes
    };
    std::optional<Model> model; ///< none: the body names none, or an empty one
    bool stream = false;
    schedule::Route route; ///< on which terms
    /// What says so, with the commas that go with it: bytes of the body that are for this gateway alone.
    struct Cut {
        std::size_t begin = 0, end = 0;
    };
    std::vector<Cut> cuts;
    std::shared_ptr<const Json> document; ///< the body, so that nobody reads it again
};

/// Refuses what two readers could read differently.
std::variant<Glance, ApiError> glance_at(std::string_view body, const core::JsonLimits& limits);

} // namespace hearth::gateway
