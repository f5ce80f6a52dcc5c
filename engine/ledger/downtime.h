// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state_tables.h"

namespace hearth::ledger {

/// Whether the validator broke the rules of the vote: no message lets it vote again.
bool is_expelled(const Tables& tables, const core::PublicKey& validator);

} // namespace hearth::ledger
