// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/units.h"

#include <string>

namespace hearth::core {

/// An amount as people write it: "1.5" is 1.5 EMB. At most nine decimals. Errors: invalid_argument; of
/// one that is too large the hint names the largest.
Result<Amount> parse_emb(const std::string& text);

} // namespace hearth::core
