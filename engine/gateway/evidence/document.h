// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "gateway/evidence/check.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

/// How the forms of proofs are read that are JSON. Pure.
namespace hearth::gateway::evidence {

/// An object within the limits of a proof, no name twice. None: it is no such thing.
std::optional<nlohmann::json> read_object(std::string_view text);
std::optional<nlohmann::json> read_object(const core::Bytes& text);

/// Hex in any case, with or without 0x, or else Base64; blanks around it do not count. None: neither, or empty.
std::optional<core::Bytes> bytes_of_text(std::string text);
std::optional<core::Bytes> base64_member(const nlohmann::json& object, const char* name);

} // namespace hearth::gateway::evidence
