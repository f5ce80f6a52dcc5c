// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_error.h"
#include "gateway/edge/backend.h"
#include "gateway/edge/call_fields.h"
#include "gateway/schedule/route.h"

#include <span>
#include <variant>

namespace hearth::gateway {

/// The members of a body that say who may answer. They are this gateway's and go no further.
inline constexpr const char* knob_members[] = {"provider", "hearth"};

/// Reads them: OpenRouter's `provider` and our `hearth`. Whatever cannot be honoured is refused by its name; what the
/// two say twice is, too. Table for people: resources/schema/openai.md.
std::variant<schedule::Route, ApiError> read_route(const Json& body);

/// A route may name only networks that are here. `networks`: all but this home.
std::optional<ApiError> check_names(const schedule::Route& route, const std::vector<std::string>& networks);

/// This home, as far as its card tells; one that it does not have it refuses itself.
schedule::Door home_door(const std::vector<ModelCard>& cards, const std::string& model, const ModelNames* names);

/// Nobody who offers the model may answer; says of each why. `doors` is not empty.
ApiError nobody_fits(const std::string& model, std::span<const schedule::Door> doors, const schedule::Route& route);

} // namespace hearth::gateway
