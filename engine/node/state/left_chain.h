// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"

#include <functional>

namespace hearth::node {

/// A home that has left a ledger, a network's (`hearthctl network leave`) or its own (`join` afterwards), parts with
/// what node.sqlite knows of it: a whole copy and the archives of receipts move into its folder in left/, and here
/// jobs, purchases, receipts, answers to repeated calls and notes about channels go, so that no figure mixes two
/// ledgers. Of several that were left since the last start the first gets them, as nothing ran on the others. Models,
/// API keys, other networks, evidence and settings stay. node.sqlite is up to date, and nobody has read yet what goes.
/// Killed at any point, the next start goes on. `on_step`: for fault tests; "parting-copied" and "parting-cleared".
/// Errors: io, corrupt.
core::Status part_from_left_chains(const core::Home& home, const std::function<void(const char*)>& on_step = {});

} // namespace hearth::node
