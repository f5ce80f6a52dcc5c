// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/money/ledger_view.h"
#include "node/state/store.h"

namespace hearth::node {

/// The certificate of a node key of this home for those who are linked with that key: signed anew where the operator's
/// key is, else the one that was sent to the ledger through this home. Nothing, where there is none that says what the
/// ledger says, or another key replaced it. Thread-safe.
core::Bytes shown_certificate(const LedgerView& view, const core::SigningKey& node_key, const Identity& identity,
                              const Store& store);

/// Keeps what an operator signed elsewhere, if it is a certificate of one of this home's node keys. Errors: io.
enum class Sent {
    not_yet, ///< beside the one that holds: whether the ledger will take it nobody knows
    taken,   ///< in its place
};
core::Status keep_certificate(const ledger::SignedTransaction& certificate, Sent sent, const Identity& identity,
                              Store& store);

} // namespace hearth::node
