// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state_tables.h"

namespace hearth::ledger {

/// Takes what pays for answers out of an account's credits where `credits`, else out of its balance. As with
/// Tables::debit() the caller checked that it is there. Internal to ledger.
void set_aside(Tables& tables, const core::PublicKey& key, core::Amount amount, bool credits);
/// What of it nobody earned.
void give_back(Tables& tables, const core::PublicKey& key, core::Amount amount, bool credits);

} // namespace hearth::ledger
