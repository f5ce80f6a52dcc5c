// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "benches.h"

namespace hearth::app {

/// Adds the map under the app hash, proofs, the light client and the replay of a solo ledger.
core::Status proof_bench(const LedgerOptions& options, Report& report);

} // namespace hearth::app
