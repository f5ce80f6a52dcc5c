// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "proof/check.h"

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

proof::CheckRow judged(const char* name, bool passed, core::Sentence detail);
inline proof::CheckRow unchecked(const char* name, core::Sentence detail) {
    return {name, proof::CheckRow::Outcome::not_checked, std::move(detail)};
}

} // namespace hearth::gateway::evidence
