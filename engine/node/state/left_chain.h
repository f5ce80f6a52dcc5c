// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"

namespace hearth::node {

/// A home that has left a network (`hearthctl network leave`) parts with what node.sqlite knows of that chain: a whole
/// copy and the archives of receipts move into left/CHAIN, and here jobs, purchases, receipts and notes about channels
/// go, so that no figure mixes two ledgers. Models, API keys, other networks, evidence and settings stay. node.sqlite
/// is up to date, and nothing but this reads it yet. Killed at any point, the next start goes on. Errors: io, corrupt.
core::Status part_from_left_chains(const core::Home& home);

} // namespace hearth::node
