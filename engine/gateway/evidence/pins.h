// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <string>
#include <vector>

namespace hearth::gateway::evidence {

/// Whether these can be pinned for a kind of network: keys in small letters, and of its hardware all registers that
/// cover the software, or none. Errors: invalid_argument.
core::Status check_pins(const std::string& kind, const std::vector<std::string>& signers,
                        const std::vector<std::string>& measurements);

} // namespace hearth::gateway::evidence
