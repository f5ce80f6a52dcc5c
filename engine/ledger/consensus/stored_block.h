// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/chain_store.h"

/// CBOR of a block as chain.sqlite keeps it, see resources/schema/chain.cddl. Internal to the store.
namespace hearth::ledger {

core::Bytes encode_block(const StoredBlock& stored, bool with_absent);
/// Errors: corrupt.
core::Result<StoredBlock> decode_block(core::Height height, core::ByteView bytes);

} // namespace hearth::ledger
