// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/money/ledger_view.h"
#include "node/state/store.h"

namespace hearth::node {

/// The certificate of this home's node key for those with whom it is linked: signed anew where the operator's key is,
/// else the one that was sent to the ledger through this home. Nothing, where there is none that says what the ledger
/// says. Thread-safe.
core::Bytes shown_certificate(const LedgerView& view, const Identity& identity, const Store& store);

/// Keeps what an operator signed elsewhere, if it is a certificate of one of this home's node keys. Errors: io.
core::Status keep_certificate(const ledger::SignedTransaction& sent, const Identity& identity, Store& store);

} // namespace hearth::node
